import type { RungMoment, Tells } from './ladder.rules.js';

const TOLD: Readonly<Record<Tells, string>> = {
  REPRESENTATIVE: 'representative',
  COORDINATOR: 'coordinator',
  MANAGER: "agency's manager",
  STRATEGIC_LEAD: "agency's strategic lead",
  CHAIR: 'chair',
  STEERING_GROUP: 'steering group',
  ADMINISTRATOR: 'administrator',
};

const UNITS = { D: 'working day', C: 'day', H: 'hour' } as const;

/** A rung by its key, as people say it. */
export function rungInWords(key: string): string {
  if (key === 'DUE') return 'when due';
  const [, step = '', count = '', unit = ''] = /^(BEFORE|AFTER)-(\d+)([DHC])$/.exec(key) ?? [];
  if (Number(count) === 0) return 'when overdue';
  const what = UNITS[unit as keyof typeof UNITS];
  return `${count} ${what}${Number(count) === 1 ? '' : 's'} ${step.toLowerCase()}`;
}

export function tellsInWords(tells: readonly Tells[]): string {
  const words = tells.map((one) => TOLD[one]);
  const last = words.at(-1) ?? 'nobody';
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${last}` : last;
}

/** A moment by the clock of the area: "Fri 10 Apr 2026, 09:00". */
export function momentInWords(at: Date, timeZone: string): string {
  const part: Record<string, string> = {};
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  }); // prettier-ignore
  for (const { type, value } of format.formatToParts(at)) part[type] = value;
  // the field says Sep, like every other month in three letters
  const month = part['month']!.slice(0, 3);
  return `${part['weekday']} ${part['day']} ${month} ${part['year']}, ${part['hour']}:${part['minute']}`;
}

export function rungSays({ at, rung }: RungMoment & { at: Date }, timeZone: string): string {
  return `${momentInWords(at, timeZone)}: ${tellsInWords(rung.tells)} told${rung.urgent ? ', urgently' : ''}`;
}

/** The whole of a ladder's arithmetic. */
export function ladderSays(dueAt: Date, moments: readonly (RungMoment & { at: Date })[], timeZone: string): string {
  const steps = moments.map((one) => rungSays(one, timeZone)).join('; ');
  return `Due ${momentInWords(dueAt, timeZone)}. ${steps}.`;
}
