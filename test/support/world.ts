import { randomBytes } from 'node:crypto';
import { Protocols } from '../../src/access/protocols.service.js';
import { UsersService } from '../../src/identity/users.service.js';
import type { Role } from '../../src/identity/roles.rules.js';
import { MaracsService } from '../../src/maracs/maracs.service.js';
import type { AgencyKind } from '../../src/maracs/agency-kinds.rules.js';
import { hashPassword } from '../../src/platform/crypto/passwords.js';
import { newToken, tokenHash } from '../../src/platform/crypto/tokens.js';
import { tx } from '../../src/platform/db/transaction.js';
import { newId } from '../../src/platform/db/ids.js';
import type { TestApp } from './app.js';

export interface TestUser {
  id: string;
  email: string;
  agencyId: string;
  token: string;
}

export const PASSWORD = 'correct horse battery staple';

const AGENCIES = {
  police: ['Police', 'POLICE'],
  idvaService: ['IDVA service', 'IDVA'],
  housing: ['Housing', 'HOUSING_LA'],
  probation: ['Probation', 'PROBATION'],
} as const satisfies Record<string, readonly [string, AgencyKind]>;

/** A MARAC of one test's own. Names carry its code, so that tests on one database never meet. */
export interface World {
  code: string;
  maracId: string;
  agencies: Record<keyof typeof AGENCIES, { id: string; name: string }>;
  coordinator: TestUser;
  chair: TestUser;
  administrator: TestUser;
  police: TestUser;
  housing: TestUser;
  probation: TestUser;
  idva: TestUser;
  referrer: TestUser;
  auditor: TestUser;
  analyst: TestUser;
  observer: TestUser;
  /** another person, of any agency and roles */
  person(agencyId: string, roles: Role[]): Promise<TestUser>;
}

export async function foundWorld(app: TestApp): Promise<World> {
  const code = `T${randomBytes(3).toString('hex').toUpperCase()}`;
  const { maracId, agencies } = await app.operate(async () => {
    const maracs = app.get(MaracsService);
    const marac = maracs.found(code, `Test area ${code}`);
    const protocol = { version: 1, title: 'Protocol', inForceFrom: '2020-01-01' };
    app.get(Protocols).publish({ maracId: marac.id, ...protocol });
    const made: Record<string, { id: string; name: string }> = {};
    for (const [key, [name, kind]] of Object.entries(AGENCIES)) {
      made[key] = await maracs.join(marac.id, `${name} ${code}`, kind);
      sign(app, marac.id, made[key].id);
    }
    return { maracId: marac.id, agencies: made as World['agencies'] };
  });
  const person = (agencyId: string, roles: Role[]) => enrol(app, maracId, agencyId, roles);
  return {
    code,
    maracId,
    agencies,
    person,
    coordinator: await person(agencies.police.id, ['COORDINATOR']),
    chair: await person(agencies.police.id, ['CHAIR']),
    administrator: await person(agencies.police.id, ['ADMINISTRATOR']),
    police: await person(agencies.police.id, ['AGENCY_REPRESENTATIVE']),
    housing: await person(agencies.housing.id, ['AGENCY_REPRESENTATIVE']),
    probation: await person(agencies.probation.id, ['AGENCY_REPRESENTATIVE']),
    idva: await person(agencies.idvaService.id, ['IDVA']),
    referrer: await person(agencies.housing.id, ['REFERRER']),
    auditor: await person(agencies.police.id, ['AUDITOR']),
    analyst: await person(agencies.police.id, ['ANALYST']),
    observer: await person(agencies.probation.id, ['OBSERVER']),
  };
}

/** Another area, with one agency that signed its protocol and a coordinator: for cases that move there. */
export async function neighbour(app: TestApp): Promise<{ maracId: string; agencyId: string; coordinator: TestUser }> {
  const code = `N${randomBytes(3).toString('hex').toUpperCase()}`;
  const { maracId, agencyId } = await app.operate(async () => {
    const maracs = app.get(MaracsService);
    const marac = maracs.found(code, `Neighbour ${code}`);
    app.get(Protocols).publish({ maracId: marac.id, version: 1, title: 'Protocol', inForceFrom: '2020-01-01' });
    const team = await maracs.join(marac.id, `MARAC team ${code}`, 'MARAC_TEAM');
    sign(app, marac.id, team.id);
    return { maracId: marac.id, agencyId: team.id };
  });
  return { maracId, agencyId, coordinator: await enrol(app, maracId, agencyId, ['COORDINATOR']) };
}

export function sign(app: TestApp, maracId: string, agencyId: string, reviewDue = '2099-01-01'): void {
  app.get(Protocols).sign({
    maracId,
    agencyId,
    version: 1,
    signatory: 'Chief officer',
    signedOn: '2020-01-01',
    reviewDue,
  });
}

let hashed: Promise<string> | undefined;

async function enrol(app: TestApp, maracId: string, agencyId: string, roles: Role[]): Promise<TestUser> {
  const passwordHash = await (hashed ??= hashPassword(PASSWORD));
  const email = `${randomBytes(6).toString('hex')}@example.org`;
  const token = newToken();
  const id = await app.operate(async () => {
    const userId = app.get(UsersService).enrol({
      agencyId,
      email,
      name: `Test ${roles[0]}`,
      passwordHash,
      roles: roles.map((role) => ({ maracId, role })),
    });
    tx().write(
      `insert into identity.sessions (id, user_id, token_hash, expires_at) values ($1, $2, $3, now() + interval '1 hour')`,
      [newId(), userId, tokenHash(token)],
    );
    return userId;
  });
  return { id, email, agencyId, token };
}
