import { Injectable } from '@nestjs/common';
import { KeyedHash } from './keyed-hash.js';
import { partyFacts } from './known-by.rules.js';
import { insertPartyKeys, unindexedPeople } from './tie.queries.js';

/** What the people of cases are known by, for those of whom a referral did not note it: records from before, or come another way. */
@Injectable()
export class PartyIndex {
  constructor(private readonly hash: KeyedHash) {}

  /** Notes it of so many people at most, or of one of them; how many it was. For the system. */
  async noteMissing(most: number, personId: string | null = null): Promise<number> {
    const people = await unindexedPeople(most, personId);
    for (const { id, birthDate, birthPrecision, ...person } of people) {
      const facts = partyFacts({ ...person, birth: { value: birthDate, precision: birthPrecision } });
      insertPartyKeys(id, facts.map((fact) => this.hash.print(fact))); // prettier-ignore
    }
    return people.length;
  }
}
