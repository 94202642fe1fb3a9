import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Sealer } from '../../src/audit/sealer.service.js';
import { newId } from '../../src/platform/db/ids.js';
import { WorkerService } from '../../src/platform/queue/worker.js';
import { Lookout } from '../../src/watch/lookout.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { referralForm } from '../support/referral.js';
import type { TestUser, World } from '../support/world.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.stop());

const open = (as: TestUser, caseId: string) => app.request('GET', `/cases/${caseId}`, { as });
const look = async () => {
  await app.get(Sealer).seal();
  await app.get(Lookout).look();
};
const findings = async (as: TestUser, query = '') =>
  (await app.request('GET', `/audit/watch${query}`, { as })).body.items;
const rules = async (as: TestUser, rule: string) =>
  (await findings(as)).filter((each: { rule: string }) => each.rule === rule);

/** An area in which it is never night, so that tests say the same at any hour. */
async function area(night = { nightFrom: 0, nightUntil: 0 }): Promise<World> {
  const world = await app.world();
  await app.rows(
    `insert into maracs.rules (id, marac_id, version, effective_from, sections, reason, decided_by)
     values ($1, $2, 1, '2020-01-01', $3, 'test', 'test')`,
    [newId(), world.maracId, JSON.stringify({ watch: { ...night, casesAnHour: 2, refusalsAnHour: 3 } })],
  );
  return world;
}

/** A case that Housing referred; the victim has a surname of nobody's, or this one. */
async function refer(world: World, familyName?: string): Promise<{ caseId: string }> {
  const form = referralForm(world);
  const body = familyName ? { ...form, victim: { ...form.victim, familyName } } : form;
  const answer = await app.request('POST', '/referrals', { as: world.housing, body });
  if (answer.status !== 201) throw new Error(answer.text);
  return { caseId: answer.body.caseId as string };
}

const rename = (user: TestUser, name: string) =>
  app.rows('update identity.users set name = $2 where id = $1', [user.id, name]);

describe('refused', () => {
  test.each(['coordinator', 'chair', 'administrator', 'police', 'idva', 'observer'] as const)(
    'findings, to a %s',
    async (role) => {
      const world = await area();
      for (const [method, url] of [
        ['GET', '/audit/watch'],
        ['GET', `/audit/people/${newId()}`],
        ['POST', `/audit/watch/${newId()}/acknowledgement`],
      ] as const) {
        // prettier-ignore
        const body = method === 'POST' ? { reason: 'Looked into it' } : undefined;
        const { status } = await app.request(method, url, { as: world[role], body, headers: { 'if-match': '"1"' } });
        expect([url, status]).toEqual([url, 403]);
      }
    },
  );

  test('a finding about oneself, and one of another MARAC, just as one that is not there', async () => {
    const [world, other] = [await area(), await area()];
    const { caseId } = await refer(world, 'Rosser');
    const reader = await world.person(world.agencies.police.id, ['COORDINATOR', 'AUDITOR']);
    await rename(reader, 'Sam Rosser');
    await open(reader, caseId);
    await look();
    const [found] = await rules(world.auditor, 'SAME_SURNAME');
    expect(found).toMatchObject({ userId: reader.id, subjectId: caseId });
    for (const as of [reader, other.auditor]) {
      expect((await findings(as)).map(({ id }: { id: string }) => id)).not.toContain(found.id);
      const answer = (id: string) =>
        app.request('POST', `/audit/watch/${id}/acknowledgement`, { as, body: { reason: 'All is as it should be' }, headers: { 'if-match': '"1"' } }); // prettier-ignore
      const [hidden, absent] = [await answer(found.id), await answer(newId())];
      expect(hidden.status).toBe(404);
      expect({ ...hidden.body, reference: '' }).toEqual({ ...absent.body, reference: '' });
    }
  });
});

describe('found', () => {
  test('a reader with the surname of a party, once a day however often', async () => {
    const world = await area();
    const { caseId } = await refer(world, 'Rosser');
    await rename(world.coordinator, 'Sam Rosser');
    for (let i = 0; i < 3; i++) await open(world.coordinator, caseId);
    await look();
    const found = await rules(world.auditor, 'SAME_SURNAME');
    expect(found).toHaveLength(1);
    expect(JSON.stringify(found)).not.toMatch(/Rosser|Amara/);
  });

  test('many cases within an hour, counted on', async () => {
    const world = await area();
    const cases = [await refer(world), await refer(world), await refer(world)];
    for (const { caseId } of cases.slice(0, 2)) await open(world.chair, caseId);
    await look();
    const bulk = async () =>
      (await rules(world.auditor, 'IN_BULK')).filter((each: { userId: string }) => each.userId === world.chair.id);
    expect(await bulk()).toEqual([]);
    await open(world.chair, cases[2]!.caseId);
    await look();
    expect(await bulk()).toMatchObject([{ subjectKind: 'user', subjectId: world.chair.id, count: 3 }]);
  });

  test('somebody who tries one hidden case after another', async () => {
    const world = await area();
    for (let i = 0; i < 4; i++) expect((await open(world.police, newId())).status).toBe(404);
    await look();
    expect(await rules(world.auditor, 'REFUSED_OFTEN')).toMatchObject([{ userId: world.police.id, count: 4 }]);
  });

  test('a reading that nothing allowed: whatever let it through, it shows', async () => {
    const world = await area();
    const { caseId } = await refer(world);
    await app.rows(
      `insert into audit.events (id, actor_kind, actor_id, agency_id, marac_id, action, subject_kind, subject_id, purpose, labels, outcome)
       values ($1, 'user', $2, $3, $4, 'case.opened', 'case', $5, 'read-case', array['IDENTITY'], 'DONE')`,
      [newId(), world.observer.id, world.observer.agencyId, world.maracId, caseId],
    );
    await look();
    expect(await rules(world.auditor, 'NO_RELATION')).toMatchObject([{ userId: world.observer.id, subjectId: caseId }]);
  });

  test('reading at night, by the clock of the area', async () => {
    const world = await area({ nightFrom: 1, nightUntil: 0 }); // at any hour but the first
    const { caseId } = await refer(world);
    const hour = Number(
      new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' }).format(
        new Date(),
      ),
    );
    await open(world.coordinator, caseId);
    await look();
    const found = (await rules(world.auditor, 'AT_NIGHT')).filter(
      (each: { subjectId: string }) => each.subjectId === caseId,
    );
    expect(found.length > 0).toBe(hour !== 0);
  });

  test('nothing in ordinary work', async () => {
    const world = await area();
    const { caseId } = await refer(world);
    await open(world.idva, caseId);
    await look();
    const ofIdva = (await findings(world.auditor)).filter((each: { userId: string }) => each.userId === world.idva.id);
    expect(ofIdva).toEqual([]);
  });
});

test('every line is looked at once', async () => {
  await look();
  expect(await app.get(Lookout).look()).toBe(0);
});

test('an auditor answers for a finding, once, and says why', async () => {
  const world = await area();
  for (let i = 0; i < 4; i++) await open(world.police, newId());
  await look();
  const [found] = await rules(world.auditor, 'REFUSED_OFTEN');
  const answer = (headers: Record<string, string>, reason = 'Spoke to them: a wrong bookmark') =>
    app.request('POST', `/audit/watch/${found.id}/acknowledgement`, { as: world.auditor, body: { reason }, headers });
  expect((await answer({})).status).toBe(428);
  expect((await answer({ 'if-match': '"7"' })).status).toBe(412);
  expect((await answer({ 'if-match': '"1"' }, 'ok')).status).toBe(422);
  const done = await answer({ 'if-match': '"1"' });
  expect(done).toMatchObject({ status: 200, body: { acknowledgedBy: world.auditor.id, version: 2 } });
  expect((await answer({ 'if-match': '"2"' })).body.code).toBe('acknowledged-already');
  expect(await findings(world.auditor, '?open=true')).toEqual([]);
  expect(await findings(world.auditor, '?open=false')).toMatchObject([{ id: found.id }]);
});

test('auditors are told that there is something, never what, and never whom it is about', async () => {
  const world = await area();
  const suspect = await world.person(world.agencies.police.id, ['AUDITOR']);
  for (let i = 0; i < 4; i++) await open(suspect, newId());
  await look();
  await app.get(WorkerService).start();
  const inbox = async (as: TestUser) => (await app.request('GET', '/inbox', { as })).body.items;
  for (let tries = 0; tries < 100 && (await inbox(world.auditor)).length === 0; tries++)
    await new Promise((wait) => setTimeout(wait, 100));
  expect(await inbox(world.auditor)).toMatchObject([
    { kind: 'READING_UNUSUAL', subjectKind: 'finding', caseRef: null },
  ]);
  expect(await inbox(suspect)).toEqual([]);
}, 60_000);

describe('who looked at this person', () => {
  test('is answered in sentences, for every case they are a party of', async () => {
    const world = await area();
    const { caseId } = await refer(world);
    await open(world.idva, caseId);
    const [victim] = await app.rows<{ id: string }>(
      `select id from persons.persons where case_id = $1 and label = 'IDENTITY' limit 1`,
      [caseId],
    );
    const { status, body } = await app.request('GET', `/audit/people/${victim!.id}`, { as: world.auditor });
    expect(status).toBe(200);
    const [line] = body.items.filter((each: { actorId: string }) => each.actorId === world.idva.id);
    expect(line.sentence).toMatch(new RegExp(`^Test IDVA of IDVA service ${world.code} opened the case ${world.code}-\\S+ on .+, purpose read-case; shown: .*IDENTITY`)); // prettier-ignore
    const said = (await app.rows('select action from audit.events where subject_id = $1', [victim!.id])).map(
      ({ action }) => action,
    );
    expect(said).toContain('audit.read');
  });

  test('is not answered for a person of another MARAC, just as for none, nor to an auditor whom the case is shut to', async () => {
    const [world, other] = [await area(), await area()];
    const { caseId } = await refer(world);
    const [victim] = await app.rows<{ id: string }>(`select id from persons.persons where case_id = $1 limit 1`, [
      caseId,
    ]);
    const ask = (as: TestUser, id: string) => app.request('GET', `/audit/people/${id}`, { as });
    const absent = { ...(await ask(world.auditor, newId())).body, reference: '' };
    expect({ ...(await ask(other.auditor, victim!.id)).body, reference: '' }).toEqual(absent);
    await app.rows(
      `insert into access.exclusions (id, case_id, marac_id, user_id, cause, cause_id) values ($1, $2, $3, $4, 'CONFLICT', $1)`,
      [newId(), caseId, world.maracId, world.auditor.id],
    );
    expect({ ...(await ask(world.auditor, victim!.id)).body, reference: '' }).toEqual(absent);
  });
});
