const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?:Z|[+-](\d{2}):(\d{2}))$/;

/** True for a day that exists, as YYYY-MM-DD, from the year 1000 on. */
export function isDateOnly(text: unknown): boolean {
  const match = typeof text === 'string' ? DATE.exec(text) : null;
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1000 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** True for an ISO 8601 moment with a zone (`Z` or an offset of at most 14 hours). */
export function isInstant(text: unknown): boolean {
  const match = typeof text === 'string' ? INSTANT.exec(text) : null;
  if (!match || !isDateOnly(match[1])) return false;
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)];
  const [offsetHours, offsetMinutes] = [Number(match[5] ?? 0), Number(match[6] ?? 0)];
  const offset = offsetHours * 60 + offsetMinutes;
  return hour <= 23 && minute <= 59 && second <= 59 && offsetMinutes <= 59 && offset <= 14 * 60;
}
