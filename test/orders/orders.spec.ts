import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dayAhead, today } from '../meetings/calendar.js';
import { addDays } from '../../src/platform/values/dates.js';
import { startApp, type TestApp } from '../support/app.js';
import { accepted, moving } from '../transfers/moving.js';
import type { TestUser, World } from '../support/world.js';
import { addOrder, caseWithPerpetrator, changeOrder, type OfPerpetrator } from './ordering.js';

let app: TestApp;
let world: World;
let elsewhere: World;
let one: OfPerpetrator;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  elsewhere = await app.world();
  one = await caseWithPerpetrator(app, world);
});
afterAll(() => app?.stop());

const orders = (as: TestUser, caseId = one.caseId) => app.request('GET', `/cases/${caseId}/orders`, { as });
const breach = (as: TestUser, id: string, changes = {}) =>
  app.request('POST', `/orders/${id}/breaches`, {
    as,
    body: { happenedOn: today(), because: 'Waited at the gate', ...changes },
  });
const kept = (caseId: string) => app.rows('select * from orders.orders where case_id = $1 order by id', [caseId]);
const share = async (agencyId: string, labels: string[], caseId: string) => {
  const body = { agencyId, labels, purpose: 'manage-perpetrator', reason: 'test', lawfulBasis: ['UKGDPR-6-1-E'] };
  expect((await app.request('POST', `/cases/${caseId}/grants`, { as: world.coordinator, body })).status).toBe(201);
};

describe('who finds none', () => {
  test.each<[string, (w: World, e: World) => TestUser]>([
    ['an agency without a grant', (w) => w.probation],
    ['the police, without a grant', (w) => w.police],
    ['the coordinator of another MARAC', (_, e) => e.coordinator],
    ['the IDVA of another MARAC', (_, e) => e.idva],
    ['an auditor who has not said why', (w) => w.auditor],
  ])('%s: as of a case that never was', async (_, of) => {
    const as = of(world, elsewhere);
    for (const path of ['orders', 'risk-reviews']) {
      const hidden = await app.request('GET', `/cases/${one.caseId}/${path}`, { as });
      const absent = await app.request('GET', `/cases/${randomUUID()}/${path}`, { as });
      expect([path, hidden.status]).toEqual([path, 404]);
      expect({ ...hidden.body, reference: '' }).toEqual({ ...absent.body, reference: '' });
    }
  });

  test('a change to an order that is hidden answers as to one that never was', async () => {
    const { id } = (await addOrder(app, world.coordinator, one)).body;
    const body = { because: 'x' };
    for (const as of [world.probation, elsewhere.coordinator]) {
      for (const of of [id, randomUUID()]) {
        expect((await changeOrder(app, as, of, 1, body)).status).toBe(404);
        expect((await changeOrder(app, as, `${of}/ending`, 1, { endedOn: today(), because: 'x' })).status).toBe(404);
        expect((await breach(as, of)).status).toBe(404);
      }
    }
  });

  test('an agency that knows whom the case is about, and nothing of the perpetrator, is told what is withheld', async () => {
    const own = await caseWithPerpetrator(app, world);
    await addOrder(app, world.coordinator, own);
    await share(world.agencies.police.id, ['IDENTITY'], own.caseId);
    const { body } = await orders(world.police, own.caseId);
    expect(body.orders).toBeUndefined();
    expect(body.withheld).toContainEqual({ field: 'orders', label: 'PERPETRATOR', reason: 'NOT_SHARED' });
    expect((await addOrder(app, world.police, own)).status).toBe(403);
  });

  test('what is intelligence is found by nobody to whom none was shared, and who told us by nobody without SOURCE', async () => {
    const own = await caseWithPerpetrator(app, world);
    await share(world.agencies.police.id, ['IDENTITY', 'PERPETRATOR'], own.caseId);
    const open = (await addOrder(app, world.coordinator, own, { sourceAgencyId: world.agencies.probation.id })).body;
    const secret = (await addOrder(app, world.coordinator, own, { kind: 'RELEASE', fromOn: dayAhead(30), intelligence: true })).body;
    const seen = async (as: TestUser) => (await orders(as, own.caseId)).body.orders.map((each: { id: string }) => each.id);
    expect(await seen(world.police)).toEqual([open.id]);
    expect(await seen(world.idva)).toEqual([open.id]);
    expect(await seen(world.coordinator)).toEqual([secret.id, open.id]);
    expect((await orders(world.police, own.caseId)).body.orders[0]).not.toHaveProperty('sourceAgency');
    expect((await orders(world.idva, own.caseId)).body.orders[0].sourceAgency).toBe(world.agencies.probation.name);
    expect((await breach(world.idva, secret.id)).status).toBe(404);
    const refused = await addOrder(app, world.idva, own, { intelligence: true });
    expect(refused.body.errors).toMatchObject([{ pointer: '/intelligence', code: 'not-shared-with-you' }]);
  }); // prettier-ignore
});

describe('an order', () => {
  test('is recorded and read by who may know of the perpetrator, which is on record', async () => {
    const own = await caseWithPerpetrator(app, world);
    const body = { kind: 'DVPO', reference: 'NB/DVPO/17', fromOn: today(), untilOn: dayAhead(28), served: 'YES', powerOfArrest: 'YES', conditions: 'Not to come within 100 metres' };
    const made = await addOrder(app, world.housing, own, body);
    expect([made.status, made.headers['etag']]).toEqual([201, '"1"']);
    expect(made.body).toMatchObject({ ...body, caseId: own.caseId, occasion: 'EXPIRY', dateOn: body.untilOn, breaches: 0, mayChange: true, changes: [{ change: 'RECORDED' }] });
    for (const as of [world.coordinator, world.chair, world.idva, world.housing])
      expect((await orders(as, own.caseId)).body.orders).toMatchObject([{ id: made.body.id, mayChange: as === world.coordinator || as === world.housing }]);
    const reads = await app.rows(`select labels from audit.events where action = 'orders.read' and subject_id = $1 and actor_id = $2`, [own.caseId, world.idva.id]);
    expect(reads).toEqual([{ labels: ['PERPETRATOR'] }]);
  }); // prettier-ignore

  test.each(['chair', 'auditor', 'referrer', 'analyst', 'observer'] as const)('is not recorded by the %s', async (role) => {
    const before = await kept(one.caseId);
    expect((await addOrder(app, world[role], one)).status).toBe(403);
    expect(await kept(one.caseId)).toEqual(before);
  }); // prettier-ignore

  test.each<[string, Record<string, unknown>, string, string]>([
    ['that ends before it begins', { fromOn: '2026-06-02', untilOn: '2026-06-01' }, '/untilOn', 'before-it-began'],
    ['of release without a day', { kind: 'RELEASE' }, '/fromOn', 'required'],
    ['of release over two days', { kind: 'RELEASE', fromOn: '2031-01-01', untilOn: '2031-01-02' }, '/untilOn', 'no-last-day'],
    ['against nobody', { personId: randomUUID() }, '/personId', 'not-of-the-case'],
    ['told by nobody', { sourceAgencyId: randomUUID() }, '/sourceAgencyId', 'unknown'],
    ['of an unknown kind', { kind: 'EXILE' }, '/kind', 'not-one-of'],
  ])('%s is refused, and nothing is written', async (_, changes, pointer, code) => {
    const before = await kept(one.caseId);
    const { status, body } = await addOrder(app, world.coordinator, one, changes);
    expect([status, body.errors]).toMatchObject([422, [{ pointer, code }]]);
    expect(await kept(one.caseId)).toEqual(before);
  }); // prettier-ignore

  test('is against a perpetrator of the case: not the victim, nor the perpetrator of another', async () => {
    const other = await caseWithPerpetrator(app, world);
    const [victim] = await app.rows(`select id from persons.persons where case_id = $1 and label = 'IDENTITY'`, [one.caseId]);
    for (const personId of [other.personId, victim.id]) {
      const { body } = await addOrder(app, world.coordinator, { ...one, personId });
      expect(body.errors).toMatchObject([{ pointer: '/personId', code: 'not-of-the-case' }]);
    }
  }); // prettier-ignore

  test('whose conditions give away where she is safe is refused, recorded or varied', async () => {
    const refuge = { kind: 'REFUGE', name: 'Willowmere', address: '9 Sheltered Row', postcode: 'NB8 8ZZ', phone: '01632 960777' };
    const own = await caseWithPerpetrator(app, world);
    await app.request('POST', `/cases/${own.caseId}/locations`, { as: world.coordinator, body: refuge });
    const conditions = 'Not to go to 9 Sheltered Row, NB8 8ZZ';
    const added = await addOrder(app, world.housing, own, { conditions });
    expect(added.body.errors).toMatchObject([{ pointer: '/conditions', code: 'protected-address-in-text' }]);
    const { id } = (await addOrder(app, world.housing, own)).body;
    const varied = await changeOrder(app, world.housing, id, 1, { conditions, because: 'By the court' });
    expect(varied.body.errors).toMatchObject([{ pointer: '/conditions', code: 'protected-address-in-text' }]);
  }); // prettier-ignore

  test('is varied by the agency that told us, by the version that was seen; how it stood is kept', async () => {
    const own = await caseWithPerpetrator(app, world);
    const { id } = (await addOrder(app, world.housing, own, { untilOn: dayAhead(60), conditions: 'No contact' })).body;
    for (const as of [world.idva]) expect((await changeOrder(app, as, id, 1, { because: 'x' })).status).toBe(403);
    expect((await app.request('PUT', `/orders/${id}`, { as: world.housing, body: { because: 'x' } })).status).toBe(428);
    const varied = await changeOrder(app, world.housing, id, 1, { untilOn: dayAhead(90), because: 'Extended by the court' });
    expect(varied.body).toMatchObject({ version: 2, untilOn: dayAhead(90), conditions: 'No contact' });
    expect(varied.body.changes).toMatchObject([
      { change: 'RECORDED', untilOn: dayAhead(60) },
      { change: 'VARIED', untilOn: dayAhead(90), because: 'Extended by the court' },
    ]);
    expect((await changeOrder(app, world.coordinator, id, 1, { because: 'x' })).status).toBe(412);
    const race = await Promise.all(Array.from({ length: 6 }, () => changeOrder(app, world.coordinator, id, 2, { because: 'x' })));
    expect(race.map(({ status }) => status).sort()).toEqual([200, ...Array(5).fill(412)]);
  }); // prettier-ignore

  test('ends once', async () => {
    const own = await caseWithPerpetrator(app, world);
    const { id } = (await addOrder(app, world.housing, own, { fromOn: addDays(today(), -10), untilOn: dayAhead(60) })).body;
    const end = (endedOn: string, version = 1) => changeOrder(app, world.housing, `${id}/ending`, version, { endedOn, because: 'Discharged' });
    expect((await end(addDays(today(), 1))).body.errors).toMatchObject([{ pointer: '/endedOn', code: 'in-the-future' }]);
    expect((await end(addDays(today(), -11))).body.errors).toMatchObject([{ pointer: '/endedOn', code: 'before-it-began' }]);
    expect((await end(today())).body).toMatchObject({ endedOn: today(), occasion: 'ENDED_EARLY', mayChange: false });
    expect((await end(today(), 2)).body).toMatchObject({ status: 409, code: 'already-ended' });
    expect((await changeOrder(app, world.housing, id, 2, { because: 'x' })).body).toMatchObject({ code: 'already-ended' });
  }); // prettier-ignore

  test('is breached, as whoever records orders and sees it says; not in the future, nor before it began', async () => {
    const own = await caseWithPerpetrator(app, world);
    const { id } = (await addOrder(app, world.housing, own, { fromOn: addDays(today(), -5) })).body;
    expect((await breach(world.chair, id)).status).toBe(403);
    expect((await breach(world.idva, id, { happenedOn: addDays(today(), 1) })).body.errors).toMatchObject([{ code: 'in-the-future' }]);
    expect((await breach(world.idva, id, { happenedOn: addDays(today(), -6) })).body.errors).toMatchObject([{ code: 'before-it-began' }]);
    const told = await breach(world.idva, id);
    expect([told.status, told.body]).toMatchObject([201, { breaches: 1, version: 1, changes: [{}, { change: 'BREACHED', because: 'Waited at the gate' }] }]);
  }); // prettier-ignore
});

test('the area to which the case moves reads its orders, not what was gathered in confidence, nor how the victim was contacted', async () => {
  const moved = await moving(app);
  const [person] = await app.rows(`select id from persons.persons where case_id = $1 and label = 'PERPETRATOR'`, [moved.caseId]);
  const own = { caseId: moved.caseId, personId: person.id };
  const order = (await addOrder(app, moved.old.coordinator, own, { kind: 'RELEASE', fromOn: dayAhead(5) })).body;
  await addOrder(app, moved.old.coordinator, own, { intelligence: true });
  const { coordinator, idva } = moved.there;
  expect((await orders(coordinator, own.caseId)).status).toBe(404);
  await accepted(app, moved);
  const there = await orders(coordinator, own.caseId);
  expect(there.body.orders).toMatchObject([{ id: order.id, kind: 'RELEASE', mayChange: false }]);
  expect((await changeOrder(app, coordinator, order.id, 1, { because: 'x' })).status).toBe(403);
  for (const [path, field] of [['contacts', 'items'], ['safe-contact', 'safeContact'], ['supporter', 'supporters'], ['risk-reviews', 'reviews']]) {
    const { body } = await app.request('GET', `/cases/${own.caseId}/${path}`, { as: coordinator });
    expect([path, body.withheld]).toMatchObject([path, [{ field, reason: 'NOT_SHARED' }]]);
  }
  expect((await orders(idva, own.caseId)).status).toBe(404);
}); // prettier-ignore

describe('days to come', () => {
  const dates = (as: TestUser, query = '', maracId = world.maracId) =>
    app.request('GET', `/maracs/${maracId}/order-dates?limit=200${query}`, { as });
  const ids = (answer: { body: { items: { id: string }[] } }) => answer.body.items.map(({ id }) => id);

  test('are listed soonest first, of the cases that the reader may see, in the range that they ask for', async () => {
    const area = await app.world();
    const [a, b] = [await caseWithPerpetrator(app, area), await caseWithPerpetrator(app, area)];
    const bail = (await addOrder(app, area.coordinator, a, { kind: 'BAIL_BEFORE_CHARGE', untilOn: dayAhead(20) })).body;
    const release = (await addOrder(app, area.coordinator, b, { kind: 'RELEASE', fromOn: dayAhead(5) })).body;
    const later = (await addOrder(app, area.coordinator, b, { untilOn: dayAhead(200) })).body;
    await addOrder(app, area.coordinator, b); // without a day
    const seen = await dates(area.coordinator, '', area.maracId);
    expect(seen.body.items).toMatchObject([
      { id: release.id, kind: 'RELEASE', occasion: 'RELEASE', on: dayAhead(5), reviewId: expect.any(String) },
      { id: bail.id, occasion: 'BAIL_END', on: dayAhead(20), reviewId: null },
    ]);
    expect(ids(await dates(area.coordinator, `&until=${dayAhead(200)}`, area.maracId))).toEqual([release.id, bail.id, later.id]);
    expect(ids(await dates(area.coordinator, `&from=${dayAhead(6)}`, area.maracId))).toEqual([bail.id]);
    const first = await app.request('GET', `/maracs/${area.maracId}/order-dates?limit=1`, { as: area.coordinator });
    const second = await app.request('GET', `/maracs/${area.maracId}/order-dates?limit=1&after=${first.body.next}`, { as: area.coordinator });
    expect([ids(first), ids(second)]).toEqual([[release.id], [bail.id]]);
    expect(ids(await dates(area.probation, '', area.maracId))).toEqual([]);
    expect(ids(await dates(area.housing, '', area.maracId))).toEqual([release.id, bail.id]);
    await app.rows(`update access.grants set revoked_at = now() where case_id = $1 and grantee_id = $2`, [b.caseId, area.agencies.housing.id]);
    expect(ids(await dates(area.housing, '', area.maracId))).toEqual([bail.id]);
  }); // prettier-ignore

  test('of another area are not there, and nonsense is refused', async () => {
    expect((await dates(elsewhere.coordinator)).status).toBe(404);
    expect((await dates(world.analyst)).status).toBe(403);
    const refused = async (query: string) => (await dates(world.coordinator, query)).body.errors?.[0]?.code;
    expect(await refused('&from=2026-06-02&until=2026-06-01')).toBe('before-it-began');
    expect(await refused('&from=2026-06-02&until=2028-06-01')).toBe('too-long');
    expect(await refused('&after=nonsense')).toBe('not-a-place');
  });
});
