import { Temporal } from 'temporal-polyfill';

/** The hour and minute of a moment as clocks in London show it, HH:MM. */
export function timeOfDay(at: Date): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO('Europe/London');
  return zoned.toPlainTime().toString({ smallestUnit: 'minute' });
}
