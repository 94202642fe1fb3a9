import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Actor } from '../../src/platform/db/actor.js';
import { newId } from '../../src/platform/db/ids.js';
import { tx } from '../../src/platform/db/transaction.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { agree, close, foundCase } from './plan.js';

const CANARY = 'Canary words of an action';
let app: TestApp;
let world: World;
let caseId: string;
let housingAction: { id: string; version: number };

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  const { idvaService, probation } = world.agencies;
  caseId = (await foundCase(app, world, idvaService.id, probation.id)).caseId;
  housingAction = await agree(app, world, caseId, world.agencies.housing.id, { text: CANARY });
});
afterAll(() => app.stop());

type Who = Exclude<{ [K in keyof World]: World[K] extends TestUser ? K : never }[keyof World], never>;

/** Police holds no grant on the case, probation does but owns nothing, housing owns the action. */
describe('who must not see an action', () => {
  test.each<[Who, number, string]>([
    ['police', 404, 'no grant on the case'],
    ['probation', 404, 'a grant on the case, but another agency owns the action'],
    ['referrer', 403, 'of the owner agency, without the permission'],
    ['administrator', 403, 'manages people, sees no case'],
    ['auditor', 403, 'reads the record of deeds'],
    ['analyst', 403, 'counts'],
    ['observer', 403, 'sees nothing before being let in'],
    ['housing', 200, 'owns it'],
    ['idva', 200, 'IDVAs with a grant see all'],
    ['coordinator', 200, 'stands in the MARAC'],
    ['chair', 200, 'stands in the MARAC'],
  ])('%s gets %i (%s)', async (who, status) => {
    const answer = await app.request('GET', `/actions/${housingAction.id}`, { as: world[who] });
    expect(answer.status).toBe(status);
    expect(answer.text.includes(CANARY)).toBe(status === 200);
  });

  test('hidden and absent answer alike', async () => {
    const hidden = await app.request('GET', `/actions/${housingAction.id}`, { as: world.probation });
    const absent = await app.request('GET', `/actions/${newId()}`, { as: world.probation });
    const { reference: _, ...hiddenBody } = hidden.body;
    const { reference: __, ...absentBody } = absent.body;
    expect(hiddenBody).toEqual(absentBody);
    expect(Object.keys(hidden.headers)).toEqual(Object.keys(absent.headers));
  });

  test('nobody of another MARAC, whatever the role', async () => {
    const other = await app.world();
    for (const who of ['coordinator', 'chair', 'idva', 'housing'] as const) {
      expect((await app.request('GET', `/actions/${housingAction.id}`, { as: other[who] })).status).toBe(404);
      const list = await app.request('GET', '/actions', { as: other[who] });
      expect(list.body.items).toEqual([]);
    }
  });

  test('an IDVA without a grant on the case', async () => {
    const hidden = (await foundCase(app, world)).caseId;
    const action = await agree(app, world, hidden, world.agencies.housing.id);
    expect((await app.request('GET', `/actions/${action.id}`, { as: world.idva })).status).toBe(404);
  });

  test('the owner agency once its signature is withdrawn', async () => {
    const lapsed = await app.world();
    const its = (await foundCase(app, lapsed)).caseId;
    const action = await agree(app, lapsed, its, lapsed.agencies.housing.id);
    expect((await app.request('GET', `/actions/${action.id}`, { as: lapsed.housing })).status).toBe(200);
    await app.rows('update access.signatures set withdrawn_at = now() where agency_id = $1', [
      lapsed.agencies.housing.id,
    ]);
    expect((await app.request('GET', `/actions/${action.id}`, { as: lapsed.housing })).status).toBe(404);
    expect((await close(app, lapsed.housing, action.id, action.version)).status).toBe(404);
  });
});

describe('lists', () => {
  test.each<[Who, boolean]>([
    ['police', false],
    ['probation', false],
    ['housing', true],
    ['idva', true],
    ['coordinator', true],
    ['chair', true],
  ])('%s finds the action: %s', async (who, finds) => {
    const list = await app.request('GET', '/actions?limit=200', { as: world[who] });
    expect(list.status).toBe(200);
    expect(list.body.items.some((item: { id: string }) => item.id === housingAction.id)).toBe(finds);
    expect(list.text.includes(CANARY)).toBe(finds);
  });

  test('who sees the case but not the action is told how many there are, and no more', async () => {
    const list = await app.request('GET', `/actions?case=${caseId}`, { as: world.probation });
    expect(list.body).toEqual({ items: [], next: null, summary: { open: 1, overdue: 0, closed: 0 } });
  });

  test('a hidden case has no count', async () => {
    expect((await app.request('GET', `/actions?case=${caseId}`, { as: world.police })).status).toBe(404);
    expect((await app.request('GET', `/actions?case=${newId()}`, { as: world.police })).status).toBe(404);
  });
});

describe('who must not change an action', () => {
  const update = (who: Who) =>
    app.request('POST', `/actions/${housingAction.id}/updates`, { as: world[who], body: { note: 'x' } });

  test.each<[Who, number, string]>([
    ['police', 404, 'hidden'],
    ['probation', 404, 'hidden'],
    ['idva', 403, 'sees it; another agency owns it'],
    ['chair', 403, 'sets actions, does not report on them'],
    ['referrer', 403, 'no permission'],
    ['administrator', 403, 'no permission'],
  ])('%s is answered %i to an update and a closure (%s)', async (who, status) => {
    expect((await update(who)).status).toBe(status);
    expect((await close(app, world[who], housingAction.id, housingAction.version)).status).toBe(status);
    const rows = await app.rows('select status, version from actions.actions where id = $1', [housingAction.id]);
    expect(rows).toEqual([{ status: 'AGREED', version: housingAction.version }]);
  });

  test.each<[Who, number]>([
    ['police', 403],
    ['housing', 403],
    ['idva', 403],
    ['administrator', 403],
  ])('%s may not set actions', async (who, status) => {
    const body = { ownerAgencyId: world[who].agencyId, text: 'x', target: 'VICTIM' };
    expect((await app.request('POST', `/cases/${caseId}/actions`, { as: world[who], body })).status).toBe(status);
  });

  test('a coordinator of another MARAC may not set one here', async () => {
    const other = await app.world();
    const body = { ownerAgencyId: world.agencies.housing.id, text: 'x', target: 'VICTIM' };
    const answer = await app.request('POST', `/cases/${caseId}/actions`, { as: other.coordinator, body });
    expect(answer.status).toBe(404);
  });

  test('the anonymous get 401', async () => {
    expect((await app.request('GET', `/actions/${housingAction.id}`)).status).toBe(401);
    expect((await app.request('POST', `/actions/${housingAction.id}/updates`, { body: '{' })).status).toBe(401);
  });
});

/** The second wall: the same answers from row-level security, whatever a query forgets. */
describe('the database itself', () => {
  const as = <T>(who: Who, work: () => Promise<T>) => {
    const { id, agencyId } = world[who];
    return app.get(UnitOfWork).run(new Actor('user', id, agencyId), work);
  };
  const ids = (table: string, column: string) => () =>
    tx().query(`select from actions.${table} t where t.${column} = $1`, [housingAction.id]);

  test.each<[Who, number, number]>([
    ['police', 0, 0],
    ['probation', 0, 1],
    ['referrer', 1, 1],
    ['administrator', 0, 0],
    ['auditor', 0, 0],
    ['observer', 0, 0],
    ['idva', 1, 1],
    ['housing', 1, 1],
    ['coordinator', 1, 1],
  ])('shows %s %i rows of the action and %i of its summary', async (who, actions, counted) => {
    expect(await as(who, ids('actions', 'id'))).toHaveLength(actions);
    expect(await as(who, ids('summaries', 'id'))).toHaveLength(counted);
  });

  test.each<[Who, number]>([
    ['idva', 0],
    ['probation', 0],
    ['police', 0],
    ['housing', 1],
    ['chair', 1],
  ])('lets %s change %i rows', async (who, changed) => {
    const change = () => tx().change('update actions.actions set outcome = outcome where id = $1', [housingAction.id]);
    expect(await as(who, change)).toBe(changed);
  });

  const add = (table: string, columns: string, values: string) =>
    tx().query(
      `insert into actions.${table} (id, action_id, case_id, marac_id, ${columns}) values ($1, $2, $3, $4, ${values})`,
      [newId(), housingAction.id, caseId, world.maracId],
    );

  test.each<[Who]>([['idva'], ['probation'], ['police']])('refuses an update written by %s', async (who) => {
    await expect(as(who, () => add('updates', 'note, made_by', "'x', 'x'"))).rejects.toMatchObject({ code: '42501' });
  });

  test('refuses an alert written by a person, the coordinator included', async () => {
    await expect(as('coordinator', () => add('alerts', 'kind, epoch', "'OVERDUE', 1"))).rejects.toMatchObject({
      code: '42501',
    });
  });

  test('refuses to change or delete what was reported', async () => {
    for (const sql of [
      "update actions.updates set note = ''",
      'delete from actions.updates',
      'delete from actions.alerts',
      'delete from actions.actions',
    ]) {
      await expect(app.operate(() => tx().query(sql))).rejects.toMatchObject({ code: '42501' });
    }
  });
});
