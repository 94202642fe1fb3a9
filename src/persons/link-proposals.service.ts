import { Injectable } from '@nestjs/common';
import type { OpenCase } from '../access/open-case.js';
import { newId } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import { type Choice, chooseLink, MOST_PROPOSED } from './links.rules.js';
import { insertProposals, rejectedPairs } from './links.queries.js';
import type { PersonMatch } from './persons.service.js';

/** Whom people told apart, as far as this unit of work has looked: a batch of referrals looks once, not once each. */
class ToldApart {
  private readonly asked = new Set<string>();
  private readonly pairs = new Set<string>();

  static current(): ToldApart {
    return tx().memory('persons.told-apart', () => new ToldApart());
  }

  async load(canonicalIds: readonly string[]): Promise<void> {
    if (canonicalIds.every((id) => this.asked.has(id))) return;
    // pairs of one asked now with one asked before count too
    for (const id of canonicalIds) this.asked.add(id);
    for (const { one, other } of await rejectedPairs([...this.asked])) this.pairs.add(`${one} ${other}`);
  }

  /** A record written by this unit of work: nobody can have decided on it yet. */
  add(personId: string): void {
    this.asked.add(personId);
  }

  readonly has = (one: string, other: string): boolean =>
    this.pairs.has(`${one} ${other}`) || this.pairs.has(`${other} ${one}`);
}

/** What a new record may be linked to, and what is left for a person to decide. For the system: call it elevated. */
@Injectable()
export class LinkProposals {
  /** Looks up at once what choosing for many people needs: nothing for those of whom at most one earlier person is a match. */
  async lookUp(matches: readonly (readonly PersonMatch[])[]): Promise<void> {
    const inQuestion = matches.map(personsOf).filter((ids) => ids.length > 1);
    if (inQuestion.length > 0) await ToldApart.current().load([...new Set(inQuestion.flat())]);
  }

  /** @param matches of one person, one for each earlier person; looked up before */
  choose(matches: readonly PersonMatch[]): Choice<PersonMatch> {
    return chooseLink(matches, ToldApart.current().has);
  }

  /** Of one whom only a person may take for an earlier one: all matches, each earlier person once. */
  toDecide(matches: readonly PersonMatch[]): PersonMatch[] {
    const each = [...new Map(matches.map((match) => [match.canonicalId, match])).values()];
    const { same, propose } = chooseLink(each, () => false);
    return [...(same ? [same] : []), ...propose].slice(0, MOST_PROPOSED);
  }

  /** Keeps for a person to decide what was not certain enough to link a new record by itself. */
  note({ caseId, maracId }: OpenCase, personId: string, matches: readonly PersonMatch[]): void {
    ToldApart.current().add(personId);
    const found = matches.map(({ personId: otherId, certainty, evidence }) => {
      return { id: newId(), otherId, certainty, evidence };
    });
    if (found.length > 0) insertProposals({ personId, caseId, maracId }, found);
  }
}

function personsOf(matches: readonly PersonMatch[]): string[] {
  return [...new Set(matches.map((match) => match.canonicalId))];
}
