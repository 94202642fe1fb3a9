import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { present } from '../platform/values/clock.js';
import { addDays, todayIn } from '../platform/values/dates.js';
import type { OwnLineView } from './minutes.dto.js';
import { type GuestLine, ownLine } from './own-line.rules.js';
import { minutedSlots, ownSight } from './own-lines.queries.js';

const DAYS_BACK = 400;

/** Guests read no minutes, but what these say of themselves: that they came, when, and when they left. */
@Injectable()
export class OwnLines {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
  ) {}

  /** What an exclusion hides, and an agency whose signature lapsed, is left out, as for slots to come. */
  async mine(): Promise<OwnLineView[]> {
    const { actor } = tx();
    const { id: userId, agencyId } = actor;
    const guest = { userId, agencyId, maracIds: actor.scopesOf('slots:read') };
    const sight = await ownSight();
    const from = addDays(todayIn(TIME_ZONE, present()), -DAYS_BACK);
    const slots = await this.uow.elevated(() => minutedSlots(guest, sight, from));
    return slots.flatMap(({ content, caseId, maracId, approvedAt, ...slot }) => {
      const { guests = [] } = JSON.parse(content) as { guests?: GuestLine[] };
      const line = ownLine(guests, slot);
      if (!line) return [];
      const about = { maracId, purpose: 'attend-own-slot', labels: ['IDENTITY'] } as const;
      this.audit.record({ action: 'minutes.own-line-read', subject: { kind: 'case', id: caseId }, ...about });
      const { minutesId, meetingId, heldOn, number } = slot;
      return [{ minutesId, meetingId, heldOn, number, approvedAt: approvedAt.toISOString(), ...line }];
    });
  }
}
