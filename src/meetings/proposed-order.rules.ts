import { type Fitting, fit, type Window } from './fitting.rules.js';

export const RESTRICTED_PLACES = ['FIRST', 'LAST', 'ANYWHERE'] as const;
export type RestrictedPlace = (typeof RESTRICTED_PLACES)[number];

/** A case on the list, with what decides on its place. */
export interface Candidate {
  id: string;
  minutes: number;
  alertOnly: boolean;
  emergency: boolean;
  restricted: boolean;
  notHeard: number;
  repeat: boolean;
  /** criteria that the referral meets */
  criteria: number;
  daysWaiting: number;
  /** children's team that comes for it */
  team: string | null;
  /** when each of its guests can come, in minutes from the start of the meeting */
  windows: readonly Window[];
}

export interface OrderRules {
  restricted: RestrictedPlace;
  byChildrenTeam: boolean;
}

/** Why a case stands where it stands: a code and what it is about, put into words by `inWords`. */
export type PlaceReason =
  | {
      code:
        | 'EMERGENCY'
        | 'RESTRICTED_FIRST'
        | 'RESTRICTED_LAST'
        | 'REPEAT'
        | 'ALERT_ONLY'
        | 'GUEST_CAN_COME'
        | 'GUEST_CANNOT_COME';
    }
  | { code: 'NOT_HEARD' | 'WAITING' | 'CRITERIA'; count: number }
  | { code: 'TEAM'; team: string };

export interface Proposed {
  id: string;
  startsAfter: number;
  reasons: PlaceReason[];
  /** guests who can come then, and who cannot */
  guestsHonoured: number;
  guestsMissed: number;
}

/** Ranks of a case by urgency alone, the most urgent first. */
function urgency(a: Candidate, b: Candidate): number {
  return (
    Number(b.emergency) - Number(a.emergency) ||
    b.notHeard - a.notHeard ||
    Number(b.repeat) - Number(a.repeat) ||
    b.criteria - a.criteria ||
    b.daysWaiting - a.daysWaiting ||
    (a.id < b.id ? -1 : 1)
  );
}

/** Cases as urgent as they are; those of a children's team come when the most urgent of them does. */
function inTeams(cases: readonly Candidate[], byTeam: boolean): Candidate[] {
  const sorted = [...cases].sort(urgency);
  if (!byTeam) return sorted;
  // an emergency waits for nobody's team, and keeps no team waiting
  const urgent = sorted.filter(({ emergency }) => emergency);
  const rest = sorted.filter(({ emergency }) => !emergency);
  const teams = [...new Set(rest.map(({ team, id }) => team ?? id))];
  return [...urgent, ...teams.flatMap((name) => rest.filter(({ team, id }) => (team ?? id) === name))];
}

/** The order an area would like best if every guest could come at any time. */
export function preferred(cases: readonly Candidate[], rules: OrderRules): Candidate[] {
  const ordered = inTeams(cases, rules.byChildrenTeam);
  if (rules.restricted === 'ANYWHERE') return ordered;
  const restricted = ordered.filter((one) => one.restricted);
  const others = ordered.filter((one) => !one.restricted);
  return rules.restricted === 'FIRST' ? [...restricted, ...others] : [...others, ...restricted];
}

/**
 * The order to propose: every case once, as many guests as can come in their time, and besides as the area likes it. What is not discussed
 * stands at the end and takes no time.
 */
export function proposeOrder(cases: readonly Candidate[], rules: OrderRules): Proposed[] {
  const discussed = preferred(cases.filter(({ alertOnly }) => !alertOnly), rules); // prettier-ignore
  const fitted = fit(discussed);
  const end = fitted.reduce((minutes, { item }) => minutes + item.minutes, 0);
  const told = [...cases.filter(({ alertOnly }) => alertOnly)].sort(urgency);
  const alone = (item: Candidate): Fitting<Candidate> => ({ item, startsAfter: end, honoured: 0 });
  return [...fitted, ...told.map(alone)].map(({ item, startsAfter, honoured }, i, all) => {
    const guestsMissed = item.alertOnly ? 0 : item.windows.length - honoured;
    const before = all[i - 1]?.item;
    const counts = { guestsHonoured: honoured, guestsMissed };
    return { id: item.id, startsAfter, reasons: reasons(item, counts, before, rules), ...counts };
  });
}

function reasons(
  item: Candidate,
  guests: { guestsHonoured: number; guestsMissed: number },
  before: Candidate | undefined,
  rules: OrderRules,
): PlaceReason[] {
  if (item.alertOnly) return [{ code: 'ALERT_ONLY' }];
  const found: (PlaceReason | false)[] = [
    guests.guestsHonoured > 0 && { code: 'GUEST_CAN_COME' },
    guests.guestsMissed > 0 && { code: 'GUEST_CANNOT_COME' },
    item.restricted && rules.restricted === 'FIRST' && { code: 'RESTRICTED_FIRST' },
    item.restricted && rules.restricted === 'LAST' && { code: 'RESTRICTED_LAST' },
    item.emergency && { code: 'EMERGENCY' },
    item.notHeard > 0 && { code: 'NOT_HEARD', count: item.notHeard },
    rules.byChildrenTeam && item.team !== null && before?.team === item.team && { code: 'TEAM', team: item.team },
    item.repeat && { code: 'REPEAT' },
    item.criteria > 1 && { code: 'CRITERIA', count: item.criteria },
  ];
  const told = found.filter((one) => one !== false);
  return told.length > 0 ? told : [{ code: 'WAITING', count: item.daysWaiting }];
}

/** Why a case stands there, as a sentence each. */
export function inWords(reason: PlaceReason): string {
  switch (reason.code) {
    case 'EMERGENCY':
      return 'Accepted as an emergency.';
    case 'RESTRICTED_FIRST':
      return 'Restricted: this area hears such cases first.';
    case 'RESTRICTED_LAST':
      return 'Restricted: this area hears such cases last.';
    case 'REPEAT':
      return 'A repeat.';
    case 'ALERT_ONLY':
      return 'Listed to mark files, and not discussed.';
    case 'GUEST_CAN_COME':
      return 'A guest can come at this time.';
    case 'GUEST_CANNOT_COME':
      return 'A guest cannot come at this time, and no order would have more guests in theirs.';
    case 'NOT_HEARD':
      return `Not heard at ${reason.count} ${reason.count === 1 ? 'meeting' : 'meetings'} before.`;
    case 'WAITING':
      return `Waiting for ${reason.count} ${reason.count === 1 ? 'day' : 'days'}.`;
    case 'CRITERIA':
      return `Meets ${reason.count} criteria.`;
    case 'TEAM':
      return `With the case before it, for the children’s team ${reason.team}.`;
  }
}
