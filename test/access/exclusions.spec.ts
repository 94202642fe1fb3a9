import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Exclusions, type Shutting } from '../../src/access/exclusions.service.js';
import { Actor } from '../../src/platform/db/actor.js';
import { tx } from '../../src/platform/db/transaction.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { startApp, type TestApp } from '../support/app.js';
import { fullCase, type FullCase } from '../support/full-case.js';
import type { TestUser, World } from '../support/world.js';

/** An exclusion beats standing and grants alike, on open sessions, from the moment it is written. */
let app: TestApp;
let world: World;
let shared: FullCase;
const cause = () => ({ cause: 'CONFLICT', causeId: randomUUID() }) as const;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  shared = await fullCase(app, world);
});
afterAll(() => app?.stop());

const exclude = (who: { userId: string } | { agencyId: string; exceptUserIds: string[] }, why = cause()) =>
  app.operate(async () =>
    app.get(Exclusions).exclude({ caseId: shared.caseId, maracId: world.maracId, ...why, ...who } as Shutting),
  );

async function sees(as: TestUser): Promise<boolean> {
  const one = await app.request('GET', `/cases/${shared.caseId}`, { as });
  const never = await app.request('GET', `/cases/${randomUUID()}`, { as });
  if (one.status === 404) expect(one.body).toEqual({ ...never.body, reference: one.body.reference });
  const lists = ['/referrals', '/flags', '/actions', `/meetings/${shared.meetingId}/case-list`];
  const texts = await Promise.all(lists.map(async (path) => (await app.request('GET', path, { as })).text));
  const named = texts.some((text) => text.includes(shared.caseId) || text.includes(shared.referralId));
  expect(named).toBe(one.status === 200);
  return named;
}

describe('who finds nothing', () => {
  test.each<[string, (w: World) => TestUser]>([
    ['the coordinator', (w) => w.coordinator],
    ['the chair', (w) => w.chair],
    ['the IDVA', (w) => w.idva],
    ['a representative of the referring agency', (w) => w.housing],
  ])('%s, once excluded, though nobody else is', async (_, who) => {
    expect(await sees(who(world))).toBe(true);
    await exclude({ userId: who(world).id });
    expect(await sees(who(world))).toBe(false);
    const others = [world.coordinator, world.chair, world.idva, world.housing].filter((other) => other !== who(world));
    for (const other of others) expect(await sees(other)).toBe(true);
  });

  test('all of an agency but the people named', async () => {
    const named = await world.person(world.agencies.housing.id, ['AGENCY_REPRESENTATIVE']);
    await exclude({ agencyId: world.agencies.housing.id, exceptUserIds: [named.id] });
    expect(await sees(world.housing)).toBe(false);
    expect(await sees(named)).toBe(true);
  });

  test('until every decision that excludes them is lifted', async () => {
    const [first, second] = [cause(), cause()];
    await exclude({ userId: world.idva.id }, first);
    await exclude({ userId: world.idva.id }, second);
    const lift = (id: string) => app.operate(() => app.get(Exclusions).lift(id));
    await lift(first.causeId);
    expect(await sees(world.idva)).toBe(false);
    await lift(second.causeId);
    expect(await sees(world.idva)).toBe(true);
  });
});

describe('in the database', () => {
  const as = (user: TestUser, secondFactorAt: Date | null) =>
    new Actor('user', user.id, user.agencyId, new Map(), secondFactorAt);
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const located = (actor: Actor) =>
    app.get(UnitOfWork).run(actor, async () => {
      const sql = `select count(*)::int as count from persons.locations where case_id = $1`;
      return (await tx().one<{ count: number }>(sql, [shared.caseId]))!.count;
    });

  test.each<[string, (w: World) => TestUser, Date | null, number]>([
    ['a coordinator without a second factor', (w) => w.coordinator, null, 0],
    ['a coordinator who proved one sixteen minutes ago', (w) => w.coordinator, minutesAgo(16), 0],
    ['a coordinator whose clock is ahead', (w) => w.coordinator, minutesAgo(-5), 0],
    ['a chair, whose need is shown case by case', (w) => w.chair, minutesAgo(1), 0],
    ['a referring agency', (w) => w.housing, minutesAgo(1), 0],
    ['a coordinator who proved one a minute ago', (w) => w.coordinator, minutesAgo(1), 1],
    ['the IDVA, with whom it was shared', (w) => w.idva, minutesAgo(1), 1],
  ])('%s finds what locates the victim: %s', async (_, who, at, count) => {
    expect(await located(as(who(world), at))).toBe(count);
  });
});
