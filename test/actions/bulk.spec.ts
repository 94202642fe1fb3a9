import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/platform/db/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { agree, foundCase, seenBy } from './plan.js';

let app: TestApp;
let world: World;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
});
afterAll(() => app?.stop());

const bulk = (as: TestUser, items: object[]) => app.request('POST', '/actions/bulk', { as, body: { items } });
const END = { reason: 'COMPLETED', outcome: 'Done', riskEffect: 'REDUCED', victimMayBeTold: true };
const of = async (agency: keyof World['agencies']) => {
  const { caseId } = await foundCase(app, world);
  return agree(app, world, caseId, world.agencies[agency].id);
};

describe('who must not', () => {
  test.each<['chair' | 'referrer' | 'administrator' | 'auditor', number]>([
    ['chair', 403],
    ['referrer', 403],
    ['administrator', 403],
    ['auditor', 403],
  ])('%s: %i', async (who, status) => {
    const { id } = await of('housing');
    expect((await bulk(world[who], [{ id, version: 1, update: { note: 'x' } }])).status).toBe(status);
  });

  test('an agency reports on its own alone; a hidden action is as absent as one that never was', async () => {
    const [mine, theirs] = [await of('housing'), await of('probation')];
    const never = newId();
    const note = { version: 1, update: { note: 'Rang' } };
    const { body } = await bulk(world.housing, [
      { id: theirs.id, ...note },
      { id: never, ...note },
      { id: mine.id, ...note },
    ]);
    const [hidden, absent, done] = body.results;
    expect({ ...hidden, id: '' }).toEqual({ ...absent, id: '' });
    expect(hidden).toMatchObject({ done: false, status: 404, code: 'not-found' });
    expect(done).toMatchObject({ id: mine.id, done: true, version: 2 });
    expect([body.done, body.refused]).toEqual([1, 2]);
    expect(await seenBy(app, world.probation, theirs.id)).toMatchObject({ version: 1, updates: [] });
    const refused = await app.rows(
      `select code from audit.events where subject_id = $1 and action = 'action.report-refused'`,
      [theirs.id],
    );
    expect(refused).toEqual([{ code: 'not-found' }]);
  });
});

test('each is done or refused on its own, and what is refused changes nothing', async () => {
  const made = await Promise.all(Array.from({ length: 6 }, () => of('housing')));
  const [noted, ended, stale, faulty, followed, both] = made as [(typeof made)[0], ...typeof made] & { length: 6 };
  const { status, body } = await bulk(world.housing, [
    { id: noted.id, version: 1, update: { note: 'Rang twice' } },
    { id: ended!.id, version: 1, closure: END },
    { id: stale!.id, version: 7, closure: END },
    { id: faulty!.id, version: 1, closure: { ...END, riskEffect: undefined } },
    { id: followed!.id, version: 1, closure: { ...END, followUp: { dueOn: '2020-01-01' } } },
    { id: both!.id, version: 1, update: { note: 'x' }, closure: END },
    { id: both!.id, version: 1, update: { note: 'x' } },
  ]);
  expect(status).toBe(200);
  expect(body.results).toMatchObject([
    { id: noted.id, done: true, status: 200, code: null, version: 2, errors: [] },
    { id: ended!.id, done: true, version: 2 },
    { done: false, status: 412, code: 'stale', version: null },
    { done: false, status: 422, code: 'invalid-input', errors: [{ pointer: '/riskEffect', code: 'required' }] },
    { done: false, status: 422, errors: [{ pointer: '/followUp/dueOn', code: 'in-the-past' }] },
    { done: false, status: 422, errors: [{ pointer: '/update', code: 'not-both' }] },
    { done: false, status: 422, errors: [{ pointer: '/id', code: 'named-twice' }] },
  ]);
  const states = await app.rows('select status, version from actions.actions where id = any ($1) order by id', [
    made.map(({ id }) => id),
  ]);
  expect(states.map(({ status: now, version }) => `${now} ${version}`).sort()).toEqual([
    ...['AGREED 1', 'AGREED 1', 'AGREED 1', 'AGREED 1', 'CLOSED 2', 'IN_PROGRESS 2'],
  ]);
  const due = await app.rows(`select from platform.due where kind = 'action.overdue' and subject = any ($1) and state = 'WAITING'`, [made.map(({ id }) => id)]); // prettier-ignore
  expect(due).toHaveLength(5);
  // sent again, its answer having been lost, it does nothing twice
  const again = await bulk(world.housing, [{ id: noted.id, version: 1, update: { note: 'Rang twice' } }]);
  expect(again.body.results).toMatchObject([{ done: false, code: 'stale' }]);
  expect((await seenBy(app, world.housing, noted.id)).updates).toHaveLength(1);
});

test.each<[string, () => object[], string]>([
  ['nothing', () => [], 'too-few'],
  [
    'too much',
    () => Array.from({ length: 101 }, () => ({ id: newId(), version: 1, update: { note: 'x' } })),
    'too-many',
  ],
])('%s is refused as a whole', async (_, items, code) => {
  const answer = await bulk(world.housing, items());
  expect([answer.status, answer.body.errors[0]]).toMatchObject([422, { pointer: '/items', code }]);
});
