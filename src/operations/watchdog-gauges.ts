import { Gauge, Registry } from 'prom-client';
import type { Looked } from './watchdog-look.js';
import { ALARM_CODES, type Ringing } from './watchdog.rules.js';

/** What a round found, for Prometheus: counts and lateness, and nothing of anybody. */
export class WatchdogGauges {
  private readonly registry = new Registry();
  private readonly gauges: Record<string, Gauge>;
  private readonly alarm: Gauge<'code'>;

  constructor() {
    const registers = [this.registry];
    const gauge = (name: string, help: string) => new Gauge({ name: `marac_${name}`, help, registers });
    this.gauges = {
      up: gauge('database_up', 'The database answered'),
      canary: gauge('canary_lateness_seconds', 'Lateness of the last trial promise; NaN when it was not kept'),
      promises: gauge('late_promises', 'Promises more than a minute late'),
      event: gauge('oldest_unsent_event_seconds', 'Age of the oldest event not handed on'),
      mails: gauge('late_mails', 'Mails more than a minute late'),
      stuck: gauge('stuck_work', 'Work that waits for a person'),
      workers: gauge('workers', 'Workers that were heard of in the last minute'),
    };
    this.alarm = new Gauge({ name: 'marac_alarm', help: '1 while it rings', labelNames: ['code'], registers });
  }

  set({ round, stuck, workers }: Looked, ringing: Ringing): void {
    const values: Record<string, number> = {
      up: round.answered ? 1 : 0,
      canary: round.canaryMs === null ? NaN : round.canaryMs / 1_000,
      promises: round.latePromises,
      event: (round.oldestEventMs ?? 0) / 1_000,
      mails: round.lateMails,
      stuck,
      workers,
    };
    for (const [name, value] of Object.entries(values)) this.gauges[name]!.set(value);
    for (const code of ALARM_CODES) this.alarm.set({ code }, ringing.has(code) ? 1 : 0);
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }
}
