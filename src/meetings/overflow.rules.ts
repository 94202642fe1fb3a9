import type { IsoDate } from '../platform/values/dates.js';
import { type WorkingCalendar, workingDaysFrom } from '../platform/values/working-days.js';

export interface Overflow {
  /** cases that take up time, this one included */
  cases: number;
  cap: number;
  /** a meeting to plan besides, as `POST /meetings` takes it */
  extraMeeting: { maracId: string; heldOn: IsoDate; startTime: string; venue: string };
  /** the next meeting that has room, for a deferral */
  deferTo: { meetingId: string; heldOn: IsoDate } | null;
}

interface Full {
  maracId: string;
  heldOn: IsoDate;
  cap: number;
  venue: string;
  startTime: string;
}

/**
 * What can be done about a list that is longer than the meeting can hear: an extra meeting on a day soon after on which none is planned, or
 * a deferral. Null while it is not.
 */
export function overflow(
  meeting: Full,
  cases: number,
  toCome: readonly { id: string; heldOn: IsoDate; cases: number; cap: number }[],
  calendar: WorkingCalendar,
): Overflow | null {
  if (cases <= meeting.cap) return null;
  const { maracId, venue, startTime, cap } = meeting;
  const taken = new Set(toCome.map(({ heldOn }) => heldOn));
  let heldOn = workingDaysFrom(meeting.heldOn, 1, calendar);
  while (taken.has(heldOn)) heldOn = workingDaysFrom(heldOn, 1, calendar);
  const room = toCome.find((other) => other.heldOn > meeting.heldOn && other.cases < other.cap);
  return {
    ...{ cases, cap, extraMeeting: { maracId, heldOn, startTime, venue } },
    deferTo: room ? { meetingId: room.id, heldOn: room.heldOn } : null,
  };
}

export type DeferralRefusal = 'check-required' | 'check-too-late' | 'not-another';

/**
 * Why a case cannot go from one meeting to another; undefined when it can. To hear it later, or nobody knows when, needs a check on the
 * victim meanwhile.
 */
export function refuseDeferral(
  from: { id: string; startsAt: Date },
  to: { id: string; startsAt: Date; heldOn: IsoDate } | null,
  check: { dueOn: IsoDate } | null,
): DeferralRefusal | undefined {
  if (to && to.id === from.id) return 'not-another';
  const isLater = !to || to.startsAt > from.startsAt;
  if (isLater && !check) return 'check-required';
  return check && to && check.dueOn > to.heldOn ? 'check-too-late' : undefined;
}
