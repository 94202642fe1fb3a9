import type { Label } from '../access/labels.js';
import { USUAL_BASIS } from '../access/lawful-basis.rules.js';
import { labelsOf } from '../access/roles-relations.rules.js';
import { referralCriteria, type ThresholdProfile } from '../assessments/criteria.rules.js';
import { checkRepeat, type EarlierReferral, type RepeatFinding, type RepeatRules } from '../flags/repeat.rules.js';
import { newId } from '../platform/db/ids.js';
import { addMonths, type IsoDate } from '../platform/values/dates.js';
import { type Key, type Parties, writeParties } from './bulk-people.js';
import type { Rows } from './bulk-tables.js';
import type { Cases, InventedReferral } from './cases.js';

const BY = 'system:seed';
const SHARED = {
  'support-victim': 'independent advice is offered on receipt of a referral',
  refer: 'this agency referred the case',
} as const;

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

/** A referral about to be written: its own records of its people, and the records that stand for them. */
interface Making {
  key: Key;
  said: InventedReferral;
  heardOn: IsoDate | null;
  own: Parties;
  found: RepeatFinding;
}

/** Makes the rows of one couple's case with all its referrals, each decided by the rules that real ones are decided by. */
export class BulkCouples {
  constructor(
    private readonly area: BulkArea,
    private readonly cases: Cases,
  ) {}

  write(rows: Rows, { ref, days }: Course): Told[] {
    const { maracId, code, repeatRules, rulesVersion } = this.area;
    const key = { case_id: newId(), marac_id: maracId };
    const couple = this.cases.couple();
    rows.add('access.cases', { id: key.case_id, marac_id: maracId, ref: caseRef(code, ref) });
    for (const agencyId of this.area.idvaAgencies)
      this.share(rows, key, agencyId, labelsOf('SUPPORT'), 'support-victim');
    let stands: Parties | undefined;
    const history: EarlierReferral[] = [];
    for (const [i, { on, heardOn }] of days.entries()) {
      const said = this.cases.referral(couple, on, `SEED/${String(ref + i).padStart(7, '0')}`);
      const own = writeParties(rows, key, couple, stands, BY);
      stands ??= own;
      const id = this.referral(rows, { key, said, heardOn, own, found: this.check(said, stands, history) });
      history.push(this.remembered(id, said, heardOn, stands));
    }
    const last = days[days.length - 1]!.on;
    const expires = addMonths(last, repeatRules.windowMonths);
    rows.add('flags.flags', { id: newId(), ...key, set_on: last, expires_on: expires, rule_version: rulesVersion });
    return history.map(({ id, referredOn }) => ({ referralId: id, caseId: key.case_id, referredOn }));
  }

  private referral(rows: Rows, { key, said, heardOn, own, found }: Making): string {
    const id = newId();
    const { assessment, judgement, eventsIn12Months, referredOn } = said;
    const score = assessment && (assessment.statedTotal ?? yes(assessment.answers));
    const assessmentId = assessment && newId();
    if (assessment) {
      rows.add('assessments.assessments', {
        id: assessmentId, ...key, victim_id: own.victim, instrument: assessment.instrument, instrument_version: 1,
        answers: assessment.answers, score, assessed_on: referredOn, recorded_by: BY,
      }); // prettier-ignore
    }
    const facts = { score, judgement, eventsIn12Months, repeat: found.outcome === 'REPEAT' };
    const { agencies, thresholds, rulesVersion } = this.area;
    const agencyId = agencies.get(said.agency) ?? [...agencies.values()][0]!;
    rows.add('referrals.referrals', {
      id, ...key, ref: said.ref, status: 'ACCEPTED', referring_agency_id: agencyId, referred_on: referredOn,
      incident_on: said.incidentOn, disclosed_on: said.disclosedOn, victim_id: own.victim, perpetrator_ids: own.perpetrators,
      relationship: said.relationship, children: said.children, assessment_id: assessmentId,
      criteria: referralCriteria(facts, thresholds).criteria, judgement, events_in_12_months: eventsIn12Months,
      victim_informed: said.victimInformed, consent: said.consent, summary: said.summary, outcome: found.outcome,
      prior_id: found.prior?.id ?? null, prior_case_id: found.prior ? key.case_id : null, arithmetic: found.arithmetic, rule_version: rulesVersion, accepted_on: referredOn,
      heard_on: heardOn, created_by: BY,
    }); // prettier-ignore
    this.share(rows, key, agencyId, labelsOf('REFERRAL'), 'refer');
    return id;
  }

  /** The repeat rule itself. */
  private check(said: InventedReferral, stands: Parties, history: EarlierReferral[]): RepeatFinding {
    const { incidentOn, disclosedOn, referredOn } = said;
    const incident = { marac: this.area.maracId, incidentOn, disclosedOn: disclosedOn ?? referredOn, ...stands };
    return checkRepeat(history, incident, this.area.repeatRules);
  }

  private remembered(id: string, said: InventedReferral, heardOn: IsoDate | null, stands: Parties): EarlierReferral {
    const party = (person: string) => ({ person, certainty: 'CERTAIN' as const });
    const { referredOn, incidentOn } = said;
    const people = { victim: party(stands.victim), perpetrators: stands.perpetrators.map(party) };
    return { id, marac: this.area.maracId, referredOn, acceptedOn: referredOn, heardOn, incidentOn, ...people };
  }

  private share(rows: Rows, key: Key, agencyId: string, labels: readonly Label[], purpose: keyof typeof SHARED): void {
    rows.add('access.grants', {
      id: newId(), ...key, grantee_id: agencyId, grantee_kind: 'AGENCY', labels, purpose, lawful_basis: USUAL_BASIS, origin: 'REFERRAL', origin_id: null,
      reason: SHARED[purpose], decided_by: BY,
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
