/** Kind of the due row that has the flags of a MARAC looked through; the subject is the MARAC. */
export const LOOK_THROUGH = 'flags.look-through';

/** An agency did not say in time that its marker was placed or removed: ids flagId, caseId, maracId, agencyId, chaseId. Once. */
export const FLAG_UNACKNOWLEDGED = 'flag.unacknowledged';

/** Kind of the due row behind an agency that stays silent though it was reminded; the subject is the reminder. */
export const MARKER_DUE = 'flags.marker-due';
