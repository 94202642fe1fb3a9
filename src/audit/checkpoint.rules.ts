/**
 * What a log looked like when it was sealed. Written as a C2SP checkpoint (c2sp.org/tlog-checkpoint): origin, size, root in
 * base64, and extension lines of ours.
 */
export interface Checkpoint {
  /** which log: `marac-audit/` and its id */
  origin: string;
  /** sealed entries */
  size: number;
  root: Buffer;
  /** when it was sealed, ISO 8601 in UTC, by the database's clock */
  time: string;
  /** no entry sealed later was written before this moment: when the oldest transaction then under way had begun */
  openSince: string;
  /** how many checkpoints of this log came before it, so that none can be taken out */
  number: number;
}

export const ORIGIN_PREFIX = 'marac-audit/';

export function checkpointText({ origin, size, root, time, openSince, number }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\ntime ${time}\nopen-since ${openSince}\nnumber ${number}\n`;
}

const MOMENT = '(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z)';
const SIZE = '(0|[1-9]\\d{0,14})';
const TEXT = new RegExp(
  `^(${ORIGIN_PREFIX}[0-9a-f-]{36})\\n${SIZE}\\n([A-Za-z0-9+/]{43}=)\\ntime ${MOMENT}\\nopen-since ${MOMENT}\\nnumber ${SIZE}\\n$`,
);

/** Undefined for a text that is not, byte for byte, a checkpoint of ours. */
export function readCheckpoint(text: string): Checkpoint | undefined {
  const [, origin = '', size, root = '', time = '', openSince = '', number] = TEXT.exec(text) ?? [];
  if (size === undefined) return undefined;
  const found = {
    origin,
    size: Number(size),
    root: Buffer.from(root, 'base64'),
    time,
    openSince,
    number: Number(number),
  };
  return checkpointText(found) === text ? found : undefined;
}
