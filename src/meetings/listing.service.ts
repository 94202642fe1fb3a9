import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { ReferralsReader } from '../referrals/referrals.reader.js';
import { AgendaLists } from './agenda-lists.service.js';
import { linesOf, notHeardSoFar } from './agenda.queries.js';
import { AgendaService } from './agenda.service.js';
import { LateListing } from './late-listing.service.js';
import type { AgendaItemView, NewAgendaItem } from './meetings.dto.js';
import { OverflowAdvice } from './overflow.service.js';

export const ALREADY_LISTED = {
  status: 409,
  code: 'already-listed',
  title: 'The case is on the agenda of this meeting already.',
};
registerConstraint('case_is_listed', ALREADY_LISTED);

/** Cases that people put on a list. */
@Injectable()
export class CaseListing {
  constructor(
    private readonly agenda: AgendaService,
    private readonly access: Access,
    private readonly lists: AgendaLists,
    private readonly accepted: ReferralsReader,
    private readonly late: LateListing,
    private readonly advice: OverflowAdvice,
  ) {}

  /**
   * Lists a case by hand, whatever the cut-off and the cap: over the cap the answer says what can be done about it. Once the list went
   * out, the chair alone adds to it, and says why.
   * @throws Problem 404 meeting or case; 403, 403 `chair-decides`; 409 `not-planned`, `already-listed`; 422 `other-marac`, `not-accepted`,
   *   `required`, `not-wanted`, `protected-address-in-text`
   */
  async list(meetingId: string, { caseId, minutes, reason }: NewAgendaItem): Promise<AgendaItemView> {
    const meeting = await this.agenda.lockToManage(meetingId);
    const open = await this.access.open(caseId, 'prepare-meeting');
    if (open.maracId !== meeting.maracId)
      throw Problem.at('/caseId', 'other-marac', 'The case belongs to another MARAC.');
    const referral = await this.accepted.latestAccepted(caseId);
    if (!referral) throw Problem.at('/caseId', 'not-accepted', 'The case has no accepted referral.');
    const lines = await linesOf(meetingId);
    if (lines.some((line) => line.caseId === caseId)) throw Problem.conflict(ALREADY_LISTED.code, ALREADY_LISTED.title);
    const lateBecause = await this.late.allow(meeting, caseId, reason);
    const { referralId } = referral;
    const notHeard = await notHeardSoFar(caseId);
    const listing = { caseId, referralId, minutes: minutes ?? meeting.minutesPerCase, notHeard, lateBecause };
    const view = await this.lists.view(await this.lists.put(meeting, lines, listing), meeting.startsAt);
    return { ...view, overflow: await this.advice.on(meeting) };
  }
}
