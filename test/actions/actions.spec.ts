import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/platform/db/ids.js';
import { addDays, todayIn } from '../../src/platform/values/dates.js';
import { type Answer, startApp, type TestApp } from '../support/app.js';
import type { World } from '../support/world.js';
import { agree, close, foundCase, letItFallDue } from './plan.js';

const TODAY = todayIn('Europe/London', new Date());
let app: TestApp;
let world: World;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
});
afterAll(() => app.stop());

const post = (path: string, as: { token: string }, body: unknown, headers = {}) =>
  app.request('POST', path, { as, body, headers });

describe('refused input', () => {
  test.each<[string, () => Record<string, unknown>, string, string]>([
    ['an agency that is no member', () => ({ ownerAgencyId: newId() }), '/ownerAgencyId', 'unknown'],
    ['a person of another agency', () => ({ ownerUserId: world.police.id }), '/ownerUserId', 'not-of-the-agency'],
    ['a person who does not exist', () => ({ ownerUserId: newId() }), '/ownerUserId', 'not-of-the-agency'],
    ['a person who could not see it', () => ({ ownerUserId: world.referrer.id }), '/ownerUserId', 'not-of-the-agency'],
    ['a day in the past', () => ({ dueOn: addDays(TODAY, -1) }), '/dueOn', 'in-the-past'],
    ['a moment in the past', () => ({ dueAt: new Date(Date.now() - 60_000).toISOString() }), '/dueAt', 'in-the-past'],
    ['years ahead', () => ({ dueOn: addDays(TODAY, 1000) }), '/dueOn', 'too-far-ahead'],
    ['no such day', () => ({ dueOn: '2027-02-30' }), '/dueOn', 'not-a-date'],
    ['an unknown code', () => ({ catalogueCode: 'Z99' }), '/catalogueCode', 'unknown'],
    ['neither a person nor a post', () => ({ ownerPost: undefined }), '/ownerPost', 'no-owner'],
    ['what never ends', () => ({ text: 'Agency to continue to work with her' }), '/text', 'not-smart'],
    ['neither words nor code', () => ({ text: undefined }), '/text', 'required'],
    ['no target and no code', () => ({ target: undefined }), '/target', 'required'],
    ['an unknown target', () => ({ target: 'NEIGHBOUR' }), '/target', 'not-one-of'],
    ['a property that does not exist', () => ({ status: 'CLOSED' }), '/status', 'unknown-property'],
    ['by a next meeting nobody knows', () => ({ catalogueCode: 'X04' }), '/dueOn', 'no-next-meeting'],
  ])('%s', async (_, rest, pointer, code) => {
    const { caseId } = await foundCase(app, world);
    const body = { ownerAgencyId: world.agencies.housing.id, ownerPost: 'Manager', text: 'Visit', target: 'VICTIM', ...rest() }; // prettier-ignore
    const answer = await post(`/cases/${caseId}/actions`, world.coordinator, body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer, code }]);
    expect(await app.rows('select from actions.actions where case_id = $1', [caseId])).toHaveLength(0);
    expect(await app.rows('select from access.grants where case_id = $1', [caseId])).toHaveLength(0);
  });

  test.each(['x', '2026-01-01', `2026-13-01T00:00:00.000Z_${newId()}`, `2026-01-01T00:00:00.000Z_x`])(
    'a place in the list that is none: %s',
    async (after) => {
      const answer = await app.request('GET', `/actions?after=${after}`, { as: world.coordinator });
      expect(answer.status).toBe(422);
    },
  );
});

describe('an action', () => {
  test('is agreed, and the owner agency may then open the case for IDENTITY alone', async () => {
    const { caseId, ref } = await foundCase(app, world);
    const { housing } = world.agencies;
    expect((await app.request('GET', `/cases/${caseId}/access`, { as: world.housing })).status).toBe(404);
    const body = {
      ownerAgencyId: housing.id,
      catalogueCode: 'H02',
      riskAddressed: 'He has keys',
      ownerUserId: world.housing.id,
    };
    const agreed = await post(`/cases/${caseId}/actions`, world.chair, body);
    expect(agreed.status).toBe(201);
    expect(agreed.headers['etag']).toBe('"1"');
    expect(agreed.body).toMatchObject({
      caseId, caseRef: ref, catalogueCode: 'H02', text: 'Strengthen locks, doors and windows of the home', target: 'VICTIM',
      ownerAgency: housing.name, ownerUserId: world.housing.id, riskAddressed: 'He has keys', setOn: TODAY, status: 'AGREED', overdue: false,
    }); // prettier-ignore
    const hours = (Date.parse(agreed.body.dueAt) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThanOrEqual(24);
    const access = await app.request('GET', `/cases/${caseId}/access`, { as: world.housing });
    expect(access.body.labels).toEqual(['IDENTITY']);
    expect(access.body.grants).toMatchObject([{ purpose: 'carry-out-action' }]);
  });

  test('is due at the end of its day', async () => {
    const { caseId } = await foundCase(app, world);
    const { dueAt } = await agree(app, world, caseId, world.agencies.housing.id, { dueOn: '2027-01-15' });
    expect(dueAt).toBe('2027-01-15T23:59:59.999Z');
  });

  test('is updated and closed by its owner, and then stays as it is', async () => {
    const { caseId } = await foundCase(app, world, world.agencies.housing.id);
    const { id } = await agree(app, world, caseId, world.agencies.housing.id);
    const updated = await post(`/actions/${id}/updates`, world.housing, { note: 'Rang twice' });
    expect(updated).toMatchObject({ status: 201, body: { status: 'IN_PROGRESS', version: 2 } });
    const stale = await close(app, world.housing, id, 1);
    expect(stale).toMatchObject({ status: 412, body: { code: 'stale' } });
    const closed = await close(app, world.housing, id, 2, {
      reason: 'NOT_POSSIBLE_CIRCUMSTANCES',
      victimMayBeTold: undefined,
    });
    expect(closed).toMatchObject({
      status: 200,
      body: {
        status: 'CLOSED',
        closureReason: 'NOT_POSSIBLE_CIRCUMSTANCES',
        closedOn: TODAY,
        victimMayBeTold: false,
        version: 3,
      },
    });
    expect(await close(app, world.housing, id, 3)).toMatchObject({ status: 409, body: { code: 'already-closed' } });
    expect(await close(app, world.housing, id, 2)).toMatchObject({ status: 409, body: { code: 'already-closed' } });
    expect(await post(`/actions/${id}/updates`, world.housing, { note: 'More' })).toMatchObject({ status: 409 });
    const seen = await app.request('GET', `/actions/${id}`, { as: world.housing });
    expect(seen.body).toMatchObject({
      mayWorkOn: false,
      updates: [{ note: 'Rang twice', agency: world.agencies.housing.name }],
    });
    const list = await app.request('GET', `/actions?case=${caseId}`, { as: world.housing });
    expect(list.body.summary).toEqual({ open: 0, overdue: 0, closed: 1 });
  });

  test('takes along what was shared for it: the owner finds the case no longer, unless for another reason', async () => {
    const { caseId } = await foundCase(app, world);
    const first = await agree(app, world, caseId, world.agencies.housing.id);
    const second = await agree(app, world, caseId, world.agencies.housing.id);
    const sees = async () => (await app.request('GET', `/cases/${caseId}`, { as: world.housing })).status;
    expect((await close(app, world.housing, first.id, 1)).status).toBe(200);
    expect(await sees()).toBe(200);
    expect((await close(app, world.housing, second.id, 1)).status).toBe(200);
    expect(await sees()).toBe(404);
    for (const path of [`/actions/${second.id}`, `/cases/${caseId}/history`, `/cases/${caseId}/access`])
      expect((await app.request('GET', path, { as: world.housing })).status).toBe(404);
    const ended = await app.rows(`select revoked_by, revoked_because from access.grants where origin_id = $1`, [
      second.id,
    ]);
    expect(ended).toEqual([{ revoked_by: `user:${world.housing.id}`, revoked_because: 'the action was closed' }]);
  });

  test('is closed by the coordinator for an agency that told them', async () => {
    const { caseId } = await foundCase(app, world);
    const { id, version } = await agree(app, world, caseId, world.agencies.probation.id);
    expect((await close(app, world.coordinator, id, version)).status).toBe(200);
  });

  test('two closings at once: one counts', async () => {
    const { caseId } = await foundCase(app, world);
    const { id, version } = await agree(app, world, caseId, world.agencies.housing.id);
    // by people who see it after it is closed too: what was shared for the action ends with it
    const second = await world.person(world.agencies.police.id, ['COORDINATOR']);
    const answers = await Promise.all([close(app, second, id, version), close(app, world.coordinator, id, version)]);
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409]);
  });

  test('needs If-Match to close', async () => {
    const { caseId } = await foundCase(app, world);
    const { id } = await agree(app, world, caseId, world.agencies.housing.id);
    const body = { reason: 'COMPLETED', outcome: 'Done', riskEffect: 'SAME', victimMayBeTold: false };
    expect((await post(`/actions/${id}/closure`, world.housing, body)).status).toBe(428);
  });

  test('has its due date moved by coordinator and chair, not by its owner', async () => {
    const { caseId } = await foundCase(app, world);
    const { id } = await agree(app, world, caseId, world.agencies.housing.id);
    const move = (as: { token: string }, version: number) =>
      post(
        `/actions/${id}/due-date`,
        as,
        { dueOn: addDays(TODAY, 30), reason: 'Away' },
        { 'if-match': `"${version}"` },
      );
    expect((await move(world.housing, 1)).status).toBe(403);
    expect((await move(world.chair, 9)).status).toBe(412);
    expect(await move(world.chair, 1)).toMatchObject({
      status: 200,
      body: { dueOn: addDays(TODAY, 30), version: 2, status: 'AGREED' },
    });
    const seen = await app.request('GET', `/actions/${id}`, { as: world.housing });
    expect(seen.body.updates[0].note).toContain('Away');
  });

  test('leaves a line in the record for each deed', async () => {
    const { caseId } = await foundCase(app, world);
    const { id, version } = await agree(app, world, caseId, world.agencies.housing.id);
    await app.request('GET', `/actions/${id}`, { as: world.housing });
    await close(app, world.housing, id, version);
    const deeds = await app.rows('select action, actor_id from audit.events where subject_id = $1 order by id', [id]);
    expect(deeds).toEqual([
      { action: 'action.agreed', actor_id: world.coordinator.id },
      { action: 'action.read', actor_id: world.housing.id },
      { action: 'action.closed', actor_id: world.housing.id },
    ]);
  });
});

describe('the list', () => {
  test('is paged in the order in which actions are due', async () => {
    const own = await app.world();
    const { caseId } = await foundCase(app, own);
    const days = [9, 3, 7, 3, 5];
    for (const day of days) await agree(app, own, caseId, own.agencies.housing.id, { dueOn: addDays(TODAY, day) });
    const seen: { dueOn: string; id: string }[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page: Answer = await app.request('GET', `/actions?limit=2${next && `&after=${next}`}`, { as: own.housing });
      expect(page.body.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.body.items);
      next = page.body.next;
    }
    expect(seen.map((a) => a.dueOn)).toEqual([3, 3, 5, 7, 9].map((day) => addDays(TODAY, day)));
    expect(new Set(seen.map((a) => a.id)).size).toBe(5);
  });

  test('narrows to mine, overdue, open and closed', async () => {
    const own = await app.world();
    const { caseId } = await foundCase(app, own, own.agencies.idvaService.id);
    const { housing, police } = own.agencies;
    const named = await agree(app, own, caseId, housing.id, { ownerUserId: own.housing.id });
    const late = await agree(app, own, caseId, housing.id);
    const others = await agree(app, own, caseId, police.id);
    const done = await agree(app, own, caseId, housing.id);
    await letItFallDue(app, late.id);
    await close(app, own.housing, done.id, done.version);
    const find = async (as: { token: string }, query: string) =>
      (await app.request('GET', `/actions?${query}`, { as })).body.items.map((a: { id: string }) => a.id).sort();
    const second = await own.person(housing.id, ['AGENCY_REPRESENTATIVE']);
    expect(await find(own.housing, 'mine=true&status=OPEN')).toEqual([named.id, late.id].sort());
    expect(await find(second, 'mine=true&status=OPEN')).toEqual([late.id]);
    expect(await find(own.housing, 'overdue=true')).toEqual([late.id]);
    expect(await find(own.idva, 'overdue=true')).toEqual([late.id]);
    expect(await find(own.idva, 'status=CLOSED')).toEqual([done.id]);
    expect(await find(own.coordinator, 'overdue=false&status=OPEN')).toEqual([named.id, others.id].sort());
    const counted = await app.request('GET', `/actions?case=${caseId}`, { as: own.police });
    expect(counted.body.summary).toEqual({ open: 3, overdue: 1, closed: 1 });
    expect(counted.body.items.map((a: { id: string }) => a.id)).toEqual([others.id]);
  });
});

test('the catalogue is open to everybody who works here', async () => {
  const answer = await app.request('GET', '/action-catalogue', { as: world.referrer });
  expect(answer.status).toBe(200);
  expect(answer.body).toHaveLength(69);
});
