/** Copies of a meeting's papers were called back. Carries `recallId`, `meetingId` and `maracId`. */
export const PAPERS_RECALLED = 'papers.recalled';
