import { Temporal } from 'temporal-polyfill';
import { addDays, type IsoDate, todayIn } from '../platform/values/dates.js';
import { isWorkingDay, type WorkingCalendar, workingDaysFrom } from '../platform/values/working-days.js';
import { momentOn } from '../platform/values/moments.js';

/** Hours of the day on the clock on the wall, HH:MM; over midnight when `from` is later. None when both are the same. */
export interface QuietHours {
  from: string;
  until: string;
}

/**
 * When a message that can wait may go: now, or when the quiet hours end. An hour that the clocks skip is the one after it; one that
 * they repeat ends once, so that nobody is kept waiting twice.
 */
export function afterQuiet(now: Date, { from, until }: QuietHours, timeZone: string): Date {
  const time = clockIn(timeZone, now);
  const overMidnight = from > until;
  const quiet = overMidnight ? time >= from || time < until : time >= from && time < until;
  if (!quiet) return now;
  const today = todayIn(timeZone, now);
  const end = momentOn(overMidnight && time >= from ? addDays(today, 1) : today, until, timeZone);
  return end > now ? end : now;
}

export interface DigestTime {
  day: IsoDate;
  dueAt: Date;
}

/**
 * The next digest: today's when today is worked and its time is to come, otherwise that of the next working day.
 * @param after a day whose digest went out already: a later one then
 */
export function nextDigest(
  now: Date,
  time: string,
  calendar: WorkingCalendar,
  timeZone: string,
  after?: IsoDate,
): DigestTime {
  const today = todayIn(timeZone, now);
  const base = after !== undefined && after > today ? after : today;
  const onDay = (day: IsoDate): DigestTime => ({ day, dueAt: momentOn(day, time, timeZone) });
  const isToday = base === today && after !== today && isWorkingDay(today, calendar.nation, calendar.closures);
  if (isToday && onDay(today).dueAt > now) return onDay(today);
  return onDay(workingDaysFrom(base, 1, calendar));
}

function clockIn(timeZone: string, moment: Date): string {
  const wall = Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(timeZone).toPlainTime();
  return wall.toString({ smallestUnit: 'minute' });
}
