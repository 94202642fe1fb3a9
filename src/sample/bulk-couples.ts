import type { Label } from '../access/labels.js';
import { referralCriteria, type ThresholdProfile } from '../assessments/criteria.rules.js';
import { checkRepeat, type EarlierReferral, type RepeatFinding, type RepeatRules } from '../flags/repeat.rules.js';
import { matchKeys } from '../persons/matching.rules.js';
import type { Description } from '../persons/persons.service.js';
import { newId } from '../platform/db/ids.js';
import { addMonths, type IsoDate } from '../platform/values/dates.js';
import type { Rows } from './bulk-tables.js';
import type { Cases, Couple } from './cases.js';

const BY = 'system:seed';
/** What Intake shares on a referral (src/referrals/intake.service.ts); a test holds the two together. */
const REFERRER_SEES: Label[] = ['IDENTITY', 'PERPETRATOR', 'CHILD', 'SOURCE'];
const IDVA_SEES: Label[] = [
  'IDENTITY',
  'CONTACT',
  'LOCATION_SAFE',
  'PERPETRATOR',
  'CHILD',
  'HEALTH',
  'SOURCE',
  'EQUALITY',
];
const LAWFUL_BASIS = 'CDA1998-S115 UKGDPR-6-1-E';

/** The area that bulk referrals are made for. */
export interface BulkArea {
  maracId: string;
  code: string;
  /** agency ids by name */
  agencies: ReadonlyMap<string, string>;
  idvaAgencies: readonly string[];
  thresholds: ThresholdProfile;
  repeatRules: RepeatRules;
  rulesVersion: number;
}

/** One referral of a case, as it was written. */
export interface Told {
  referralId: string;
  caseId: string;
  referredOn: IsoDate;
}

/** When a couple is referred, and when each referral was heard (null: not yet). `ref`: number of the first referral. */
export interface Course {
  ref: number;
  days: readonly { on: IsoDate; heardOn: IsoDate | null }[];
}

/** Makes the rows of one couple's case with all its referrals, each decided by the rules that real ones are decided by. */
export class BulkCouples {
  constructor(
    private readonly area: BulkArea,
    private readonly cases: Cases,
  ) {}

  write(rows: Rows, { ref, days }: Course): Told[] {
    const { maracId, code } = this.area;
    const caseId = newId();
    const couple = this.cases.couple();
    rows.add('access.cases', { id: caseId, marac_id: maracId, ref: caseRef(code, ref) });
    const history: EarlierReferral[] = [];
    const told: Told[] = [];
    for (const [i, { on, heardOn }] of days.entries()) {
      const people = this.people(rows, caseId, couple, history[0]);
      const referralId = this.referral(rows, { caseId, ref: ref + i, on, heardOn, couple, people, history });
      told.push({ referralId, caseId, referredOn: on });
    }
    const last = days[days.length - 1]!.on;
    const expires = addMonths(last, this.area.repeatRules.windowMonths);
    rows.add('flags.flags', {
      id: newId(),
      case_id: caseId,
      marac_id: maracId,
      set_on: last,
      expires_on: expires,
      rule_version: this.area.rulesVersion,
    });
    for (const agencyId of this.area.idvaAgencies) {
      this.grant(
        rows,
        caseId,
        agencyId,
        IDVA_SEES,
        'support-victim',
        'independent advice is offered on receipt of a referral',
      );
    }
    return told;
  }

  /** A record each for this referral; later ones are linked to the first. */
  private people(
    rows: Rows,
    caseId: string,
    couple: Couple,
    first?: EarlierReferral,
  ): { victim: string; perpetrators: string[] } {
    const victim = this.person(rows, caseId, couple.victim, first?.victim.person);
    const perpetrators = couple.perpetrators.map((one, i) =>
      this.person(rows, caseId, one, first?.perpetrators[i]?.person),
    );
    return { victim, perpetrators };
  }

  private person(rows: Rows, caseId: string, described: Description, canonicalId?: string): string {
    const id = newId();
    const key = { case_id: caseId, marac_id: this.area.maracId };
    const { label, familyName, givenNames, aliases, birth, sex, contactLabel, address, postcode, phone, safeToCall } =
      described;
    rows.add('persons.persons', {
      id, ...key, canonical_id: canonicalId ?? id, label, family_name: familyName, given_names: givenNames, aliases,
      birth_date: birth.value, birth_precision: birth.precision, sex,
    }); // prettier-ignore
    rows.add('persons.contacts', {
      id: newId(),
      person_id: id,
      ...key,
      label: contactLabel,
      address,
      postcode,
      phone,
      safe_to_call: safeToCall,
    });
    if (described.equality) rows.add('persons.equality', { id: newId(), person_id: id, ...key, ...described.equality });
    for (const hash of new Set(matchKeys(described))) rows.add('persons.match_keys', { key: hash, person_id: id });
    if (canonicalId) {
      const evidence = ['same name', 'same birth date', 'same telephone', 'same address'];
      rows.add('persons.links', {
        id: newId(),
        person_id: id,
        canonical_id: canonicalId,
        ...key,
        certainty: 'CERTAIN',
        evidence,
        decided_by: BY,
      });
    }
    return id;
  }

  private referral(
    rows: Rows,
    made: {
      caseId: string;
      ref: number;
      on: IsoDate;
      heardOn: IsoDate | null;
      couple: Couple;
      people: { victim: string; perpetrators: string[] };
      history: EarlierReferral[];
    },
  ): string {
    const { caseId, on, heardOn, couple, people, history } = made;
    const id = newId();
    const key = { case_id: caseId, marac_id: this.area.maracId };
    const said = this.cases.referral(couple, on, `SEED/${String(made.ref).padStart(7, '0')}`);
    const found = this.check(said, history, people);
    const score = said.assessment && (said.assessment.statedTotal ?? yes(said.assessment.answers));
    const assessmentId = said.assessment && newId();
    if (said.assessment) {
      rows.add('assessments.assessments', {
        id: assessmentId, ...key, victim_id: people.victim, instrument: said.assessment.instrument, instrument_version: 1,
        answers: said.assessment.answers, score, assessed_on: on, recorded_by: BY,
      }); // prettier-ignore
    }
    const { judgement, eventsIn12Months } = said;
    const { criteria } = referralCriteria(
      { score, judgement, eventsIn12Months, repeat: found.outcome === 'REPEAT' },
      this.area.thresholds,
    );
    const agencyId = this.area.agencies.get(said.agency)!;
    rows.add('referrals.referrals', {
      id, ...key, ref: said.ref, status: 'ACCEPTED', referring_agency_id: agencyId, referred_on: on, incident_on: said.incidentOn,
      disclosed_on: said.disclosedOn, victim_id: people.victim, perpetrator_ids: people.perpetrators, relationship: said.relationship,
      children: said.children, assessment_id: assessmentId, criteria, judgement, events_in_12_months: eventsIn12Months,
      victim_informed: said.victimInformed, consent: said.consent, summary: said.summary, outcome: found.outcome,
      prior_id: found.prior?.id ?? null, arithmetic: found.arithmetic, rule_version: this.area.rulesVersion, accepted_on: on,
      heard_on: heardOn, created_by: BY,
    }); // prettier-ignore
    this.grant(
      rows,
      caseId,
      agencyId,
      REFERRER_SEES,
      'refer',
      `this agency referred the case${history.length > 0 ? ' again' : ''}`,
    );
    const party = (person: string) => ({
      person: history.length > 0 ? this.first(history, person, people) : person,
      certainty: 'CERTAIN' as const,
    });
    history.push({
      id, marac: this.area.maracId, referredOn: on, acceptedOn: on, heardOn, incidentOn: said.incidentOn,
      victim: party(people.victim), perpetrators: people.perpetrators.map(party),
    }); // prettier-ignore
    return id;
  }

  /** The repeat rule itself, on the records that stand for these people. */
  private check(
    said: { incidentOn: IsoDate | null; disclosedOn: IsoDate | null; referredOn: IsoDate },
    history: EarlierReferral[],
    people: { victim: string; perpetrators: string[] },
  ): RepeatFinding {
    const { incidentOn, disclosedOn, referredOn } = said;
    const victim = this.first(history, people.victim, people);
    const perpetrators = people.perpetrators.map((person) => this.first(history, person, people));
    const incident = {
      marac: this.area.maracId,
      incidentOn,
      disclosedOn: disclosedOn ?? referredOn,
      victim,
      perpetrators,
    };
    return checkRepeat(history, incident, this.area.repeatRules);
  }

  /** The first record of a person: the one that stands for all of them. */
  private first(
    history: EarlierReferral[],
    person: string,
    people: { victim: string; perpetrators: string[] },
  ): string {
    const [earliest] = history;
    if (!earliest) return person;
    if (person === people.victim) return earliest.victim.person;
    return earliest.perpetrators[people.perpetrators.indexOf(person)]?.person ?? person;
  }

  private grant(rows: Rows, caseId: string, agencyId: string, labels: Label[], purpose: string, reason: string): void {
    rows.add('access.grants', {
      id: newId(), case_id: caseId, marac_id: this.area.maracId, grantee_id: agencyId, grantee_kind: 'AGENCY', labels, purpose,
      lawful_basis: LAWFUL_BASIS, reason, decided_by: BY,
    }); // prettier-ignore
  }
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Odd, so that multiplying by it scatters the numbers of eight such digits without two of them meeting. */
const SCATTER = 761_825_370_563n;
const EIGHT_DIGITS = (1n << 40n) - 1n;

/** A case reference of the usual form. Never twice: chance alone would repeat itself among a million. */
function caseRef(code: string, number: number): string {
  let left = (BigInt(number) * SCATTER) & EIGHT_DIGITS;
  let digits = '';
  for (let i = 0; i < 8; i++, left >>= 5n) digits += ALPHABET[Number(left & 31n)];
  return `${code}-${digits}`;
}

function yes(answers: Record<string, string> | null): number {
  return Object.values(answers ?? {}).filter((answer) => answer === 'YES').length;
}
