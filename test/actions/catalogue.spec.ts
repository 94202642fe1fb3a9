import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../src/platform/db/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import { setRules } from '../support/asking.js';
import type { World } from '../support/world.js';
import { foundCase } from './plan.js';

let app: TestApp;
let world: World;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
});
afterAll(() => app?.stop());

const WARDEN = {
  code: 'L01',
  label: 'Ask the dog warden to visit',
  agencyKinds: ['HOUSING_LA'],
  target: 'PERPETRATOR',
  dueClass: 'SHORT',
};
const codes = async (query: string, as = world.referrer): Promise<string[]> =>
  (await app.request('GET', `/action-catalogue${query}`, { as })).body.map((entry: { code: string }) => entry.code);

test('an area adds to it and takes out of it, from a day on, for itself alone', async () => {
  const own = await app.world();
  await setRules(app, own, { actionCatalogue: { added: [WARDEN], retired: ['P12'] } });
  const its = await codes(`?maracId=${own.maracId}`, own.referrer);
  expect([its.includes('L01'), its.includes('P12'), its.includes('P01')]).toEqual([true, false, true]);
  const others = await codes(`?maracId=${world.maracId}`);
  expect([others.includes('L01'), others.includes('P12')]).toEqual([false, true]);
  expect((await app.request('GET', `/action-catalogue?maracId=${own.maracId}`, { as: world.referrer })).status).toBe(
    404,
  );

  const { caseId } = await foundCase(app, own);
  const set = (body: object) =>
    app.request('POST', `/cases/${caseId}/actions`, {
      as: own.coordinator,
      body: { ownerAgencyId: own.agencies.housing.id, ownerPost: 'Warden', ...body },
    });
  expect((await set({ catalogueCode: 'L01' })).body).toMatchObject({ text: WARDEN.label, target: 'PERPETRATOR' });
  for (const [catalogueCode, code] of [
    ['P12', 'retired'],
    ['L02', 'unknown'],
  ])
    // prettier-ignore
    expect((await set({ catalogueCode })).body.errors).toMatchObject([{ pointer: '/catalogueCode', code }]);
});

test('by agency, it is what usually falls to it', async () => {
  expect(await codes(`?agencyId=${world.agencies.housing.id}`)).toEqual([
    'H01',
    'H02',
    'H03',
    'H04',
    'H05',
    'H06',
    'H07',
  ]);
  expect(await codes(`?agencyId=${world.agencies.probation.id}&maracId=${world.maracId}`)).toHaveLength(5);
  const nobody = await app.request('GET', `/action-catalogue?agencyId=${newId()}`, { as: world.referrer });
  expect([nobody.status, nobody.body.errors[0]]).toMatchObject([422, { pointer: 'agencyId', code: 'unknown' }]);
});

test.each<[string, object, string]>([
  ["a code like one of everybody's", { added: [{ ...WARDEN, code: 'P01' }] }, 'added/0/code'],
  ['an entry without a target', { added: [{ ...WARDEN, target: undefined }] }, 'added/0/target'],
  ['a kind of agency that is none', { added: [{ ...WARDEN, agencyKinds: ['ZOO'] }] }, 'added/0/agencyKinds/0'],
  ['something else', { added: [{ ...WARDEN, colour: 'red' }] }, 'added/0/colour'],
])('%s is refused', async (_, section, place) => {
  const own = await app.world();
  await expect(setRules(app, own, { actionCatalogue: section })).rejects.toThrow(`/sections/actionCatalogue/${place}`);
});
