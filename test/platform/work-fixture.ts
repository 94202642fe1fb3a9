import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type INestApplicationContext, Injectable, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { Actor } from '../../src/platform/db/actor.js';
import { DbModule } from '../../src/platform/db/db.module.js';
import { tx } from '../../src/platform/db/transaction.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { Due } from '../../src/platform/due/due.js';
import { DueModule } from '../../src/platform/due/due.module.js';
import { type DueFacts, provideDueKinds, WhenDue } from '../../src/platform/due/when-due.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { Outbox } from '../../src/platform/events/outbox.js';
import { provideEvents, Subscribes } from '../../src/platform/events/subscribes.js';
import { LogModule } from '../../src/platform/log/log.module.js';
import { defineJob, Handles, provideJobs } from '../../src/platform/queue/job.js';
import { Jobs } from '../../src/platform/queue/jobs.js';
import { QueueModule } from '../../src/platform/queue/queue.module.js';
import { StuckWork } from '../../src/platform/queue/stuck-work.js';
import type { WorkSettings } from '../../src/platform/queue/work-settings.js';
import { WorkerService } from '../../src/platform/queue/worker.js';
import type { TestDatabase } from '../support/database.js';

export const OPERATOR = Actor.operator('test');
export const DO_IT = defineJob({ name: 'test.do-it' });
export const OWN_WAY = defineJob({ name: 'test.own-way', transaction: 'own' });
export const NIGHTLY = defineJob({ name: 'test.nightly', every: { cron: '30 1 * * *', timeZone: 'Europe/London' } });
export const OFTEN = defineJob({ name: 'test.often', every: '1s' });

/** What a handler does besides noting its effect; a test replaces it. */
export class Script {
  before: (what: string, subject: string) => Promise<void> = async () => undefined;
}

/** Handlers whose one effect is a row that says who did what. */
@Injectable()
export class Handlers {
  constructor(private readonly script: Script) {}

  @WhenDue('test.due')
  due(subject: string, facts: DueFacts): Promise<void> {
    return this.effect('due', subject, facts);
  }

  @WhenDue('test.other')
  other(subject: string, facts: DueFacts): Promise<void> {
    return this.effect('other', subject, facts);
  }

  @WhenDue('test.together', { together: true })
  together(subject: string, facts: DueFacts): Promise<void> {
    return this.effect('together', subject, facts);
  }

  @Subscribes('test.happened', 'test.first-subscriber')
  first(ids: Record<string, string>): Promise<void> {
    return this.effect('first', ids['thingId']!);
  }

  @Subscribes('test.happened', 'test.second-subscriber')
  second(ids: Record<string, string>): Promise<void> {
    return this.effect('second', ids['thingId']!);
  }

  @Handles(DO_IT)
  doIt(ids: Record<string, string>): Promise<void> {
    return this.effect('job', ids['thingId']!);
  }

  @Handles(OWN_WAY)
  async ownWay(ids: Record<string, string>): Promise<void> {
    await this.script.before('own', ids['thingId']!);
  }

  @Handles(NIGHTLY)
  async nightly(): Promise<void> {
    tx().write(`insert into public.effects (what) values ('nightly')`);
  }

  @Handles(OFTEN)
  async often(): Promise<void> {
    tx().write(`insert into public.effects (what) values ('often')`);
  }

  private async effect(what: string, subject: string, facts?: DueFacts): Promise<void> {
    tx().write('insert into public.effects (what, subject, epoch, due_at, actor) values ($1, $2, $3, $4, $5)', [
      what,
      subject,
      facts?.epoch ?? null,
      facts?.dueAt ?? null,
      tx().actor.id,
    ]);
    await this.script.before(what, subject);
  }
}

@Module({
  providers: [
    Script,
    Handlers,
    provideJobs([DO_IT, OWN_WAY, NIGHTLY, OFTEN]),
    provideDueKinds(['test.due', 'test.other', 'test.together']),
    provideEvents(['test.happened']),
  ],
})
class TestRoom {}

export interface Effect {
  what: string;
  subject: string | null;
  epoch: number | null;
  dueAt: Date | null;
  actor: string | null;
  at: Date;
}

/** A small house: the rooms under test and one that uses them. Each has the same queue when given the same name. */
export class House {
  private constructor(readonly app: INestApplicationContext) {}

  static async build(
    appUrl: string,
    queueName: string,
    changes: Partial<WorkSettings> = {},
    room: Type = TestRoom,
  ): Promise<House> {
    const settings = readSettings({
      NODE_ENV: 'test',
      LOG_LEVEL: process.env['TEST_LOG'] ?? 'silent',
      REDIS_URL: process.env['REDIS_URL'],
      DATABASE_URL: appUrl,
    });
    @Module({
      imports: [
        ConfigModule.with(settings),
        LogModule,
        DbModule.forUrl(appUrl, 10),
        QueueModule.with({
          queueName,
          sweepMs: 200,
          promiseBackoffMs: 20,
          jobBackoffMs: 20,
          keeperMs: 300,
          ...changes,
        }),
        DueModule,
        EventsModule,
        room,
      ],
    })
    class TestHouse {}
    return new House(await NestFactory.createApplicationContext(TestHouse, { logger: false, abortOnError: false }));
  }

  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.app.get(type as Type<T>, { strict: false });
  }

  get due(): Due {
    return this.get(Due);
  }
  get outbox(): Outbox {
    return this.get(Outbox);
  }
  get jobs(): Jobs {
    return this.get(Jobs);
  }
  get stuck(): StuckWork {
    return this.get(StuckWork);
  }
  get worker(): WorkerService {
    return this.get(WorkerService);
  }
  get script(): Script {
    return this.get(Script);
  }

  run<T>(work: () => Promise<T> | T): Promise<T> {
    return this.get(UnitOfWork).run(OPERATOR, async () => work());
  }

  rows<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.run(() => tx().query<Row>(sql, values));
  }

  effects(what?: string): Promise<Effect[]> {
    return this.rows(
      `select what, subject, epoch, due_at as "dueAt", actor, at from public.effects where $1::text is null or what = $1 order by at`,
      [what ?? null],
    );
  }

  close(): Promise<void> {
    return this.app.close();
  }
}

/** The table where handlers note what they did. */
export async function prepareEffects(database: TestDatabase): Promise<void> {
  const owner = new pg.Client({ connectionString: database.adminUrl });
  await owner.connect();
  await owner.query(`
    create table public.effects (
      what text not null, subject uuid, epoch integer, due_at timestamptz, actor text, at timestamptz default clock_timestamp());
    grant usage on schema public to marac_app;
    grant all on public.effects to marac_app;`);
  await owner.end();
}

export function freshQueueName(): string {
  return `work-${randomBytes(4).toString('hex')}`;
}

/** Waits until something holds. @throws when it does not within the time */
export async function eventually<T>(
  look: () => Promise<T> | T,
  holds: (value: T) => boolean,
  withinMs = 10_000,
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    if (performance.now() > end)
      throw new Error(`not so after ${withinMs} ms: ${JSON.stringify(value)?.slice(0, 400)}`);
    await sleep(20);
  }
}
