/** A line of the record looked unusual. Carries `findingId` and `maracId`; never told to whom it is about. */
export const FINDING_RAISED = 'watch.finding-raised';
export const EVENTS = [FINDING_RAISED];
