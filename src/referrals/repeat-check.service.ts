import { Injectable } from '@nestjs/common';
import type { CaseSpine } from '../access/access.entity.js';
import { checkRepeat, type RepeatFinding, type RepeatOutcome } from '../flags/repeat.rules.js';
import type { RepeatRulesInForce } from '../flags/repeat-section.rules.js';
import { type PersonMatch, PersonsService } from '../persons/persons.service.js';
import { HistoryIndex } from './history-index.js';
import type { EarlierReferral } from './history.queries.js';
import type { ReferralInput } from './intake.rules.js';
import { perpetrator, Recognised, VICTIM } from './recognised.js';

/** What is known of a new referral when it is checked. */
type Asked = Pick<ReferralInput, 'victim' | 'perpetrators' | 'incidentOn' | 'disclosedOn' | 'referredOn'>;

/** What the check found, and what follows for the case and the people. */
export interface Finding {
  outcome: RepeatOutcome;
  prior: EarlierReferral | null;
  arithmetic: string;
  ruleVersion: number;
  /** the case that the referral belongs to; undefined: a new one */
  joins?: CaseSpine;
  /** earlier records that are certainly of the same people */
  sameVictim?: PersonMatch;
  samePerpetrators: (PersonMatch | undefined)[];
}

/** Outcomes that say: the same victim and the same perpetrators, so the same case. */
const SAME_CASE: ReadonlySet<RepeatOutcome> = new Set(['DUPLICATE', 'REPEAT', 'LAPSED']);

/** Checks a new referral against every earlier one. Sees all MARACs: call it in an elevated unit of work. */
@Injectable()
export class RepeatCheck {
  constructor(private readonly persons: PersonsService) {}

  /** Looks up at once what `find` will need for many referrals. */
  async lookUp(inputs: readonly Pick<ReferralInput, 'victim' | 'perpetrators'>[]): Promise<void> {
    const people = inputs.flatMap((input) => [input.victim, ...input.perpetrators]);
    await this.history(await this.persons.matches(people));
  }

  async find(
    maracId: string,
    input: Asked,
    rules: RepeatRulesInForce,
    leaveOut: (earlier: EarlierReferral) => boolean = () => false,
  ): Promise<Finding> {
    const asked = [input.victim, ...input.perpetrators];
    const matches = await this.persons.matches(asked);
    const earlier = (await this.history(matches)).filter((referral) => !leaveOut(referral));
    const people = new Recognised(matches, earlier, (place, id) => this.persons.beside(asked[place]!, id));
    const incident = {
      marac: maracId,
      incidentOn: input.incidentOn,
      disclosedOn: input.disclosedOn ?? input.referredOn,
      victim: VICTIM,
      perpetrators: input.perpetrators.map((_, i) => perpetrator(i)),
    };
    const found = checkRepeat(earlier.map((referral) => people.asTheRuleSees(referral)), incident, rules); // prettier-ignore
    return {
      outcome: found.outcome,
      prior: earlier.find((referral) => referral.id === found.prior?.id) ?? null,
      arithmetic: found.arithmetic,
      ruleVersion: rules.version,
      joins: ownCase(maracId, earlier, found),
      sameVictim: people.certain(0),
      samePerpetrators: input.perpetrators.map((_, i) => people.certain(i + 1)),
    };
  }

  /** Earlier referrals of whoever was recognised, and at hand the records of everybody who stands in them. */
  private async history(matches: readonly PersonMatch[][]): Promise<EarlierReferral[]> {
    const canonicals = [...new Set(matches.flat().map((match) => match.canonicalId))];
    await HistoryIndex.current().load(canonicals);
    const found = HistoryIndex.current().find(canonicals);
    await this.persons.lookUpRecords(found.flatMap(({ victim, perpetrators }) => [victim, ...perpetrators]));
    return found;
  }
}

/** The MARAC's own case of the pair. What another MARAC holds is linked through its people, and stays that MARAC's. */
function ownCase(maracId: string, earlier: readonly EarlierReferral[], found: RepeatFinding): CaseSpine | undefined {
  const samePair = [{ outcome: found.outcome, id: found.prior?.id }, ...found.related].filter(({ outcome }) =>
    SAME_CASE.has(outcome),
  );
  const own = samePair.flatMap(({ id }) =>
    earlier.filter((referral) => referral.id === id && referral.maracId === maracId),
  );
  return own[0] && { id: own[0].caseId, maracId, ref: own[0].caseRef };
}
