import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/platform/db/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { foundCase, seenBy, step } from './plan.js';

const CANARY = 'Canary words of a proposal';
let app: TestApp;
let world: World;
let caseId: string;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  const { idvaService, probation, housing } = world.agencies;
  caseId = (await foundCase(app, world, idvaService.id, probation.id, housing.id)).caseId;
});
afterAll(() => app?.stop());

const propose = (as: TestUser, body: Record<string, unknown> = {}, of = caseId) =>
  app.request('POST', `/cases/${of}/action-proposals`, { as, body: { text: CANARY, target: 'VICTIM', ...body } });
const list = (as: TestUser, of = caseId) => app.request('GET', `/cases/${of}/action-proposals`, { as });
const turnDown = (as: TestUser, id: string, version = 1) =>
  step(app, as, `/action-proposals/${id}/turning-down`, version, { reason: 'The IDVA does that' });

describe('who must not', () => {
  test.each<['police' | 'chair' | 'referrer' | 'administrator' | 'observer', number]>([
    ['police', 404],
    ['chair', 403],
    ['referrer', 403],
    ['administrator', 403],
    ['observer', 403],
  ])('propose: %s is answered %i', async (who, status) => {
    expect((await propose(world[who])).status).toBe(status);
  });

  test.each<['police' | 'probation' | 'housing' | 'idva' | 'coordinator' | 'chair', boolean]>([
    ['police', false],
    ['probation', false], // sees the case, and neither made the proposal nor should do it
    ['housing', true],
    ['idva', true],
    ['coordinator', true],
    ['chair', true],
  ])('read it: %s finds it %s', async (who, finds) => {
    await propose(world.housing);
    expect((await list(world[who])).text.includes(CANARY)).toBe(finds);
  });

  test.each<['police' | 'probation' | 'housing' | 'idva', number]>([
    ['police', 403],
    ['probation', 403],
    ['housing', 403],
    ['idva', 403],
  ])('answer it: %s is answered %i', async (who, status) => {
    const { id } = (await propose(world.housing)).body;
    expect((await turnDown(world[who], id)).status).toBe(status);
    const [row] = await app.rows('select status from actions.proposals where id = $1', [id]);
    expect(row).toEqual({ status: 'PROPOSED' });
  });

  test('a coordinator of another area, to whom it is as if it were not', async () => {
    const { id } = (await propose(world.housing)).body;
    const other = (await app.world()).coordinator;
    for (const one of [id, newId()]) expect((await turnDown(other, one)).status).toBe(404);
    expect((await list(other)).status).toBe(404);
  });
});

describe('a proposal', () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ['of an agency that is no member', { ownerAgencyId: newId() }, '/ownerAgencyId', 'unknown'],
    ['of an unknown code', { catalogueCode: 'Z99' }, '/catalogueCode', 'unknown'],
    ['of nothing', { text: undefined }, '/text', 'required'],
    ['that never ends', { text: 'Continue to work with her' }, '/text', 'not-smart'],
  ])('%s is refused', async (_, body, pointer, code) => {
    const answer = await propose(world.housing, body);
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ pointer, code }]]);
  });

  test('starts no clock and shares nothing', async () => {
    const own = (await foundCase(app, world, world.agencies.housing.id)).caseId;
    const { body } = await propose(
      world.housing,
      { ownerAgencyId: world.agencies.police.id, because: 'He is on bail' },
      own,
    );
    expect(body).toMatchObject({
      status: 'PROPOSED',
      ownerAgency: world.agencies.police.name,
      because: 'He is on bail',
    });
    expect((await app.request('GET', `/cases/${own}`, { as: world.police })).status).toBe(404);
    expect((await app.request('GET', `/actions?case=${own}`, { as: world.coordinator })).body.summary.open).toBe(0);
  });

  test('becomes an action when it is taken up, once', async () => {
    const { id } = (await propose(world.housing)).body;
    const body = { ownerAgencyId: world.agencies.housing.id, ownerPost: 'Manager', text: CANARY, target: 'VICTIM', proposalId: id }; // prettier-ignore
    const take = () => app.request('POST', `/cases/${caseId}/actions`, { as: world.chair, body });
    const taken = await take();
    expect(taken.status).toBe(201);
    const [found] = (await list(world.housing)).body.filter((one: { id: string }) => one.id === id);
    expect(found).toMatchObject({ status: 'AGREED', actionId: taken.body.id });
    expect(await seenBy(app, world.housing, taken.body.id)).toMatchObject({ status: 'AGREED', text: CANARY });
    expect(await take()).toMatchObject({ status: 409, body: { code: 'already-answered' } });
    expect(await turnDown(world.chair, id, 2)).toMatchObject({ status: 409, body: { code: 'already-answered' } });
    const other = (await foundCase(app, world)).caseId;
    const elsewhere = await app.request('POST', `/cases/${other}/actions`, { as: world.chair, body });
    expect(elsewhere.body.errors).toMatchObject([{ pointer: '/proposalId', code: 'unknown' }]);
    expect(await app.rows('select from actions.actions where case_id = $1', [other])).toHaveLength(0);
  });

  test('is turned down with a reason', async () => {
    const { id } = (await propose(world.idva)).body;
    expect((await turnDown(world.coordinator, id, 9)).status).toBe(412);
    expect((await turnDown(world.coordinator, id)).body).toMatchObject({ status: 'TURNED_DOWN', answer: 'The IDVA does that', version: 2 }); // prettier-ignore
  });
});
