import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { startOf } from '../meetings/series-dates.rules.js';
import { Actor } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Due } from '../platform/due/due.js';
import { WhenDue } from '../platform/due/when-due.js';
import { Outbox } from '../platform/events/outbox.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { defineJob, Handles } from '../platform/queue/job.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { chaseDays } from './transfer-chase.rules.js';
import { type ChasedTransfer, lockChased, raiseTransferChase, unsettled } from './transfer-chasers.queries.js';
import { TRANSFERS } from './transfer-rules.js';
import { TRANSFER_CHASE, TRANSFER_DECIDED, TRANSFER_LEFT_LYING, TRANSFER_OFFERED } from './transfers.events.js';

/** Goes through the transfers themselves, in case a due row were lost. */
export const SWEEP_TRANSFERS = defineJob({ name: 'transfers.sweep', every: '15m', transaction: 'own' });

/** In the morning, when somebody is there to answer. */
const AT = '09:00';

type Ids = Record<string, string>;

/** A victim who moved is nobody's until the new area has answered, has a record of its own, and its IDVA knows of her. */
@Injectable()
export class TransferChasers {
  constructor(
    private readonly maracs: MaracsReader,
    private readonly due: Due,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly uow: UnitOfWork,
  ) {}

  @Subscribes(TRANSFER_OFFERED, 'transfers.plan-chasers')
  async offered({ transferId = '' }: Ids): Promise<void> {
    await this.look(transferId);
  }

  @Subscribes(TRANSFER_DECIDED, 'transfers.plan-chasers-anew')
  async decided({ transferId = '' }: Ids): Promise<void> {
    await this.look(transferId);
  }

  @WhenDue(TRANSFER_CHASE)
  async whenDue(transferId: string): Promise<void> {
    await this.look(transferId);
  }

  /** The guarantee behind the due rows. */
  @Handles(SWEEP_TRANSFERS)
  async sweep(): Promise<void> {
    const actor = Actor.system(SWEEP_TRANSFERS.name);
    await this.uow.each(actor, await this.uow.run(actor, unsettled), (id) => this.look(id));
  }

  /** As things stand now: raises what is due, once, and promises to look again. */
  private async look(transferId: string): Promise<void> {
    const transfer = await lockChased(transferId);
    if (!transfer) return;
    const now = present();
    const times = (await this.days(transfer)).map(({ step, on }) => ({ step, at: startOf(on, AT, TIME_ZONE) }));
    const next = times.find(({ at }) => at > now);
    if (next) this.due.set(TRANSFER_CHASE, transferId, next.at);
    for (const { step } of times.filter(({ at }) => at <= now)) {
      const chaseId = newId();
      if (!(await raiseTransferChase(chaseId, transferId, step))) continue;
      const { toMaracId: maracId } = transfer;
      this.outbox.publish({ name: TRANSFER_LEFT_LYING, ids: { chaseId, transferId, maracId } });
      const subject = { kind: 'transfer', id: transferId };
      this.audit.record({ action: 'transfer.chased', subject, maracId, code: step });
    }
  }

  /** By the rules of the area that is to act. */
  private async days({ toMaracId, status, offeredAt, decidedAt, received, handedOver }: ChasedTransfer) {
    const calendar = await this.maracs.calendarOf(toMaracId);
    const { rules } = await this.maracs.rules(toMaracId, TRANSFERS, todayIn(TIME_ZONE, present()));
    const standing = {
      offeredOn: todayIn(TIME_ZONE, offeredAt),
      decidedOn: decidedAt && todayIn(TIME_ZONE, decidedAt),
    };
    return chaseDays({ status, received, handedOver, ...standing }, calendar, rules);
  }
}
