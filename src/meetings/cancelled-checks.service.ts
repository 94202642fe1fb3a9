import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import type { InterimCheckView, UncheckedCase } from './agenda-plan.dto.js';
import { nextPlaceOf, uncheckedOf } from './cancelled-checks.queries.js';
import { InterimChecks } from './interim-checks.service.js';
import { AgendaItem, Deferral } from './meeting.entity.js';
import type { InterimCheck } from './meetings.http.js';
import { meetingById } from './meetings.queries.js';

/**
 * Who cancels a meeting, perhaps on the morning itself, does not know twenty victims. That somebody checks on each until her case is
 * heard is asked afterwards, case by case, and stays a task of the coordinator until it is answered.
 */
@Injectable()
export class CancelledChecks {
  private readonly items = new Store(AgendaItem);
  private readonly deferrals = new Store(Deferral);

  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly checks: InterimChecks,
  ) {}

  /** Cases of a cancelled meeting for which nobody checks on the victim yet. @throws Problem 404; 403 */
  async waiting(meetingId: string): Promise<UncheckedCase[]> {
    const meeting = await meetingById(meetingId);
    if (!meeting || !tx().actor.may('meetings:read', meeting.maracId)) throw Problem.notFound();
    const { maracId } = meeting;
    if (!tx().actor.may('meetings:manage', maracId)) throw Problem.notAllowed();
    const about = { maracId, purpose: 'prepare-meeting' };
    this.audit.record({ action: 'unchecked.listed', subject: { kind: 'meeting', id: meetingId }, ...about });
    return uncheckedOf(meetingId);
  }

  /**
   * Somebody checks on the victim until the case is heard: an action like any other, which is alerted of when it is overdue.
   * @throws Problem 404; 403; 409 `not-put-off`, `already-checked`; 422 `check-too-late`, `required`, as actions do
   */
  async agree(itemId: string, check: InterimCheck): Promise<InterimCheckView> {
    const item = await this.items.lockById(itemId);
    const meeting = item && (await meetingById(item.meetingId));
    if (!item || !meeting) throw Problem.notFound();
    const { caseId, maracId, status } = item;
    const { actor } = tx();
    if (!actor.may('meetings:manage', maracId)) throw Problem.notAllowed();
    if (status !== 'DEFERRED' || item.reason !== 'MEETING_CANCELLED')
      throw Problem.conflict('not-put-off', 'This case was not put off by a meeting that was cancelled.');
    if (!(await uncheckedOf(meeting.id)).some(({ agendaItemId }) => agendaItemId === itemId))
      throw Problem.conflict('already-checked', 'Who checks was decided before, or the case was heard meanwhile.');
    const to = await nextPlaceOf(caseId, present());
    const open = await this.access.open(caseId, 'prepare-meeting');
    const actionId = await this.checks.forCancelled(open, { itemId, to, check });
    const row = { id: newId(), agendaItemId: itemId, caseId, maracId, toMeetingId: to?.id ?? null };
    const why = { reason: 'MEETING_CANCELLED', because: 'The meeting was cancelled.' } as const;
    this.deferrals.insert({ ...row, ...why, actionId, decidedBy: `${actor.kind}:${actor.id}` });
    this.audit.record({ action: 'case.check-agreed', subject: { kind: 'case', id: caseId }, maracId });
    await tx().settle();
    return { agendaItemId: itemId, actionId };
  }
}
