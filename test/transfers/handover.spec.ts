import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { addDays } from '../../src/platform/values/dates.js';
import { deliver, today } from '../meetings/calendar.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshly } from '../support/second-factor.js';
import type { TestUser } from '../support/world.js';
import { accepted, type Moving, moving, offered, step } from './moving.js';

let app: TestApp;
let m: Moving;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  m = await moving(app);
});
afterAll(() => app?.stop());

type Side = 'LEAVING' | 'ARRIVING';
const confirm = (id: string, side: Side, as: TestUser, spokeOn = today()) =>
  step(app, id, 'handover', as, { side, spokeOn });
const view = (id: string, side: Side, as: TestUser) =>
  app.request('GET', `/transfers/${id}/handover?side=${side}`, { as });

describe('who confirms nothing, and sees nothing of it', () => {
  test.each<[string, (moved: Moving) => TestUser]>([
    ['the coordinator of the old area', ({ old }) => old.coordinator],
    ['the agency that referred', ({ old }) => old.housing],
    ['the coordinator of the new area', ({ there }) => there.coordinator],
    ['an agency of the new area', ({ there }) => there.housing],
  ])('%s: 403', async (_, who) => {
    const id = await accepted(app, m);
    for (const side of ['LEAVING', 'ARRIVING'] as const) {
      expect((await confirm(id, side, who(m))).status).toBe(403);
      expect((await view(id, side, who(m))).status).toBe(403);
    }
  });

  test('an IDVA on the other side, or of a third area: as if there were no such transfer', async () => {
    const id = await accepted(app, m);
    const third = await app.world();
    const absent = await view(randomUUID(), 'LEAVING', third.idva);
    const wrong: [Side, TestUser][] = [
      ['LEAVING', m.there.idva],
      ['ARRIVING', m.old.idva],
      ['LEAVING', third.idva],
      ['ARRIVING', third.idva],
    ];
    for (const [side, as] of wrong) {
      expect(await view(id, side, as)).toMatchObject({
        status: 404,
        body: { ...absent.body, reference: expect.any(String) },
      });
      expect((await confirm(id, side, as)).status).toBe(404);
    }
  });

  test('the IDVA there before it was accepted; the IDVA here may look and not confirm', async () => {
    const id = await offered(app, m);
    expect((await confirm(id, 'ARRIVING', m.there.idva)).status).toBe(404);
    expect((await view(id, 'LEAVING', m.old.idva)).body).toMatchObject({ status: 'OFFERED', leftOn: null });
    expect((await confirm(id, 'LEAVING', m.old.idva)).body.code).toBe('wrong-state');
  });

  test('an IDVA who must find nothing of the case, on either side', async () => {
    const id = await accepted(app, m);
    for (const [side, as] of [
      ['LEAVING', m.old.idva],
      ['ARRIVING', m.there.idva],
    ] as const) {
      // prettier-ignore
      const cause = { caseId: m.caseId, maracId: m.old.maracId, cause: 'CONFLICT', causeId: randomUUID() } as const;
      await app.operate(async () => app.get(Exclusions).exclude({ ...cause, userId: as.id }));
      expect((await confirm(id, side, as)).status).toBe(404);
    }
  });
});

test('each side confirms once, with the day; both areas see how far it is', async () => {
  const id = await accepted(app, m);
  const tomorrow = addDays(today(), 1);
  expect((await confirm(id, 'LEAVING', m.old.idva, tomorrow)).body.errors).toMatchObject([{ code: 'in-the-future' }]);
  const yesterday = addDays(today(), -1);
  expect((await confirm(id, 'LEAVING', m.old.idva, yesterday)).body).toMatchObject({
    leftOn: yesterday,
    arrivedOn: null,
  });
  expect((await confirm(id, 'LEAVING', m.old.idva)).body.code).toBe('already-confirmed');
  const both = await Promise.all([1, 2].map(() => confirm(id, 'ARRIVING', m.there.idva)));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const dates = { leftOn: yesterday, arrivedOn: today() };
  const { body: here } = await app.request('GET', `/cases/${m.caseId}/transfers`, { as: m.old.coordinator });
  expect(here).toMatchObject([dates]);
  const { body: there } = await app.request('GET', `/transfers?marac=${m.there.maracId}`, { as: m.there.coordinator });
  expect(there.items).toMatchObject([dates]);
});

describe('who the other is', () => {
  test('the one where she arrives learns at once; the one she leaves, after a fresh second factor', async () => {
    const id = await accepted(app, m);
    await confirm(id, 'LEAVING', m.old.idva);
    await confirm(id, 'ARRIVING', m.there.idva);
    expect((await view(id, 'ARRIVING', m.there.idva)).body).toMatchObject({
      services: [m.old.agencies.idvaService.name],
      colleague: 'Test IDVA',
      email: m.old.idva.email,
    });
    const stale = await view(id, 'LEAVING', m.old.idva);
    expect(stale.body).toMatchObject({
      services: [],
      colleague: null,
      email: null,
      otherWithheld: 'SECOND_FACTOR_NEEDED',
    });
    for (const word of [m.there.code, m.there.maracId, m.there.idva.email]) expect(stale.text).not.toContain(word);
    const fresh = await view(id, 'LEAVING', await freshly(app, m.old.idva));
    expect(fresh.body).toMatchObject({ services: [m.there.agencies.idvaService.name], email: m.there.idva.email, otherWithheld: null }); // prettier-ignore
  });
});

test('both are told once it was accepted, and no others', async () => {
  const id = await accepted(app, m);
  await deliver(app);
  const told = async (as: TestUser) =>
    (await app.request('GET', '/inbox?limit=200', { as })).body.items
      .filter(({ kind }: any) => kind === 'TRANSFER_TO_HAND_OVER')
      .map(({ subjectId, caseRef }: any) => [subjectId, caseRef !== null]);
  expect(await told(m.old.idva)).toEqual([[id, true]]);
  expect(await told(m.there.idva)).toEqual([[id, false]]);
  for (const as of [m.old.housing, m.old.chair, m.there.housing, m.there.chair, m.there.coordinator])
    expect(await told(as)).toEqual([]);
});
