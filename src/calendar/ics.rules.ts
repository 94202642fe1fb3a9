import ical, { ICalCalendarMethod, ICalEventClass, ICalEventStatus } from 'ical-generator';

/** A meeting, or a guest's slot of one, as far as a calendar outside may know of it: when, and of which area. */
export interface FeedMeeting {
  id: string;
  kind: 'MEETING' | 'SLOT';
  code: string;
  startsAt: Date;
  endsAt: Date;
  cancelled: boolean;
  /** how often its time or status changed */
  sequence: number;
  changedAt: Date;
}

const TITLES = { MEETING: 'MARAC meeting', SLOT: 'MARAC slot' } as const;

/**
 * Meetings as an iCalendar file (RFC 5545), in UTC. A calendar is shown on shared screens and kept by services that are none of
 * ours: a meeting has an opaque title and the address behind the sign-in, and neither place nor people nor anything of a case; nor has a
 * guest's slot.
 * What was cancelled stays, and says so, or it would stay in the calendars of people as if it took place.
 */
export function icsOf(meetings: readonly FeedMeeting[], publicUrl: string): string {
  const calendar = ical({
    name: 'MARAC meetings',
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'MARAC', product: 'meetings', language: 'EN' },
    ttl: 60 * 60,
  });
  const host = new URL(publicUrl).hostname;
  for (const meeting of meetings) {
    calendar.createEvent({
      id: `${meeting.id}@${host}`,
      summary: `${TITLES[meeting.kind]}, ${meeting.code}`,
      start: meeting.startsAt,
      end: meeting.endsAt,
      stamp: meeting.changedAt,
      lastModified: meeting.changedAt,
      sequence: meeting.sequence,
      status: meeting.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      class: ICalEventClass.PRIVATE,
      url: `${publicUrl}/${meeting.kind === 'MEETING' ? `meetings/${meeting.id}` : 'guest-slots'}`,
    });
  }
  return calendar.toString();
}
