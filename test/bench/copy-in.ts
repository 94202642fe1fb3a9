import type { EventEmitter } from 'node:events';
import type pg from 'pg';

/** What pg's connection can do and its types leave out. */
interface Wire extends EventEmitter {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

export type Cell = string | number | null | readonly string[];

/** Rows by `copy ... from stdin`, the fastest way in: pg leaves the protocol to whoever submits a query. */
export function copyIn(client: pg.Client, table: string, columns: readonly string[], rows: readonly Cell[][]) {
  const data = Buffer.from(rows.map((row) => `${row.map(written).join('\t')}\n`).join(''));
  return new Promise<void>((resolve, reject) => {
    let failure: Error | undefined;
    client.query({
      submit: (wire) => (wire as unknown as Wire).query(`copy ${table} (${columns.join(', ')}) from stdin`),
      handleCopyInResponse: (wire: Wire) => {
        wire.sendCopyFromChunk(data);
        wire.endCopyFrom();
      },
      handleError: (error: Error) => (failure = error),
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => (failure ? reject(failure) : resolve()),
    } as pg.Submittable);
  });
}

function written(cell: Cell): string {
  if (cell === null) return '\\N';
  if (typeof cell === 'string') return escaped(cell);
  return typeof cell === 'number' ? String(cell) : escaped(arrayText(cell));
}

const arrayText = (items: readonly string[]) => `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`; // prettier-ignore
const SPECIAL = /[\\\t\n\r]/;
const escaped = (text: string) =>
  !SPECIAL.test(text)
    ? text
    : text.replace(/[\\\t\n\r]/g, (char) => ({ '\t': '\\t', '\n': '\\n', '\r': '\\r' })[char] ?? '\\\\');
