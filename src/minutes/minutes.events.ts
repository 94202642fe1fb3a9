/**
 * What minutes tell. Each carries `meetingId` and `maracId`, the first two `minutesId` as well.
 *
 * - `minutes.approved`: the minutes stand, and those who were there may read them
 * - `minutes.recalled`: they are read no more
 * - `minutes.overdue`: a meeting closed, and its minutes were not approved in time
 */
export const MINUTES_APPROVED = 'minutes.approved';
export const MINUTES_RECALLED = 'minutes.recalled';
export const MINUTES_OVERDUE = 'minutes.overdue';

/** Kind of the due row that looks whether the minutes of a meeting were approved in time. */
export const APPROVAL_DUE = 'minutes.approval-due';
