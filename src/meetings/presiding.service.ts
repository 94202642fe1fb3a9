import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Outbox } from '../platform/events/outbox.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { Chairs } from './chairs.service.js';
import { ManagedMeetings } from './managed-meetings.js';
import { type RatificationRefusal, refuseRatification } from './meeting-day.rules.js';
import { Meeting } from './meeting.entity.js';
import { MEETING_CHAIR_SET } from './meetings.events.js';
import type { MeetingChangeView, NewRatification, PresidingChange, RatificationView } from './scheduling.dto.js';
import { changesOf, insertRatification, ratificationOf, recordChange } from './scheduling.queries.js';

/** Who presides over a meeting, and what the next meeting said of one that could not wait. */
@Injectable()
export class Presiding {
  private readonly meetings = new Store(Meeting);

  constructor(
    private readonly managed: ManagedMeetings,
    private readonly chairs: Chairs,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Says who chairs, who stands in, and whether the chair is absent. Whoever presides now is told.
   * @throws Problem 404; 403; 409 `not-planned`, `chair-taken`; 412; 422 `not-a-chair`, `chair-needed`, `same-person`, `required`
   */
  async preside(meetingId: string, version: number, input: PresidingChange): Promise<void> {
    const meeting = await this.managed.lock(meetingId, version);
    const { maracId } = meeting;
    const { chairId = null, deputyId = null, chairAbsent = false, reason } = input;
    await this.managed.checkTexts(meetingId, { '/reason': reason });
    await this.chairs.check(maracId, input);
    if (chairAbsent && !chairId) throw Problem.at('/chairId', 'required', 'Say whose absence it is.');
    recordChange('CHAIR', meeting, reason);
    await this.meetings.update({ ...meeting, chairId, deputyId, chairAbsent, byHand: true });
    this.audit.record({ action: 'meeting.chair-set', subject: { kind: 'meeting', id: meetingId }, maracId });
    if (chairAbsent ? deputyId : chairId) this.outbox.publish({ name: MEETING_CHAIR_SET, ids: { meetingId, maracId } });
    await tx().settle();
  }

  /**
   * Puts down what the next ordinary meeting decided on an emergency meeting. Its cases were heard when it was held: nothing of them
   * is listed, heard or counted a second time.
   * @throws Problem 404; 403; 409 `not-an-emergency`, `not-held`, `already-ratified`; 422 `other-meeting`, `not-begun`, `required`
   */
  async ratify(meetingId: string, input: NewRatification): Promise<RatificationView> {
    const emergency = await this.managed.seen(meetingId);
    const { maracId } = emergency;
    const { atMeetingId, decision, reason = null } = input;
    const refused = refuseRatification(emergency, await this.meetings.byId(atMeetingId), present());
    if (refused) throw problemOf(refused);
    if (decision === 'NOT_RATIFIED' && reason === null)
      throw Problem.at('/reason', 'required', 'Say why it was not ratified.');
    await this.managed.checkTexts(meetingId, { '/reason': reason });
    if (!(await insertRatification({ meetingId, atMeetingId, decision, reason }, maracId)))
      throw Problem.conflict('already-ratified', 'A meeting decided on this one before.');
    this.audit.record({ action: 'meeting.ratified', subject: { kind: 'meeting', id: meetingId }, maracId, code: decision }); // prettier-ignore
    return this.ratification(meetingId);
  }

  /** @throws Problem 404 also while no meeting decided on it; 403 */
  async ratification(meetingId: string): Promise<RatificationView> {
    await this.managed.seen(meetingId);
    const found = await ratificationOf(meetingId);
    if (!found) throw Problem.notFound();
    return found;
  }

  /** @throws Problem 404; 403 */
  async changes(meetingId: string): Promise<MeetingChangeView[]> {
    await this.managed.seen(meetingId);
    return changesOf(meetingId);
  }
}

function problemOf(refused: RatificationRefusal): Problem {
  switch (refused) {
    case 'not-an-emergency':
      return Problem.conflict(refused, 'Only an emergency meeting is ratified.');
    case 'not-held':
      return Problem.conflict(refused, 'The emergency meeting is not closed: its outcomes are recorded first.');
    case 'other-meeting':
      return Problem.at('/atMeetingId', refused, 'It is ratified by a later ordinary meeting of the same MARAC.');
    case 'not-begun':
      return Problem.at('/atMeetingId', refused, 'That meeting has not begun.');
  }
}
