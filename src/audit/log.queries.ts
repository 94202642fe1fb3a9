import type { ClientBase } from 'pg';
import { ENTRY } from './event-bytes.rules.js';
import type { Place } from './leaf-check.rules.js';
import type { StoredCheckpoint } from './seal.queries.js';

/** Rows come as texts, just as the database writes them: nothing is read into a form that loses something. */
const types = { getTypeParser: () => (text: string) => text } as never;
const PAGE = 4_000;

type Texts = (string | null)[];

async function rows(client: ClientBase, text: string, values: unknown[] = []): Promise<Texts[]> {
  return (await client.query<Texts>({ text, values, rowMode: 'array', types })).rows;
}

const bytes = (text: string | null | undefined) => Buffer.from((text ?? '').slice(2), 'hex');

export async function logIds(client: ClientBase): Promise<string[]> {
  return (await rows(client, 'select l.id from audit.log l')).map(([id]) => id!);
}

export async function insideNotes(client: ClientBase): Promise<StoredCheckpoint[]> {
  const found = await rows(
    client,
    'select c.number, c.size, c.edge, c.note from audit.checkpoints c order by c.number',
  );
  return found.map(([number, size, edge, note]) => ({
    number: Number(number),
    size: Number(size),
    edge: bytes(edge),
    note: note!,
  }));
}

export async function blocks(client: ClientBase): Promise<{ number: number; hash: Buffer }[]> {
  const found = await rows(client, 'select b.number, b.hash from audit.blocks b order by b.number');
  return found.map(([number, hash]) => ({ number: Number(number), hash: bytes(hash) }));
}

/** When the database found that it had been put back to an earlier moment. */
export async function returnsOf(client: ClientBase): Promise<Date[]> {
  const found = await rows(
    client,
    'select extract(epoch from e.begun_at) * 1000 from platform.epochs e where e.number > 1 order by e.number',
  );
  return found.map(([ms]) => new Date(Number(ms)));
}

const PLACES = `
  select l.position, l.hash, case when e.id is not null then ${ENTRY} end, case when e.id is null then l.event_id end
    from audit.leaves l left join audit.events e on e.id = l.event_id
   order by l.position`;

/** Every place of the tree with its entry, in order, a page at a time: the next is fetched while one is looked at. */
export async function* places(client: ClientBase): AsyncGenerator<Place[]> {
  await client.query(`declare places no scroll cursor for ${PLACES}`);
  const fetch = () => rows(client, `fetch ${PAGE} from places`);
  let coming = fetch();
  for (;;) {
    const page = await coming;
    if (page.length === 0) break;
    coming = fetch();
    coming.catch(() => undefined); // looked at when its turn comes
    yield page.map(([position, hash, entry, eventId]) => ({
      position: Number(position),
      hash: bytes(hash),
      entry: entry!,
      eventId: eventId ?? undefined,
    }));
  }
  await client.query('close places');
}

const UNSEALED = 'from audit.events e where not exists (select from audit.leaves l where l.event_id = e.id)';

export async function waiting(client: ClientBase): Promise<number> {
  const [row] = await rows(client, `select count(*) ${UNSEALED}`);
  return Number(row?.[0]);
}

/** Entries without a place that claim to be older than this moment. */
export async function addedSince(client: ClientBase, openSince: string): Promise<{ id: string; seconds: number }[]> {
  const found = await rows(
    client,
    `select e.id, extract(epoch from e.at) ${UNSEALED} and (e.at < $1::timestamptz or not isfinite(e.at)) order by e.at limit 10000`,
    [openSince],
  );
  return found.map(([id, seconds]) => ({ id: id!, seconds: seconds === 'Infinity' ? NaN : Number(seconds) }));
}

/** Tables of the log that could be changed by whoever owns them, or by the app role. */
export async function guardsRemoved(client: ClientBase): Promise<string[]> {
  const found = await rows(
    client,
    `select c.relname from pg_class c
      where c.relnamespace = 'audit'::regnamespace and c.relkind = 'r' and not (
        c.relrowsecurity and c.relforcerowsecurity
        and not has_table_privilege('marac_app', c.oid, 'UPDATE, DELETE, TRUNCATE')
        and not has_any_column_privilege('marac_app', c.oid, 'UPDATE')
        and exists (
          select from pg_trigger t
           where t.tgrelid = c.oid and t.tgname = 'append_only' and t.tgenabled in ('O', 'A') and t.tgtype = 58
             and t.tgqual is null and t.tgfoid = to_regproc('audit.refuse_change')))
      order by 1`,
  );
  return found.map(([name]) => name!);
}

/** Runs work on one unchanging view of the whole log, past row-level security as the system is. Waits for nobody and changes nothing. */
export async function onSnapshot<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('begin isolation level repeatable read, read only');
  try {
    await client.query(`select set_config('app.system', 'on', true)`);
    return await work();
  } finally {
    await client.query('rollback');
  }
}
