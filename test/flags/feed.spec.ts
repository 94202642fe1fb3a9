import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { WorkerService } from '../../src/platform/queue/worker.js';
import { eventually } from '../actions/plan.js';
import { startApp, type TestApp } from '../support/app.js';
import { referralForm } from '../support/referral.js';
import type { TestUser, World } from '../support/world.js';
import { type Flagged, flagged, letItLapse, shareWith, shutOut, sweep } from './flagging.js';

let app: TestApp;
let world: World;
let elsewhere: World;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  elsewhere = await app.world();
});
afterAll(() => app?.stop());

const feed = (as: TestUser, query = '', headers?: Record<string, string>) =>
  app.request('GET', `/flags/changes${query}`, { as, headers });

/** Everything from a place on, page by page, and the place reached. */
async function readOn(as: TestUser, since: string | null, limit = 200) {
  const items: { flagId: string; kind: string; at: string; expiresOn: string }[] = [];
  for (;;) {
    const { body } = await feed(as, `?limit=${limit}${since ? `&since=${since}` : ''}`);
    items.push(...body.items);
    since = body.next;
    if (!body.more) return { items, since };
  }
}
const kindsOf = async (as: TestUser, flag: Flagged, since: string | null = null) =>
  (await readOn(as, since)).items.filter(({ flagId }) => flagId === flag.id).map(({ kind }) => kind);
const move = (flag: Flagged, days: number) =>
  app.rows(
    `update flags.flags set expires_on = current_date + $2::int, version = version + 1, changed_at = now(), lapsed_at = null where id = $1`,
    [flag.id, days],
  );

describe('who finds nothing', () => {
  beforeAll(async () => {
    await flagged(app, world);
    await sweep(app);
  });

  test.each([
    ['an agency that the case was not shared with', () => world.probation],
    ['the coordinator of another MARAC', () => elsewhere.coordinator],
    ['the IDVA service of another MARAC', () => elsewhere.idva],
  ])('%s', async (_, who) => {
    expect((await feed(who())).body).toEqual({ items: [], next: null, more: false });
  });

  test.each(['administrator', 'auditor', 'analyst', 'observer', 'referrer'] as const)('the %s', async (role) => {
    expect((await feed(world[role])).status).toBe(403);
  });

  test('who is excluded reads the same as if the case had never been, its ETag too', async () => {
    const own = await app.world();
    const shut = await own.person(own.agencies.police.id, ['COORDINATOR']);
    const [first, hidden] = [await flagged(app, own), await flagged(app, own)];
    await sweep(app);
    await shutOut(app, own, hidden.caseId, shut.id);
    const before = await feed(shut);
    expect(before.body.items.map((item: { flagId: string }) => item.flagId)).toEqual([first.id]);
    await move(hidden, 700);
    await sweep(app);
    const after = await feed(shut);
    expect(after.body).toEqual(before.body);
    expect(after.headers['etag']).toBe(before.headers['etag']);
    expect(await kindsOf(own.coordinator, hidden)).toEqual(['SET', 'MOVED']);
  });
});

describe('what is told', () => {
  test('set, moved, lapsed and set again: each once, in order, with ids and dates alone', async () => {
    const flag = await flagged(app, world);
    const { since } = await readOn(world.housing, null);
    await Promise.all([sweep(app), sweep(app), sweep(app)]);
    const { items } = await readOn(world.housing, since);
    expect(items).toEqual([
      {
        flagId: flag.id,
        caseId: flag.caseId,
        caseRef: expect.stringContaining(world.code),
        kind: 'SET',
        setOn: expect.any(String),
        expiresOn: expect.any(String),
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      },
    ]);
    await move(flag, 500);
    await sweep(app);
    await letItLapse(app, flag.id);
    await sweep(app);
    await sweep(app);
    await move(flag, 600);
    await sweep(app);
    expect(await kindsOf(world.housing, flag, since)).toEqual(['SET', 'MOVED', 'LAPSED', 'SET']);
  });

  test('a repeat moves the flag of its case, and sets one anew that had lapsed', async () => {
    const { victim, perpetrators } = referralForm(world);
    const form = (incidentOn: string) => ({ victim, perpetrators, incidentOn });
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
    const flag = await flagged(app, world, form(ago(110)));
    const wasReferred = (day: string) =>
      app.rows('update referrals.referrals set referred_on = $2 where case_id = $1', [flag.caseId, day]);
    await wasReferred(ago(100));
    await sweep(app);
    const state = async () =>
      (
        await app.rows(
          `select version, expires_on > current_date as active, changed_at > now() - interval '1 minute' as fresh, lapsed_at as "lapsedAt"
             from flags.flags where id = $1`,
          [flag.id],
        )
      )[0];
    await app.rows(
      `update flags.flags set set_on = set_on - 30, expires_on = expires_on - 30, changed_at = now() - interval '30 days' where id = $1`,
      [flag.id],
    );
    expect((await flagged(app, world, form(ago(50)))).id).toBe(flag.id);
    expect(await state()).toEqual({ version: 2, active: true, fresh: true, lapsedAt: null });
    await sweep(app);
    await wasReferred(ago(40));
    await letItLapse(app, flag.id);
    await sweep(app);
    expect(await state()).toMatchObject({ active: false, lapsedAt: expect.any(Date) });
    expect((await flagged(app, world, form(ago(10)))).id).toBe(flag.id);
    expect(await state()).toEqual({ version: 3, active: true, fresh: true, lapsedAt: null });
    await sweep(app);
    expect(await kindsOf(world.coordinator, flag)).toEqual(['SET', 'MOVED', 'LAPSED', 'SET']);
  });

  test('a flag that had lapsed before anybody was told is told of as lapsed', async () => {
    const flag = await flagged(app, world);
    await letItLapse(app, flag.id, 40);
    await sweep(app);
    expect(await kindsOf(world.coordinator, flag)).toEqual(['LAPSED']);
  });

  test('who gets the case later hears of a flag that was there before, and nobody else hears of that', async () => {
    const flag = await flagged(app, world);
    await sweep(app);
    const { since } = await readOn(world.probation, null);
    await shareWith(app, flag, world.agencies.probation.id);
    await sweep(app);
    await sweep(app);
    expect((await readOn(world.probation, since)).items.map(({ kind }) => kind)).toEqual(
      since === null ? ['SET', 'SHARED'] : ['SHARED'],
    );
    expect(await kindsOf(world.coordinator, flag)).toEqual(['SET']);
    expect(await kindsOf(world.housing, flag)).toEqual(['SET']);
  });

  test('a flag that is being moved by an unfinished unit of work is told of the next time, and holds nobody up', async () => {
    const [held, other] = [await flagged(app, world), await flagged(app, world)];
    const somebody = new pg.Client({ connectionString: app.database.adminUrl });
    await somebody.connect();
    await somebody.query('begin');
    await somebody.query('select from flags.flags f where f.id = $1 for update', [held.id]);
    await sweep(app);
    expect(await kindsOf(world.coordinator, held)).toEqual([]);
    expect(await kindsOf(world.coordinator, other)).toEqual(['SET']);
    await somebody.end();
    const { since } = await readOn(world.coordinator, null);
    await sweep(app);
    expect(await kindsOf(world.coordinator, held, since)).toEqual(['SET']);
  });
});

describe('reading on', () => {
  test('pages of any size give the same, in an order that stays', async () => {
    const own = await app.world();
    for (let i = 0; i < 5; i++) await flagged(app, own);
    await sweep(app);
    const whole = await readOn(own.coordinator, null);
    expect(whole.items).toHaveLength(5);
    expect(await readOn(own.coordinator, null, 2)).toEqual(whole);
    expect([...whole.items].sort((a, b) => (a.at < b.at ? -1 : 1))).toEqual(whole.items);
    expect((await readOn(own.coordinator, whole.since)).items).toEqual([]);
    expect((await feed(own.coordinator, `?since=${whole.since}`)).body.next).toBe(whole.since);
  });

  test('unchanged is 304 without a body, and on record all the same', async () => {
    const own = await app.world();
    await flagged(app, own);
    await sweep(app);
    const first = await feed(own.coordinator);
    const tag = first.headers['etag'] as string;
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const again = await feed(own.coordinator, '', { 'if-none-match': known });
      expect([known, again.status, again.text, again.headers['etag']]).toEqual([known, 304, '', tag]);
    }
    expect((await feed(own.coordinator, '', { 'if-none-match': '"other"' })).status).toBe(200);
    const reads = await app.rows(`select from audit.events where action = 'flags.changes-read' and actor_id = $1`, [
      own.coordinator.id,
    ]);
    expect(reads).toHaveLength(6);
    await flagged(app, own);
    await sweep(app);
    expect((await feed(own.coordinator, '', { 'if-none-match': tag })).status).toBe(200);
  });

  test.each(['x', '2026-02-30T00:00:00Z', '2026-11-01', '-infinity', "'"])(
    'from a place that is none: %s',
    async (since) => {
      const answer = await feed(world.coordinator, `?since=${encodeURIComponent(since)}`);
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toEqual([expect.objectContaining({ pointer: 'since', code: 'not-an-instant' })]);
    },
  );
});

describe('with the worker running', () => {
  beforeAll(() => app.get(WorkerService).start());
  afterAll(() => app.get(WorkerService).stop());

  test('a flag is told of at once, and what was missed while it was off as well', async () => {
    const flag = await flagged(app, world);
    await eventually(async () => (await kindsOf(world.housing, flag)).length > 0);
    const [due] = await app.rows(
      `select state, due_at from platform.due where kind = 'flags.look-through' and subject = $1`,
      [world.maracId],
    );
    expect(due.state).toBe('WAITING');
    const hour = due.due_at.toLocaleTimeString('en-GB', { timeZone: 'Europe/London' });
    expect(hour).toBe('00:00:00');
  });

  test('a lapse comes with the day', async () => {
    const flag = await flagged(app, world);
    await eventually(async () => (await kindsOf(world.housing, flag)).length > 0);
    await letItLapse(app, flag.id);
    await app.rows(
      `update platform.due set due_at = now(), next_at = now() where kind = 'flags.look-through' and subject = $1`,
      [world.maracId],
    );
    await eventually(async () => (await kindsOf(world.housing, flag)).length > 1);
    expect(await kindsOf(world.housing, flag)).toEqual(['SET', 'LAPSED']);
  });
});
