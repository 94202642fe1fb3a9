import { addMonths, type IsoDate } from '../platform/values/dates.js';

/** In order of precedence. NONE: nothing is known of these people together. */
export const REPEAT_OUTCOMES = [
  'DUPLICATE', 'REPEAT', 'LAPSED', 'POSSIBLE_REPEAT', 'COUNTER_ALLEGATION', 'SAME_VICTIM', 'SAME_PERPETRATOR', 'NONE',
] as const; // prettier-ignore
export type RepeatOutcome = (typeof REPEAT_OUTCOMES)[number];

export type Certainty = 'CERTAIN' | 'PROBABLE' | 'POSSIBLE';

/**
 * An area's repeat rule. The default is SafeLives' definition of a repeat: any abuse between the same victim and the same
 * perpetrator(s) within twelve months of the last referral; areas differ in the anchor and in what counts.
 */
export interface RepeatRules {
  /** what the window is counted from */
  anchor: 'REFERRED' | 'ACCEPTED' | 'HEARD';
  windowMonths: number;
  /** whether the anchor's own day and the last day of the window are inside */
  bothEndsInclusive: boolean;
  /** ANY: one perpetrator in common is enough; ALL: everybody named now was named then */
  perpetratorOverlap: 'ANY' | 'ALL';
  /** whether referrals to other MARACs count */
  crossArea: boolean;
  /** whether declined referrals count */
  countDeclined: boolean;
  /** CRIMINAL_ONLY is the superseded definition: an incident that would be a crime if reported */
  incidentKinds: 'ANY_ABUSE' | 'CRIMINAL_ONLY';
}

export const DEFAULT_REPEAT_RULES: RepeatRules = {
  anchor: 'REFERRED',
  windowMonths: 12,
  bothEndsInclusive: true,
  perpetratorOverlap: 'ANY',
  crossArea: true,
  countDeclined: false,
  incidentKinds: 'ANY_ABUSE',
};

/** A person of an earlier referral: the same `person` as in the new one when they were matched, and how surely. */
export interface Party {
  person: string;
  certainty: Certainty;
}

export interface EarlierReferral {
  id: string;
  marac: string;
  referredOn: IsoDate;
  acceptedOn?: IsoDate | null;
  heardOn?: IsoDate | null;
  incidentOn?: IsoDate | null;
  declined?: boolean;
  duplicate?: boolean;
  victim: Party;
  perpetrators: readonly Party[];
}

export interface NewIncident {
  marac: string;
  incidentOn: IsoDate | null;
  /** used, as an estimate, when the day of the incident is not known */
  disclosedOn: IsoDate;
  victim: string;
  perpetrators: readonly string[];
  /** whether it would be a crime; only the superseded definition asks */
  criminal?: boolean;
}

export interface RepeatFinding {
  outcome: RepeatOutcome;
  /** the earlier referral it rests on */
  prior: EarlierReferral | null;
  windowEndsOn: IsoDate | null;
  /** the day of the incident was not known, so a person confirms */
  estimated: boolean;
  /** the sum in words, dates only: "referred 10 Mar 2025, window ends 10 Mar 2026, incident 9 Mar 2026" */
  arithmetic: string;
  /** everything else that was found, for whoever decides */
  related: { outcome: RepeatOutcome; id: string }[];
}

/** What a new incident is in the light of earlier referrals. The order in which they are given makes no difference. */
export function checkRepeat(
  history: readonly EarlierReferral[],
  incident: NewIncident,
  rules: RepeatRules,
): RepeatFinding {
  const day = incident.incidentOn ?? incident.disclosedOn;
  const estimated = incident.incidentOn === null;
  const findings = [...history]
    .sort((a, b) => compare(a.referredOn, b.referredOn) || compare(a.id, b.id))
    .map((prior): Ranked => ({ prior, ...judge(prior, incident, day, rules) }))
    .filter((finding) => finding.outcome !== 'NONE');
  const deciding = findings.filter((finding) => finding.counts);
  const best = deciding.reduce<Ranked | null>((held, next) => (held && !outranks(next, held) ? held : next), null);
  const related = findings
    .filter((finding) => finding !== best)
    .map(({ outcome, prior }) => ({ outcome, id: prior.id }));
  if (!best) return { outcome: 'NONE', prior: null, windowEndsOn: null, estimated, arithmetic: '', related };
  const { outcome, prior, windowEndsOn } = best;
  return { outcome, prior, windowEndsOn, estimated, arithmetic: inWords(best, day, estimated), related };
}

interface Judged {
  outcome: RepeatOutcome;
  windowEndsOn: IsoDate | null;
  anchor: Anchor;
  /** shown either way, but decides nothing when the area's rule leaves it out */
  counts: boolean;
  /** the incident is from before this referral and was disclosed after it */
  late?: boolean;
  /** perhaps the same incident again: the same day, and people who may be the same */
  again?: boolean;
}

type Ranked = Judged & { prior: EarlierReferral };

interface Anchor {
  kind: RepeatRules['anchor'];
  on: IsoDate;
}

function judge(prior: EarlierReferral, incident: NewIncident, day: IsoDate, rules: RepeatRules): Judged {
  const anchor = anchorOf(prior, rules);
  const counts = (rules.countDeclined || !prior.declined) && (rules.crossArea || prior.marac === incident.marac);
  const judged = { windowEndsOn: null, anchor, counts };
  if (isDuplicate(prior, incident)) return { ...judged, outcome: 'DUPLICATE' };
  const pair = pairOf(prior, incident, rules);
  if (!pair) return { ...judged, outcome: relation(prior, incident) };
  if (prior.duplicate) return { ...judged, outcome: 'NONE' }; // its original stands in the history too, and sets the window
  const windowEndsOn = addMonths(anchor.on, rules.windowMonths);
  const where = position(day, anchor.on, windowEndsOn, rules);
  const estimated = incident.incidentOn === null;
  const inWindow = { ...judged, windowEndsOn };
  if (pair === 'UNCONFIRMED') {
    const again = !estimated && prior.incidentOn === incident.incidentOn;
    return {
      ...inWindow,
      outcome: 'POSSIBLE_REPEAT',
      counts: counts && (again || estimated || where !== 'AFTER'),
      again,
    };
  }
  if (estimated) return { ...inWindow, outcome: 'POSSIBLE_REPEAT' };
  if (where === 'BEFORE') return { ...inWindow, outcome: 'POSSIBLE_REPEAT', late: true };
  if (where === 'AFTER') return { ...inWindow, outcome: 'LAPSED' };
  if (rules.incidentKinds === 'ANY_ABUSE' || incident.criminal) return { ...inWindow, outcome: 'REPEAT' };
  return { ...inWindow, outcome: 'POSSIBLE_REPEAT', counts: counts && incident.criminal === undefined };
}

/** The same victim, any same perpetrator and the same incident, whichever agency refers. */
function isDuplicate(prior: EarlierReferral, incident: NewIncident): boolean {
  if (incident.incidentOn === null || prior.incidentOn !== incident.incidentOn) return false;
  const common = prior.perpetrators.filter((party) => incident.perpetrators.includes(party.person));
  return prior.victim.person === incident.victim && isCertain(prior.victim) && common.some(isCertain);
}

/** Whether these are the same victim and perpetrator(s), by the area's reading of "perpetrator(s)", and how surely. */
function pairOf(prior: EarlierReferral, incident: NewIncident, rules: RepeatRules): 'CERTAIN' | 'UNCONFIRMED' | null {
  if (prior.victim.person !== incident.victim) return null;
  const among = (parties: readonly Party[]) => (person: string) => parties.some((party) => party.person === person);
  const holds = (parties: readonly Party[]) =>
    rules.perpetratorOverlap === 'ANY'
      ? incident.perpetrators.some(among(parties))
      : incident.perpetrators.every(among(parties));
  if (!holds(prior.perpetrators)) return null;
  return isCertain(prior.victim) && holds(prior.perpetrators.filter(isCertain)) ? 'CERTAIN' : 'UNCONFIRMED';
}

/** Other ways in which these people have been here before. Swapped roles are shown however unsure: people decide who is the victim. */
function relation(prior: EarlierReferral, incident: NewIncident): RepeatOutcome {
  const common = prior.perpetrators.filter((party) => incident.perpetrators.includes(party.person));
  const swapped =
    prior.perpetrators.some((party) => party.person === incident.victim) &&
    incident.perpetrators.includes(prior.victim.person);
  if (swapped) return 'COUNTER_ALLEGATION';
  if (prior.victim.person === incident.victim && isLikely(prior.victim)) return 'SAME_VICTIM';
  return common.some(isLikely) ? 'SAME_PERPETRATOR' : 'NONE';
}

function position(
  day: IsoDate,
  anchor: IsoDate,
  end: IsoDate,
  { bothEndsInclusive }: RepeatRules,
): 'BEFORE' | 'WITHIN' | 'AFTER' {
  if (bothEndsInclusive ? day < anchor : day <= anchor) return 'BEFORE';
  return (bothEndsInclusive ? day <= end : day < end) ? 'WITHIN' : 'AFTER';
}

/** A stage that has not been reached yet cannot end anything: the stage before it is counted from. */
function anchorOf(prior: EarlierReferral, { anchor }: RepeatRules): Anchor {
  if (anchor === 'HEARD' && prior.heardOn) return { kind: 'HEARD', on: prior.heardOn };
  if (anchor !== 'REFERRED' && prior.acceptedOn) return { kind: 'ACCEPTED', on: prior.acceptedOn };
  return { kind: 'REFERRED', on: prior.referredOn };
}

const isCertain = (party: Party) => party.certainty === 'CERTAIN';
const isLikely = (party: Party) => party.certainty !== 'POSSIBLE';

/**
 * A better outcome wins; among equals the latest window, but of duplicates the original. An incident from before the last
 * referral has not lapsed only because an older window closed first: a person decides. So they do when what looks like a repeat
 * may be an incident that was referred before: as a repeat it would be counted twice.
 */
function outranks(next: Ranked, held: Ranked): boolean {
  if (next.late && held.outcome === 'LAPSED') return true;
  if (held.late && next.outcome === 'LAPSED') return false;
  if (next.again && held.outcome === 'REPEAT') return true;
  if (held.again && next.outcome === 'REPEAT') return false;
  const rank = REPEAT_OUTCOMES.indexOf(next.outcome) - REPEAT_OUTCOMES.indexOf(held.outcome);
  if (rank !== 0) return rank < 0;
  if (next.outcome === 'DUPLICATE') return Boolean(held.prior.duplicate) && !next.prior.duplicate;
  return next.anchor.on >= held.anchor.on;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const written = (day: IsoDate) => `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;
const ANCHORED = { REFERRED: 'referred', ACCEPTED: 'accepted', HEARD: 'heard' } as const;

function inWords({ outcome, prior, anchor, windowEndsOn }: Ranked, day: IsoDate, estimated: boolean): string {
  const incident = `${estimated ? 'disclosed' : 'incident'} ${written(day)}`;
  if (outcome === 'DUPLICATE') return `referred ${written(prior.referredOn)} for the same ${incident}`;
  if (!windowEndsOn) return `referred ${written(prior.referredOn)}`;
  return `${ANCHORED[anchor.kind]} ${written(anchor.on)}, window ends ${written(windowEndsOn)}, ${incident}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
