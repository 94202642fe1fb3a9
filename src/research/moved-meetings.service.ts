import { Injectable } from '@nestjs/common';
import { SharingTimes } from '../access/sharing-times.service.js';
import { CLOSURES_CHANGED } from '../maracs/maracs.events.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { MEETING_MOVED } from '../meetings/meetings.events.js';
import { MeetingsReader } from '../meetings/meetings.reader.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { circulatedToCome, moveDue } from './research.queries.js';
import { Sharer } from './sharer.service.js';

/** A meeting moved after its list went out: what opens on its day opens on the new one, and research is due by the new one. */
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
    const { from, until, dueOn } = await this.sharer.terms(meeting);
    moveDue(meetingId, dueOn);
    this.times.moveDay({ origin: 'CIRCULATION', originId: meetingId }, meeting.formerDays, from, until);
  }

  /** Another day is worked, or is not: research is due by as many working days before each meeting as ever. */
  @Subscribes(CLOSURES_CHANGED, 'research.follow-the-closures')
  async followClosures({ maracId = '' }: Record<string, string>): Promise<void> {
    for (const { id, heldOn } of await circulatedToCome(maracId, todayIn(TIME_ZONE, present())))
      moveDue(id, (await this.sharer.terms({ maracId, heldOn })).dueOn);
  }
}
