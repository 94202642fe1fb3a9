import { Injectable } from '@nestjs/common';
import { IdentityReader } from '../identity/identity.reader.js';
import type { Likeness } from '../persons/matching.rules.js';
import { PersonsService } from '../persons/persons.service.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import type { OtherMaracView } from './repeat-checks.dto.js';
import { askerFacts, maracsOf } from './repeat-checks.queries.js';

/** So many are named as whom to ask. */
const MOST_NAMED = 5;

/**
 * That other MARACs hold history, and nothing else of it: for coordinators of the MARAC that asks, and for nobody else. Only
 * name and whole birth date together count, or guessing an address or a telephone would confirm it.
 */
@Injectable()
export class HistoryElsewhere {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly persons: PersonsService,
    private readonly identity: IdentityReader,
  ) {}

  /** MARACs that know one of these people, with whom to ask; none when the asker does not coordinate, or is excluded there. */
  async of(maracId: string, people: readonly Likeness[]): Promise<OtherMaracView[]> {
    const { excluded, coordinates } = await askerFacts(maracId);
    if (!coordinates) return [];
    return this.uow.elevated(async () => {
      const matches = await this.persons.matches(people);
      const sure = matches
        .flat()
        .filter(({ certainty, evidence }) => certainty !== 'POSSIBLE' && evidence.includes('same birth date'));
      const known = await maracsOf(
        sure.map((match) => match.personId),
        maracId,
        excluded,
      );
      const maracs = new Map(known.map(({ maracId: id, marac }) => [id, marac]));
      return Promise.all([...maracs].map(([id, name]) => this.whomToAsk(id, name)));
    });
  }

  private async whomToAsk(maracId: string, name: string): Promise<OtherMaracView> {
    const people = await this.identity.peopleToTell(maracId, null, ['COORDINATOR']);
    const coordinators = people.map(({ email }) => email).sort();
    return { name, coordinators: coordinators.slice(0, MOST_NAMED) };
  }
}
