import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Outbox } from '../platform/events/outbox.js';
import { Problem } from '../platform/http/problem.js';
import { ReferralsReader } from '../referrals/referrals.reader.js';
import { AgendaLists } from './agenda-lists.service.js';
import { linesOf } from './agenda.queries.js';
import { orderProblems } from './agenda.rules.js';
import { Meeting } from './meeting.entity.js';
import type { AgendaItemView, NewAgendaItem, NewOrder } from './meetings.dto.js';
import { meetingById } from './meetings.queries.js';

const ALREADY_LISTED = {
  status: 409,
  code: 'already-listed',
  title: 'The case is on the agenda of this meeting already.',
};
registerConstraint('case_is_listed', ALREADY_LISTED);

@Injectable()
export class AgendaService {
  private readonly meetings = new Store(Meeting);

  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly lists: AgendaLists,
    private readonly accepted: ReferralsReader,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Lists a case by hand, whatever the cut-off and the cap: late additions are for the coordinator and the chair to decide.
   * @throws Problem 404 meeting or case; 409 `not-planned`, `already-listed`; 422 `other-marac`, `not-accepted`
   */
  async list(meetingId: string, { caseId, minutes }: NewAgendaItem): Promise<AgendaItemView> {
    const meeting = await this.lockToManage(meetingId);
    const open = await this.access.open(caseId, 'prepare-meeting');
    if (open.maracId !== meeting.maracId)
      throw Problem.at('/caseId', 'other-marac', 'The case belongs to another MARAC.');
    const referral = await this.accepted.latestAccepted(caseId);
    if (!referral) throw Problem.at('/caseId', 'not-accepted', 'The case has no accepted referral.');
    const lines = await linesOf(meetingId);
    if (lines.some((line) => line.caseId === caseId)) throw Problem.conflict(ALREADY_LISTED.code, ALREADY_LISTED.title);
    const listing = {
      caseId,
      referralId: referral.referralId,
      minutes: minutes ?? meeting.minutesPerCase,
      notHeard: 0,
    };
    return this.lists.view(await this.lists.put(meeting, lines, listing), meeting.startsAt);
  }

  /** Puts the agenda in order by hand. @throws Problem 422 with everything wrong with the order; 412 when the list changed */
  async reorder(meetingId: string, version: number, { items, reason }: NewOrder): Promise<void> {
    const meeting = await this.lockToManage(meetingId);
    if (meeting.version !== version) throw new StaleVersion();
    const lines = new Map((await linesOf(meetingId)).map((line) => [line.id, line]));
    const errors = orderProblems([...lines.keys()], items);
    if (errors.length > 0) throw new Problem(422, 'invalid-input', 'The order was not accepted.', errors);
    const ordered = items.map((id) => lines.get(id)!);
    await this.lists.arrange(meetingId, ordered, reason);
    this.outbox.publish({ name: 'agenda.arranged', ids: { meetingId, maracId: meeting.maracId } });
    this.audit.record({
      action: 'agenda.ordered',
      subject: { kind: 'meeting', id: meetingId },
      maracId: meeting.maracId,
    });
  }

  /** The meeting, locked, for somebody who manages its MARAC's meetings. */
  private async lockToManage(meetingId: string): Promise<Meeting> {
    const seen = await meetingById(meetingId);
    if (!seen || !tx().actor.may('meetings:read', seen.maracId)) throw Problem.notFound();
    if (!tx().actor.may('meetings:manage', seen.maracId)) throw Problem.notAllowed();
    const meeting = await this.meetings.lockById(meetingId);
    if (!meeting) throw Problem.notAllowed();
    if (meeting.status !== 'PLANNED') throw notPlanned();
    return meeting;
  }
}

/** 409 for whatever needs a meeting that still takes changes. */
export function notPlanned(): Problem {
  return Problem.conflict('not-planned', 'The meeting is over or was cancelled.');
}
