/** Somebody is to say whether a conflict is one: ids conflictId, caseId, maracId. Not for the one concerned. */
export const CONFLICT_FOUND = 'conflict.found';

/** A second person is to agree that a case opens again: ids conflictId, caseId, maracId. */
export const LIFT_PROPOSED = 'conflict.lift-proposed';
