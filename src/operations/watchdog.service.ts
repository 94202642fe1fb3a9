import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTransport } from 'nodemailer';
import type { EventLog } from '../platform/log/event-log.js';
import { GAUGES_TYPE, gaugesText } from './watchdog-gauges.js';
import { look, type Looked, type WatchedCounts } from './watchdog-look.js';
import { alarmMail, alarmsOf, type Ringing, step } from './watchdog.rules.js';

export interface WatchdogSettings {
  databaseUrl: string;
  /** where alarms go by mail, straight to the server: the queue may be what is broken. None: they go to the log and the health page */
  smtpUrl?: string;
  mailFrom?: string;
  /** written to besides the administrators, and when the database was never there to name them */
  mailTo: readonly string[];
  host: string;
  port: number;
  everyMs: number;
  /** how long a trial promise is waited for */
  canaryMs: number;
}

/**
 * Looks from outside, each minute, whether promises are kept, and is loud when they are not. It shares nothing with what it watches
 * but the tables: dead workers, a dead queue and a dead database each ring.
 */
export class Watchdog {
  private ringing: Ringing = new Map();
  private administrators: string[] = [];
  private latest: Looked | undefined;
  private server: Server | undefined;
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly settings: WatchdogSettings,
    private readonly counts: WatchedCounts,
    private readonly log: EventLog,
  ) {}

  /** Starts looking; gives the port of its health page. */
  async start(): Promise<number> {
    this.server = createServer((request, response) => this.answer(request.url ?? '', response));
    await new Promise<void>((resolve, reject) => {
      this.server!.once('error', reject).listen(this.settings.port, this.settings.host, resolve);
    });
    const again = async (): Promise<void> => {
      const begun = performance.now();
      await this.round();
      const wait = Math.max(0, this.settings.everyMs - (performance.now() - begun));
      if (!this.stopped) this.timer = setTimeout(() => void (this.working = again()), wait);
    };
    this.working = again();
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends after the round under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    this.server?.closeAllConnections();
    this.server?.close();
    await this.working;
  }

  private async round(): Promise<void> {
    const { databaseUrl, canaryMs } = this.settings;
    const looked = await look(databaseUrl, this.counts, canaryMs);
    if (looked.administrators.length > 0) this.administrators = looked.administrators;
    const { ringing, begun, ended, tell } = step(this.ringing, alarmsOf(looked.round), Date.now());
    this.ringing = ringing;
    this.latest = looked;
    const canary = looked.round.canaryMs;
    this.log.info('watchdog.looked', {
      count: ringing.size,
      ...(canary !== null && { durationMs: Math.round(canary) }),
    });
    for (const code of begun) this.log.error('watchdog.alarm', undefined, { code });
    for (const code of ended) this.log.warn('watchdog.alarm-over', { code });
    if (tell.length + ended.length > 0) await this.mail(alarmMail(tell, ended));
  }

  /** One message to each: no one sees who else is told. */
  private async mail(message: { subject: string; text: string }): Promise<void> {
    const { smtpUrl, mailFrom, mailTo } = this.settings;
    const to = [...new Set([...mailTo, ...this.administrators])];
    if (!smtpUrl || to.length === 0) return;
    const smtp = createTransport({
      url: smtpUrl,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
    });
    try {
      for (const address of to)
        await smtp
          .sendMail({
            from: mailFrom,
            to: { name: '', address },
            ...message,
            headers: { 'Auto-Submitted': 'auto-generated' },
          })
          .catch((error: unknown) => this.log.error('watchdog.mail-failed', error));
    } finally {
      smtp.close();
    }
  }

  /** Not signed in, hence codes and figures alone, on an address of its own. */
  private answer(path: string, response: ServerResponse): void {
    const json = (status: number, body: object) =>
      response
        .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
        .end(JSON.stringify(body));
    if (path === '/health/live') return void json(200, { status: 'up' });
    if (path === '/metrics' && this.latest)
      return void response.writeHead(200, { 'content-type': GAUGES_TYPE }).end(gaugesText(this.latest, this.ringing));
    if (path === '/metrics') return void json(503, { status: 'starting' });
    if (path !== '/health') return void json(404, { status: 'not-found' });
    if (!this.latest) return void json(503, { status: 'starting' });
    const alarms = [...this.ringing].map(([code, { since }]) => ({ code, since: new Date(since).toISOString() }));
    json(alarms.length === 0 ? 200 : 503, {
      status: alarms.length === 0 ? 'up' : 'alarm',
      canaryMs: this.latest.round.canaryMs,
      alarms,
    });
  }
}
