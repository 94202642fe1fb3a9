import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import { askAndRefer } from '../support/asking.js';
import { referralForm } from '../support/referral.js';
import { addDays, todayIn } from '../../src/platform/values/dates.js';
import { sign, type TestUser, type World } from '../support/world.js';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
});
afterAll(() => app.stop());

const refer = (as: TestUser, changes: Record<string, unknown> = {}) =>
  app.request('POST', '/referrals', { as, body: referralForm(world, changes) });
const screen = (referral: { id: string; version: number }, body: object, as: TestUser = world.coordinator) =>
  app.request('POST', `/referrals/${referral.id}/screening`, {
    as,
    body,
    headers: { 'if-match': `"${referral.version}"` },
  });

describe('who does not see a referral', () => {
  test.each(['housing', 'probation', 'observer', 'analyst', 'auditor', 'administrator'] as const)(
    '%s: neither one, nor in a list, nor its case',
    async (who) => {
      const { body } = await refer(world.police);
      const reader = world[who];
      const absent = '0198c0de-0000-7000-8000-000000000000';
      for (const path of [`/referrals/ID`, `/cases/ID`, `/cases/ID/history`, `/cases/ID/access`]) {
        const hidden = await app.request('GET', path.replace('ID', path.startsWith('/cases') ? body.caseId : body.id), {
          as: reader,
        });
        const never = await app.request('GET', path.replace('ID', absent), { as: reader });
        expect([403, 404]).toContain(hidden.status);
        expect({ ...hidden.body, reference: '' }).toEqual({ ...never.body, reference: '' });
      }
      const list = await app.request('GET', '/referrals', { as: reader });
      expect(list.text).not.toContain(body.id);
    },
  );

  test('nobody of another MARAC, coordinator or not', async () => {
    const { body } = await refer(world.police);
    const elsewhere = await app.world();
    for (const reader of [elsewhere.coordinator, elsewhere.chair, elsewhere.idva, elsewhere.police]) {
      expect((await app.request('GET', `/cases/${body.caseId}`, { as: reader })).status).toBe(404);
      expect((await app.request('GET', '/referrals', { as: reader })).text).not.toContain(body.id);
      expect((await screen(body, { decision: 'ACCEPT' }, elsewhere.coordinator)).status).toBe(404);
    }
  });

  test('an agency whose signature has lapsed, until it signs again', async () => {
    const { body } = await refer(world.police);
    const see = async () => (await app.request('GET', `/cases/${body.caseId}`, { as: world.coordinator })).status;
    expect(await see()).toBe(200);
    const { id } = world.agencies.police;
    await app.rows('update access.signatures set withdrawn_at = now() where agency_id = $1', [id]);
    const today = todayIn('Europe/London', new Date());
    await app.operate(async () => sign(app, world.maracId, id, addDays(today, -1)));
    expect(await see()).toBe(404);
    await app.operate(async () => sign(app, world.maracId, id, today));
    expect(await see()).toBe(200);
  });

  test('the referrer, once the grant is revoked or has ended', async () => {
    const { body } = await refer(world.housing);
    const see = async () => (await app.request('GET', `/referrals/${body.id}`, { as: world.housing })).status;
    expect(await see()).toBe(200);
    await app.rows(`update access.grants set ends_at = now() where case_id = $1 and grantee_id = $2`, [
      body.caseId,
      world.agencies.housing.id,
    ]);
    expect(await see()).toBe(404);
  });
});

describe('what is withheld', () => {
  test('the victim’s address reaches the coordinator and the IDVA, not the agency that referred, and nobody’s list', async () => {
    const { body } = await refer(world.housing);
    const seenBy = async (as: TestUser) => (await app.request('GET', `/cases/${body.caseId}`, { as })).body;
    for (const reader of [world.coordinator, world.idva]) {
      expect((await seenBy(reader)).victim.contact.address).toMatch(/Secret/);
    }
    const referrer = await seenBy(world.housing);
    expect(referrer.victim).toMatchObject({
      givenNames: expect.any(String),
      withheld: [
        { field: 'contact', label: 'CONTACT', reason: 'NOT_SHARED' },
        { field: 'equality', label: 'EQUALITY', reason: 'NOT_SHARED' },
      ],
    });
    expect(JSON.stringify(referrer)).not.toContain('Secret');
    for (const reader of [world.coordinator, world.idva, world.housing]) {
      expect((await app.request('GET', '/referrals', { as: reader })).text).not.toContain('Secret');
    }
  });

  test('what the repeat check found is told to coordinators and IDVAs alone', async () => {
    const form = referralForm(world);
    const first = await app.request('POST', '/referrals', { as: world.police, body: form });
    await app.rows(`update referrals.referrals set referred_on = '2026-06-02' where id = $1`, [first.body.id]);
    const again = await app.request('POST', '/referrals', {
      as: world.housing,
      body: { ...form, incidentOn: '2026-07-01' },
    });
    expect(again.status).toBe(201);
    for (const field of ['outcome', 'prior', 'arithmetic']) {
      expect(again.body).not.toHaveProperty(field);
      expect(again.body.withheld).toContainEqual({ field, label: 'INTELLIGENCE', reason: 'NOT_SHARED' });
    }
    const seen = await app.request('GET', `/referrals/${again.body.id}`, { as: world.idva });
    expect(seen.body).toMatchObject({ outcome: 'REPEAT', criteria: ['VISIBLE_HIGH_RISK', 'REPEAT'] });
    expect(seen.body.arithmetic).toBe('referred 2 Jun 2026, window ends 2 Jun 2027, incident 1 Jul 2026');
  });
});

describe('a referral', () => {
  test('is scored, gets a case, a flag and an explanation of who sees it', async () => {
    const { status, body } = await refer(world.police);
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'SUBMITTED', criteria: ['VISIBLE_HIGH_RISK'] });
    const seen = await app.request('GET', `/cases/${body.caseId}`, { as: world.coordinator });
    expect(seen.body).toMatchObject({
      ref: expect.stringMatching(new RegExp(`^${world.code}-[0-9A-Z]{8}$`)),
      children: 2,
      withheld: [{ field: 'locations', label: 'LOCATION_SAFE', reason: 'SECOND_FACTOR_NEEDED' }],
    });
    expect(seen.body.flaggedUntil > '2027').toBe(true);
    const why = await app.request('GET', `/cases/${body.caseId}/access`, { as: world.idva });
    expect(why.body.explanation).toMatch(/shared with IDVA service .* for supporting the victim/);
    const history = await app.request('GET', `/cases/${body.caseId}/history`, { as: world.coordinator });
    expect(history.body).toMatchObject({ referrals: [{ id: body.id }], assessments: [{ score: 15 }] });
  });

  test.each<[string, Record<string, unknown>, string, string]>([
    ['of a child', { victim: { familyName: 'X', birthDate: '2015-01-01' } }, '/victim/birthDate', 'victim-under-16'],
    ['of nobody', { victim: { birthDate: '1990-01-01' } }, '/victim/familyName', 'no-name'],
    ['of an incident to come', { incidentOn: '2099-01-01' }, '/incidentOn', 'future-date'],
    [
      'born on a day that never was',
      { victim: { familyName: 'X', birthDate: '1990-02-31' } },
      '/victim/birthDate',
      'impossible-date',
    ],
    ['without a perpetrator', { perpetrators: [] }, '/perpetrators', 'too-few'],
    [
      'with a total that contradicts',
      { assessment: { instrument: 'SAFELIVES_DASH', answers: { 1: 'YES' }, statedTotal: 2 } },
      '/assessment/statedTotal',
      'total-contradicts-ticks',
    ],
    [
      'with an answer that is none',
      { assessment: { instrument: 'SAFELIVES_DASH', answers: { 1: 'MAYBE' } } },
      '/assessment/answers',
      'unknown-answer',
    ],
    [
      'with judgement that lowers',
      { assessment: { instrument: 'DARA', grade: 'HIGH', raisedTo: 'MEDIUM', raisedBecause: 'x' } },
      '/assessment/raisedTo',
      'judgement-cannot-lower',
    ],
    ['with an unknown property', { verdict: 'guilty' }, '/verdict', 'unknown-property'],
  ])('%s is refused at its field and changes nothing', async (_, changes, pointer, code) => {
    const answer = await refer(world.police, changes);
    expect(answer).toMatchObject({ status: 422, body: { errors: [expect.objectContaining({ pointer, code })] } });
    expect((await app.request('GET', '/referrals', { as: world.coordinator })).body.items).toEqual([]);
  });

  test('goes through screening: stale, unexplained and wrong steps are refused; a return can be completed', async () => {
    const { body } = await refer(world.police, { assessment: null, judgement: 'She is terrified' });
    expect((await screen({ ...body, version: 7 }, { decision: 'ACCEPT' })).body).toMatchObject({
      status: 412,
      code: 'stale',
    });
    expect(
      (await screen(body, { decision: 'DECLINE', reason: 'BELOW_THRESHOLD_NO_JUDGEMENT', advice: 'x' })).body,
    ).toMatchObject({
      errors: [{ pointer: '/reason', code: 'meets-criteria' }],
    });
    expect((await screen(body, { decision: 'RETURN' })).body).toMatchObject({
      errors: [{ pointer: '/advice', code: 'required' }],
    });
    expect((await screen(body, { decision: 'ACCEPT' }, world.police)).body).toMatchObject({
      status: 403,
      code: 'not-allowed',
    });
    const returned = await screen(body, {
      decision: 'RETURN',
      fields: ['children'],
      advice: 'Please add the children.',
    });
    expect(returned.body).toMatchObject({
      status: 'RETURNED',
      decisionCode: 'children',
      decisionReason: 'Please add the children.',
    });
    const submitted = await app.request('POST', `/referrals/${body.id}/submission`, {
      as: world.police,
      headers: { 'if-match': `"${returned.body.version}"` },
    });
    expect(submitted.body).toMatchObject({ status: 'SUBMITTED', decisionCode: null });
    const accepted = await screen(submitted.body, { decision: 'ACCEPT' });
    expect(accepted.body).toMatchObject({ status: 'ACCEPTED' });
    expect((await screen(accepted.body, { decision: 'ACCEPT' })).body).toMatchObject({
      status: 409,
      code: 'wrong-state',
    });
    expect(
      (
        await app.request('POST', `/referrals/${body.id}/screening`, {
          as: world.coordinator,
          body: { decision: 'ACCEPT' },
        })
      ).status,
    ).toBe(428);
  });

  test('the same reference twice is refused', async () => {
    expect((await refer(world.police, { ref: 'POL/1' })).status).toBe(201);
    expect((await refer(world.police, { ref: 'POL/1' })).body).toMatchObject({ status: 409, code: 'ref-taken' });
  });

  test('two referrals of one couple in the same moment: one is first, the other finds it', async () => {
    const form = referralForm(world);
    const both = await Promise.all([1, 2].map(() => askAndRefer(app, world.coordinator, form)));
    expect(both.map((answer) => answer.body.outcome).sort()).toEqual(['DUPLICATE', 'NONE']);
    expect(new Set(both.map((answer) => answer.body.caseId)).size).toBe(1);
  });
});

test('every read of a case and every refusal is in the record of deeds, without a word of the content', async () => {
  const form = referralForm(world);
  const { body } = await refer(world.police, form);
  await app.request('GET', `/cases/${body.caseId}`, { as: world.idva });
  await app.request('GET', `/cases/${body.caseId}`, { as: world.probation });
  const read = await app.request('GET', `/audit/subjects/${body.caseId}`, { as: world.auditor });
  expect(read.body.items).toContainEqual(
    expect.objectContaining({ actorId: world.idva.id, action: 'case.opened', purpose: 'read-case', outcome: 'DONE' }),
  );
  const refused = await app.rows(`select * from audit.events where actor_id = $1`, [world.probation.id]);
  expect(refused).toEqual([
    expect.objectContaining({ outcome: 'REFUSED', code: 'not-found', subject_id: 'GET /api/v1/cases/:id' }),
  ]);
  const everything = JSON.stringify(await app.rows('select * from audit.events'));
  expect(everything).not.toMatch(new RegExp(`${form.victim.familyName}|Secret|Perp[A-Z]`));
});
