/** Work was given up and waits for a person. Carries `stuckId`. */
export const WORK_STUCK = 'operations.work-stuck';
/** An invented promise came due, as an overdue action does. Carries `canaryId`. */
export const CANARY_DUE = 'operations.canary-due';
export const EVENTS = [WORK_STUCK, CANARY_DUE];

/** Who tells of stuck work. Named here because its own failures are not told of: they would tell of each other for ever. */
export const TELLS_OF_STUCK_WORK = 'notifications.tell-stuck-work';
