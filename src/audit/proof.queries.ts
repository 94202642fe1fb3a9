import { tx } from '../platform/db/transaction.js';
import { type Entry, ENTRY } from './event-bytes.rules.js';
import { BLOCK, nodeHash, type RangeHash, splitOf } from './merkle.rules.js';

/** An entry as it is sealed, when the reader may audit it. */
export async function entryOf(eventId: string): Promise<Entry | undefined> {
  const row = await tx().one<{ entry: Entry }>(`select ${ENTRY} as entry from audit.events e where e.id = $1`, [
    eventId,
  ]);
  return row?.entry;
}

export async function placeOf(eventId: string): Promise<number | undefined> {
  const row = await tx().one<{ position: string }>('select l.position from audit.leaves l where l.event_id = $1', [
    eventId,
  ]);
  return row && Number(row.position);
}

/**
 * The tree of the first `size` entries, for paths that begin at these places: whole blocks by their kept roots, and the leaves of the
 * blocks that the places and the right edge lie in.
 */
export async function sealedTree(size: number, at: readonly number[]): Promise<RangeHash> {
  const wanted = [...at, size].map((position) => Math.floor(position / BLOCK));
  const [leaves, blocks] = await Promise.all([
    tx().query<{ position: string; hash: Buffer }>(
      `select l.position, l.hash from unnest($1::bigint[]) as wanted(number)
         join audit.leaves l on l.position >= wanted.number * $2 and l.position < wanted.number * $2 + $2`,
      [[...new Set(wanted)], BLOCK],
    ),
    tx().query<{ number: string; hash: Buffer }>(
      'select b.number, b.hash from audit.blocks b where (b.number + 1) * $1::bigint <= $2',
      [BLOCK, size],
    ),
  ]);
  const byPosition = new Map(leaves.map(({ position, hash }) => [Number(position), hash]));
  const byNumber = new Map(blocks.map(({ number, hash }) => [Number(number), hash]));
  const root: RangeHash = (start, end) => {
    const length = end - start;
    const known = length === 1 ? byPosition.get(start) : length === BLOCK ? byNumber.get(start / BLOCK) : undefined;
    if (known) return known;
    if (length === 1) throw new Error('a leaf of the log is missing');
    const middle = start + splitOf(length);
    return nodeHash(root(start, middle), root(middle, end));
  };
  return root;
}
