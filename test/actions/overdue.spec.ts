import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ActionsReader } from '../../src/actions/actions.reader.js';
import { ActionsService } from '../../src/actions/actions.service.js';
import { Overdue } from '../../src/actions/overdue.service.js';
import { Access } from '../../src/access/access.service.js';
import { WorkerService } from '../../src/platform/queue/worker.js';
import { addDays, todayIn } from '../../src/platform/values/dates.js';
import { startApp, type TestApp } from '../support/app.js';
import type { World } from '../support/world.js';
import { agree, close, eventually, foundCase, letItFallDue } from './plan.js';

let app: TestApp;
let world: World;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
});
afterAll(() => app.stop());

const alerts = (id: string) =>
  app.rows('select epoch, raised_at from actions.alerts where action_id = $1 order by epoch', [id]);
const soon = (milliseconds: number) => ({ dueAt: new Date(Date.now() + milliseconds).toISOString() });
const sweep = () => app.get(Overdue).sweep();

async function newAction(rest = {}): Promise<{ id: string; version: number }> {
  const { caseId } = await foundCase(app, world);
  return agree(app, world, caseId, world.agencies.housing.id, rest);
}

describe('when the moment has come', () => {
  const wake = (id: string) => app.operate(() => app.get(Overdue).whenDue(id));
  const told = (id: string) =>
    app.rows(`select from platform.outbox where name = 'action.overdue' and ids->>'actionId' = $1`, [id]);

  test('however many wake-ups come at once, one alert is raised and told', async () => {
    const { id } = await newAction();
    await letItFallDue(app, id);
    await Promise.all([1, 2, 3, 4, 5].map(() => wake(id)));
    expect(await alerts(id)).toHaveLength(1);
    expect(await told(id)).toHaveLength(1);
  });

  test('nothing is raised for an action that was closed or postponed meanwhile', async () => {
    const closed = await newAction();
    await letItFallDue(app, closed.id);
    await close(app, world.housing, closed.id, closed.version);
    const postponed = await newAction();
    for (const { id } of [closed, postponed]) {
      await wake(id);
      expect(await alerts(id)).toHaveLength(0);
      expect(await told(id)).toHaveLength(0);
    }
  });
});

describe('the sweep, which is the guarantee', () => {
  test('raises nothing before the time, once when it has passed, and never twice', async () => {
    const { id } = await newAction();
    await sweep();
    expect(await alerts(id)).toHaveLength(0);
    await letItFallDue(app, id);
    await Promise.all([sweep(), sweep(), sweep()]);
    await sweep();
    expect(await alerts(id)).toHaveLength(1);
    const events = await app.rows(
      `select ids from platform.outbox where name = 'action.overdue' and ids->>'actionId' = $1`,
      [id],
    );
    expect(events).toHaveLength(1);
    expect(Object.keys(events[0].ids).sort()).toEqual(['actionId', 'alertId', 'caseId', 'maracId']);
  });

  test('finds an action whose due row was lost', async () => {
    const { id } = await newAction();
    await app.rows('update platform.due set state = $2 where subject = $1 returning subject', [id, 'CLEARED']);
    await letItFallDue(app, id);
    await sweep();
    expect(await alerts(id)).toHaveLength(1);
  });

  test('leaves a closed action alone', async () => {
    const { id, version } = await newAction();
    await letItFallDue(app, id);
    await close(app, world.housing, id, version);
    await sweep();
    expect(await alerts(id)).toHaveLength(0);
    expect(await app.rows('select state from platform.due where subject = $1', [id])).toEqual([{ state: 'CLEARED' }]);
  });

  test('alerts of more than a batch', async () => {
    const { caseId } = await foundCase(app, world);
    const { id } = await agree(app, world, caseId, world.agencies.housing.id);
    await app.rows(
      `insert into actions.actions (id, case_id, marac_id, text, target, owner_agency_id, set_on, due_on, due_at, status, created_by)
       select gen_random_uuid(), case_id, marac_id, text, target, owner_agency_id, set_on, due_on, now() - interval '1 hour', status, created_by
         from actions.actions, generate_series(1, 603) where id = $1`,
      [id],
    );
    await sweep();
    const [{ count }] = await app.rows('select count(*)::int as count from actions.alerts where case_id = $1', [
      caseId,
    ]);
    expect(count).toBe(603);
  });

  test('a due date moved after an alert gives the next one its own', async () => {
    const { id, version } = await newAction();
    await letItFallDue(app, id);
    await sweep();
    const body = { dueOn: addDays(todayIn('Europe/London', new Date()), 3), reason: 'Agreed at the meeting' };
    const headers = { 'if-match': `"${version}"` };
    expect((await app.request('POST', `/actions/${id}/due-date`, { as: world.chair, body, headers })).status).toBe(200);
    await sweep();
    expect(await alerts(id)).toMatchObject([{ epoch: 1 }]);
    await letItFallDue(app, id);
    await sweep();
    expect(await alerts(id)).toMatchObject([{ epoch: 1 }, { epoch: 2 }]);
  });
});

describe('with the worker running', () => {
  beforeAll(() => app.get(WorkerService).start());
  afterAll(() => app.get(WorkerService).stop());

  test('the alert comes within seconds of the due moment, not before, and is seen on the action', async () => {
    const { dueAt } = soon(1_500);
    const { id } = await newAction({ dueAt });
    const [alert] = await eventually(async () => {
      const found = await alerts(id);
      return found.length > 0 && found;
    });
    const late = alert.raised_at.getTime() - Date.parse(dueAt);
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(5_000);
    const seen = await app.request('GET', `/actions/${id}`, { as: world.housing });
    expect(seen.body).toMatchObject({ overdue: true, alerts: [{ kind: 'OVERDUE' }] });
  });

  test('an action closed in time, or postponed, raises none', async () => {
    const closed = await newAction(soon(2_000));
    const moved = await newAction(soon(2_000));
    const late = await newAction(soon(2_000));
    expect((await close(app, world.housing, closed.id, closed.version)).status).toBe(200);
    const body = { ...soon(3_600_000), reason: 'Not before Friday' };
    const headers = { 'if-match': `"${moved.version}"` };
    expect(
      (await app.request('POST', `/actions/${moved.id}/due-date`, { as: world.coordinator, body, headers })).status,
    ).toBe(200);
    await eventually(async () => (await alerts(late.id)).length > 0);
    expect(await alerts(closed.id)).toHaveLength(0);
    expect(await alerts(moved.id)).toHaveLength(0);
  });
});

describe('what meetings ask', () => {
  test('counts by case, whoever owns the actions, and the open ones in full', async () => {
    const { caseId } = await foundCase(app, world);
    const empty = (await foundCase(app, world)).caseId;
    const late = await agree(app, world, caseId, world.agencies.housing.id);
    await agree(app, world, caseId, world.agencies.police.id);
    await letItFallDue(app, late.id);
    await app.operate(async () => {
      const counts = await app.get(ActionsReader).openByCase([caseId, empty]);
      expect(counts.get(caseId)).toEqual({ open: 2, overdue: 1 });
      expect(counts.get(empty)).toEqual({ open: 0, overdue: 0 });
      const open = await app.get(Access).open(caseId, 'prepare-meeting');
      expect((await app.get(ActionsReader).openOf(open)).map((a) => a.overdue)).toEqual([true, false]);
    });
  });

  test('an action of a meeting is not due before it, and may be due by the next', async () => {
    const { caseId } = await foundCase(app, world);
    const today = todayIn('Europe/London', new Date());
    const [meetingOn, nextMeetingOn] = [addDays(today, 5), addDays(today, 19)];
    const input = { ownerAgencyId: world.agencies.housing.id, ownerPost: 'Manager', catalogueCode: 'X04' };
    await app.operate(async () => {
      const open = await app.get(Access).open(caseId, 'prepare-meeting');
      const agreeOn = (dueOn?: string) =>
        app.get(ActionsService).agree(open, { ...input, dueOn }, { meetingOn, nextMeetingOn });
      await expect(agreeOn(addDays(today, 4))).rejects.toMatchObject({
        errors: [{ pointer: '/dueOn', code: 'before-the-meeting' }],
      });
      expect(await agreeOn()).toMatchObject({ setOn: meetingOn, dueOn: nextMeetingOn });
    });
  });
});
