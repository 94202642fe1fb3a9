import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { circulate, declare } from '../research/cycle.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { ask, ready, scene, type Scene } from './copies.js';

let app: TestApp;
let world: World;
let made: Scene;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  made = await scene(app, world);
});
afterAll(() => app?.stop());

const outcome = async (as: TestUser, meetingId = made.meetingId) => {
  const { status, code } = await ask(app, meetingId, as);
  return [status, code];
};
const exclude = (userId: string) =>
  app.operate(async () =>
    app.get(Exclusions).exclude({
      caseId: made.listed.caseId,
      maracId: world.maracId,
      cause: 'CONFLICT',
      causeId: randomUUID(),
      userId,
    }),
  );
const copies = () => app.rows('select from papers.copies where meeting_id = $1', [made.meetingId]);

describe('nobody gets a copy', () => {
  test('before the list went out, not even who makes it', async () => {
    for (const as of [world.coordinator, world.housing]) {
      await declare(app, made.meetingId, as);
      expect(await outcome(as)).toEqual([409, 'not-circulated']);
    }
  });

  test('without a declaration for this meeting, who makes the papers like everybody', async () => {
    await circulate(app, made.meetingId, world.coordinator);
    for (const as of [world.coordinator, world.chair, world.idva, world.housing])
      expect(await outcome(as)).toEqual([403, 'declaration-needed']);
    const [{ count }] = await app.rows(
      `select count(*)::int as count from audit.events where outcome = 'REFUSED' and code = 'declaration-needed' and marac_id is not distinct from null
          and actor_id = any ($1)`,
      [[world.coordinator.id, world.chair.id, world.idva.id, world.housing.id]],
    );
    expect(count).toBe(4);
  });

  test.each(['administrator', 'auditor', 'analyst', 'observer'] as const)('as the %s', async (who) => {
    await ready(app, world, made.meetingId, []);
    expect(await outcome(world[who])).toEqual([403, 'not-allowed']);
  });

  test('of another area, which learns no more than of a meeting that never was', async () => {
    await ready(app, world, made.meetingId, []);
    const { coordinator, housing } = await app.world();
    for (const as of [coordinator, housing]) {
      expect(await outcome(as)).toEqual([404, 'not-found']);
      expect(await outcome(as, randomUUID())).toEqual([404, 'not-found']);
    }
    const path = `/meetings/${made.meetingId}/papers`;
    expect((await app.request('GET', path, { as: housing })).status).toBe(404);
    expect((await app.request('POST', `${path}/recall`, { as: coordinator, body: { reason: 'LOST' } })).status).toBe(
      404,
    );
  });

  test('when nothing of the meeting was shared with them, or all is kept from them: the same answer', async () => {
    await ready(app, world, made.meetingId, [world.police, world.housing, world.coordinator]);
    await exclude(world.housing.id);
    await exclude(world.coordinator.id);
    const answers = await Promise.all(
      [world.police, world.housing, world.coordinator].map((as) => ask(app, made.meetingId, as)),
    );
    const [nothing, ...hidden] = answers.map(({ status, bytes }) => ({
      status,
      body: { ...(JSON.parse(bytes.toString()) as object), reference: '' },
    }));
    expect(nothing).toMatchObject({ status: 409, body: { code: 'no-papers' } });
    expect(hidden).toEqual([nothing, nothing]);
  });

  test('of what was opened in an emergency: it may be read and not taken away', async () => {
    const { token, id } = await world.person(world.agencies.police.id, ['AGENCY_REPRESENTATIVE']);
    const as = { id, token } as TestUser;
    const body = { caseId: made.listed.caseId, reasonCode: 'OUT_OF_HOURS', text: 'She called the night line' };
    expect((await app.request('POST', '/break-glass', { as, body })).status).toBe(201);
    await ready(app, world, made.meetingId, [as]);
    expect(await outcome(as)).toEqual([409, 'no-papers']);
  });

  test('once the meeting is over or was cancelled', async () => {
    await ready(app, world, made.meetingId, [world.housing]);
    for (const status of ['HELD', 'CANCELLED']) {
      await app.rows(
        `update meetings.meetings set status = $2, cancelled_by = case $2 when 'CANCELLED' then 'HAND' end where id = $1`,
        [made.meetingId, status],
      );
      expect(await outcome(world.housing)).toEqual([409, 'not-planned']);
    }
  });

  test('after all were called back, until they are released again', async () => {
    await ready(app, world, made.meetingId, [world.housing]);
    const path = `/meetings/${made.meetingId}/papers`;
    await app.request('POST', `${path}/recall`, { as: world.coordinator, body: { reason: 'PROTECTED_DETAIL' } });
    expect(await outcome(world.housing)).toEqual([409, 'papers-recalled']);
    expect((await app.request('POST', `${path}/release`, { as: world.coordinator })).status).toBe(200);
    expect((await outcome(world.housing))[0]).toBe(201);
  });

  test('and nothing of it enters the register', async () => {
    await circulate(app, made.meetingId, world.coordinator);
    await outcome(world.housing);
    expect(await copies()).toEqual([]);
  });
});

describe('a guest', () => {
  const invite = (userId: string) =>
    app.request('POST', `/agenda-items/${made.listed.itemId}/guests`, {
      as: world.coordinator,
      body: { userId, reason: 'Took the referral' },
    });
  const slotComes = () =>
    app.rows(
      `update access.grants set starts_at = now() - interval '1 minute', ends_at = now() + interval '1 hour' where origin = 'GUEST' and marac_id = $1`,
      [world.maracId],
    );

  test('gets nothing before the slot is near, and nothing of another meeting', async () => {
    const guest = await world.person(world.agencies.police.id, ['REFERRER']);
    await circulate(app, made.meetingId, world.coordinator);
    expect((await invite(guest.id)).status).toBe(201);
    await declare(app, made.meetingId, guest);
    expect(await outcome(guest)).toEqual([404, 'not-found']);
    await slotComes();
    const other = await scene(app, world, { startTime: '14:00' });
    await ready(app, world, other.meetingId, [guest]);
    expect(await outcome(guest, other.meetingId)).toEqual([409, 'no-papers']);
  });

  test('declares like everybody, and then gets the case of the slot alone', async () => {
    const guest = await world.person(world.agencies.police.id, ['REFERRER']);
    await circulate(app, made.meetingId, world.coordinator);
    await invite(guest.id);
    await slotComes();
    expect(await outcome(guest)).toEqual([403, 'declaration-needed']);
    await declare(app, made.meetingId, guest);
    expect((await outcome(guest))[0]).toBe(201);
  });
});

describe('recalls', () => {
  test.each(['housing', 'idva', 'probation'] as const)('are not for the %s', async (who) => {
    await ready(app, world, made.meetingId, [world[who]]);
    const path = `/meetings/${made.meetingId}/papers`;
    for (const step of ['recall', 'release'])
      expect((await app.request('POST', `${path}/${step}`, { as: world[who], body: step === 'recall' ? { reason: 'LOST' } : undefined })).status).toBe(403); // prettier-ignore
  });

  test('of a copy that there is not, of one again, and a release of what was not called back', async () => {
    await ready(app, world, made.meetingId, [world.housing]);
    await ask(app, made.meetingId, world.housing);
    const path = `/meetings/${made.meetingId}/papers`;
    const recall = (body: object) => app.request('POST', `${path}/recall`, { as: world.coordinator, body });
    const [{ id }] = (await app.request('GET', path, { as: world.housing })).body.copies;
    expect((await app.request('POST', `${path}/release`, { as: world.coordinator })).body.code).toBe('not-recalled');
    expect(await recall({ reason: 'LOST', copyIds: [id, randomUUID()] })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/copyIds/1', code: 'unknown' }] },
    });
    expect((await recall({ reason: 'LOST', copyIds: [id] })).status).toBe(200);
    expect((await recall({ reason: 'LOST', copyIds: [id] })).body.code).toBe('nothing-to-recall');
    expect((await recall({ reason: 'BECAUSE' })).status).toBe(422);
    expect((await recall({ reason: 'OUT_OF_DATE' })).status).toBe(200);
    expect((await recall({ reason: 'OUT_OF_DATE' })).body.code).toBe('recalled-already');
  });
});

test("somebody else's copy is destroyed by nobody, and found by nobody but who manages the meeting", async () => {
  await ready(app, world, made.meetingId, [world.housing, world.idva]);
  await ask(app, made.meetingId, world.housing);
  const [{ id }] = (await app.request('GET', `/meetings/${made.meetingId}/papers`, { as: world.housing })).body.copies;
  const destroy = (as: TestUser) => app.request('POST', `/paper-copies/${id}/destruction`, { as });
  expect((await destroy(world.idva)).status).toBe(404);
  expect((await destroy(world.coordinator)).status).toBe(403);
  expect((await app.request('GET', `/meetings/${made.meetingId}/papers`, { as: world.idva })).body.copies).toEqual([]);
  expect((await destroy(world.housing)).body.destroyedAt).toEqual(expect.any(String));
});
