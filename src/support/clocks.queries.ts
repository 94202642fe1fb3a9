import type { OpenCase } from '../access/open-case.js';
import { tx } from '../platform/db/transaction.js';
import type { Attempt, BreachKind, Priority } from './contact-clock.rules.js';

/** A referral as far as a clock goes by it. */
export interface Received {
  referralId: string;
  caseId: string;
  maracId: string;
  receivedAt: Date;
  status: string;
  emergency: boolean;
  score: number | null;
}

const RECEIVED = `
  select r.id as "referralId", r.case_id as "caseId", r.marac_id as "maracId", k.received_at as "receivedAt", r.status, r.emergency, s.score
    from referrals.referrals r
    join referrals.clocks k on k.id = r.id
    left join assessments.assessments s on s.id = r.assessment_id`;

export async function receivedReferral(referralId: string): Promise<Received | undefined> {
  return tx().one<Received>(`${RECEIVED} where r.id = $1`, [referralId]);
}

/** Lets one at a time start clocks of a case, or change what its clock goes by. */
export function lockCase(caseId: string): void {
  tx().write('select pg_advisory_xact_lock(hashtextextended($1, 7201037))', [caseId]);
}

/** Referrals that came in and have no clock, without those looked at already. What is older was brought in for the history. */
export async function clockless(except: readonly string[], limit: number): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    `select k.id from referrals.clocks k
      where k.received_at > now() - interval '60 days' and k.id <> all ($1::uuid[])
        and not exists (select from support.clocks c where c.id = k.id)
      order by k.id limit $2`,
    [except, limit],
  );
  return rows.map(({ id }) => id);
}

export interface ClockRow extends Received {
  priority: Priority;
  dueAt: Date;
  stoppedAt: Date | null;
  stoppedBy: string | null;
  settled: boolean;
  ruleVersion: number;
  /** by the database's clock */
  now: Date;
}

/** A clock, locked, with its referral as it stands. */
export async function lockClock(clockId: string): Promise<ClockRow | undefined> {
  return tx().one<ClockRow>(
    `select c.id as "referralId", c.case_id as "caseId", c.marac_id as "maracId", c.received_at as "receivedAt", r.status, r.emergency,
            s.score, c.priority, c.due_at as "dueAt", c.stopped_at as "stoppedAt", c.stopped_by as "stoppedBy", c.settled,
            c.rule_version as "ruleVersion", clock_timestamp() as now
       from support.clocks c
       join referrals.referrals r on r.id = c.id
       left join assessments.assessments s on s.id = r.assessment_id
      where c.id = $1 for update of c`,
    [clockId],
  );
}

/** The clock of a case that runs, or that attempts stopped last: the one that another attempt can change. */
export async function currentClock(caseId: string): Promise<{ id: string; dueAt: Date; runs: boolean } | undefined> {
  return tx().one<{ id: string; dueAt: Date; runs: boolean }>(
    `select c.id, c.due_at as "dueAt", c.stopped_at is null as runs from support.clocks c
      where c.case_id = $1 and (c.stopped_by is null or c.stopped_by in ('ATTEMPT', 'CONTACT'))
      order by c.stopped_at is not null, c.received_at desc limit 1`,
    [caseId],
  );
}

/** Clocks of which something is waited for still, and whose time came. */
export async function clocksToLookAt(except: readonly string[], limit: number): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    `select c.id from support.clocks c where not c.settled and c.id <> all ($1::uuid[]) order by c.due_at limit $2`,
    [except, limit],
  );
  return rows.map(({ id }) => id);
}

/** Attempts of a case as they stand, since a moment. */
export async function attemptsSince(caseId: string, since: Date): Promise<Attempt[]> {
  return tx().query<Attempt>(
    `select c.attempted_at as at, c.outcome from support.contacts c
      where c.case_id = $1 and c.replaced_at is null and c.attempted_at >= $2`,
    [caseId, since],
  );
}

export function saveClock(
  clockId: string,
  clock: Pick<ClockRow, 'priority' | 'ruleVersion' | 'dueAt' | 'stoppedAt' | 'stoppedBy' | 'settled'>,
): void {
  tx().write(
    `update support.clocks c set priority = $2, rule_version = $3, due_at = $4, stopped_at = $5, stopped_by = $6, settled = $7
      where c.id = $1`,
    [clockId, clock.priority, clock.ruleVersion, clock.dueAt, clock.stoppedAt, clock.stoppedBy, clock.settled],
  );
}

export function stopOther(clockId: string): void {
  tx().write(
    `update support.clocks c set stopped_at = clock_timestamp(), stopped_by = 'LATER_CLOCK', settled = true where c.id = $1`,
    [clockId],
  );
}

/** True when this was not told of the clock before. */
export async function raiseBreach(
  id: string,
  { referralId: clockId, caseId, maracId }: Pick<Received, 'referralId' | 'caseId' | 'maracId'>,
  kind: BreachKind,
): Promise<boolean> {
  const raised = await tx().change(
    `insert into support.breaches (id, clock_id, case_id, marac_id, kind) values ($1, $2, $3, $4, $5)
     on conflict on constraint breached_once do nothing`,
    [id, clockId, caseId, maracId, kind],
  );
  return raised === 1;
}

/** Whether a service that supports victims was given the case. For the system. */
export async function isSupported(caseId: string): Promise<boolean> {
  const row = await tx().one<{ supported: boolean }>(
    `select exists (select from access.live_grants g join maracs.agencies a on a.id = g.grantee_id
                     where g.case_id = $1 and a.kind = 'IDVA' and 'CONTACT' = any (g.labels)) as supported`,
    [caseId],
  );
  return row?.supported ?? false;
}

export interface ShownClock {
  referralId: string;
  receivedAt: Date;
  priority: Priority;
  dueAt: Date;
  stoppedAt: Date | null;
  ruleVersion: number;
}

/** The clock that runs, or ran last, as far as the reader may see it. */
export async function shownClock(open: OpenCase): Promise<ShownClock | undefined> {
  return tx().one<ShownClock>(
    `select c.id as "referralId", c.received_at as "receivedAt", c.priority, c.due_at as "dueAt", c.stopped_at as "stoppedAt",
            c.rule_version as "ruleVersion"
       from support.clocks c where c.case_id = $1 and c.stopped_by is distinct from 'EARLIER_CLOCK'
      order by c.stopped_at is not null, c.received_at desc limit 1`,
    [open.caseId],
  );
}

export interface WaitingRow {
  caseId: string;
  caseRef: string;
  referralId: string;
  priority: Priority;
  receivedAt: Date;
  dueAt: Date;
  overdue: boolean;
  supporter: string | null;
}

/** Clocks of an area that run, the most pressing first, as far as the reader may know of contacts. */
export async function runningClocks(
  maracId: string,
  { overdue, after, limit }: { overdue: boolean | null; after: { dueAt: string; id: string }; limit: number },
): Promise<WaitingRow[]> {
  return tx().query<WaitingRow>(
    `select c.case_id as "caseId", k.ref as "caseRef", c.id as "referralId", c.priority, c.received_at as "receivedAt", c.due_at as "dueAt",
            c.due_at <= now() as overdue, u.name as supporter
       from support.clocks c
       join access.cases k on k.id = c.case_id
       left join support.supporters s on s.case_id = c.case_id and s.ended_at is null
       left join identity.users u on u.id = s.user_id
      where c.marac_id = $1 and c.stopped_at is null and ($2::boolean is null or (c.due_at <= now()) = $2)
        and (c.due_at, c.id) > ($3::timestamptz, $4::uuid)
      order by c.due_at, c.id limit $5`,
    [maracId, overdue, after.dueAt, after.id, limit],
  );
}
