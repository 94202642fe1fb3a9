import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { SignatureLadders } from '../../src/alerts/signature-ladders.service.js';
import { DueSweep } from '../../src/platform/due/due-sweep.js';
import { Relay } from '../../src/platform/events/relay.js';
import { addDays, todayIn } from '../../src/platform/values/dates.js';
import { foundCase } from '../actions/plan.js';
import { startApp, type TestApp } from '../support/app.js';
import { setRules } from '../support/asking.js';
import type { TestUser, World } from '../support/world.js';

/** The protocol as a file that people keep, on which access hangs. */
let app: TestApp;
let world: World;
let elsewhere: World;
let owner: pg.Client;
const today = todayIn('Europe/London', new Date());

beforeAll(async () => {
  app = await startApp();
  elsewhere = await app.world();
  owner = new pg.Client({ connectionString: app.database.ownerUrl }); // time passes as nobody else can make it
  await owner.connect();
});
beforeEach(async () => {
  world = await app.world();
});
afterAll(async () => {
  await owner?.end();
  await app?.stop();
});

const list = (as: TestUser, code = world.code) => app.request('GET', `/protocols?marac=${code}`, { as });
const latest = async () => (await list(world.coordinator)).body[0];
const publish = (as: TestUser, changes: Record<string, unknown> = {}) =>
  app.request('POST', '/protocols', {
    as,
    body: { maracId: world.maracId, title: 'Protocol of the year', inForceFrom: today, ...changes },
  });
const signing = (changes: Record<string, unknown> = {}) => ({
  agencyId: world.agencies.housing.id,
  signatory: 'Dana Price, director',
  signedOn: today,
  reviewDue: addDays(today, 365),
  ...changes,
});
const sign = async (as: TestUser, changes: Record<string, unknown> = {}) =>
  app.request('POST', `/protocols/${(await latest()).id}/signatures`, { as, body: signing(changes) });
const signatures = async (id?: string) =>
  (await app.request('GET', `/protocols/${id ?? (await latest()).id}/signatures`, { as: world.coordinator })).body;
const ofHousing = async () =>
  (await signatures()).filter((one: { agencyId: string }) => one.agencyId === world.agencies.housing.id);
/** It was signed and recorded long ago, and its last day is over. */
const lapse = () =>
  owner.query(
    `update access.signatures set review_due = current_date - 1, recorded_at = now() - interval '400 days' where agency_id = $1`,
    [world.agencies.housing.id],
  );

describe('who keeps the file', () => {
  test('nobody publishes but a chair or an administrator of the MARAC', async () => {
    for (const who of [
      world.coordinator,
      world.housing,
      world.idva,
      world.auditor,
      world.referrer,
      world.analyst,
      world.observer,
    ])
      expect((await publish(who)).status).toBe(403);
    for (const who of [elsewhere.chair, elsewhere.administrator])
      expect(await publish(who)).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/maracId', code: 'unknown' }] },
      });
    expect((await publish(world.chair)).status).toBe(201);
    expect((await publish(world.administrator)).body.version).toBe(3);
  });

  test('nobody records a signature but a coordinator or an administrator of the MARAC', async () => {
    for (const who of [
      world.chair,
      world.housing,
      world.idva,
      world.auditor,
      world.referrer,
      world.analyst,
      world.observer,
    ])
      expect((await sign(who)).status).toBe(403);
    expect((await sign(elsewhere.coordinator)).status).toBe(404);
    expect((await sign(elsewhere.administrator)).status).toBe(404);
    expect((await sign(world.coordinator)).status).toBe(201);
    expect((await sign(world.administrator)).status).toBe(201);
  });

  test('nobody of another MARAC reads it', async () => {
    const { id } = await latest();
    expect((await list(elsewhere.coordinator)).status).toBe(422);
    expect((await app.request('GET', `/protocols/${id}/signatures`, { as: elsewhere.coordinator })).status).toBe(404);
    expect((await list(world.referrer)).status).toBe(403);
  });

  test.each<[string, Record<string, unknown>, string, string]>([
    ['by an agency that is no member', { agencyId: '0198c0de-0000-7000-8000-000000000000' }, '/agencyId', 'unknown'],
    ['tomorrow', { signedOn: addDays(today, 1) }, '/signedOn', 'future-date'],
    ['to be reviewed before it was made', { reviewDue: today }, '/reviewDue', 'before-signing'],
    ['for longer than the rules allow', { reviewDue: addDays(today, 800) }, '/reviewDue', 'too-far-ahead'],
  ])('a signature %s is refused', async (_, changes, pointer, code) => {
    expect(await sign(world.coordinator, changes)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer, code }] },
    });
  });

  test('a version that began yesterday is refused', async () => {
    const answer = await publish(world.chair, { inForceFrom: addDays(today, -1) });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/inForceFrom', code: 'in-the-past' }] } });
  });
});

describe('access', () => {
  let caseId: string;
  const status = async () => (await app.request('GET', `/cases/${caseId}`, { as: world.housing })).status;
  beforeEach(async () => {
    ({ caseId } = await foundCase(app, world, world.agencies.housing.id));
  });

  test('lapses with the signature by itself, and comes back when it is renewed', async () => {
    expect(await status()).toBe(200);
    await lapse();
    expect(await status()).toBe(404);
    expect(await ofHousing()).toMatchObject([{ state: 'LAPSED', daysLeft: 0 }]);
    expect((await sign(world.coordinator)).body).toMatchObject({ state: 'LIVE', daysLeft: 365, version: 1 });
    expect(await status()).toBe(200);
  });

  test('ends when the agency leaves, whatever else it signed', async () => {
    await sign(world.coordinator);
    const [one] = await ofHousing();
    const { id } = await latest();
    const body = { reason: 'Merged into the council' };
    const path = `/protocols/${id}/signatures/${one.id}/withdrawal`;
    for (const who of [world.chair, world.housing])
      expect((await app.request('POST', path, { as: who, body })).status).toBe(403);
    expect((await app.request('POST', path, { as: elsewhere.coordinator, body })).status).toBe(404);
    expect(await status()).toBe(200);
    const left = await app.request('POST', path, { as: world.coordinator, body });
    expect(left).toMatchObject({ status: 200, body: { state: 'WITHDRAWN', withdrawnBecause: body.reason } });
    expect(await status()).toBe(404);
    expect((await ofHousing()).map((s: { state: string }) => s.state)).toEqual(['WITHDRAWN', 'WITHDRAWN']);
    expect(await app.request('POST', path, { as: world.coordinator, body })).toMatchObject({
      status: 409,
      body: { code: 'already-withdrawn' },
    });
  });

  test('by an earlier version lasts for the days of grace, and no signature of it is taken after that', async () => {
    const first = await latest();
    expect((await publish(world.chair)).body).toMatchObject({ version: 2, signableUntil: null });
    const [, before] = (await list(world.coordinator)).body;
    expect(before).toMatchObject({ id: first.id, signableUntil: addDays(today, 90) });
    expect(await status()).toBe(200);
    expect((await signatures(first.id))[0]).toMatchObject({ state: 'LIVE', daysLeft: 90, endsOn: addDays(today, 90) });
    await app.rows(`update access.protocols set signable_until = current_date - 1 where id = $1`, [first.id]);
    expect(await status()).toBe(404);
    expect((await signatures(first.id))[0]).toMatchObject({ state: 'SUPERSEDED', daysLeft: 0 });
    const late = await app.request('POST', `/protocols/${first.id}/signatures`, {
      as: world.coordinator,
      body: signing(),
    });
    expect(late).toMatchObject({ status: 409, body: { code: 'superseded' } });
    expect((await sign(world.coordinator)).body).toMatchObject({ version: 2, state: 'LIVE' });
    expect(await status()).toBe(200);
  });
});

describe('warnings', () => {
  const sweep = async () => {
    await app.get(Relay).relay();
    await app.get(DueSweep).sweep();
    await app.get(Relay).relay();
  };
  const kinds = async (who: TestUser) => {
    const { body } = await app.request('GET', '/inbox?limit=200', { as: who });
    return body.items.filter((one: { kind: string }) => /^PROTOCOL|^OVERDUE/.test(one.kind)).reverse() as {
      kind: string;
    }[];
  };
  const notices = async (who: TestUser) =>
    (await kinds(who)).filter(({ kind }) => kind === 'PROTOCOL_SIGNATURE_ENDING');
  /** When a signature is looked at next, and what was told of it. */
  const next = async (signatureId: string) => {
    const rows = await app.rows<{ due_at: Date }>(
      `select due_at from platform.due where kind = 'protocol.signature-due' and subject = $1 and state = 'WAITING'`,
      [signatureId],
    );
    return rows.map(({ due_at }) => todayIn('Europe/London', due_at));
  };
  const raised = async (signatureId: string) =>
    (await app.rows('select rung from alerts.area_rungs where ladder_id = $1 order by raised_at', [signatureId])).map(
      ({ rung }) => rung,
    );
  /** Days pass until so many are left. */
  const left = async (id: string, days: number) => {
    await owner.query(
      `update access.signatures set review_due = current_date + $2::int, signed_on = current_date - 400, recorded_at = now() - interval '400 days'
        where id = $1`,
      [id, days],
    );
    await app.get(SignatureLadders).watch();
    await sweep();
  };

  test('come 60, 30 and 7 days before, once each, to coordinators and administrators and nobody else', async () => {
    await lapse();
    const { id } = (await sign(world.coordinator)).body;
    await sweep();
    expect(await next(id)).toEqual([addDays(today, 365 - 60)]);
    expect(await notices(world.coordinator)).toEqual([]);
    for (const [days, warned] of [
      [61, 0],
      [60, 1],
      [30, 2],
      [7, 3],
      [-1, 3],
    ] as const) {
      for (let again = 0; again < 3; again++) await left(id, days);
      expect([days, (await notices(world.coordinator)).length]).toEqual([days, warned]);
    }
    for (const who of [world.coordinator, world.administrator]) expect(await notices(who)).toHaveLength(3);
    for (const who of [world.chair, world.housing, world.police, world.idva, world.auditor, elsewhere.coordinator])
      expect(await kinds(who)).toEqual([]);
    const [notice] = await notices(world.coordinator);
    expect(notice).toMatchObject({ subjectKind: 'protocol', caseRef: null, urgent: false });
    expect(JSON.stringify(notice)).not.toContain('Housing');
  });

  test('its lapse is told the day after, urgently; then the agency and the chair are, then the steering group, of the area alone', async () => {
    const steering = await world.person(world.agencies.police.id, ['STEERING_GROUP']);
    const manager = await world.person(world.agencies.housing.id, ['AGENCY_MANAGER']);
    const other = await world.person(world.agencies.police.id, ['AGENCY_MANAGER']);
    await owner.query('update access.signatures set withdrawn_at = now() where agency_id = $1', [
      world.agencies.housing.id,
    ]);
    const { id } = (await sign(world.coordinator)).body;
    await left(id, 0);
    const named = async (who: TestUser) => (await kinds(who)).map(({ kind }) => kind);
    expect(await named(world.coordinator)).toEqual(['PROTOCOL_SIGNATURE_ENDING']);
    await left(id, -1);
    for (const who of [world.coordinator, world.administrator]) {
      expect(await named(who)).toEqual(['PROTOCOL_SIGNATURE_ENDING', 'PROTOCOL_SIGNATURE_LAPSED']);
      expect((await kinds(who)).at(-1)).toMatchObject({ urgent: true, caseRef: null });
    }
    expect([await named(manager), await named(world.chair)]).toEqual([[], []]);
    await left(id, -8);
    expect(await named(manager)).toEqual(['PROTOCOL_LAPSED_IN_AGENCY']);
    // nobody is the agency's strategic lead: the chair, who is told anyway, hears of the signature and not of the empty chair
    expect(await named(world.chair)).toEqual(['PROTOCOL_SIGNATURE_LAPSED']);
    await left(id, -31);
    expect(await named(steering)).toEqual(['OVERDUE_IN_AREA']);
    for (const who of [other, world.police, world.housing, world.idva, world.auditor, elsewhere.chair])
      expect(await named(who)).toEqual([]);
    expect(JSON.stringify([await kinds(manager), await kinds(steering)])).not.toContain((await latest()).id);
  });

  test('stop when it is renewed or withdrawn', async () => {
    await lapse();
    const soon = (await sign(world.coordinator, { reviewDue: addDays(today, 100) })).body;
    await sweep();
    expect(await next(soon.id)).toEqual([addDays(today, 40)]);
    const later = (await sign(world.coordinator)).body;
    await sweep();
    expect(await next(soon.id)).toEqual([]);
    expect(await next(later.id)).toEqual([addDays(today, 305)]);
    const path = `/protocols/${(await latest()).id}/signatures/${later.id}/withdrawal`;
    await app.request('POST', path, { as: world.coordinator, body: { reason: 'x' } });
    await sweep();
    expect(await next(later.id)).toEqual([]);
    await left(soon.id, 30);
    expect(await notices(world.coordinator)).toEqual([]);
  });

  test('a signature that begins late is warned of once, at once; one that had ended when it was recorded is not', async () => {
    await lapse();
    const { id } = (await sign(world.coordinator, { reviewDue: addDays(today, 20) })).body;
    await sweep();
    expect(await raised(id)).toEqual(['BEFORE-30C']);
    expect(await notices(world.coordinator)).toHaveLength(1);
    expect(await next(id)).toEqual([addDays(today, 13)]);
    const past = { signedOn: addDays(today, -400), reviewDue: addDays(today, -35) };
    await owner.query('update access.signatures set withdrawn_at = now() where agency_id = $1', [
      world.agencies.housing.id,
    ]);
    const old = (await sign(world.coordinator, past)).body;
    await sweep();
    expect(await next(old.id)).toEqual([]);
    expect((await kinds(world.coordinator)).filter(({ kind }) => kind.endsWith('LAPSED'))).toEqual([]);
  });

  test('an agency that takes part no more is left alone', async () => {
    await lapse();
    const { id } = (await sign(world.coordinator, { reviewDue: addDays(today, 20) })).body;
    await owner.query('update maracs.members set left_on = current_date where agency_id = $1', [
      world.agencies.housing.id,
    ]);
    await sweep();
    expect([await raised(id), await notices(world.coordinator)]).toEqual([[], []]);
  });

  test('count anew when a later version ends the signature sooner', async () => {
    await lapse();
    const { id } = (await sign(world.coordinator)).body;
    await publish(world.chair);
    await sweep();
    expect(await next(id)).toEqual([addDays(today, 90 - 60)]);
  });

  test('come when the area says, to whom it says', async () => {
    const ladders = {
      signatures: [
        { step: 'BEFORE', days: 10, tells: ['CHAIR'] },
        { step: 'AFTER', days: 0, tells: ['CHAIR'] },
      ],
    };
    await setRules(app, world, { ladders });
    await lapse();
    const { id } = (await sign(world.coordinator, { reviewDue: addDays(today, 10) })).body;
    await left(id, 9);
    expect(await raised(id)).toEqual(['BEFORE-10C']);
    expect(await notices(world.chair)).toHaveLength(1);
    expect(await kinds(world.coordinator)).toEqual([]);
  });
});
