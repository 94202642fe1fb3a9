import { getNextMillis } from 'bullmq';
import { Miswired } from './miswired.js';

/** An interval (`5s`, `10m`, `2h`), or a time of day in a time zone (five cron fields). */
export type Schedule = `${number}${'s' | 'm' | 'h'}` | { readonly cron: string; readonly timeZone: string };

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000 };

/** Milliseconds between two runs. @throws Miswired for what is not an interval */
export function intervalMs(interval: string): number {
  const match = /^([1-9]\d{0,5})([smh])$/.exec(interval);
  if (!match) throw new Miswired(`${interval} is not an interval such as 5s, 10m or 2h`);
  return Number(match[1]) * UNITS[match[2] as keyof typeof UNITS];
}

/**
 * The first run after this moment. A time of day that the spring change skips runs once, an hour later by the clock on the
 * wall; one that the autumn change repeats runs once, the first time.
 */
export function nextRun(schedule: Schedule, after: Date): Date {
  if (typeof schedule === 'string') return new Date(after.getTime() + intervalMs(schedule));
  return new Date(getNextMillis(after.getTime(), { pattern: schedule.cron, tz: schedule.timeZone }) as number);
}
