import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deliver, today } from '../meetings/calendar.js';
import { startApp, type TestApp } from '../support/app.js';
import { setRules } from '../support/asking.js';
import { noticesOf, refer } from '../referrals/referring.js';
import { accepted, moving, step } from '../transfers/moving.js';
import type { TestUser, World } from '../support/world.js';
import { allocate, withVersion } from './supporting.js';

let app: TestApp;
let world: World;
let elsewhere: World;
let colleague: TestUser;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  elsewhere = await app.world();
  colleague = await world.person(world.agencies.idvaService.id, ['IDVA']);
});
afterAll(() => app?.stop());

const supporter = (as: TestUser, id: string) => app.request('GET', `/cases/${id}/supporter`, { as });
const caseload = (as: TestUser, id = world.maracId) => app.request('GET', `/maracs/${id}/caseload`, { as });
const end = (as: TestUser, id: string, version: number, because = 'SUPPORT_ENDED') =>
  app.request('POST', `/cases/${id}/supporter/ending`, { as, body: { because }, headers: withVersion(version) });

describe('who holds a case', () => {
  test('is decided by nobody but the service and the coordinator', async () => {
    const { caseId } = await refer(app, world);
    for (const as of [world.chair, world.housing, world.police, world.probation, world.referrer, world.auditor]) {
      expect((await allocate(app, as, caseId, world.idva.id, 0)).status).toBe(403);
      expect((await end(as, caseId, 0)).status).toBe(403);
    }
    expect((await allocate(app, elsewhere.idva, caseId, elsewhere.idva.id, 0)).status).toBe(404);
    expect(await app.rows('select id from support.supporters where case_id = $1', [caseId])).toEqual([]);
  });

  test('is an IDVA who may know of it, and of one’s own service', async () => {
    const { caseId } = await refer(app, world);
    const shut = await world.person(world.agencies.idvaService.id, ['IDVA']);
    await app.rows(
      `insert into access.exclusions (id, case_id, marac_id, user_id, cause, cause_id) values (gen_random_uuid(), $1, $2, $3, 'CONFLICT', gen_random_uuid())`,
      [caseId, world.maracId, shut.id],
    );
    const left = await world.person(world.agencies.idvaService.id, ['IDVA']);
    await app.rows('update identity.users set deactivated_at = now() where id = $1', [left.id]);
    const manager = await world.person(world.agencies.idvaService.id, ['AGENCY_REPRESENTATIVE']);
    for (const userId of [shut.id, left.id, manager.id, world.housing.id, elsewhere.idva.id, randomUUID()]) {
      const { status, body } = await allocate(app, world.idva, caseId, userId, 0);
      expect([status, body.errors]).toMatchObject([422, [{ pointer: '/userId', code: 'unknown' }]]);
    }
  });

  test('is told to them, and handed over with its history', async () => {
    const { caseId } = await refer(app, world);
    expect((await supporter(world.coordinator, caseId)).body).toMatchObject({ supporters: [], version: 0 });
    const first = await allocate(app, world.coordinator, caseId, world.idva.id, 0);
    expect([first.status, first.headers['etag']]).toEqual([200, '"1"']);
    await deliver(app);
    expect(await noticesOf(app, world.idva, caseId)).toEqual(['CASE_ALLOCATED']);
    const again = await allocate(app, world.idva, caseId, world.idva.id, 1);
    expect(again.body.errors).toMatchObject([{ pointer: '/userId', code: 'already-holds-it' }]);
    expect((await allocate(app, world.idva, caseId, colleague.id, 0)).status).toBe(412);
    const body = { userId: colleague.id };
    expect((await app.request('POST', `/cases/${caseId}/supporter`, { as: world.idva, body })).status).toBe(428);
    expect((await allocate(app, world.idva, caseId, colleague.id, 1)).status).toBe(200);
    const { body: now } = await supporter(world.chair, caseId);
    expect(now).toMatchObject({
      version: 2,
      supporters: [
        { userId: colleague.id, endedAt: null },
        { userId: world.idva.id, endedBecause: 'HANDED_OVER', endedAt: expect.any(String) },
      ],
    });
    const ended = await end(world.idva, caseId, 2);
    expect(ended.body).toMatchObject({ version: 3, supporters: [{ endedBecause: 'SUPPORT_ENDED' }, {}] });
    expect((await end(world.idva, caseId, 3)).body).toMatchObject({ status: 409, code: 'nobody-holds-it' });
  });

  test('of several who take it at once, one does', async () => {
    const { caseId } = await refer(app, world);
    const people = [world.idva, colleague, world.idva, colleague];
    const answers = await Promise.all(people.map(({ id }) => allocate(app, world.coordinator, caseId, id, 0)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
  });
});

describe('a case that moves to another area for good', () => {
  const handOver = async (kind: 'PERMANENT' | 'TEMPORARY') => {
    const moved = await moving(app);
    await allocate(app, moved.old.coordinator, moved.caseId, moved.old.idva.id, 0);
    const id = await accepted(app, moved, { kind });
    const confirm = (side: string, as: TestUser) => step(app, id, 'handover', as, { side, spokeOn: today() });
    const holds = async () => (await supporter(moved.old.coordinator, moved.caseId)).body.supporters[0].endedBecause;
    expect((await confirm('LEAVING', moved.old.idva)).status).toBe(200);
    const between = await holds();
    expect((await confirm('ARRIVING', moved.there.idva)).status).toBe(200);
    return [between, await holds()];
  };

  test('is held by nobody once both IDVAs spoke; for a while, it stays with whoever holds it', async () => {
    expect(await handOver('PERMANENT')).toEqual([null, 'MOVED_AWAY']);
    expect(await handOver('TEMPORARY')).toEqual([null, null]);
  });
});

describe('the caseload', () => {
  test.each(['housing', 'police', 'probation', 'referrer', 'auditor', 'analyst', 'administrator', 'observer'] as const)('is not shown to the %s', async (role) => {
    expect((await caseload(world[role])).status).toBe(403);
  }); // prettier-ignore

  test('of another area is not there', async () => {
    expect((await caseload(elsewhere.idva)).status).toBe(404);
    expect((await caseload(world.idva, randomUUID())).status).toBe(404);
  });

  test('shows numbers beside the quota, of the own service or of all, and names no case', async () => {
    const area = await app.world();
    await setRules(app, area, { support: { openCases: 1 } });
    const other = await area.person(area.agencies.police.id, ['IDVA']); // works for another agency
    const { caseId } = await refer(app, area);
    const second = await refer(app, area);
    await refer(app, area);
    await deliver(app);
    for (const id of [caseId, second.caseId]) expect((await allocate(app, area.coordinator, id, area.idva.id, 0)).status).toBe(200);
    const own = await caseload(area.idva, area.maracId);
    expect(own.body).toEqual({
      idvas: [
        {
          ...{ userId: area.idva.id, name: 'Test IDVA', agencyId: area.agencies.idvaService.id },
          ...{ agency: area.agencies.idvaService.name, open: 2, inAYear: 2, load: 'OVER', active: true },
        },
      ],
      ...{ unallocated: 1, openCases: 1, casesAYear: 80, ruleVersion: 1 },
    });
    const all = (await caseload(area.coordinator, area.maracId)).body.idvas;
    expect(all.map((one: { userId: string }) => one.userId)).toEqual([area.idva.id, other.id]);
    expect(own.text).not.toContain(caseId);
  }); // prettier-ignore

  test('counts no case that is hidden from the reader', async () => {
    const area = await app.world();
    const cousin = await area.person(area.agencies.idvaService.id, ['IDVA']);
    const { caseId } = await refer(app, area);
    await deliver(app);
    await allocate(app, area.coordinator, caseId, area.idva.id, 0);
    const openOf = async (as: TestUser) =>
      (await caseload(as, area.maracId)).body.idvas.find((one: { userId: string }) => one.userId === area.idva.id).open;
    expect(await openOf(cousin)).toBe(1);
    await app.rows(
      `insert into access.exclusions (id, case_id, marac_id, user_id, cause, cause_id) values (gen_random_uuid(), $1, $2, $3, 'CONFLICT', gen_random_uuid())`,
      [caseId, area.maracId, cousin.id],
    );
    expect([await openOf(cousin), await openOf(area.coordinator)]).toEqual([0, 1]);
  });

  test('an IDVA who left keeps their cases in sight until they are handed over', async () => {
    const area = await app.world();
    const left = await area.person(area.agencies.idvaService.id, ['IDVA']);
    const { caseId } = await refer(app, area);
    await allocate(app, area.coordinator, caseId, left.id, 0);
    await app.rows('update identity.users set deactivated_at = now() where id = $1', [left.id]);
    const { idvas } = (await caseload(area.coordinator, area.maracId)).body;
    expect(idvas[0]).toMatchObject({ userId: left.id, open: 1, active: false });
  });
});
