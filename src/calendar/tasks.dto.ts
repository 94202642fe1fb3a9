import { DateOnly, Id, Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { TASK_STATES, type TaskKind, TASKS, type TaskState, TICKED, type TickedKind } from './tasks.rules.js';

export class TasksQuery {
  @Id({ about: 'The MARAC' }) maracId: string;
  @YesNo({ about: 'With those that are done, or were missed', optional: true }) all?: boolean;
}

export class TaskView {
  @OneOf(TASKS, { about: 'What is to be done' }) kind: TaskKind;
  @Text({ about: 'The same in words', max: 200 }) title: string;
  @Id({ about: 'The meeting it belongs to; null for what concerns none', optional: true }) meetingId: string | null;
  @DateOnly({ about: 'Day of that meeting', optional: true }) meetingOn: string | null;
  @DateOnly({ about: 'The day by which it is to be done' }) dueOn: string;
  @OneOf(TASK_STATES, { about: 'MISSED: the meeting was held without it' }) state: TaskState;
  @YesNo({ about: 'Open, and its day is over' }) overdue: boolean;
  @Whole({ about: 'How many are left to do; null where there is nothing to count', min: 0, max: 1_000_000, optional: true })
  outstanding: number | null;
  @YesNo({ about: 'It is ticked off by hand: the system knows nothing of it by itself' }) byHand: boolean;
} // prettier-ignore

export class TasksView {
  @DateOnly({ about: 'The day on which it stands like this' }) today: string;
  @Whole({ about: 'Overdue tasks', min: 0, max: 1_000_000 }) overdue: number;
  @ListOf(() => TaskView, { about: 'By the day they are due' }) items: TaskView[];
}

export class NewTick {
  @OneOf(TICKED, { about: 'The step that was done' }) kind: TickedKind;
}

export class TickView {
  @Id({ about: 'The tick' }) id: string;
  @Id({ about: 'The meeting' }) meetingId: string;
  @OneOf(TICKED, { about: 'The step that was done' }) kind: TickedKind;
  @Instant({ about: 'When it was ticked off' }) doneAt: string;
}
