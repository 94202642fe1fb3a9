import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { MaracsService } from '../../src/maracs/maracs.service.js';
import { type Cycle, cycle, statusOf } from '../research/cycle.js';
import { startApp, type TestApp } from '../support/app.js';
import { sign, type TestUser, type World } from '../support/world.js';
import { deliver } from './calendar.js';

let app: TestApp;
let world: World;
let made: Cycle;
/** somebody of a school: no case was ever shared with it */
let guest: TestUser;
let school: string;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  made = await cycle(app, world, [world.housing, world.police]);
  school = await app.operate(async () => {
    const joined = await app.get(MaracsService).join(world.maracId, `School ${world.code}`, 'EDUCATION');
    sign(app, world.maracId, joined.id);
    return joined.id;
  });
  guest = await world.person(school, ['AGENCY_REPRESENTATIVE']);
});
afterAll(() => app?.stop());

const second = () => made.cases[1]!;
const invite = (as: TestUser, body: object = { userId: guest.id }, itemId = second().itemId) =>
  app.request('POST', `/agenda-items/${itemId}/guests`, { as, body: { reason: 'Teaches the child', ...body } });
const slots = async (as: TestUser) => (await app.request('GET', '/guest-slots', { as })).body;
/** The slot is near: the time in which the guest may open the case has begun. */
const near = (guestId: string) =>
  Promise.all([
    app.rows(`update access.grants set starts_at = now() - interval '1 minute' where origin_id = $1`, [guestId]),
    app.rows(`update meetings.guests set starts_at = now() - interval '1 minute' where id = $1`, [guestId]),
  ]);

describe('a guest is told', () => {
  const told = async (as: TestUser) => {
    await deliver(app);
    await deliver(app);
    await deliver(app);
    const { items } = (await app.request('GET', '/inbox?limit=200', { as })).body;
    const about = items.filter((one: any) => one.kind.startsWith('GUEST_'));
    for (const one of about) expect([one.caseRef, one.subjectKind]).toEqual([null, 'slot']);
    return about.map((one: any) => one.kind).reverse();
  };

  test('that a slot is theirs, that it moved, that it fell away; and nobody else is', async () => {
    const invited = (await invite(world.coordinator)).body;
    expect(await told(guest)).toEqual(['GUEST_INVITED']);
    const { version, items } = (await app.request('GET', `/meetings/${made.meetingId}/case-list`, { as: world.coordinator })).body; // prettier-ignore
    const order = { items: items.map((one: any) => one.agendaItemId).reverse(), reason: 'She comes first' };
    await app.request('PUT', `/meetings/${made.meetingId}/order`, { as: world.coordinator, body: order, headers: { 'if-match': `"${version}"` } }); // prettier-ignore
    expect(await told(guest)).toEqual(['GUEST_INVITED', 'GUEST_SLOT_CHANGED']);
    await app.request('POST', `/guests/${invited.id}/ending`, { as: world.coordinator, body: { reason: 'Ill' } });
    expect(await told(guest)).toEqual(['GUEST_INVITED', 'GUEST_SLOT_CHANGED', 'GUEST_SLOT_CHANGED']);
    for (const as of [world.housing, world.police, world.idva, world.coordinator, world.chair, world.probation])
      expect(await told(as)).toEqual([]);
  });

  test('nobody of whom the case is hidden, nor an agency that has not signed', async () => {
    const colleague = await world.person(school, ['AGENCY_REPRESENTATIVE']);
    const cause = {
      caseId: second().caseId,
      maracId: world.maracId,
      cause: 'CONFLICT',
      causeId: randomUUID(),
    } as const;
    await app.operate(async () => app.get(Exclusions).exclude({ ...cause, userId: guest.id }));
    expect((await invite(world.coordinator, { agencyId: school })).status).toBe(201);
    expect([await told(guest), await told(colleague)]).toEqual([[], ['GUEST_INVITED']]);
    const unsigned = await app.operate(() => app.get(MaracsService).join(world.maracId, `Dentist ${world.code}`, 'PRIMARY_CARE')); // prettier-ignore
    const dentist = await world.person(unsigned.id, ['AGENCY_REPRESENTATIVE']);
    expect((await invite(world.coordinator, { agencyId: unsigned.id })).status).toBe(201);
    expect(await told(dentist)).toEqual([]);
  });
});

test('a guest whose agency has not signed is invited, and whoever invites is told that they will see nothing', async () => {
  const join = () => app.get(MaracsService).join(world.maracId, `Dentist ${world.code}`, 'PRIMARY_CARE');
  const unsigned = await app.operate(join);
  const invited = await invite(world.coordinator, { agencyId: unsigned.id });
  expect([invited.status, invited.body.signed]).toEqual([201, false]);
  expect((await invite(world.coordinator)).body.signed).toBe(true);
  await app.operate(async () => sign(app, world.maracId, unsigned.id));
  const listed = await app.request('GET', `/agenda-items/${second().itemId}/guests`, { as: world.coordinator });
  expect(listed.body.map((one: { signed: boolean }) => one.signed)).toEqual([true, true]);
});

describe('who is no guest', () => {
  test.each<[string, (w: World) => TestUser, number]>([
    ['invited by a representative', (w) => w.housing, 403],
    ['invited by the IDVA', (w) => w.idva, 403],
    ['invited by an administrator', (w) => w.administrator, 403],
  ])('%s', async (_, who, status) => {
    expect((await invite(who(world))).status).toBe(status);
  });

  test.each<[string, () => Promise<object>, string, string]>([
    ['nobody', async () => ({}), '/userId', 'required'],
    ['a person and an agency', async () => ({ userId: guest.id, agencyId: school }), '/agencyId', 'not-both'],
    ['somebody without a role here', async () => ({ userId: (await app.world()).housing.id }), '/userId', 'unknown'],
    ['nobody who exists', async () => ({ userId: randomUUID() }), '/userId', 'unknown'],
    [
      'an agency of elsewhere',
      async () => ({ agencyId: (await app.world()).agencies.housing.id }),
      '/agencyId',
      'unknown',
    ],
  ])('%s', async (_, body, pointer, code) => {
    expect(await invite(world.coordinator, await body())).toMatchObject({
      status: 422,
      body: { errors: [{ pointer, code }] },
    });
  });

  test('twice: once is enough', async () => {
    expect((await invite(world.coordinator)).status).toBe(201);
    expect(await invite(world.chair)).toMatchObject({ status: 409, body: { code: 'already-invited' } });
  });
});

describe('a guest', () => {
  test('before their slot sees when and where, and no case', async () => {
    const { body } = await invite(world.coordinator);
    const slot = await slots(guest);
    expect(slot).toMatchObject([
      { id: body.id, venue: 'Town hall', minutes: 12, caseId: null, ref: null, victim: null },
    ]);
    expect(Date.parse(slot[0].startsAt) - Date.parse(slot[0].opensAt)).toBe(30 * 60_000);
    expect(await statusOf(app, guest, `/cases/${second().caseId}`)).toBe(404);
    expect(await slots(world.probation)).toEqual([]);
  });

  test('at their slot sees who the case is about, and of the meeting nothing: no list, order, count or other slot', async () => {
    const { body: invited } = await invite(world.coordinator);
    await near(invited.id);
    const seen = await app.request('GET', `/cases/${second().caseId}`, { as: guest });
    expect(seen).toMatchObject({ status: 200, body: { labels: ['IDENTITY'] } });
    for (const field of ['perpetrators', 'children']) expect(seen.body).not.toHaveProperty(field);
    expect((await slots(guest))[0]).toMatchObject({
      caseId: second().caseId,
      victim: expect.stringContaining(second().victim),
    });
    const list = await app.request('GET', `/meetings/${made.meetingId}/case-list`, { as: guest });
    expect(list.body).toMatchObject({ items: [], totals: { cases: 0, minutes: 0 } });
    expect((await app.request('GET', `/meetings/${made.meetingId}`, { as: guest })).body.cases).toBe(0);
    for (const path of ['research', 'shared-information'])
      expect(await statusOf(app, guest, `/agenda-items/${second().itemId}/${path}`)).toBe(404);
    for (const path of [`/agenda-items/${second().itemId}/guests`, `/meetings/${made.meetingId}/circulation`])
      expect(await statusOf(app, guest, path)).toBe(403);
    expect(await statusOf(app, guest, `/cases/${made.cases[0]!.caseId}`)).toBe(404);
    const everything = JSON.stringify([list.body, await slots(guest), seen.body]);
    for (const hidden of [made.cases[0]!.victim, made.cases[0]!.caseId, second().perpetrator, second().address])
      expect(everything).not.toContain(hidden);
  });

  test('after the day sees nothing', async () => {
    const { body } = await invite(world.coordinator);
    await near(body.id);
    await app.rows(`update access.grants set ends_at = now() where origin_id = $1`, [body.id]);
    expect(await statusOf(app, guest, `/cases/${second().caseId}`)).toBe(404);
    expect(await slots(guest)).toEqual([]);
  });

  test('who is excluded from the case finds no slot either, nor one whose agency did not sign', async () => {
    await invite(world.coordinator);
    const cause = {
      caseId: second().caseId,
      maracId: world.maracId,
      cause: 'CONFLICT',
      causeId: randomUUID(),
    } as const;
    const other = await world.person(school, ['REFERRER']);
    await invite(world.coordinator, { userId: other.id });
    await app.operate(async () => app.get(Exclusions).exclude({ ...cause, userId: guest.id }));
    expect([(await slots(guest)).length, (await slots(other)).length]).toEqual([0, 1]);
    await app.rows(`update access.signatures set withdrawn_at = now() where agency_id = $1`, [school]);
    expect(await slots(other)).toEqual([]);
  });

  test('who cannot come, or whose case leaves the list, is out at once', async () => {
    const { body } = await invite(world.coordinator);
    const { body: agency } = await invite(world.coordinator, { agencyId: school });
    for (const { id } of [body, agency]) await near(id);
    const end = (as: TestUser) => app.request('POST', `/guests/${body.id}/ending`, { as, body: { reason: 'Ill' } });
    expect((await end(world.housing)).status).toBe(403);
    expect((await end(world.coordinator)).body.endedAt).not.toBeNull();
    expect((await end(world.coordinator)).body.code).toBe('already-ended');
    expect(await statusOf(app, guest, `/cases/${second().caseId}`)).toBe(200); // by the agency's invitation
    const headers = { 'if-match': `"${second().version}"` };
    const path = `/agenda-items/${second().itemId}/withdrawal`;
    await app.request('POST', path, { as: world.chair, headers, body: { reason: 'DUPLICATE' } });
    expect(await statusOf(app, guest, `/cases/${second().caseId}`)).toBe(404);
    const listed = await app.request('GET', `/agenda-items/${second().itemId}/guests`, { as: world.coordinator });
    expect(listed.body.map((row: { endedAt: string | null }) => row.endedAt !== null)).toEqual([true, true]);
  });

  test('follows the order of the meeting', async () => {
    await invite(world.coordinator);
    const [before] = await slots(guest);
    const version = (await app.request('GET', `/meetings/${made.meetingId}`, { as: world.coordinator })).body.version;
    const items = [second().itemId, made.cases[0]!.itemId];
    const order = await app.request('PUT', `/meetings/${made.meetingId}/order`, {
      as: world.coordinator,
      headers: { 'if-match': `"${version}"` },
      body: { items, reason: 'The school can come at half past nine' },
    });
    expect(order.status).toBe(200);
    await deliver(app);
    const [after] = await slots(guest);
    const moved = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 60_000;
    expect([moved(before.startsAt, after.startsAt), moved(before.opensAt, after.opensAt)]).toEqual([-12, -12]);
    const [grant] = await app.rows<{ at: Date }>(`select starts_at as at from access.grants where origin_id = $1`, [
      after.id,
    ]);
    expect(grant!.at.toISOString()).toBe(after.opensAt);
  });
});
