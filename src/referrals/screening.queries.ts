import { tx } from '../platform/db/transaction.js';
import type { ReferralStepView } from './screening.dto.js';

export interface RunningClock {
  caseId: string;
  maracId: string;
  receivedAt: Date;
  dueAt: Date;
  stoppedAt: Date | null;
  /** counts how often it began anew */
  epoch: number;
}

/** The clock of a referral, locked. For the system. */
export async function lockClock(referralId: string): Promise<RunningClock | undefined> {
  return tx().one<RunningClock>(
    `select k.case_id as "caseId", k.marac_id as "maracId", k.received_at as "receivedAt", k.due_at as "dueAt", k.stopped_at as "stoppedAt", k.epoch
       from referrals.clocks k where k.id = $1 for no key update`,
    [referralId],
  );
}

export function noteAlarm(referralId: string, level: number): void {
  tx().write('update referrals.clocks k set alarms = greatest(k.alarms, $2) where k.id = $1', [referralId, level]);
}

/** Running clocks that are past their time and raised nothing, without those looked at already. */
export async function clocksDue(except: readonly string[], limit: number): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    `select k.id from referrals.clocks k
      where k.stopped_at is null and k.due_at <= now() and k.alarms = 0 and k.id <> all ($1::uuid[]) order by k.due_at limit $2`,
    [except, limit],
  );
  return rows.map((row) => row.id);
}

/** Decided upon, or taken back. For the system: the referrer changes no clock. */
export function stopClock(referralId: string): void {
  tx().write('update referrals.clocks k set stopped_at = now() where k.id = $1 and k.stopped_at is null', [referralId]);
}

/** It waits anew, from a moment on. */
export function restartClock(
  referralId: string,
  {
    receivedAt,
    limitDays,
    ruleVersion,
    dueAt,
  }: Record<'receivedAt' | 'dueAt', Date> & Record<'limitDays' | 'ruleVersion', number>,
): void {
  tx().write(
    `update referrals.clocks k set received_at = $2, limit_days = $3, rule_version = $4, due_at = $5, stopped_at = null, alarms = 0,
            epoch = k.epoch + 1
      where k.id = $1`,
    [referralId, receivedAt, limitDays, ruleVersion, dueAt],
  );
}

/** Grade of the risk assessment that came with a referral; undefined without one. */
export async function riskOf(assessmentId: string): Promise<'STANDARD' | 'MEDIUM' | 'HIGH' | null | undefined> {
  const row = await tx().one<{ grade: 'STANDARD' | 'MEDIUM' | 'HIGH' | null }>(
    'select coalesce(a.raised_to, a.grade) as grade from assessments.assessments a where a.id = $1',
    [assessmentId],
  );
  return row?.grade;
}

export type StepRow = Omit<ReferralStepView, 'at'> & { at: Date };

/** What was done to a referral, oldest first. */
export async function stepsOf(referralId: string): Promise<StepRow[]> {
  return tx().query<StepRow>(
    `select s.id, s.step, s.fields, s.code, s.note, s.weighed, s.onward_service as "onwardService", s.emergency, s.rule_version as "ruleVersion",
            coalesce(u.name, s.taken_by) as by, a.name as agency, s.taken_at as at
       from referrals.steps s
       left join identity.users u on s.taken_by = 'user:' || u.id
       left join maracs.agencies a on a.id = u.agency_id
      where s.referral_id = $1 order by s.id`,
    [referralId],
  );
}

/** A referral that another may be a duplicate of: the reader may see it, and it came in. */
export async function cameIn(referralId: string, maracId: string): Promise<boolean> {
  const row = await tx().one<object>(
    `select r.id from referrals.referrals r join access.visible c on c.case_id = r.case_id
      where r.id = $1 and r.marac_id = $2 and r.status not in ('DRAFT', 'WITHDRAWN')`,
    [referralId, maracId],
  );
  return row !== undefined;
}

/** The appeal against the decline of a referral. */
export async function appealOf(referralId: string): Promise<{ id: string } | undefined> {
  return tx().one<{ id: string }>('select a.id from referrals.appeals a where a.referral_id = $1', [referralId]);
}

export interface DueAppeal {
  referralId: string;
  caseId: string;
  maracId: string;
}

/** The appeal, locked, when nobody decided in time and nobody was told of that. */
export async function lockDueAppeal(appealId: string): Promise<DueAppeal | undefined> {
  return tx().one<DueAppeal>(
    `select a.referral_id as "referralId", a.case_id as "caseId", a.marac_id as "maracId" from referrals.appeals a
      where a.id = $1 and a.outcome is null and a.alarmed_at is null and a.due_at <= clock_timestamp() for update`,
    [appealId],
  );
}

export function noteAppealAlarm(appealId: string): void {
  tx().write('update referrals.appeals a set alarmed_at = now() where a.id = $1', [appealId]);
}

export async function appealsDue(): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    'select a.id from referrals.appeals a where a.outcome is null and a.alarmed_at is null and a.due_at <= now()',
  );
  return rows.map((row) => row.id);
}

/** An emergency that is accepted and that nobody has heard. */
export async function unheardEmergency(referralId: string): Promise<{ caseId: string; maracId: string } | undefined> {
  return tx().one<{ caseId: string; maracId: string }>(
    `select r.case_id as "caseId", r.marac_id as "maracId" from referrals.referrals r
      where r.id = $1 and r.status = 'ACCEPTED' and r.emergency and r.heard_on is null`,
    [referralId],
  );
}

/** Who wrote in a referral since it was made. */
export async function handsOn(referralId: string): Promise<string[]> {
  const rows = await tx().query<{ by: string }>(
    `select distinct s.taken_by as by from referrals.steps s where s.referral_id = $1 and s.step in ('edit', 'submit')`,
    [referralId],
  );
  return rows.map((row) => row.by);
}

export interface AppealDecided {
  outcome: 'ALLOWED' | 'DISMISSED';
  reason: string;
  decidedBy: string;
  decidedAt: Date;
}

/** What the chair decided: the rest of an appeal never changes. */
export function settleAppeal(appealId: string, { outcome, reason, decidedBy, decidedAt }: AppealDecided): void {
  tx().write(
    `update referrals.appeals a set outcome = $2, reason = $3, decided_by = $4, decided_at = $5, version = a.version + 1
      where a.id = $1 and a.outcome is null`,
    [appealId, outcome, reason, decidedBy, decidedAt],
  );
}
