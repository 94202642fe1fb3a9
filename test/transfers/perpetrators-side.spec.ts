import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Actor } from '../../src/platform/db/actor.js';
import { tx } from '../../src/platform/db/transaction.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { deliver } from '../meetings/calendar.js';
import { circulate, declare } from '../research/cycle.js';
import type { Answer } from '../support/app.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshly } from '../support/second-factor.js';
import type { TestUser } from '../support/world.js';
import { hear, listAt, type Moving, moving, offered, referThere, step } from './moving.js';

/**
 * The housing officer of the old area lets the perpetrator's flat, has the case by rights (it was referred by that agency, circulated to
 * it, and it owns an action), and must never learn where the victim has gone. Every GET route is asked, with everything that could be
 * put into its path, before the case moves and after it was offered, accepted, received, handed over and heard: not one answer differs.
 */
let app: TestApp;
let m: Moving;
let officer: TestUser;
let ids: string[];
let routes: string[];

beforeAll(async () => {
  app = await startApp();
  m = await moving(app);
  const { old, caseId } = m;
  officer = await freshly(app, old.housing);
  const item = await listAt(app, old, caseId);
  await circulate(app, item.meetingId, old.coordinator);
  await declare(app, item.meetingId, officer);
  const task = {
    ownerAgencyId: old.agencies.housing.id,
    ownerPost: 'Duty officer',
    text: 'Repossess the flat',
    target: 'PERPETRATOR',
  };
  const action = await app.request('POST', `/cases/${caseId}/actions`, { as: old.coordinator, body: task });
  await deliver(app);
  const { body: openapi } = await app.request('GET', '/api/openapi.json');
  routes = Object.entries<Record<string, { parameters?: { in: string; name: string; required?: boolean }[] }>>(
    openapi.paths,
  )
    .filter(([path, verbs]) => verbs['get'] && path.startsWith('/api/v1/') && !path.includes('/oidc/'))
    .map(([path, verbs]) => path + queryOf(verbs['get']!.parameters ?? []));
  const [row] = await app.rows(
    `select r.victim_id as victim, r.perpetrator_ids as perpetrators, f.id as flag, s.id as assessment
       from referrals.referrals r left join flags.flags f on f.case_id = r.case_id left join assessments.assessments s on s.case_id = r.case_id
      where r.id = $1`,
    [m.referralId],
  );
  ids = [caseId, m.referralId, item.meetingId, item.itemId, action.body.id, row.victim, ...row.perpetrators];
  ids.push(row.flag, row.assessment, old.maracId, old.agencies.housing.id, officer.id, old.coordinator.id);
}, 120_000);
afterAll(() => app?.stop());

/** What a route cannot do without, and what narrows it to this area. */
function queryOf(parameters: { in: string; name: string; required?: boolean }[]): string {
  const known: Record<string, string> = {
    marac: m.old.maracId,
    side: 'LEAVING',
    since: '2020-01-01T00:00:00Z',
    limit: '200',
  };
  const asked = parameters.filter(
    (one) => one.in === 'query' && (one.required || one.name === 'limit' || one.name === 'marac'),
  );
  const query = asked.flatMap(({ name }) => (known[name] ? [`${name}=${known[name]}`] : []));
  return query.length > 0 ? `?${query.join('&')}` : '';
}

/** An answer without what this walk itself moves: the reference of a refusal, and how often the officer's own agency looked. */
const settledText = (text: string) =>
  text
    .replaceAll(/"reference":"[^"]*"/g, '')
    .replaceAll(/"openings":\d+|"(?:first|last)OpenedAt":(?:"[^"]*"|null)/g, '');

const transferIds: string[] = [];

/** Every route with every id in its path: the answers, without what no two answers share. */
async function walk(as: TestUser): Promise<Map<string, { answer: Answer; said: string }>> {
  const answers = new Map<string, { answer: Answer; said: string }>();
  for (const route of routes)
    for (const id of route.includes('{') ? [...ids, ...transferIds] : ['']) {
      const path = route.replaceAll(/\{\w+\}/g, id);
      if (answers.has(path)) continue;
      const answer = await app.request('GET', path, { as });
      answers.set(path, { answer, said: `${answer.status} ${settledText(answer.text)}` });
    }
  return answers;
}

async function itMoves(): Promise<void> {
  const { old, there } = m;
  const id = await offered(app, m, { withLocations: true, locationsBecause: 'The alarm is fitted there' });
  transferIds.push(id);
  await step(app, id, 'acknowledgement', there.coordinator);
  await step(app, id, 'acceptance', there.coordinator);
  const { caseId } = await referThere(app, m);
  const received = await step(app, id, 'reception', there.coordinator, { caseId, countAs: 'NEW' });
  const day = '2026-01-02';
  const left = await step(app, id, 'handover', old.idva, { side: 'LEAVING', spokeOn: day });
  const arrived = await step(app, id, 'handover', there.idva, { side: 'ARRIVING', spokeOn: day });
  expect([received.status, left.status, arrived.status]).toEqual([200, 200, 200]);
  await deliver(app);
  await hear(app, there, await listAt(app, there, caseId));
  await deliver(app);
  await app.request('GET', `/cases/${m.caseId}`, { as: there.coordinator });
}

/** Whatever names the new area, or anybody in it. */
const needles = () => {
  const { there } = m;
  const people = [there.coordinator, there.chair, there.idva, there.housing];
  const agencies = Object.values(there.agencies).flatMap(({ id, name }) => [id, name]);
  return [there.maracId, there.code, `Test area ${there.code}`, ...agencies, ...people.flatMap(({ id, email }) => [id, email])]; // prettier-ignore
};

test('not one answer to the perpetrator’s housing officer differs once the victim has moved', async () => {
  const settled = await walk(officer);
  const before = await walk(officer);
  const restless = [...before].filter(([path, { said }]) => settled.get(path)!.said !== said).map(([path]) => path);
  expect(restless.filter((path) => path.includes(m.caseId) || path.includes(m.referralId))).toEqual([]);
  // what the officer has by rights is there, so that the silence below means something
  const open = [...before].filter(([, { answer }]) => answer.status === 200 && answer.text.includes(m.caseId));
  expect(open.length).toBeGreaterThanOrEqual(8);

  await itMoves();
  const after = await walk(officer);
  const changed = [...after].filter(([path, { said }]) => {
    const was = before.get(path);
    return was && !restless.includes(path) && was.said !== said;
  });
  expect(changed.map(([path]) => path)).toEqual([]);
  const words = needles();
  for (const [path, { answer }] of after) {
    const was = before.get(path)?.answer.text ?? '';
    const told = words.filter((word) => answer.text.includes(word) && !was.includes(word));
    expect([path, told]).toEqual([path, []]);
    expect([path, words.filter((word) => JSON.stringify(answer.headers).includes(word))]).toEqual([path, []]);
  }
  // of the transfer itself there is nothing, as of one that never was
  for (const [path, { answer }] of after)
    if (transferIds.some((id) => path.includes(id))) expect([path, answer.status >= 400]).toEqual([path, true]);
}, 300_000);

test('the same walk finds the new area in the hands of who may know it', async () => {
  const coordinator = await freshly(app, m.old.coordinator);
  const { text } = await app.request('GET', `/cases/${m.caseId}/transfers`, { as: coordinator });
  expect(text).toContain(m.there.maracId);
  const found = [...(await walk(coordinator))].filter(([path, { answer }]) => path.includes(m.caseId) && answer.text.includes(m.there.maracId)); // prettier-ignore
  expect(found.length).toBeGreaterThan(0);
}, 300_000);

test('errors to the officer are those of a transfer that never was, and of a case that is on no offer', async () => {
  const never = '0198a000-0000-7000-8000-0000000000aa';
  const tries: [string, string, object | undefined][] = [
    ['POST', 'transfers/:id/acceptance', undefined],
    ['POST', 'transfers/:id/refusal', { reason: 'x' }],
    ['POST', 'transfers/:id/withdrawal', { reason: 'x' }],
    ['POST', 'transfers/:id/reception', { caseId: m.caseId, countAs: 'NEW' }],
    ['POST', 'transfers/:id/handover', { side: 'ARRIVING', spokeOn: '2026-01-02' }],
    ['POST', 'transfers/:id/package/verification', undefined],
  ];
  const bare = ({ status, body }: Answer) => ({ status, ...body, reference: undefined });
  for (const [verb, path, body] of tries) {
    const [real, none] = [transferIds[0]!, never].map((id) =>
      app.request(verb, `/${path.replace(':id', id)}`, { as: officer, body }),
    );
    expect(bare(await real!)).toEqual(bare(await none!));
  }
  const offering = { toMaracId: m.there.maracId, kind: 'PERMANENT', reason: 'x' };
  expect((await app.request('POST', `/cases/${m.caseId}/transfers`, { as: officer, body: offering })).status).toBe(403);
});

test('in the database nothing of a transfer is the officer’s: no row of any of its tables, and no sharing that names it', async () => {
  const actor = new Actor('user', officer.id, officer.agencyId, new Map(), new Date());
  const tables = ['transfers', 'destinations', 'incoming', 'parts', 'handovers', 'chases'];
  const rows = () =>
    app.get(UnitOfWork).run(actor, async () => {
      const texts = tables.map((table) => `select id from transfers.${table}`);
      texts.push(`select id from access.grants where origin = 'TRANSFER'`);
      const seen = await Promise.all(texts.map((text) => tx().query<{ id: string }>(text)));
      return seen.map((found) => found.length);
    });
  expect(await rows()).toEqual([0, 0, 0, 0, 0, 0, 0]);
  // nor once something of the case was given to the officer in person, as in an emergency
  await app.rows(
    `insert into access.grants (id, case_id, marac_id, grantee_id, grantee_kind, labels, purpose, lawful_basis, reason, decided_by)
     values (gen_random_uuid(), $1, $2, $3, 'USER', '{IDENTITY,PERPETRATOR,CHILD}', 'protect-adult', '{UKGDPR-6-1-E}', 'test', 'test:test')`,
    [m.caseId, m.old.maracId, officer.id],
  );
  expect(await rows()).toEqual([0, 0, 0, 0, 0, 0, 0]);
});
