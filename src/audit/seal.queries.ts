import { tx } from '../platform/db/transaction.js';
import { type Entry, ENTRY } from './event-bytes.rules.js';

const SEAL_LOCK = 7_201_016;

/** One sealer at a time; held until the end of the unit of work. */
export async function takeSeal(): Promise<boolean> {
  const row = await tx().one<{ taken: boolean }>('select pg_try_advisory_xact_lock($1) as taken', [SEAL_LOCK]);
  return row?.taken ?? false;
}

export async function logId(): Promise<string> {
  const row = await tx().one<{ id: string }>('select l.id from audit.log l');
  if (!row) throw new Error('the log has no id');
  return row.id;
}

export interface StoredCheckpoint {
  number: number;
  size: number;
  edge: Buffer;
  note: string;
}

export async function lastCheckpoint(): Promise<StoredCheckpoint | undefined> {
  const row = await tx().one<Record<'number' | 'size', string> & Pick<StoredCheckpoint, 'edge' | 'note'>>(
    'select c.number, c.size, c.edge, c.note from audit.checkpoints c order by c.number desc limit 1',
  );
  return row && { ...row, number: Number(row.number), size: Number(row.size) };
}

export async function checkpointNote(number: number): Promise<string | undefined> {
  const row = await tx().one<{ note: string }>('select c.note from audit.checkpoints c where c.number = $1', [number]);
  return row?.note;
}

/** The first checkpoint of a tree of this size. */
export async function checkpointOfSize(size: number): Promise<string | undefined> {
  const row = await tx().one<{ note: string }>(
    'select c.note from audit.checkpoints c where c.size = $1 order by c.number limit 1',
    [size],
  );
  return row?.note;
}

/** Notes, newest first, that came before the one of this number. */
export async function checkpointNotes(
  before: number | null,
  limit: number,
): Promise<{ number: number; note: string }[]> {
  const rows = await tx().query<{ number: string; note: string }>(
    'select c.number, c.note from audit.checkpoints c where $1::bigint is null or c.number < $1 order by c.number desc limit $2',
    [before, limit],
  );
  return rows.map(({ number, note }) => ({ number: Number(number), note }));
}

/**
 * The time now, and the moment before which nothing can be written any more: when the oldest transaction of our role that is
 * still under way began. Asked before the rows are read, so that what it does not cover is not yet there to be missed.
 */
export async function horizon(): Promise<{ now: Date; openSince: Date }> {
  const row = await tx().one<{ now: Date; openSince: Date }>(
    `select clock_timestamp() as now, least(clock_timestamp(), (
              select min(a.xact_start) from pg_stat_activity a
               where a.datname = current_database() and a.usename = current_user and a.pid <> pg_backend_pid())) as "openSince"`,
  );
  return row!;
}

export interface Unsealed {
  id: string;
  entry: Entry;
}

/** Committed rows without a leaf, from an id on, in the order of ids (time), which is the order they are sealed in. */
export async function unsealedFrom(id: string, limit: number): Promise<Unsealed[]> {
  return tx().query<Unsealed>(
    `select e.id, ${ENTRY} as entry from audit.events e
      where e.id >= $1 and not exists (select from audit.leaves l where l.event_id = e.id) order by e.id limit $2`,
    [id, limit],
  );
}

/** The same among the next so many rows after an id, whatever they are, and the last of them: undefined at the end of the table. */
export async function unsealedAmong(after: string, rows: number): Promise<{ last?: string; unsealed: Unsealed[] }> {
  const last = await tx().one<{ id: string }>(
    `select s.id from (select n.id from audit.events n where n.id > $1 order by n.id limit $2) s order by s.id desc limit 1`,
    [after, rows],
  );
  if (!last) return { unsealed: [] };
  const unsealed = await tx().query<Unsealed>(
    `select e.id, ${ENTRY} as entry from audit.events e
      where e.id > $1 and e.id <= $2 and not exists (select from audit.leaves l where l.event_id = e.id) order by e.id`,
    [after, last.id],
  );
  return { last: last.id, unsealed };
}

export function insertLeaves(from: number, eventIds: readonly string[], hashes: readonly Buffer[]): void {
  tx().write(
    `insert into audit.leaves (position, event_id, hash)
     select $1::bigint + given.nth - 1, given.event_id, given.hash
       from unnest($2::uuid[], $3::bytea[]) with ordinality as given(event_id, hash, nth)`,
    [from, eventIds, hashes],
  );
}

export function insertBlocks(blocks: readonly { number: number; hash: Buffer }[]): void {
  if (blocks.length === 0) return;
  tx().write(
    'insert into audit.blocks (number, hash) select b.number, b.hash from unnest($1::bigint[], $2::bytea[]) as b(number, hash)',
    [blocks.map((block) => block.number), blocks.map((block) => block.hash)],
  );
}

export function insertCheckpoint({ number, size, edge, note }: StoredCheckpoint): void {
  tx().write('insert into audit.checkpoints (number, size, edge, note) values ($1, $2, $3, $4)', [
    number,
    size,
    edge,
    note,
  ]);
}
