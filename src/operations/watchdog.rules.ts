/** What may be wrong, as it is told: to a log, to a health page, and by mail. Each is a reason to get up. */
export const ALARMS = {
  'database-unreachable': 'The database does not answer.',
  'no-worker': 'No worker is at work.',
  'canary-late': 'A promise that is made for trial each minute was not kept in time.',
  'promises-late': 'Something that is due was not seen to in time: alerts may be missing.',
  'events-late': 'Something that happened was not handed on in time: alerts may be missing.',
  'mails-late': 'Mail that is owed was not sent in time.',
  'queue-silent': 'Scheduled work does not run.',
} as const;
export type AlarmCode = keyof typeof ALARMS;
export const ALARM_CODES = Object.keys(ALARMS) as AlarmCode[];

/** Late is what is late by more than a minute. */
export const LATE_MS = 60_000;
/** Work that is scheduled each half minute and was not done for so long does not run. */
const SILENT_MS = 150_000;
/** While an alarm goes on it is told of again. */
const REMIND_MS = 3_600_000;

/** What one round found. Ages in milliseconds; null: there is none. */
export interface Round {
  /** the database answered; the rest says nothing when it did not */
  answered: boolean;
  /** how long after its moment the trial promise arrived; null: not within a minute */
  canaryMs: number | null;
  /** waiting promises later than a minute, of both lanes */
  latePromises: number;
  oldestEventMs: number | null;
  lateMails: number;
  youngestBeatMs: number | null;
  /** since scheduled work was last done */
  scheduleMs: number | null;
}

export function alarmsOf(round: Round): AlarmCode[] {
  if (!round.answered) return ['database-unreachable'];
  const { canaryMs, latePromises, oldestEventMs, lateMails, youngestBeatMs, scheduleMs } = round;
  const found: [AlarmCode, boolean][] = [
    ['no-worker', youngestBeatMs === null || youngestBeatMs > LATE_MS],
    ['canary-late', canaryMs === null || canaryMs > LATE_MS],
    ['promises-late', latePromises > 0],
    ['events-late', (oldestEventMs ?? 0) > LATE_MS],
    ['mails-late', lateMails > 0],
    ['queue-silent', scheduleMs === null || scheduleMs > SILENT_MS],
  ];
  return found.filter(([, rings]) => rings).map(([code]) => code);
}

/** Alarms that go on, each with when it began and when people were last told. */
export type Ringing = ReadonlyMap<AlarmCode, { since: number; toldAt: number }>;

export interface Step {
  ringing: Ringing;
  begun: AlarmCode[];
  ended: AlarmCode[];
  /** of which people are to be told now: what began, and what has gone on for an hour since they were */
  tell: AlarmCode[];
}

/** From one round to the next. While the database is away nothing else is known: what rang before goes on. */
export function step(before: Ringing, found: readonly AlarmCode[], now: number): Step {
  const blind = found.includes('database-unreachable');
  const on = new Set<AlarmCode>([...found, ...(blind ? before.keys() : [])]);
  const begun = found.filter((code) => !before.has(code));
  const again = [...before]
    .filter(([code, { toldAt }]) => on.has(code) && now - toldAt >= REMIND_MS)
    .map(([code]) => code);
  const tell = [...begun, ...again];
  const ringing = new Map(
    [...on].map((code) => {
      const { since = now, toldAt = now } = before.get(code) ?? {};
      return [code, { since, toldAt: tell.includes(code) ? now : toldAt }] as const;
    }),
  );
  return { ringing, begun, ended: [...before.keys()].filter((code) => !on.has(code)), tell };
}

/** A mail to administrators: what rings or rang, in fixed sentences. */
export function alarmMail(tell: readonly AlarmCode[], ended: readonly AlarmCode[]): { subject: string; text: string } {
  const lines = [...tell.map((code) => `ALARM ${code}: ${ALARMS[code]}`), ...ended.map((code) => `Over: ${code}`)];
  return {
    subject: tell.length > 0 ? 'Alarm of the MARAC system' : 'End of an alarm of the MARAC system',
    text: `${lines.join('\n')}\n`,
  };
}
