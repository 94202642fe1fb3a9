import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Subscribers } from '../../src/notifications/subscribers.service.js';
import { Mailer } from '../../src/notifications/mailer.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { fullCase, type FullCase } from '../support/full-case.js';
import type { TestUser, World } from '../support/world.js';

/**
 * Who is excluded from a case finds every page as it would be if the case were not there. Each reader reads everything before there
 * is a case, while there is one, and after an exclusion; the first and the last must be the same.
 */
let app: TestApp;
let world: World;
let base: FullCase;
let hidden: FullCase & { ref: string; names: string[] };
const figures: string[] = [];

const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as OpenAPIObject;
const READS = Object.entries(paths).flatMap(([path, item]) => (item.get ? [path] : [])).filter((path) => path.startsWith('/api/v1/')); // prettier-ignore
/** What some of them ask for. */
const QUERIES: Record<string, (w: World) => string> = {
  '/api/v1/meetings/unlisted': (w) => `?marac=${w.maracId}`,
  '/api/v1/actions': () => '?limit=200',
  '/api/v1/intake': (w) => `?marac=${w.maracId}&limit=200`,
};

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  base = await fullCase(app, world);
});
afterAll(async () => {
  console.log(`hidden: ${READS.length} reading routes; ${figures.join('; ')}`);
  await app?.stop();
});

/** The case that is to be hidden: on the same meeting's list, with an overdue action, notices and everything else. */
async function placeHidden(): Promise<void> {
  const made = await fullCase(app, world, {}, base.meetingId);
  const [row] = await app.rows(
    `select c.ref, array(select p.family_name from persons.persons p where p.case_id = c.id) as names from access.cases c where c.id = $1`,
    [made.caseId],
  );
  hidden = { ...made, ...row };
  const { caseId, referralId, actionId } = hidden;
  const [alert] = await app.rows('select id from actions.alerts where action_id = $1', [actionId]);
  const ids = { referralId, caseId, maracId: world.maracId, agencyId: world.agencies.housing.id };
  await app.operate(() => app.get(Subscribers).received(ids, randomUUID()));
  await app.operate(() => app.get(Subscribers).declined(ids, randomUUID()));
  await app.operate(() => app.get(Subscribers).overdue({ actionId, alertId: alert.id }));
} // prettier-ignore

/** Ids for the parameter of a path: those of one case, or of none. */
function idsOf(one: FullCase | null, inbox?: string): Record<string, string> {
  const none = () => randomUUID();
  return {
    ...{ cases: one?.caseId ?? none(), referrals: one?.referralId ?? none(), actions: one?.actionId ?? none() },
    ...{ 'agenda-items': one?.agendaItemId ?? none(), inbox: inbox ?? none(), audit: one?.caseId ?? none() },
  };
}

/** What differs from one request to the next. When a case was last opened is asked by this very test. A meeting's version counts every change of its list, and is left out knowingly. */
const volatile = (text: string) =>
  text
    .replace(/"(reference|expiresAt|firstOpenedAt|lastOpenedAt)":("[^"]*"|null)/g, '')
    .replace(/"(version|daysWaiting|openings)" ?: ?\d+/g, '');

/** That somebody took a copy of a meeting's papers is no secret of a case; which cases are in it is looked at before. */
const withoutCopies = (text: string) => text.replace(/"copies":\[.*\]/, '');

/** All that somebody reads: every GET route, by the ids of the case that stays, of the one that comes, and of none. */
async function everything(as: TestUser, other: FullCase | null): Promise<Map<string, string>> {
  const read = new Map<string, string>();
  const get = async (key: string, path: string) => {
    const { status, text } = await app.request('GET', path.replace(/\{\w+\}/g, ''), { as });
    read.set(key, `${status} ${volatile(text)}`);
  };
  for (const path of READS) {
    const room = path.split('/')[3]!;
    const query = QUERIES[path]?.(world) ?? '';
    if (!path.includes('{')) await get(path, `${path}${query}`);
    else if (room === 'meetings') await get(path, path.replace(/\{\w+\}/, base.meetingId));
    else if (room === 'maracs') await get(path, path.replace(/\{\w+\}/, world.maracId));
    else {
      const id = (ids: Record<string, string>) => path.replace(/\{\w+\}/, ids[room] ?? randomUUID());
      await get(path, id(idsOf(base)));
      await get(`${path} of the other`, id(idsOf(other)));
    }
  }
  return read;
}

const about = () => [
  hidden.caseId,
  hidden.referralId,
  hidden.actionId,
  hidden.agendaItemId,
  hidden.ref,
  ...hidden.names,
];

describe('every page is as if the case were not there', () => {
  test.each<[string, (w: World) => TestUser]>([
    ['the coordinator', (w) => w.coordinator],
    ['the chair', (w) => w.chair],
    ['the IDVA', (w) => w.idva],
    ['a representative of the referring agency', (w) => w.housing],
    ['a referrer of that agency', (w) => w.referrer],
  ])('%s', async (name, who) => {
    const reader = who(world);
    const before = await everything(reader, null);
    await placeHidden();
    const meanwhile = await everything(reader, hidden);
    const shown = [...meanwhile].filter(([, text]) => about().some((word) => text.includes(word))).map(([path]) => path);
    expect(shown.length).toBeGreaterThanOrEqual(name.includes('referrer') ? 3 : 7);
    const decider = who(world) === world.chair ? world.coordinator : world.chair;
    const report = { caseId: hidden.caseId, userId: reader.id, nature: 'RELATIVE' };
    const begun = performance.now();
    expect((await app.request('POST', '/conflicts', { as: decider, body: report })).status).toBe(201);
    const afterwards = await everything(reader, hidden);
    const took = performance.now() - begun;
    for (const [path, text] of afterwards) {
      expect([path, about().filter((word) => text.includes(word))]).toEqual([path, []]);
      expect([path, withoutCopies(text)]).toEqual([path, withoutCopies(before.get(path) ?? '')]);
    }
    figures.push(`${name}: ${shown.length} showed the case, 0 after (${afterwards.size} pages in ${Math.round(took)} ms)`);
  }, 120_000); // prettier-ignore

  test('from the very next request on a session that is open, within a second', async () => {
    await placeHidden();
    const times: number[] = [];
    for (const reader of [world.coordinator, world.idva, world.housing]) {
      const path = `/cases/${hidden.caseId}`;
      expect((await app.request('GET', path, { as: reader })).status).toBe(200);
      const report = { caseId: hidden.caseId, userId: reader.id, nature: 'RELATIVE' };
      await app.request('POST', '/conflicts', { as: world.chair, body: report });
      const begun = performance.now();
      while ((await app.request('GET', path, { as: reader })).status !== 404) await sleep(1);
      times.push(performance.now() - begun);
    }
    expect(Math.max(...times)).toBeLessThan(1_000);
    figures.push(`hidden on open sessions after ${times.map(Math.round).join(', ')} ms`);
  });

  test('an auditor finds no line that names it or anything of it', async () => {
    await placeHidden();
    const log = async () => {
      let text = '';
      for (let after = ''; ; ) {
        const { body } = await app.request('GET', `/audit/events?limit=200${after && `&after=${after}`}`, { as: world.auditor });
        text += JSON.stringify(body.items);
        if (!body.next) return text;
        after = body.next;
      }
    };
    const words = () => [hidden.caseId, hidden.referralId, hidden.actionId];
    const open = await log();
    for (const id of words()) expect([id, open.includes(id)]).toEqual([id, true]);
    const report = { caseId: hidden.caseId, userId: world.auditor.id, nature: 'RELATIVE' };
    await app.request('POST', '/conflicts', { as: world.chair, body: report });
    const shut = await log();
    const hangs = await app.rows<{ id: string }>(
      `select id from persons.persons where case_id = $1 union select id from conflicts.conflicts where case_id = $1
       union select id from conflicts.ties where user_id = $2`,
      [hidden.caseId, world.auditor.id],
    );
    for (const id of [...words(), ...hangs.map((row) => row.id)]) expect([id, shut.includes(id)]).toEqual([id, false]);
    expect((await app.request('GET', `/audit/subjects/${hidden.caseId}`, { as: world.auditor })).body.items).toEqual([]);
    expect(shut).toContain(base.caseId);
  }); // prettier-ignore
});

/** What changes things, with bodies that would do. `id` is replaced by that of the case's thing, or by one of nothing. */
const WRITES: [method: string, path: string, room: string, body?: object][] = [
  ['POST', '/referrals/{id}/submission', 'referrals'],
  ['POST', '/referrals/{id}/screening', 'referrals', { decision: 'ACCEPT' }],
  ['POST', '/referrals/{id}/withdrawal', 'referrals', { reason: 'a mistake' }],
  ['POST', '/referrals/{id}/sign-off', 'referrals'],
  ['POST', '/referrals/{id}/appeal', 'referrals', { grounds: 'it is not over' }],
  ['POST', '/referrals/{id}/appeal/decision', 'referrals', { outcome: 'ALLOWED', reason: 'heard' }],
  ['PUT', '/agenda-items/{id}', 'agenda-items', { minutes: 20 }],
  ['POST', '/agenda-items/{id}/deferral', 'agenda-items', { reason: 'TIME_OVERRUN', because: 'too long' }],
  ['POST', '/actions/{id}/updates', 'actions', { note: 'done' }],
  ['POST', '/actions/{id}/closure', 'actions', { reason: 'NOT_DONE_AGENCY', outcome: 'done' }],
  ['POST', '/actions/{id}/acceptance', 'actions', { ownerPost: 'Manager' }],
  ['POST', '/actions/{id}/declining', 'actions', { reason: 'no' }],
  ['POST', '/actions/{id}/reassignment', 'actions', { ownerPost: 'Manager', reason: 'away' }],
  ['POST', '/cases/{id}/action-proposals', 'cases', { text: 'x', target: 'VICTIM' }],
  ['POST', '/actions/{id}/due-date', 'actions', { dueOn: '2031-01-06', reason: 'later' }],
  ['POST', '/agenda-items/{id}/outcome', 'agenda-items', { status: 'HEARD' }],
  ['POST', '/agenda-items/{id}/actions', 'agenda-items', { text: 'x', target: 'VICTIM' }],
  ['POST', '/cases/{id}/actions', 'cases', { text: 'x', target: 'VICTIM' }],
  ['POST', '/cases/{id}/restrictions', 'cases', { exceptUserIds: [], reason: 'he works there' }],
  ['POST', '/conflicts', 'cases', { caseId: '{id}', nature: 'FRIEND' }],
  ['POST', '/break-glass', 'cases', { caseId: '{id}', reasonCode: 'OTHER', text: 'an emergency' }],
  ['POST', '/meetings/{meeting}/agenda-items', 'cases', { caseId: '{id}' }],
  ['POST', '/assessments', 'cases', { caseId: '{id}', assessment: { instrument: 'SAFELIVES_DASH', statedTotal: 15 } }],
  ['POST', '/inbox/{id}/read', 'inbox'],
];

test('whatever the excluded try to change answers as for something that never was', async () => {
  await placeHidden();
  const readers = [world.coordinator, world.chair, world.idva, world.housing];
  const last = await world.person(world.agencies.probation.id, ['COORDINATOR']);
  const notices = new Map<string, string>();
  for (const reader of readers) {
    const { items } = (await app.request('GET', '/inbox?limit=200', { as: reader })).body;
    notices.set(reader.id, items.find((one: { caseRef: string }) => one.caseRef === hidden.ref)?.id);
  }
  for (const { id: userId } of readers)
    await app.request('POST', '/conflicts', { as: last, body: { caseId: hidden.caseId, userId, nature: 'RELATIVE' } });
  let pairs = 0;
  for (const as of readers) {
    for (const [method, path, room, body = {}] of WRITES) {
      const send = async (ids: Record<string, string>) => {
        const fill = (text: string) => text.replaceAll('{id}', ids[room]!).replaceAll('{meeting}', base.meetingId);
        const owner = path.endsWith('/actions')
          ? { ownerAgencyId: world.agencies.housing.id, ownerPost: 'Duty officer' }
          : {};
        const agency = path.endsWith('/restrictions') ? { agencyId: world.agencies.housing.id } : {};
        const filled = JSON.parse(fill(JSON.stringify({ ...body, ...owner, ...agency }))) as object;
        const { status, text } = await app.request(method, fill(path), {
          ...{ as, body: Object.keys(body).length > 0 ? filled : undefined, headers: { 'if-match': '"1"' } },
        });
        return `${status} ${volatile(text)}`;
      };
      const [there, never] = [await send(idsOf(hidden, notices.get(as.id))), await send(idsOf(null))];
      expect([method, path, there]).toEqual([method, path, never]);
      expect([path, there.slice(0, 1)]).toEqual([path, '4']);
      pairs++;
    }
  }
  figures.push(`${pairs} pairs of changes to hidden and absent things answered alike`);
}, 120_000);

test('mail that was owed to the excluded is not sent any more', async () => {
  await placeHidden();
  const owed = () =>
    app.rows<{ id: string; state: string; error_code: string }>(
      `select m.id, m.state, m.error_code from notifications.mails m join notifications.notices n on n.id = m.notice_id
        where m.user_id = $1 and n.about_case = $2`,
      [world.coordinator.id, hidden.caseId],
    );
  const waiting = await owed();
  expect(waiting.length).toBeGreaterThan(0);
  const report = { caseId: hidden.caseId, userId: world.coordinator.id, nature: 'RELATIVE' };
  await app.request('POST', '/conflicts', { as: world.chair, body: report });
  for (const { id } of waiting) await app.get(Mailer).send({ mailId: id });
  expect((await owed()).map(({ state, error_code }) => [state, error_code])).toEqual(
    waiting.map(() => ['DROPPED', 'not-theirs-any-more']),
  );
});

test('an agenda that the excluded put in order keeps the hidden case, last, and shows no gap', async () => {
  await placeHidden();
  const more = await fullCase(app, world, {}, base.meetingId);
  const list = async (as: TestUser) =>
    (await app.request('GET', `/meetings/${base.meetingId}/case-list`, { as })).body as {
      version: number;
      items: { agendaItemId: string; caseId: string; position: number }[];
    };
  const report = { caseId: hidden.caseId, userId: world.coordinator.id, nature: 'RELATIVE' };
  await app.request('POST', '/conflicts', { as: world.chair, body: report });
  const seen = await list(world.coordinator);
  expect(seen.items.map((item) => item.position)).toEqual([1, 2]);
  const items = seen.items.map((item) => item.agendaItemId).reverse();
  const order = {
    as: world.coordinator,
    body: { items, reason: 'guests' },
    headers: { 'if-match': `"${seen.version}"` },
  };
  const answer = await app.request('PUT', `/meetings/${base.meetingId}/order`, order);
  expect(answer.status).toBe(200);
  expect((await list(world.coordinator)).items.map((item) => item.agendaItemId)).toEqual(items);
  const whole = await list(world.chair);
  expect(whole.items.map((item) => item.caseId)).toEqual([more.caseId, base.caseId, hidden.caseId]);
  expect(whole.items.map((item) => item.position)).toEqual([1, 2, 3]);
});
