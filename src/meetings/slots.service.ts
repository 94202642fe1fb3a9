import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { excludedCases, memberOf, slotsOf } from './guests.queries.js';
import type { SlotView } from './papers.dto.js';

/** A guest's own slots: when and where, and once the slot is near, whom it is about. */
@Injectable()
export class Slots {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
  ) {}

  /**
   * The reader's own slots to come. Read with more sight than the reader's, who may not open the case before its time: what an
   * exclusion hides, and an agency whose signature lapsed, is left out here.
   */
  async mine(): Promise<SlotView[]> {
    const { actor } = tx();
    const hidden = await excludedCases();
    const members = await memberOf();
    const slots = await this.uow.elevated(() => slotsOf(actor.id, actor.agencyId, hidden, members));
    const now = new Date();
    return slots.map(({ caseId, ref, victim, maracId, ...slot }) => {
      const opened = slot.opensAt <= now;
      if (opened)
        this.audit.record({
          action: 'slot.read',
          subject: { kind: 'case', id: caseId },
          maracId,
          purpose: 'attend-own-slot',
          labels: ['IDENTITY'],
        });
      const about = opened ? { caseId, ref, victim } : { caseId: null, ref: null, victim: null };
      return { ...slot, startsAt: slot.startsAt.toISOString(), opensAt: slot.opensAt.toISOString(), ...about };
    });
  }
}
