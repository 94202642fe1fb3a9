import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { dayAhead, deliver, plan, type Planned } from '../meetings/calendar.js';
import { startApp, type TestApp } from '../support/app.js';
import { setRules } from '../support/asking.js';
import type { TestUser, World } from '../support/world.js';

/** That a meeting of the next days moves cannot wait for the digest of a morning on which people set out for it. */
let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
});
afterAll(() => app?.stop());

const change = async (verb: string, { id, version }: Planned, path: string, body: object) => {
  const headers = { 'if-match': `"${version}"` };
  const answer = await app.request(verb, `/meetings/${id}/${path}`, { as: world.coordinator, body, headers });
  expect(answer.status).toBe(200);
  await deliver(app);
};
const move = (meeting: Planned, heldOn: string) =>
  change('POST', meeting, 'move', { heldOn, startTime: '10:00', reason: 'The room is flooded' });
const cancel = (meeting: Planned) => change('POST', meeting, 'cancellation', { reason: 'No quorum' });
const preside = (meeting: Planned) =>
  change('PUT', meeting, 'chair', { chairId: world.chair.id, deputyId: null, chairAbsent: false, reason: 'Yours' });
const told = async (as: TestUser) =>
  (await app.request('GET', '/inbox?limit=200', { as })).body.items.map((n: any) => `${n.kind} ${n.urgent}`);
const mails = (as: TestUser) =>
  app.rows(`select m.id from notifications.mails m where m.user_id = $1 and m.notice_id is not null`, [as.id]);
const soon = () => dayAhead(1);

test('away from tomorrow: at once, whatever people chose', async () => {
  const meeting = await plan(app, world, { heldOn: soon() });
  const ways = { usual: 'INBOX', ways: [{ kind: 'MEETING_MOVED', way: 'INBOX' }] };
  const chosen = await app.request('PUT', '/me/notification-preferences', { as: world.police, body: ways, headers: { 'if-match': '"0"' } }); // prettier-ignore
  expect(chosen.status).toBe(200);
  await move(meeting, dayAhead(40));
  for (const as of [world.police, world.housing]) {
    expect(await told(as)).toEqual(['MEETING_MOVED true']);
    expect(await mails(as)).toHaveLength(1);
  }
});

test('to tomorrow, and when tomorrow’s is called off, or gets another chair', async () => {
  const meeting = await plan(app, world);
  await move(meeting, soon());
  expect(await told(world.housing)).toEqual(['MEETING_MOVED true']);
  await cancel({ ...meeting, version: meeting.version + 1 });
  expect(await told(world.housing)).toEqual(['MEETING_CANCELLED true', 'MEETING_MOVED true']);
  await preside(await plan(app, world, { heldOn: soon(), startTime: '14:00' }));
  expect(await told(world.chair)).toContain('MEETING_TO_CHAIR true');
});

test('of a meeting that is weeks away, in the digest', async () => {
  const meeting = await plan(app, world);
  await move(meeting, dayAhead(67));
  await cancel({ ...meeting, version: meeting.version + 1 });
  expect(await told(world.housing)).toEqual(['MEETING_CANCELLED false', 'MEETING_MOVED false']);
  expect(await mails(world.housing)).toEqual([]);
});

test('how soon is soon is for the area to say', async () => {
  await setRules(app, world, { delivery: { urgentMeetingWorkingDays: 0 } });
  await cancel(await plan(app, world, { heldOn: soon() }));
  expect(await told(world.housing)).toEqual(['MEETING_CANCELLED false']);
});
