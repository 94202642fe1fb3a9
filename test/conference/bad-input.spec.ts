import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/platform/values/dates.js';
import { bankHolidays } from '../../src/platform/values/holidays.js';
import { caseList, dayAhead, interimCheck, plan, today } from '../meetings/calendar.js';
import { list, statusOf } from '../research/cycle.js';
import { type Answer, startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { type Day, fill, meetingDay, type Table, table, telling } from './day.js';

/** What people get wrong around a meeting: each is a clear code where it is wrong, and nothing changes. */
let app: TestApp;
let world: World;
let day: Day;
let at: Table;
let tables: string[];
beforeAll(async () => {
  app = await startApp();
  const rows = await app.rows<{ place: string }>(
    `select format('%I.%I', c.table_schema, c.table_name) as place
       from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.column_name = 'marac_id' and t.table_type = 'BASE TABLE' and c.table_schema <> 'audit' order by 1`,
  );
  tables = rows.map(({ place }) => place);
  for (const needed of ['meetings.agenda_items', 'research.findings', 'minutes.versions'])
    if (!tables.includes(needed)) throw new Error(`${needed} is not looked at`);
});
beforeEach(async () => {
  world = await app.world();
  day = await meetingDay(app, world, [world.housing, world.police]);
  at = table(app, world, day.meetingId);
});
afterAll(() => app?.stop());

/** Every row of the area in every room, and what waits to be told of it. */
async function everything(): Promise<object> {
  const sums = tables.map((place) => `select '${place}' as place, md5(coalesce(string_agg(t::text, e'\\n' order by t::text), '')) as sum from ${place} t where t.marac_id = $1`); // prettier-ignore
  return [
    await app.rows(`${sums.join(' union all ')} order by 1`, [world.maracId]),
    await app.rows(`select o.id from platform.outbox o where o.ids->>'maracId' = $1 order by o.id`, [world.maracId]),
  ];
}

/** Asks for what is wrong. */
async function wrong(ask: () => Promise<Answer>): Promise<(number | string)[]> {
  const before = await everything();
  const { status, body } = await ask();
  expect(await everything()).toEqual(before);
  const errors = body.errors ?? [];
  return [status, ...(errors.length > 0 ? errors.map((e: any) => `${e.pointer} ${e.code}`) : [body.code])];
}

const post = (path: string, body: object, as = world.coordinator, version?: number) =>
  app.request('POST', path, { as, body, headers: version ? { 'if-match': `"${version}"` } : {} });
const meetingOn = (changes: object) =>
  post('/meetings', { maracId: world.maracId, heldOn: dayAhead(40), startTime: '09:30', venue: 'Hall', ...changes });
const holiday = () =>
  [0, 1]
    .flatMap((years) => [...bankHolidays('england-and-wales', Number(today().slice(0, 4)) + years)])
    .sort()
    .find((one) => one > today())!;
const hear = async () => {
  await at.open(undefined, { chairId: world.chair.id });
  await fill(at, world, day.social);
  await at.save(day.cases[0]!.itemId, 'TELLING_VICTIM', 0, telling);
  const heard = await at.outcome(day.cases[0]!.itemId, day.cases[0]!.version, { status: 'HEARD' });
  expect(heard.status).toBe(200);
};

test('a meeting in the past, or on a bank holiday that nobody confirmed', async () => {
  expect(await wrong(() => meetingOn({ heldOn: addDays(today(), -1) }))).toEqual([422, '/heldOn in-the-past']);
  expect(await wrong(() => meetingOn({ heldOn: holiday() }))).toEqual([422, '/heldOn bank-holiday']);
  const series = { maracId: world.maracId, frequency: 'WEEKLY', startsOn: addDays(today(), -30), startTime: '09:30', venue: 'Hall' }; // prettier-ignore
  const [status] = await wrong(() => post('/meeting-series', { ...series, endsOn: addDays(today(), -1) }));
  expect(status).toBe(422);
});

test('two meetings at once with one chair', async () => {
  const chairId = world.chair.id;
  expect((await meetingOn({ chairId })).status).toBe(201);
  expect(await wrong(() => meetingOn({ chairId, startTime: '10:30' }))).toEqual([409, '/chairId chair-taken']);
});

describe('an order', () => {
  test('with a missing case, a foreign one, and one named twice', async () => {
    const other = await plan(app, world, { heldOn: dayAhead(50) });
    const beside = await list(app, world, other.id, world.police);
    const { version, items } = await caseList(app, other.id, world.coordinator);
    const second = await list(app, world, other.id, world.housing);
    const now = (await caseList(app, other.id, world.coordinator)).version;
    const elsewhere = await app.world();
    const foreign = (await meetingDay(app, elsewhere)).cases[0]!;
    const order = (ids: string[], of = now) => () =>
      app.request('PUT', `/meetings/${other.id}/order`, { as: world.coordinator, body: { items: ids, reason: 'x' }, headers: { 'if-match': `"${of}"` } }); // prettier-ignore
    expect(items).toHaveLength(1);
    expect(await wrong(order([second.itemId]))).toEqual([422, '/items missing']);
    expect(await wrong(order([second.itemId, beside.itemId, day.cases[0]!.itemId]))).toEqual([422, '/items/2 not-on-the-list']); // prettier-ignore
    expect(await wrong(order([second.itemId, foreign.itemId, beside.itemId]))).toEqual([422, '/items/1 not-on-the-list']); // prettier-ignore
    expect(await wrong(order([second.itemId, randomUUID()]))).toEqual([422, '/items/1 not-on-the-list', '/items missing']); // prettier-ignore
    expect(await wrong(order([second.itemId, second.itemId]))).toEqual([422, '/items/1 named-twice', '/items missing']);
    expect(await wrong(order([second.itemId, beside.itemId], version))).toEqual([412, 'stale']);
  });
});

test('research after the case was heard, and after the meeting closed', async () => {
  const research = (itemId: string, as: TestUser) => async (): Promise<Answer> => {
    const { version } = (await app.request('GET', `/agenda-items/${itemId}/research`, { as })).body;
    const body = { status: 'IN_PROGRESS', facts: 'Late word' };
    return app.request('PUT', `/agenda-items/${itemId}/research`, {
      as,
      body,
      headers: { 'if-match': `"${version}"` },
    });
  };
  const [first, second] = day.cases as [Day['cases'][0], Day['cases'][0]];
  await hear();
  expect(await wrong(research(first.itemId, world.probation))).toEqual([409, 'research-closed']);
  const deferrals = [{ agendaItemId: second.itemId, reason: 'TIME_OVERRUN', interimCheck: interimCheck(world) }];
  expect((await at.close({ deferrals })).status).toBe(200);
  for (const { itemId } of [first, second])
    expect(await wrong(research(itemId, world.probation))).toEqual([409, 'research-closed']);
});

test('minutes approved by who drafted them', async () => {
  await hear();
  const deferrals = [{ agendaItemId: day.cases[1]!.itemId, reason: 'TIME_OVERRUN', interimCheck: interimCheck(world) }];
  await at.close({ deferrals });
  const { body } = await at.ask('POST', `/meetings/${day.meetingId}/minutes`, {}, world.chair);
  const approve = (as: TestUser) => () =>
    app.request('POST', `/minutes/${body.id}/approval`, { as, headers: { 'if-match': `"${body.version}"` } });
  expect(await wrong(approve(world.chair))).toEqual([403, 'own-minutes']);
  const other = await world.person(world.agencies.police.id, ['CHAIR']);
  expect((await approve(other)()).body).toMatchObject({ status: 'APPROVED', number: 1 });
});

test('a guest who opens another slot finds what they would find of a case that never was', async () => {
  const [own, other] = day.cases as [Day['cases'][0], Day['cases'][0]];
  const invited = await at.ask('POST', `/agenda-items/${own.itemId}/guests`, { userId: day.social.id, reason: 'Knows her' }); // prettier-ignore
  expect(invited.status).toBe(201);
  await app.rows(`update meetings.guests set starts_at = now() - interval '1 minute' where id = $1`, [invited.body.id]);
  await app.rows(`update access.grants set starts_at = now() - interval '1 minute' where origin_id = $1`, [
    invited.body.id,
  ]);
  expect(await statusOf(app, day.social, `/cases/${own.caseId}`)).toBe(200);
  const before = await everything();
  for (const [to, absent] of [
    [`/cases/${other.caseId}`, `/cases/${randomUUID()}`],
    [`/cases/${other.caseId}/history`, `/cases/${randomUUID()}/history`],
    [`/agenda-items/${other.itemId}/record`, `/agenda-items/${randomUUID()}/record`],
    [`/agenda-items/${other.itemId}/research`, `/agenda-items/${randomUUID()}/research`],
    [`/agenda-items/${other.itemId}/shared-information`, `/agenda-items/${randomUUID()}/shared-information`],
  ] as const) {
    const [hidden, none] = [
      await app.request('GET', to, { as: day.social }),
      await app.request('GET', absent, { as: day.social }),
    ];
    expect([to, hidden.status, hidden.body.code]).toEqual([to, 404, 'not-found']);
    expect({ ...hidden.body, reference: '' }).toEqual({ ...none.body, reference: '' });
  }
  const { body: slots } = await app.request('GET', '/guest-slots', { as: day.social });
  expect(slots.map(({ caseId }: { caseId: string }) => caseId)).toEqual([own.caseId]);
  const come = await app.request('POST', `/guests/${invited.body.id}/attendance`, { as: day.social, body: {} });
  expect(come.status).toBe(403);
  expect(await everything()).toEqual(before);
});
