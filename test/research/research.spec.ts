import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { Actor } from '../../src/platform/db/actor.js';
import { tx } from '../../src/platform/db/transaction.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { circulate, cycle, dayComes, declare, find, knowAll, type ListedCase, peopleOf } from './cycle.js';

let app: TestApp;
let world: World;
let meetingId: string;
let listed: ListedCase;
/** a word that stands in the research and nowhere else */
let secret: string;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  const made = await cycle(app, world);
  meetingId = made.meetingId;
  listed = made.cases[0]!;
  await circulate(app, meetingId, world.coordinator);
  secret = `Found${Math.random().toString(36).slice(2)}`;
});
afterAll(() => app?.stop());

const path = () => `/agenda-items/${listed.itemId}/research`;
const read = (as: TestUser) => app.request('GET', path(), { as });
const write = (as: TestUser, version: number, changes: object = {}) =>
  app.request('PUT', path(), {
    as,
    headers: { 'if-match': `"${version}"` },
    body: { status: 'RETURNED', systemsSearched: ['Files'], known: true, facts: secret, ...changes },
  });
/** Returned, with everybody searched: begun by that, so that the form has a version by then. */
async function returned(as: TestUser, changes: object = {}) {
  await knowAll(app, listed.itemId, as);
  return write(as, 1, changes);
}
const status = async (as: TestUser) =>
  (await app.request('GET', `/agenda-items/${listed.itemId}/research-status`, { as })).body;
const ofProbation = async (as: TestUser) =>
  (await status(as)).find((row: any) => row.agencyId === world.agencies.probation.id);

describe('who reads nothing of an agency’s research', () => {
  test.each<[string, (w: World) => TestUser, number]>([
    ['the coordinator', (w) => w.coordinator, 403],
    ['the chair', (w) => w.chair, 403],
    ['the administrator', (w) => w.administrator, 403],
    ['the auditor', (w) => w.auditor, 403],
    ['an observer of the agency', (w) => w.observer, 403],
    ['the IDVA, who has her own', (w) => w.idva, 200],
    ['another agency, which has its own', (w) => w.police, 200],
    ['the agency that referred, which has its own', (w) => w.housing, 200],
  ])('%s', async (_, who, answered) => {
    await returned(world.probation);
    for (const { personId, version } of await peopleOf(app, listed.itemId, world.probation))
      await find(app, listed.itemId, world.probation, { personId, version }, { known: 'KNOWN', facts: secret });
    await dayComes(app, meetingId);
    await declare(app, meetingId, who(world));
    expect((await read(who(world))).status).toBe(answered);
    const everywhere = [path(), `${path()}-status`, `/agenda-items/${listed.itemId}/shared-information`];
    everywhere.push(`/meetings/${meetingId}/case-list`, `/cases/${listed.caseId}`, `/cases/${listed.caseId}/history`);
    everywhere.push(`/meetings/${meetingId}/research-forecast`, `/meetings/${meetingId}/research-requests`);
    everywhere.push(`/meetings/${meetingId}/circulation`, `/audit/subjects/${listed.caseId}`);
    for (const at of everywhere) expect((await app.request('GET', at, { as: who(world) })).text).not.toContain(secret);
  });

  test('the coordinator of the agency itself: standing is not the agency’s', async () => {
    await returned(world.police);
    const [person] = await peopleOf(app, listed.itemId, world.police);
    await find(app, listed.itemId, world.police, person!, { known: 'KNOWN', facts: secret });
    const both = `select facts from research.workspaces where case_id = $1 and facts = $2
                  union select facts from research.findings where case_id = $1`;
    const rows = (actor: Actor) =>
      app.get(UnitOfWork).run(actor, () => tx().query(`select facts from (${both}) f where facts = $2`, [listed.caseId, secret])); // prettier-ignore
    const of = (user: TestUser) => new Actor('user', user.id, user.agencyId);
    expect(world.coordinator.agencyId).toBe(world.police.agencyId);
    expect(await rows(of(world.police))).toEqual([{ facts: secret }]);
    for (const user of [world.coordinator, world.chair, world.auditor, world.administrator, world.housing, world.idva])
      expect(await rows(of(user))).toEqual([]);
    for (const system of [Actor.system('job'), Actor.operator('command')]) expect(await rows(system)).toEqual([]);
  });

  test('an agency that was not asked, and one of another MARAC: nothing here', async () => {
    const elsewhere = await app.world();
    for (const as of [elsewhere.housing, elsewhere.idva]) {
      const absent = await app.request('GET', `/agenda-items/${randomUUID()}/research`, { as });
      expect(await read(as)).toMatchObject({ status: 404, body: { ...absent.body, reference: expect.any(String) } });
      expect((await write(as, 0)).status).toBe(404);
    }
  });

  test('its own representative, once excluded from the case', async () => {
    await returned(world.probation);
    const cause = { caseId: listed.caseId, maracId: world.maracId, cause: 'CONFLICT', causeId: randomUUID() } as const;
    await app.operate(async () => app.get(Exclusions).exclude({ ...cause, userId: world.probation.id }));
    expect((await read(world.probation)).status).toBe(404);
    expect((await write(world.probation, 1)).status).toBe(404);
  });

  test('its own representative, once the case left the list', async () => {
    await returned(world.probation);
    const headers = { 'if-match': `"${listed.version}"` };
    await app.request('POST', `/agenda-items/${listed.itemId}/withdrawal`, {
      as: world.coordinator,
      headers,
      body: { reason: 'DUPLICATE' },
    });
    expect((await read(world.probation)).status).toBe(404);
  });
});

test('whoever sees only how far it is learns no more, and nobody writes for another', async () => {
  expect(await ofProbation(world.coordinator)).toMatchObject({
    status: 'NOT_STARTED',
    overdue: false,
    answeredAt: null,
  });
  await write(world.probation, 0, { status: 'IN_PROGRESS' });
  expect(await ofProbation(world.chair)).toMatchObject({ status: 'IN_PROGRESS' });
  await knowAll(app, listed.itemId, world.probation);
  await write(world.probation, 1);
  const row = await ofProbation(world.coordinator);
  expect(row).toMatchObject({ status: 'RETURNED', answeredAt: expect.any(String) });
  expect(Object.keys(row).sort()).toEqual([
    'agency',
    'agencyId',
    'answeredAt',
    'askedAt',
    'dueOn',
    'overdue',
    'people',
    'peopleSearched',
    'status',
  ]);
  const admin = new pg.Client({ connectionString: app.database.appUrl });
  await admin.connect();
  await admin.query('begin');
  await admin.query('select platform.enter($1, false)', [world.housing.id]);
  const stolen = await admin.query(`update research.workspaces set facts = 'x' where case_id = $1`, [listed.caseId]);
  const forged = admin.query(
    `insert into research.workspaces (id, case_id, marac_id, agency_id, status, written_by)
     select q.id, q.case_id, q.marac_id, $2, 'RETURNED', $3 from research.requests q where q.case_id = $1 limit 1`,
    [listed.caseId, world.agencies.probation.id, world.housing.id],
  );
  expect(stolen.rowCount).toBe(0);
  await expect(forged).rejects.toMatchObject({ code: '42501' });
  await admin.end();
});

describe('an agency’s own', () => {
  test('is read and written by it, each version once', async () => {
    expect(await read(world.probation)).toMatchObject({
      status: 200,
      headers: { etag: '"0"' },
      body: { status: 'NOT_STARTED', version: 0, systemsSearched: [] },
    });
    const written = await returned(world.probation, { professionalOpinion: 'Likely to escalate' });
    expect(written).toMatchObject({
      status: 200,
      body: { status: 'RETURNED', version: 2, facts: secret, warnings: [] },
    });
    expect((await write(world.probation, 1)).status).toBe(412);
    const colleague = await world.person(world.agencies.probation.id, ['AGENCY_REPRESENTATIVE']);
    expect((await write(colleague, 2, { facts: 'More' })).body).toMatchObject({ version: 3, facts: 'More' });
    expect((await read(world.probation)).body).toMatchObject({ version: 3, facts: 'More' });
  });

  test('begun by two at once is begun by one', async () => {
    const begun = { status: 'IN_PROGRESS' };
    const both = await Promise.all([write(world.probation, 0, begun), write(world.probation, 0, begun)]);
    expect(both.map((one) => one.status).sort()).toEqual([200, 412]);
  });

  test('warns when the victim was contacted for it', async () => {
    expect((await returned(world.probation, { victimContacted: true })).body.warnings).toEqual(['VICTIM_CONTACTED']);
  });

  test.each<[object, string, string]>([
    [{ status: 'NOT_KNOWN_TO_US' }, '/known', 'contradicts'],
    [{ status: 'WITHHELD_WITH_REASON' }, '/withheldBecause', 'required'],
    [{ withheld: 'A live operation' }, '/withheldBecause', 'required'],
    [{ systemsSearched: [] }, '/systemsSearched', 'required'],
    [{ status: 'LATE' }, '/status', 'not-one-of'],
    [{ status: 'NOT_STARTED' }, '/status', 'not-one-of'],
  ])('is refused with %p', async (changes, pointer, code) => {
    expect(await write(world.probation, 0, changes)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer, code }] },
    });
    expect((await read(world.probation)).body.version).toBe(0);
  });

  test('not known to us is an answer; what comes after the day it was due is late, and until then overdue', async () => {
    const none = { status: 'NOT_KNOWN_TO_US', known: false, facts: undefined };
    expect((await write(world.police, 0, none)).body.status).toBe('NOT_KNOWN_TO_US');
    const admin = new pg.Client({ connectionString: app.database.adminUrl });
    await admin.connect();
    await admin.query('update research.requests set due_on = current_date - 2 where case_id = $1', [listed.caseId]);
    await admin.end();
    expect(await ofProbation(world.coordinator)).toMatchObject({ status: 'NOT_STARTED', overdue: true });
    expect((await returned(world.probation)).body.status).toBe('LATE');
    expect(await ofProbation(world.coordinator)).toMatchObject({ status: 'LATE', overdue: false });
  });
});

test('every read and every write of it is recorded, without a word of it', async () => {
  await write(world.probation, 0, { status: 'IN_PROGRESS' });
  await read(world.probation);
  const events = await app.rows<{ action: string; whole: string }>(
    `select action, to_jsonb(e)::text as whole from audit.events e where actor_id = $1 and action like 'research.%' order by id`,
    [world.probation.id],
  );
  expect(events.map(({ action }) => action)).toEqual(['research.written', 'research.read']);
  for (const { whole } of events) expect(whole).not.toContain(secret);
});
