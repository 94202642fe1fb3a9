import { Injectable } from '@nestjs/common';
import { IdentityReader } from '../identity/identity.reader.js';
import { ROLES } from '../identity/roles.rules.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { Problem } from '../platform/http/problem.js';
import type { NewGuest } from './papers.dto.js';

/** Who can be a guest: a person with a role in the MARAC, or one of its agencies. Others could open nothing. */
@Injectable()
export class GuestKinds {
  constructor(
    private readonly identity: IdentityReader,
    private readonly maracs: MaracsReader,
  ) {}

  /** @throws Problem 422 `required`, `not-both`, `unknown` */
  async checked(maracId: string, { userId, agencyId }: NewGuest): Promise<{ userId: string } | { agencyId: string }> {
    if (userId && agencyId) throw Problem.at('/agencyId', 'not-both', 'Give a person or an agency, not both.');
    if (agencyId) {
      const members = await this.maracs.agenciesOf(maracId);
      if (!members.some(({ id }) => id === agencyId))
        throw Problem.at('/agencyId', 'unknown', 'This is no agency of the MARAC.');
      return { agencyId };
    }
    if (!userId) throw Problem.at('/userId', 'required', 'Give a person or an agency.');
    const people = await this.identity.peopleToTell(maracId, null, ROLES);
    if (!people.some(({ id }) => id === userId))
      throw Problem.at('/userId', 'unknown', 'This person has no role in the MARAC.');
    return { userId };
  }
}
