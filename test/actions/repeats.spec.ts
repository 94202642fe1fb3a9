import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/platform/db/ids.js';
import { todayIn } from '../../src/platform/values/dates.js';
import { startApp, type TestApp } from '../support/app.js';
import { fullCase } from '../support/full-case.js';
import type { TestUser, World } from '../support/world.js';
import { agree, close, foundCase, seenBy, setDaysAgo } from './plan.js';

let app: TestApp;
let world: World;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
});
afterAll(() => app?.stop());

const set = (as: TestUser, caseId: string, body: Record<string, unknown>) =>
  app.request('POST', `/cases/${caseId}/actions`, {
    as,
    body: { ownerAgencyId: world.agencies.housing.id, ownerPost: 'Manager', target: 'VICTIM', ...body },
  });
const earlier = (as: TestUser, caseId: string, query = '') =>
  app.request('GET', `/cases/${caseId}/actions/earlier${query}`, { as });

/** A case for which housing changed the locks a fortnight ago, which did not help. */
async function heardBefore() {
  const { idvaService, probation, housing } = world.agencies;
  const { caseId } = await foundCase(app, world, idvaService.id, probation.id);
  const { id } = await agree(app, world, caseId, housing.id, { text: 'Change the locks', catalogueCode: 'H02' });
  await close(app, world.housing, id, 1, { worked: 'NO', riskEffect: 'SAME', outcome: 'He came by the window' });
  await setDaysAgo(app, id, 14);
  return { caseId, id };
}

describe('what was tried before', () => {
  test.each<['police' | 'housing' | 'probation' | 'idva' | 'administrator' | 'referrer', number, number]>([
    ['police', 404, 0],
    ['housing', 404, 0], // its action is closed, and with it went the case
    ['probation', 200, 0], // sees the case, not what another agency does
    ['idva', 200, 1],
    ['administrator', 403, 0],
    ['referrer', 403, 0],
  ])('%s is answered %i and finds %i', async (who, status, found) => {
    const { caseId } = await heardBefore();
    const answer = await earlier(world[who], caseId);
    expect(answer.status).toBe(status);
    if (status === 200) expect(answer.body).toHaveLength(found);
    expect(answer.text.includes('by the window')).toBe(found > 0);
  });

  test('nobody of another area', async () => {
    const { caseId } = await heardBefore();
    expect((await earlier((await app.world()).coordinator, caseId)).status).toBe(404);
  });

  test('says of each: asked, done, worked, and why', async () => {
    const { caseId, id } = await heardBefore();
    const open = await set(world.chair, caseId, { text: 'Repair the fence' });
    await setDaysAgo(app, open.body.id, 7);
    const again = await set(world.chair, caseId, { text: 'Change the locks', lookedAt: [id] });
    await setDaysAgo(app, again.body.id, 3);
    const { body } = await earlier(world.chair, caseId);
    expect(body).toMatchObject([
      { id: again.body.id, done: 'NOT_YET', worked: null, sameAs: [id] },
      { id: open.body.id, text: 'Repair the fence', done: 'NOT_YET', reason: null, sameAs: [] },
      {
        ...{ id, text: 'Change the locks', ownerAgency: world.agencies.housing.name, done: 'YES', worked: 'NO' },
        ...{ reason: 'COMPLETED', riskEffect: 'SAME', outcome: 'He came by the window', sameAs: [] },
      },
    ]);
    const day = new Date(Date.now() - 10 * 86_400_000);
    const before = todayIn('Europe/London', day);
    expect((await earlier(world.chair, caseId, `?before=${before}`)).body).toMatchObject([{ id }]);
    const [read] = await app.rows(`select action, labels from audit.events where subject_id = $1 and action = 'earlier-actions.read' limit 1`, [caseId]); // prettier-ignore
    expect(read).toEqual({ action: 'earlier-actions.read', labels: ['IDENTITY'] });
  });
});

describe('the same again', () => {
  test.each<[string, Record<string, unknown>]>([
    ['by its code', { catalogueCode: 'H02', text: 'Chains for both doors' }],
    ['by nearly the same words', { text: 'To change her locks' }],
  ])('%s is refused until somebody has looked', async (_, body) => {
    const { caseId, id } = await heardBefore();
    const refused = await set(world.coordinator, caseId, body);
    expect(refused).toMatchObject({ status: 409, body: { code: 'repeated-action' } });
    expect(refused.body.errors).toEqual([
      { pointer: '/lookedAt', code: 'repeated-action', detail: `Not looked at: ${id}` },
    ]);
    expect(await app.rows('select from actions.actions where case_id = $1', [caseId])).toHaveLength(1);
    const agreed = await set(world.coordinator, caseId, { ...body, lookedAt: [id] });
    expect(agreed).toMatchObject({ status: 201, body: { lookedAt: [id] } });
    expect(await seenBy(app, world.housing, agreed.body.id)).toMatchObject({ lookedAt: [id] });
  });

  test.each<[string, () => Record<string, unknown>]>([
    ['of another agency', () => ({ text: 'Change the locks', ownerAgencyId: world.agencies.police.id })],
    ['of other words', () => ({ text: 'Repair the fence' })],
  ])('is not what is %s', async (_, body) => {
    const { caseId } = await heardBefore();
    expect((await set(world.coordinator, caseId, body())).status).toBe(201);
  });

  test('is not what was set on the same day: that is one meeting', async () => {
    const { caseId } = await foundCase(app, world);
    for (let i = 0; i < 2; i++)
      expect((await set(world.coordinator, caseId, { text: 'Change the locks' })).status).toBe(201);
  });

  test('to have looked at what is no earlier action of the case is refused', async () => {
    const { caseId } = await heardBefore();
    const other = await heardBefore();
    for (const id of [newId(), other.id]) {
      const answer = await set(world.coordinator, caseId, { text: 'Repair the fence', lookedAt: [id] });
      expect([answer.status, answer.body.errors]).toMatchObject([422, [{ pointer: '/lookedAt', code: 'unknown' }]]);
    }
  });
});

describe('advice', () => {
  test('comes with an action that is vague, and refuses nothing', async () => {
    const { caseId } = await foundCase(app, world);
    const { status, body } = await set(world.coordinator, caseId, { text: 'Monitor' });
    expect([status, body.advice.map((one: { code: string }) => one.code)]).toEqual([
      201,
      ['vague-words', 'says-little', 'no-risk', 'no-date'],
    ]);
  });

  test('that the owner cannot see it, its signature having lapsed', async () => {
    const own = await app.world();
    const { caseId } = await foundCase(app, own);
    await app.rows('update access.signatures set withdrawn_at = now() where agency_id = $1', [own.agencies.housing.id]);
    const { advice } = await agree(app, own, caseId, own.agencies.housing.id);
    expect(advice).toMatchObject([{ pointer: '/ownerAgencyId', code: 'not-signed' }, {}, {}]);
  });

  test('on the plan is for those who set actions', async () => {
    const { caseId } = await foundCase(app, world, world.agencies.idvaService.id);
    for (const [who, status] of [
      ['idva', 403],
      ['housing', 403],
      ['police', 403],
      ['coordinator', 200],
    ] as const)
      // prettier-ignore
      expect((await app.request('GET', `/cases/${caseId}/actions/advice`, { as: world[who] })).status).toBe(status);
    expect((await app.request('GET', `/cases/${newId()}/actions/advice`, { as: world.chair })).status).toBe(404);
  });

  test('on the plan tells what it lacks', async () => {
    const own = await app.world();
    const { caseId } = await fullCase(app, own);
    const advice = async () => (await app.request('GET', `/cases/${caseId}/actions/advice`, { as: own.chair })).body;
    const codes = (body: { code: string }[]) => body.map(({ code }) => code);
    expect(codes(await advice())).toEqual(['no-perpetrator-action', 'no-child-action', 'no-risk']);
    const asked = await agree(app, own, caseId, own.agencies.probation.id, {
      ...{ target: 'PERPETRATOR', text: 'See him at home', riskAddressed: 'He drinks', asRequest: true },
    });
    const body = await advice();
    expect(codes(body)).toEqual(['agency-was-absent', 'no-child-action', 'no-risk']);
    expect(body[0].actionIds).toEqual([asked.id]);
  }, 60_000);
});
