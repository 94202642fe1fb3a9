import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Ladders } from '../alerts/ladders.service.js';
import type { OwedFacts, Owing, RaisedRung, Told } from '../alerts/owing.rules.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { WhenDue } from '../platform/due/when-due.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { defineJob, Handles } from '../platform/queue/job.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { lockWaiting, unfollowed, type WaitingTransfer } from './transfer-ladders.queries.js';
import { PHASES, waitsFor } from './transfer-phases.rules.js';
import { TRANSFERS } from './transfer-rules.js';
import { TRANSFER_CHASE, TRANSFER_DECIDED, TRANSFER_LEFT_LYING, TRANSFER_OFFERED } from './transfers.events.js';
import { momentOn } from '../platform/values/moments.js';

/** Goes through the transfers themselves, for one whose ladder was lost. */
export const SWEEP_TRANSFERS = defineJob({ name: 'transfers.sweep', every: '15m', transaction: 'own' });

const LADDER = { kind: 'transfer', dueKind: TRANSFER_CHASE };
/** In the morning, when somebody is there to answer. */
const AT = '09:00';

type Ids = Record<string, string>;

/** A victim who moved is nobody's until the new area has answered, has a record of its own, and its IDVA knows of her. */
@Injectable()
export class TransferLadders implements Owing, OnModuleInit {
  constructor(
    private readonly maracs: MaracsReader,
    private readonly ladders: Ladders,
    private readonly uow: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.ladders.climbs(LADDER, this);
  }

  @Subscribes(TRANSFER_OFFERED, 'transfers.plan-chasers')
  async offered({ transferId = '' }: Ids): Promise<void> {
    await this.ladders.follow(LADDER, transferId);
  }

  @Subscribes(TRANSFER_DECIDED, 'transfers.plan-chasers-anew')
  async decided({ transferId = '' }: Ids): Promise<void> {
    await this.ladders.follow(LADDER, transferId);
  }

  @WhenDue(TRANSFER_CHASE)
  async whenDue(transferId: string): Promise<void> {
    await this.ladders.look(LADDER, transferId);
  }

  @Handles(SWEEP_TRANSFERS)
  async sweep(): Promise<void> {
    const actor = Actor.system(SWEEP_TRANSFERS.name);
    await this.uow.each(actor, this.uow.found(actor, unfollowed), (id) => this.whenDue(id));
  }

  /**
   * By the rules of the area that is to act, and filed there: of no case, as nothing may join the victim to where she is. It is overdue on
   * the morning of its last day, as it always was.
   */
  async owed(subjectId: string): Promise<OwedFacts | null> {
    const transfer = await lockWaiting(subjectId);
    const waits = transfer && (await this.waitsFor(transfer));
    if (!waits) return null;
    const { toMaracId: maracId } = transfer;
    const dueAt = momentOn(waits.on, AT, TIME_ZONE);
    return { subjectId, maracId, agencyId: null, caseId: null, dueAt, pauses: [], ...PHASES[waits.phase] };
  }

  async raised({ id: rungId, facts: { subjectId: transferId, maracId } }: RaisedRung): Promise<Told> {
    return { event: { name: TRANSFER_LEFT_LYING, ids: { rungId, transferId, maracId } }, deed: 'transfer.chased' };
  }

  private async waitsFor({ toMaracId, status, offeredAt, decidedAt, received, handedOver }: WaitingTransfer) {
    const calendar = await this.maracs.calendarOf(toMaracId);
    const { rules } = await this.maracs.rules(toMaracId, TRANSFERS, todayIn(TIME_ZONE, present()));
    const offeredOn = todayIn(TIME_ZONE, offeredAt);
    const decidedOn = decidedAt && todayIn(TIME_ZONE, decidedAt);
    return waitsFor({ status, received, handedOver, offeredOn, decidedOn }, calendar, rules);
  }
}
