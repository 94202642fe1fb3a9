/** The list of a meeting went out. Carries `meetingId` and `maracId`. */
export const MEETING_CIRCULATED = 'meeting.circulated';
