import { Injectable } from '@nestjs/common';
import { IdentityReader } from '../identity/identity.reader.js';
import { PERMISSIONS, type Role, ROLES } from '../identity/roles.rules.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { Problem } from '../platform/http/problem.js';

/** Roles that report on an agency's actions. */
export const OWNING_ROLES: readonly Role[] = ROLES.filter((role) => PERMISSIONS[role].includes('actions:update'));

/** Who can own an action: an agency of the MARAC, and a person who will be able to see it and report on it. */
@Injectable()
export class ActionOwners {
  constructor(
    private readonly maracs: MaracsReader,
    private readonly identity: IdentityReader,
  ) {}

  /** @throws Problem 422 `unknown` for an agency that is no member, `not-of-the-agency` for a person who could not act on it */
  async check(maracId: string, owner: { ownerAgencyId: string; ownerUserId?: string }): Promise<void> {
    const members = await this.maracs.agenciesOf(maracId);
    if (!members.some((agency) => agency.id === owner.ownerAgencyId)) {
      throw Problem.at('/ownerAgencyId', 'unknown', 'The MARAC has no such agency.');
    }
    if (!owner.ownerUserId) return;
    const people = await this.identity.peopleToTell(maracId, owner.ownerAgencyId, OWNING_ROLES);
    if (!people.some((person) => person.id === owner.ownerUserId)) {
      throw Problem.at(
        '/ownerUserId',
        'not-of-the-agency',
        'The agency has no such person who works on actions of this MARAC.',
      );
    }
  }
}
