import { addDays, isoDate, weekday, yearOf, type IsoDate } from './dates.js';

/** The three calendars of bank holidays in the UK, by the names that GOV.UK gives them. */
export type Nation = 'england-and-wales' | 'scotland' | 'northern-ireland';
export const NATIONS = ['england-and-wales', 'scotland', 'northern-ireland'] as const satisfies readonly Nation[];

type Rule =
  | { name: string; month: number; day: number }
  | { name: string; month: number; monday: 'first' | 'last' }
  | { name: string; fromEaster: number };

const GOOD_FRIDAY: Rule = { name: 'Good Friday', fromEaster: -2 };
const EASTER_MONDAY: Rule = { name: 'Easter Monday', fromEaster: 1 };
const EVERYWHERE: readonly Rule[] = [
  { name: "New Year's Day", month: 1, day: 1 },
  GOOD_FRIDAY,
  { name: 'Early May bank holiday', month: 5, monday: 'first' },
  { name: 'Spring bank holiday', month: 5, monday: 'last' },
  { name: 'Christmas Day', month: 12, day: 25 },
  { name: 'Boxing Day', month: 12, day: 26 },
];

/** Banking and Financial Dealings Act 1971, Schedule 1, with the days proclaimed every year. */
const YEARLY: Readonly<Record<Nation, readonly Rule[]>> = {
  'england-and-wales': [...EVERYWHERE, EASTER_MONDAY, { name: 'Summer bank holiday', month: 8, monday: 'last' }],
  scotland: [
    ...EVERYWHERE,
    { name: '2nd January', month: 1, day: 2 },
    { name: 'Summer bank holiday', month: 8, monday: 'first' },
    { name: "St Andrew's Day", month: 11, day: 30 },
  ],
  'northern-ireland': [
    ...EVERYWHERE,
    EASTER_MONDAY,
    { name: "St Patrick's Day", month: 3, day: 17 },
    { name: 'Battle of the Boyne', month: 7, day: 12 },
    { name: 'Summer bank holiday', month: 8, monday: 'last' },
  ],
};

/** Days proclaimed or moved once (source: GOV.UK bank holidays). Complete from 2020; a new proclamation is added here. */
const ONCE: readonly { date: IsoDate; insteadOf?: IsoDate; nations: readonly Nation[]; name: string }[] = [
  { date: '2020-05-08', insteadOf: '2020-05-04', nations: NATIONS, name: 'Early May bank holiday (VE day)' },
  { date: '2022-06-02', insteadOf: '2022-05-30', nations: NATIONS, name: 'Spring bank holiday' },
  { date: '2022-06-03', nations: NATIONS, name: 'Platinum Jubilee' },
  { date: '2022-09-19', nations: NATIONS, name: 'State Funeral of Queen Elizabeth II' },
  { date: '2023-05-08', nations: NATIONS, name: 'Coronation of King Charles III' },
  { date: '2026-06-15', nations: ['scotland'], name: 'World Cup bank holiday' },
];

const known = new Map<string, ReadonlySet<IsoDate>>();

/** Every bank holiday of a nation in a year, substitute days in place of those at a weekend. Worked out once a year and nation. */
export function bankHolidays(nation: Nation, year: number): ReadonlySet<IsoDate> {
  const key = `${nation} ${year}`;
  let days = known.get(key);
  if (!days) known.set(key, (days = workOut(nation, year)));
  return days;
}

export function isBankHoliday(date: IsoDate, nation: Nation): boolean {
  return bankHolidays(nation, yearOf(date)).has(date);
}

function workOut(nation: Nation, year: number): ReadonlySet<IsoDate> {
  const proper = YEARLY[nation].map((rule) => dayOf(rule, year)).sort();
  const days = new Set(proper.filter((date) => weekday(date) <= 5));
  for (const date of proper.filter((day) => weekday(day) > 5)) {
    let substitute = date;
    while (weekday(substitute) > 5 || days.has(substitute)) substitute = addDays(substitute, 1);
    days.add(substitute);
  }
  for (const once of ONCE) {
    if (yearOf(once.date) !== year || !once.nations.includes(nation)) continue;
    if (once.insteadOf !== undefined) days.delete(once.insteadOf);
    days.add(once.date);
  }
  return days;
}

function dayOf(rule: Rule, year: number): IsoDate {
  if ('fromEaster' in rule) return addDays(easterSunday(year), rule.fromEaster);
  if ('day' in rule) return must(isoDate(year, rule.month, rule.day));
  const from = must(isoDate(year, rule.month, rule.monday === 'first' ? 1 : 25));
  // Both months that end in a bank holiday (May, August) have 31 days, so the last Monday falls on the 25th or after.
  return addDays(from, (8 - weekday(from)) % 7);
}

/** Easter Sunday in the Gregorian calendar (the anonymous algorithm in Meeus, "Astronomical Algorithms", chapter 8). */
export function easterSunday(year: number): IsoDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const g = Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return must(isoDate(year, Math.floor(n / 31), (n % 31) + 1));
}

function must(date: IsoDate | null): IsoDate {
  if (date === null) throw new RangeError('a bank holiday rule names a day that the year lacks');
  return date;
}
