import { Injectable } from '@nestjs/common';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import {
  MEETING_CALLED,
  MEETING_CANCELLED,
  MEETING_CHAIR_SET,
  MEETING_MOVED,
  SERIES_CHANGED,
} from '../meetings/meetings.events.js';
import { MeetingsReader } from '../meetings/meetings.reader.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { DELIVERY } from './delivery-rules.js';
import type { NoticeKind } from './notice.rules.js';
import { Recipients } from './recipients.service.js';
import { isSoon } from './soon.rules.js';
import { Tell } from './tell.service.js';
import { SEES_SERIES } from './who-sees.queries.js';

type Ids = Record<string, string>;

/** What changes in the calendar, told to those who come to meetings there. No notice says when or why: that is behind the sign-in. */
@Injectable()
export class MeetingSubscribers {
  constructor(
    private readonly recipients: Recipients,
    private readonly tell: Tell,
    private readonly meetings: MeetingsReader,
    private readonly maracs: MaracsReader,
  ) {}

  @Subscribes(MEETING_MOVED, 'notifications.tell-moved')
  moved(ids: Ids, eventId: string): Promise<void> {
    return this.everybody('MEETING_MOVED', ids, eventId);
  }

  @Subscribes(MEETING_CANCELLED, 'notifications.tell-cancelled')
  cancelled(ids: Ids, eventId: string): Promise<void> {
    return this.everybody('MEETING_CANCELLED', ids, eventId);
  }

  @Subscribes(MEETING_CALLED, 'notifications.tell-called')
  called(ids: Ids, eventId: string): Promise<void> {
    return this.everybody('MEETING_CALLED', ids, eventId);
  }

  @Subscribes(SERIES_CHANGED, 'notifications.tell-series-changed')
  async seriesChanged({ seriesId = '', maracId = '' }: Ids, eventId: string): Promise<void> {
    const userIds = await this.recipients.ofMeetings(maracId, seriesId, SEES_SERIES);
    await this.tell.ofMarac(userIds, { kind: 'MEETING_SERIES_CHANGED', maracId, subjectId: seriesId, eventId });
  }

  @Subscribes(MEETING_CHAIR_SET, 'notifications.tell-presiding')
  async presiding({ meetingId = '', maracId = '' }: Ids, eventId: string): Promise<void> {
    const presiding = await this.meetings.presiding(meetingId);
    const people = await this.recipients.ofMeetings(maracId, meetingId);
    const told = people.filter((id) => id === presiding);
    const urgent = await this.isSoon(meetingId);
    await this.tell.ofMarac(told, { kind: 'MEETING_TO_CHAIR', maracId, subjectId: meetingId, eventId, urgent });
  }

  private async everybody(kind: NoticeKind, { meetingId = '', maracId = '' }: Ids, eventId: string): Promise<void> {
    const userIds = await this.recipients.ofMeetings(maracId, meetingId);
    const urgent = await this.isSoon(meetingId);
    await this.tell.ofMarac(userIds, { kind, maracId, subjectId: meetingId, eventId, urgent });
  }

  /** Held soon, or until now to be held soon: tomorrow's digest may find people on their way. */
  private async isSoon(meetingId: string): Promise<boolean> {
    const meeting = await this.meetings.timeOf(meetingId);
    if (!meeting) return false;
    const { maracId, heldOn, formerDays } = meeting;
    const today = todayIn(TIME_ZONE, present());
    const { rules } = await this.maracs.rules(maracId, DELIVERY, today);
    const days = [heldOn, ...formerDays.map((day) => todayIn(TIME_ZONE, day))];
    const calendar = await this.maracs.calendarOf(maracId);
    return days.some((day) => isSoon(day, today, rules.urgentMeetingWorkingDays, calendar));
  }
}
