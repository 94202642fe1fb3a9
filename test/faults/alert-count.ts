import type pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';

/** What became of the alerts of all that was loaded, seen from outside: rows alone, by the database's clock. */
export interface AlertCount {
  due: number;
  lost: number;
  doubled: number;
  early: number;
  /** lateness in milliseconds */
  p50: number;
  p99: number;
  max: number;
}

const LATENESS = `
  count(*)::int as due, count(*) filter (where each.times = 0)::int as lost, count(*) filter (where each.times > 1)::int as doubled,
  count(*) filter (where each.ms < 0)::int as early,
  coalesce(percentile_disc(0.5) within group (order by each.ms), 0)::float8 as p50,
  coalesce(percentile_disc(0.99) within group (order by each.ms), 0)::float8 as p99, coalesce(max(each.ms), 0)::float8 as max`;

const ALERTS = `
  select ${LATENESS} from (
    select count(a.id) as times, extract(epoch from min(a.raised_at) - l.due_at) * 1000 as ms
      from drill.loaded l left join actions.alerts a on a.action_id = l.id and a.kind = 'OVERDUE'
     group by l.id, l.due_at) as each`;

const BARE = `
  select ${LATENESS} from (
    select count(a.action_id) as times, extract(epoch from min(a.raised_at) - l.due_at) * 1000 as ms
      from drill.loaded l left join drill.bare a on a.action_id = l.id
     group by l.id, l.due_at) as each`;

const EVENTS = `
  select count(*)::int as doubled from (
    select o.ids->>'actionId' from platform.outbox o join drill.loaded l on l.id::text = o.ids->>'actionId'
     where o.name = 'action.overdue' group by 1 having count(*) > 1) as twice`;

const NOTICES = `
  select count(*) filter (where each.people = 0)::int as untold, count(*) filter (where each.notices > each.people)::int as "toldTwice"
    from (select count(n.id) as notices, count(distinct n.user_id::text || n.kind) as people
            from drill.loaded l left join notifications.notices n on n.subject_id = l.id group by l.id) as each`;

export async function countAlerts(client: pg.Client): Promise<AlertCount> {
  return (await client.query<AlertCount>(ALERTS)).rows[0]!;
}

export async function countBare(client: pg.Client): Promise<AlertCount> {
  return (await client.query<AlertCount>(BARE)).rows[0]!;
}

/** Actions whose alert was announced twice, whose notice reached nobody, or somebody twice. */
export async function countTold(
  client: pg.Client,
): Promise<{ announcedTwice: number; untold: number; toldTwice: number }> {
  const { rows: events } = await client.query<{ doubled: number }>(EVENTS);
  const { rows: notices } = await client.query<{ untold: number; toldTwice: number }>(NOTICES);
  return { announcedTwice: events[0]!.doubled, ...notices[0]! };
}

/** Waits until a count comes to nothing. @returns milliseconds it took, or the patience when it did not */
export async function untilNone(count: () => Promise<number>, patienceMs: number): Promise<number> {
  const begun = performance.now();
  while (performance.now() - begun < patienceMs) {
    if ((await count()) === 0) return performance.now() - begun;
    await sleep(250);
  }
  return patienceMs;
}
