import { Injectable } from '@nestjs/common';
import { Actor, ALL_SCOPES } from '../platform/db/actor.js';
import { Store } from '../platform/db/store.js';
import { User } from './identity.entity.js';
import { peopleToTell, rolesOf } from './identity.queries.js';
import { permissionsOf, type Role } from './roles.rules.js';

/** Narrow answers about people, for the floors above. */
@Injectable()
export class IdentityReader {
  private readonly users = new Store(User);

  /** An active person's agency, or undefined. */
  async agencyOf(userId: string): Promise<string | undefined> {
    const user = await this.users.byId(userId);
    return user && !user.deactivatedAt ? user.agencyId : undefined;
  }

  /** An active person as the actor of what is done for them while they are not signed in: with no second factor, ever. */
  async actorOf(userId: string): Promise<Actor | undefined> {
    const agencyId = await this.agencyOf(userId);
    if (agencyId === undefined) return undefined;
    return new Actor('user', userId, agencyId, permissionsOf(await rolesOf(userId), ALL_SCOPES));
  }

  /** Active people with one of the roles in the MARAC, of one agency or (null) of any. */
  peopleToTell(
    maracId: string,
    agencyId: string | null,
    roles: readonly Role[],
  ): Promise<{ id: string; email: string }[]> {
    return peopleToTell(maracId, agencyId, roles);
  }

  /** The address of an active person; undefined once deactivated: nobody who left is written to. */
  async addressOf(userId: string): Promise<string | undefined> {
    const user = await this.users.byId(userId);
    return user && !user.deactivatedAt ? user.email : undefined;
  }
}
