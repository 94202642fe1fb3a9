import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/platform/db/ids.js';
import { Outbox } from '../../src/platform/events/outbox.js';
import { agree, foundCase } from '../actions/plan.js';
import { FeedWriter } from '../../src/webhooks/feed-writer.service.js';
import { deliver as deliverEvents } from '../meetings/calendar.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';

/** What happened, read on from a place: what the reader may see, and nothing twice or missed. */
let app: TestApp;
let world: World;
let caseId: string;
let start: string;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  caseId = (await foundCase(app, world, world.agencies.housing.id, world.agencies.idvaService.id)).caseId;
  const [last] = await app.rows(`select coalesce(max(e.place), 0)::text as place from webhooks.events e`);
  start = last.place;
});
afterAll(() => app?.stop());

const deliver = async (to: TestApp) => {
  await deliverEvents(to);
  await to.get(FeedWriter).givePlaces();
};
const publish = (name: string, ids: Record<string, string>) =>
  app.operate(async () => app.get(Outbox).publish({ name, ids: { maracId: world.maracId, ...ids } }));
const listed = (of = caseId) => publish('case.listed', { agendaItemId: newId(), meetingId: newId(), caseId: of });
const read = (as: TestUser, since = start, headers: Record<string, string> = {}, limit = 100) =>
  app.request('GET', `/events?since=${since}&limit=${limit}`, { as, headers });
const kinds = async (as: TestUser) => (await read(as)).body.items.map(({ kind }: { kind: string }) => kind);

describe('who does not read of it', () => {
  test.each(['administrator', 'auditor', 'analyst', 'observer', 'referrer'] as const)('%s has no feed', async (who) => {
    expect((await read(world[who])).status).toBe(403);
  });

  test('with whom the case is not shared; of another area; who declared a conflict', async () => {
    await listed();
    await deliver(app);
    expect(await kinds(world.probation)).toEqual([]);
    expect(await kinds((await app.world()).coordinator)).toEqual([]);
    for (const who of [world.housing, world.idva, world.coordinator]) expect(await kinds(who)).toEqual(['case.listed']);
    await app.request('POST', '/conflicts', { as: world.idva, body: { caseId, nature: 'FRIEND' } });
    expect(await kinds(world.idva)).toEqual([]);
    expect(await kinds(world.housing)).toEqual(['case.listed']);
  });

  test('whose business it is not: an action is its owner’s and the overseers’', async () => {
    const { id: actionId } = await agree(app, world, caseId, world.agencies.idvaService.id);
    await publish('action.overdue', { actionId, caseId, alertId: newId() });
    await deliver(app);
    expect(await kinds(world.housing)).toEqual([]);
    expect(await kinds(world.idva)).toEqual(['action.overdue']);
    expect(await kinds(world.chair)).toEqual(['action.overdue']);
  });

  test('what must not be told by being there is not in it', async () => {
    await publish('conflict.found', { conflictId: newId(), caseId });
    await publish('persons.location-added', { locationId: newId(), caseId });
    await deliver(app);
    expect(await kinds(world.coordinator)).toEqual([]);
  });
});

describe('reading on', () => {
  test('page by page: everything once, in its place', async () => {
    const published: string[] = [];
    for (let n = 0; n < 7; n++) published.push(await listed());
    await deliver(app);
    const seen: string[] = [];
    let since = start;
    for (;;) {
      const { body } = await read(world.coordinator, since, {}, 3);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      since = body.next;
      if (!body.more) break;
    }
    expect([...seen].sort()).toEqual([...published].sort());
  });

  test('places are given once and in a row, however many give them at once', async () => {
    for (let n = 0; n < 20; n++) await listed();
    await deliverEvents(app);
    expect((await read(world.coordinator)).body.items).toEqual([]);
    await Promise.all(Array.from({ length: 5 }, () => app.get(FeedWriter).givePlaces()));
    const places = (await read(world.coordinator)).body.items.map(({ place }: { place: string }) => Number(place));
    expect(places).toEqual(Array.from({ length: 20 }, (_, n) => Number(start) + 1 + n));
  });

  test('nothing new: 304 by ETag', async () => {
    await listed();
    await deliver(app);
    const first = await read(world.coordinator);
    const again = await read(world.coordinator, start, { 'if-none-match': String(first.headers['etag']) });
    expect([again.status, again.text]).toEqual([304, '']);
    await listed();
    await deliver(app);
    expect((await read(world.coordinator, start, { 'if-none-match': String(first.headers['etag']) })).status).toBe(200);
  });

  test('holds ids alone, and only those that leave', async () => {
    const { id: actionId } = await agree(app, world, caseId, world.agencies.housing.id, { text: 'Canary words' });
    await publish('action.overdue', { actionId, caseId, alertId: newId() });
    await deliver(app);
    const { body, text } = await read(world.housing);
    expect(body.items).toMatchObject([{ kind: 'action.overdue', ids: { actionId, caseId, maracId: world.maracId } }]);
    expect(text).not.toMatch(/Canary|alertId/);
  });

  test.each(['-1', 'x', '1.5', '9'.repeat(19)])('a place that is none (%s) is refused', async (since) => {
    expect((await read(world.coordinator, since)).status).toBe(422);
  });
});
