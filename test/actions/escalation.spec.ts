import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LadderSweep } from '../../src/alerts/ladder-sweep.service.js';
import { Overdue } from '../../src/actions/overdue.service.js';
import { RungSubscribers } from '../../src/notifications/rung-subscribers.service.js';
import { Subscribers } from '../../src/notifications/subscribers.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { setRules } from '../support/asking.js';
import type { TestUser, World } from '../support/world.js';
import { letDaysPass } from '../journeys/clock.js';
import { agree, close, foundCase } from './plan.js';

let app: TestApp;
let world: World;
let manager: TestUser;
let lead: TestUser;
let steering: TestUser;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

async function areaWithAll(): Promise<void> {
  world = await app.world();
  const { housing, police } = world.agencies;
  manager = await world.person(housing.id, ['AGENCY_MANAGER']);
  lead = await world.person(housing.id, ['STRATEGIC_LEAD']);
  steering = await world.person(police.id, ['STEERING_GROUP']);
}

const HOUR = 3_600_000;
const at = (hours: number) => ({ dueAt: new Date(Date.now() + hours * HOUR).toISOString() });
async function newAction(rest: object = at(30)): Promise<{ id: string; caseId: string; version: number }> {
  const { caseId } = await foundCase(app, world);
  return { caseId, ...(await agree(app, world, caseId, world.agencies.housing.id, rest as Record<string, unknown>)) };
}
const look = (id: string) => app.operate(() => app.get(Overdue).whenDue(id));
const alerts = (id: string) =>
  app.rows<{ id: string; kind: string; rung: string; tells: string[] }>(
    'select id, kind, rung, tells from actions.alerts where action_id = $1 order by id',
    [id],
  );
const rungs = async (id: string) => (await alerts(id)).map(({ rung }) => rung);

/** Hours pass for one action: everything that is written of it moves into the past. */
async function hoursPass(id: string, hours: number): Promise<void> {
  const by = [id, hours];
  await app.rows(`update actions.actions set due_at = due_at - $2 * interval '1 hour' where id = $1 returning id`, by);
  await app.rows(
    `update alerts.ladders set since = since - $2 * interval '1 hour', last_at = last_at - $2 * interval '1 hour' where id = $1 returning id`,
    by,
  );
}

/** What the worker brings: each event of the action's rungs, once. */
async function deliver(id: string): Promise<void> {
  const overdue = await app.rows(
    `select ids from platform.outbox where name = 'action.overdue' and ids->>'actionId' = $1`,
    [id],
  );
  for (const { ids } of overdue) await app.operate(() => app.get(Subscribers).overdue(ids));
  const raised = await app.rows(
    `select o.ids from platform.outbox o where o.name = 'alert.raised' and o.ids->>'rungId' in (select r.id::text from alerts.rungs r where r.subject_id = $1)`,
    [id],
  );
  for (const { ids } of raised) await app.operate(() => app.get(RungSubscribers).raised(ids));
}
const kinds = async (user: TestUser, subjectId?: string) =>
  (
    await app.rows<{ kind: string }>(
      'select kind from notifications.notices where user_id = $1 and ($2::uuid is null or subject_id = $2) order by id',
      [user.id, subjectId ?? null],
    )
  ).map(({ kind }) => kind);

describe('rung by rung', () => {
  test('an action climbs to the steering group, each told once, and whoever sees no case is told nothing of it', async () => {
    await areaWithAll();
    const { id, caseId } = await newAction();
    const steps: [number, string][] = [[26.5, 'BEFORE-4H'], [4, 'AFTER-0H'], [4, 'AFTER-4H'], [20, 'AFTER-24H'], [24, 'AFTER-48H'], [72, 'AFTER-120H']]; // prettier-ignore
    const seen: string[] = [];
    for (const [hours, rung] of steps) {
      await hoursPass(id, hours);
      await Promise.all([look(id), look(id), look(id)]);
      seen.push(rung);
      expect(await rungs(id)).toEqual(seen);
    }
    await deliver(id);
    await deliver(id);
    expect(await kinds(world.housing)).toEqual(['ACTION_OVERDUE', 'ACTION_DUE_SOON', 'ACTION_OVERDUE']);
    expect(await kinds(world.coordinator)).toEqual(['ACTION_OVERDUE']);
    expect(await kinds(manager, id)).toEqual(['ACTION_ESCALATED']);
    expect(await kinds(lead)).toEqual(['OVERDUE_IN_AGENCY']);
    expect(await kinds(world.chair, id)).toEqual(['ACTION_ESCALATED']);
    expect(await kinds(steering)).toEqual(['OVERDUE_IN_AREA']);
    for (const other of [world.police, world.probation, world.idva, world.referrer, world.administrator])
      expect(await kinds(other)).toEqual([]);
    for (const blind of [lead, steering]) {
      const { text, body } = await app.request('GET', '/inbox', { as: blind });
      expect(body.items).toMatchObject([{ subjectKind: 'escalation', urgent: true }]);
      expect(text).not.toContain(id);
      expect(text).not.toContain(caseId);
    }
    const ofCase = await app.request('GET', `/cases/${caseId}/alerts`, { as: world.coordinator });
    expect(ofCase.body.items.map(({ rung }: { rung: string }) => rung)).toEqual([
      ...['4 hours before', 'when overdue', '4 hours after', '24 hours after', '48 hours after', '120 hours after'],
    ]);
  });

  test('several that were missed are one alert, which names them and tells each of theirs once', async () => {
    await areaWithAll();
    const { id, caseId } = await newAction();
    await hoursPass(id, 30 + 25);
    await look(id);
    const [alert] = await alerts(id);
    expect(alert).toMatchObject({ kind: 'ESCALATED', rung: 'AFTER-24H' });
    expect(alert!.tells).toEqual(['REPRESENTATIVE', 'COORDINATOR', 'MANAGER', 'STRATEGIC_LEAD']);
    await deliver(id);
    for (const who of [world.housing, world.coordinator]) expect(await kinds(who)).toEqual(['ACTION_OVERDUE']);
    expect(await kinds(manager)).toEqual(['ACTION_ESCALATED']);
    expect(await kinds(lead)).toEqual(['OVERDUE_IN_AGENCY']);
    expect(await kinds(world.chair)).toEqual([]);
    const { body } = await app.request('GET', `/cases/${caseId}/alerts`, { as: world.chair });
    expect(body.items).toMatchObject([{ passedOver: ['4 hours before', 'when overdue', '4 hours after'] }]);
  });

  test('nobody who holds the part: whoever stands above is told, and that it is in their stead', async () => {
    world = await app.world();
    const { id } = await newAction();
    await hoursPass(id, 30);
    await look(id);
    await hoursPass(id, 5);
    await look(id);
    await deliver(id);
    expect(await kinds(world.chair, id)).toEqual(['ACTION_ESCALATED_UNOWNED']);
    await hoursPass(id, 120);
    await look(id);
    await deliver(id);
    expect(await kinds(world.administrator)).toEqual(['OVERDUE_IN_AREA_UNOWNED']);
  });

  test('that one part is out of reach does not keep the others from being told; that all are is loud', async () => {
    world = await app.world();
    const gone = (who: TestUser) =>
      app.rows('update identity.users set deactivated_at = now() where id = $1 returning id', [who.id]);
    for (const who of [world.chair, world.administrator]) await gone(who);
    const { id } = await newAction();
    await hoursPass(id, 30 + 200);
    await look(id);
    await deliver(id);
    expect(await kinds(world.housing)).toEqual(['ACTION_OVERDUE']);
    expect(await kinds(world.coordinator)).toEqual(['ACTION_OVERDUE']);
    const other = await newAction();
    await hoursPass(other.id, 30);
    await look(other.id);
    for (const who of [world.housing, world.coordinator]) await gone(who);
    await expect(deliver(other.id)).rejects.toMatchObject({ code: 'nobody-to-tell' });
  });

  test('who must find nothing of the case is passed by, however high they stand', async () => {
    await areaWithAll();
    const { id, caseId } = await newAction();
    const shutOut = (userId: string) =>
      app.rows(
        `insert into access.exclusions (id, case_id, marac_id, user_id, cause, cause_id) values (gen_random_uuid(), $1, $2, $3, 'CONFLICT', gen_random_uuid()) returning id`,
        [caseId, world.maracId, userId],
      );
    for (const { id: userId } of [manager, lead, steering]) await shutOut(userId);
    await hoursPass(id, 30 + 130);
    await look(id);
    await deliver(id);
    for (const who of [manager, lead, steering]) expect(await kinds(who)).toEqual([]);
    expect(await kinds(world.chair, id)).not.toEqual([]);
    expect(await kinds(world.administrator)).toEqual(['OVERDUE_IN_AREA_UNOWNED']);
  });
});

describe('the ladder', () => {
  test('is not climbed any further by what is closed; what is postponed begins anew', async () => {
    await areaWithAll();
    const { id, version } = await newAction();
    await hoursPass(id, 30);
    await look(id);
    const body = { ...at(30), reason: 'Agreed at the meeting' };
    const moved = await app.request('POST', `/actions/${id}/due-date`, { as: world.chair, body, headers: { 'if-match': `"${version}"` } }); // prettier-ignore
    await hoursPass(id, 30);
    await look(id);
    expect(await rungs(id)).toEqual(['AFTER-0H', 'AFTER-0H']);
    expect((await close(app, world.housing, id, moved.body.version)).status).toBe(200);
    await hoursPass(id, 200);
    await look(id);
    await app.get(LadderSweep).sweep();
    expect(await rungs(id)).toHaveLength(2);
    expect(
      await app.rows('select ended_at is not null as ended, next_at from alerts.ladders where id = $1', [id]),
    ).toEqual([{ ended: true, next_at: null }]);
  });

  test('that lost its due row, or itself, is found by the sweeps', async () => {
    await areaWithAll();
    const { id } = await newAction();
    await app.rows(`update platform.due set state = 'CLEARED' where subject = $1 returning subject`, [id]);
    await hoursPass(id, 27);
    await app.rows(`update alerts.ladders set next_at = now() - interval '1 minute' where id = $1 returning id`, [id]);
    await app.get(LadderSweep).sweep();
    expect(await rungs(id)).toEqual(['BEFORE-4H']);
    const [{ state }] = await app.rows(`select state from platform.due where subject = $1`, [id]);
    expect(state).toBe('WAITING');
  });

  test('follows other rules from its next rung on', async () => {
    await areaWithAll();
    const { id } = await newAction();
    await app.get(LadderSweep).sweep();
    await hoursPass(id, 30);
    await look(id);
    const urgentActions = [{ step: 'AFTER', hours: 0, tells: ['REPRESENTATIVE'] }, { step: 'AFTER', hours: 2, tells: ['CHAIR'] }]; // prettier-ignore
    await setRules(app, world, { ladders: { urgentActions } });
    await app.get(LadderSweep).sweep();
    const [{ next_at: next, due_at: due }] = await app.rows('select next_at, due_at from alerts.ladders where id = $1', [id]); // prettier-ignore
    expect(next.getTime() - due.getTime()).toBe(2 * HOUR);
    await hoursPass(id, 2);
    await look(id);
    expect(await rungs(id)).toEqual(['AFTER-0H', 'AFTER-2H']);
  });

  test('of working days reminds before, on the day and after it', async () => {
    await areaWithAll();
    const { id } = await newAction({});
    const [{ next_at: next }] = await app.rows('select next_at from alerts.ladders where id = $1', [id]);
    const { body } = await app.request('GET', `/actions/${id}`, { as: world.housing });
    const { body: arithmetic } = await app.request('GET', `/maracs/${world.maracId}/ladders?dueOn=${body.dueOn}`, { as: world.housing }); // prettier-ignore
    const actions = arithmetic.ladders.find(({ ladder }: { ladder: string }) => ladder === 'actions');
    expect(actions.rungs[0].at).toBe(next.toISOString());
    expect(actions.says).toMatch(/^Due .*: representative told; .* steering group told, urgently\.$/);
    await letDaysPass(app, 60);
    await look(id);
    expect(await alerts(id)).toMatchObject([{ kind: 'ESCALATED', rung: 'AFTER-15D' }]);
  });
});

test('a ladder with a gap is refused where the gap is, and the rules stay as they were', async () => {
  await areaWithAll();
  const rules = () => app.request('GET', `/maracs/${world.maracId}/rules`, { as: world.chair });
  const before = (await rules()).body;
  const put = (ladders: object) =>
    app.request('PUT', `/maracs/${world.maracId}/rules`, {
      ...{ as: world.chair, headers: { 'if-match': `"${before.version}"` } },
      body: { effectiveFrom: '2099-01-01', reason: 'test', sections: { ladders } },
    });
  const over = { step: 'AFTER', workingDays: 0, tells: ['REPRESENTATIVE'] };
  const gap = await put({ actions: [over, { step: 'AFTER', workingDays: 3, tells: [] }] });
  expect([gap.status, gap.body.errors]).toMatchObject([422, [{ pointer: '/sections/ladders/actions/1', code: 'tells-nobody' }]]); // prettier-ignore
  for (const ladders of [
    { actions: null },
    { actions: [[]] },
    { actions: [over, 7] },
    { actions: {} },
    { minutes: [{ tells: 'CHAIR' }] },
  ])
    expect((await put(ladders)).status).toBe(422);
  expect((await rules()).body).toEqual(before);
});

describe('who reads what was told of a case', () => {
  test('all of it who oversees it, others what their own agency owes, nobody else anything', async () => {
    await areaWithAll();
    const { id, caseId } = await newAction();
    const other = await agree(app, world, caseId, world.agencies.police.id, at(30));
    for (const one of [id, other.id]) {
      await hoursPass(one, 30);
      await look(one);
    }
    const read = async (as: TestUser) => {
      const { status, body } = await app.request('GET', `/cases/${caseId}/alerts`, { as });
      return status === 200 ? body.items.map(({ subjectId }: { subjectId: string }) => subjectId).sort() : status;
    };
    expect(await read(world.coordinator)).toEqual([id, other.id].sort());
    expect(await read(world.chair)).toEqual([id, other.id].sort());
    expect(await read(world.housing)).toEqual([id]);
    expect(await read(manager)).toEqual([id]);
    expect(await read(world.police)).toEqual([other.id]);
    expect(await read(world.probation)).toBe(404);
    for (const as of [lead, steering, world.administrator, world.observer]) expect(await read(as)).toBe(403);
    const elsewhere = await app.world();
    expect(await read(elsewhere.coordinator)).toBe(404);
  });

  test('the ladders of an area are read there, and nowhere else', async () => {
    await areaWithAll();
    const read = (as: TestUser, query = '') => app.request('GET', `/maracs/${world.maracId}/ladders${query}`, { as });
    expect((await read(lead)).status).toBe(200);
    expect((await read((await app.world()).chair)).status).toBe(404);
    const both = await read(lead, '?dueOn=2026-04-14&dueAt=2026-04-14T10:00:00Z');
    expect([both.status, both.body.errors[0].code]).toEqual([422, 'not-both']);
    const easter = await read(lead, '?dueOn=2026-04-14');
    expect(easter.body.ladders[0].says).toMatch(
      /^Due Tue 14 Apr 2026, 23:59\. Fri 10 Apr 2026, 09:00: representative told;/,
    );
  });
});
