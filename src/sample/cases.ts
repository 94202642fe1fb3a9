import type { Description } from '../persons/persons.service.js';
import { addDays, type IsoDate } from '../platform/values/dates.js';
import type { ReferralInput } from '../referrals/intake.rules.js';
import { People, type Period } from './people.js';
import { JUDGEMENTS, SUMMARIES } from './phrases.js';
import type { Chance } from './prng.js';

/** A referral whose agency is known by name only. */
export type InventedReferral = Omit<ReferralInput, 'referringAgencyId'> & { agency: string };

/** A victim and those who harm her or him. */
export interface Couple {
  victim: Description;
  perpetrators: Description[];
  relationship: string;
  children: number;
}

/** Police refer most; shares after SafeLives' published national figures. */
const REFERRERS = [
  ['Police', 62], ['IDVA service', 12], ["Children's social care", 6], ['Primary care', 4], ['Housing', 4], ['Mental health', 3],
  ['Acute hospital', 3], ['Voluntary sector', 3], ['Probation', 1], ['Adult social care', 1], ['Substance misuse', 1], ['Education', 1],
] as const; // prettier-ignore

const RELATIONSHIPS = [
  ['EX_PARTNER', 40], ['CURRENT_PARTNER', 24], ['SPOUSE', 10], ['EX_SPOUSE', 10], ['CHILD_ADULT', 6], ['SIBLING', 3], ['PARENT', 3],
  ['SHARED_CHILD_PARENT', 2], ['EXTENDED_FAMILY', 2],
] as const; // prettier-ignore
const TOGETHER = new Set(['CURRENT_PARTNER', 'SPOUSE', 'CHILD_ADULT', 'SIBLING', 'PARENT']);

const ITEMS = 24;

/** Invents couples and the referrals that agencies make about them. */
export class Cases {
  private readonly people: People;

  constructor(
    private readonly chance: Chance,
    area: string,
    period: Period,
  ) {
    this.people = new People(chance, area, period);
  }

  couple(): Couple {
    const { chance } = this;
    const victim = this.people.victim();
    const relationship = chance.weighted(RELATIONSHIPS);
    const perpetrators = [this.people.perpetrator(victim, TOGETHER.has(relationship) && chance.happens(0.7))];
    if (chance.happens(0.03)) perpetrators.push(this.people.perpetrator(victim, false));
    return { victim, perpetrators, relationship, children: chance.weighted([[0, 40], [1, 26], [2, 22], [3, 8], [4, 4]] as const) }; // prettier-ignore
  }

  /** The same victim with somebody new. */
  withAnother(couple: Couple): Couple {
    return {
      ...couple,
      perpetrators: [this.people.perpetrator(couple.victim, false)],
      relationship: 'CURRENT_PARTNER',
    };
  }

  /** The same perpetrator with another victim. */
  elsewhere(couple: Couple): Couple {
    return { ...couple, victim: this.people.victim(), relationship: 'EX_PARTNER', children: this.chance.whole(0, 2) };
  }

  /** Each says it was the other. */
  counter({ victim, perpetrators, relationship, children }: Couple): Couple {
    const [other] = perpetrators;
    if (!other) throw new Error('nobody to accuse');
    const claimant: Description = { ...other, label: 'IDENTITY', contactLabel: 'CONTACT', equality: victim.equality };
    const accused: Description = { ...victim, label: 'PERPETRATOR', contactLabel: 'PERPETRATOR', equality: undefined };
    return { victim: claimant, perpetrators: [accused], relationship, children };
  }

  /** A referral about a couple. `ref`: the agency's own reference. */
  referral(couple: Couple, on: IsoDate, ref: string): InventedReferral {
    const { chance } = this;
    const agency = chance.weighted(REFERRERS);
    const known = chance.happens(0.94);
    const assessment = chance.happens(0.96) ? this.assessment() : null;
    const low = (assessment?.statedTotal ?? count(assessment?.answers)) < 14;
    return {
      ref,
      agency,
      referredOn: on,
      incidentOn: known ? addDays(on, -chance.weighted([[0, 20], [1, 35], [2, 20], [4, 15], [9, 10]] as const)) : null,
      disclosedOn: known ? null : on,
      ...couple,
      assessment,
      judgement: low || chance.happens(0.1) ? chance.pick(JUDGEMENTS) : null,
      eventsIn12Months: chance.weighted([[0, 30], [1, 30], [2, 15], [3, 15], [5, 10]] as const),
      victimInformed: chance.weighted([['YES', 78], ['NO', 10], ['UNSAFE', 7], ['NOT_KNOWN', 5]] as const),
      consent: chance.weighted([['GIVEN', 70], ['REFUSED', 16], ['NOT_SOUGHT_UNSAFE', 6], ['NOT_SOUGHT_UNREACHABLE', 6], ['NOT_KNOWN', 2]] as const),
      summary: chance.pick(SUMMARIES),
      heardOn: null,
    }; // prettier-ignore
  }

  private assessment(): NonNullable<ReferralInput['assessment']> {
    const { chance } = this;
    const none = {
      instrument: 'SAFELIVES_DASH',
      answers: null,
      statedTotal: null,
      grade: null,
      raisedTo: null,
      raisedBecause: null,
    };
    if (chance.happens(0.05)) return { ...none, statedTotal: chance.whole(9, 20) };
    const likely = chance.whole(42, 80) / 100;
    const answers: Record<string, 'YES' | 'NO' | 'DONT_KNOW'> = {};
    for (let item = 1; item <= ITEMS; item++) {
      answers[item] = chance.happens(likely) ? 'YES' : chance.happens(0.15) ? 'DONT_KNOW' : 'NO';
    }
    return { ...none, answers };
  }
}

function count(answers: Record<string, string> | null | undefined): number {
  return Object.values(answers ?? {}).filter((answer) => answer === 'YES').length;
}
