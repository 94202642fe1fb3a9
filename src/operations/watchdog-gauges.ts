import type { Looked } from './watchdog-look.js';
import { ALARM_CODES, type Ringing } from './watchdog.rules.js';

/** Prometheus' text format, version 0.0.4. */
export const GAUGES_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** What a round found, for Prometheus: counts and lateness, and nothing of anybody. */
export function gaugesText({ round, stuck, workers }: Looked, ringing: Ringing): string {
  const gauges: [name: string, help: string, value: number][] = [
    ['database_up', 'The database answered', round.answered ? 1 : 0],
    [
      'canary_lateness_seconds',
      'Lateness of the last trial promise, NaN when it was not kept',
      seconds(round.canaryMs),
    ],
    ['late_promises', 'Promises more than a minute late', round.latePromises],
    ['oldest_unsent_event_seconds', 'Age of the oldest event not handed on', (round.oldestEventMs ?? 0) / 1_000],
    ['late_mails', 'Mails more than a minute late', round.lateMails],
    ['stuck_work', 'Work that waits for a person', stuck],
    ['workers', 'Workers heard of in the last minute', workers],
  ];
  const alarms = ALARM_CODES.map((code) => `marac_alarm{code="${code}"} ${ringing.has(code) ? 1 : 0}`);
  return [
    ...gauges.flatMap(([name, help, value]) => [...head(name, help), `marac_${name} ${value}`]),
    ...head('alarm', '1 while it rings'),
    ...alarms,
    '',
  ].join('\n');
}

const head = (name: string, help: string) => [`# HELP marac_${name} ${help}`, `# TYPE marac_${name} gauge`];
const seconds = (ms: number | null) => (ms === null ? NaN : ms / 1_000);
