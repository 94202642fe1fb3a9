import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type Answer, startApp, type TestApp } from '../support/app.js';
import { type Hand, REAL_CLIENT, RealProvider } from '../support/oidc-provider-real.js';
import type { TestUser, World } from '../support/world.js';

let app: TestApp;
let world: World;
let second: TestUser;
let agencyId: string;
let real: RealProvider;
const settings = () => ({
  issuer: real.issuer,
  clientId: REAL_CLIENT.id,
  tenantClaim: 'tid',
  tenantValues: ['police'],
});

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  await proved(world.administrator);
  second = await administrator();
  agencyId = world.agencies.housing.id;
  real = await RealProvider.start(() => `http://127.0.0.1:3000/api/v1/oidc/${agencyId}/callback`);
  const body = { ...settings(), clientSecret: REAL_CLIENT.secret, secondFactorAcr: ['urn:two'] };
  await app.request('POST', `/agencies/${agencyId}/oidc-provider`, { as: world.administrator, body });
});
afterAll(async () => {
  await real?.stop();
  await app?.stop();
});

const administrator = async () => proved(await world.person(world.agencies.police.id, ['ADMINISTRATOR']));

/** As if a second factor had just been proved. */
async function proved(person: TestUser, ago = '0 s'): Promise<TestUser> {
  await app.rows('update identity.sessions set second_factor_at = now() - $2::interval where user_id = $1', [
    person.id,
    ago,
  ]);
  return person;
}

const worker = () => world.person(agencyId, ['AGENCY_REPRESENTATIVE']);
const cookie = ({ 'set-cookie': set = [] }: Answer['headers'], name: string) =>
  [set]
    .flat()
    .map((one) => new RegExp(`^${name}=([^;]+)`).exec(`${one}`)?.[1])
    .find(Boolean);

/** Asked for by one administrator and confirmed by another. */
async function link(userId: string, subject?: string): Promise<{ id: string; linkCode: string }> {
  const asked = await app.request('POST', '/external-identities', {
    as: world.administrator,
    body: { userId, ...(subject && { subject }) },
  });
  expect(asked.status).toBe(201);
  const confirmed = await app.request('POST', `/external-identities/${asked.body.id}/confirmation`, { as: second });
  expect(confirmed.status).toBe(200);
  return { id: asked.body.id, linkCode: confirmed.body.linkCode };
}

interface Way {
  linkCode?: string;
  stepUp?: TestUser | string;
  cookies?: Map<string, string>;
  /** between going there and coming back */
  meanwhile?: () => Promise<unknown>;
}

/** Signs in at the real provider, and comes back. */
async function signIn(hand: Hand, { linkCode, stepUp, cookies, meanwhile }: Way = {}) {
  const begun = stepUp
    ? await app.request('POST', '/oidc/step-up', { as: stepUp })
    : await app.request('POST', `/oidc/${agencyId}/start`, { body: linkCode ? { linkCode } : {} });
  if (begun.status !== 200) return { ...begun, token: undefined };
  const back = await real.signIn(begun.body.location, hand, cookies);
  await meanwhile?.();
  const headers = { cookie: `marac_oidc=${cookie(begun.headers, 'marac_oidc')}` };
  const answer = await app.request('GET', `${back.pathname}${back.search}`, { headers });
  return { ...answer, token: cookie(answer.headers, 'marac_session') };
}

const REFUSED = { status: 401, token: undefined, body: { code: 'sign-in-refused', title: 'The sign-in was refused.' } };
const session = async (token: string) => (await app.request('GET', '/sessions/current', { as: token })).body;

describe('who does not get in', () => {
  test('somebody whom nobody linked, whatever else is known of them', async () => {
    const person = await worker();
    for (const subject of ['nobody', person.id, person.email, world.administrator.email]) {
      expect(await signIn({ subject, amr: ['mfa'] })).toMatchObject(REFUSED);
    }
  });

  test('a person who was deactivated, or whose link was ended', async () => {
    const [gone, unlinked] = [await worker(), await worker()];
    await link(gone.id, 'gone');
    const { id } = await link(unlinked.id, 'unlinked');
    const { token } = await signIn({ subject: 'unlinked' });
    await app.request('POST', `/users/${gone.id}/deactivation`, { as: world.administrator });
    expect((await app.request('DELETE', `/external-identities/${id}`, { as: world.administrator })).status).toBe(204);
    expect(await signIn({ subject: 'gone' })).toMatchObject(REFUSED);
    expect(await signIn({ subject: 'unlinked' })).toMatchObject(REFUSED);
    expect((await app.request('GET', '/sessions/current', { as: token })).status).toBe(401);
  });

  test('a person who works for another agency by now', async () => {
    const person = await worker();
    await link(person.id, 'moved');
    await app.rows('update identity.users set agency_id = $1 where id = $2', [world.agencies.probation.id, person.id]);
    expect(await signIn({ subject: 'moved' })).toMatchObject(REFUSED);
  });

  test('somebody who took more than ten minutes', async () => {
    const person = await worker();
    await link(person.id, 'slow');
    const meanwhile = async () => {
      const owner = new pg.Client({ connectionString: app.database.adminUrl }); // the application itself may not
      await owner.connect();
      await owner.query('update identity.oidc_logins set expires_at = now()');
      await owner.end();
    };
    expect(await signIn({ subject: 'slow' }, { meanwhile })).toMatchObject(REFUSED);
    expect((await signIn({ subject: 'slow' })).status).toBe(200);
  });

  test('anybody of an agency without a provider: as of one that is not there', async () => {
    const without = await app.request('GET', `/oidc/${world.agencies.probation.id}/start`);
    const absent = await app.request('GET', `/oidc/0198c0de-0000-7000-8000-000000000000/start`);
    expect(without.status).toBe(404);
    expect({ ...without.body, reference: '' }).toEqual({ ...absent.body, reference: '' });
  });
});

describe('a one-time code does not link', () => {
  test.each(['x', 'x'.repeat(43), '%00', "' or 1=1 --"])('%s', async (linkCode) => {
    const answer = await app.request('POST', `/oidc/${agencyId}/start`, { body: { linkCode } });
    expect(answer).toMatchObject({ status: 401, body: { code: 'sign-in-refused' } });
  });

  test('twice, not even when both began before', async () => {
    const person = await worker();
    const { linkCode } = await link(person.id);
    const early = async () => expect((await signIn({ subject: 'first' }, { linkCode })).status).toBe(200);
    expect(await signIn({ subject: 'thief' }, { linkCode, meanwhile: early })).toMatchObject(REFUSED);
    expect(await signIn({ subject: 'thief' }, { linkCode })).toMatchObject(REFUSED);
    expect(await signIn({ subject: 'thief' })).toMatchObject(REFUSED);
  });

  test('after 24 hours, or once the link was withdrawn', async () => {
    const [late, withdrawn] = [await worker(), await worker()];
    const codes = [await link(late.id), await link(withdrawn.id)];
    await app.rows('update identity.external_identities set expires_at = now() where id = $1', [codes[0]!.id]);
    await app.request('DELETE', `/external-identities/${codes[1]!.id}`, { as: second });
    for (const { linkCode } of codes) expect(await signIn({ subject: 'late' }, { linkCode })).toMatchObject(REFUSED);
  });

  test('a subject that is somebody already, even somebody who left', async () => {
    const [owner, other] = [await worker(), await worker()];
    await link(owner.id, 'taken');
    const { linkCode } = await link(other.id);
    await app.request('POST', `/users/${owner.id}/deactivation`, { as: world.administrator });
    expect(await signIn({ subject: 'taken' }, { linkCode })).toMatchObject(REFUSED);
    expect((await signIn({ subject: 'own' }, { linkCode })).status).toBe(200);
  });

  test('somebody who was deactivated meanwhile', async () => {
    const person = await worker();
    const { linkCode } = await link(person.id);
    await app.request('POST', `/users/${person.id}/deactivation`, { as: world.administrator });
    expect(await signIn({ subject: 'late joiner' }, { linkCode })).toMatchObject(REFUSED);
  });
});

describe('who does not link people', () => {
  const request = (as: TestUser, userId: string) =>
    app.request('POST', '/external-identities', { as, body: { userId, subject: 'mine' } });
  const confirm = (as: TestUser, id: string) => app.request('POST', `/external-identities/${id}/confirmation`, { as });

  test('anybody but administrators', async () => {
    const { id: userId } = await worker();
    for (const who of ['coordinator', 'chair', 'idva', 'auditor', 'housing', 'referrer'] as const) {
      expect((await request(world[who], userId)).body).toMatchObject({ status: 403, code: 'not-allowed' });
      expect((await app.request('GET', '/external-identities', { as: world[who] })).status).toBe(403);
      expect((await confirm(world[who], '0198c0de-0000-7000-8000-000000000000')).status).toBe(403);
    }
  });

  test('an administrator alone, or for themselves', async () => {
    const person = await worker();
    const asked = await request(world.administrator, person.id);
    expect((await confirm(world.administrator, asked.body.id)).body).toMatchObject({
      status: 409,
      code: 'takes-another',
    });
    expect((await request(second, second.id)).body).toMatchObject({ status: 409, code: 'not-yourself' });
    const colleague = await administrator();
    const body = { ...settings(), clientSecret: 'x' };
    const police = world.agencies.police.id;
    await app.request('POST', `/agencies/${police}/oidc-provider`, { as: second, body });
    const askedForAdmin = await request(world.administrator, colleague.id);
    expect(askedForAdmin.status).toBe(201);
    expect((await confirm(colleague, askedForAdmin.body.id)).body).toMatchObject({ status: 409, code: 'not-yourself' });
    expect(await signIn({ subject: 'mine' })).toMatchObject(REFUSED);
  });

  test('administrators of another MARAC, or of one MARAC for a person of two', async () => {
    const elsewhere = await app.world();
    await proved(elsewhere.administrator);
    const person = await worker();
    expect((await request(elsewhere.administrator, person.id)).body).toMatchObject({
      status: 422,
      errors: [{ pointer: '/userId', code: 'unknown' }],
    });
    const { body } = await request(world.administrator, person.id);
    expect((await confirm(elsewhere.administrator, body.id)).status).toBe(404);
    expect(
      (await app.request('DELETE', `/external-identities/${body.id}`, { as: elsewhere.administrator })).status,
    ).toBe(404);
    await app.rows(`insert into identity.user_roles (id, user_id, marac_id, role) values (uuidv7(), $1, $2, 'IDVA')`, [
      person.id,
      elsewhere.maracId,
    ]);
    expect((await confirm(second, body.id)).body).toMatchObject({ status: 403, code: 'not-allowed' });
  });

  test('administrators who have not just proved a second factor', async () => {
    const stale = await proved(await administrator(), '15 min');
    const never = await world.person(world.agencies.police.id, ['ADMINISTRATOR']);
    const { id: userId } = await worker();
    for (const as of [stale, never]) {
      const refused = { status: 403, code: 'second-factor-needed' };
      expect((await request(as, userId)).body).toMatchObject(refused);
      const body = { ...settings(), clientSecret: 'x' };
      const path = `/agencies/${world.agencies.idvaService.id}/oidc-provider`;
      expect((await app.request('POST', path, { as, body })).body).toMatchObject(refused);
    }
    const { body } = await request(world.administrator, userId);
    for (const as of [stale, never])
      expect((await confirm(as, body.id)).body).toMatchObject({ status: 403, code: 'second-factor-needed' });
  });

  test('a second administrator who comes too late, or again', async () => {
    const [late, twice] = [await worker(), await worker()];
    const { body } = await request(world.administrator, late.id);
    await app.rows('update identity.external_identities set expires_at = now() where id = $1', [body.id]);
    expect((await confirm(second, body.id)).status).toBe(404);
    const { id } = await link(twice.id);
    expect((await confirm(await administrator(), id)).body).toMatchObject({ status: 409, code: 'already-confirmed' });
    expect((await request(world.administrator, twice.id)).body).toMatchObject({ status: 409, code: 'linked-already' });
    expect((await request(world.administrator, late.id)).status).toBe(201);
  });

  test('a subject that looks like another', async () => {
    const person = await worker();
    const body = { userId: person.id, subject: 'c\u0430re' };
    const asked = await app.request('POST', '/external-identities', { as: world.administrator, body });
    expect(asked.body).toMatchObject({ status: 422, errors: [{ pointer: '/subject', code: 'not-ascii' }] });
  });

  test('a subject to two people', async () => {
    const [owner, other] = [await worker(), await worker()];
    await link(owner.id, 'one and only');
    const asked = await app.request('POST', '/external-identities', {
      as: second,
      body: { userId: other.id, subject: 'one and only' },
    });
    expect((await confirm(world.administrator, asked.body.id)).body).toMatchObject({
      status: 409,
      code: 'subject-linked',
    });
  });
});

describe('who does not decide how an agency signs in', () => {
  const path = () => `/agencies/${world.agencies.probation.id}/oidc-provider`;
  const body = () => ({ ...settings(), clientSecret: 'x' });

  test('anybody but administrators of every MARAC that the agency is in', async () => {
    for (const who of ['coordinator', 'chair', 'probation', 'auditor'] as const)
      expect((await app.request('POST', path(), { as: world[who], body: body() })).status).toBe(403);
    const elsewhere = await app.world();
    const foreign = await app.request('POST', path(), { as: elsewhere.administrator, body: body() });
    expect(foreign.body).toMatchObject({ status: 403, code: 'not-allowed' });
    await app.rows('insert into maracs.members (id, marac_id, agency_id) values (uuidv7(), $1, $2)', [
      elsewhere.maracId,
      world.agencies.probation.id,
    ]);
    expect((await app.request('POST', path(), { as: world.administrator, body: body() })).status).toBe(403);
    expect((await app.request('GET', path(), { as: world.administrator })).status).toBe(403);
  });

  test.each<[string, object, string]>([
    ['a plain issuer elsewhere', { issuer: 'http://id.example.org' }, '/issuer'],
    ['an issuer with a query', { issuer: 'https://id.example.org?x=1' }, '/issuer'],
    ['values without a claim', { tenantClaim: undefined }, '/tenantValues'],
    ['a claim without values', { tenantValues: [] }, '/tenantValues'],
    ['two scopes in one', { scopes: ['profile email'] }, '/scopes/0'],
    ['an acr with a quotation mark', { requiredAcr: ['a', 'b"'] }, '/requiredAcr/1'],
    ['no secret', { clientSecret: '' }, '/clientSecret'],
    ['an age without end', { maxAuthAgeMinutes: 1441 }, '/maxAuthAgeMinutes'],
  ])('and not with %s', async (_, changed, pointer) => {
    const id = world.agencies.idvaService.id;
    const answer = await app.request('POST', `/agencies/${id}/oidc-provider`, {
      as: world.administrator,
      body: { ...body(), ...changed },
    });
    expect(answer.body).toMatchObject({ status: 422, errors: [{ pointer }] });
  });

  test('the secret is not shown, and not in the database', async () => {
    const shown = await app.request('GET', `/agencies/${agencyId}/oidc-provider`, { as: world.administrator });
    expect(shown.body).toMatchObject({
      issuer: real.issuer,
      redirectUri: expect.stringContaining(agencyId),
      version: 1,
    });
    expect(shown.headers['etag']).toBe('"1"');
    const rows = await app.rows(
      `select encode(client_secret_sealed, 'escape') as sealed, p.* from identity.oidc_providers p`,
    );
    expect(`${shown.text}${JSON.stringify(rows)}`).not.toContain(REAL_CLIENT.secret);
  });

  test('whoever saw an older version', async () => {
    const id = world.agencies.idvaService.id;
    const at = `/agencies/${id}/oidc-provider`;
    const as = world.administrator;
    expect((await app.request('POST', at, { as, body: body() })).status).toBe(201);
    expect((await app.request('POST', at, { as, body: body() })).body).toMatchObject({ code: 'provider-is-there' });
    const change = { ...settings(), enabled: false };
    const send = (version: number) =>
      app.request('PUT', at, { as, body: change, headers: { 'if-match': `"${version}"` } });
    expect(await send(1)).toMatchObject({ status: 200, body: { enabled: false, version: 2 } });
    expect((await send(1)).status).toBe(412);
    expect((await app.request('GET', `/oidc/${id}/start`)).status).toBe(404);
  });
});

describe('a second factor is not proved', () => {
  let person: TestUser;
  beforeAll(async () => {
    person = await worker();
    await link(person.id, 'stepper');
  });

  test('by somebody else', async () => {
    const other = await worker();
    await link(other.id, 'other stepper');
    expect(await signIn({ subject: 'other stepper', amr: ['mfa'] }, { stepUp: person })).toMatchObject(REFUSED);
    expect((await session(person.token)).secondFactorAt).toBeNull();
  });

  test('by a password alone', async () => {
    expect(await signIn({ subject: 'stepper', amr: ['pwd'] }, { stepUp: person })).toMatchObject(REFUSED);
    expect((await session(person.token)).secondFactorAt).toBeNull();
  });

  test('in a session that ended meanwhile', async () => {
    const { token } = await signIn({ subject: 'stepper' });
    const meanwhile = () => app.request('DELETE', '/sessions/current', { as: token });
    expect(await signIn({ subject: 'stepper', amr: ['mfa'] }, { stepUp: token, meanwhile })).toMatchObject(REFUSED);
  });

  test('by whoever is not signed in', async () => {
    expect((await app.request('POST', '/oidc/step-up')).status).toBe(401);
  });
});

test('the first time with a code of two administrators, then without; second factors are those of the provider', async () => {
  const person = await worker();
  const { id, linkCode } = await link(person.id);
  const first = await signIn({ subject: 'joan', amr: ['pwd'] }, { linkCode });
  expect(first.status).toBe(200);
  expect(await session(first.token!)).toMatchObject({ userId: person.id, method: 'OIDC', secondFactorAt: null });
  const listed = await app.request('GET', '/external-identities', { as: second });
  expect(listed.body).toContainEqual(
    expect.objectContaining({ id, subject: 'joan', state: 'LINKED', expiresAt: null }),
  );

  for (const hand of [
    { subject: 'joan', amr: ['pwd', 'mfa'] },
    { subject: 'joan', acr: 'urn:two' },
  ]) {
    const { secondFactor, secondFactorAt } = await session((await signIn(hand)).token!);
    expect(secondFactor).toBe('PROVED');
    expect(Math.abs(Date.now() - Date.parse(secondFactorAt))).toBeLessThan(10_000);
  }
});

test('a step-up makes the person authenticate anew, and the session gets another token', async () => {
  const person = await worker();
  await link(person.id, 'anew');
  const cookies = new Map<string, string>();
  const { token } = await signIn({ subject: 'anew', amr: ['pwd'] }, { cookies });
  const begun = await app.request('POST', '/oidc/step-up', { as: token });
  expect(new URL(begun.body.location).searchParams.get('prompt')).toBe('login');
  expect(new URL(begun.body.location).searchParams.get('max_age')).toBe('0');
  // still signed in at the provider, which asks again nevertheless
  const stepped = await signIn({ subject: 'anew', amr: ['pwd', 'mfa'] }, { cookies, stepUp: token });
  expect(stepped.status).toBe(200);
  expect(await session(stepped.token!)).toMatchObject({ userId: person.id, secondFactor: 'PROVED' });
  expect((await app.request('GET', '/sessions/current', { as: token })).status).toBe(401);
});

test('the way there and back gives nothing away, and leads nowhere else', async () => {
  const person = await worker();
  await link(person.id, 'careful');
  const begun = await app.request('GET', `/oidc/${agencyId}/start?returnTo=https://evil.example.org`);
  expect(begun.status).toBe(302);
  const location = new URL(String(begun.headers['location']));
  expect(location.origin).toBe(real.issuer);
  expect(Object.fromEntries(location.searchParams)).toEqual({
    response_type: 'code',
    client_id: REAL_CLIENT.id,
    redirect_uri: `http://127.0.0.1:3000/api/v1/oidc/${agencyId}/callback`,
    scope: 'openid',
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
    max_age: '28800',
    claims: '{"id_token":{"acr":null,"amr":null}}',
  });
  expect(String(begun.headers['set-cookie'])).toMatch(
    /^marac_oidc=[\w-]{43}; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax$/,
  );
  const kept = JSON.stringify(await app.rows('select * from identity.oidc_logins'));
  for (const secret of [
    location.searchParams.get('state')!,
    location.searchParams.get('nonce')!,
    cookie(begun.headers, 'marac_oidc')!,
  ])
    expect(kept).not.toContain(secret);
  const back = await signIn({ subject: 'careful' });
  expect(back.headers['location']).toBeUndefined();
  expect(back.text).toContain('url=/"');
  expect(back.text).not.toContain('evil');
  expect(String(back.headers['set-cookie'])).toMatch(
    /marac_oidc=; .*Max-Age=0.*marac_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict/,
  );
});

test('over https the cookies are locked to this host', async () => {
  const secure = await startApp({ PUBLIC_URL: 'https://marac.example.org' });
  try {
    const there = await secure.world();
    await secure.rows('update identity.sessions set second_factor_at = now()');
    const housing = there.agencies.housing.id;
    const body = { ...settings(), clientSecret: 'x' };
    await secure.request('POST', `/agencies/${housing}/oidc-provider`, { as: there.administrator, body });
    const begun = await secure.request('GET', `/oidc/${housing}/start`);
    expect(String(begun.headers['set-cookie'])).toMatch(
      /^__Host-marac_oidc=[\w-]{43}; Path=\/; .*; Secure; SameSite=Lax$/,
    );
    expect(String(begun.headers['location'])).toContain(
      encodeURIComponent(`https://marac.example.org/api/v1/oidc/${housing}/callback`),
    );
  } finally {
    await secure.stop();
  }
});

test('who begins sign-ins without end is stopped, and forgotten ones go away', async () => {
  await app.rows('delete from identity.oidc_logins');
  const flood = await Promise.all(Array.from({ length: 205 }, () => app.request('GET', `/oidc/${agencyId}/start`)));
  expect(flood.filter(({ status }) => status === 302).length).toBeGreaterThanOrEqual(195);
  expect((await app.request('GET', `/oidc/${agencyId}/start`)).body).toMatchObject({
    status: 429,
    code: 'too-many-tries',
  });
  await app.rows('delete from identity.oidc_logins');
  expect((await app.request('GET', `/oidc/${agencyId}/start`)).status).toBe(302);
});

test('the record says who linked whom, and names no subject, code or address', async () => {
  const lines = await app.rows(`select action, code, subject_kind, subject_id from audit.events`);
  for (const action of ['requested', 'confirmed', 'linked', 'ended'])
    expect(lines.map((line) => line.action)).toContain(`external-identity.${action}`);
  for (const action of [
    'oidc-provider.added',
    'oidc-provider.changed',
    'sign-in.done',
    'sign-in.refused',
    'second-factor.proved',
  ])
    expect(lines.map((line) => line.action)).toContain(action);
  expect(JSON.stringify(lines)).not.toMatch(/joan|stepper|unlinked|careful|@|example\.org/);
});
