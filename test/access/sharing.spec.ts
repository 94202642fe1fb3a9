import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { addDays, todayIn } from '../../src/platform/values/dates.js';
import { foundCase } from '../actions/plan.js';
import { startApp, type TestApp } from '../support/app.js';
import { disclosureForm, fullCase, type FullCase } from '../support/full-case.js';
import { referralForm } from '../support/referral.js';
import type { TestUser, World } from '../support/world.js';

/** Sharing decisions by hand, on a case that Housing referred with consent. */
let app: TestApp;
let world: World;
let elsewhere: World;
let full: FullCase;
const today = todayIn('Europe/London', new Date());

beforeAll(async () => {
  app = await startApp();
  elsewhere = await app.world();
});
beforeEach(async () => {
  world = await app.world();
  full = await fullCase(app, world);
});
afterAll(() => app?.stop());

/** Another case, which the requests below are then about. */
async function refer(changes: Record<string, unknown>): Promise<void> {
  const referred = await app.request('POST', '/referrals', { as: world.housing, body: referralForm(world, changes) });
  full = { ...full, caseId: referred.body.caseId };
}

const BASES = ['UKGDPR-6-1-E', 'CDA1998-S115'];
const sharing = (changes: Record<string, unknown> = {}) => ({
  agencyId: world.agencies.probation.id,
  labels: ['IDENTITY', 'PERPETRATOR'],
  purpose: 'manage-perpetrator',
  lawfulBasis: BASES,
  reason: 'On licence to this service',
  ...changes,
});
const post = (path: string, as: TestUser, body: unknown) =>
  app.request('POST', `/cases/${full.caseId}${path}`, { as, body });
const get = (path: string, as: TestUser) => app.request('GET', `/cases/${full.caseId}${path}`, { as });
const share = (as: TestUser, changes: Record<string, unknown> = {}) => post('/grants', as, sharing(changes));
const sees = async (as: TestUser): Promise<string[]> => (await get('', as)).body.labels ?? [];
const without = (code: string, pointer: string) => ({ status: 422, body: { errors: [{ pointer, code }] } });

describe('sharing by hand', () => {
  test('is decided by the coordinator and the chair of the MARAC and by nobody else', async () => {
    for (const who of [
      world.housing,
      world.idva,
      world.police,
      world.referrer,
      world.auditor,
      world.administrator,
      world.analyst,
    ])
      expect((await share(who)).status).toBe(403);
    for (const who of [elsewhere.coordinator, elsewhere.chair]) expect((await share(who)).status).toBe(404);
    expect(await sees(world.probation)).toEqual([]);
    expect((await share(world.chair)).status).toBe(201);
    expect(await sees(world.probation)).toEqual(['IDENTITY', 'PERPETRATOR']);
  });

  test.each<[string, (w: World) => Record<string, unknown>, string, string]>([
    ['with nobody', () => ({ agencyId: undefined }), '/agencyId', 'required'],
    ['with an agency and a person', (w) => ({ userId: w.probation.id }), '/userId', 'not-both'],
    ['with an agency of another MARAC', () => ({ agencyId: elsewhere.agencies.housing.id }), '/agencyId', 'unknown'],
    [
      'with a person of another MARAC',
      () => ({ agencyId: undefined, userId: elsewhere.housing.id }),
      '/userId',
      'unknown',
    ],
    ['with an analyst', (w) => ({ agencyId: undefined, userId: w.analyst.id }), '/userId', 'sees-no-case'],
    ['with a referrer', (w) => ({ agencyId: undefined, userId: w.referrer.id }), '/userId', 'sees-no-case'],
    ['with oneself', (w) => ({ agencyId: undefined, userId: w.coordinator.id }), '/userId', 'not-yourself'],
    ['by powers alone', () => ({ lawfulBasis: ['CDA1998-S115'] }), '/lawfulBasis', 'no-basis'],
    ['health by no condition', () => ({ labels: ['IDENTITY', 'HEALTH'] }), '/lawfulBasis', 'no-condition'],
    ['what one does not see now', () => ({ labels: ['LOCATION_SAFE'] }), '/labels', 'not-yours-to-share'],
    ['all but whom it is about', () => ({ labels: ['PERPETRATOR'] }), '/labels', 'needs-identity'],
    ['the same twice', () => ({ labels: ['CHILD', 'CHILD'] }), '/labels', 'twice'],
    ['until yesterday', () => ({ until: '2026-01-01T00:00:00Z' }), '/until', 'in-the-past'],
    [
      'on a record that is none',
      () => ({ consentId: '0198c0de-0000-7000-8000-000000000000' }),
      '/consentId',
      'unknown',
    ],
  ])('%s is refused', async (_, changes, pointer, code) => {
    expect(await share(world.coordinator, changes(world))).toMatchObject(without(code, pointer));
    expect(await sees(world.probation)).toEqual([]);
  });

  test('says all of itself, and ends at the moment it names', async () => {
    const until = new Date(Date.now() + 1_500);
    const answer = await share(world.coordinator, { until: until.toISOString() });
    expect(answer.body).toMatchObject({
      ...{ grantee: world.agencies.probation.name, origin: 'DECISION', state: 'LIVE', lawfulBasis: BASES },
      ...{ decidedBy: `Test COORDINATOR, ${world.agencies.police.name}`, endsAt: until.toISOString() },
    });
    expect(await sees(world.probation)).toHaveLength(2);
    await new Promise((resolve) => setTimeout(resolve, 1_700));
    expect(await sees(world.probation)).toEqual([]);
  });

  test('is revoked by the same, at once, once, and never by whom it was shared with', async () => {
    const { id } = (await share(world.coordinator)).body;
    const revoke = (as: TestUser) => post(`/grants/${id}/revocation`, as, { reason: 'Licence ended' });
    for (const who of [world.probation, world.idva, world.auditor]) expect((await revoke(who)).status).toBe(403);
    expect((await revoke(elsewhere.coordinator)).status).toBe(404);
    expect(await sees(world.probation)).toHaveLength(2);
    expect(await revoke(world.chair)).toMatchObject({
      status: 200,
      body: { state: 'REVOKED', revokedBecause: 'Licence ended' },
    });
    expect(await sees(world.probation)).toEqual([]);
    expect(await revoke(world.chair)).toMatchObject({ status: 409, body: { code: 'already-ended' } });
    const other = await foundCase(app, world, world.agencies.probation.id);
    const [foreign] = (await app.request('GET', `/cases/${other.caseId}/grants`, { as: world.coordinator })).body;
    expect((await post(`/grants/${foreign.id}/revocation`, world.coordinator, { reason: 'x' })).status).toBe(404);
  });

  test('leaves a line for each decision', async () => {
    const { id } = (await share(world.coordinator)).body;
    await post(`/grants/${id}/revocation`, world.coordinator, { reason: 'x' });
    const lines = await app.rows(
      `select action, labels from audit.events where subject_id = $1 and action like 'sharing.%' order by id`,
      [full.caseId],
    );
    const labels = ['IDENTITY', 'PERPETRATOR'];
    expect(lines).toEqual([
      { action: 'sharing.decided', labels },
      { action: 'sharing.revoked', labels },
    ]);
  });
});

describe('the list of sharing decisions', () => {
  test('shows an agency its own alone, and who oversees the case all of them', async () => {
    await share(world.coordinator);
    const grantees = async (as: TestUser) =>
      [...new Set((await get('/grants', as)).body.map((g: { grantee: string }) => g.grantee))].sort();
    const { probation, housing, idvaService } = world.agencies;
    expect(await grantees(world.probation)).toEqual([probation.name]);
    expect(await grantees(world.idva)).toEqual([idvaService.name]);
    for (const who of [world.coordinator, world.chair])
      expect(await grantees(who)).toEqual(expect.arrayContaining([housing.name, idvaService.name, probation.name]));
    expect((await get('/grants', world.police)).status).toBe(404);
    for (const who of [world.referrer, world.administrator, world.analyst])
      expect((await get('/grants', who)).status).toBe(403);
  });

  test('does not name an agency from outside the area, which tells where the victim has gone', async () => {
    await app.rows(
      `insert into access.grants (id, case_id, marac_id, grantee_id, grantee_kind, labels, purpose, lawful_basis, reason, decided_by, origin)
       values (gen_random_uuid(), $1, $2, $3, 'AGENCY', '{IDENTITY}', 'receive-transfer', '{UKGDPR-6-1-E}', 'moved', 'user:' || $4, 'TRANSFER')`,
      [full.caseId, world.maracId, elsewhere.agencies.police.id, world.coordinator.id],
    );
    for (const who of [world.chair, world.coordinator])
      for (const path of ['/grants', '/access', '/disclosures']) {
        const answer = await get(path, who);
        expect(answer.status).toBe(200);
        expect(answer.text).toContain('LOCATION_SAFE');
        expect(answer.text).not.toContain(elsewhere.agencies.police.name);
      }
  });
});

describe('consent', () => {
  const override = (changes: Record<string, unknown> = {}) => ({
    bases: BASES,
    labels: ['IDENTITY', 'PERPETRATOR'],
    agencyIds: [world.agencies.probation.id],
    riskOfSharing: 'He may learn of it from the service',
    riskOfNotSharing: 'He is released on Friday',
    necessity: 'Licence conditions cannot be set otherwise',
    victimNotTold: 'She cannot be reached safely',
    reviewOn: addDays(today, 14),
    ...changes,
  });
  const refuses = (as = world.coordinator, more: Record<string, unknown> = {}) =>
    post('/consents', as, { asked: true, answer: 'REFUSED', ...more });
  const newest = async () => (await get('/consents', world.coordinator)).body.records[0];

  test('is recorded by who sees how the victim is reached; sharing without it is decided by who decides on sharing', async () => {
    for (const who of [world.housing, world.police, world.referrer, world.auditor])
      expect((await refuses(who)).status).toBe(403);
    expect((await refuses(elsewhere.coordinator)).status).toBe(404);
    expect((await refuses(world.idva, { override: override() })).status).toBe(403);
    expect(await refuses(world.idva)).toMatchObject({ status: 201, body: { state: 'REFUSED' } });
    expect((await get('/consents', world.housing)).status).toBe(404);
    expect((await get('/consents', world.idva)).body.records[0]).toMatchObject({
      decidedBy: 'Test IDVA',
      decidedAs: 'IDVA',
      agency: world.agencies.idvaService.name,
    });
  });

  test('stands as the referral said until somebody records another answer', async () => {
    expect((await get('/consents', world.coordinator)).body).toMatchObject({
      state: 'GIVEN',
      records: [{ source: 'REFERRAL' }, { source: 'REFERRAL' }],
    });
    for (const [consent, state] of [
      ['REFUSED', 'REFUSED'],
      ['NOT_SOUGHT_UNSAFE', 'NOT_ASKED'],
      ['LACKS_CAPACITY', 'NOT_ASKED'],
      ['NOT_KNOWN', 'NOT_KNOWN'],
    ]) {
      await refer({ consent });
      expect((await get('/consents', world.coordinator)).body.state).toBe(state);
    }
  });

  test.each<[string, () => Record<string, unknown>, string, string]>([
    [
      'an answer of nobody asked',
      () => ({ asked: false, answer: 'GIVEN', whyNotAsked: 'UNSAFE' }),
      '/answer',
      'not-both',
    ],
    ['no answer of somebody asked', () => ({ asked: true }), '/answer', 'required'],
    ['no reason why nobody asked', () => ({ asked: false }), '/whyNotAsked', 'required'],
    [
      'a decision that consent makes needless',
      () => ({ asked: true, answer: 'GIVEN', override: override() }),
      '/override',
      'not-needed',
    ],
    [
      'a decision without risks',
      () => ({ asked: false, whyNotAsked: 'UNSAFE', override: override({ riskOfNotSharing: undefined }) }),
      '/override/riskOfNotSharing',
      'required',
    ],
    [
      'a decision by a power alone',
      () => ({ asked: false, whyNotAsked: 'UNSAFE', override: override({ bases: ['CDA1998-S115'] }) }),
      '/override/bases',
      'no-basis',
    ],
    [
      'a decision that says nothing of telling the victim',
      () => ({ asked: false, whyNotAsked: 'UNSAFE', override: override({ victimNotTold: undefined }) }),
      '/override/victimToldOn',
      'required',
    ],
    [
      'a decision reviewed already',
      () => ({ asked: false, whyNotAsked: 'UNSAFE', override: override({ reviewOn: addDays(today, -1) }) }),
      '/override/reviewOn',
      'in-the-past',
    ],
    [
      'a decision about a stranger',
      () => ({
        asked: false,
        whyNotAsked: 'UNSAFE',
        override: override({ agencyIds: [elsewhere.agencies.housing.id] }),
      }),
      '/override/agencyIds/0',
      'unknown',
    ],
    [
      'a flag of the client',
      () => ({ asked: true, answer: 'REFUSED', consentOverridden: true }),
      '/consentOverridden',
      'unknown-property',
    ],
  ])('%s is refused', async (_, body, pointer, code) => {
    expect(await post('/consents', world.coordinator, body())).toMatchObject(without(code, pointer));
    expect((await get('/consents', world.coordinator)).body.records).toHaveLength(2);
  });

  test('refused: nothing is shared by hand without a full record of the decision that covers it', async () => {
    await refuses();
    expect(await share(world.coordinator)).toMatchObject(without('consent-record-needed', '/consentId'));
    expect(await share(world.coordinator, { consentId: (await newest()).id })).toMatchObject(
      without('consent-record-incomplete', '/consentId'),
    );
    expect(await share(world.coordinator, { consentOverridden: true })).toMatchObject(
      without('unknown-property', '/consentOverridden'),
    );
    expect((await refuses(world.chair, { override: override() })).status).toBe(201);
    const { id, override: kept } = await newest();
    expect(kept).toMatchObject({ agencies: [world.agencies.probation.name], necessity: override().necessity });
    for (const other of [{ labels: ['IDENTITY', 'CONTACT'] }, { agencyId: world.agencies.housing.id }])
      expect(await share(world.coordinator, { ...other, consentId: id })).toMatchObject(
        without('consent-record-other', '/consentId'),
      );
    const shared = await share(world.coordinator, { consentId: id });
    expect(shared.status).toBe(201);
    expect(await sees(world.probation)).toEqual(['IDENTITY', 'PERPETRATOR']);
    expect(await app.rows('select consent_id from access.grants where id = $1', [shared.body.id])).toEqual([
      { consent_id: id },
    ]);
  });

  test('of another case does not count', async () => {
    await refuses(world.coordinator, { override: override() });
    const { id } = await newest();
    await refer({ consent: 'REFUSED' });
    expect(await share(world.coordinator, { consentId: id })).toMatchObject(without('unknown', '/consentId'));
  });

  test('not known: unknown counts against', async () => {
    full = { ...full, caseId: (await foundCase(app, world)).caseId };
    expect(await share(world.coordinator)).toMatchObject(without('consent-record-needed', '/consentId'));
  });
});

describe('the log of disclosures', () => {
  const log = async (as: TestUser) => (await get('/disclosures', as)).body as Record<string, unknown>[];
  const told = (entries: Record<string, unknown>[]) =>
    entries.filter(({ kind }) => kind === 'TOLD').map((entry) => entry['told']);

  test('is written by who sees the case, about what they see', async () => {
    for (const who of [world.police, world.probation, elsewhere.coordinator])
      expect((await post('/disclosures', who, disclosureForm())).status).toBe(404);
    for (const who of [world.referrer, world.auditor, world.analyst])
      expect((await post('/disclosures', who, disclosureForm())).status).toBe(403);
    const refused: [Record<string, unknown>, string, string][] = [
      [{ labels: ['CONTACT'] }, '/labels', 'not-yours-to-share'],
      [{ lawfulBasis: ['CDA1998-S115'] }, '/lawfulBasis', 'no-basis'],
      [{ toldAt: new Date(Date.now() + 60_000).toISOString() }, '/toldAt', 'future-date'],
    ];
    for (const [changes, pointer, code] of refused)
      expect(await post('/disclosures', world.housing, disclosureForm(changes))).toMatchObject(without(code, pointer));
  });

  test('shows an agency what it told itself, and who oversees the case all', async () => {
    await post('/disclosures', world.idva, disclosureForm({ told: 'GP surgery' }));
    const duty = disclosureForm().told;
    expect(told(await log(world.housing))).toEqual([duty]);
    expect(told(await log(world.idva))).toEqual(['GP surgery']);
    for (const who of [world.coordinator, world.chair])
      expect(told(await log(who)).sort()).toEqual([duty, 'GP surgery']);
    expect((await get('/disclosures', world.police)).status).toBe(404);
  });

  test('keeps a receiver who tells where the victim is from all without a fresh second factor', async () => {
    const refuge = 'Ash Tree refuge, Leeds';
    expect((await post('/disclosures', world.housing, disclosureForm({ told: refuge, locates: true }))).status).toBe(
      201,
    );
    for (const who of [world.housing, world.chair, world.coordinator, world.idva])
      expect((await get('/disclosures', who)).text).not.toContain(refuge);
    expect(
      await app.rows('select told from access.disclosures where case_id = $1 and label = $2', [
        full.caseId,
        'LOCATION_SAFE',
      ]),
    ).toEqual([{ told: refuge }]);
  });

  test('tells whether and when each opened the case, as dates and counts', async () => {
    await share(world.coordinator);
    const ofProbation = async () =>
      (await log(world.coordinator)).find((entry) => entry['told'] === world.agencies.probation.name)!;
    expect(await ofProbation()).toMatchObject({ kind: 'SHARED', openings: 0, firstOpenedAt: null, lastOpenedAt: null });
    await get('/access', world.probation);
    expect(await ofProbation()).toMatchObject({ openings: 0 });
    await get('', world.probation);
    await get('/history', world.probation);
    const entry = await ofProbation();
    expect(entry).toMatchObject({
      openings: 2,
      lawfulBasis: BASES,
      by: `Test COORDINATOR, ${world.agencies.police.name}`,
    });
    expect(String(entry['firstOpenedAt']) < String(entry['lastOpenedAt'])).toBe(true);
    expect(entry['why']).toBe('managing the danger from the perpetrator: On licence to this service');
    expect(JSON.stringify(entry)).not.toContain(world.probation.id);
  });
});
