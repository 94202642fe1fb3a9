import type { IsoDate } from '../platform/values/dates.js';
import type { Task, TaskKind } from './tasks.rules.js';

/** Of no use to tell once the day of the meeting has come: what was to be done before it is too late, or is being done. */
const BEFOREHAND: readonly TaskKind[] = ['CHAIR', 'CUT_OFF', 'SCREENING', 'SIGNATURES', 'CIRCULATE_LIST', 'RESEARCH_CHASE', 'FINAL_ORDER', 'PAPERS_OUT']; // prettier-ignore

/** A daily hub has many a meeting on which no case waits: nobody is missed there. */
const FOR_CASES: readonly TaskKind[] = ['CHAIR', 'CIRCULATE_LIST', 'ROLL_CALL', 'CLOSE_MEETING'];

/** Tasks of which people are told: overdue, of the kinds that the area names, and not of a meeting long past. */
export function toTell(tasks: readonly Task[], kinds: readonly TaskKind[], today: IsoDate, oldest: IsoDate): Task[] {
  return tasks.filter(({ kind, overdue, meetingOn, cases }) => {
    if (cases === 0 && FOR_CASES.includes(kind)) return false;
    if (!overdue || !kinds.includes(kind)) return false;
    if (meetingOn === null) return true;
    return BEFOREHAND.includes(kind) ? meetingOn >= today : meetingOn >= oldest;
  });
}

/** A digest or a mail of the night wakes somebody who can do nothing: what was due by yesterday is told in the hours of a working day. */
export function isTimeToTell(hour: number, isWorkingDay: boolean): boolean {
  return isWorkingDay && hour >= 9 && hour < 18;
}
