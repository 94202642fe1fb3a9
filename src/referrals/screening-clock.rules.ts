import { todayIn } from '../platform/values/dates.js';
import { type WorkingCalendar, workingDaysBetween, workingDaysFrom } from '../platform/values/working-days.js';
import { endOfDay } from '../platform/values/moments.js';

/** Where a clock runs: whose working days, and on which wall it hangs. */
export interface Place extends WorkingCalendar {
  timeZone: string;
}

/** The last moment of the working day that is so many after the one on which something came. What comes on Saturday counts from Monday. */
export function endOfWorkingDay(since: Date, workingDays: number, place: Place): Date {
  return endOfDay(workingDaysFrom(todayIn(place.timeZone, since), workingDays, place), place.timeZone);
}

export const PRESSURES = ['OVERDUE', 'DUE_TODAY', 'IN_TIME'] as const;
export type Pressure = (typeof PRESSURES)[number];

export interface ClockReading {
  ageHours: number;
  /** gone since it came; the day itself does not count */
  workingDays: number;
  pressure: Pressure;
}

/** What the clock of a referral shows at a moment. It runs on while the referrer completes it. */
export function readClock(clock: { receivedAt: Date; dueAt: Date }, now: Date, place: Place): ClockReading {
  const { nation, closures, timeZone } = place;
  const today = todayIn(timeZone, now);
  const isDueToday = todayIn(timeZone, clock.dueAt) === today;
  return {
    ageHours: Math.max(0, Math.floor((now.getTime() - clock.receivedAt.getTime()) / 3_600_000)),
    workingDays: workingDaysBetween(todayIn(timeZone, clock.receivedAt), today, nation, closures),
    pressure: clock.dueAt <= now ? 'OVERDUE' : isDueToday ? 'DUE_TODAY' : 'IN_TIME',
  };
}
