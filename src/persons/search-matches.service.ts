import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { askedKeys, compare, compareBeside, type Likeness, type Match } from './matching.rules.js';
import type { PersonMatch } from './persons.service.js';
import { type LikenessRow, likenesses, recordsByKey } from './search.queries.js';

/** A record that the asker may see and that may be about the person asked for. Stands for itself: links are not followed. */
export interface VisibleMatch extends PersonMatch {
  caseId: string;
}

/**
 * Who is whom, told from what the asker may see alone. Records are found by hashed keys with more sight than the asker's, then
 * read with the asker's own: what is hidden takes part in nothing, neither as a match nor as a link between two that are seen.
 * Each call makes the same statements in the same order, whatever is found.
 */
@Injectable()
export class VisibleMatches {
  constructor(private readonly uow: UnitOfWork) {}

  /** Matches of each person, in the same order. */
  async of(people: readonly Likeness[]): Promise<VisibleMatch[][]> {
    const direct = await this.directly(people);
    // a person who has changed their name is found by the records that know both
    const rows = direct.flat().map(({ row }) => likeness(row));
    const further = await this.look(rows, (a, b) => {
      const match = compare(a, b);
      return match?.certainty === 'CERTAIN' ? match : null;
    });
    const furtherOf = new Map(direct.flat().map(({ row }, i) => [row.id, further[i]!]));
    return direct.map((matches) => {
      const own = new Map(matches.map((hit) => [hit.row.id, hit]));
      for (const { row, match } of matches)
        for (const known of furtherOf.get(row.id)!)
          if (!own.has(known.row.id)) own.set(known.row.id, { row: known.row, match });
      return [...own.values()].map(({ row: { id, caseId }, match }) => {
        return { ...match, caseId, personId: id, canonicalId: id };
      });
    });
  }

  /** Records that are like each of the people, without going by what those records know besides. */
  directly(people: readonly Likeness[]): Promise<Hit[][]> {
    return this.look(people, compare);
  }

  /** Which of these records (that the asker may see) may be one of the people, as somebody beside whom another was recognised. */
  async beside(people: readonly (Likeness | undefined)[], recordIds: readonly string[]): Promise<Beside> {
    const known = new Map((await likenesses(recordIds)).map((row) => [row.id, row]));
    return (place, recordId) => {
      const row = known.get(recordId);
      const person = people[place];
      const match: Match | null = row && person ? compareBeside(person, likeness(row)) : null;
      return match && { ...match, personId: recordId, canonicalId: recordId };
    };
  }

  private async look(people: readonly Likeness[], same: typeof compare): Promise<Hit[][]> {
    const keys = [...new Set(people.flatMap((person) => askedKeys(person)))];
    const rows = await likenesses(await this.uow.elevated(() => recordsByKey(keys)));
    return people.map((person) =>
      rows.flatMap((row) => {
        const match = same(person, likeness(row));
        return match ? [{ row, match }] : [];
      }),
    );
  }
}

/** Whether a person, by their place in a list, may be a record. */
export type Beside = (place: number, recordId: string) => PersonMatch | null;

export interface Hit {
  row: LikenessRow;
  match: NonNullable<ReturnType<typeof compare>>;
}

function likeness({ birthDate, birthPrecision, ...row }: LikenessRow): Likeness {
  return { ...row, birth: { value: birthDate, precision: birthPrecision } };
}
