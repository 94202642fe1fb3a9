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
    .sort((a, b) => (a.referredOn === b.referredOn ? compare(a.id, b.id) : compare(a.referredOn, b.referredOn)))
    .map((prior) => ({ prior, ...judge(prior, incident, day, estimated, rules) }))
    .filter((finding) => finding.outcome !== 'NONE');
  const best = findings.reduce<(typeof findings)[number] | null>(
    (held, next) => (held && !outranks(next, held) ? held : next),
    null,
  );
  const related = findings
    .filter((finding) => finding !== best)
    .map(({ outcome, prior }) => ({ outcome, id: prior.id }));
  if (!best || !best.counts) {
    return {
      outcome: 'NONE',
      prior: null,
      windowEndsOn: null,
      estimated,
      arithmetic: '',
      related: related.concat(best ? [{ outcome: best.outcome, id: best.prior.id }] : []),
    };
  }
  const { outcome, prior, windowEndsOn } = best;
  return { outcome, prior, windowEndsOn, estimated, arithmetic: inWords(best, day, estimated, rules), related };
}

interface Judged {
  outcome: RepeatOutcome;
  windowEndsOn: IsoDate | null;
  anchor: IsoDate;
  /** shown either way, but decides nothing when the area's rule leaves it out */
  counts: boolean;
}

function judge(
  prior: EarlierReferral,
  incident: NewIncident,
  day: IsoDate,
  estimated: boolean,
  rules: RepeatRules,
): Judged {
  const anchor = anchorOf(prior, rules);
  const counts = (rules.countDeclined || !prior.declined) && (rules.crossArea || prior.marac === incident.marac);
  const windowEndsOn = addMonths(anchor, rules.windowMonths);
  const outcome = relation(prior, incident, rules);
  if (outcome !== 'PAIR' && outcome !== 'POSSIBLE_PAIR') return { outcome, windowEndsOn: null, anchor, counts };
  if (outcome === 'POSSIBLE_PAIR') return { outcome: 'POSSIBLE_REPEAT', windowEndsOn, anchor, counts };
  if (!estimated && prior.incidentOn === day) return { outcome: 'DUPLICATE', windowEndsOn: null, anchor, counts };
  if (prior.duplicate) return { outcome: 'NONE', windowEndsOn: null, anchor, counts };
  const crime = rules.incidentKinds === 'ANY_ABUSE' || incident.criminal !== false;
  return {
    outcome: estimated ? 'POSSIBLE_REPEAT' : within(day, anchor, windowEndsOn, rules),
    windowEndsOn,
    anchor,
    counts: counts && crime,
  };
}

/** An incident from before the anchor was disclosed late: whether it adds anything is for a person to say. */
function within(day: IsoDate, anchor: IsoDate, end: IsoDate, { bothEndsInclusive }: RepeatRules): RepeatOutcome {
  if (bothEndsInclusive ? day < anchor : day <= anchor) return 'POSSIBLE_REPEAT';
  return (bothEndsInclusive ? day <= end : day < end) ? 'REPEAT' : 'LAPSED';
}

/** A stage that has not been reached yet cannot end anything: the stage before it is counted from. */
function anchorOf(prior: EarlierReferral, { anchor }: RepeatRules): IsoDate {
  const accepted = prior.acceptedOn ?? prior.referredOn;
  if (anchor === 'HEARD') return prior.heardOn ?? accepted;
  return anchor === 'ACCEPTED' ? accepted : prior.referredOn;
}

function relation(
  prior: EarlierReferral,
  incident: NewIncident,
  rules: RepeatRules,
): RepeatOutcome | 'PAIR' | 'POSSIBLE_PAIR' {
  const named = new Set(incident.perpetrators);
  const common = prior.perpetrators.filter((party) => named.has(party.person));
  const sameVictim = prior.victim.person === incident.victim;
  const overlap =
    rules.perpetratorOverlap === 'ANY' ? common.length > 0 : new Set(common.map((c) => c.person)).size === named.size;
  if (sameVictim && overlap) {
    const certain = prior.victim.certainty === 'CERTAIN' && common.some((party) => party.certainty === 'CERTAIN');
    return certain ? 'PAIR' : 'POSSIBLE_PAIR';
  }
  const likely = (party: Party) => party.certainty !== 'POSSIBLE';
  const victimWasPerpetrator = prior.perpetrators.some((party) => party.person === incident.victim && likely(party));
  if (victimWasPerpetrator && named.has(prior.victim.person) && likely(prior.victim)) return 'COUNTER_ALLEGATION';
  if (sameVictim && likely(prior.victim)) return 'SAME_VICTIM';
  return common.some(likely) ? 'SAME_PERPETRATOR' : 'NONE';
}

type Ranked = Judged & { prior: EarlierReferral };

/** A better outcome wins; among equals the latest anchor that the incident follows, but the earliest of duplicates: the original. */
function outranks(next: Ranked, held: Ranked): boolean {
  if (next.counts !== held.counts) return next.counts;
  const rank = REPEAT_OUTCOMES.indexOf(next.outcome) - REPEAT_OUTCOMES.indexOf(held.outcome);
  if (rank !== 0) return rank < 0;
  if (next.outcome === 'DUPLICATE') return false;
  return next.anchor >= held.anchor;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const written = (day: IsoDate) => `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;
const ANCHORED = { REFERRED: 'referred', ACCEPTED: 'accepted', HEARD: 'heard' } as const;

function inWords(
  { outcome, prior, anchor, windowEndsOn }: Ranked,
  day: IsoDate,
  estimated: boolean,
  rules: RepeatRules,
): string {
  const incident = `${estimated ? 'disclosed' : 'incident'} ${written(day)}`;
  if (outcome === 'DUPLICATE') return `referred ${written(prior.referredOn)} for the same ${incident}`;
  if (!windowEndsOn) return `referred ${written(prior.referredOn)}`;
  return `${ANCHORED[rules.anchor]} ${written(anchor)}, window ends ${written(windowEndsOn)}, ${incident}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
