import { createHash } from 'node:crypto';
import type { QueryConfig } from 'pg';

/** Parameters of a statement, in the order of its $1, $2 ... */
export type Values = readonly unknown[];

const statementNames = new Map<string, string>();

/** A statement is prepared once per connection, under a name derived from its text; so texts must not carry values. */
function statementName(text: string): string {
  let name = statementNames.get(text);
  if (!name) {
    name = createHash('sha256').update(text).digest('hex').slice(0, 24);
    statementNames.set(text, name);
  }
  return name;
}

/** The statement as pg sends it: parsed and planned once a connection. */
export function prepared(text: string, values: Values): QueryConfig {
  return { name: statementName(text), text, values: values as unknown[] };
}

/** What is sent in one message. */
export interface Statement {
  text: string;
  values: Values;
}

/** By the text of the read, then of the write: long texts that are never put together again, not even to look this up. */
const unions = new Map<string, Map<string, string>>();

/** A write and a read as one statement; its text is made once. The read does not see what is written. */
export function together(write: Statement, read: Statement): Statement {
  let byWrite = unions.get(read.text);
  if (!byWrite) unions.set(read.text, (byWrite = new Map()));
  let text = byWrite.get(write.text);
  if (!text) {
    const moved = write.text.replaceAll(/\$(\d+)/g, (_, n: string) => `$${Number(n) + read.values.length}`);
    text = `with written as (${moved}) ${read.text}`;
    byWrite.set(write.text, text);
  }
  return { text, values: [...read.values, ...write.values] };
}
