import { Injectable } from '@nestjs/common';
import { SharingTimes } from '../access/sharing-times.service.js';
import { MEETING_MOVED } from '../meetings/meetings.events.js';
import { MeetingsReader } from '../meetings/meetings.reader.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { Sharer } from './sharer.service.js';

/** A meeting moved after its list went out: what opens on its day opens on the new one. By when research is due is up to `ResearchLadders`. */
@Injectable()
export class MovedMeetings {
  constructor(
    private readonly meetings: MeetingsReader,
    private readonly sharer: Sharer,
    private readonly times: SharingTimes,
  ) {}

  /** By how things stand now, so that it bears being told twice, and late, of several moves. */
  @Subscribes(MEETING_MOVED, 'research.follow-the-meeting')
  async follow({ meetingId = '' }: Record<string, string>): Promise<void> {
    const meeting = await this.meetings.timeOf(meetingId);
    if (!meeting) throw new Error('the meeting that moved is not there');
    const { from, until } = await this.sharer.terms(meeting);
    this.times.moveDay({ origin: 'CIRCULATION', originId: meetingId }, meeting.formerDays, from, until);
  }
}
