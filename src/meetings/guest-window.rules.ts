import { addDays, type IsoDate } from '../platform/values/dates.js';
import { startOf } from './series-dates.rules.js';

export interface Window {
  from: Date;
  until: Date;
}

/** When a guest may open the case: from some minutes before its slot, never before the day of the meeting, to the end of that day. */
export function guestWindow(slotAt: Date, meetingOn: IsoDate, minutesBefore: number, timeZone: string): Window {
  const dayStarts = startOf(meetingOn, '00:00', timeZone);
  const before = new Date(slotAt.getTime() - minutesBefore * 60_000);
  return { from: before < dayStarts ? dayStarts : before, until: startOf(addDays(meetingOn, 1), '00:00', timeZone) };
}
