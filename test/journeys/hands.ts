import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Mailer } from '../../src/notifications/mailer.service.js';
import { WorkerService } from '../../src/platform/queue/worker.js';
import { TEST_DATA_KEYS, type TestApp } from '../support/app.js';
import type { Order } from './child-worker.js';

/** Who does what happens without being asked, while the journey goes on. */
export interface Hands {
  /** does what people do, and waits until all that follows from it is done, to the last mail */
  through<T>(act: () => Promise<T>): Promise<T>;
  /** does what people do, of which nothing follows by itself */
  calmly<T>(act: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

const OWED = `select (select count(*)::int from platform.outbox where relayed_at is null) as events,
  (select count(*)::int from platform.due where state = 'WAITING' and due_at <= clock_timestamp()) as promises,
  (select count(*)::int from notifications.mails where state = 'WAITING') as mails,
  (select json_agg(s.name || ' ' || s.error_code) from platform.stuck_work s where resolved_at is null) as stuck,
  (select json_agg(d.kind || ' ' || d.error_code) from platform.due d where error_code is not null and state <> 'DONE') as failed`;

interface Owed {
  events: number;
  promises: number;
  mails: number;
  stuck: string[] | null;
  failed: string[] | null;
}

/** Waits until nothing is owed any more. @throws Error when something failed, or it takes too long */
async function settled(app: TestApp): Promise<void> {
  const end = Date.now() + 40_000;
  for (let looks = 1; ; looks++) {
    const [owed] = await app.rows<Owed>(OWED);
    const { events, promises, mails, stuck, failed } = owed!;
    if (stuck || failed) throw new Error(`work failed: ${JSON.stringify(owed)}`);
    if (events + promises + mails === 0) return;
    if (Date.now() > end) throw new Error(`still owed: ${JSON.stringify(owed)}`);
    if (events + promises === 0 && looks % 20 === 0) await minutesPass(app);
    await sleep(30);
  }
}

/** A mail is left to the worker that took it for two minutes, and looked for each half minute: that time has passed. */
async function minutesPass(app: TestApp): Promise<void> {
  await app.rows(`update notifications.mails set retry_at = clock_timestamp() where state = 'WAITING' returning id`);
  await app.operate(() => app.get(Mailer).sweep());
}

/** The worker of the application itself. */
export async function steadyHands(app: TestApp): Promise<Hands> {
  await app.get(WorkerService).start();
  const calmly = async <T>(act: () => Promise<T>): Promise<T> => {
    const result = await act();
    await settled(app);
    return result;
  };
  return {
    through: calmly,
    calmly,
    stop: () => app.get(WorkerService).stop(),
  };
}

/** A worker process of its own for each step, which is killed in the middle of it; another takes over. */
export class KilledHands implements Hands {
  /** workers that died inside a piece of work, before its commit or right after it, and those that were killed at rest */
  readonly deaths = { before: 0, after: 0, atRest: 0 };
  /** one log, whoever seals it */
  private readonly sealing = randomBytes(32).toString('base64');
  private readonly children: ChildProcess[] = [];
  private steps = 0;
  private victims = 0;
  private stopped = false;
  private standby: Promise<ChildProcess>;
  private atWork: Promise<ChildProcess>;

  /** @param folder where mails go @param every in which steps somebody dies: all, or every second, ... */
  constructor(
    private readonly app: TestApp,
    private readonly folder: string,
    private readonly every: number,
  ) {
    this.atWork = this.boot().then(start);
    this.standby = this.boot();
  }

  async through<T>(act: () => Promise<T>): Promise<T> {
    if (this.steps++ % this.every !== 0) return this.calmly(act);
    const victim = await this.atWork;
    const gone = once(victim, 'exit');
    const committed = this.victims++ % 2 === 1;
    let died = false;
    const next = gone.then(() => {
      died = true;
      return this.takeOver();
    });
    victim.send({ dieAfter: randomInt(1, 4), committed } satisfies Order);
    const result = await act();
    const quiet = settled(this.app);
    await Promise.race([quiet, gone]);
    if (died) this.deaths[committed ? 'after' : 'before']++;
    else {
      this.deaths.atRest++;
      victim.kill('SIGKILL');
    }
    await next;
    await quiet;
    await settled(this.app);
    return result;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const child of this.children) child.kill('SIGKILL');
    await Promise.allSettled([this.atWork, this.standby]);
  }

  async calmly<T>(act: () => Promise<T>): Promise<T> {
    const result = await act();
    await settled(this.app);
    return result;
  }

  private async takeOver(): Promise<void> {
    if (this.stopped) return;
    this.atWork = this.standby.then(start);
    this.standby = this.boot();
    await this.atWork;
  }

  private async boot(): Promise<ChildProcess> {
    const redis = process.env['REDIS_URL'];
    const child = fork(fileURLToPath(new URL('./child-worker.js', import.meta.url)), {
      env: {
        ...{
          PATH: process.env['PATH'],
          NODE_ENV: 'test',
          SECOND_FACTOR: 'optional',
          SMTP_URL: '',
          LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
        },
        ...{ DATABASE_URL: this.app.database.appUrl, DATA_KEYS: TEST_DATA_KEYS, MARAC_DATA_DIR: this.folder },
        ...{ AUDIT_SIGNING_KEY: this.sealing, AUDIT_CHECKPOINTS: path.join(this.folder, 'checkpoints') },
        ...(redis && { REDIS_URL: redis }),
      },
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.children.push(child);
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error('a worker did not start'))),
    ]);
    return child;
  }
}

function start(child: ChildProcess): ChildProcess {
  child.send({ start: true } satisfies Order);
  return child;
}
