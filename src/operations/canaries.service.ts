import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Actor } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { WhenDue } from '../platform/due/when-due.js';
import { Outbox } from '../platform/events/outbox.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { WorkerService } from '../platform/queue/worker.js';
import { CANARY_DUE } from './operations.events.js';

/** Kind of the due row behind an invented promise; the subject is its row in operations.canaries. */
export const CANARY = 'operations.canary';

const BEAT_MS = 10_000;
const BEATER = Actor.system('operations.beat');

/**
 * Invented promises, which go the way of an overdue action: due row, sweep, event, subscriber, row. The watchdog sets one each minute
 * and sees when it arrives. Nobody's list or return knows them. Besides, a worker that works says so every ten seconds.
 */
@Injectable()
export class Canaries implements OnModuleInit {
  private readonly workerId = newId();

  constructor(
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly worker: WorkerService,
  ) {}

  onModuleInit(): void {
    this.worker.tend('operations.beat', BEAT_MS, () => this.uow.run(BEATER, async () => this.beat()));
  }

  @WhenDue(CANARY)
  async due(canaryId: string): Promise<void> {
    tx().write('update operations.canaries set raised_at = clock_timestamp() where id = $1', [canaryId]);
    this.outbox.publish({ name: CANARY_DUE, ids: { canaryId } });
  }

  @Subscribes(CANARY_DUE, 'operations.canary-arrived')
  async arrived({ canaryId = '' }: Record<string, string>): Promise<void> {
    tx().write('update operations.canaries set arrived_at = clock_timestamp() where id = $1', [canaryId]);
    tx().write(`delete from operations.canaries where due_at < clock_timestamp() - interval '1 day'`);
  }

  private beat(): void {
    tx().write(
      `insert into operations.beats (worker_id) values ($1) on conflict (worker_id) do update set at = clock_timestamp()`,
      [this.workerId],
    );
    tx().write(`delete from operations.beats where at < clock_timestamp() - interval '1 hour'`);
  }
}
