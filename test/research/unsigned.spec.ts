import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { MaracsService } from '../../src/maracs/maracs.service.js';
import type { AgencyKind } from '../../src/maracs/agency-kinds.rules.js';
import { addDays } from '../../src/platform/values/dates.js';
import { dayAhead, today } from '../meetings/calendar.js';
import { startApp, type TestApp } from '../support/app.js';
import { sign, type TestUser, type World } from '../support/world.js';
import { choose, circulate, type Cycle, cycle, list, statusOf } from './cycle.js';

let app: TestApp;
let world: World;
let made: Cycle;
let unsigned: { id: string; name: string };
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  made = await cycle(app, world, [world.housing, world.police], { heldOn: dayAhead(20) });
  unsigned = await join('Surgery', 'PRIMARY_CARE');
});
afterAll(() => app?.stop());

const join = (name: string, kind: AgencyKind) =>
  app.operate(() => app.get(MaracsService).join(world.maracId, `${name} ${world.code}`, kind));
const signs = (agencyId: string, reviewDue?: string) =>
  app.operate(async () => sign(app, world.maracId, agencyId, reviewDue));
/** Time passes for its signatures alone: nobody but the owner of the table can move a review. */
async function lapses(agencyId: string): Promise<void> {
  const admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
  const moved = `update access.signatures set review_due = current_date - 1 where marac_id = $1 and agency_id = $2`;
  await admin.query(moved, [world.maracId, agencyId]);
  await admin.end();
}
const withdraws = (agencyId: string) =>
  app.rows(
    `update access.signatures set withdrawn_at = now(), withdrawn_by = 'test', withdrawn_because = 'left' where marac_id = $1 and agency_id = $2`,
    [world.maracId, agencyId],
  );
/** Everything that circulation writes. */
const written = async () => [
  await app.rows('select g.id, g.revoked_at from access.grants g where g.origin_id = $1 order by g.id', [made.meetingId]),
  await app.rows('select q.id, q.agency_id from research.requests q where q.meeting_id = $1 order by q.id', [made.meetingId]),
  await app.rows('select m.circulated_at from meetings.meetings m where m.id = $1', [made.meetingId]),
  await app.rows(`select o.id from platform.outbox o where o.name = 'meeting.circulated' and o.ids->>'meetingId' = $1`, [made.meetingId]),
]; // prettier-ignore
const askedAgencies = async () => new Set((await written())[1]!.map((row) => row.agency_id));
const signatures = async (as: TestUser = world.coordinator) =>
  (await app.request('GET', `/meetings/${made.meetingId}/circulation`, { as })).body.signatures;
const taskOf = async () => {
  const { body } = await app.request('GET', `/tasks?maracId=${world.maracId}&all=true`, { as: world.coordinator });
  const task = body.items.find(({ kind }: { kind: string }) => kind === 'SIGNATURES');
  return [task.state, task.outstanding, task.meetingId === made.meetingId];
};

describe('naming an agency whose signature is not in force that day', () => {
  test.each<[string, (agencyId: string) => Promise<unknown>]>([
    ['it never signed', async () => undefined],
    ['its review was due yesterday', (id) => signs(id, addDays(today(), -1))],
    ['it took part no longer', (id) => signs(id).then(() => withdraws(id))],
  ])('is refused at its place, and nothing changes: %s', async (_, how) => {
    await how(unsigned.id);
    const before = await written();
    const agencies = [world.agencies.police.id, world.agencies.housing.id, world.agencies.probation.id, unsigned.id];
    for (const as of [world.coordinator, world.chair]) {
      const refused = await circulate(app, made.meetingId, as, { agencies });
      expect([refused.status, refused.body.code]).toEqual([422, 'invalid-input']);
      expect(refused.body.errors.map(({ pointer, code }: any) => [pointer, code])).toEqual([
        ['/agencies/3', 'not-signed'],
      ]);
    }
    expect(await written()).toEqual(before);
    expect(before[1]).toEqual([]);
  });

  test('each is refused at its own place, strangers too', async () => {
    await lapses(world.agencies.housing.id);
    const elsewhere = await app.world();
    const agencies = [world.agencies.housing.id, elsewhere.agencies.housing.id, world.agencies.police.id, unsigned.id];
    const { body } = await circulate(app, made.meetingId, world.coordinator, { agencies });
    expect(body.errors.map(({ pointer, code }: any) => [pointer, code])).toEqual([
      ['/agencies/0', 'not-signed'],
      ['/agencies/1', 'not-a-member'],
      ['/agencies/3', 'not-signed'],
    ]);
  });

  test('on its last day it counts', async () => {
    await signs(unsigned.id, today());
    expect((await circulate(app, made.meetingId, world.coordinator, { agencies: [unsigned.id] })).status).toBe(200);
  });
});

describe('of those needed by rule', () => {
  test('the unsigned are left out and named in the answer; they owe nothing and see nothing', async () => {
    const person = await world.person(unsigned.id, ['AGENCY_REPRESENTATIVE']);
    await withdraws(world.agencies.probation.id);
    const { status, body } = await circulate(app, made.meetingId, world.coordinator);
    expect(status).toBe(200);
    expect(body.signatures).toEqual([
      { agencyId: world.agencies.probation.id, agency: world.agencies.probation.name, state: 'WITHDRAWN', until: null, cases: 2 },
      { agencyId: unsigned.id, agency: unsigned.name, state: 'NEVER', until: null, cases: 2 },
    ]); // prettier-ignore
    const asked = await askedAgencies();
    expect([asked.has(unsigned.id), asked.has(world.agencies.probation.id), asked.size]).toEqual([false, false, 3]);
    const given = await app.rows('select g.id from access.grants g where g.grantee_id = any ($1)', [
      [unsigned.id, world.agencies.probation.id],
    ]);
    expect(given).toEqual([]);
    expect(await statusOf(app, person, `/cases/${made.cases[0]!.caseId}`)).toBe(404);
  });

  test('one that was chosen for a case by hand is left out like the others', async () => {
    const fire = await join('Fire', 'FIRE');
    await choose(app, made.cases[0]!.itemId, world.coordinator, [fire.id, world.agencies.police.id]);
    const { body } = await circulate(app, made.meetingId, world.coordinator);
    expect(body.signatures.map((one: any) => [one.agencyId, one.state, one.cases])).toEqual([
      [fire.id, 'NEVER', 1],
      [unsigned.id, 'NEVER', 1],
    ]);
    expect(body.cases[0].agencies.map((one: any) => one.agencyId)).toEqual([world.agencies.police.id]);
  });

  test('when nobody signed, the list does not go out as if it had', async () => {
    for (const { id } of Object.values(world.agencies)) if (id !== world.agencies.police.id) await lapses(id);
    const before = await written();
    await choose(app, made.cases[0]!.itemId, world.coordinator, [unsigned.id]);
    await choose(app, made.cases[1]!.itemId, world.coordinator, [world.agencies.housing.id]);
    const refused = await circulate(app, made.meetingId, world.coordinator);
    expect([refused.status, refused.body.code]).toEqual([409, 'nobody-signed']);
    expect(await written()).toEqual(before);
  });
});

describe('beforehand', () => {
  test('who manages the meeting is shown whose signature is missing or ends too soon, and has it as a task', async () => {
    expect(await taskOf()).toEqual(['OPEN', 1, true]);
    await signs(unsigned.id, dayAhead(25));
    await lapses(world.agencies.housing.id);
    const shown = await signatures();
    expect(shown.map((one: any) => [one.agencyId, one.state, one.until, one.cases])).toEqual([
      [world.agencies.housing.id, 'LAPSED', addDays(today(), -1), 2],
      [unsigned.id, 'ENDING', dayAhead(25), 2],
    ]);
    expect(await signatures(world.chair)).toEqual(shown);
    expect(await taskOf()).toEqual(['OPEN', 2, true]);
    await signs(unsigned.id);
    await signs(world.agencies.housing.id);
    expect([await signatures(), await taskOf()]).toEqual([[], ['DONE', 0, true]]);
    for (const as of [world.police, world.idva, world.observer, world.administrator])
      expect(await statusOf(app, as, `/meetings/${made.meetingId}/circulation`)).toBe(403);
  });

  test('a case that the reader must find nothing of is not counted', async () => {
    const cause = { caseId: made.cases[0]!.caseId, maracId: world.maracId, cause: 'CONFLICT', causeId: unsigned.id } as const; // prettier-ignore
    await app.operate(async () => app.get(Exclusions).exclude({ ...cause, userId: world.coordinator.id }));
    expect((await signatures()).map((one: any) => one.cases)).toEqual([1]);
    expect((await signatures(world.chair)).map((one: any) => one.cases)).toEqual([2]);
  });
});

describe('an agency that signs after circulation', () => {
  test('gets nothing by signing; it is shown as left out until the chair adds it, and then is asked like the others', async () => {
    const person = await world.person(unsigned.id, ['AGENCY_REPRESENTATIVE']);
    await circulate(app, made.meetingId, world.coordinator);
    await signs(unsigned.id);
    expect(await statusOf(app, person, `/cases/${made.cases[0]!.caseId}`)).toBe(404);
    expect(await signatures()).toMatchObject([{ agencyId: unsigned.id, state: 'LEFT_OUT', cases: 2 }]);
    expect(await taskOf()).toEqual(['OPEN', 1, true]);
    const before = await written();
    for (const body of [{}, { agencies: [unsigned.id] }]) {
      const refused = await circulate(app, made.meetingId, world.coordinator, body);
      expect([refused.status, refused.body.code]).toEqual([403, 'chair-decides']);
    }
    expect(await written()).toEqual(before);
    const added = await circulate(app, made.meetingId, world.chair, { agencies: [unsigned.id] });
    expect([added.status, added.body.signatures]).toEqual([200, []]);
    expect(await statusOf(app, person, `/cases/${made.cases[0]!.caseId}`)).toBe(200);
    expect(await statusOf(app, person, `/agenda-items/${made.cases[1]!.itemId}/research`)).toBe(200);
    expect(await taskOf()).toEqual(['DONE', 0, true]);
  });

  test('nor does a case that is listed late go to anybody unnoticed', async () => {
    await signs(unsigned.id);
    await circulate(app, made.meetingId, world.coordinator);
    expect([await signatures(), await taskOf()]).toEqual([[], ['DONE', 0, true]]);
    await list(app, world, made.meetingId, world.police, { late: true });
    const shown = await signatures();
    expect(shown.map((one: any) => [one.state, one.cases])).toEqual(Array(5).fill(['LEFT_OUT', 1]));
    expect(await taskOf()).toEqual(['OPEN', 5, true]);
    await circulate(app, made.meetingId, world.chair);
    expect([await signatures(), await taskOf()]).toEqual([[], ['DONE', 0, true]]);
  });

  test('one that is shut out of a case is not shown as left out of it', async () => {
    const caseId = made.cases[0]!.caseId;
    const cause = { caseId, maracId: world.maracId, cause: 'RESTRICTION', causeId: unsigned.id } as const;
    await app.operate(async () => app.get(Exclusions).exclude({ ...cause, agencyId: unsigned.id, exceptUserIds: [] }));
    await circulate(app, made.meetingId, world.coordinator);
    await signs(unsigned.id);
    expect(await signatures()).toMatchObject([{ agencyId: unsigned.id, state: 'LEFT_OUT', cases: 1 }]);
    await circulate(app, made.meetingId, world.chair);
    expect(await signatures()).toEqual([]);
  });

  test('one whose signature lapses afterwards is named again, though it was asked', async () => {
    await circulate(app, made.meetingId, world.coordinator);
    await lapses(world.agencies.housing.id);
    expect((await signatures()).map((one: any) => [one.agencyId, one.state])).toEqual([
      [world.agencies.housing.id, 'LAPSED'],
      [unsigned.id, 'NEVER'],
    ]);
  });
});
