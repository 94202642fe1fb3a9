import { addDays, type IsoDate } from '../platform/values/dates.js';
import { type WorkingCalendar, workingDaysFrom } from '../platform/values/working-days.js';

export interface Member {
  id: string;
  kind: string;
}

/** A listed case, as far as it matters to whom it goes. */
export interface Listed {
  agendaItemId: string;
  caseId: string;
  children: number;
  /** agencies chosen by hand; null when the rules of the area decide */
  chosen: readonly string[] | null;
}

/** Agencies that are needed for a case: those chosen by hand, or by kind. Only members, whatever was chosen before they left. */
export function needed(
  item: Listed,
  members: readonly Member[],
  rules: { kinds: readonly string[]; kindsForChildren: readonly string[] },
): Member[] {
  if (item.chosen) return members.filter(({ id }) => item.chosen!.includes(id));
  const kinds = item.children > 0 ? [...rules.kinds, ...rules.kindsForChildren] : rules.kinds;
  return members.filter(({ kind }) => kinds.includes(kind));
}

export interface Pair<Item = Listed> {
  item: Item;
  agency: Member;
}

/** Each case with the agencies it is to go to: those named, or those needed for it. */
export function pairsOf<Item extends Listed>(
  listed: readonly Item[],
  members: readonly Member[],
  rules: Parameters<typeof needed>[2],
  named?: readonly string[],
): Pair<Item>[] {
  const whom = (item: Item) => (named ? members.filter(({ id }) => named.includes(id)) : needed(item, members, rules));
  return listed.flatMap((item) => whom(item).map((agency) => ({ item, agency })));
}

/** Listed cases with the agencies that were asked about them and are members still. */
export function pairsAsked<Item extends Listed>(
  listed: readonly Item[],
  members: readonly Member[],
  asked: readonly { agendaItemId: string; agencyId: string }[],
): Pair<Item>[] {
  const pairs = new Set(asked.map(({ agendaItemId, agencyId }) => `${agendaItemId} ${agencyId}`));
  return listed.flatMap((item) =>
    members.filter(({ id }) => pairs.has(`${item.agendaItemId} ${id}`)).map((agency) => ({ item, agency })),
  );
}

/** Cases and agencies that are new to a circulation: what was circulated before, or is shut to all of an agency, is left out. */
export function newPairs<Item extends Listed>(
  wanted: readonly Pair<Item>[],
  asked: ReadonlySet<string>,
  shut: ReadonlySet<string>,
): Pair<Item>[] {
  return wanted.filter(
    ({ item, agency }) => !asked.has(`${item.agendaItemId} ${agency.id}`) && !shut.has(`${item.caseId} ${agency.id}`),
  );
}

/** When research is due: some working days before the meeting, but never before it was asked for. */
export function researchDue(heldOn: IsoDate, workingDays: number, calendar: WorkingCalendar, today: IsoDate): IsoDate {
  const due = workingDaysFrom(heldOn, -workingDays, calendar);
  return due < today ? today : due;
}

/** Last day on which an agency sees what circulation opened. */
export function lastDay(heldOn: IsoDate, daysAfter: number): IsoDate {
  return addDays(heldOn, daysAfter);
}
