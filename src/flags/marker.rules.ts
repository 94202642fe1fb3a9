import { addDays, type IsoDate } from '../platform/values/dates.js';
import { type WorkingCalendar, workingDaysFrom } from '../platform/values/working-days.js';

/**
 * What an agency says of its own marker: it is in its records, it was taken out, or the agency holds no file of these people that
 * could be marked. (SafeLives, flag and tag: every agency marks its own files, so that a new incident is spotted.)
 */
export const MARKERS = ['PLACED', 'REMOVED', 'NOT_HELD'] as const;
export type Marker = (typeof MARKERS)[number];

/** What an agency has yet to say. */
export const OWED = ['PLACING', 'REMOVING'] as const;
export type Owed = (typeof OWED)[number];

/** An area's norms: working days after which a missing acknowledgement is chased. */
export interface MarkerNorms {
  placingDays: number;
  removingDays: number;
}

/** A flag as it stands and one agency's part in it. */
export interface MarkerFacts {
  expiresOn: IsoDate;
  /** of the flag: greater each time it was moved */
  version: number;
  /** day on which it was set or last moved */
  changedOn: IsoDate;
  /** day from which the case is shared with the agency; null when it is not, or no longer */
  sharedOn: IsoDate | null;
  /** the agency's last word, and of which version; null when it has said nothing */
  marker: Marker | null;
  markerVersion: number | null;
}

export interface Owing {
  owed: Owed;
  dueOn: IsoDate;
  overdue: boolean;
}

/**
 * What the agency owes on a day. While the flag runs: that it placed its marker for the flag as it stands, or holds no file; a
 * flag that a repeat moved is placed anew, since the day until which to keep the marker moved with it. When it has lapsed: that
 * it removed the marker which it said it placed, whether the case is still shared with it or not.
 */
export function owedBy(
  facts: MarkerFacts,
  today: IsoDate,
  norms: MarkerNorms & { calendar: WorkingCalendar },
): Owing | null {
  const { expiresOn, changedOn, sharedOn, marker } = facts;
  const by = (owed: Owed, since: IsoDate, days: number): Owing => {
    const dueOn = workingDaysFrom(since, days, norms.calendar);
    return { owed, dueOn, overdue: dueOn < today };
  };
  if (expiresOn < today) return marker === 'PLACED' ? by('REMOVING', expiresOn, norms.removingDays) : null;
  if (sharedOn === null) return null;
  const said = facts.markerVersion === facts.version && (marker === 'PLACED' || marker === 'NOT_HELD');
  return said ? null : by('PLACING', sharedOn > changedOn ? sharedOn : changedOn, norms.placingDays);
}

/** The last day such that what was owed from it on is overdue today: for finding by one comparison what is to be chased. */
export function overdueIfSince(today: IsoDate, days: number, calendar: WorkingCalendar): IsoDate {
  let since = addDays(today, -1);
  while (workingDaysFrom(since, days, calendar) >= today) since = addDays(since, -1);
  return since;
}
