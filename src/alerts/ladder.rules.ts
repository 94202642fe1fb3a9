import { Temporal } from 'temporal-polyfill';
import { addDays, type IsoDate, todayIn } from '../platform/values/dates.js';
import { type WorkingCalendar, workingDaysBetween, workingDaysFrom } from '../platform/values/working-days.js';
import { momentOn } from '../platform/values/moments.js';

export const STEPS = ['BEFORE', 'DUE', 'AFTER'] as const;
export type Step = (typeof STEPS)[number];

/** Who is told, from whoever is to act up to whoever answers for the whole (domain: escalation ladder). */
export const TELLS = [
  'REPRESENTATIVE', 'COORDINATOR', 'MANAGER', 'STRATEGIC_LEAD', 'CHAIR', 'STEERING_GROUP', 'ADMINISTRATOR',
] as const; // prettier-ignore
export type Tells = (typeof TELLS)[number];

/** How far up each is: a ladder never leads down. Whoever is to act and the coordinator stand on the ground. */
export const HEIGHT: Readonly<Record<Tells, number>> = {
  REPRESENTATIVE: 0, COORDINATOR: 0, MANAGER: 1, STRATEGIC_LEAD: 2, CHAIR: 3, STEERING_GROUP: 4, ADMINISTRATOR: 5,
}; // prettier-ignore

export const heightOf = (tells: readonly Tells[]): number => Math.max(0, ...tells.map((one) => HEIGHT[one]));

/** One rung: how long before or after the due moment, in working days, in days of the calendar or in real hours, and who is told then. */
export interface Rung {
  step: Step;
  workingDays?: number;
  days?: number;
  hours?: number;
  /** time of that day, HH:MM, when it is not the one at which people are reminded of everything */
  at?: string;
  tells: readonly Tells[];
  /** must be looked at today: not kept back for a digest or a quiet night */
  urgent?: boolean;
}

/** A time during which nothing is raised and no clock runs. Without an end it lasts. */
export interface Pause {
  from: Date;
  until: Date | null;
}

/** What the moments of a ladder are counted from. */
export interface Course {
  dueAt: Date;
  calendar: WorkingCalendar;
  timeZone: string;
  /** time of day at which people are reminded on a day, HH:MM */
  remindAt: string;
  /** when it began, or was last given another due moment */
  since: Date;
  pauses: readonly Pause[];
}

export interface RungMoment {
  rung: Rung;
  /** names the rung whatever stands beside it, for instance AFTER-3D */
  key: string;
  /** null while a pause without an end keeps it back */
  at: Date | null;
}

/** D counts working days, C days of the calendar, H hours. */
export function keyOf({ step, workingDays, days, hours }: Rung): string {
  if (step === 'DUE') return step;
  if (hours !== undefined) return `${step}-${hours}H`;
  return days === undefined ? `${step}-${workingDays ?? 0}D` : `${step}-${days}C`;
}

/** When each rung comes, in the order of the ladder. */
export function momentsOf(rungs: readonly Rung[], course: Course): RungMoment[] {
  const inRealTime = rungs.some(({ hours, days }) => (hours ?? days) !== undefined);
  return rungs.map((rung) => {
    const at = unpaused(rung, course);
    return { rung, key: keyOf(rung), at: delayed(at, course, inRealTime) };
  });
}

/** The day on which something due at the very end of a day is due is that day. */
const dueDay = ({ dueAt, timeZone }: Course): IsoDate => todayIn(timeZone, new Date(dueAt.getTime() - 1));

function unpaused({ step, workingDays = 0, days, hours, at }: Rung, course: Course): Date {
  const { dueAt, calendar, timeZone, remindAt } = course;
  const sign = step === 'BEFORE' ? -1 : 1;
  if (hours !== undefined) return new Date(dueAt.getTime() + sign * hours * 3_600_000);
  if (step === 'AFTER' && (days ?? workingDays) === 0) return dueAt;
  const from = dueDay(course);
  const day = days === undefined ? dayOf(from, sign * workingDays, calendar) : addDays(from, sign * days);
  const on = momentOn(day, at ?? remindAt, timeZone);
  // reminded of what is due at eight o'clock at nine would be told too late, and of what is overdue before it is would be told too soon
  const wrong = step === 'AFTER' ? on < dueAt : on > dueAt;
  return wrong ? dueAt : on;
}

/** By the calendar, which a unit of work has once for all that falls due in it. */
const counted = new WeakMap<WorkingCalendar, Map<string, IsoDate>>();

function dayOf(day: IsoDate, workingDays: number, calendar: WorkingCalendar): IsoDate {
  const known = counted.get(calendar) ?? new Map<string, IsoDate>();
  counted.set(calendar, known);
  const key = `${day} ${workingDays}`;
  const found = known.get(key) ?? workingDaysFrom(day, workingDays, calendar);
  known.set(key, found);
  return found;
}

/** A pause keeps back what was to come by its own length: in real time, or in the working days that it took. */
function delayed(moment: Date, { pauses, since, calendar, timeZone }: Course, inRealTime: boolean): Date | null {
  let at = moment;
  for (const { from, until } of [...pauses].sort((a, b) => a.from.getTime() - b.from.getTime())) {
    const begun = from > since ? from : since;
    if (until && until <= begun) continue;
    if (at < begun) continue;
    if (!until) return null;
    const later = inRealTime
      ? new Date(at.getTime() + until.getTime() - begun.getTime())
      : sameTime(at, workingDaysBetween(todayIn(timeZone, begun), todayIn(timeZone, until), calendar.nation, calendar.closures), calendar, timeZone); // prettier-ignore
    at = later > until ? later : until;
  }
  return at;
}

function sameTime(at: Date, workingDays: number, calendar: WorkingCalendar, timeZone: string): Date {
  if (workingDays === 0) return at;
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  // what is due when a day is over belongs to that day
  const midnight = local.toPlainTime().equals(Temporal.PlainTime.from('00:00'));
  const day = midnight ? addDays(local.toPlainDate().toString(), -1) : local.toPlainDate().toString();
  const moved = workingDaysFrom(day, workingDays, calendar);
  return momentOn(midnight ? addDays(moved, 1) : moved, local.toPlainTime().toString(), timeZone);
}

/** What was raised already since the due moment was last set. */
export interface Raised {
  keys: readonly string[];
  /** for when the last of them was planned */
  lastAt: Date | null;
}

export interface Standing {
  /** raised now: the highest of those whose moment passed */
  raise: RungMoment | null;
  /** lower ones whose moment passed as well, while nobody was at work: told with it, not each by itself */
  passedOver: RungMoment[];
  /** when to look again; null: nothing comes any more, or a pause without an end keeps it back */
  nextAt: Date | null;
}

/**
 * Where on its ladder something stands. What passed before it began is not raised: who was told on Monday of what is due on Tuesday
 * needs no reminder of it on Monday. That it is overdue always is. Nothing is raised below the last rung, whatever the rules say now.
 */
export function standing(moments: readonly RungMoment[], course: Course, raised: Raised, now: Date): Standing {
  const waiting = moments.filter((one) => isWaiting(one, course, raised));
  const open = course.pauses.filter(({ from, until }) => from <= now && (!until || until > now));
  if (open.length > 0) {
    const ends = open.map(({ until }) => until).filter((until) => until !== null);
    return { raise: null, passedOver: [], nextAt: ends.length === open.length ? latest(ends) : null };
  }
  const passed = waiting.filter(({ at }) => at! <= now);
  const next = waiting.find(({ at }) => at! > now);
  return { raise: passed.at(-1) ?? null, passedOver: passed.slice(0, -1), nextAt: next?.at ?? null };
}

/** The rung that comes next, pauses counted; one that passed and is not raised yet comes now. */
export function nextRung(
  moments: readonly RungMoment[],
  course: Course,
  raised: Raised,
  now: Date,
): (RungMoment & { at: Date }) | null {
  const waiting = moments.filter((one): one is RungMoment & { at: Date } => isWaiting(one, course, raised));
  return waiting.filter(({ at }) => at <= now).at(-1) ?? waiting[0] ?? null;
}

function isWaiting({ rung, key, at }: RungMoment, { since }: Course, { keys, lastAt }: Raised): boolean {
  if (!at || keys.includes(key) || (lastAt && at <= lastAt)) return false;
  return rung.step === 'AFTER' || at > since;
}

const latest = (moments: readonly Date[]): Date => new Date(Math.max(...moments.map((at) => at.getTime())));

/** When the next look is due: at once when something passed, else when the next comes. */
export function lookAt({ raise, passedOver, nextAt }: Standing): Date | null {
  return passedOver[0]?.at ?? raise?.at ?? nextAt;
}

/**
 * Whom a rung tells when others below it were missed: everybody whom those after the due moment would have told, each once. To tell the
 * chair alone would leave the agency not knowing.
 */
export function withMissed(rung: Rung, missed: readonly Rung[]): { tells: Tells[]; urgent: boolean } {
  const all = [...missed.filter(({ step }) => step === rung.step), rung];
  const told = new Set(all.flatMap(({ tells }) => tells));
  return { tells: TELLS.filter((one) => told.has(one)), urgent: all.some(({ urgent }) => urgent) };
}
