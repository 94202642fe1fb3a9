import type { Party } from '../flags/repeat.rules.js';
import { corroborate, type Match } from '../persons/matching.rules.js';
import type { PersonMatch } from '../persons/persons.service.js';
import type { Beside } from '../persons/search-matches.service.js';
import type { EarlierReferral } from './history.queries.js';

/** Names of the new referral's people while they have no record yet. */
export const VICTIM = 'victim';
export const perpetrator = (i: number) => `perpetrator ${i}`;

/** Who of the earlier people is whom of the new ones. `matches[0]` is the victim's, the others the perpetrators'. */
export class Recognised {
  private readonly best: Map<string, PersonMatch>[];

  /** @param beside whether one of the new people may be an earlier one, beside whom another was recognised */
  constructor(matches: readonly PersonMatch[][], earlier: readonly EarlierReferral[], beside: Beside) {
    this.best = matches.map(strongest);
    for (const referral of earlier) this.lookBeside(referral, beside);
    for (const referral of earlier) this.corroborate(referral);
  }

  /** Matches of one of the new people, one for each earlier person, the surest first. */
  matchesOf(i: number): PersonMatch[] {
    return [...this.best[i]!.values()].sort(bySureness);
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

  /** Who was recorded beside somebody recognised may be one of the others by the name alone. */
  private lookBeside({ victim, perpetrators }: EarlierReferral, beside: Beside): void {
    const parties = [victim, ...perpetrators];
    const recognised = parties.some((id) => {
      const taken = this.takenFor(id);
      return taken !== undefined && taken.match.certainty !== 'POSSIBLE';
    });
    for (const id of recognised ? parties.filter((party) => !this.takenFor(party)) : []) {
      this.best.forEach((matches, place) => {
        const match = beside(place, id);
        if (match) matches.set(id, match);
      });
    }
  }

  /** Two people recorded together before corroborate each other, in the same roles or in swapped ones. */
  private corroborate({ victim, perpetrators }: EarlierReferral): void {
    for (const one of [victim, ...perpetrators]) {
      for (const other of one === victim ? perpetrators : [victim]) {
        this.best.forEach((matches, i) => {
          const match = matches.get(one);
          // each of the others who may be them, not the first: which perpetrator is named first tells nothing
          const witnesses = this.best.flatMap((known, j) => (j === i ? [] : (known.get(other) ?? [])));
          if (match) matches.set(one, { ...match, ...witnesses.reduce<Match>(corroborate, match) });
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
    if (!held || bySureness(match, held) < 0) best.set(match.canonicalId, match);
  }
  return best;
}

/** The surest first, then what weighs most, then the oldest record: never the order in which they happened to be read. */
function bySureness(a: PersonMatch, b: PersonMatch): number {
  const surer = ORDER.indexOf(a.certainty) - ORDER.indexOf(b.certainty) || b.weight - a.weight;
  if (surer !== 0) return surer;
  return key(a) < key(b) ? -1 : 1;
}

/** A record may be known at several places, and match by each. */
const key = ({ canonicalId, personId, evidence }: PersonMatch) => `${canonicalId} ${personId} ${evidence.join()}`;
