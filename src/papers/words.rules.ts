/** Papers are read in the United Kingdom, whatever the season. */
const TIME_ZONE = 'Europe/London';

const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
] as const; // prettier-ignore

/** 2026-12-03 as people write it; a date known to the month or the year keeps what is known. */
export function dayInWords(date: string): string {
  const [year, month, day] = date.split('-');
  if (!month) return year!;
  const named = `${MONTHS[Number(month) - 1]} ${year}`;
  return day ? `${Number(day)} ${named}` : named;
}

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: TIME_ZONE,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const calendar = new Intl.DateTimeFormat('en-CA', {
  timeZone: TIME_ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The time of day in the United Kingdom. */
export const timeInWords = (moment: Date): string => clock.format(moment);

/** Day and time in the United Kingdom. */
export const momentInWords = (moment: Date): string =>
  `${dayInWords(calendar.format(moment))} at ${timeInWords(moment)}`;
