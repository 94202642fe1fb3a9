import { Injectable } from '@nestjs/common';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { type MeetingFacts, meetingFacts } from './papers.queries.js';

/** For whom a meeting has papers at all. */
@Injectable()
export class Readers {
  /** A meeting that the reader may know of: as somebody who reads its list, or while a slot is theirs. @throws Problem 404 */
  async meeting(meetingId: string): Promise<MeetingFacts> {
    const { actor } = tx();
    const meeting = await meetingFacts(meetingId);
    if (!meeting || !actor.may('papers:read', meeting.maracId)) throw Problem.notFound();
    if (!actor.may('meetings:read', meeting.maracId) && meeting.guestOf.length === 0) throw Problem.notFound();
    return meeting;
  }

  /** @throws Problem 404; 403 unless the actor manages the meetings of its MARAC */
  async managed(meetingId: string): Promise<MeetingFacts> {
    const meeting = await this.meeting(meetingId);
    if (!tx().actor.may('meetings:manage', meeting.maracId)) throw Problem.notAllowed();
    return meeting;
  }
}
