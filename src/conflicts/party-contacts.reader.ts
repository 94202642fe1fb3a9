import { Injectable } from '@nestjs/common';
import { KeyedHash } from './keyed-hash.js';
import { partyFacts } from './known-by.rules.js';
import { partiesByKey } from './tie.queries.js';

const NOBODY = { familyName: '', givenNames: '', aliases: [] };

/** Whether somebody of a case, in whatever area, is reached by an e-mail address or a telephone. For the system, which sends nothing there. */
@Injectable()
export class PartyContacts {
  constructor(private readonly hash: KeyedHash) {}

  async reachedBy(contact: string): Promise<boolean> {
    const keys = partyFacts({ ...NOBODY, phone: contact }).map((fact) => this.hash.print(fact));
    return keys.length > 0 && (await partiesByKey(keys)).length > 0;
  }
}
