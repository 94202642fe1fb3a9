import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { circulate, cycle, declare, type ListedCase, statusOf } from '../research/cycle.js';
import { startApp, type TestApp } from '../support/app.js';
import { plan } from './calendar.js';
import type { TestUser, World } from '../support/world.js';

let app: TestApp;
let world: World;
let meetingId: string;
let listed: ListedCase;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  const made = await cycle(app, world, [world.housing]);
  meetingId = made.meetingId;
  listed = made.cases[0]!;
});
afterAll(() => app?.stop());

const list = (as: TestUser) => app.request('GET', `/meetings/${meetingId}/case-list`, { as });
const register = (as: TestUser, id = meetingId) => app.request('GET', `/meetings/${id}/declarations`, { as });

describe('papers wait', () => {
  test.each<[string, (w: World) => TestUser]>([
    ['for a representative', (w) => w.housing],
    ['for the IDVA', (w) => w.idva],
    ['for an agency to which it was circulated', (w) => w.probation],
  ])('%s: from circulation until they declared for this meeting', async (_, who) => {
    const as = who(world);
    expect((await list(as)).status).toBe(200);
    await circulate(app, meetingId, world.coordinator);
    const refused = await list(as);
    expect(refused).toMatchObject({ status: 403, body: { code: 'declaration-needed' } });
    expect(refused.text).not.toContain(listed.victim);
    expect((await register(as)).body).toMatchObject({ declared: false, papersWait: true, register: [] });
    const other = await plan(app, world, { startTime: '14:00' });
    await declare(app, other.id, as);
    expect((await list(as)).status).toBe(403);
    expect((await declare(app, meetingId, as)).body).toMatchObject({ declared: true, papersWait: false });
    expect((await list(as)).text).toContain(listed.victim);
  });

  test('for nobody else: who makes them reads them, and declares like everybody', async () => {
    await circulate(app, meetingId, world.coordinator);
    for (const as of [world.coordinator, world.chair]) {
      expect((await list(as)).status).toBe(200);
      expect((await declare(app, meetingId, as)).body).toMatchObject({ declared: true });
    }
  });

  test('a refusal leaves its line, and the list none', async () => {
    await circulate(app, meetingId, world.coordinator);
    await list(world.housing);
    const events = await app.rows<{ outcome: string; code: string }>(
      `select outcome, code from audit.events where actor_id = $1 and (action = 'case-list.read' or code = 'declaration-needed')`,
      [world.housing.id],
    );
    expect(events).toEqual([{ outcome: 'REFUSED', code: 'declaration-needed' }]);
  });
});

describe('declaring', () => {
  test('of another version than the one that holds is refused', async () => {
    expect(await declare(app, meetingId, world.housing, 2)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/statementVersion', code: 'another-version' }] },
    });
  });

  test('is for those who attend, guests too: no administrator or auditor, and nobody from elsewhere', async () => {
    for (const who of ['administrator', 'auditor', 'analyst'] as const)
      expect((await declare(app, meetingId, world[who])).status).toBe(403);
    const elsewhere = await app.world();
    expect((await declare(app, meetingId, elsewhere.housing)).status).toBe(404);
    expect((await register(elsewhere.coordinator)).status).toBe(404);
    expect((await register(world.housing, randomUUID())).status).toBe(404);
  });

  test('an observer declares too, and still sees no case', async () => {
    await circulate(app, meetingId, world.coordinator);
    expect((await declare(app, meetingId, world.observer)).status).toBe(201);
    for (const path of [`/meetings/${meetingId}/case-list`, `/cases/${listed.caseId}`])
      expect(await statusOf(app, world.observer, path)).toBe(403);
  });

  test('stands once in the register, which those who manage the meeting read whole and others for themselves', async () => {
    for (const as of [world.housing, world.housing, world.observer, world.chair]) await declare(app, meetingId, as);
    await Promise.all([1, 2].map(() => declare(app, meetingId, world.idva)));
    const who = async (as: TestUser) => (await register(as)).body.register.map((row: { userId: string }) => row.userId);
    expect(await who(world.coordinator)).toEqual([world.housing.id, world.observer.id, world.chair.id, world.idva.id]);
    expect(await who(world.housing)).toEqual([world.housing.id]);
    expect((await register(world.coordinator)).body).toMatchObject({ statementVersion: 1, declared: false });
  });
});
