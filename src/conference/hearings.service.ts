import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { HearingService } from '../meetings/hearing.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { cameTo } from './attendance.queries.js';
import { QuorumService } from './quorum.service.js';
import type { HearingView } from './record.dto.js';
import { heard, hearingOf, type HearingRow, itemById, waive } from './sittings.queries.js';
import { Sittings, stateOf } from './sittings.service.js';

/** A case is heard with a quorum; without one, only because the chair says why, if the area allows it at all. */
@Injectable()
export class Hearings implements OnModuleInit {
  constructor(
    private readonly sittings: Sittings,
    private readonly quorum: QuorumService,
    private readonly hearing: HearingService,
    private readonly access: Access,
    private readonly freeText: FreeText,
    private readonly audit: Audit,
  ) {}

  onModuleInit(): void {
    this.hearing.onlyIf((itemId) => this.admit(itemId));
    this.hearing.absentIf(async (meetingId, agencyId) => {
      const came = await cameTo(meetingId, agencyId);
      return came === undefined ? undefined : !came;
    });
  }

  /**
   * The chair has a case heard although there is no quorum.
   * @throws Problem 404; 403 for everybody else; 409 `not-open`, `already-recorded`, `not-quorate` where the area refuses it; 422
   */
  async waive(itemId: string, reason: string): Promise<HearingView> {
    const item = await itemById(itemId);
    if (!item) throw Problem.notFound();
    const { actor } = tx();
    if (!actor.may('quorum:waive', item.maracId)) throw Problem.notAllowed();
    await this.access.open(item.caseId, 'hold-meeting');
    await this.freeText.check(item.caseId, { '/reason': reason });
    const sitting = await this.sittings.lockManaged(item.meetingId);
    if (stateOf(sitting) !== 'OPEN') throw notOpen();
    if (item.status !== 'LISTED')
      throw Problem.conflict('already-recorded', 'What came of this case was recorded before.');
    const { version, withoutQuorum } = await this.quorum.forCase(sitting, item.children);
    if (withoutQuorum === 'REFUSE') throw notQuorate('By the rules of this area no case is heard without a quorum.');
    waive(item, reason, `${actor.kind}:${actor.id}`, version);
    const { caseId: id, maracId } = item;
    this.audit.record({ action: 'quorum.waived', subject: { kind: 'case', id }, maracId, purpose: 'hold-meeting' });
    await tx().settle();
    return hearingView((await hearingOf(itemId))!);
  }

  /**
   * Of an open meeting it is written down how it stood with the quorum as a case was heard.
   * @throws Problem 409 `not-open` where an area wants it opened first; `not-quorate`
   */
  private async admit(itemId: string): Promise<void> {
    const item = await itemById(itemId);
    if (!item) throw Problem.notFound();
    const sitting = await this.sittings.readable(item.meetingId);
    const { rules } = await this.sittings.rules(sitting);
    if (stateOf(sitting) !== 'OPEN') {
      if (rules.openingNeeded) throw notOpen();
      return;
    }
    const { missing, version, withoutQuorum } = await this.quorum.forCase(sitting, item.children);
    if (missing.length > 0) {
      if (withoutQuorum === 'REFUSE') throw notQuorate('There is no quorum for this case.');
      if (!(await hearingOf(itemId))?.reason)
        throw notQuorate('There is no quorum for this case: the chair says why it is heard, or it is put off.');
    }
    await heard(item, missing, version, present());
  }
}

export function notOpen(): Problem {
  return Problem.conflict('not-open', 'The meeting is not open.');
}

function notQuorate(title: string): Problem {
  return Problem.conflict('not-quorate', title);
}

export const hearingView = (row: HearingRow): HearingView => ({ ...row, heardAt: row.heardAt?.toISOString() ?? null });
