import { Injectable } from '@nestjs/common';
import type { CaseSpine } from '../access/access.entity.js';
import { checkRepeat, type RepeatFinding, type RepeatOutcome } from '../flags/repeat.rules.js';
import type { RepeatRulesInForce } from '../flags/repeat-section.rules.js';
import { LinkProposals } from '../persons/link-proposals.service.js';
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
  /** matches that wait for a person to decide: the victim's, then each perpetrator's */
  proposed: PersonMatch[][];
  /** cases in which the roles are the other way round, however unsure that is */
  swapped: string[];
}

/** Outcomes that say: the same victim and the same perpetrators, so the same case. */
const SAME_CASE: ReadonlySet<RepeatOutcome> = new Set(['DUPLICATE', 'REPEAT', 'LAPSED']);

/** Checks a new referral against every earlier one. Sees all MARACs: call it in an elevated unit of work. */
@Injectable()
export class RepeatCheck {
  constructor(
    private readonly persons: PersonsService,
    private readonly links: LinkProposals,
  ) {}

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
    const choices = matches.map((_, i) => this.links.choose(people.matchesOf(i)));
    return {
      outcome: found.outcome,
      prior: earlier.find((referral) => referral.id === found.prior?.id) ?? null,
      arithmetic: found.arithmetic,
      ruleVersion: rules.version,
      joins: ownCase(maracId, earlier, found),
      sameVictim: choices[0]?.same,
      samePerpetrators: choices.slice(1).map(({ same }) => same),
      proposed: choices.map(({ propose }) => propose),
      swapped: swappedCases(earlier, found),
    };
  }

  /** Earlier referrals of whoever was recognised, and at hand the records of everybody who stands in them. */
  private async history(matches: readonly PersonMatch[][]): Promise<EarlierReferral[]> {
    const canonicals = [...new Set(matches.flat().map((match) => match.canonicalId))];
    await this.links.lookUp(matches);
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

function swappedCases(earlier: readonly EarlierReferral[], { outcome, prior, related }: RepeatFinding): string[] {
  const ids = [{ outcome, id: prior?.id }, ...related].flatMap((one) =>
    one.outcome === 'COUNTER_ALLEGATION' ? [one.id] : [],
  );
  return [...new Set(earlier.filter(({ id }) => ids.includes(id)).map(({ caseId }) => caseId))];
}
