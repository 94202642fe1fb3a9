/** The list of a meeting went out. Carries `meetingId` and `maracId`. */
export const MEETING_CIRCULATED = 'meeting.circulated';

/** An agency owes a meeting its research, and is reminded. Carries `rungId`, `meetingId`, `maracId` and `agencyId`: no case. */
export const RESEARCH_OWED = 'research.owed';

/** Kind of the due row by which an agency is reminded; the subject is its row for the meeting, as of the ladder. */
export const CHASE = 'research.chase';
