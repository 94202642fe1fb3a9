import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { MaracsService } from '../../src/maracs/maracs.service.js';
import { caseList, deliver, order } from '../meetings/calendar.js';
import { startApp, type TestApp } from '../support/app.js';
import { sign, type TestUser, type World } from '../support/world.js';
import { choose, circulate, type Cycle, cycle, declare, list, statusOf } from './cycle.js';

let app: TestApp;
let world: World;
let made: Cycle;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  made = await cycle(app, world, [world.housing, world.police]);
});
afterAll(() => app?.stop());

const grants = (origin: string) =>
  app.rows(
    `select g.case_id as "caseId", g.grantee_id as "granteeId", g.labels, g.purpose, g.starts_at > now() as later, g.revoked_at as "revokedAt",
            (g.ends_at at time zone 'Europe/London')::text as "endsAt", g.origin_id as "originId"
       from access.grants g where g.marac_id = $1 and g.origin = $2 order by g.id`,
    [world.maracId, origin],
  );
const ofAgency = async (agencyId: string) => (await grants('CIRCULATION')).filter((g) => g.granteeId === agencyId);
const view = (as: TestUser) => app.request('GET', `/meetings/${made.meetingId}/circulation`, { as });

describe('who cannot circulate', () => {
  test.each<[string, (w: World) => TestUser, number]>([
    ['a representative', (w) => w.housing, 403],
    ['the IDVA', (w) => w.idva, 403],
    ['the administrator', (w) => w.administrator, 403],
    ['an observer', (w) => w.observer, 403],
  ])('%s', async (_, who, status) => {
    expect((await circulate(app, made.meetingId, who(world))).status).toBe(status);
    expect((await view(who(world))).status).toBe(status);
    expect((await choose(app, made.cases[0]!.itemId, who(world), [world.agencies.probation.id])).status).toBe(403);
    expect(await grants('CIRCULATION')).toEqual([]);
  });

  test('the coordinator of another MARAC finds no such meeting', async () => {
    const { coordinator } = await app.world();
    for (const meetingId of [made.meetingId, randomUUID()])
      expect((await circulate(app, meetingId, coordinator)).status).toBe(404);
  });

  test('an agency or a case from elsewhere is refused at its place', async () => {
    const elsewhere = await app.world();
    const agencies = [world.agencies.housing.id, elsewhere.agencies.housing.id];
    const refused = await circulate(app, made.meetingId, world.coordinator, { agencies, items: [randomUUID()] });
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/agencies/1', code: 'not-a-member' }] },
    });
    const other = await circulate(app, made.meetingId, world.coordinator, { items: [randomUUID()] });
    expect(other.body.errors).toMatchObject([{ pointer: '/items/0', code: 'not-on-the-list' }]);
  });
});

describe('to whom a case goes', () => {
  test('nobody sees it before', async () => {
    expect(await statusOf(app, world.probation, `/cases/${made.cases[0]!.caseId}`)).toBe(404);
  });

  test('to the agencies that the rules name, for as long as they say; one of another kind stays out', async () => {
    const fire = await app.operate(async () => {
      const joined = await app.get(MaracsService).join(world.maracId, `Fire ${world.code}`, 'FIRE');
      sign(app, world.maracId, joined.id);
      return joined;
    });
    const person = await world.person(fire.id, ['AGENCY_REPRESENTATIVE']);
    const { status, body } = await circulate(app, made.meetingId, world.coordinator);
    expect(status).toBe(200);
    expect(body.circulatedAt).not.toBeNull();
    expect(body.cases.map((one: any) => one.agencies.length)).toEqual([4, 4]);
    for (const { caseId } of made.cases) {
      expect(await statusOf(app, world.probation, `/cases/${caseId}`)).toBe(200);
      expect(await statusOf(app, person, `/cases/${caseId}`)).toBe(404);
    }
    const given = await ofAgency(world.agencies.probation.id);
    expect(given.map((g) => [g.labels, g.later])).toEqual([
      [['IDENTITY', 'PERPETRATOR', 'CHILD'], false],
      [['INTELLIGENCE'], true],
      [['IDENTITY', 'PERPETRATOR', 'CHILD'], false],
      [['INTELLIGENCE'], true],
    ]);
    const [{ end }] = await app.rows('select (held_on + 15)::text as end from meetings.meetings where id = $1', [
      made.meetingId,
    ]);
    expect(new Set(given.map((g) => g.endsAt))).toEqual(new Set([`${end} 00:00:00`]));
    expect(given.every((g) => g.originId === made.meetingId)).toBe(true);
  });

  test('neither how to reach the victim nor what happened goes with it', async () => {
    await circulate(app, made.meetingId, world.coordinator);
    const { body, text } = await app.request('GET', `/cases/${made.cases[0]!.caseId}`, { as: world.probation });
    expect(body.withheld.map((w: { field: string }) => w.field)).toEqual(expect.arrayContaining(['summary']));
    expect(text).not.toContain(made.cases[0]!.address);
    expect(text).not.toMatch(/NB1 2AB|07700 ?900/);
  });

  test('case by case: to those chosen for it and to nobody else', async () => {
    const [one, two] = made.cases;
    await choose(app, one!.itemId, world.coordinator, [world.agencies.housing.id]);
    await circulate(app, made.meetingId, world.coordinator);
    expect(await statusOf(app, world.probation, `/cases/${one!.caseId}`)).toBe(404);
    await declare(app, made.meetingId, world.probation);
    const listed = await caseList(app, made.meetingId, world.probation);
    expect(order(listed)).toEqual([two!.caseId]);
  });

  test('not to an agency that is shut out of it, which is not asked either', async () => {
    const [{ caseId, itemId }] = made.cases as [Cycle['cases'][0]];
    const shut = { agencyId: world.agencies.probation.id, exceptUserIds: [] };
    const cause = { caseId, maracId: world.maracId, cause: 'RESTRICTION', causeId: randomUUID() } as const;
    await app.operate(async () => app.get(Exclusions).exclude({ ...cause, ...shut }));
    await circulate(app, made.meetingId, world.coordinator);
    expect((await ofAgency(shut.agencyId)).map((g) => g.caseId)).not.toContain(caseId);
    expect(await statusOf(app, world.probation, `/agenda-items/${itemId}/research`)).toBe(404);
  });

  test('a case that the coordinator must find nothing of waits, in sight of the chair, who sends it', async () => {
    const [{ caseId }] = made.cases as [Cycle['cases'][0]];
    const cause = { caseId, maracId: world.maracId, cause: 'CONFLICT', causeId: randomUUID() } as const;
    await app.operate(async () => app.get(Exclusions).exclude({ ...cause, userId: world.coordinator.id }));
    const { body, text } = await circulate(app, made.meetingId, world.coordinator);
    expect(text).not.toContain(caseId);
    expect(body.cases).toHaveLength(1);
    const seen = (await view(world.chair)).body.cases;
    expect(seen.map((one: any) => [one.caseId === caseId, one.agencies.length])).toEqual([
      [true, 0],
      [false, 4],
    ]);
    expect((await circulate(app, made.meetingId, world.chair)).status).toBe(200);
    expect((await view(world.chair)).body.cases.map((one: any) => one.agencies.length)).toEqual([4, 4]);
  });
});

describe('once it was circulated', () => {
  test('again changes nothing', async () => {
    await circulate(app, made.meetingId, world.coordinator);
    const before = await grants('CIRCULATION');
    const again = await Promise.all([1, 2].map(() => circulate(app, made.meetingId, world.coordinator)));
    expect(again.map(({ status }) => status)).toEqual([200, 200]);
    expect(await grants('CIRCULATION')).toEqual(before);
    expect(before).toHaveLength(2 * 4 * 2);
  });

  test('two at once share once', async () => {
    const both = await Promise.all([1, 2].map(() => circulate(app, made.meetingId, world.chair)));
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(await grants('CIRCULATION')).toHaveLength(2 * 4 * 2);
  });

  test('additions are for the chair: a case listed late, or another agency', async () => {
    await choose(app, made.cases[0]!.itemId, world.coordinator, [world.agencies.housing.id]);
    await circulate(app, made.meetingId, world.coordinator);
    const late = await list(app, world, made.meetingId, world.police, { late: true });
    const more = { agencies: [world.agencies.probation.id], items: [made.cases[0]!.itemId] };
    for (const body of [{}, more])
      expect(await circulate(app, made.meetingId, world.coordinator, body)).toMatchObject({
        status: 403,
        body: { code: 'chair-decides' },
      });
    expect(await statusOf(app, world.probation, `/cases/${late.caseId}`)).toBe(404);
    expect((await choose(app, made.cases[0]!.itemId, world.coordinator, more.agencies)).body.code).toBe(
      'already-circulated',
    );
    for (const body of [{}, more]) expect((await circulate(app, made.meetingId, world.chair, body)).status).toBe(200);
    for (const { caseId } of [late, made.cases[0]!])
      expect(await statusOf(app, world.probation, `/cases/${caseId}`)).toBe(200);
  });

  test('a case that leaves the list is shut again to those who saw it for the meeting alone', async () => {
    await circulate(app, made.meetingId, world.coordinator);
    const [{ itemId, caseId, version }] = made.cases as [Cycle['cases'][0]];
    const leave = (as: TestUser, tag?: string) =>
      app.request('POST', `/agenda-items/${itemId}/withdrawal`, {
        as,
        body: { reason: 'OUT_OF_AREA' },
        ...(tag && { headers: { 'if-match': tag } }),
      });
    expect((await leave(world.housing, `"${version}"`)).status).toBe(403);
    expect((await leave(world.coordinator)).status).toBe(428);
    expect((await leave(world.coordinator, '"77"')).status).toBe(412);
    expect(await statusOf(app, world.probation, `/cases/${caseId}`)).toBe(200);
    expect(await leave(world.coordinator, `"${version}"`)).toMatchObject({
      status: 200,
      body: { status: 'WITHDRAWN' },
    });
    expect(await statusOf(app, world.probation, `/cases/${caseId}`)).toBe(404);
    expect(await statusOf(app, world.housing, `/cases/${caseId}`)).toBe(200); // referred it
    expect(await statusOf(app, world.probation, `/cases/${made.cases[1]!.caseId}`)).toBe(200);
    expect((await leave(world.coordinator, `"${version + 1}"`)).body.code).toBe('already-recorded');
    const unlisted = await app.request('GET', `/meetings/unlisted?marac=${world.maracId}`, { as: world.coordinator });
    expect(unlisted.body.items.map((row: any) => row.caseId)).toContain(caseId);
    expect((await view(world.chair)).body.cases.map((one: any) => one.caseId)).not.toContain(caseId);
    await deliver(app);
  });

  test('what it opened ends by itself', async () => {
    await circulate(app, made.meetingId, world.coordinator);
    await app.rows(`update access.grants set ends_at = now() where origin_id = $1`, [made.meetingId]);
    expect(await statusOf(app, world.probation, `/cases/${made.cases[0]!.caseId}`)).toBe(404);
  });
});

test('whoever is asked for what their agency knows is told once a circulation, and nobody else', async () => {
  const told = async (as: TestUser) => {
    const { items } = (await app.request('GET', '/inbox', { as })).body;
    return items
      .filter(({ kind }: { kind: string }) => kind === 'MEETING_CIRCULATED')
      .map((one: { subjectId: string }) => one.subjectId);
  };
  await circulate(app, made.meetingId, world.coordinator);
  await deliver(app);
  for (const as of [world.housing, world.police, world.probation]) expect(await told(as)).toEqual([made.meetingId]);
  for (const as of [world.coordinator, world.chair, world.referrer, world.observer]) expect(await told(as)).toEqual([]);
  await circulate(app, made.meetingId, world.coordinator);
  await deliver(app);
  expect(await told(world.housing)).toEqual([made.meetingId]);
});
