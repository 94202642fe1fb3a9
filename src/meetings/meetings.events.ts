/** A meeting is at another time or place. Carries `meetingId` and `maracId`, as the three that follow. */
export const MEETING_MOVED = 'meeting.moved';
export const MEETING_CANCELLED = 'meeting.cancelled';
/** An emergency meeting was called. */
export const MEETING_CALLED = 'meeting.called';
/** Somebody else presides over it now. */
export const MEETING_CHAIR_SET = 'meeting.chair-set';
/** A series changed or ended, or days on which the area is closed moved its meetings. Carries `seriesId` and `maracId`. */
export const SERIES_CHANGED = 'meeting-series.changed';

/** Somebody is invited to the slot of a case; the slot moved, or fell away. Carries `guestId`, `meetingId` and `maracId`. */
export const GUEST_INVITED = 'guest.invited';
export const GUEST_SLOT_CHANGED = 'guest.slot-changed';

/**
 * What meetings tell. Each of the first carries `agendaItemId`, `meetingId`, `caseId` and `maracId`.
 *
 * - `case.listed`: a case was put on the agenda of a meeting
 * - `case.heard`: it was heard there
 * - `case.not-heard`: it was listed and not heard; where it is listed next is on the agenda
 * - `case.withdrawn`: it was taken off the list
 *
 * `case.escalated`: it was not heard so often that the chair is told
 *
 * `agenda.arranged` carries `meetingId` and `maracId`: slots of the meeting moved.
 */
export const EVENTS = [
  ...['case.listed', 'case.heard', 'case.not-heard', 'case.withdrawn', 'agenda.arranged', 'case.escalated'],
  ...[MEETING_MOVED, MEETING_CANCELLED, MEETING_CALLED, MEETING_CHAIR_SET, SERIES_CHANGED],
  ...[GUEST_INVITED, GUEST_SLOT_CHANGED],
];
export const CASE_ESCALATED = 'case.escalated';
