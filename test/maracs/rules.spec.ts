import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import { referralForm } from '../support/referral.js';
import type { TestUser, World } from '../support/world.js';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
});
afterAll(() => app.stop());

const today = new Date().toISOString().slice(0, 10);
const put = (sections: object, version: number | null = 0, as: TestUser = world.chair, effectiveFrom = today) =>
  app.request('PUT', `/maracs/${world.maracId}/rules`, {
    as,
    body: { effectiveFrom, reason: 'The steering group decided.', sections },
    headers: version === null ? {} : { 'if-match': `"${version}"` },
  });
const rules = async () => (await app.request('GET', `/maracs/${world.maracId}/rules`, { as: world.coordinator })).body;

describe('who does not change an area’s rules', () => {
  test.each(['coordinator', 'police', 'idva', 'referrer', 'auditor', 'analyst', 'observer'] as const)(
    '%s',
    async (who) => {
      expect((await put({}, 0, world[who])).body).toMatchObject({ status: 403, code: 'not-allowed' });
    },
  );

  test('a chair of another MARAC, to whom this one does not exist', async () => {
    const elsewhere = await app.world();
    expect((await put({}, 0, elsewhere.chair)).status).toBe(404);
    expect((await app.request('GET', '/maracs', { as: elsewhere.chair })).text).not.toContain(world.code);
  });
});

test('an area begins with the defaults; a change is a new version with its day, and the whole story stays', async () => {
  expect(await rules()).toMatchObject({
    version: 0,
    inForce: 0,
    sections: { thresholds: { visibleHighRiskScore: 14 }, repeat: { anchor: 'REFERRED', windowMonths: 12 } },
  });
  const changed = await put({ thresholds: { visibleHighRiskScore: 17 } });
  expect(changed).toMatchObject({ status: 200, body: { version: 1, inForce: 1, effectiveFrom: today } });
  expect(changed.headers['etag']).toBe('"1"');
  expect((await rules()).sections.thresholds).toEqual({ visibleHighRiskScore: 17, escalationEvents: 3 });
  const later = await put({ thresholds: { visibleHighRiskScore: 10 } }, 1, world.chair, '2099-01-01');
  expect(later.body).toMatchObject({ version: 2, inForce: 1, sections: { thresholds: { visibleHighRiskScore: 17 } } });
});

test.each<[string, object, string, string]>([
  ['a section that does not exist', { verdicts: {} }, '/sections/verdicts', 'unknown-property'],
  ['a rule that does not exist', { repeat: { windowYears: 1 } }, '/sections/repeat/windowYears', 'unknown-property'],
  ['a window of no length', { repeat: { windowMonths: 0 } }, '/sections/repeat/windowMonths', 'out-of-range'],
  ['an anchor that is none', { repeat: { anchor: 'WHENEVER' } }, '/sections/repeat/anchor', 'not-one-of'],
  [
    'a threshold that is text',
    { thresholds: { visibleHighRiskScore: '14' } },
    '/sections/thresholds/visibleHighRiskScore',
    'not-a-whole-number',
  ],
  ['a section that is no object', { repeat: 7 }, '/sections/repeat', 'not-an-object'],
])('%s is refused at its place and changes nothing', async (_, sections, pointer, code) => {
  expect(await put(sections)).toMatchObject({
    status: 422,
    body: { errors: [expect.objectContaining({ pointer, code })] },
  });
  expect((await rules()).version).toBe(0);
});

test('a version nobody has seen, an old one and a day in the past are refused', async () => {
  expect((await put({}, null)).body).toMatchObject({ status: 428 });
  await put({});
  expect((await put({}, 0)).body).toMatchObject({ status: 412, code: 'stale' });
  expect((await put({}, 1, world.chair, '2020-01-01')).body).toMatchObject({
    errors: [{ pointer: '/effectiveFrom', code: 'in-the-past' }],
  });
});

test('decisions follow the area’s own rules: a threshold of 17 leaves a score of 15 below it', async () => {
  const refer = async () =>
    (await app.request('POST', '/referrals', { as: world.police, body: referralForm(world) })).body.criteria;
  expect(await refer()).toEqual(['VISIBLE_HIGH_RISK']);
  await put({ thresholds: { visibleHighRiskScore: 17 } });
  expect(await refer()).toEqual([]);
});

test('an administrator adds an agency; a taken name is refused', async () => {
  const body = { name: `Fire and rescue ${world.code}`, kind: 'FIRE', maracId: world.maracId };
  const added = await app.request('POST', '/agencies', { as: world.administrator, body });
  expect(added).toMatchObject({ status: 201, body: { name: body.name, kind: 'FIRE' } });
  const again = await app.request('POST', '/agencies', { as: world.administrator, body });
  expect([again.status, again.body]).toMatchObject([
    409,
    { code: 'agency-name-taken', errors: [{ pointer: '/name' }] },
  ]);
  expect((await app.request('GET', '/agencies', { as: world.coordinator })).body).toContainEqual(added.body);
});
