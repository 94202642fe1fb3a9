import { Injectable } from '@nestjs/common';
import { KeyedHash } from './keyed-hash.js';
import { mailboxesIn } from './known-by.rules.js';
import { partiesByKey } from './tie.queries.js';

/** Whether somebody of a case, in whatever area, is reached by an address. For the system, which sends nothing there. */
@Injectable()
export class PartyContacts {
  constructor(private readonly hash: KeyedHash) {}

  async reachedBy(address: string): Promise<boolean> {
    const keys = mailboxesIn(address).map((box) => this.hash.print(box));
    return keys.length > 0 && (await partiesByKey(keys)).length > 0;
  }
}
