import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { Actor } from '../../src/platform/db/actor.js';
import { tx } from '../../src/platform/db/transaction.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { type Accepted, accept, deliver } from '../meetings/calendar.js';
import { statusOf } from '../research/cycle.js';
import { startApp, type TestApp } from '../support/app.js';
import { neighbour, sign, type TestUser, type World } from '../support/world.js';

let app: TestApp;
let world: World;
let there: { maracId: string; agencyId: string; coordinator: TestUser };
let moved: Accepted;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  there = await neighbour(app);
  moved = await accept(app, world);
});
afterAll(() => app?.stop());

const offer = (as: TestUser, changes: object = {}) =>
  app.request('POST', `/cases/${moved.caseId}/transfers`, {
    as,
    body: { toMaracId: there.maracId, kind: 'PERMANENT', reason: 'She has moved', ...changes },
  });
const outgoing = (as: TestUser) => app.request('GET', `/cases/${moved.caseId}/transfers`, { as });
const incoming = (as: TestUser) => app.request('GET', `/transfers?marac=${there.maracId}`, { as });
const decide = (id: string, what: 'acceptance' | 'refusal' | 'withdrawal', as: TestUser) =>
  app.request('POST', `/transfers/${id}/${what}`, { as, body: what === 'acceptance' ? undefined : { reason: 'No' } });
const view = (as: TestUser) => app.request('GET', `/cases/${moved.caseId}`, { as });
const factor = (user: TestUser, minutes: number | null) =>
  new Actor(
    'user',
    user.id,
    user.agencyId,
    new Map(),
    minutes === null ? null : new Date(Date.now() - minutes * 60_000),
  );
const rows = (actor: Actor, sql: string) => app.get(UnitOfWork).run(actor, () => tx().query<any>(sql, [moved.caseId]));

const ROLE = 'insert into identity.user_roles (id, user_id, marac_id, role) values (gen_random_uuid(), $1, $2, $3)';

describe('who cannot offer', () => {
  test.each<[string, (w: World) => TestUser, number]>([
    ['the chair', (w) => w.chair, 403],
    ['the IDVA', (w) => w.idva, 403],
    ['the referring agency', (w) => w.housing, 403],
    ['the administrator', (w) => w.administrator, 403],
  ])('%s', async (_, who, status) => {
    expect((await offer(who(world))).status).toBe(status);
  });

  test('another MARAC’s coordinator, of a case that is not theirs', async () => {
    expect((await offer(there.coordinator)).status).toBe(404);
  });

  test.each<[string, () => object, string, string]>([
    ['to oneself', () => ({ toMaracId: world.maracId }), '/toMaracId', 'same-marac'],
    ['to nowhere', () => ({ toMaracId: randomUUID() }), '/toMaracId', 'nobody-there'],
    ['with protected addresses, unsaid why', () => ({ withLocations: true }), '/locationsBecause', 'required'],
    ['without them, said why', () => ({ locationsBecause: 'x' }), '/locationsBecause', 'not-wanted'],
    [
      'with protected addresses by another door',
      () => ({ contents: ['LOCATION_SAFE'] }),
      '/contents/0',
      'not-in-a-package',
    ],
    ['with who told', () => ({ contents: ['SOURCE'] }), '/contents/0', 'not-in-a-package'],
  ])('%s', async (_, changes, pointer, code) => {
    expect(await offer(world.coordinator, changes())).toMatchObject({
      status: 422,
      body: { errors: [{ pointer, code }] },
    });
  });

  test('twice', async () => {
    expect((await offer(world.coordinator)).status).toBe(201);
    expect(await offer(world.coordinator)).toMatchObject({ status: 409, body: { code: 'on-offer' } });
  });
});

describe('where to', () => {
  test('is withheld from all of the old area without a fresh second factor, and from the chair with one', async () => {
    const { body } = await offer(world.coordinator);
    expect(body).toMatchObject({ toMaracId: null, toMaracWithheld: 'SECOND_FACTOR_NEEDED', status: 'OFFERED' });
    await decide(body.id, 'acceptance', there.coordinator);
    const known = [there.maracId, there.agencyId, there.coordinator.id];
    for (const as of [world.coordinator, world.chair, world.idva]) {
      const paths = ['transfers', 'access'].map((path) => `/cases/${moved.caseId}/${path}`);
      for (const path of [...paths, '/transfers?marac=' + world.maracId]) {
        const { text } = await app.request('GET', path, { as });
        expect(known.filter((id) => text.includes(id))).toEqual([]);
        expect(text).not.toMatch(/Neighbour|MARAC team/);
      }
    }
    expect((await outgoing(world.chair)).body[0]).toMatchObject({ toMaracWithheld: 'NOT_SHARED' });
    expect((await outgoing(world.idva)).body[0]).toMatchObject({ toMaracWithheld: 'SECOND_FACTOR_NEEDED' });
    for (const as of [world.housing, world.probation, world.police]) expect((await outgoing(as)).status).toBe(403);
  });

  test.each<[string, (w: World) => TestUser, number | null, number]>([
    ['the chair', (w) => w.chair, 1, 0],
    ['the referring agency', (w) => w.housing, 1, 0],
    ['the coordinator without a second factor', (w) => w.coordinator, null, 0],
    ['the coordinator, sixteen minutes after', (w) => w.coordinator, 16, 0],
    ['the coordinator, a minute after', (w) => w.coordinator, 1, 1],
    ['the IDVA, a minute after', (w) => w.idva, 1, 1],
  ])('in the database, %s: second factor %p minutes ago', async (_, who, minutes, count) => {
    const { body } = await offer(world.coordinator);
    await decide(body.id, 'acceptance', there.coordinator);
    const actor = factor(who(world), minutes);
    expect(await rows(actor, 'select 1 from transfers.destinations where case_id = $1')).toHaveLength(count);
    const grants = await rows(actor, `select 1 from access.grants where case_id = $1 and origin = 'TRANSFER'`);
    expect(grants).toHaveLength(who(world) === world.idva ? 0 : count);
  });
});

describe('the new area', () => {
  test('sees before it accepts that there is an offer, from where, and nothing of it', async () => {
    const { body } = await offer(world.coordinator);
    const { body: page, text } = await incoming(there.coordinator);
    expect(page.items).toEqual([
      {
        ...{ id: body.id, fromMaracId: world.maracId, fromMarac: expect.any(String), status: 'OFFERED' },
        ...{ offeredAt: expect.any(String), decidedAt: null, caseId: null, ref: null, kind: null, reason: null },
        ...{
          alreadyHeard: null,
          listCirculated: null,
          acknowledgedAt: null,
          leftOn: null,
          arrivedOn: null,
          newCaseId: null,
        },
        ...{ countAs: null, ruleSays: null, because: null, flagSetOn: null, flagExpiresOn: null },
      },
    ]);
    expect(text).not.toContain(moved.caseId);
    expect((await view(there.coordinator)).status).toBe(404);
  });

  test('is its coordinators: nobody else there, and nobody from a third area', async () => {
    const { body } = await offer(world.coordinator);
    const third = await neighbour(app);
    expect((await incoming(third.coordinator)).status).toBe(403);
    expect((await incoming(world.coordinator)).status).toBe(403);
    for (const as of [third.coordinator, world.coordinator])
      for (const what of ['acceptance', 'refusal'] as const) expect((await decide(body.id, what, as)).status).toBe(404);
    expect((await decide(body.id, 'acceptance', world.chair)).status).toBe(403);
  });

  test('reads the package once it accepted: that case, those kinds of information, and nothing else', async () => {
    const other = await accept(app, world);
    const { body } = await offer(world.coordinator);
    expect((await decide(body.id, 'acceptance', there.coordinator)).body).toMatchObject({
      ...{ status: 'ACCEPTED', caseId: moved.caseId, kind: 'PERMANENT', reason: 'She has moved', alreadyHeard: false },
    });
    const seen = await view(there.coordinator);
    expect(seen).toMatchObject({
      status: 200,
      body: {
        ...{ labels: ['CHILD', 'CONTACT', 'HEALTH', 'IDENTITY', 'PERPETRATOR'], children: 2 },
        victim: { familyName: moved.victim, contact: { address: moved.address } },
        perpetrators: [{ familyName: moved.perpetrator }],
      },
    });
    expect(seen.body.victim.equality).toBeUndefined();
    expect(
      (await app.request('GET', `/cases/${moved.caseId}/history`, { as: there.coordinator })).body.assessments,
    ).toEqual([]);
    expect((await app.request('GET', `/cases/${other.caseId}`, { as: there.coordinator })).status).toBe(404);
    for (const path of ['/actions', '/meetings']) {
      const { text } = await app.request('GET', path, { as: there.coordinator });
      expect(text).not.toContain(world.maracId);
    }
    const refused = await app.request('POST', `/cases/${moved.caseId}/actions`, {
      as: there.coordinator,
      body: { ownerAgencyId: there.agencyId, text: 'x', target: 'VICTIM' },
    });
    expect(refused.status).toBe(403);
  });

  test('sees only what was chosen', async () => {
    const { body } = await offer(world.coordinator, { contents: ['CHILD'] });
    await decide(body.id, 'acceptance', there.coordinator);
    const { body: seen, text } = await view(there.coordinator);
    expect(seen).toMatchObject({ labels: ['CHILD', 'IDENTITY'], children: 2 });
    for (const field of ['perpetrators', 'summary']) expect(seen).not.toHaveProperty(field);
    expect(seen.victim.contact).toBeUndefined();
    for (const hidden of [moved.perpetrator, moved.address]) expect(text).not.toContain(hidden);
  });

  test('gains nothing by what its agency was given in the old area', async () => {
    const both = await app.world();
    await app.operate(async () => sign(app, there.maracId, world.agencies.housing.id));
    const coordinator = await app.operate(async () => both.person(world.agencies.housing.id, ['ANALYST']));
    await app.rows(ROLE, [coordinator.id, there.maracId, 'COORDINATOR']);
    const { body } = await offer(world.coordinator, { contents: ['CHILD'] });
    expect((await view(coordinator)).status).toBe(404); // its agency referred it, but the person has no role there
    await decide(body.id, 'acceptance', there.coordinator);
    const assessments = await rows(factor(coordinator, 1), 'select 1 from assessments.assessments where case_id = $1');
    const perpetrators = await rows(
      factor(coordinator, 1),
      `select 1 from persons.persons where case_id = $1 and label = 'PERPETRATOR'`,
    );
    const seen = await rows(factor(coordinator, 1), 'select labels from access.visible where case_id = $1');
    expect([assessments, perpetrators, seen]).toEqual([[], [], [{ labels: ['CHILD', 'IDENTITY'] }]]);
  });

  test('protected addresses only when ticked, and after a fresh second factor', async () => {
    const refuge = { kind: 'REFUGE', name: 'Willowmere', address: '9 Sheltered Row', postcode: 'NB8 8ZZ', phone: '' };
    const path = `/cases/${moved.caseId}/locations`;
    expect((await app.request('POST', path, { as: world.coordinator, body: refuge })).status).toBe(201);
    const located = (minutes: number | null) =>
      rows(factor(there.coordinator, minutes), 'select 1 from persons.locations where case_id = $1');
    const first = await offer(world.coordinator);
    await decide(first.body.id, 'acceptance', there.coordinator);
    expect(await located(1)).toEqual([]);
    await decide(first.body.id, 'withdrawal', world.coordinator);
    const second = await offer(world.coordinator, { withLocations: true, locationsBecause: 'Alarm fitted there' });
    await decide(second.body.id, 'acceptance', there.coordinator);
    expect([await located(null), await located(16), await located(1)].map((found) => found.length)).toEqual([0, 0, 1]);
  });

  test('loses it when the offer is taken back, the time is up, the person coordinates no more, or is excluded', async () => {
    const { body } = await offer(world.coordinator);
    await decide(body.id, 'acceptance', there.coordinator);
    const sees = () => statusOf(app, there.coordinator, `/cases/${moved.caseId}`);
    expect(await sees()).toBe(200);
    const hold = async (role: string) => {
      await app.rows('delete from identity.user_roles where user_id = $1', [there.coordinator.id]);
      await app.rows(ROLE, [there.coordinator.id, there.maracId, role]);
    };
    await hold('CHAIR');
    expect(await rows(factor(there.coordinator, 1), 'select 1 from access.visible where case_id = $1')).toEqual([]);
    await hold('COORDINATOR');
    expect(await sees()).toBe(200);
    const cause = { caseId: moved.caseId, maracId: world.maracId, cause: 'CONFLICT', causeId: randomUUID() } as const;
    await app.operate(async () => app.get(Exclusions).exclude({ ...cause, userId: there.coordinator.id }));
    expect(await sees()).toBe(404);
    await app.operate(() => app.get(Exclusions).lift(cause.causeId));
    expect(await sees()).toBe(200);
    expect((await decide(body.id, 'withdrawal', there.coordinator)).status).toBe(403);
    expect((await decide(body.id, 'withdrawal', world.coordinator)).body.status).toBe('WITHDRAWN');
    expect(await sees()).toBe(404);
    expect((await decide(body.id, 'withdrawal', world.coordinator)).body.code).toBe('wrong-state');
    expect((await incoming(there.coordinator)).body.items).toMatchObject([{ status: 'WITHDRAWN', caseId: null }]);
  });

  test('that refused knows nothing of the case, and cannot change its mind', async () => {
    const { body } = await offer(world.coordinator);
    expect((await decide(body.id, 'refusal', there.coordinator)).body).toMatchObject({
      status: 'REFUSED',
      caseId: null,
    });
    expect((await decide(body.id, 'acceptance', there.coordinator)).body.code).toBe('wrong-state');
    expect((await view(there.coordinator)).status).toBe(404);
    expect((await outgoing(world.coordinator)).body).toMatchObject([{ status: 'REFUSED' }]);
    expect((await offer(world.coordinator)).status).toBe(201);
  });
});

test('nothing in transit, and no line of the record, joins the case to where it went', async () => {
  const { body } = await offer(world.coordinator);
  await decide(body.id, 'acceptance', there.coordinator);
  const events = await app.rows<{ whole: string }>(
    `select to_jsonb(o)::text as whole from platform.outbox o where name like 'transfer.%'`,
  );
  expect(events.length).toBeGreaterThanOrEqual(2);
  const lines = await app.rows<{ whole: string }>(
    `select to_jsonb(e)::text as whole from audit.events e where action like '%transfer%' or action = 'case.handed-over'`,
  );
  for (const { whole } of [...events, ...lines])
    expect(whole.includes(moved.caseId) && whole.includes(there.maracId)).toBe(false);
});

describe('who is told', () => {
  const ref = async () => (await view(world.coordinator)).body.ref as string;
  const told = async (as: TestUser) =>
    (await app.request('GET', '/inbox', { as })).body.items.map((notice: { kind: string; caseRef: string | null }) => [
      notice.kind,
      notice.caseRef,
    ]);

  test('the area that is to answer, of no case; then the area that offered it, of its own', async () => {
    const { body } = await offer(world.coordinator);
    await deliver(app);
    expect(await told(there.coordinator)).toEqual([['TRANSFER_OFFERED', null]]);
    await decide(body.id, 'acceptance', there.coordinator);
    await deliver(app);
    expect(await told(there.coordinator)).toEqual([['TRANSFER_OFFERED', null]]);
    expect(await told(world.coordinator)).toContainEqual(['TRANSFER_DECIDED', await ref()]);
    expect((await told(world.chair)).filter(([kind]: [string]) => kind.startsWith('TRANSFER'))).toEqual([]);
  });

  test('not who must find nothing of the case: neither a notice nor the offer', async () => {
    const kin = await world.person(there.agencyId, ['ANALYST']);
    await app.rows(ROLE, [kin.id, there.maracId, 'COORDINATOR']);
    const cause = { caseId: moved.caseId, maracId: world.maracId, cause: 'CONFLICT', causeId: randomUUID() } as const;
    await app.operate(async () => app.get(Exclusions).exclude({ ...cause, userId: kin.id }));
    const { body } = await offer(world.coordinator);
    await deliver(app);
    expect(await told(kin)).toEqual([]);
    expect((await incoming(kin)).body.items).toEqual([]);
    expect((await decide(body.id, 'acceptance', kin)).status).toBe(404);
    expect((await incoming(there.coordinator)).body.items).toHaveLength(1);
  });
});
