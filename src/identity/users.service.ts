import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { hashPassword } from '../platform/crypto/passwords.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import type { NewRole, NewUser, UserView } from './identity.dto.js';
import { User, UserRole } from './identity.entity.js';
import { usersOf } from './identity.queries.js';
import { refuseWeak } from './password.service.js';
import { SessionsService } from './sessions.service.js';
import type { Role } from './roles.rules.js';

/** A person to be, with the hash of the first password made already (hashing is slow on purpose). */
export interface Person {
  agencyId: string;
  email: string;
  name: string;
  passwordHash: string;
  roles: { maracId: string | null; role: Role }[];
  /** somebody else chose the password: it serves for the choice of one's own */
  passwordGivenAt?: Date;
}

registerConstraint('user_email_is_taken', {
  status: 409,
  code: 'address-taken',
  title: 'Somebody signs in with this address already.',
  pointer: '/email',
});

@Injectable()
export class UsersService {
  private readonly users = new Store(User);
  private readonly userRoles = new Store(UserRole);

  constructor(
    private readonly audit: Audit,
    private readonly maracs: MaracsReader,
    private readonly sessions: SessionsService,
  ) {}

  /** People in the MARACs the administrator looks after. */
  async list(): Promise<UserView[]> {
    return usersOf(tx().actor.scopesOf('users:manage'));
  }

  /**
   * Adds a person. Roles only in MARACs the administrator looks after; roles in all of them are given by who administers all.
   * @throws Problem 422 at the field, for a weak password too; 409 for an address that is taken
   */
  async add(input: NewUser): Promise<UserView> {
    const agency = await this.maracs.agency(input.agencyId);
    if (!agency) throw Problem.at('/agencyId', 'unknown', 'There is no such agency.');
    const named = input.roles.map(({ maracId, role }) => `${maracId} ${role}`);
    const twice = named.findIndex((one, i) => named.indexOf(one) < i);
    if (twice >= 0) throw Problem.at(`/roles/${twice}`, 'named-twice', 'This role is given before.');
    const maracs: string[] = [];
    for (const [i, role] of input.roles.entries()) maracs.push(...(await this.mayGive(role, i, input.agencyId)));
    refuseWeak(input.password, { ...input, agency: agency.name, maracs });
    const roles = input.roles.map(({ maracId = null, role }) => ({ maracId, role }));
    const userId = this.enrol({
      ...input,
      roles,
      passwordHash: await hashPassword(input.password),
      passwordGivenAt: present(),
    });
    await tx().settle();
    const added = (await usersOf(null)).find((user) => user.id === userId);
    if (!added) throw new Error('the person just added is not there');
    return added;
  }

  /** Names of the MARAC that a role is given in. @throws Problem 422 when the actor may not give it */
  private async mayGive({ maracId, role }: NewRole, at: number, agencyId: string): Promise<string[]> {
    const { actor } = tx();
    if (maracId === undefined) {
      const everywhere = actor.scopesOf('users:manage') === null && (role === 'ADMINISTRATOR' || role === 'AUDITOR');
      if (!everywhere)
        throw Problem.at(`/roles/${at}/maracId`, 'required', 'Name the MARAC in which the role is held.');
      return [];
    }
    const marac = await this.maracs.byId(maracId);
    if (!marac || !actor.may('users:manage', maracId)) {
      throw Problem.at(`/roles/${at}/maracId`, 'unknown', 'There is no such MARAC among yours.');
    }
    const members = await this.maracs.agenciesOf(maracId);
    if (!members.some((agency) => agency.id === agencyId)) {
      throw Problem.at('/agencyId', 'unknown', 'The agency does not belong to that MARAC.');
    }
    return [marac.code, marac.name];
  }

  /** @internal also the way the sample partnership is set up */
  enrol(person: Person): string {
    const userId = newId();
    const { agencyId, email, name, passwordHash, passwordGivenAt = null } = person;
    const account = { agencyId, email, name, passwordHash, passwordGivenAt };
    this.users.insert({ id: userId, ...account, deactivatedAt: null, version: 1 });
    for (const { maracId, role } of person.roles) this.userRoles.insert({ id: newId(), userId, maracId, role });
    this.audit.record({ action: 'user.added', subject: { kind: 'user', id: userId } });
    return userId;
  }

  /** Takes a person's access away: every session ends at once. Nobody can do it to themselves. */
  async deactivate(userId: string): Promise<void> {
    const { actor } = tx();
    const mine = await usersOf(actor.scopesOf('users:manage'));
    if (!mine.some((user) => user.id === userId)) throw Problem.notFound();
    if (userId === actor.id) throw Problem.conflict('not-yourself', 'Somebody else must take your access away.');
    const user = await this.users.lockById(userId);
    if (!user) throw Problem.notFound();
    if (user.deactivatedAt) throw Problem.conflict('already-deactivated', 'This person was deactivated before.');
    await this.users.update({ ...user, deactivatedAt: new Date() });
    await this.sessions.endAllOf(userId);
    this.audit.record({ action: 'user.deactivated', subject: { kind: 'user', id: userId } });
  }
}
