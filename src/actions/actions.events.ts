/** Kind of the due row that wakes an open action: for its next reminder, its due moment, its next escalation. */
export const OVERDUE = 'action.overdue';

/** An open action is past its due moment: ids actionId, caseId, maracId, alertId. Once per due date. */
export const ACTION_OVERDUE = 'action.overdue';

/** Nobody is reminded of an action for a while, or is again: ids actionId, caseId, maracId, pauseId. */
export const ACTION_PAUSED = 'action.paused';
export const ACTION_RESUMED = 'action.resumed';
