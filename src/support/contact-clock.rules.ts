import { endOfWorkingDay, type Place } from '../referrals/screening-clock.rules.js';
import { isReached, isTried, type Outcome } from './contact-codes.rules.js';

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

export const PRIORITIES = ['HIGH', 'ORDINARY'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** What stops a clock: that somebody tried, or that the victim was reached. */
export const STOPPERS = ['ATTEMPT', 'CONTACT'] as const;
export type Stopper = (typeof STOPPERS)[number];

/** By when an area wants a victim contacted; see support-rules.ts. */
export interface ClockRules {
  contactWorkingDays: number;
  highPriorityHours: number;
  highPriorityScore: number;
  firstWarningHours: number;
  secondWarningHours: number;
  stoppedBy: Stopper;
  highPriorityAttempts: number;
  otherAttempts: number;
}

/** UNSUPPORTED: no service has the case. FIRST_CONTACT: nobody tried in time. ATTEMPTS: too few in the first week. */
export const BREACH_KINDS = ['UNSUPPORTED', 'FIRST_CONTACT', 'ATTEMPTS'] as const;
export type BreachKind = (typeof BREACH_KINDS)[number];

/** An emergency cannot wait for working days, nor can a score that the area says is beyond the others. */
export function priorityOf(
  { emergency, score }: { emergency: boolean; score: number | null },
  { highPriorityScore }: Pick<ClockRules, 'highPriorityScore'>,
): Priority {
  return emergency || (highPriorityScore > 0 && (score ?? 0) >= highPriorityScore) ? 'HIGH' : 'ORDINARY';
}

/** The moment after which nobody has tried in time: real hours for high priority, the end of a working day for others. */
export function contactDue(receivedAt: Date, priority: Priority, rules: ClockRules, place: Place): Date {
  return priority === 'HIGH'
    ? new Date(receivedAt.getTime() + rules.highPriorityHours * HOUR_MS)
    : endOfWorkingDay(receivedAt, rules.contactWorkingDays, place);
}

export interface HoursWarning {
  hours: number;
  at: Date;
  /** the clock runs on for longer than these hours: over a weekend or a holiday, working days hide how long she waits */
  outlasted: boolean;
  /** they are over, and nobody stopped the clock before */
  passed: boolean;
}

/** How real time stands beside working days: two working days over Easter are six days of a victim's life. */
export function hoursWarnings(
  { receivedAt, dueAt, stoppedAt }: { receivedAt: Date; dueAt: Date; stoppedAt: Date | null },
  { firstWarningHours, secondWarningHours }: Pick<ClockRules, 'firstWarningHours' | 'secondWarningHours'>,
  now: Date,
): HoursWarning[] {
  return [firstWarningHours, secondWarningHours].map((hours) => {
    const at = new Date(receivedAt.getTime() + hours * HOUR_MS);
    return { hours, at, outlasted: at < dueAt, passed: at <= (stoppedAt ?? now) };
  });
}

export interface Attempt {
  at: Date;
  outcome: Outcome;
}

export interface ClockFacts {
  receivedAt: Date;
  dueAt: Date;
  priority: Priority;
  /** attempts since it came, as they stand now */
  attempts: readonly Attempt[];
}

export interface ClockReading {
  stoppedAt: Date | null;
  /** how many attempts the first week needs; null when none are asked for, or the victim was reached */
  week: { needed: number; made: number; dueAt: Date } | null;
  /** what was not done in time, as things stand */
  owed: BreachKind[];
  /** when to look again; null: nothing is waited for any more */
  nextAt: Date | null;
}

/** What a clock shows, worked out anew from the attempts each time it is looked at: a correction starts it again. */
export function readContactClock(clock: ClockFacts, rules: ClockRules, now: Date): ClockReading {
  const { receivedAt, dueAt, priority, attempts } = clock;
  const tried = attempts.filter(({ at, outcome }) => at >= receivedAt && isTried(outcome));
  const stopping = rules.stoppedBy === 'ATTEMPT' ? tried : tried.filter(({ outcome }) => isReached(outcome));
  const stoppedAt = earliest(stopping);
  const week = weekOf({ receivedAt, priority, tried }, rules);
  const lacking = week !== null && week.made < week.needed;
  const owed: BreachKind[] = [];
  if (!stoppedAt && dueAt <= now) owed.push('FIRST_CONTACT');
  if (lacking && week.dueAt <= now) owed.push('ATTEMPTS');
  const toCome = [...(stoppedAt ? [] : [dueAt]), ...(lacking ? [week.dueAt] : [])].filter((at) => at > now);
  return { stoppedAt, week, owed, nextAt: toCome.length > 0 ? new Date(Math.min(...toCome.map(Number))) : null };
}

function weekOf(
  { receivedAt, priority, tried }: { receivedAt: Date; priority: Priority; tried: readonly Attempt[] },
  { highPriorityAttempts, otherAttempts }: ClockRules,
): ClockReading['week'] {
  const needed = priority === 'HIGH' ? highPriorityAttempts : otherAttempts;
  if (needed === 0 || tried.some(({ outcome }) => isReached(outcome))) return null;
  const dueAt = new Date(receivedAt.getTime() + WEEK_MS);
  return { needed, made: tried.filter(({ at }) => at <= dueAt).length, dueAt };
}

function earliest(attempts: readonly Attempt[]): Date | null {
  return attempts.length === 0 ? null : new Date(Math.min(...attempts.map(({ at }) => at.getTime())));
}
