import { todayIn } from '../platform/values/dates.js';
import { type WorkingCalendar, workingDaysFrom } from '../platform/values/working-days.js';

/** Why a case is opened that was not shared. Each is an emergency; what it was in words is said besides. */
export const REASON_CODES = ['LIFE_AT_RISK', 'CHILD_AT_RISK', 'VICTIM_MISSING', 'OUT_OF_HOURS', 'OTHER'] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

export const REVIEW_FINDINGS = ['JUSTIFIED', 'NOT_JUSTIFIED', 'TRAINING_NEEDED'] as const;
export type ReviewFinding = (typeof REVIEW_FINDINGS)[number];

/** No rule of an area makes it longer; the table refuses more. */
export const MOST_MINUTES = 60;

export interface Quota {
  opensPerDay: number;
  missesPerDay: number;
}

/** The strictest of the areas in which somebody works. Without any they have nothing to open. */
export function strictest(rules: readonly Quota[]): Quota {
  const least = (of: (rule: Quota) => number) => Math.min(...rules.map(of));
  return rules.length === 0
    ? { opensPerDay: 0, missesPerDay: 0 }
    : { opensPerDay: least((rule) => rule.opensPerDay), missesPerDay: least((rule) => rule.missesPerDay) };
}

/** Tries that find nothing count too, so that nobody goes through references. */
export function isSpent(used: { opens: number; misses: number }, quota: Quota): boolean {
  return used.opens >= quota.opensPerDay || used.misses >= quota.missesPerDay;
}

/** What the reader saw of the case before. Whoever sees all that an emergency would show has no need of one. */
export function addsNothing(seen: readonly string[], shown: readonly string[]): boolean {
  return shown.every((label) => seen.includes(label));
}

/** The moment by which a review is due: the same time of day after some working days, 24 hours at least for one. */
export function reviewDueAt(opened: Date, workingDays: number, timeZone: string, calendar: WorkingCalendar): Date {
  const day = todayIn(timeZone, opened);
  const dueDay = workingDaysFrom(day, workingDays, calendar);
  const days = Math.round((Date.parse(dueDay) - Date.parse(day)) / 86_400_000);
  return new Date(opened.getTime() + days * 86_400_000);
}
