import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { Actor } from '../../src/platform/db/actor.js';
import { tx } from '../../src/platform/db/transaction.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { TaskWatch } from '../../src/calendar/task-watch.service.js';
import { accept, dayAhead, deliver, interimCheck, plan } from '../meetings/calendar.js';
import { circulate, type Cycle, cycle } from '../research/cycle.js';
import { startApp, type TestApp } from '../support/app.js';
import { setRules } from '../support/asking.js';
import type { TestUser, World } from '../support/world.js';

/** Of a step around a meeting that nobody took in time, people are told once, whoever may know of it, and nobody else. */
let app: TestApp;
let world: World;
let made: Cycle;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  made = await cycle(app, world, [world.housing, world.police], { heldOn: dayAhead(30) });
});
afterAll(() => app?.stop());

const look = () => app.operate(() => app.get(TaskWatch).look(world.maracId));
async function told(as: TestUser, subjectId: string = made.meetingId): Promise<string[]> {
  await deliver(app);
  await deliver(app);
  const { body } = await app.request('GET', '/inbox?limit=200', { as });
  return body.items.filter((one: any) => one.subjectId === subjectId).map((one: any) => one.kind);
}
/** Days pass for this meeting alone. */
const soon = (days: number) =>
  app.rows(`update meetings.meetings set held_on = $2, starts_at = $2::date + time '09:30' where id = $1 returning id`, [made.meetingId, dayAhead(days)]); // prettier-ignore
async function cancel(): Promise<void> {
  const { version } = (await app.request('GET', `/meetings/${made.meetingId}`, { as: world.coordinator })).body;
  const answer = await app.request('POST', `/meetings/${made.meetingId}/cancellation`, { as: world.coordinator, body: { reason: 'Snow' }, headers: { 'if-match': `"${version}"` } }); // prettier-ignore
  expect(answer.status).toBe(200);
  await app.rows(`update meetings.meetings set changed_at = changed_at - interval '7 days' where id = $1 returning id`, [made.meetingId]); // prettier-ignore
}

describe('a case list that did not go out', () => {
  test('is told to coordinators and chairs, once, however often and by however many it is looked for', async () => {
    await look();
    expect(await told(world.coordinator)).toEqual([]);
    await soon(3);
    await Promise.all([look(), look(), look()]);
    await look();
    for (const as of [world.coordinator, world.chair]) {
      const kinds = await told(as);
      expect(kinds.filter((kind) => kind === 'CASE_LIST_OVERDUE')).toHaveLength(1);
      expect(kinds).toContain('MEETING_STEP_OVERDUE'); // nobody presides either
    }
    for (const as of [world.housing, world.police, world.idva, world.referrer, world.administrator, world.observer, world.auditor])
      expect((await told(as)).filter((kind) => /OVERDUE/.test(kind))).toEqual([]);
    const [reminder] = await app.rows(
      `select count(*)::int as count from platform.outbox o where o.name = 'calendar.task-overdue' and o.ids->>'maracId' = $1`,
      [world.maracId],
    );
    expect(reminder.count).toBe((await told(world.coordinator)).filter((kind) => /OVERDUE/.test(kind)).length);
  }); // prettier-ignore

  test('is not told once it went out, or the day has passed', async () => {
    await circulate(app, made.meetingId, world.coordinator);
    await soon(3);
    await look();
    expect(await told(world.coordinator)).not.toContain('CASE_LIST_OVERDUE');
    const other = (await plan(app, world, { heldOn: dayAhead(40) })).id;
    await app.rows(`update meetings.meetings set held_on = held_on - 60, starts_at = starts_at - interval '60 days' where id = $1 returning id`, [other]); // prettier-ignore
    await look();
    expect(await told(world.coordinator, other)).not.toContain('CASE_LIST_OVERDUE');
  });

  test('is not told where no case waits, nor to who sees none that does', async () => {
    const empty = (await plan(app, world, { heldOn: dayAhead(40) })).id;
    await app.rows(`update meetings.meetings set held_on = $2, starts_at = $2::date + time '14:30' where id = $1 returning id`, [empty, dayAhead(3)]); // prettier-ignore
    for (const { caseId } of made.cases) {
      const cause = { caseId, maracId: world.maracId, cause: 'CONFLICT', causeId: randomUUID() } as const;
      await app.operate(async () => app.get(Exclusions).exclude({ ...cause, userId: world.coordinator.id }));
    }
    await soon(3);
    await look();
    expect(await told(world.chair)).toContain('CASE_LIST_OVERDUE');
    expect([await told(world.coordinator), await told(world.chair, empty)]).toEqual([[], []]);
  });

  test('is told by whatever the area wants told', async () => {
    await setRules(app, world, { tasks: { told: ['CHAIR'] } });
    await soon(3);
    await look();
    expect(await told(world.coordinator)).toEqual(['MEETING_STEP_OVERDUE']);
  });
});

describe('victims whom a cancelled meeting left waiting', () => {
  test('are told of until somebody is to check on them', async () => {
    const { itemId } = made.cases[0]!;
    await cancel();
    const body = interimCheck(world);
    expect((await app.request('POST', `/agenda-items/${itemId}/interim-check`, { as: world.chair, body })).status).toBe(201); // prettier-ignore
    await look();
    await look();
    expect((await told(world.coordinator)).filter((kind) => kind === 'VICTIMS_UNCHECKED')).toHaveLength(1);
    expect(await told(world.chair)).toContain('VICTIMS_UNCHECKED');
  });

  test('are not when each has somebody', async () => {
    await cancel();
    for (const { itemId } of made.cases)
      await app.request('POST', `/agenda-items/${itemId}/interim-check`, {
        as: world.chair,
        body: interimCheck(world),
      });
    await look();
    expect(await told(world.coordinator)).not.toContain('VICTIMS_UNCHECKED');
  });

  test('are told of to nobody from whom the case is hidden', async () => {
    const [{ itemId }, hidden] = made.cases as [Cycle['cases'][0], Cycle['cases'][0]];
    const cause = { caseId: hidden.caseId, maracId: world.maracId, cause: 'CONFLICT', causeId: randomUUID() } as const;
    await app.operate(async () => app.get(Exclusions).exclude({ ...cause, userId: world.coordinator.id }));
    await cancel();
    await app.request('POST', `/agenda-items/${itemId}/interim-check`, { as: world.chair, body: interimCheck(world) });
    await look();
    expect(await told(world.coordinator)).not.toContain('VICTIMS_UNCHECKED');
    expect(await told(world.chair)).toContain('VICTIMS_UNCHECKED');
  });
});

test('a case on no list is told of to who sees it, with no word of the case', async () => {
  const { caseId, victim } = await accept(app, world);
  await app.rows(`update referrals.referrals set accepted_on = current_date - 10, referred_on = current_date - 10 where case_id = $1 returning id`, [caseId]); // prettier-ignore
  const cause = { caseId, maracId: world.maracId, cause: 'CONFLICT', causeId: randomUUID() } as const;
  await app.operate(async () => app.get(Exclusions).exclude({ ...cause, userId: world.coordinator.id }));
  await look();
  await deliver(app);
  await deliver(app);
  const unlisted = async (as: TestUser) =>
    (await app.request('GET', '/inbox?limit=200', { as })).body.items.filter((one: any) => one.kind === 'CASES_UNLISTED'); // prettier-ignore
  expect(await unlisted(world.coordinator)).toEqual([]);
  const [notice, ...more] = await unlisted(world.chair);
  expect([notice.caseRef, notice.urgent, more]).toEqual([null, true, []]);
  expect(JSON.stringify(notice)).not.toMatch(new RegExp(`${victim}|${caseId}`));
});

test('a referral that came back and was not completed by the cut-off is told of to who sees it', async () => {
  await setRules(app, world, { tasks: { told: ['CUT_OFF'] } });
  const { caseId } = await accept(app, world);
  await app.rows(`update referrals.referrals set status = 'RETURNED', referred_on = current_date - 40 where case_id = $1 returning id`, [caseId]); // prettier-ignore
  await soon(3);
  const cause = { caseId, maracId: world.maracId, cause: 'CONFLICT', causeId: randomUUID() } as const;
  await app.operate(async () => app.get(Exclusions).exclude({ ...cause, userId: world.coordinator.id }));
  await look();
  expect([await told(world.coordinator), await told(world.chair)]).toEqual([[], ['MEETING_STEP_OVERDUE']]);
});

test('nobody but the system reads who was told', async () => {
  await soon(3);
  await look();
  const rows = (actor: Actor) =>
    app.get(UnitOfWork).run(actor, () => tx().query('select r.id from calendar.reminders r where r.marac_id = $1', [world.maracId])); // prettier-ignore
  expect((await rows(Actor.system('job'))).length).toBeGreaterThan(0);
  for (const { id, agencyId } of [world.coordinator, world.chair, world.auditor, world.administrator, world.housing])
    expect(await rows(new Actor('user', id, agencyId))).toEqual([]);
});
