import { Injectable } from '@nestjs/common';
import { FreeText } from '../persons/free-text.service.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { MeetingPapers } from './papers.service.js';

/** Once a list went out, agencies have searched for what is on it: what is added then is the chair's to decide. */
@Injectable()
export class LateListing {
  constructor(
    private readonly papers: MeetingPapers,
    private readonly freeText: FreeText,
  ) {}

  /**
   * The reason to keep with a case that comes late; undefined while the list is not out.
   * @throws Problem 403 `chair-decides`; 422 at /reason `required`, `not-wanted`, `protected-address-in-text`
   */
  async allow(
    meeting: { id: string; maracId: string },
    caseId: string,
    reason: string | undefined,
  ): Promise<string | undefined> {
    const isOut = await this.isOut(meeting.id);
    if (!isOut && reason) throw Problem.at('/reason', 'not-wanted', 'The list is not out yet: no reason is needed.');
    if (!isOut) return undefined;
    if (!tx().actor.may('circulation:add', meeting.maracId))
      throw new Problem(403, 'chair-decides', 'The list was circulated: additions are for the chair to decide.');
    if (!reason) throw Problem.at('/reason', 'required', 'Say why the case cannot wait for the next list.');
    await this.freeText.check(caseId, { '/reason': reason });
    return reason;
  }

  async isOut(meetingId: string): Promise<boolean> {
    return (await this.papers.circulatedAt(meetingId)) !== null;
  }
}
