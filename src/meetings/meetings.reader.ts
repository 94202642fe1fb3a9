import { Injectable } from '@nestjs/common';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { SEES_LISTED_CASE as LISTED } from './agenda.queries.js';
import { SEES_UNCHECKED as SEES, type UncheckedMeeting, uncheckedMeetings } from './cancelled-checks.queries.js';
import { guestById, type InvitedGuest } from './guests.queries.js';
import { meetingById } from './meetings.queries.js';
import { formerDays } from './scheduling.queries.js';
import { momentOn } from '../platform/values/moments.js';

/** When a meeting is, and the beginnings of the days on which it was to be before. */
export interface MeetingTime {
  maracId: string;
  heldOn: string;
  formerDays: Date[];
}

/** SQL that finds a cancelled meeting when the reader sees a case of it whose victim nobody checks on: row-level security answers. */
export const SEES_UNCHECKED = SEES;
/** The same of a meeting on whose list the reader finds a case. */
export const SEES_LISTED_CASE = LISTED;

/** Narrow answers about meetings, for the floors above. */
@Injectable()
export class MeetingsReader {
  /** Who presides over a meeting as things stand; null: nobody yet. */
  async presiding(meetingId: string): Promise<string | null> {
    const meeting = await meetingById(meetingId);
    if (!meeting) return null;
    return meeting.chairAbsent ? meeting.deputyId : meeting.chairId;
  }

  /** Meetings of an area held on a day or later that were cancelled, with cases for which nobody checks on the victim yet. */
  unchecked(maracId: string, from: string): Promise<UncheckedMeeting[]> {
    return uncheckedMeetings(maracId, from, TIME_ZONE);
  }

  /** Whom an invitation to a slot is for, and when it is. */
  guest(guestId: string): Promise<InvitedGuest | undefined> {
    return guestById(guestId);
  }

  async timeOf(meetingId: string): Promise<MeetingTime | undefined> {
    const meeting = await meetingById(meetingId);
    if (!meeting) return undefined;
    const { maracId, heldOn } = meeting;
    const former = await formerDays(meetingId);
    return { maracId, heldOn, formerDays: former.map((day) => momentOn(day, '00:00', TIME_ZONE)) };
  }
}
