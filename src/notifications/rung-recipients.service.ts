import { Injectable } from '@nestjs/common';
import { type Ownership, SEES_ACTION } from '../actions/actions.reader.js';
import type { Tells } from '../alerts/ladder.rules.js';
import { PERMISSIONS, type Role, ROLES } from '../identity/roles.rules.js';
import { NobodyToTell, Recipients } from './recipients.service.js';
import { administratorsOf, notShutOut } from './who-sees.queries.js';

/** A manager may report on an action, and is told of one when its representatives did not. */
const WORK_ON_ACTIONS: readonly Role[] = ROLES.filter(
  (role) => PERMISSIONS[role].includes('actions:update') && role !== 'AGENCY_MANAGER',
);

/** What is owed, as far as it decides who may be told. */
export interface Concern {
  maracId: string;
  /** null for what concerns no case */
  caseId: string | null;
  agencyId: string | null;
  /** statement that finds the thing when the reader may see it, with its id */
  sees: string;
  id: string;
}

export interface Reached {
  userIds: string[];
  /** nobody held the part, and these stand above it */
  instead: boolean;
  /** may they see what it is about, or do they hear the reference alone? */
  sees: boolean;
}

/** Above each part, who is told when nobody holds it: in the end an administrator. */
const ABOVE = {
  MANAGER: ['MANAGER', 'STRATEGIC_LEAD', 'CHAIR', 'STEERING_GROUP', 'ADMINISTRATOR'],
  STRATEGIC_LEAD: ['STRATEGIC_LEAD', 'CHAIR', 'STEERING_GROUP', 'ADMINISTRATOR'],
  CHAIR: ['CHAIR', 'STEERING_GROUP', 'ADMINISTRATOR'],
  STEERING_GROUP: ['STEERING_GROUP', 'ADMINISTRATOR'],
  COORDINATOR: ['COORDINATOR', 'CHAIR', 'ADMINISTRATOR'],
  ADMINISTRATOR: ['ADMINISTRATOR'],
} as const;
export type Part = keyof typeof ABOVE;

/** The parts above whoever is to act; representatives are found by what they are to do. */
export const parts = (tells: readonly Tells[]): Part[] => tells.filter((one) => one !== 'REPRESENTATIVE');

/** Who is told on each rung. Only people who are active and whom no conflict of interest keeps from the case. */
@Injectable()
export class RungRecipients {
  constructor(private readonly recipients: Recipients) {}

  /** The person named, otherwise the agency's people, failing them their managers; nobody when none may see it. */
  async owners(actionId: string, { maracId, ownerAgencyId, ownerUserId }: Ownership): Promise<string[]> {
    const find = (roles: readonly Role[]) =>
      this.recipients.holders(maracId, ownerAgencyId, roles, SEES_ACTION, actionId);
    const people = await find(WORK_ON_ACTIONS);
    if (ownerUserId && people.includes(ownerUserId)) return [ownerUserId];
    if (!ownerUserId && people.length > 0) return people;
    const managers = await find(['AGENCY_MANAGER']);
    if (ownerUserId && managers.includes(ownerUserId)) return [ownerUserId];
    return people.length > 0 ? people : managers;
  }

  /** Whoever holds the part, failing them whoever stands above it. @throws NobodyToTell */
  async of(part: Part, concern: Concern): Promise<Reached> {
    for (const one of ABOVE[part]) {
      const userIds = await this.holding(one, concern);
      const blind = one === 'STRATEGIC_LEAD' || one === 'STEERING_GROUP' || one === 'ADMINISTRATOR';
      if (userIds.length > 0) return { userIds, instead: one !== part, sees: !blind };
    }
    throw new NobodyToTell();
  }

  private async holding(part: Part, { maracId, caseId, agencyId, sees, id }: Concern): Promise<string[]> {
    switch (part) {
      case 'MANAGER':
        if (!agencyId) return [];
        if (!caseId) return this.hearing(maracId, agencyId, 'AGENCY_MANAGER', null);
        return this.recipients.holders(maracId, agencyId, ['AGENCY_MANAGER'], sees, id);
      case 'STRATEGIC_LEAD':
        return agencyId ? this.hearing(maracId, agencyId, 'STRATEGIC_LEAD', caseId) : [];
      case 'STEERING_GROUP':
        return this.hearing(maracId, null, 'STEERING_GROUP', caseId);
      case 'ADMINISTRATOR':
        return administratorsOf(maracId, caseId);
      case 'CHAIR':
      case 'COORDINATOR':
        return caseId
          ? this.recipients.holders(maracId, null, [part], sees, id)
          : this.hearing(maracId, null, part, null);
    }
  }

  /** People who see no case and hear its reference: never of one that they must find nothing of. */
  private async hearing(maracId: string, agencyId: string | null, role: Role, caseId: string | null) {
    const people = await this.recipients.people(maracId, agencyId, [role]);
    return caseId ? notShutOut(people, caseId) : people;
  }
}
