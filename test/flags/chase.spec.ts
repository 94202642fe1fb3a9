import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FlagWatch } from '../../src/flags/flag-watch.service.js';
import { FlagSubscriber } from '../../src/notifications/flag-subscriber.service.js';
import { WorkerService } from '../../src/platform/queue/worker.js';
import { eventually } from '../actions/plan.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { acknowledge, type Flagged, flagged, letItLapse, letItWait, shareWith, sweep } from './flagging.js';

let app: TestApp;
let world: World;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
});
afterAll(() => app?.stop());

/** More than ten working days, whatever holidays there are; fewer than that until the flag would lapse. */
const LONG = 30;

const chases = (flag: Flagged) =>
  app.rows<{ agencyId: string; owed: string }>(
    'select agency_id as "agencyId", owed, flag_version as version from flags.chases where flag_id = $1 order by id',
    [flag.id],
  );
const told = (flag: Flagged) =>
  app.rows<{ ids: Record<string, string> }>(
    `select ids from platform.outbox where name = 'flag.unacknowledged' and ids->>'flagId' = $1 order by id`,
    [flag.id],
  );
/** Brings what was told to the subscriber, as the worker does. */
async function deliver(flag: Flagged): Promise<void> {
  for (const { ids } of await told(flag)) await app.operate(() => app.get(FlagSubscriber).unacknowledged(ids));
}
const inbox = async (as: TestUser, flag: Flagged) =>
  (await app.request('GET', '/inbox?limit=200', { as })).body.items.filter(
    (notice: { subjectId: string }) => notice.subjectId === flag.id,
  );
const kinds = async (as: TestUser, flag: Flagged) => (await inbox(as, flag)).map(({ kind }: { kind: string }) => kind);

describe('who is reminded', () => {
  test('each agency that said nothing in time, once however often it is looked at; no other agency', async () => {
    const flag = await flagged(app, world);
    await sweep(app);
    expect(await chases(flag)).toEqual([]);
    await letItWait(app, flag, LONG);
    const wake = () => app.operate(() => app.get(FlagWatch).whenDue(world.maracId));
    await Promise.all([sweep(app), sweep(app), wake(), wake(), wake()]);
    await sweep(app);
    const { housing, idvaService } = world.agencies;
    const expected = [housing.id, idvaService.id].map((agencyId) => ({ agencyId, owed: 'PLACING', version: 1 }));
    expect(await chases(flag)).toEqual(expect.arrayContaining(expected));
    expect(await chases(flag)).toHaveLength(2);
    expect(await told(flag)).toHaveLength(2);
    expect(Object.keys((await told(flag))[0]!.ids).sort()).toEqual([
      'agencyId',
      'caseId',
      'chaseId',
      'flagId',
      'maracId',
    ]);
    await deliver(flag);
    await deliver(flag);
    expect(await kinds(world.housing, flag)).toEqual(['FLAG_UNACKNOWLEDGED']);
    expect(await kinds(world.idva, flag)).toEqual(['FLAG_UNACKNOWLEDGED']);
    for (const other of [world.police, world.probation, world.referrer, world.coordinator, world.chair, world.observer])
      expect(await kinds(other, flag)).toEqual([]);
  });

  test('not one that acknowledged, holds no file or was given the case a moment ago', async () => {
    const flag = await flagged(app, world);
    await acknowledge(app, world.housing, flag.id, 'PLACED');
    await acknowledge(app, world.idva, flag.id, 'NOT_HELD');
    await letItWait(app, flag, LONG);
    await shareWith(app, flag, world.agencies.probation.id);
    await sweep(app);
    expect(await chases(flag)).toEqual([]);
  });

  test('again when a repeat moved the flag', async () => {
    const flag = await flagged(app, world);
    await letItWait(app, flag, LONG);
    await sweep(app);
    await acknowledge(app, world.housing, flag.id, 'PLACED');
    await acknowledge(app, world.idva, flag.id, 'PLACED');
    await app.rows('update flags.flags set version = 2 where id = $1', [flag.id]);
    await sweep(app);
    expect((await chases(flag)).map((chase) => (chase as never as { version: number }).version)).toEqual([1, 1, 2, 2]);
  });

  test('after the lapse whoever placed a marker and did not remove it', async () => {
    const flag = await flagged(app, world);
    await acknowledge(app, world.housing, flag.id, 'PLACED');
    await letItLapse(app, flag.id);
    await sweep(app);
    expect(await chases(flag)).toEqual([]);
    await letItLapse(app, flag.id, LONG);
    await sweep(app);
    await sweep(app);
    expect(await chases(flag)).toEqual([{ agencyId: world.agencies.housing.id, owed: 'REMOVING', version: 1 }]);
    const removed = await flagged(app, world);
    await acknowledge(app, world.housing, removed.id, 'PLACED');
    await letItLapse(app, removed.id, LONG);
    await acknowledge(app, world.housing, removed.id, 'REMOVED');
    await sweep(app);
    expect(await chases(removed)).toEqual([]);
  });

  test('the coordinators, when the case is no longer shared with an agency whose marker stands', async () => {
    const flag = await flagged(app, world);
    await acknowledge(app, world.housing, flag.id, 'PLACED');
    await app.rows('update access.grants set revoked_at = now() where case_id = $1 and grantee_id = $2', [
      flag.caseId,
      world.agencies.housing.id,
    ]);
    await letItLapse(app, flag.id, LONG);
    await sweep(app);
    await deliver(flag);
    expect(await kinds(world.housing, flag)).toEqual([]);
    expect(await kinds(world.coordinator, flag)).toEqual(['FLAG_UNACKNOWLEDGED_UNOWNED']);
  });

  test('nobody of an agency that is shut out from the case', async () => {
    const flag = await flagged(app, world);
    await letItWait(app, flag, LONG);
    await app.rows(
      `insert into access.exclusions (id, case_id, marac_id, agency_id, cause, cause_id)
       select gen_random_uuid(), c.id, c.marac_id, $2, 'RESTRICTION', gen_random_uuid() from access.cases c where c.id = $1`,
      [flag.caseId, world.agencies.housing.id],
    );
    await sweep(app);
    expect((await chases(flag)).map(({ agencyId }) => agencyId)).toEqual([world.agencies.idvaService.id]);
    await deliver(flag);
    expect(await kinds(world.housing, flag)).toEqual([]);
  });
});

test('an area that gives more time reminds later', async () => {
  const patient = await app.world();
  const flag = await flagged(app, patient);
  const { body } = await app.request('GET', `/maracs/${patient.maracId}/rules`, { as: patient.chair });
  const rules = (placingDays: number) => ({
    effectiveFrom: new Date().toLocaleDateString('sv', { timeZone: 'Europe/London' }),
    reason: 'Our agencies are small',
    sections: { flags: { placingDays, removingDays: 60 } },
  });
  const set = (placingDays: number) =>
    app.request('PUT', `/maracs/${patient.maracId}/rules`, {
      as: patient.chair,
      body: rules(placingDays),
      headers: { 'if-match': `"${body.version}"` },
    });
  expect((await set(0)).status).toBe(422);
  expect((await set(60)).status).toBe(200);
  await letItWait(app, flag, LONG);
  await sweep(app);
  expect(await chases(flag)).toEqual([]);
  await letItWait(app, flag, 70);
  await sweep(app);
  expect(await chases(flag)).toHaveLength(2);
});

test('with the worker running the reminder is in the inbox within seconds, and says nothing of whom it is about', async () => {
  const own = await app.world();
  const flag = await flagged(app, own);
  await letItWait(app, flag, LONG);
  await app.get(WorkerService).start();
  try {
    const [notice] = await eventually(async () => {
      const found = await inbox(own.housing, flag);
      return found.length > 0 && found;
    });
    expect(notice).toMatchObject({ kind: 'FLAG_UNACKNOWLEDGED', title: 'A flag was not acknowledged in time.' });
    const seen = await app.request('GET', `/flags/${flag.id}`, { as: own.housing });
    expect(seen.body.markers).toMatchObject([{ owed: 'PLACING', overdue: true }]);
  } finally {
    await app.get(WorkerService).stop();
  }
});
