import { addDays, daysBetween, type IsoDate, todayIn } from '../platform/values/dates.js';
import { workingDaysFrom } from '../platform/values/working-days.js';
import { endOfWorkingDay, type Place } from '../referrals/screening-clock.rules.js';
import type { Occasion, OrderKind, Step } from './order-codes.rules.js';
import { endOfDay, momentOn } from '../platform/values/moments.js';

/** When an area thinks about the risk again; see order-date-rules.ts. 0: not at that step. */
export interface DateRules {
  releaseFirstDays: number;
  releaseSecondDays: number;
  releaseOnTheDay: boolean;
  expiryFirstDays: number;
  expirySecondDays: number;
  bailFirstDays: number;
  bailSecondDays: number;
  licenceFirstDays: number;
  licenceSecondDays: number;
  lateDays: number;
  reviewWorkingDays: number;
}

/** An order as far as its dates go. */
export interface DatedOrder {
  kind: OrderKind;
  fromOn: IsoDate | null;
  untilOn: IsoDate | null;
  endedOn: IsoDate | null;
}

export interface OrderDate {
  on: IsoDate;
  occasion: Occasion;
  /** somebody said that it is so: told at once, at any hour, where what is to come is told in the morning */
  happened?: true;
}

/**
 * The day on which something ends that kept the perpetrator away. What ended early ends the protection, or the custody, on that day;
 * a release that was called off has no day any more.
 */
export function dateOf({ kind, fromOn, untilOn, endedOn }: DatedOrder): OrderDate | null {
  if (kind === 'RELEASE') return fromOn && !endedOn ? { on: fromOn, occasion: 'RELEASE' } : null;
  if (endedOn) return { on: endedOn, occasion: kind === 'CUSTODY' ? 'RELEASE' : 'ENDED_EARLY', happened: true };
  return untilOn ? { on: untilOn, occasion: occasionOf(kind) } : null;
}

function occasionOf(kind: OrderKind): Occasion {
  if (kind === 'CUSTODY') return 'RELEASE';
  if (kind === 'BAIL_BEFORE_CHARGE' || kind === 'BAIL_AFTER_CHARGE') return 'BAIL_END';
  return kind === 'LICENCE' || kind === 'COMMUNITY_ORDER' ? 'LICENCE_END' : 'EXPIRY';
}

export interface StepDay {
  step: Exclude<Step, 'BREACH'>;
  on: IsoDate;
}

/** On which days people are told of a date, in order. */
export function stepDays({ on, occasion }: OrderDate, rules: DateRules, place: Place): StepDay[] {
  const [first, second] = daysBefore(occasion, rules);
  const before = (step: 'FIRST' | 'SECOND', days: number) =>
    days > 0 ? [{ step, on: workingDaysFrom(on, -days, place) }] : [];
  const isOnTheDay = occasion === 'ENDED_EARLY' || (occasion === 'RELEASE' && rules.releaseOnTheDay);
  const days: StepDay[] = [...before('FIRST', first), ...before('SECOND', second)];
  if (isOnTheDay) days.push({ step: 'ON_THE_DAY', on });
  return days.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

function daysBefore(occasion: Occasion, rules: DateRules): [number, number] {
  switch (occasion) {
    case 'RELEASE':
      return [rules.releaseFirstDays, rules.releaseSecondDays];
    case 'EXPIRY':
      return [rules.expiryFirstDays, rules.expirySecondDays];
    case 'BAIL_END':
      return [rules.bailFirstDays, rules.bailSecondDays];
    case 'LICENCE_END':
      return [rules.licenceFirstDays, rules.licenceSecondDays];
    case 'ENDED_EARLY':
    case 'BREACH':
      return [0, 0];
  }
}

/** In the morning, when somebody is there to do something about it. */
const MORNING = '08:00';
const MIDNIGHT = '00:00';

export interface DatePlan {
  /** what is to be raised now, if it was not yet; null: nothing is */
  raise: { step: StepDay['step']; shortNotice: boolean } | null;
  /** when to look again; null: nothing is to come */
  nextAt: Date | null;
}

/**
 * What is to be raised of a date as things stand. Of steps that passed only the last is: whoever records a release of tomorrow is told
 * once, at once, and that it is short notice. What is long over raises nothing: it is recorded for the history.
 * @param raised steps of this date that were raised before
 */
export function planDate(
  date: OrderDate,
  { raised, now }: { raised: readonly Step[]; now: Date },
  rules: DateRules,
  place: Place,
): DatePlan {
  const time = (step: StepDay['step']) => (date.happened && step === 'ON_THE_DAY' ? MIDNIGHT : MORNING);
  const steps = stepDays(date, rules, place).map(({ step, on }) => ({
    step,
    at: momentOn(on, time(step), place.timeZone),
  }));
  const last = steps.filter((one) => one.at <= now).at(-1);
  const isLongOver = daysBetween(date.on, todayIn(place.timeZone, now)) > rules.lateDays;
  const raise = last && !isLongOver && !raised.includes(last.step) ? last.step : null;
  const shortNotice = raise !== null && raise !== steps[0]!.step && raised.length === 0;
  const nextAt = steps.find((one) => one.at > now)?.at ?? null;
  return { raise: raise && { step: raise, shortNotice }, nextAt };
}

/** By when somebody must have thought about it: within the area's working days, before the day itself, and at the latest today. */
export function reviewDue(
  now: Date,
  dateOn: IsoDate,
  { reviewWorkingDays }: Pick<DateRules, 'reviewWorkingDays'>,
  place: Place,
): Date {
  const inTime = endOfWorkingDay(now, reviewWorkingDays, place);
  const eve = endOfDay(addDays(dateOn, -1), place.timeZone);
  const today = endOfDay(todayIn(place.timeZone, now), place.timeZone);
  const soonest = eve < inTime ? eve : inTime;
  return soonest < today ? today : soonest;
}
