/**
 * What the day of a meeting tells. Each carries `meetingId` and `maracId`.
 *
 * - `meeting.opened`: the meeting began
 * - `meeting.closed`: it is over, and every case on its list has an outcome
 * - `quorum.lost`: there was a quorum, for all cases or for those with children, and there is none any more
 */
export const MEETING_OPENED = 'meeting.opened';
export const MEETING_CLOSED = 'meeting.closed';
export const QUORUM_LOST = 'quorum.lost';
