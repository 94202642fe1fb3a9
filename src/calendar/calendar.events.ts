/** A step around a meeting was not taken in time: ids reminderId, maracId. Once for each day by which it was due. */
export const TASK_OVERDUE = 'calendar.task-overdue';
