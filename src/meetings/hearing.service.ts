import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import type { OpenCase } from '../access/open-case.js';
import type { AgreedActionView, NewAction } from '../actions/actions.http.js';
import { ActionsService } from '../actions/actions.service.js';
import { Audit } from '../audit/audit.service.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Outbox } from '../platform/events/outbox.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { ReferralsService } from '../referrals/referrals.service.js';
import { AgendaLists } from './agenda-lists.service.js';
import { unheardReferrals } from './agenda.queries.js';
import { comesBack, dayHeard, type OutcomeRefusal, refuseOutcome } from './agenda.rules.js';
import { notPlanned } from './agenda.service.js';
import { AgendaItem } from './meeting.entity.js';
import type { AgendaItemView, NewOutcome } from './meetings.dto.js';
import { meetingById, type MeetingRow, nextMeetingOn } from './meetings.queries.js';

/** What must hold before a case is heard; it throws what refuses the hearing. Floors above add theirs as the application starts. */
export type HearingCondition = (agendaItemId: string) => Promise<void>;

/** A case that is not heard at its meeting, by what somebody recorded of it there. */
export interface PutOff {
  itemId: string;
  meeting: MeetingRow;
  outcome: NewOutcome;
}
/** Sees to what follows for the victim; it throws what refuses the outcome. */
export type PutOffCondition = (open: OpenCase, putOff: PutOff) => Promise<void>;
/** Whether an agency was not at a meeting; undefined while nobody knows who comes. The floor that keeps the roll says so. */
export type Absence = (meetingId: string, agencyId: string) => Promise<boolean | undefined>;

/** What happens to a case at its meeting. */
@Injectable()
export class HearingService {
  private readonly items = new Store(AgendaItem);
  private readonly conditions: HearingCondition[] = [];
  private readonly putOffConditions: PutOffCondition[] = [];
  private absence: Absence = () => Promise.resolve(undefined);

  constructor(
    private readonly access: Access,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly lists: AgendaLists,
    private readonly referrals: ReferralsService,
    private readonly actions: ActionsService,
  ) {}

  /**
   * Records what came of a case. Heard: its accepted referrals are heard. Not heard: it is listed next time, at the top.
   * @throws Problem 404; 409 `already-recorded`, `not-planned`, `alert-only`; 422 `required`, `not-wanted`; 412 when it changed; what a
   * condition throws, of a case that is put off `check-required`, `check-too-late`
   */
  async recordOutcome(itemId: string, version: number, outcome: NewOutcome): Promise<AgendaItemView> {
    const item = await this.items.lockById(itemId);
    if (!item) throw Problem.notFound();
    if (!tx().actor.may('meetings:manage', item.maracId)) throw Problem.notAllowed();
    const { status, reason } = outcome;
    const refused = refuseOutcome(item.status, outcome);
    if (refused) throw problemOf(refused);
    if (item.version !== version) throw new StaleVersion();
    if (item.alertOnly) throw Problem.conflict('alert-only', 'This case is listed to mark files, and not discussed.');
    const meeting = await meetingById(item.meetingId);
    if (!meeting || meeting.status !== 'PLANNED') throw notPlanned();
    const open = await this.access.open(item.caseId, 'prepare-meeting');
    const heardOn = status === 'HEARD' ? dayHeard(meeting.heldOn, todayIn(TIME_ZONE, present())) : null;
    if (heardOn) for (const condition of this.conditions) await condition(itemId);
    else for (const condition of this.putOffConditions) await condition(open, { itemId, meeting, outcome });
    await this.items.update({ ...item, status, reason: reason ?? null, heardOn });
    if (heardOn)
      for (const id of await unheardReferrals(item.caseId)) await this.referrals.markHeard(open, id, heardOn);
    const listedNextAt = reason && comesBack(reason) ? await this.lists.carryOver(item, meeting) : null;
    const { caseId, maracId, meetingId } = item;
    const name = heardOn ? 'case.heard' : 'case.not-heard';
    this.outbox.publish({ name, ids: { agendaItemId: itemId, meetingId, caseId, maracId } });
    this.audit.record({ action: name, subject: { kind: 'case', id: caseId }, maracId, code: reason ?? status });
    return { ...(await this.lists.view(itemId, meeting.startsAt)), listedNextAt };
  }

  /** No case is heard, by whatever way, unless this holds. */
  onlyIf(condition: HearingCondition): void {
    this.conditions.push(condition);
  }

  /** No case is put off on the day unless this was seen to. */
  whenPutOff(condition: PutOffCondition): void {
    this.putOffConditions.push(condition);
  }

  /** Who was not at a meeting cannot have agreed to anything, and is asked. */
  absentIf(absence: Absence): void {
    this.absence = absence;
  }

  /** An action agreed on a case at its meeting. @throws what `ActionsService.agree` throws; Problem 404 */
  async agreeAction(itemId: string, input: NewAction): Promise<AgreedActionView> {
    const item = await this.items.byId(itemId);
    const meeting = item && (await meetingById(item.meetingId));
    if (!item || !meeting) throw Problem.notFound();
    const open = await this.access.open(item.caseId, 'record-action');
    const next = await nextMeetingOn(item.maracId, meeting.startsAt > present() ? meeting.startsAt : present());
    return this.actions.agree(open, input, {
      agendaItemId: itemId,
      meetingOn: meeting.heldOn,
      nextMeetingOn: next ?? undefined,
      absent: await this.absence(meeting.id, input.ownerAgencyId),
    });
  }
}

function problemOf(refused: OutcomeRefusal): Problem {
  switch (refused) {
    case 'already-recorded':
      return Problem.conflict('already-recorded', 'What came of this case was recorded before.');
    case 'reason-required':
      return Problem.at('/reason', 'required', 'A case that was not heard needs a reason.');
    case 'reason-not-wanted':
      return Problem.at('/reason', 'not-wanted', 'A case that was heard needs no reason.');
    case 'check-not-wanted':
      return Problem.at('/interimCheck', 'not-wanted', 'A case that was heard waits for nothing.');
  }
}
