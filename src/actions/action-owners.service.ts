import { Injectable } from '@nestjs/common';
import { IdentityReader } from '../identity/identity.reader.js';
import { PERMISSIONS, type Role, ROLES } from '../identity/roles.rules.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { Problem } from '../platform/http/problem.js';
import { hasOwner } from './action.rules.js';
import { hasLeft, hasSigned } from './owners.queries.js';

/** Roles that report on an agency's actions. */
export const OWNING_ROLES: readonly Role[] = ROLES.filter((role) => PERMISSIONS[role].includes('actions:update'));

/** Who carries an action out, as it was given. */
export interface Owner {
  ownerAgencyId: string;
  ownerUserId?: string | null;
  ownerPost?: string;
}

/** Who can own an action: an agency of the MARAC, and a person who will be able to see it and report on it. */
@Injectable()
export class ActionOwners {
  constructor(
    private readonly maracs: MaracsReader,
    private readonly identity: IdentityReader,
  ) {}

  /**
   * @throws Problem 422 `agency-left` for a former member, `unknown` for an agency that never was one, `not-of-the-agency` for a person
   *   who could not act on it
   */
  async check(maracId: string, owner: Owner): Promise<void> {
    const members = await this.maracs.agenciesOf(maracId);
    if (!members.some((agency) => agency.id === owner.ownerAgencyId)) throw await this.notAMember(maracId, owner);
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

  /** The same, and somebody is named. @throws Problem 422 `no-owner` besides */
  async checkNamed(maracId: string, owner: Owner): Promise<void> {
    await this.check(maracId, owner);
    if (!hasOwner(owner)) throw Problem.at('/ownerPost', 'no-owner', 'Name the person or the post that will do it.');
  }

  /** True when the agency's people will see the action. */
  signed(maracId: string, agencyId: string): Promise<boolean> {
    return hasSigned(maracId, agencyId);
  }

  private async notAMember(maracId: string, { ownerAgencyId }: Owner): Promise<Problem> {
    if (await hasLeft(maracId, ownerAgencyId))
      return Problem.at('/ownerAgencyId', 'agency-left', 'This agency has left the MARAC: ask another.');
    return Problem.at('/ownerAgencyId', 'unknown', 'The MARAC has no such agency.');
  }
}
