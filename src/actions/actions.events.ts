/** Kind of the due row that wakes an open action when its time has come. */
export const OVERDUE = 'action.overdue';

/** An open action is past its due moment: ids actionId, caseId, maracId, alertId. Once per due date. */
export const ACTION_OVERDUE = 'action.overdue';
