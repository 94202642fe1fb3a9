import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SeriesService } from '../../src/meetings/series.service.js';
import { addDays } from '../../src/platform/values/dates.js';
import { bankHolidays } from '../../src/platform/values/holidays.js';
import { startApp, type TestApp } from '../support/app.js';
import type { World } from '../support/world.js';
import { dayAhead, plan, today } from './calendar.js';

let app: TestApp;
let world: World;
let elsewhere: World;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  elsewhere = await app.world();
});
afterAll(() => app.stop());

const meeting = (changes = {}) => ({
  maracId: world.maracId,
  heldOn: dayAhead(30),
  startTime: '10:00',
  venue: 'Room 1',
  ...changes,
});
const series = (changes = {}) => ({
  maracId: world.maracId,
  name: 'Fortnightly',
  frequency: 'FORTNIGHTLY',
  weekday: 'WEDNESDAY',
  startsOn: today(),
  startTime: '09:30',
  venue: 'Town hall',
  ...changes,
});
/** A bank holiday to come. */
const holiday = () =>
  [0, 1]
    .flatMap((years) => [...bankHolidays('england-and-wales', Number(today().slice(0, 4)) + years)])
    .sort()
    .find((day) => day > today())!;

describe('who does not get through', () => {
  test.each(['administrator', 'auditor', 'analyst', 'observer', 'referrer'] as const)(
    '%s reads no meetings',
    async (role) => {
      expect((await app.request('GET', '/meetings', { as: world[role] })).status).toBe(403);
    },
  );

  test.each(['police', 'idva', 'referrer', 'administrator'] as const)('%s plans none', async (role) => {
    expect((await app.request('POST', '/meetings', { as: world[role], body: meeting() })).status).toBe(403);
    expect((await app.request('POST', '/meeting-series', { as: world[role], body: series() })).status).toBe(403);
  });

  test('nobody plans in, reads of or looks into another MARAC', async () => {
    const { id } = await plan(app, world, { startTime: '08:00' });
    const as = elsewhere.coordinator;
    expect((await app.request('POST', '/meetings', { as, body: meeting() })).status).toBe(403);
    expect((await app.request('POST', '/meeting-series', { as, body: series() })).status).toBe(403);
    const absent = await app.request('GET', `/meetings/${elsewhere.maracId}`, { as });
    for (const path of [`/meetings/${id}`, `/meetings/${id}/case-list`]) {
      const hidden = await app.request('GET', path, { as });
      expect(hidden.status).toBe(404);
      expect({ ...hidden.body, reference: '' }).toEqual({ ...absent.body, reference: '' });
    }
    const listed = await app.request('GET', `/meetings?marac=${world.maracId}`, { as });
    expect(listed.body.items).toEqual([]);
    expect((await app.request('GET', `/meetings/unlisted?marac=${world.maracId}`, { as })).status).toBe(403);
  });

  test('an agency without a signature sees no meeting', async () => {
    const { id } = await plan(app, world, { startTime: '08:15' });
    expect((await app.request('GET', `/meetings/${id}`, { as: world.probation })).status).toBe(200);
    await app.rows('update access.signatures set withdrawn_at = now() where agency_id = $1 returning id', [
      world.agencies.probation.id,
    ]);
    expect((await app.request('GET', `/meetings/${id}`, { as: world.probation })).status).toBe(404);
  });
});

describe('a meeting on a day', () => {
  test('is planned with the minutes and the cap of the area', async () => {
    const answer = await app.request('POST', '/meetings', { as: world.chair, body: meeting({ startTime: '11:00' }) });
    expect(answer.status).toBe(201);
    expect(answer.headers['etag']).toBe('"1"');
    expect(answer.body).toMatchObject({
      seriesId: null,
      status: 'PLANNED',
      minutesPerCase: 12,
      cap: 20,
      cases: 0,
      version: 1,
    });
    const read = await app.request('GET', `/meetings/${answer.body.id}`, { as: world.police });
    expect(read.body).toEqual(answer.body);
  });

  test.each([
    ['in the past', () => ({ heldOn: addDays(today(), -1) }), '/heldOn', 'in-the-past'],
    ['earlier today', () => ({ heldOn: today(), startTime: '00:00' }), '/heldOn', 'in-the-past'],
    ['on a bank holiday', () => ({ heldOn: holiday() }), '/heldOn', 'bank-holiday'],
    ['on no day', () => ({ heldOn: '2027-02-30' }), '/heldOn', 'not-a-date'],
    ['at no time', () => ({ startTime: '24:00' }), '/startTime', 'wrong-format'],
    ['without minutes', () => ({ minutesPerCase: 0 }), '/minutesPerCase', 'out-of-range'],
    ['without a venue', () => ({ venue: ' ' }), '/venue', 'required'],
    ['with more than there is', () => ({ chair: 'x' }), '/chair', 'unknown-property'],
  ])('%s is refused', async (_, changes, pointer, code) => {
    const answer = await app.request('POST', '/meetings', { as: world.coordinator, body: meeting(changes()) });
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ pointer, code }]]);
  });

  test('is held on a bank holiday when somebody says so', async () => {
    const body = meeting({ heldOn: holiday(), evenOnBankHoliday: true });
    expect((await app.request('POST', '/meetings', { as: world.coordinator, body })).status).toBe(201);
  });

  test('never begins when another of its MARAC does', async () => {
    const [first, second] = await Promise.all(
      [1, 2].map(() =>
        app.request('POST', '/meetings', { as: world.coordinator, body: meeting({ startTime: '16:00' }) }),
      ),
    );
    expect([first!.status, second!.status].sort()).toEqual([201, 409]);
    expect([first!, second!].find((answer) => answer.status === 409)!.body.code).toBe('meeting-start-taken');
    const body = { ...meeting({ startTime: '16:00' }), maracId: elsewhere.maracId };
    expect((await app.request('POST', '/meetings', { as: elsewhere.coordinator, body })).status).toBe(201);
  });
});

describe('the list of meetings', () => {
  test('is in order of time, between days, page by page', async () => {
    const own = await app.world();
    const days = [20, 10, 30, 40].map(dayAhead);
    for (const heldOn of days) await plan(app, own, { heldOn });
    const read = async (query: string) => (await app.request('GET', `/meetings?${query}`, { as: own.police })).body;
    const all = (await read('')).items.map((m: { heldOn: string }) => m.heldOn);
    expect(all).toEqual([...days].sort());
    const between = await read(`from=${all[1]}&to=${all[2]}`);
    expect(between.items.map((m: { heldOn: string }) => m.heldOn)).toEqual([all[1], all[2]]);
    const first = await read('limit=3');
    const second = await read(`limit=3&after=${first.next}`);
    expect([first.items.length, second.items.map((m: { heldOn: string }) => m.heldOn), second.next]).toEqual([
      3,
      [all[3]],
      null,
    ]);
  });
});

describe('a series', () => {
  const meetingsOf = async (seriesId: string) =>
    app.rows<{ id: string; heldOn: string; local: string; nominal: string }>(
      `select m.id, m.held_on as "heldOn", to_char(m.starts_at at time zone 'Europe/London', 'HH24:MI') as local, m.occurrence_on as nominal
         from meetings.meetings m where m.series_id = $1 order by m.starts_at`,
      [seriesId],
    );

  test('is planned to the horizon at once, at the same time by the clock on the wall, summer and winter', async () => {
    const own = await app.world();
    const answer = await app.request('POST', '/meeting-series', {
      as: own.coordinator,
      body: series({ maracId: own.maracId }),
    });
    expect(answer.status).toBe(201);
    const planned = await meetingsOf(answer.body.id);
    expect(planned.length).toBeGreaterThanOrEqual(12);
    expect(planned.length).toBeLessThanOrEqual(14);
    expect(new Set(planned.map((m) => m.local))).toEqual(new Set(['09:30']));
    expect(planned.at(-1)!.heldOn <= addDays(today(), 27 * 7)).toBe(true);
    const listed = await app.request('GET', '/meeting-series', { as: own.police });
    expect(listed.body).toEqual([answer.body]);
  });

  test('planned again, by several at once, changes nothing', async () => {
    const own = await app.world();
    const { body } = await app.request('POST', '/meeting-series', {
      as: own.coordinator,
      body: series({ maracId: own.maracId }),
    });
    const before = await meetingsOf(body.id);
    const again = await Promise.all([1, 2, 3].map(() => app.operate(() => app.get(SeriesService).planAllAhead())));
    expect(again).toEqual([0, 0, 0]);
    expect(await meetingsOf(body.id)).toEqual(before);
  });

  test('moves what falls on a bank holiday to the next working day', async () => {
    const own = await app.world();
    const body = series({ maracId: own.maracId, frequency: 'WEEKLY', weekday: 'MONDAY' });
    const answer = await app.request('POST', '/meeting-series', { as: own.coordinator, body });
    const holidays = new Set(
      [0, 1].flatMap((years) => [...bankHolidays('england-and-wales', Number(today().slice(0, 4)) + years)]),
    );
    const planned = await meetingsOf(answer.body.id);
    expect(planned.filter((m) => holidays.has(m.heldOn))).toEqual([]);
    for (const m of planned) expect(m.heldOn === m.nominal).toBe(!holidays.has(m.nominal));
  });

  test.each([
    ['a monthly one that does not say which', { frequency: 'MONTHLY' }, '/nth', 'required'],
    ['a weekly one that does', { frequency: 'WEEKLY', nth: 2 }, '/nth', 'not-wanted'],
    ['on a Sunday', { weekday: 'SUNDAY' }, '/weekday', 'not-one-of'],
    ['every other day', { frequency: 'DAILY' }, '/frequency', 'not-one-of'],
  ])('%s is refused', async (_, changes, pointer, code) => {
    const answer = await app.request('POST', '/meeting-series', { as: world.coordinator, body: series(changes) });
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ pointer, code }]]);
  });
});
