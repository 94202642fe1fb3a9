import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SeriesService } from '../../src/meetings/series.service.js';
import { workingDaysFrom } from '../../src/platform/values/working-days.js';
import { addDays, weekday } from '../../src/platform/values/dates.js';
import { bankHolidays } from '../../src/platform/values/holidays.js';
import { circulate, cycle, list } from '../research/cycle.js';
import { type Answer, startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { deliver, today } from './calendar.js';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
});
afterAll(() => app?.stop());

type Body = Record<string, unknown>;
const form = (changes: Body = {}) => ({
  ...{ name: 'Northbridge MARAC', frequency: 'FORTNIGHTLY', weekday: 'WEDNESDAY', startsOn: today(), startTime: '09:30' },
  ...{ venue: 'Town hall', ...changes },
}); // prettier-ignore
const add = (changes: Body = {}, as = world.coordinator): Promise<Answer> =>
  app.request('POST', '/meeting-series', { as, body: { maracId: world.maracId, ...form(changes) } });
const change = (id: string, changes: Body = {}, version: number | null = 1, as: TestUser = world.coordinator) =>
  app.request('PUT', `/meeting-series/${id}`, {
    ...{ as, body: form(changes) },
    headers: version === null ? {} : { 'if-match': `"${version}"` },
  });
const end = (id: string, endsOn: string, version: number | null = 1, as: TestUser = world.coordinator) =>
  app.request('POST', `/meeting-series/${id}/ending`, {
    ...{ as, body: { endsOn } },
    headers: version === null ? {} : { 'if-match': `"${version}"` },
  });
interface Row {
  id: string;
  heldOn: string;
  local: string;
  venue: string;
  status: string;
  sequence: number;
  chairId: string | null;
}
const meetingsOf = (seriesId: string) =>
  app.rows<Row>(
    `select m.id, m.held_on as "heldOn", to_char(m.starts_at at time zone 'Europe/London', 'HH24:MI') as local, m.venue, m.status, m.sequence,
            m.chair_id as "chairId" from meetings.meetings m where m.series_id = $1 order by m.starts_at, m.id`,
    [seriesId],
  );
const planned = (rows: readonly Row[]) => rows.filter(({ status }) => status === 'PLANNED');
const kinds = async (as: TestUser) =>
  (await app.request('GET', '/inbox?limit=200', { as })).body.items.map((n: { kind: string }) => n.kind);

describe('who changes no series', () => {
  test.each(['police', 'idva', 'referrer', 'administrator', 'auditor', 'observer'] as const)('%s', async (role) => {
    const { body } = await add();
    expect((await change(body.id, {}, 1, world[role])).status).toBe(403);
    expect((await end(body.id, today(), 1, world[role])).status).toBe(403);
  });

  test('the coordinator of another MARAC finds no such series', async () => {
    const { coordinator } = await app.world();
    const { body } = await add();
    for (const id of [body.id, randomUUID()]) {
      expect((await change(id, {}, 1, coordinator)).status).toBe(404);
      expect((await end(id, today(), 1, coordinator)).status).toBe(404);
      expect((await app.request('GET', `/meeting-series/${id}`, { as: coordinator })).status).toBe(404);
    }
  });

  test('nor who has not seen it as it is', async () => {
    const { body } = await add();
    expect([(await change(body.id, {}, null)).status, (await change(body.id, {}, 2)).status]).toEqual([428, 412]);
    expect([(await end(body.id, today(), null)).status, (await end(body.id, today(), 2)).status]).toEqual([428, 412]);
  });
});

describe('is refused', () => {
  test.each<[string, Body, string, string]>([
    ['a weekly one on no day', { weekday: undefined }, '/weekday', 'required'],
    ['a daily one on a day', { frequency: 'WORKING_DAYS' }, '/weekday', 'not-wanted'],
    ['a daily one on the second of them', { frequency: 'WORKING_DAYS', weekday: undefined, nth: 2 }, '/nth', 'not-wanted'],
    ['one with a chair who is none', { chairId: randomUUID() }, '/chairId', 'not-a-chair'],
    ['one to join where nobody can', { link: 'meet.example.org' }, '/link', 'wrong-format'],
  ])('%s', async (_, changes, pointer, code) => {
    const answer = await add(changes);
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ pointer, code }]]);
    const { body } = await add();
    expect((await change(body.id, changes)).body.errors).toMatchObject([{ pointer, code }]);
  }); // prettier-ignore

  test('an end in the past', async () => {
    const { body } = await add();
    const answer = await end(body.id, addDays(today(), -1));
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ pointer: '/endsOn', code: 'in-the-past' }]]);
  });

  test('a chair who presides elsewhere at the time of one of them', async () => {
    const chairId = world.chair.id;
    const first = await add({ chairId });
    expect(first.status).toBe(201);
    const second = await add({ chairId, startTime: '11:00' });
    expect([second.status, second.body.code]).toEqual([409, 'chair-taken']);
    expect(await app.rows('select 1 from meetings.series s where s.marac_id = $1', [world.maracId])).toHaveLength(1);
    expect((await add({ chairId, startTime: '14:00' })).status).toBe(201);
  });
});

describe('a daily hub', () => {
  test('meets every working day and on no other', async () => {
    const { body } = await add({ frequency: 'WORKING_DAYS', weekday: undefined });
    expect(body).toMatchObject({ frequency: 'WORKING_DAYS', weekday: null });
    const meetings = await meetingsOf(body.id);
    const holidays = new Set([0, 1].flatMap((n) => [...bankHolidays('england-and-wales', Number(today().slice(0, 4)) + n)]));
    const expected: string[] = [];
    for (let day = today(); day <= addDays(today(), 26 * 7); day = addDays(day, 1))
      if (weekday(day) <= 5 && !holidays.has(day)) expected.push(day);
    const from = meetings[0]!.heldOn; // today's may have begun
    expect(from <= expected[1]!).toBe(true);
    expect(meetings.map(({ heldOn }) => heldOn)).toEqual(expected.filter((day) => day >= from));
  }); // prettier-ignore
});

describe('a series that changes', () => {
  test('takes its meetings along, but for the one with a case and the one somebody moved, and tells people once', async () => {
    const { body } = await add();
    const before = await meetingsOf(body.id);
    const [, second, third] = before as [Row, Row, Row];
    await list(app, world, second.id, world.police);
    const moved = await app.request('POST', `/meetings/${third.id}/move`, {
      as: world.coordinator,
      body: { heldOn: third.heldOn, startTime: '16:00', reason: 'The chair is late' },
      headers: { 'if-match': '"1"' },
    });
    expect(moved.status).toBe(200);
    await deliver(app);
    const answer = await change(body.id, { startTime: '14:00', venue: 'Library' });
    expect(answer).toMatchObject({ status: 200, headers: { etag: '"2"' } });
    expect(answer.body).toMatchObject({ startTime: '14:00', planned: 0, changed: before.length - 2, cancelled: 0 });
    expect(answer.body.kept.map(({ id }: Row) => id)).toEqual([second.id, third.id]);
    const after = await meetingsOf(body.id);
    for (const row of after) {
      if (row.id === second.id) expect(row).toEqual(second);
      else if (row.id === third.id) expect(row).toMatchObject({ local: '16:00', venue: 'Town hall', sequence: 1 });
      else expect(row).toMatchObject({ local: '14:00', venue: 'Library', sequence: 1, status: 'PLANNED' });
    }
    await deliver(app);
    expect((await kinds(world.housing)).filter((kind: string) => kind === 'MEETING_SERIES_CHANGED')).toHaveLength(1);
  });

  test('to another day of the week calls off the old and plans the new', async () => {
    const { body } = await add();
    const before = await meetingsOf(body.id);
    const answer = await change(body.id, { weekday: 'THURSDAY' });
    expect(answer.body.cancelled).toBe(before.length);
    const now = planned(await meetingsOf(body.id));
    expect(now.length).toBe(answer.body.planned);
    const holidays = new Set([0, 1].flatMap((n) => [...bankHolidays('england-and-wales', Number(today().slice(0, 4)) + n)]));
    expect(new Set(now.filter(({ heldOn }) => !holidays.has(addDays(heldOn, -1))).map(({ heldOn }) => weekday(heldOn)))).toEqual(new Set([4]));
    // back again: the same meetings, and not twice
    const back = await change(body.id, { weekday: 'WEDNESDAY' }, 2);
    expect(back.body).toMatchObject({ planned: 0, changed: before.length, cancelled: now.length });
    expect(planned(await meetingsOf(body.id)).map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
  }); // prettier-ignore

  test('changes nothing more at night', async () => {
    const { body } = await add({ chairId: world.chair.id });
    await change(body.id, { weekday: 'THURSDAY', chairId: world.chair.id });
    const before = await meetingsOf(body.id);
    expect(await app.operate(() => app.get(SeriesService).planAllAhead())).toBe(0);
    expect(await meetingsOf(body.id)).toEqual(before);
  });
});

describe('a series that ends', () => {
  test('calls off what comes after, but for the meeting with a case, and plans nothing more', async () => {
    const { body } = await add();
    const before = await meetingsOf(body.id);
    const [first, , third] = before as [Row, Row, Row];
    await list(app, world, third.id, world.police);
    const answer = await end(body.id, first.heldOn);
    expect(answer.body).toMatchObject({ endsOn: first.heldOn, cancelled: before.length - 2, kept: [{ id: third.id }] });
    expect(planned(await meetingsOf(body.id)).map(({ id }) => id)).toEqual([first.id, third.id]);
    expect(await app.operate(() => app.get(SeriesService).planAllAhead())).toBe(0);
    await deliver(app);
    expect(await kinds(world.idva)).toContain('MEETING_SERIES_CHANGED');
  });
});

describe('a day on which the area is closed', () => {
  const close = (day: string, as: TestUser = world.coordinator, maracId = world.maracId) =>
    app.request('POST', `/maracs/${maracId}/closures`, { as, body: { day, name: 'Proclaimed holiday' } });

  test.each(['chair', 'police', 'idva', 'referrer', 'auditor', 'observer'] as const)('is not for %s to say', async (role) => {
    expect((await close(addDays(today(), 30), world[role])).status).toBe(403);
  }); // prettier-ignore

  test('is not for another MARAC’s coordinator, who is told that there is no such MARAC', async () => {
    const { coordinator } = await app.world();
    expect((await close(addDays(today(), 30), coordinator)).status).toBe(404);
    expect((await app.request('GET', `/maracs/${world.maracId}/closures`, { as: coordinator })).status).toBe(404);
  });

  test('is to come, no bank holiday, and named once', async () => {
    const holiday = [0, 1].flatMap((n) => [...bankHolidays('england-and-wales', Number(today().slice(0, 4)) + n)]).sort().find((day) => day > today())!; // prettier-ignore
    expect((await close(addDays(today(), -1))).body.errors).toMatchObject([{ pointer: '/day', code: 'in-the-past' }]);
    expect((await close(holiday)).body.errors).toMatchObject([{ pointer: '/day', code: 'bank-holiday' }]);
    const day = workingDaysFrom(today(), 21, { nation: 'england-and-wales', closures: new Set() });
    expect((await close(day, world.administrator)).status).toBe(201);
    expect(await close(day)).toMatchObject({ status: 409, body: { code: 'closure-there' } });
  });

  test('brings the day on which research is due forward, for lists that are out', async () => {
    const { meetingId } = await cycle(app, world, [world.police]);
    await circulate(app, meetingId, world.coordinator);
    const due = async () => (await app.rows('select distinct q.due_on as day from research.requests q where q.meeting_id = $1', [meetingId]))[0].day; // prettier-ignore
    const before = await due();
    expect((await close(before)).status).toBe(201);
    await deliver(app);
    const { deadlines } = (await app.request('GET', `/meetings/${meetingId}`, { as: world.police })).body;
    const shown = deadlines.find((one: { kind: string }) => one.kind === 'RESEARCH_BACK').on;
    expect([await due(), shown < before]).toEqual([shown, true]);
  });

  test('moves the meetings of a series off it and every deadline before it, and back when it is worked after all', async () => {
    const { body } = await add();
    const [, , third] = (await meetingsOf(body.id)) as [Row, Row, Row];
    const before = (await app.request('GET', `/meetings/${third.id}`, { as: world.police })).body;
    const closed = await close(third.heldOn);
    expect(closed.status).toBe(201);
    const answer = await app.request('POST', '/meetings', {
      as: world.coordinator,
      body: { maracId: world.maracId, heldOn: third.heldOn, startTime: '15:00', venue: 'Hall' },
    });
    expect(answer.body.errors).toMatchObject([{ pointer: '/heldOn', code: 'bank-holiday' }]);
    await deliver(app);
    const after = (await app.request('GET', `/meetings/${third.id}`, { as: world.police })).body;
    expect(after.heldOn > third.heldOn).toBe(true);
    expect(after.deadlines[0].on).toBe(before.deadlines[0].on); // one more day, one of them not worked
    await deliver(app);
    expect(await kinds(world.housing)).toContain('MEETING_SERIES_CHANGED');
    const listed = await app.request('GET', `/maracs/${world.maracId}/closures`, { as: world.housing });
    expect(listed.body).toEqual([closed.body]);
    const path = `/maracs/${world.maracId}/closures/${closed.body.id}`;
    expect((await app.request('DELETE', path, { as: world.housing })).status).toBe(403);
    expect((await app.request('DELETE', path, { as: world.coordinator })).status).toBe(204);
    expect((await app.request('DELETE', path, { as: world.coordinator })).status).toBe(404);
    await deliver(app);
    const back = (await app.request('GET', `/meetings/${third.id}`, { as: world.police })).body;
    expect(back).toEqual({ ...before, version: back.version });
  });
});
