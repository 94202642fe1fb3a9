import { Injectable } from '@nestjs/common';
import type { CaseSpine } from '../access/access.entity.js';
import { checkRepeat, type Party, type RepeatFinding, type RepeatOutcome } from '../flags/repeat.rules.js';
import type { RepeatRulesInForce } from '../flags/repeat-section.rules.js';
import { corroborate } from '../persons/matching.rules.js';
import { LinkProposals } from '../persons/link-proposals.service.js';
import { type PersonMatch, PersonsService } from '../persons/persons.service.js';
import { HistoryIndex } from './history-index.js';
import type { EarlierReferral } from './history.queries.js';
import type { ReferralInput } from './intake.rules.js';

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

const NOTHING: Omit<Finding, 'ruleVersion'> = {
  outcome: 'NONE', prior: null, arithmetic: '', samePerpetrators: [], proposed: [], swapped: [],
}; // prettier-ignore

/** Outcomes that say: the same victim and the same perpetrators, so the same case. */
const SAME_CASE: ReadonlySet<RepeatOutcome> = new Set(['DUPLICATE', 'REPEAT', 'LAPSED']);

/** Names of the new referral's people while they have no record yet. */
export const VICTIM = 'victim';
export const perpetrator = (i: number) => `perpetrator ${i}`;

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
    const matches = await this.persons.matches(people);
    await this.links.lookUp(matches);
    await HistoryIndex.current().load(matches.flat().map((match) => match.canonicalId));
  }

  async find(
    maracId: string,
    input: Pick<ReferralInput, 'victim' | 'perpetrators' | 'incidentOn' | 'disclosedOn' | 'referredOn'>,
    rules: RepeatRulesInForce,
    leaveOut: (earlier: EarlierReferral) => boolean = () => false,
  ): Promise<Finding> {
    const nothing = { ...NOTHING, ruleVersion: rules.version };
    const matches = await this.persons.matches([input.victim, ...input.perpetrators]);
    const canonicals = [...new Set(matches.flat().map((match) => match.canonicalId))];
    if (canonicals.length === 0) return nothing;
    await this.links.lookUp(matches);
    await HistoryIndex.current().load(canonicals);
    const earlier = HistoryIndex.current()
      .find(canonicals)
      .filter((referral) => !leaveOut(referral));
    const people = new People(matches, earlier);
    const incident = {
      marac: maracId,
      incidentOn: input.incidentOn,
      disclosedOn: input.disclosedOn ?? input.referredOn,
      victim: VICTIM,
      perpetrators: input.perpetrators.map((_, i) => perpetrator(i)),
    };
    const found = checkRepeat(earlier.map((referral) => people.asTheRuleSees(referral)), incident, rules); // prettier-ignore
    const prior = earlier.find((referral) => referral.id === found.prior?.id) ?? null;
    const choices = matches.map((_, i) => this.links.choose(people.matchesOf(i)));
    return {
      ...nothing,
      outcome: found.outcome,
      prior,
      arithmetic: found.arithmetic,
      joins: ownCase(maracId, earlier, found),
      sameVictim: choices[0]?.same,
      samePerpetrators: choices.slice(1).map(({ same }) => same),
      proposed: choices.map(({ propose }) => propose),
      swapped: swappedCases(earlier, found),
    };
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

/** Who of the earlier people is whom of the new ones. `matches[0]` is the victim's, the others the perpetrators'. */
export class People {
  private readonly best: Map<string, PersonMatch>[];

  constructor(matches: readonly PersonMatch[][], earlier: readonly EarlierReferral[]) {
    this.best = matches.map(strongest);
    for (const referral of earlier) this.corroborate(referral);
  }

  /** Matches of one of the new people, one for each earlier person. */
  matchesOf(i: number): PersonMatch[] {
    return [...this.best[i]!.values()];
  }

  /** Which of the new people an earlier one is taken for (0: the victim), and why; undefined for somebody else. */
  takenFor(canonicalId: string): { place: number; match: PersonMatch } | undefined {
    const place = this.best.findIndex((matches) => matches.has(canonicalId));
    return place < 0 ? undefined : { place, match: this.best[place]!.get(canonicalId)! };
  }

  asTheRuleSees({
    id,
    maracId,
    referredOn,
    acceptedOn,
    heardOn,
    incidentOn,
    status,
    victim,
    perpetrators,
  }: EarlierReferral) {
    return {
      ...{ id, marac: maracId, referredOn, acceptedOn, heardOn, incidentOn },
      declined: status === 'DECLINED',
      duplicate: status === 'DUPLICATE',
      victim: this.party(victim),
      perpetrators: perpetrators.map((person) => this.party(person)),
    };
  }

  /** Two people recorded together before corroborate each other, in the same roles or in swapped ones. */
  private corroborate({ victim, perpetrators }: EarlierReferral): void {
    for (const one of [victim, ...perpetrators]) {
      for (const other of one === victim ? perpetrators : [victim]) {
        this.best.forEach((matches, i) => {
          const match = matches.get(one);
          const witness = this.best.find((_, j) => j !== i && this.best[j]!.has(other))?.get(other) ?? null;
          if (match) matches.set(one, { ...match, ...corroborate(match, witness) });
        });
      }
    }
  }

  private party(canonicalId: string): Party {
    const taken = this.takenFor(canonicalId);
    if (!taken) return { person: canonicalId, certainty: 'CERTAIN' };
    return { person: taken.place === 0 ? VICTIM : perpetrator(taken.place - 1), certainty: taken.match.certainty };
  }
}

const ORDER = ['CERTAIN', 'PROBABLE', 'POSSIBLE'] as const;

/** One match for each earlier person: the surest of those with any of their records. */
function strongest(matches: readonly PersonMatch[]): Map<string, PersonMatch> {
  const best = new Map<string, PersonMatch>();
  for (const match of matches) {
    const held = best.get(match.canonicalId);
    if (!held || ORDER.indexOf(match.certainty) < ORDER.indexOf(held.certainty)) best.set(match.canonicalId, match);
  }
  return best;
}
