import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { newId } from '../platform/db/ids.js';
import { SET_DUE } from '../platform/due/due.js';
import { within } from '../platform/queue/loop.js';
import { CANARY } from './canaries.service.js';
import { LATE_MS, type Round } from './watchdog.rules.js';

const PATIENCE_MS = 5_000;
const POLL_MS = 250;
const END_MS = 1_000;

/** What a round reads besides: counts of other rooms, put together by the process. Statements take milliseconds and give `count`. */
export interface WatchedCounts {
  lateMails: string;
}

export interface Looked {
  round: Round;
  stuck: number;
  workers: number;
  /** whom to write to when the database is away; as far as it was there */
  administrators: string[];
}

const AWAY: Round = { answered: false, canaryMs: null, latePromises: 0, oldestEventMs: null, lateMails: 0, youngestBeatMs: null, scheduleMs: null }; // prettier-ignore

const AGES = `
  select (select count(*)::int from platform.due d
           where d.state = 'WAITING' and d.due_at < clock_timestamp() - $1 * interval '1 millisecond' and d.next_at < clock_timestamp()) as "latePromises",
         (select extract(epoch from clock_timestamp() - min(o.published_at)) * 1000 from platform.outbox o where o.relayed_at is null)::float8 as "oldestEventMs",
         (select extract(epoch from clock_timestamp() - max(b.at)) * 1000 from operations.beats b)::float8 as "youngestBeatMs",
         (select count(*)::int from operations.beats b where b.at > clock_timestamp() - interval '1 minute') as workers,
         (select extract(epoch from clock_timestamp() - max(s.done_at)) * 1000 from platform.schedule s)::float8 as "scheduleMs",
         (select count(*)::int from platform.stuck_work w where w.resolved_at is null) as stuck,
         (select coalesce(array_agg(distinct u.email), '{}') from identity.users u join identity.user_roles r on r.user_id = u.id
           where r.role = 'ADMINISTRATOR' and u.deactivated_at is null) as administrators`;

type Ages = Omit<Round, 'answered' | 'canaryMs' | 'lateMails'> & Omit<Looked, 'round'>;

/**
 * One round: makes a promise for trial, sees how long it takes, and looks for what is late. On a connection of its own, so that
 * nothing of the application need work for it. Never rejects.
 */
export async function look(databaseUrl: string, counts: WatchedCounts, canaryMs = LATE_MS): Promise<Looked> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
    application_name: 'marac watchdog',
  });
  client.on('error', () => undefined); // told by the statement that fails
  try {
    await client.connect();
    await client.query(`select set_config('app.system', 'on', false)`);
    const canary = await tryPromise(client, canaryMs);
    const { rows } = await client.query<Ages>(AGES, [LATE_MS]);
    const { stuck, workers, administrators, ...ages } = rows[0]!;
    const mails = await client.query<{ count: number }>(counts.lateMails, [LATE_MS]);
    const round = { answered: true, canaryMs: canary, ...ages, lateMails: mails.rows[0]!.count };
    return { round, stuck, workers, administrators };
  } catch {
    return { round: AWAY, stuck: 0, workers: 0, administrators: [] };
  } finally {
    await within(END_MS, client.end()).catch(() => cutOff(client));
  }
}

/** A server that hangs does not say goodbye either. */
function cutOff(client: pg.Client): void {
  (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
}

/** How long after its moment a trial promise arrived, by the database's clock; null when it did not. */
async function tryPromise(client: pg.Client, withinMs: number): Promise<number | null> {
  const id = newId();
  const due = await client.query<{ dueAt: Date }>(
    'insert into operations.canaries (id, due_at) values ($1, clock_timestamp()) returning due_at as "dueAt"',
    [id],
  );
  await client.query(SET_DUE, [CANARY, id, due.rows[0]!.dueAt.toISOString()]);
  for (const end = performance.now() + withinMs; performance.now() < end; await sleep(POLL_MS)) {
    const { rows } = await client.query<{ ms: number | null }>(
      'select (extract(epoch from c.arrived_at - c.due_at) * 1000)::float8 as ms from operations.canaries c where c.id = $1',
      [id],
    );
    const ms = rows[0]?.ms ?? null;
    if (ms !== null) return ms;
  }
  return null;
}
