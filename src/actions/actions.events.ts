/** Kind of the due row that wakes an open action: for its next reminder, its due moment, its next escalation. */
export const OVERDUE = 'action.overdue';
/** Kind of the due row that wakes a request when its answer is due; its subject is the request. */
export const UNANSWERED = 'action.request-unanswered';

/** An open action is past its due moment: ids actionId, caseId, maracId, alertId. Once per due date. */
export const ACTION_OVERDUE = 'action.overdue';
/** Nobody is reminded of an action for a while, or is again: ids actionId, caseId, maracId, pauseId. */
export const ACTION_PAUSED = 'action.paused';
export const ACTION_RESUMED = 'action.resumed';
/** An agency that was not there is asked to do something: ids actionId, caseId, maracId, requestId. */
export const ACTION_REQUESTED = 'action.requested';
/** It declined: the same ids. */
export const ACTION_DECLINED = 'action.declined';
/** It has not answered in time: the same ids, once a request. */
export const ACTION_UNANSWERED = 'action.unanswered';
/** An action has another owner: ids actionId, caseId, maracId, reassignmentId. */
export const ACTION_REASSIGNED = 'action.reassigned';
/** An action ended: ids actionId, caseId, maracId, and userId of the person who closed it. */
export const ACTION_CLOSED = 'action.closed';
