import { addDays, addMonths, type IsoDate, todayIn } from '../platform/values/dates.js';
import { type WorkingCalendar, workingDaysFrom } from '../platform/values/working-days.js';
import { endOfDay } from '../platform/values/moments.js';

/** How soon an action is due when nobody says: within hours, so many working days, or by the next meeting. */
export const DUE_CLASSES = ['URGENT', 'SHORT', 'STANDARD', 'COMPLEX', 'NEXT_MEETING'] as const;
export type DueClass = (typeof DUE_CLASSES)[number];

/** An area's norms; defaults: 24 hours, 2, 5 and 10 working days, at most a year. */
export interface DueNorms {
  urgentHours: number;
  shortDays: number;
  standardDays: number;
  complexDays: number;
  furthestMonths: number;
}

/** What the due date is decided from. */
export interface DueQuestion {
  now: Date;
  timeZone: string;
  calendar: WorkingCalendar;
  /** Day of the meeting that agrees the action; absent outside one. */
  meetingOn?: IsoDate | null;
  /** Day of the meeting after that, when known. */
  nextMeetingOn?: IsoDate | null;
  dueOn?: IsoDate | null;
  /** The exact moment, for what cannot wait until the end of a day. */
  dueAt?: Date | null;
  dueClass: DueClass;
}

/** When an action was set and is due; `dueAt` is the moment after which it is overdue. */
export interface Due {
  setOn: IsoDate;
  dueOn: IsoDate;
  dueAt: Date;
}

export interface DueRefusal {
  refused: 'in-the-past' | 'before-the-meeting' | 'too-far-ahead' | 'no-next-meeting' | 'not-both';
  field: 'dueOn' | 'dueAt';
}

/** Decides when an action is due: as asked, or by its due class. Counted from the meeting, or from today when that is later. */
export function decideDue(question: DueQuestion, norms: DueNorms): Due | DueRefusal {
  const { now, timeZone, meetingOn } = question;
  const today = todayIn(timeZone, now);
  const setOn = meetingOn ?? today;
  if (question.dueOn && question.dueAt) return { refused: 'not-both', field: 'dueAt' };
  const asked = askedFor(question) ?? byClass(question, norms, setOn > today ? setOn : today);
  if ('refused' in asked) return asked;
  const field = question.dueAt ? 'dueAt' : 'dueOn';
  if (asked.dueAt <= now) return { refused: 'in-the-past', field };
  if (asked.dueOn < setOn) return { refused: 'before-the-meeting', field };
  if (asked.dueOn > addMonths(today, norms.furthestMonths)) return { refused: 'too-far-ahead', field };
  return { setOn, ...asked };
}

type Moment = Omit<Due, 'setOn'>;

function askedFor({ dueOn, dueAt, timeZone }: DueQuestion): Moment | null {
  if (dueAt) return { dueOn: todayIn(timeZone, dueAt), dueAt };
  return dueOn ? { dueOn, dueAt: endOfDay(dueOn, timeZone) } : null;
}

function byClass(question: DueQuestion, norms: DueNorms, from: IsoDate): Moment | DueRefusal {
  const { now, timeZone, calendar, nextMeetingOn, dueClass } = question;
  const onDay = (day: IsoDate) => ({ dueOn: day, dueAt: endOfDay(day, timeZone) });
  switch (dueClass) {
    case 'URGENT': {
      if (from > todayIn(timeZone, now)) return onDay(addDays(from, Math.ceil(norms.urgentHours / 24)));
      const dueAt = new Date(now.getTime() + norms.urgentHours * 3_600_000);
      return { dueOn: todayIn(timeZone, dueAt), dueAt };
    }
    case 'SHORT':
      return onDay(workingDaysFrom(from, norms.shortDays, calendar));
    case 'STANDARD':
      return onDay(workingDaysFrom(from, norms.standardDays, calendar));
    case 'COMPLEX':
      return onDay(workingDaysFrom(from, norms.complexDays, calendar));
    case 'NEXT_MEETING':
      return nextMeetingOn ? onDay(nextMeetingOn) : { refused: 'no-next-meeting', field: 'dueOn' };
  }
}
