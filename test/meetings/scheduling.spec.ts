import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { bankHolidays } from '../../src/platform/values/holidays.js';
import { addDays } from '../../src/platform/values/dates.js';
import { circulate, cycle, declare, list, statusOf } from '../research/cycle.js';
import { type Answer, startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { caseList, dayAhead, deliver, openFor, order, plan, type Planned, today } from './calendar.js';

let app: TestApp;
let world: World;
let meeting: Planned;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  meeting = await plan(app, world, { heldOn: dayAhead(55) });
});
afterAll(() => app?.stop());

type Body = Record<string, unknown>;
const send = (verb: string, path: string, body: Body, version: number | null, as: TestUser): Promise<Answer> =>
  app.request(verb, path, { as, body, headers: version === null ? {} : { 'if-match': `"${version}"` } });
const move = (id: string, changes: Body = {}, version: number | null = meeting.version, as = world.coordinator) =>
  send('POST', `/meetings/${id}/move`, { heldOn: dayAhead(67), startTime: '10:00', reason: 'The room is flooded', ...changes }, version, as); // prettier-ignore
const cancel = (id: string, version: number | null = meeting.version, as = world.coordinator, reason = 'No quorum') =>
  send('POST', `/meetings/${id}/cancellation`, { reason }, version, as);
const preside = (id: string, changes: Body, version: number | null = meeting.version, as = world.coordinator) =>
  send('PUT', `/meetings/${id}/chair`, { reason: 'On leave', ...changes }, version, as);
const read = async (id: string, as = world.coordinator) => (await app.request('GET', `/meetings/${id}`, { as })).body;
const holiday = () =>
  [0, 1]
    .flatMap((years) => [...bankHolidays('england-and-wales', Number(today().slice(0, 4)) + years)])
    .sort()
    .find((day) => day > today())!;
const ruled = (sections: Body) =>
  send('PUT', `/maracs/${world.maracId}/rules`, { effectiveFrom: today(), reason: 'Ours', sections }, 0, world.chair);
const kinds = async (as: TestUser) =>
  (await app.request('GET', '/inbox?limit=200', { as })).body.items.map((n: { kind: string }) => n.kind);

describe('who changes no meeting', () => {
  test.each(['police', 'housing', 'idva', 'referrer', 'administrator', 'auditor', 'analyst', 'observer'] as const)(
    '%s moves, cancels and presides over none, and reads no changes',
    async (role) => {
      const as = world[role];
      expect((await move(meeting.id, {}, 1, as)).status).toBe(403);
      expect((await cancel(meeting.id, 1, as)).status).toBe(403);
      expect((await preside(meeting.id, {}, 1, as)).status).toBe(403);
      expect(await statusOf(app, as, `/meetings/${meeting.id}/changes`)).toBe(403);
      expect(await read(meeting.id)).toMatchObject({ heldOn: meeting.heldOn, status: 'PLANNED', version: 1 });
    },
  );

  test('the coordinator of another MARAC finds no such meeting', async () => {
    const { coordinator } = await app.world();
    for (const id of [meeting.id, randomUUID()]) {
      const answers = await Promise.all([move(id, {}, 1, coordinator), cancel(id, 1, coordinator), preside(id, {}, 1, coordinator)]); // prettier-ignore
      expect(answers.map(({ status, body }) => [status, body.code])).toEqual(Array(3).fill([404, 'not-found']));
      expect(await statusOf(app, coordinator, `/meetings/${id}/changes`)).toBe(404);
    }
  });

  test('nor anybody who has not seen it as it is', async () => {
    expect((await move(meeting.id, {}, null)).status).toBe(428);
    expect((await move(meeting.id, {}, 7)).status).toBe(412);
    expect((await cancel(meeting.id, 7)).status).toBe(412);
    expect((await preside(meeting.id, {}, 7)).status).toBe(412);
  });
});

describe('a meeting is not moved', () => {
  test.each<[string, () => Body, number, string, string]>([
    ['into the past', () => ({ heldOn: addDays(today(), -1) }), 422, '/heldOn', 'in-the-past'],
    ['onto a bank holiday', () => ({ heldOn: holiday() }), 422, '/heldOn', 'bank-holiday'],
    ['onto no day', () => ({ heldOn: '2027-02-29' }), 422, '/heldOn', 'not-a-date'],
    ['without a reason', () => ({ reason: ' ' }), 422, '/reason', 'required'],
    ['to a link that is none', () => ({ link: 'javascript:alert(1)' }), 422, '/link', 'wrong-format'],
  ])('%s', async (_, changes, status, pointer, code) => {
    const answer = await move(meeting.id, changes());
    expect([answer.status, answer.body.errors]).toMatchObject([status, [{ pointer, code }]]);
    expect(await read(meeting.id)).toMatchObject({ heldOn: meeting.heldOn, version: 1 });
  });

  test('to where it is', async () => {
    const answer = await move(meeting.id, { heldOn: meeting.heldOn, startTime: '09:30' });
    expect([answer.status, answer.body.code]).toEqual([409, 'nothing-new']);
  });

  test('to where another of its MARAC is', async () => {
    const other = await plan(app, world, { heldOn: dayAhead(67), startTime: '10:00' });
    const answer = await move(meeting.id);
    expect([answer.status, answer.body.code]).toEqual([409, 'meeting-start-taken']);
    expect(await cancel(other.id, 1)).toMatchObject({ status: 200 });
    expect((await move(meeting.id)).status).toBe(200);
  });

  test('past another unseen: what is at the same time is named, and whether it is in the same room', async () => {
    // 09:30 for twenty cases of twelve minutes: until 13:30
    const beside = await plan(app, world, { heldOn: meeting.heldOn, startTime: '13:00', venue: ' TOWN hall' });
    const elsewhere = await plan(app, world, { heldOn: meeting.heldOn, startTime: '10:00', venue: 'Room 3' });
    await plan(app, world, { heldOn: meeting.heldOn, startTime: '17:30' });
    await plan(app, await app.world(), { heldOn: meeting.heldOn });
    const clashes = [
      { meetingId: elsewhere.id, sameVenue: false },
      { meetingId: beside.id, sameVenue: true },
    ];
    expect((await read(meeting.id)).clashes).toEqual(clashes);
    const listed = await app.request('GET', `/meetings?marac=${world.maracId}`, { as: world.police });
    expect(listed.body.items.find(({ id }: { id: string }) => id === meeting.id).clashes).toEqual(clashes);
    const moved = await move(meeting.id, { heldOn: meeting.heldOn, startTime: '08:30', venue: 'Annexe' });
    expect(moved.body.clashes).toEqual([{ meetingId: elsewhere.id, sameVenue: false }]);
    await cancel(elsewhere.id, 1);
    expect((await read(meeting.id)).clashes).toEqual([]);
  });

  test('when it was cancelled', async () => {
    await cancel(meeting.id);
    const answer = await move(meeting.id, {}, 2);
    expect([answer.status, answer.body.code]).toEqual([409, 'not-planned']);
  });

  test('onto a bank holiday, whoever confirms it, where the area allows none', async () => {
    expect((await ruled({ 'meeting-cycle': { closedDays: 'NEVER' } })).status).toBe(200);
    const answer = await move(meeting.id, { heldOn: holiday(), evenOnBankHoliday: true });
    expect(answer.body.errors).toMatchObject([{ pointer: '/heldOn', code: 'bank-holiday-never' }]);
    const planned = { maracId: world.maracId, startTime: '09:30', venue: 'Hall', heldOn: holiday(), evenOnBankHoliday: true }; // prettier-ignore
    const another = await app.request('POST', '/meetings', { as: world.coordinator, body: planned });
    expect(another.body.errors).toMatchObject([{ pointer: '/heldOn', code: 'bank-holiday-never' }]);
  });
});

describe('a meeting that moves', () => {
  test('takes its deadlines along, says which have passed by it, and why it moved to those who manage it', async () => {
    const before = await read(meeting.id);
    expect(before.deadlines.map((one: { kind: string }) => one.kind)).toEqual([
      ...['REFERRAL_CUT_OFF', 'CASE_LIST_OUT', 'RESEARCH_BACK', 'PAPERS_OUT', 'ACTION_LIST_OUT'],
      ...['MINUTES_DRAFT', 'MINUTES_APPROVED', 'MINUTES_OUT'],
    ]);
    const heldOn = dayAhead(3);
    const moved = await move(meeting.id, { heldOn, venue: 'Room 2', link: 'https://meet.example.org/a' });
    expect(moved).toMatchObject({ status: 200, headers: { etag: '"2"' } });
    expect(moved.body).toMatchObject({ heldOn, venue: 'Room 2', link: 'https://meet.example.org/a', version: 2 });
    expect(moved.body.passedByMoving.slice(0, 2)).toEqual(['REFERRAL_CUT_OFF', 'CASE_LIST_OUT']);
    const { deadlines } = await read(meeting.id);
    expect(deadlines).not.toEqual(before.deadlines);
    expect(deadlines.slice(0, 2)).toMatchObject([{ passed: true }, { passed: true }]);
    const changes = await app.request('GET', `/meetings/${meeting.id}/changes`, { as: world.chair });
    expect(changes.body).toMatchObject([
      { kind: 'MOVED', wasOn: meeting.heldOn, wasAt: meeting.startsAt, reason: 'The room is flooded' },
    ]);
    expect(JSON.stringify(await read(meeting.id, world.housing))).not.toContain('flooded');
  });

  test('is told to everybody who comes, without a word of when or why', async () => {
    await deliver(app);
    await move(meeting.id);
    await deliver(app);
    for (const role of ['coordinator', 'chair', 'police', 'housing', 'probation', 'idva'] as const)
      expect([role, await kinds(world[role])]).toEqual([role, ['MEETING_MOVED']]);
    for (const role of ['administrator', 'auditor', 'analyst', 'observer', 'referrer'] as const)
      expect([role, await kinds(world[role])]).toEqual([role, []]);
    const { text } = await app.request('GET', '/inbox', { as: world.housing });
    expect(text).not.toMatch(/flooded|Town hall|10:00/);
  });

  test('takes guests, what opens on its day, and the day research is due along, however often it moves', async () => {
    const made = await cycle(app, world, [world.police]);
    const { itemId, caseId } = made.cases[0]!;
    const guest = { userId: world.probation.id, reason: 'Knows the family' };
    expect((await app.request('POST', `/agenda-items/${itemId}/guests`, { as: world.coordinator, body: guest })).status).toBe(201); // prettier-ignore
    expect((await circulate(app, made.meetingId, world.coordinator)).status).toBe(200);
    const version = async () => (await read(made.meetingId)).version;
    expect((await move(made.meetingId, { heldOn: dayAhead(40), startTime: '10:00' }, await version())).status).toBe(200);
    const heldOn = dayAhead(80);
    expect((await move(made.meetingId, { heldOn, startTime: '10:00' }, await version())).status).toBe(200);
    await deliver(app);
    const shared = await app.rows(
      `select g.origin, g.purpose, g.grantee_id = $2 as idva, (g.starts_at at time zone 'Europe/London')::date::text as starts,
              (g.ends_at at time zone 'Europe/London')::date::text as ends
         from access.grants g where g.case_id = $1 and g.origin in ('CIRCULATION', 'GUEST') order by 1, 2, 3`,
      [caseId, world.agencies.idvaService.id],
    );
    const ends = addDays(heldOn, 15);
    const of = (purpose: string, idva: boolean) => shared.filter((g) => g.purpose === purpose && g.idva === idva);
    for (const one of of('attend-meeting', false)) expect(one).toMatchObject({ starts: heldOn, ends });
    expect(of('attend-meeting', false).length).toBeGreaterThan(0);
    for (const one of [...of('attend-meeting', true), ...of('prepare-meeting', false)])
      expect(one).toMatchObject({ starts: today(), ends });
    expect(of('attend-own-slot', false)).toMatchObject([{ starts: heldOn, ends: addDays(heldOn, 1) }]);
    const due = await app.rows('select distinct q.due_on from research.requests q where q.meeting_id = $1', [made.meetingId]); // prettier-ignore
    const research = (await read(made.meetingId)).deadlines.find((one: { kind: string }) => one.kind === 'RESEARCH_BACK');
    expect(due).toEqual([{ due_on: research.on }]);
  }); // prettier-ignore

  test('says nothing of where a victim is', async () => {
    const made = await cycle(app, world, [world.police]);
    const refuge = { kind: 'REFUGE', name: 'Willowmere', address: '9 Sheltered Row', postcode: 'NB8 8ZZ' };
    const placed = await app.request('POST', `/cases/${made.cases[0]!.caseId}/locations`, { as: world.coordinator, body: refuge }); // prettier-ignore
    expect(placed.status).toBe(201);
    const { version } = await read(made.meetingId);
    const reason = 'She can walk over from 9 Sheltered Row';
    for (const answer of [
      await move(made.meetingId, { reason }, version),
      await cancel(made.meetingId, version, world.coordinator, reason),
      await preside(made.meetingId, { reason, chairId: world.chair.id }, version),
    ])
      expect(answer).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/reason', code: 'protected-address-in-text' }] },
      });
    const met = await move(made.meetingId, { venue: '9 Sheltered Row' }, version);
    expect(met.body.errors).toMatchObject([{ pointer: '/venue', code: 'protected-address-in-text' }]);
    expect((await read(made.meetingId)).version).toBe(version);
  });

  test('does not move once cases were heard', async () => {
    const made = await cycle(app, world, [world.police]);
    const { itemId } = made.cases[0]!;
    await openFor(app, world, made.meetingId, itemId);
    expect((await send('POST', `/agenda-items/${itemId}/outcome`, { status: 'HEARD' }, 1, world.coordinator)).status).toBe(200); // prettier-ignore
    const answer = await move(made.meetingId, {}, (await read(made.meetingId)).version);
    expect([answer.status, answer.body.code]).toEqual([409, 'already-begun']);
  });
});

describe('a meeting that is cancelled', () => {
  test('sends its cases to the top of the next, in their order, also those hidden from whoever cancels it', async () => {
    const made = await cycle(app, world, [world.police, world.housing, world.police]);
    const next = await plan(app, world, { heldOn: dayAhead(75) });
    const later = await plan(app, world, { heldOn: dayAhead(90) });
    const waits = (await list(app, world, next.id, world.housing)).caseId;
    const [first, hidden, third] = made.cases.map(({ caseId }) => caseId);
    await exclude(hidden!, world.coordinator.id);
    const { version } = await read(made.meetingId);
    const answer = await cancel(made.meetingId, version);
    expect(answer).toMatchObject({ status: 200, headers: { etag: `"${version + 1}"` } });
    expect(answer.body).toMatchObject({ status: 'CANCELLED', listedNextAt: next.id, movedOn: 3, unlisted: 0 });
    expect(order(await caseList(app, next.id, world.chair))).toEqual([first, hidden, third, waits]);
    expect(order(await caseList(app, next.id, world.coordinator))).toEqual([first, third, waits]);
    expect(order(await caseList(app, later.id, world.chair))).toEqual([]);
    const [item] = await app.rows(
      'select i.status, i.reason from meetings.agenda_items i where i.meeting_id = $1 and i.case_id = $2',
      [made.meetingId, hidden],
    );
    expect(item).toEqual({ status: 'DEFERRED', reason: 'MEETING_CANCELLED' });
  });

  test('leaves its cases among the unlisted when no other is planned', async () => {
    world = await app.world();
    const own = world;
    const made = await cycle(app, own, [own.police]);
    const answer = await cancel(made.meetingId, (await read(made.meetingId)).version);
    expect(answer.body).toMatchObject({ listedNextAt: null, movedOn: 0, unlisted: 1 });
    const unlisted = await app.request('GET', `/meetings/unlisted?marac=${own.maracId}`, { as: own.coordinator });
    expect(unlisted.body.items).toMatchObject([
      { caseId: made.cases[0]!.caseId, lastStatus: 'DEFERRED', lastReason: 'MEETING_CANCELLED' },
    ]);
  });

  test('ends what was shared for it, and is told', async () => {
    const made = await cycle(app, world, [world.police]);
    const { itemId, caseId } = made.cases[0]!;
    const guest = { userId: world.probation.id, reason: 'Knows the family' };
    await app.request('POST', `/agenda-items/${itemId}/guests`, { as: world.coordinator, body: guest });
    await circulate(app, made.meetingId, world.coordinator);
    expect(await statusOf(app, world.housing, `/cases/${caseId}`)).toBe(200);
    await deliver(app);
    expect((await cancel(made.meetingId, (await read(made.meetingId)).version)).status).toBe(200);
    expect(await statusOf(app, world.housing, `/cases/${caseId}`)).toBe(404);
    const left = await app.rows(
      `select g.origin from access.grants g where g.case_id = $1 and g.origin in ('CIRCULATION', 'GUEST') and g.revoked_at is null`,
      [caseId],
    );
    expect(left).toEqual([]);
    expect((await app.request('GET', `/agenda-items/${itemId}/guests`, { as: world.coordinator })).body[0].endedAt).not.toBeNull(); // prettier-ignore
    await deliver(app);
    expect(await kinds(world.idva)).toContain('MEETING_CANCELLED');
    expect((await declare(app, made.meetingId, world.housing)).status).toBe(409);
  });
});

describe('who presides', () => {
  const chairs = async () => {
    const other = await world.person(world.agencies.police.id, ['CHAIR']);
    return { chairId: world.chair.id, deputyId: other.id };
  };

  test.each<[string, () => Promise<Body>, string, string]>([
    ['nobody who chairs nothing here', async () => ({ chairId: world.police.id }), '/chairId', 'not-a-chair'],
    ['no chair of another MARAC', async () => ({ chairId: (await app.world()).chair.id }), '/chairId', 'not-a-chair'],
    ['nobody who is not there', async () => ({ chairId: randomUUID() }), '/chairId', 'not-a-chair'],
    ['no deputy of nobody', async () => ({ deputyId: world.chair.id }), '/chairId', 'chair-needed'],
    ['no deputy of oneself', async () => ({ chairId: world.chair.id, deputyId: world.chair.id }), '/deputyId', 'same-person'],
    ['nobody in the absence of nobody', async () => ({ chairAbsent: true }), '/chairId', 'required'],
  ])('is %s', async (_, changes, pointer, code) => {
    const answer = await preside(meeting.id, await changes());
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ pointer, code }]]);
    expect(await read(meeting.id)).toMatchObject({ chairId: null, version: 1 });
  }); // prettier-ignore

  test('is the chair, in their absence the deputy, and whoever it is hears of it', async () => {
    const { chairId, deputyId } = await chairs();
    const set = await preside(meeting.id, { chairId, deputyId });
    expect(set).toMatchObject({ status: 200, body: { chairId, deputyId, chairAbsent: false, presidingId: chairId } });
    await deliver(app);
    expect(await kinds(world.chair)).toEqual(['MEETING_TO_CHAIR']);
    const absent = await preside(meeting.id, { chairId, deputyId, chairAbsent: true }, 2);
    expect(absent.body).toMatchObject({ chairAbsent: true, presidingId: deputyId });
    const nobody = await preside(meeting.id, { chairId, chairAbsent: true }, 3);
    expect(nobody.body).toMatchObject({ presidingId: null });
  });

  test('is never the same person at two meetings at once, in whatever MARAC', async () => {
    const { chairId, deputyId } = await chairs();
    expect((await preside(meeting.id, { chairId })).status).toBe(200);
    // 09:30 for twenty cases of twelve minutes: until 13:30
    const body = { maracId: world.maracId, heldOn: meeting.heldOn, venue: 'Room 3', chairId };
    const at = (startTime: string, changes = {}) =>
      app.request('POST', '/meetings', { as: world.coordinator, body: { ...body, startTime, ...changes } });
    const clash = await at('13:00');
    expect([clash.status, clash.body.code, clash.body.errors]).toMatchObject([409, 'chair-taken', [{ pointer: '/chairId' }]]); // prettier-ignore
    expect((await at('13:30')).status).toBe(201);
    const second = await at('12:30', { chairId: deputyId });
    expect(second.status).toBe(201);
    expect(await preside(second.body.id, { chairId }, 1)).toMatchObject({ status: 409, body: { code: 'chair-taken' } });
    // in the chair's absence the chair is free, and the deputy, who presides elsewhere at the time, is not
    const absent = await preside(meeting.id, { chairId, deputyId, chairAbsent: true }, 2);
    expect(absent).toMatchObject({ status: 409, body: { code: 'chair-taken' } });
    expect((await preside(meeting.id, { chairId, chairAbsent: true }, 2)).status).toBe(200);
    expect((await at('11:00')).status).toBe(409); // still at the one from 13:30 on
    expect((await at('09:00')).status).toBe(201);
    const elsewhere = await app.world();
    await app.rows(
      `insert into identity.user_roles (id, user_id, marac_id, role) select gen_random_uuid(), $1::uuid, $2::uuid, 'CHAIR' returning user_id`,
      [chairId, elsewhere.maracId],
    );
    const there = { ...body, maracId: elsewhere.maracId, startTime: '09:30' };
    expect(await app.request('POST', '/meetings', { as: elsewhere.coordinator, body: there })).toMatchObject({
      status: 409,
      body: { code: 'chair-taken' },
    });
  });

  test('is one person when two meetings are planned at the same moment', async () => {
    const body = { maracId: world.maracId, heldOn: dayAhead(30), venue: 'Room 3', chairId: world.chair.id };
    const answers = await Promise.all(
      ['09:00', '09:15', '09:30', '09:45'].map((startTime) =>
        app.request('POST', '/meetings', { as: world.coordinator, body: { ...body, startTime } }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });
});

/** A case of which somebody must find nothing. */
async function exclude(caseId: string, userId: string): Promise<void> {
  const cause = { caseId, maracId: world.maracId, cause: 'CONFLICT', causeId: randomUUID() } as const;
  await app.operate(async () => app.get(Exclusions).exclude({ ...cause, userId }));
}
