import type { Nation } from '../../src/platform/values/holidays.js';

/**
 * Bank holidays by hand, to compare with: the Banking and Financial Dealings Act 1971, Schedule 1 (Easter Monday, the last Monday in
 * May and in August, 26 December where it is no Sunday, and so on for each nation), Good Friday and Christmas Day by common law, New
 * Year's Day and the first Monday in May by yearly proclamation, St Andrew's Day by the Act of 2007, and what was proclaimed once (8
 * May 2023, the Coronation; 15 June 2026, in Scotland). A day at a weekend is kept on the next weekday. Month and day; nothing here is
 * worked out by a program.
 */
const BY_LAW: Record<Nation, Record<number, string>> = {
  'england-and-wales': {
    2023: '0102 0407 0410 0501 0508 0529 0828 1225 1226',
    2024: '0101 0329 0401 0506 0527 0826 1225 1226',
    2025: '0101 0418 0421 0505 0526 0825 1225 1226',
    2026: '0101 0403 0406 0504 0525 0831 1225 1228',
    2027: '0101 0326 0329 0503 0531 0830 1227 1228',
    2028: '0103 0414 0417 0501 0529 0828 1225 1226',
    2029: '0101 0330 0402 0507 0528 0827 1225 1226',
    2030: '0101 0419 0422 0506 0527 0826 1225 1226',
    2031: '0101 0411 0414 0505 0526 0825 1225 1226',
  },
  scotland: {
    2023: '0102 0103 0407 0501 0508 0529 0807 1130 1225 1226',
    2024: '0101 0102 0329 0506 0527 0805 1202 1225 1226',
    2025: '0101 0102 0418 0505 0526 0804 1201 1225 1226',
    2026: '0101 0102 0403 0504 0525 0615 0803 1130 1225 1228',
    2027: '0101 0104 0326 0503 0531 0802 1130 1227 1228',
    2028: '0103 0104 0414 0501 0529 0807 1130 1225 1226',
    2029: '0101 0102 0330 0507 0528 0806 1130 1225 1226',
    2030: '0101 0102 0419 0506 0527 0805 1202 1225 1226',
    2031: '0101 0102 0411 0505 0526 0804 1201 1225 1226',
  },
  'northern-ireland': {
    2023: '0102 0317 0407 0410 0501 0508 0529 0712 0828 1225 1226',
    2024: '0101 0318 0329 0401 0506 0527 0712 0826 1225 1226',
    2025: '0101 0317 0418 0421 0505 0526 0714 0825 1225 1226',
    2026: '0101 0317 0403 0406 0504 0525 0713 0831 1225 1228',
    2027: '0101 0317 0326 0329 0503 0531 0712 0830 1227 1228',
    2028: '0103 0317 0414 0417 0501 0529 0712 0828 1225 1226',
    2029: '0101 0319 0330 0402 0507 0528 0712 0827 1225 1226',
    2030: '0101 0318 0419 0422 0506 0527 0712 0826 1225 1226',
    2031: '0101 0317 0411 0414 0505 0526 0714 0825 1225 1226',
  },
};

/** The days at which a deadline goes wrong: 24 March 2024, say, as 20240324. */
export type DayNumber = number;

const HOLIDAYS = new Map<Nation, Set<DayNumber>>(
  Object.entries(BY_LAW).map(([nation, years]) => [
    nation as Nation,
    new Set(Object.entries(years).flatMap(([year, days]) => days.split(' ').map((day) => Number(year) * 10_000 + Number(day)))),
  ]),
); // prettier-ignore

const numberOf = (at: Date): DayNumber => at.getUTCFullYear() * 10_000 + (at.getUTCMonth() + 1) * 100 + at.getUTCDate();

export const isHoliday = (at: Date, nation: Nation): boolean => HOLIDAYS.get(nation)!.has(numberOf(at));

const DAY = 86_400_000;

/** Every day of these years, as midnight UTC. */
export function everyDay(from: number, to: number): Date[] {
  const days: Date[] = [];
  for (let at = Date.UTC(from, 0, 1); at < Date.UTC(to + 1, 0, 1); at += DAY) days.push(new Date(at));
  return days;
}

export const text = (at: Date): string => at.toISOString().slice(0, 10);

/** So many working days from a day, back when negative: one step at a time. */
export function counted(from: Date, workingDays: number, nation: Nation): string {
  let at = from.getTime();
  for (let left = Math.abs(workingDays); left > 0;) {
    at += Math.sign(workingDays) * DAY;
    const day = new Date(at);
    if (day.getUTCDay() !== 0 && day.getUTCDay() !== 6 && !isHoliday(day, nation)) left -= 1;
  }
  return text(new Date(at));
}

/** The same by people who forget bank holidays, as a spreadsheet does that was given none. */
export function countedWithoutHolidays(from: Date, workingDays: number): string {
  let at = from.getTime();
  for (let left = Math.abs(workingDays); left > 0;) {
    at += Math.sign(workingDays) * DAY;
    const weekday = new Date(at).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return text(new Date(at));
}

/** The same by people who count five working days as a week, and the rest as days. */
export const countedInWeeks = (from: Date, workingDays: number): string =>
  text(new Date(from.getTime() + (Math.trunc(workingDays / 5) * 7 + (workingDays % 5)) * DAY));

/** Summer time (Summer Time Order 2002): from one o'clock Greenwich time on the last Sunday of March to that of October. */
function lastSundayAtOne(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0, 1));
  return last.getTime() - last.getUTCDay() * DAY;
}

/** The moment at which a clock on a wall in the United Kingdom shows this time, between six in the morning and midnight. */
export function onTheWall(day: Date, hours: number, minutes: number): string {
  const winter = day.getTime() + (hours * 60 + minutes) * 60_000;
  const year = day.getUTCFullYear();
  const summer = winter >= lastSundayAtOne(year, 2) && winter < lastSundayAtOne(year, 9) + 3_600_000;
  return new Date(summer ? winter - 3_600_000 : winter).toISOString();
}
