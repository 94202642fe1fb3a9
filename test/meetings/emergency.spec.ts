import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { bankHolidays } from '../../src/platform/values/holidays.js';
import { dayComes, list } from '../research/cycle.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import {
  accept,
  caseList,
  dayAhead,
  deliver,
  interimCheck,
  openFor,
  order,
  plan,
  type Planned,
  today,
} from './calendar.js';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
});
afterAll(() => app?.stop());

const now = () =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' }).format(
    new Date(),
  );
/** Called for this minute, which has begun. */
const call = (changes: Record<string, unknown> = {}): Promise<Planned> =>
  plan(app, world, { kind: 'EMERGENCY', heldOn: today(), startTime: now(), venue: 'By telephone', ...changes });
const post = (path: string, body: object, as: TestUser = world.coordinator, version?: number) =>
  app.request('POST', path, { as, body, headers: version === undefined ? {} : { 'if-match': `"${version}"` } });
const ratify = (id: string, atMeetingId: string, changes: object = {}, as = world.chair) =>
  post(`/meetings/${id}/ratification`, { atMeetingId, decision: 'RATIFIED', ...changes }, as);

async function hear(meetingId: string, itemId: string): Promise<void> {
  await openFor(app, world, meetingId, itemId);
  expect((await post(`/agenda-items/${itemId}/outcome`, { status: 'HEARD' }, world.coordinator, 1)).status).toBe(200);
}

/** An emergency meeting that heard a case and is closed. */
async function held(): Promise<{ id: string; caseId: string }> {
  const { id } = await call();
  const { caseId, itemId } = await list(app, world, id, world.police);
  await hear(id, itemId);
  await app.rows(`update meetings.meetings set status = 'HELD' where id = $1 returning id`, [id]);
  return { id, caseId };
}

/** An ordinary meeting that begins in a moment: its day has come. */
async function ordinary(): Promise<string> {
  // no two begin in the same minute, and an emergency meeting may have begun in this one
  const { id } = await plan(app, world, { startTime: now() === '09:30' ? '10:30' : '09:30' });
  await dayComes(app, id);
  await app.rows(`update meetings.meetings set starts_at = clock_timestamp() where id = $1 returning id`, [id]);
  return id;
}

test('is called at no notice, on any day, with fewer cases and more time for each, and everybody is told at once', async () => {
  const meeting = await call();
  expect(meeting).toMatchObject({ kind: 'EMERGENCY', cap: 3, minutesPerCase: 30, heldOn: today(), status: 'PLANNED' });
  await deliver(app);
  for (const role of ['coordinator', 'chair', 'police', 'housing', 'idva'] as const) {
    const { items } = (await app.request('GET', '/inbox', { as: world[role] })).body;
    expect([role, items]).toMatchObject([role, [{ kind: 'MEETING_CALLED', urgent: true, subjectId: meeting.id }]]);
  }
  const holidays = [0, 1].flatMap((n) => [...bankHolidays('england-and-wales', Number(today().slice(0, 4)) + n)]);
  const holiday = holidays.sort().find((day) => day > today())!;
  expect((await call({ heldOn: holiday, startTime: '22:00' })).heldOn).toBe(holiday);
});

test.each(['police', 'idva', 'referrer', 'administrator'] as const)('is not for %s to call', async (role) => {
  const body = { maracId: world.maracId, kind: 'EMERGENCY', heldOn: today(), startTime: now(), venue: 'By telephone' };
  expect((await post('/meetings', body, world[role])).status).toBe(403);
});

test('is no later than the area says', async () => {
  const body = { maracId: world.maracId, kind: 'EMERGENCY', heldOn: '2026-01-05', startTime: '09:00', venue: 'Room' };
  const answer = await post('/meetings', body);
  expect(answer.body.errors).toMatchObject([{ pointer: '/heldOn', code: 'in-the-past' }]);
});

test('gets no case that is accepted meanwhile, nor one that was not heard: they wait for an ordinary one', async () => {
  await call({ heldOn: dayAhead(40), startTime: '08:00' });
  const next = await plan(app, world, { heldOn: dayAhead(60) });
  const { caseId } = await accept(app, world);
  await deliver(app);
  expect(order(await caseList(app, next.id, world.chair))).toEqual([caseId]);
  const before = await plan(app, world, { heldOn: dayAhead(30) });
  const unheard = await list(app, world, before.id, world.police);
  await post(`/agenda-items/${unheard.itemId}/outcome`, { status: 'NOT_HEARD', reason: 'NO_QUORUM', interimCheck: interimCheck(world) }, world.coordinator, 1); // prettier-ignore
  expect(order(await caseList(app, next.id, world.chair))).toEqual([unheard.caseId, caseId]);
});

describe('a case that waits on an ordinary list and is heard sooner', () => {
  const listed = async (caseId: string, meetingId: string) =>
    (await caseList(app, meetingId, world.chair)).items.some(
      (one: any) => one.caseId === caseId && one.status === 'LISTED',
    );

  test('leaves that list, once it was heard and no sooner', async () => {
    const next = await plan(app, world);
    const { caseId } = await accept(app, world);
    await deliver(app);
    const { id } = await call();
    const item = await post(`/meetings/${id}/agenda-items`, { caseId });
    await deliver(app);
    expect(await listed(caseId, next.id)).toBe(true);
    await hear(id, item.body.id);
    await deliver(app);
    await deliver(app);
    expect([await listed(caseId, id), await listed(caseId, next.id)]).toEqual([false, false]);
    const unlisted = await app.request('GET', `/meetings/unlisted?marac=${world.maracId}`, { as: world.coordinator });
    expect(unlisted.body.items).toEqual([]);
  });

  test('stays when something else of it has yet to be heard, and when it was an ordinary meeting that heard it', async () => {
    const next = await plan(app, world);
    const { caseId } = await accept(app, world);
    await deliver(app);
    const { id } = await call();
    const item = await post(`/meetings/${id}/agenda-items`, { caseId });
    await hear(id, item.body.id);
    await app.rows('update referrals.referrals set heard_on = null where case_id = $1', [caseId]);
    await deliver(app);
    expect(await listed(caseId, next.id)).toBe(true);
    const before = await plan(app, world, { heldOn: dayAhead(30) });
    const sooner = await list(app, world, before.id, world.police);
    await post(`/meetings/${next.id}/agenda-items`, { caseId: sooner.caseId });
    await hear(before.id, sooner.itemId);
    await deliver(app);
    expect(await listed(sooner.caseId, next.id)).toBe(true);
  });
});

describe('is ratified', () => {
  test.each(['police', 'idva', 'referrer', 'administrator', 'observer'] as const)('by nobody like %s', async (role) => {
    const { id } = await call();
    expect((await ratify(id, await ordinary(), {}, world[role])).status).toBe(403);
  });

  test('by nobody of another MARAC, to whom it is not there', async () => {
    const { id } = await call();
    const { chair } = await app.world();
    const answer = await ratify(id, await ordinary(), {}, chair);
    expect([answer.status, answer.body.code]).toEqual([404, 'not-found']);
  });

  test('not before it is closed, not by a meeting to come, not by another area’s, and not unless it was one', async () => {
    const { id } = await call({ heldOn: dayAhead(1) });
    const at = await ordinary();
    expect(await ratify(id, at)).toMatchObject({ status: 409, body: { code: 'not-held' } });
    const emergency = await held();
    const later = await plan(app, world, { heldOn: dayAhead(20) });
    const elsewhere = await plan(app, await app.world());
    for (const [meetingId, code] of [
      [later.id, 'not-begun'],
      [elsewhere.id, 'other-meeting'],
      [id, 'other-meeting'],
    ] as const)
      // prettier-ignore
      expect((await ratify(emergency.id, meetingId)).body.errors).toMatchObject([{ pointer: '/atMeetingId', code }]);
    expect(await ratify(later.id, at)).toMatchObject({ status: 409, body: { code: 'not-an-emergency' } });
    expect((await app.request('GET', `/meetings/${emergency.id}/ratification`, { as: world.chair })).status).toBe(404);
  });

  test('once, by the next ordinary meeting; its case was heard once and is heard no second time', async () => {
    const emergency = await held();
    const at = await ordinary();
    const answer = await ratify(emergency.id, at);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ meetingId: emergency.id, atMeetingId: at, decision: 'RATIFIED', reason: null });
    expect(await ratify(emergency.id, at)).toMatchObject({ status: 409, body: { code: 'already-ratified' } });
    const read = await app.request('GET', `/meetings/${emergency.id}/ratification`, { as: world.coordinator });
    expect(read.body).toEqual(answer.body);
    expect(order(await caseList(app, at, world.chair))).toEqual([]);
    const heard = await app.rows(
      `select (select count(*)::int from meetings.agenda_items i where i.case_id = $1 and i.status = 'HEARD') as items,
              (select count(*)::int from referrals.referrals r where r.case_id = $1 and r.heard_on is not null) as referrals`,
      [emergency.caseId],
    );
    expect(heard).toEqual([{ items: 1, referrals: 1 }]);
  });

  test('or not, and then it says why', async () => {
    const emergency = await held();
    const at = await ordinary();
    const no = { decision: 'NOT_RATIFIED' };
    const answer = await ratify(emergency.id, at, no);
    expect(answer.body.errors).toMatchObject([{ pointer: '/reason', code: 'required' }]);
    expect((await ratify(emergency.id, at, { ...no, reason: 'No quorum' })).body).toMatchObject({
      reason: 'No quorum',
    });
  });
});
