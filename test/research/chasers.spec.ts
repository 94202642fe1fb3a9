import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { MEETING_MOVED } from '../../src/meetings/meetings.events.js';
import { Outbox } from '../../src/platform/events/outbox.js';
import { asOf } from '../../src/platform/values/clock.js';
import { addDays } from '../../src/platform/values/dates.js';
import { workingDaysFrom } from '../../src/platform/values/working-days.js';
import { ResearchLadders } from '../../src/research/research-ladders.service.js';
import { MovedMeetings } from '../../src/research/moved-meetings.service.js';
import { deliver, today } from '../meetings/calendar.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { circulate, cycle, type Cycle, knowAll } from './cycle.js';

let app: TestApp;
let world: World;
let made: Cycle;
let dueOn: string;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  made = await cycle(app, world, [world.housing, world.housing]);
  await circulate(app, made.meetingId, world.coordinator);
  await deliver(app);
  dueOn = (await requests())[0]!.dueOn;
});
afterAll(() => app?.stop());

const CALENDAR = { nation: 'england-and-wales', closures: new Set<string>() } as const;
const before = (day: string, days: number) => workingDaysFrom(day, -days, CALENDAR);
const after = (day: string, days: number) => workingDaysFrom(day, days, CALENDAR);
const requests = () =>
  app.rows<{ dueOn: string; agencyId: string }>(
    'select due_on as "dueOn", agency_id as "agencyId" from research.requests where meeting_id = $1 order by id',
    [made.meetingId],
  );
const dueDays = async () => [...new Set((await requests()).map((row) => row.dueOn))];
/** Reminders raised for an agency: the step and the day that was due then. */
const raised = async (agencyId = world.agencies.probation.id) =>
  (
    await app.rows<{ step: string; dueOn: string }>(
      `select case r.step when 'BEFORE' then 'EVE' else r.step end as step,
              ((r.due_at at time zone 'Europe/London')::date - 1)::text as "dueOn"
         from alerts.area_rungs r where r.kind = 'research' and r.subject_id = $1 and r.agency_id = $2 order by r.raised_at`,
      [made.meetingId, agencyId],
    )
  ).map((row) => `${row.step} ${row.dueOn}`);
const planned = async () =>
  (
    await app.rows<{ at: Date }>(
      `select d.due_at as at from platform.due d join research.chasers c on c.id = d.subject::uuid
        where d.kind = 'research.chase' and d.state = 'WAITING' and c.meeting_id = $1 and c.agency_id = $2`,
      [made.meetingId, world.agencies.probation.id],
    )
  ).map(({ at }) => at.toLocaleString('sv', { timeZone: 'Europe/London' }));
/** The worker looks, at ten in the morning of a day. */
const look = (day: string, hour = '10:00') =>
  asOf(new Date(`${day}T${hour}:00Z`), () => app.get(ResearchLadders).sweep());
const notices = async (as: TestUser) =>
  (await app.request('GET', '/inbox?limit=200', { as })).body.items.filter(({ kind }: { kind: string }) =>
    kind.startsWith('RESEARCH'),
  ) as { kind: string; subjectId: string; caseRef: string | null; title: string }[];
const kinds = async (as: TestUser) => (await notices(as)).map(({ kind }) => kind).reverse();
const nameManager = (agencyId: string, userId: string, as = world.coordinator, version = 0) =>
  app.request('PUT', `/maracs/${world.maracId}/agencies/${agencyId}/research-manager`, {
    as,
    body: { userId },
    headers: { 'if-match': `"${version}"` },
  });
const moveTo = (day: string) =>
  app.rows(
    `update meetings.meetings set starts_at = starts_at + ($2::date - held_on) * interval '1 day', held_on = $2::date where id = $1`,
    [made.meetingId, day],
  );

test('a reminder is promised for the eve of the day, and none is sent before', async () => {
  expect(await planned()).toEqual([`${before(dueOn, 1)} 09:00:00`]);
  await look(before(dueOn, 2));
  await look(before(dueOn, 1), '00:30');
  expect(await raised()).toEqual([]);
});

test('the eve, the day and the day after: once each, however often and by how many it is looked at', async () => {
  for (const day of [before(dueOn, 1), dueOn, after(dueOn, 1), after(dueOn, 2)]) {
    await Promise.all([look(day), look(day)]);
    await look(day);
  }
  expect(await raised()).toEqual(['EVE', 'DUE', 'AFTER'].map((step) => `${step} ${dueOn}`));
  await deliver(app);
  await deliver(app);
  // whichever event comes first: three notices of three reminders
  expect((await kinds(world.probation)).sort()).toEqual(['RESEARCH_DUE', 'RESEARCH_DUE', 'RESEARCH_OVERDUE']);
  for (const other of [world.coordinator, world.chair, world.observer, world.auditor])
    expect(await kinds(other)).toEqual([]);
});

test('the due row does the same as the sweep', async () => {
  const [{ id }] = await app.rows('select id from research.chasers where meeting_id = $1 and agency_id = $2', [
    made.meetingId,
    world.agencies.probation.id,
  ]);
  const wake = () =>
    asOf(new Date(`${dueOn}T10:00:00Z`), () => app.operate(() => app.get(ResearchLadders).whenDue(id)));
  await Promise.all([wake(), wake(), look(dueOn)]);
  expect(await raised()).toEqual([`DUE ${dueOn}`]);
});

test('who was away for days sends the latest alone', async () => {
  await look(after(dueOn, 1));
  expect(await raised()).toEqual([`AFTER ${dueOn}`]);
});

test('it names nobody: one notice for all cases of the meeting, with no reference', async () => {
  await look(dueOn);
  await deliver(app);
  const [notice, ...more] = await notices(world.probation);
  expect(more).toEqual([]);
  expect(notice).toMatchObject({
    subjectId: made.meetingId,
    caseRef: null,
    title: 'A meeting waits for what your agency knows.',
  });
  const sent = await app.rows<{ whole: string }>(
    `select to_jsonb(o)::text as whole from platform.outbox o where name = 'research.owed' and ids->>'meetingId' = $1`,
    [made.meetingId],
  );
  expect(sent.length).toBeGreaterThan(0);
  for (const { caseId, victim, perpetrator } of made.cases)
    for (const { whole } of sent) for (const word of [caseId, victim, perpetrator]) expect(whole).not.toContain(word);
});

describe('it stops', () => {
  const answerOne = async (itemId: string) => {
    await knowAll(app, itemId, world.probation);
    const body = { status: 'RETURNED', systemsSearched: ['Files'], known: true };
    const path = `/agenda-items/${itemId}/research`;
    const answer = await app.request('PUT', path, { as: world.probation, body, headers: { 'if-match': '"1"' } });
    if (answer.status !== 200) throw new Error(answer.text);
  };

  test('when everything is answered, and not before', async () => {
    await answerOne(made.cases[0]!.itemId);
    await look(before(dueOn, 1));
    expect(await raised()).toEqual([`EVE ${dueOn}`]);
    await answerOne(made.cases[1]!.itemId);
    await look(dueOn);
    await look(after(dueOn, 1));
    expect(await raised()).toEqual([`EVE ${dueOn}`]);
    expect(await raised(world.agencies.police.id)).toHaveLength(3);
  });

  test('when the meeting is called off', async () => {
    await app.rows(`update meetings.meetings set status = 'CANCELLED', cancelled_by = 'HAND' where id = $1`, [
      made.meetingId,
    ]);
    await look(dueOn);
    expect(await raised()).toEqual([]);
  });

  test('when its cases are shut to the agency, or to all who would be told', async () => {
    for (const { caseId } of made.cases) {
      const cause = { caseId, maracId: world.maracId, cause: 'CONFLICT', causeId: randomUUID() } as const;
      await app.operate(async () =>
        app.get(Exclusions).exclude({ ...cause, agencyId: world.agencies.probation.id, exceptUserIds: [] }),
      );
    }
    await look(dueOn);
    expect(await raised()).toEqual([]);
    expect(await raised(world.agencies.police.id)).toHaveLength(1);
  });
});

describe('a meeting that moves', () => {
  test('later takes its days along, before and after a reminder was sent', async () => {
    await look(before(dueOn, 1));
    const heldOn = after(addDays(today(), 80), 1);
    await moveTo(heldOn);
    await look(dueOn);
    const moved = before(heldOn, 2);
    expect(await dueDays()).toEqual([moved]);
    expect(await planned()).toEqual([expect.stringContaining(before(moved, 1))]);
    await look(before(moved, 1));
    await look(moved);
    expect(await raised()).toEqual([`EVE ${dueOn}`, `EVE ${moved}`, `DUE ${moved}`]);
  });

  test('to tomorrow has what is owed chased today: never due before it was asked for', async () => {
    await moveTo(after(today(), 1));
    await look(today(), '23:00');
    expect(await dueDays()).toEqual([today()]);
  });

  describe('is due by one day, whoever hears of it last:', () => {
    /** Asked three weeks ago for a meeting that is held very soon now: the day by which it had to be there has passed. */
    const soon = () => after(today(), 1);
    beforeEach(async () => {
      const admin = new pg.Client({ connectionString: app.database.adminUrl });
      await admin.connect();
      await admin.query(`update research.requests set asked_at = asked_at - interval '21 days' where meeting_id = $1`, [made.meetingId]); // prettier-ignore
      await admin.end();
      await moveTo(soon());
    });

    test('the move', async () => {
      const ids = { meetingId: made.meetingId, maracId: world.maracId };
      await app.operate(async () => app.get(Outbox).publish({ name: MEETING_MOVED, ids }));
      await deliver(app);
      expect(await dueDays()).toEqual([before(soon(), 2)]);
      await look(today(), '23:00');
      expect(await dueDays()).toEqual([before(soon(), 2)]);
      await app.operate(() => app.get(MovedMeetings).follow(ids));
      expect(await dueDays()).toEqual([before(soon(), 2)]);
    });

    test('the days on which the area is closed', async () => {
      await look(today(), '23:00');
      const path = `/maracs/${world.maracId}/closures`;
      const body = { day: soon(), name: 'Proclaimed holiday' };
      expect((await app.request('POST', path, { as: world.coordinator, body })).status).toBe(201);
      await deliver(app);
      expect(await dueDays()).toEqual([before(soon(), 2)]);
      await look(today(), '23:00');
      expect(await dueDays()).toEqual([before(soon(), 2)]);
    });
  });

  test('or has one working day less before it is due a day earlier, as soon as that is known', async () => {
    const body = { day: after(dueOn, 1), name: 'Proclaimed holiday' };
    const path = `/maracs/${world.maracId}/closures`;
    expect((await app.request('POST', path, { as: world.coordinator, body })).status).toBe(201);
    await deliver(app);
    expect(await dueDays()).toEqual([before(dueOn, 1)]);
    expect(await planned()).toEqual([expect.stringContaining(before(dueOn, 2))]);
  });
});

describe('who answers for an agency', () => {
  let manager: TestUser;
  beforeEach(async () => {
    manager = await world.person(world.agencies.probation.id, ['ANALYST']);
  });

  test('is told after the day, and not before; of other agencies nothing', async () => {
    expect((await nameManager(world.agencies.probation.id, manager.id)).status).toBe(200);
    await look(before(dueOn, 1));
    await look(dueOn);
    await deliver(app);
    expect(await kinds(manager)).toEqual([]);
    await look(after(dueOn, 1));
    await deliver(app);
    expect(await kinds(manager)).toEqual(['RESEARCH_OVERDUE']);
  });

  test('is not told while excluded from all that is owed', async () => {
    await nameManager(world.agencies.probation.id, manager.id);
    for (const { caseId } of made.cases) {
      const cause = { caseId, maracId: world.maracId, cause: 'CONFLICT', causeId: randomUUID() } as const;
      await app.operate(async () => app.get(Exclusions).exclude({ ...cause, userId: manager.id }));
    }
    await look(after(dueOn, 1));
    await deliver(app);
    expect(await kinds(manager)).toEqual([]);
    expect(await kinds(world.probation)).toEqual(['RESEARCH_OVERDUE']);
  });

  test('when nobody of the agency can be told, the coordinators are', async () => {
    await app.rows('update identity.users set deactivated_at = now() where id = $1', [world.probation.id]);
    await look(after(dueOn, 1));
    await deliver(app);
    expect(await kinds(world.coordinator)).toEqual(['RESEARCH_OVERDUE_UNOWNED']);
  });

  test('is named by who manages meetings there; an active person of that agency, each version once', async () => {
    const { probation, housing } = world.agencies;
    for (const as of [world.probation, world.administrator, world.idva])
      expect((await nameManager(probation.id, manager.id, as)).status).toBe(403);
    const elsewhere = await app.world();
    expect((await nameManager(probation.id, manager.id, elsewhere.coordinator)).status).toBe(403);
    expect((await nameManager(elsewhere.agencies.probation.id, manager.id)).status).toBe(404);
    for (const [agencyId, userId] of [[housing.id, manager.id], [probation.id, randomUUID()]] as const) // prettier-ignore
      expect((await nameManager(agencyId, userId)).body.errors).toMatchObject([{ pointer: '/userId', code: 'not-of-the-agency' }]); // prettier-ignore
    expect((await nameManager(probation.id, manager.id)).body).toMatchObject({ version: 1, active: true });
    expect((await nameManager(probation.id, world.probation.id)).status).toBe(412);
    expect((await nameManager(probation.id, world.probation.id, world.chair, 1)).body.version).toBe(2);
    const { body } = await app.request('GET', `/maracs/${world.maracId}/research-managers`, { as: world.chair });
    expect(body).toMatchObject([{ agencyId: probation.id, userId: world.probation.id }]);
  });
});
