import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Actor } from '../db/actor.js';
import { Gathered } from '../db/gathered.js';
import { tx } from '../db/transaction.js';
import { UnitOfWork } from '../db/unit-of-work.js';
import { markWaiting, type PromiseRow } from '../due/promise-rows.js';
import { PromiseSweeper, SILENCE_MS } from '../due/promise-sweeper.js';
import { defineJob, Handles } from '../queue/job.js';
import { within } from '../queue/loop.js';
import { OneAtATime } from '../queue/one-at-a-time.js';
import { StuckWork } from '../queue/stuck-work.js';
import { WorkSettings } from '../queue/work-settings.js';
import { WorkerService } from '../queue/worker.js';
import { EventCatalogue } from './event-catalogue.js';
import type { EventHandler } from './subscribes.js';

/** The wake-up for what was published. Harmless when nothing was. */
export const RELAY = defineJob({ name: 'platform.relay-events', transaction: 'own' });

const RELAYING = Actor.system(RELAY.name);
const BATCH = 500;
/** What was relayed leaves entries behind, which only a scan along the index notes as gone: else each relay reads all since the last vacuum. */
const ALONG_THE_INDEX = `set local enable_bitmapscan = off`;

/**
 * Turns each published event into one promise per subscriber, and keeps them: each time it is woken, and in any case every
 * second. Events that this version does not know are left for the one that does.
 */
@Injectable()
export class Relay implements OnModuleInit {
  private readonly relaying = new OneAtATime(
    () => within(this.settings.sweepLimitMs, this.handOnAndBring()),
    () => this.worker.isEnding,
  );

  constructor(
    private readonly catalogue: EventCatalogue,
    private readonly unitOfWork: UnitOfWork,
    private readonly sweeper: PromiseSweeper,
    private readonly stuck: StuckWork,
    private readonly worker: WorkerService,
    private readonly settings: WorkSettings,
  ) {}

  onModuleInit(): void {
    this.worker.tend('events.relay', this.settings.sweepMs, () => this.relaying.run());
    this.worker.hear(RELAY, () => this.relaying.nudge());
    this.stuck.onRetry('EVENT', ({ name, ids }) => markWaiting('EVENT', name, ids['eventId']!));
  }

  @Handles(RELAY)
  async relay(): Promise<void> {
    await this.relaying.nudge();
  }

  private async handOnAndBring(): Promise<void> {
    while ((await this.unitOfWork.run(RELAYING, () => this.handOn(), SILENCE_MS)) === BATCH);
    const { handlers } = this.catalogue.found();
    await this.sweeper.sweep(
      'EVENT',
      new Map(
        [...handlers].map(([name, { handle, together }]) => [name, { keep: (row) => bring(handle, row), together }]),
      ),
    );
  }

  private async handOn(): Promise<number> {
    const { events, subscriptions } = this.catalogue.found();
    tx().write(ALONG_THE_INDEX);
    return tx().change(
      `with unsent as (
         select ctid as place, id, name, coalesce(owed_since, published_at) as owed_since from platform.outbox where relayed_at is null and name = any($1)
          order by seq limit $4 for update skip locked),
       owed as (
         insert into platform.due (lane, kind, subject, due_at, next_at)
         select 'EVENT', wanted.subscriber, unsent.id, unsent.owed_since, clock_timestamp()
           from unsent join unnest($2::text[], $3::text[]) as wanted(event, subscriber) on wanted.event = unsent.name
         on conflict do nothing)
       update platform.outbox o set relayed_at = clock_timestamp() where o.ctid = any (array(select u.place from unsent u))`,
      [[...events], subscriptions.map((s) => s.event), subscriptions.map((s) => s.subscriber), BATCH],
    );
  }
}

const EVENTS = new Gathered<{ key: string; ids: Record<string, string>; name: string }>((ids) =>
  tx().query('select o.id as key, o.ids, o.name from platform.outbox o where o.id = any ($1::uuid[])', [ids]),
);

async function bring(handle: EventHandler, { subject }: PromiseRow): Promise<void> {
  const event = await EVENTS.of(subject);
  if (!event) throw new Error('the event is gone');
  await handle(event.ids, subject, event.name);
}
