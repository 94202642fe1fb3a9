import { Injectable } from '@nestjs/common';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { present } from '../platform/values/clock.js';
import { timeIn } from './guest-window.rules.js';
import { lockMeetingsToCome, meetingById } from './meetings.queries.js';
import { type Overflow, overflow } from './overflow.rules.js';

/** What can be done about a list that is too long. */
@Injectable()
export class OverflowAdvice {
  constructor(private readonly maracs: MaracsReader) {}

  /** Null while the meeting can hear what is on its list. */
  async on({ id, maracId }: { id: string; maracId: string }): Promise<Overflow | null> {
    const meeting = await meetingById(id);
    if (!meeting) throw new Error('the meeting just changed is not there');
    if (meeting.cases <= meeting.cap) return null;
    const calendar = await this.maracs.calendarOf(maracId);
    const toCome = await lockMeetingsToCome(maracId, present());
    const startTime = timeIn(TIME_ZONE, meeting.startsAt);
    return overflow({ ...meeting, startTime }, meeting.cases, toCome, calendar);
  }
}
