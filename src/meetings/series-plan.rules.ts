import type { IsoDate } from '../platform/values/dates.js';

/** A meeting that a series asks for. */
export interface Wanted {
  occurrenceOn: IsoDate;
  heldOn: IsoDate;
  startsAt: Date;
}

/** What a series says of each of its meetings besides its time. */
export interface Terms {
  venue: string;
  link: string | null;
  minutesPerCase: number;
  chairId: string | null;
  deputyId: string | null;
}

/** A meeting of the series that is still to come. */
export interface Standing extends Wanted, Terms {
  id: string;
  status: 'PLANNED' | 'HELD' | 'CANCELLED';
  cancelledBy: 'HAND' | 'SERIES' | null;
  /** somebody moved it, or gave it another chair: it is no longer the series' to change */
  byHand: boolean;
  /** cases are on its list, or the list went out */
  listed: boolean;
}

export type Meant = Wanted & Terms;

export interface SeriesPlan {
  add: Meant[];
  /** other than it stands: its time, its terms, or back from having been called off by the series */
  change: (Meant & { id: string })[];
  cancel: string[];
  /** no longer as the series has it, and left alone: people work on them */
  kept: Standing[];
}

/**
 * What is to be done so that the meetings to come are those a series asks for. Those that have cases, or that somebody changed by
 * hand, are left as they are; one that was cancelled by hand stays so. What stands as it should is not touched.
 * @param taken starts of the area's other meetings, in milliseconds: never two at once
 * @param chairFree whether chair and deputy are free from this start on; without, the meeting is planned and waits for a chair
 */
export function replan(
  wanted: readonly Wanted[],
  standing: readonly Standing[],
  terms: Terms,
  taken: ReadonlySet<number>,
  chairFree: (startsAt: Date) => boolean,
): SeriesPlan {
  const plan: SeriesPlan = { add: [], change: [], cancel: [], kept: [] };
  const there = new Map(standing.map((meeting) => [meeting.occurrenceOn, meeting]));
  const used = new Set(taken);
  const mine: { target: Wanted; meeting: Standing | undefined }[] = [];
  const asked = new Set(wanted.map(({ occurrenceOn }) => occurrenceOn));
  for (const meeting of standing) if (!asked.has(meeting.occurrenceOn)) leaveOut(meeting, plan, used);
  for (const target of wanted) {
    const meeting = there.get(target.occurrenceOn);
    if (meeting && isOurs(meeting)) mine.push({ target, meeting });
    else if (meeting) keep(meeting, { ...target, ...terms }, plan, used);
    else mine.push({ target, meeting });
  }
  for (const { target, meeting } of mine) {
    const start = target.startsAt.getTime();
    if (used.has(start)) {
      if (meeting?.status === 'PLANNED') leaveOut(meeting, plan, used);
      continue;
    }
    used.add(start);
    const meant = { ...target, ...terms, ...(!chairFree(target.startsAt) && { chairId: null, deputyId: null }) };
    if (!meeting) plan.add.push(meant);
    else if (meeting.status === 'CANCELLED' || differs(meeting, meant)) plan.change.push({ ...meant, id: meeting.id });
  }
  return plan;
}

/** The series may still change it. */
function isOurs({ status, cancelledBy, byHand, listed }: Standing): boolean {
  if (status === 'CANCELLED') return cancelledBy === 'SERIES';
  return status === 'PLANNED' && !byHand && !listed;
}

function leaveOut(meeting: Standing, plan: SeriesPlan, used: Set<number>): void {
  if (meeting.status !== 'PLANNED') return;
  if (isOurs(meeting)) plan.cancel.push(meeting.id);
  else {
    plan.kept.push(meeting);
    used.add(meeting.startsAt.getTime());
  }
}

function keep(meeting: Standing, meant: Meant, plan: SeriesPlan, used: Set<number>): void {
  if (meeting.status === 'CANCELLED') return;
  used.add(meeting.startsAt.getTime());
  if (differs(meeting, meant)) plan.kept.push(meeting);
}

function differs(a: Meant, b: Meant): boolean {
  return (
    a.startsAt.getTime() !== b.startsAt.getTime() ||
    (['heldOn', 'venue', 'link', 'minutesPerCase', 'chairId', 'deputyId'] as const).some((key) => a[key] !== b[key])
  );
}
