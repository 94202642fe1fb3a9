import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { WorkerService } from '../../src/platform/queue/worker.js';
import { startApp, type TestApp } from '../support/app.js';
import { askRepeat, search, untokened } from '../support/asking.js';
import type { TestUser, World } from '../support/world.js';

let app: TestApp;
let world: World;
const CANARY = { familyName: 'Quillfeather', givenNames: 'Zephyrine', birthDate: '1983-11-30', phone: '07700 900777' };
const ABSENT = { familyName: 'Quillfeathers', givenNames: 'Zephyr', birthDate: '1983-11-29', phone: '07700 900778' };

beforeAll(async () => {
  app = await startApp();
  await app.get(WorkerService).start();
});
beforeEach(async () => {
  world = await app.world();
});
afterAll(() => app?.stop());

const register = (as: TestUser, body: object = { maracId: world.maracId, ...CANARY }) =>
  app.request('POST', '/canaries', { as, body });
const alarms = async (as: TestUser) =>
  (await app.request('GET', '/inbox?limit=200', { as })).body.items.filter((n: any) => n.kind === 'CANARY_ASKED_FOR');

/** The alarms once there are so many, and the milliseconds it took from `since`. */
async function alarmed(as: TestUser, count: number, since: number): Promise<{ items: any[]; ms: number }> {
  for (;;) {
    const items = await alarms(as);
    const ms = performance.now() - since;
    if (items.length >= count || ms > 10_000) return { items, ms };
    await sleep(20);
  }
}

describe('who may not register one', () => {
  test.each<[string, (w: World) => TestUser]>([
    ['a coordinator, who asks for people', (w) => w.coordinator],
    ['an IDVA', (w) => w.idva],
    ['a chair', (w) => w.chair],
    ['a representative', (w) => w.police],
    ['an analyst', (w) => w.analyst],
  ])('%s, nor see that there are any', async (_, who) => {
    expect((await register(who(world))).status).toBe(403);
    expect((await app.request('GET', '/canaries', { as: who(world) })).status).toBe(403);
  });

  test('an auditor, for another MARAC; and nobody sees or retires another MARAC’s', async () => {
    const elsewhere = await app.world();
    expect(await register(elsewhere.auditor)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/maracId' }] },
    });
    const { body } = await register(world.auditor);
    expect((await app.request('GET', '/canaries', { as: elsewhere.auditor })).body).toEqual([]);
    const retire = await app.request('POST', `/canaries/${body.id}/retirement`, { as: elsewhere.administrator });
    expect(retire.status).toBe(404);
  });
});

test('nothing of who it is is kept: not in the answer, the database, the record, the event or the mail', async () => {
  const { status, body } = await register(world.administrator);
  expect(status).toBe(201);
  expect(body).toEqual({
    ...{ id: expect.any(String), ref: expect.stringMatching(/^CANARY-[0-9A-F]{8}$/), maracId: world.maracId },
    ...{ registeredAt: expect.any(String), retiredAt: null },
  });
  expect((await app.request('GET', '/canaries', { as: world.auditor })).body).toEqual([body]);
  await search(app, world.idva, world.maracId, CANARY);
  await alarmed(world.auditor, 1, performance.now());
  const tables = ['persons.canaries', 'persons.canary_keys', 'audit.events', 'platform.outbox', 'platform.due'];
  for (const table of [...tables, 'notifications.notices', 'notifications.mails']) {
    const rows = await app.rows(`select row_to_json(t)::text as line from ${table} t`);
    expect(rows.map(({ line }) => line).join('\n')).not.toMatch(/quillfeather|zephyrine|1983-11-30|900777/i);
  }
});

test('whoever asks for one is answered as for nobody, and auditors are told within five seconds', async () => {
  const { body: canary } = await register(world.auditor);
  const slowest: number[] = [];
  const asks: ((who: Record<string, string>) => ReturnType<typeof search>)[] = [
    (who) => search(app, world.coordinator, world.maracId, who),
    (who) => search(app, world.idva, world.maracId, who),
    (who) => askRepeat(app, world.idva, world.maracId, { victim: { ...who } }),
    (who) => askRepeat(app, world.coordinator, world.maracId, { perpetrators: [{ ...who }] }),
  ];
  for (const [i, ask] of asks.entries()) {
    const since = performance.now();
    const hit = await ask(CANARY);
    const miss = await ask(ABSENT);
    expect(hit.status).toBe(200);
    expect(untokened(hit)).toBe(untokened(miss));
    expect(Object.keys(hit.headers)).toEqual(Object.keys(miss.headers));
    const { items, ms } = await alarmed(world.auditor, i + 1, since);
    slowest.push(ms);
    expect(items).toHaveLength(i + 1);
    expect(items[0]).toMatchObject({ subjectKind: 'alarm', subjectId: canary.id, caseRef: canary.ref, urgent: true });
  }
  console.log(`canaries: ${asks.length} alarms, the slowest after ${Math.max(...slowest).toFixed(0)} ms`);
  expect(Math.max(...slowest)).toBeLessThan(5_000);
  for (const other of [world.coordinator, world.idva, world.chair, world.administrator, world.analyst])
    expect(await alarms(other)).toEqual([]);
  const { body } = await app.request('GET', `/audit/subjects/${canary.id}`, { as: world.auditor });
  const askers = body.items.filter((e: any) => e.action === 'canary.asked-for').map((e: any) => e.actorId);
  expect(askers.sort()).toEqual([world.coordinator.id, world.coordinator.id, world.idva.id, world.idva.id].sort());
});

test('an auditor who asks is not the one who is told', async () => {
  const both = await world.person(world.agencies.police.id, ['AUDITOR', 'COORDINATOR']);
  await register(world.administrator);
  await search(app, both, world.maracId, CANARY);
  expect((await alarmed(world.auditor, 1, performance.now())).items).toHaveLength(1);
  expect(await alarms(both)).toEqual([]);
});

test('one by surname and birth date or telephone alone is found too; a retired one raises nothing', async () => {
  const { body: canary } = await register(world.auditor);
  const { familyName, birthDate, phone } = CANARY;
  await search(app, world.idva, world.maracId, { familyName, birthDate });
  await search(app, world.idva, world.maracId, { phone: '+44 7700 900777' });
  expect((await alarmed(world.auditor, 2, performance.now())).items).toHaveLength(2);
  const retired = await app.request('POST', `/canaries/${canary.id}/retirement`, { as: world.auditor });
  expect(retired.body.retiredAt).not.toBeNull();
  await search(app, world.idva, world.maracId, { phone });
  await sleep(1_500);
  expect(await alarms(world.auditor)).toHaveLength(2);
});
