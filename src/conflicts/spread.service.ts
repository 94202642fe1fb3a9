import { Injectable } from '@nestjs/common';
import { ConflictBook } from './conflict-book.service.js';
import { ConflictIndex } from './conflict-index.js';
import { unfollowed } from './follow.queries.js';
import { followed, fromTies } from './screening.service.js';
import { partiesByKey, type PartyHit, type TieHit } from './tie.queries.js';

/** Looks for what is already there: the cases of a tie's person, and further cases of people whose case is closed to somebody. */
@Injectable()
export class Spread {
  constructor(private readonly book: ConflictBook) {}

  /** Enters every case in which the person of these ties is; `hits` are the ties' keys. For the system: call it elevated. */
  async ofTies(hits: readonly TieHit[]): Promise<void> {
    const cases = new Map<string, { at: PartyHit; ties: TieHit[]; people: Set<string> }>();
    for (const party of await partiesByKey([...new Set(hits.map((hit) => hit.key))])) {
      const one = cases.get(party.caseId) ?? { at: party, ties: [], people: new Set<string>() };
      cases.set(party.caseId, one);
      one.people.add(party.personId);
      one.ties.push(...hits.filter((hit) => hit.key === party.key));
    }
    for (const { at, ties, people } of cases.values()) {
      const { caseId, maracId } = at;
      for (const found of fromTies(ties)) await this.book.enter({ caseId, maracId, ...found, personIds: [...people] });
    }
    await this.follow();
  }

  /** Closes what is linked to a closed case through its people, and is not yet. For the system: call it elevated. */
  async follow(): Promise<void> {
    for (const { caseId, maracId, personIds, ...kept } of await unfollowed())
      await this.book.enter({ caseId, maracId, ...followed(kept), personIds });
    ConflictIndex.current().forgetKeptOut();
  }
}
