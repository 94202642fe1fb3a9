import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DueSweep } from '../../src/platform/due/due-sweep.js';
import { RungSubscribers } from '../../src/notifications/rung-subscribers.service.js';
import { letDaysPass } from '../journeys/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { acknowledge, type Flagged, flagged, letItWait, sweep } from './flagging.js';

let app: TestApp;
let world: World;
let manager: TestUser;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  manager = await world.person(world.agencies.housing.id, ['AGENCY_MANAGER']);
});
afterAll(() => app?.stop());

/** Housing was reminded of a flag, the IDVA service said what it did. */
async function reminded(): Promise<Flagged> {
  const flag = await flagged(app, world);
  await acknowledge(app, world.idva, flag.id, 'PLACED');
  await letItWait(app, flag, 30);
  await sweep(app);
  return flag;
}

/** Days pass, and what fell due is told. */
async function pass(days: number, flag: Flagged): Promise<void> {
  await letDaysPass(app, days);
  await app.get(DueSweep).sweep();
  const raised = await app.rows(
    `select o.ids from platform.outbox o where o.name = 'alert.raised' and o.ids->>'rungId' in (select r.id::text from alerts.rungs r where r.subject_id = $1)`,
    [flag.id],
  );
  for (const { ids } of raised) await app.operate(() => app.get(RungSubscribers).raised(ids));
}
const kinds = async (user: TestUser) =>
  (await app.rows<{ kind: string }>('select kind from notifications.notices where user_id = $1 order by id', [user.id]))
    .map(({ kind }) => kind)
    .filter((kind) => /FLAG_STILL|OVERDUE_IN/.test(kind));

describe('an agency that stays silent though it was reminded', () => {
  test('its manager hears that something is overdue, and no more; then the chair of the flag', async () => {
    const flag = await reminded();
    await pass(9, flag);
    expect(await kinds(manager)).toEqual(['OVERDUE_IN_AGENCY']);
    expect(await kinds(world.chair)).toEqual([]);
    const { text } = await app.request('GET', '/inbox', { as: manager });
    expect(text).not.toContain(flag.id);
    expect(text).not.toContain(flag.caseId);
    await pass(9, flag);
    expect(await kinds(world.chair)).toEqual(['FLAG_STILL_UNACKNOWLEDGED']);
    expect(await kinds(manager)).toEqual(['OVERDUE_IN_AGENCY']);
    const read = (as: TestUser) => app.request('GET', `/cases/${flag.caseId}/alerts`, { as });
    // beside that nobody screened the referral, which the weeks that passed brought up too
    const filed = (await read(world.coordinator)).body.items.map(({ kind }: { kind: string }) => kind);
    expect(filed.filter((kind: string) => kind !== 'screening')).toEqual(['flag', 'flag']);
    expect((await read(world.housing)).body.items).toHaveLength(2);
    // of another agency's silence an IDVA service, which has the case, reads nothing
    expect((await read(world.idva)).body.items).toEqual([]);
  });

  test('is told of no more once it has said what it did, or the flag was moved', async () => {
    const flag = await reminded();
    expect((await acknowledge(app, world.housing, flag.id, 'PLACED')).status).toBe(201);
    await pass(30, flag);
    expect(await kinds(manager)).toEqual([]);
    expect(await app.rows('select kind from alerts.rungs where subject_id = $1', [flag.id])).toEqual([]);
    expect(await app.rows('select ended_at is not null as ended from alerts.ladders where subject_id = $1', [flag.id])).toEqual([{ ended: true }]); // prettier-ignore
  });
});
