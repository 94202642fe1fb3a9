import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { Overdue } from '../../src/actions/overdue.service.js';
import { addDays, todayIn } from '../../src/platform/values/dates.js';
import { workingDaysFrom } from '../../src/platform/values/working-days.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { agree, close, foundCase, letItFallDue } from './plan.js';

const CANARY = 'Canary words of a pause';
const today = () => todayIn('Europe/London', new Date());
const calendar = { nation: 'england-and-wales', closures: new Set<string>() } as const;
let app: TestApp;
let world: World;
let manager: TestUser;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  manager = await world.person(world.agencies.housing.id, ['AGENCY_MANAGER']);
});
afterAll(() => app.stop());

interface Set {
  id: string;
  version: number;
  caseId: string;
}

async function newAction(rest = {}): Promise<Set> {
  const { caseId } = await foundCase(app, world, world.agencies.idvaService.id);
  return { caseId, ...(await agree(app, world, caseId, world.agencies.housing.id, rest)) };
}

const put = (as: TestUser, { id, version }: Pick<Set, 'id' | 'version'>, body: object = { reason: 'UNSAFE' }) =>
  app.request('POST', `/actions/${id}/pause`, { as, body, headers: { 'if-match': `"${version}"` } });
const resume = (as: TestUser, { id, version }: Pick<Set, 'id' | 'version'>) =>
  app.request('POST', `/actions/${id}/resumption`, { as, headers: { 'if-match': `"${version}"` } });
const look = (id: string) => app.operate(() => app.get(Overdue).whenDue(id));
const alerts = (id: string) => app.rows('select kind, rung from actions.alerts where action_id = $1 order by id', [id]);
const told = (name: string, id: string) =>
  app.rows(`select ids from platform.outbox where name = $2 and ids->>'actionId' = $1`, [id, name]);
const code = ({ status, body }: { status: number; body: any }) => [
  status,
  body.errors?.[0]?.pointer ?? '',
  body.errors?.[0]?.code ?? body.code,
];

describe('who must not pause', () => {
  test.each<['housing' | 'idva' | 'police' | 'referrer' | 'administrator', number]>([
    ['housing', 403],
    ['idva', 403],
    ['police', 403],
    ['referrer', 403],
    ['administrator', 403],
  ])('%s: %i', async (who, status) => {
    const action = await newAction();
    expect((await put(world[who], action)).status).toBe(status);
    expect((await resume(world[who], action)).status).toBe(status);
  });

  test('a manager of another agency, and everybody of another area, find nothing', async () => {
    const action = await newAction();
    const stranger = await world.person(world.agencies.probation.id, ['AGENCY_MANAGER']);
    const other = await app.world();
    for (const as of [stranger, other.coordinator, other.chair]) expect((await put(as, action)).status).toBe(404);
    // and one whose agency has the case, but does not own the action
    const idvas = await world.person(world.agencies.idvaService.id, ['AGENCY_MANAGER']);
    expect((await put(idvas, action)).status).toBe(404);
  });

  test.each(['STRATEGIC_LEAD', 'STEERING_GROUP'] as const)('%s opens nothing of a case or an action', async (role) => {
    const action = await newAction();
    const lead = await world.person(world.agencies.housing.id, [role]);
    for (const path of [
      `/actions/${action.id}`,
      '/actions',
      `/cases/${action.caseId}`,
      `/cases/${action.caseId}/alerts`,
    ])
      expect((await app.request('GET', path, { as: lead })).status).toBe(403);
    expect((await put(lead, action)).status).toBe(403);
    expect(await app.rows('select 1 from identity.user_roles where user_id = $1', [lead.id])).toHaveLength(1);
  });
});

test('a manager sees the actions of the agency, and no others; reports on them, and opens no case', async () => {
  const own = await newAction();
  const other = await agree(app, world, own.caseId, world.agencies.police.id);
  expect((await app.request('GET', `/actions/${own.id}`, { as: manager })).body).toMatchObject({ mayWorkOn: true });
  expect((await app.request('GET', `/actions/${other.id}`, { as: manager })).status).toBe(404);
  const listed = await app.request('GET', '/actions?limit=200', { as: manager });
  expect(listed.body.items.map(({ id }: { id: string }) => id)).toContain(own.id);
  expect(listed.body.items.map(({ id }: { id: string }) => id)).not.toContain(other.id);
  expect((await app.request('GET', `/cases/${own.caseId}`, { as: manager })).status).toBe(403);
  const update = { as: manager, body: { note: 'I asked the locksmith' } };
  expect((await app.request('POST', `/actions/${own.id}/updates`, update)).status).toBe(201);
});

describe('a pause', () => {
  test('is seen on the action by who may see it, and told to the coordinator', async () => {
    const action = await newAction();
    const body = { reason: 'OTHER', text: CANARY, until: today() };
    const paused = await put(manager, action, body);
    expect([paused.status, paused.headers['etag']]).toEqual([200, `"${action.version + 1}"`]);
    for (const as of [world.coordinator, world.chair, world.housing, world.idva]) {
      const seen = await app.request('GET', `/actions/${action.id}`, { as });
      expect(seen.body.pauses).toMatchObject([
        { reason: 'OTHER', note: CANARY, endedAt: null, pausedBy: 'Test AGENCY_MANAGER' },
      ]);
    }
    expect(await told('action.paused', action.id)).toHaveLength(1);
    const [event] = await told('action.paused', action.id);
    expect(Object.keys(event.ids).sort()).toEqual(['actionId', 'caseId', 'maracId', 'pauseId']);
  });

  test.each<[string, object, string[]]>([
    ['no reason', {}, ['422', '/reason', 'required']],
    ['another reason without words', { reason: 'OTHER' }, ['422', '/text', 'required']],
    ['until yesterday', { reason: 'UNSAFE', until: addDays(today(), -1) }, ['422', '/until', 'in-the-past']],
    [
      'longer than the rules allow',
      { reason: 'UNSAFE', until: workingDaysFrom(today(), 11, calendar) },
      ['422', '/until', 'too-long'],
    ],
  ])('%s is refused, and nothing changes', async (_, body, refused) => {
    const action = await newAction();
    expect(code(await put(world.chair, action, body)).map(String)).toEqual(refused);
    expect((await app.request('GET', `/actions/${action.id}`, { as: world.chair })).body.pauses).toEqual([]);
  });

  test('does not go beyond the next meeting, which looks at the action again', async () => {
    const own = await app.world();
    const { caseId } = await foundCase(app, own);
    const action = await agree(app, own, caseId, own.agencies.housing.id);
    const heldOn = addDays(today(), 3);
    const meeting = { maracId: own.maracId, heldOn, startTime: '09:30', venue: 'Town hall', evenOnBankHoliday: true };
    expect((await app.request('POST', '/meetings', { as: own.coordinator, body: meeting })).status).toBe(201);
    const until = (day: string) => put(own.coordinator, action, { reason: 'VICTIM_ASKED_TO_WAIT', until: day });
    expect(code(await until(addDays(heldOn, 1)))).toEqual([422, '/until', 'beyond-next-meeting']);
    expect((await put(own.coordinator, action, { reason: 'VICTIM_ASKED_TO_WAIT' })).status).toBe(200);
    const { body } = await app.request('GET', `/actions/${action.id}`, { as: own.coordinator });
    expect(todayIn('Europe/London', new Date(body.pauses[0].until))).toBe(heldOn);
  });

  test('of a version that nobody saw, twice, or of what is closed is refused', async () => {
    const action = await newAction();
    const bare = await app.request('POST', `/actions/${action.id}/pause`, { as: manager, body: { reason: 'UNSAFE' } });
    expect(bare.status).toBe(428);
    expect((await put(manager, { ...action, version: 7 })).status).toBe(412);
    expect(code(await resume(manager, action))).toEqual([409, '', 'not-paused']);
    const { body } = await put(manager, action);
    expect(code(await put(manager, body))).toEqual([409, '', 'already-paused']);
    const closed = await close(app, world.housing, action.id, body.version);
    expect(closed.status).toBe(200);
    expect(code(await put(world.chair, closed.body))).toEqual([409, '', 'already-closed']);
  });
});

describe('while an action rests', () => {
  test('nothing is raised though it is overdue, by its due row or by the sweep; once it goes on it is', async () => {
    const action = await newAction();
    const { body } = await put(world.coordinator, action);
    await letItFallDue(app, action.id);
    await look(action.id);
    await app.get(Overdue).sweep();
    expect(await alerts(action.id)).toEqual([]);
    expect((await resume(world.coordinator, body)).status).toBe(200);
    await look(action.id);
    expect(await alerts(action.id)).toMatchObject([{ kind: 'OVERDUE' }]);
    expect(await told('action.resumed', action.id)).toHaveLength(1);
  });

  test('its end comes by itself, is told once, and the ladder goes on', async () => {
    const action = await newAction();
    await put(world.coordinator, action);
    await endNow(action.id);
    await letItFallDue(app, action.id);
    await Promise.all([look(action.id), look(action.id)]);
    await look(action.id);
    expect(await told('action.resumed', action.id)).toHaveLength(1);
    expect(await alerts(action.id)).toMatchObject([{ kind: 'OVERDUE' }]);
    const seen = await app.request('GET', `/actions/${action.id}`, { as: world.housing });
    expect(seen.body.pauses).toMatchObject([{ endedBy: 'system:pause-over' }]);
    const again = await put(world.coordinator, seen.body);
    expect(again.status).toBe(200);
  });

  test('the due row wakes at its end', async () => {
    const action = await newAction();
    await put(world.coordinator, action, { reason: 'UNSAFE', until: today() });
    const [row] = await app.rows(`select due_at from platform.due where kind = 'action.overdue' and subject = $1`, [
      action.id,
    ]);
    const [pause] = await app.rows('select until from actions.pauses where action_id = $1', [action.id]);
    expect(row.due_at).toEqual(pause.until);
  });
});

/** Lets the pause's last moment pass, as time would. */
async function endNow(actionId: string): Promise<void> {
  const admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
  await admin.query(
    `update actions.pauses set paused_at = now() - interval '2 hours', until = now() - interval '1 hour' where action_id = $1`,
    [actionId],
  );
  await admin.end();
}
