import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { WorkerService } from '../../src/platform/queue/worker.js';
import { ClockWatch } from '../../src/support/clock-watch.service.js';
import { eventually } from '../actions/plan.js';
import { deliver } from '../meetings/calendar.js';
import { startApp, type TestApp } from '../support/app.js';
import { setRules } from '../support/asking.js';
import { noticesOf, refer, type Referred, step } from '../referrals/referring.js';
import type { TestUser, World } from '../support/world.js';
import { allocate, contactForm, minutes, tryToReach, withVersion } from './supporting.js';

let app: TestApp;
let world: World;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
});
afterAll(() => app?.stop());

const HOUR = 60;
const sweep = () => app.get(ClockWatch).sweep();
const clockOf = async (caseId: string, as: TestUser = world.coordinator) =>
  (await app.request('GET', `/cases/${caseId}/contacts`, { as })).body.clock;
const breaches = async (caseId: string) =>
  (await app.rows('select kind from support.breaches where case_id = $1 order by id', [caseId])).map(
    ({ kind }) => kind,
  );
const events = (caseId: string) =>
  app.rows(`select ids from platform.outbox where name = 'support.contact-breached' and ids->>'caseId' = $1`, [caseId]);

/** A referral that came so many minutes ago, with its clock. */
async function came(ago: number, emergency = false): Promise<Referred> {
  const referral = await refer(app, world);
  await app.rows('update referrals.referrals set emergency = $2 where id = $1', [referral.id, emergency]);
  await app.rows(`update referrals.clocks set received_at = now() - $2 * interval '1 minute' where id = $1`, [
    referral.id,
    ago,
  ]);
  await deliver(app);
  return referral;
}

/** As time would: the moment passes by which somebody must have tried. Nobody but the owner can move when a referral came. */
const letPass = (referralId: string) =>
  move(referralId, new Date(Date.now() - 30 * 86_400_000), new Date(Date.now() - 1_000));

async function move(referralId: string, receivedAt: Date, dueAt: Date): Promise<void> {
  const admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
  try {
    const moved = 'update support.clocks set received_at = $2, due_at = $3 where id = $1';
    expect((await admin.query(moved, [referralId, receivedAt, dueAt])).rowCount).toBe(1);
  } finally {
    await admin.end();
  }
}

describe('the clock', () => {
  test('starts when a referral comes in, by the rules of the area, and is seen by who may know of contacts', async () => {
    await setRules(app, world, { support: { contactWorkingDays: 5 } });
    const { id, caseId } = await refer(app, world);
    expect(await clockOf(caseId)).toBeNull();
    await deliver(app);
    for (const as of [world.idva, world.coordinator, world.chair])
      expect(await clockOf(caseId, as)).toMatchObject({
        ...{ referralId: id, priority: 'ORDINARY', stoppedAt: null, overdue: false, ruleVersion: 1, needed: 0 },
        warnings: [{ hours: 24, outlasted: true, passed: false }, { hours: 48 }],
      });
    expect(await clockOf(caseId, world.housing)).toBeNull();
  });

  test('does not start for a draft', async () => {
    const { caseId } = await refer(app, world, { draft: true });
    await deliver(app);
    await sweep();
    expect(await app.rows('select id from support.clocks where case_id = $1', [caseId])).toEqual([]);
  });

  test('stops at an attempt, and its due row is cleared', async () => {
    const { id, caseId } = await came(2 * HOUR);
    await tryToReach(app, world.idva, caseId);
    expect(await clockOf(caseId)).toMatchObject({ stoppedAt: expect.any(String), overdue: false });
    expect(await app.rows('select state from platform.due where subject = $1 and kind = $2', [id, 'support.contact-due'])).toEqual([{ state: 'CLEARED' }]);
  }); // prettier-ignore

  test('that starts after the attempt is stopped by it, and nothing is promised or told', async () => {
    const { id, caseId } = await refer(app, world);
    await tryToReach(app, world.idva, caseId, { attemptedAt: new Date().toISOString() });
    expect(await clockOf(caseId)).toBeNull();
    await deliver(app);
    expect(await clockOf(caseId)).toMatchObject({ referralId: id, stoppedAt: expect.any(String), overdue: false });
    expect(
      await app.rows(`select state from platform.due where subject = $1 and kind = 'support.contact-due'`, [id]),
    ).toEqual([]);
    expect(await breaches(caseId)).toEqual([]);
  });

  test('waits for an attempt that is written down at the same moment, and the attempt for it', async () => {
    const { caseId } = await refer(app, world);
    const starting = new pg.Client({ connectionString: app.database.adminUrl });
    await starting.connect();
    try {
      await starting.query('begin');
      await starting.query('select pg_advisory_xact_lock(hashtextextended($1, 7201037))', [caseId]);
      let answered = false;
      const attempt = tryToReach(app, world.idva, caseId).then(() => (answered = true));
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(answered).toBe(false);
      await starting.query('commit');
      await attempt;
    } finally {
      await starting.end();
    }
  });

  test('is not stopped by a wrong number, nor by what was done before the referral', async () => {
    const { caseId } = await came(2 * HOUR);
    await tryToReach(app, world.idva, caseId, { outcome: 'WRONG_NUMBER' });
    await tryToReach(app, world.idva, caseId, { attemptedAt: minutes(-3 * HOUR) });
    expect(await clockOf(caseId)).toMatchObject({ stoppedAt: null });
  });

  test('where she must be reached, waits for that', async () => {
    await setRules(app, world, { support: { stoppedBy: 'CONTACT' } });
    const { caseId } = await came(0); // rules of today say nothing of what came before midnight
    const now = () => ({ attemptedAt: new Date().toISOString() });
    await tryToReach(app, world.idva, caseId, now());
    expect(await clockOf(caseId)).toMatchObject({ stoppedAt: null });
    await tryToReach(app, world.idva, caseId, { ...now(), outcome: 'SPOKEN', engagement: 'ENGAGED' });
    expect(await clockOf(caseId)).toMatchObject({ stoppedAt: expect.any(String) });
  });

  test('starts again when the attempt that stopped it turns out to be none', async () => {
    const { id, caseId } = await came(2 * HOUR);
    const made = (await tryToReach(app, world.idva, caseId)).body;
    const body = { ...contactForm({ outcome: 'WRONG_NUMBER' }), because: 'It was another case' };
    const headers = withVersion(1);
    expect((await app.request('PUT', `/contacts/${made.id}`, { as: world.idva, body, headers })).status).toBe(200);
    expect(await clockOf(caseId)).toMatchObject({ stoppedAt: null });
    await letPass(id);
    await sweep();
    expect(await breaches(caseId)).toEqual(['FIRST_CONTACT']);
  });

  test('runs in hours for an emergency', async () => {
    const referral = await refer(app, world);
    await deliver(app);
    const before = (await clockOf(referral.caseId)).dueAt;
    const advice = 'He is released tonight';
    await step(app, '/screening', referral, world.coordinator, { decision: 'ACCEPT_EMERGENCY', advice });
    await deliver(app);
    const clock = await clockOf(referral.caseId);
    expect(clock).toMatchObject({ priority: 'HIGH', needed: 3, made: 0 });
    expect(Date.parse(clock.dueAt) - Date.parse(clock.receivedAt)).toBe(24 * 3_600_000);
    expect(clock.dueAt < before).toBe(true);
  });

  test('stops when the referral is taken back, and nobody is told', async () => {
    const referral = await came(2 * HOUR);
    await step(app, '/withdrawal', referral, world.housing, { reason: 'Referred by mistake' });
    await letPass(referral.id);
    await sweep();
    expect(await breaches(referral.caseId)).toEqual([]);
    expect(await app.rows('select stopped_by from support.clocks where id = $1', [referral.id])).toEqual([{ stopped_by: 'WITHDRAWN' }]);
  }); // prettier-ignore

  test('of two referrals of one case, the one that is due first runs; a later one after an alarm runs anew', async () => {
    const first = await came(2 * HOUR);
    await app.rows(`update referrals.referrals set referred_on = '2026-06-02' where id = $1`, [first.id]);
    const form = (first as Referred & { form: object }).form;
    const again = await refer(app, world, { ...form, incidentOn: '2026-07-01' });
    expect(again.caseId).toBe(first.caseId);
    await deliver(app);
    const byId = async () =>
      Object.fromEntries((await app.rows('select id, stopped_by from support.clocks where case_id = $1', [first.caseId])).map((row) => [row.id, row.stopped_by])); // prettier-ignore
    expect(await byId()).toEqual({ [first.id]: null, [again.id]: 'EARLIER_CLOCK' });
    await letPass(first.id);
    await sweep();
    const third = await refer(app, world, { ...form, incidentOn: '2026-08-01' });
    await deliver(app);
    expect(await byId()).toMatchObject({ [first.id]: 'LATER_CLOCK', [third.id]: null });
  });
});

describe('when nobody tried in time', () => {
  test('the service, its manager and the coordinator are told, once, and nobody else', async () => {
    const colleague = await world.person(world.agencies.idvaService.id, ['IDVA']);
    const manager = await world.person(world.agencies.idvaService.id, ['AGENCY_REPRESENTATIVE']);
    const path = `/maracs/${world.maracId}/agencies/${world.agencies.idvaService.id}/research-manager`;
    const named = { as: world.coordinator, body: { userId: manager.id }, headers: withVersion(0) };
    expect((await app.request('PUT', path, named)).status).toBe(200);
    const { id, caseId } = await came(2 * HOUR);
    await sweep();
    expect(await breaches(caseId)).toEqual([]);
    await letPass(id);
    await Promise.all([sweep(), sweep(), app.operate(() => app.get(ClockWatch).whenDue(id))]);
    await sweep();
    expect(await breaches(caseId)).toEqual(['FIRST_CONTACT']);
    expect(await events(caseId)).toHaveLength(1);
    expect(Object.keys((await events(caseId))[0].ids).sort()).toEqual(['breachId', 'caseId', 'clockId', 'maracId']);
    await Promise.all([deliver(app), deliver(app)]);
    for (const as of [world.idva, colleague, manager, world.coordinator])
      expect(await noticesOf(app, as, id)).toContain('CONTACT_OVERDUE');
    for (const as of [world.chair, world.housing, world.probation, world.police, world.referrer])
      expect(await noticesOf(app, as, id)).not.toContain('CONTACT_OVERDUE');
    expect((await noticesOf(app, world.idva, id)).filter((kind) => kind === 'CONTACT_OVERDUE')).toHaveLength(1);
    expect(await clockOf(caseId)).toMatchObject({ overdue: true, stoppedAt: null });
  });

  test('whoever holds the case is told in place of their colleagues', async () => {
    const colleague = await world.person(world.agencies.idvaService.id, ['IDVA']);
    const { id, caseId } = await came(2 * HOUR);
    expect((await allocate(app, world.idva, caseId, colleague.id, 0)).status).toBe(200);
    await letPass(id);
    await sweep();
    await deliver(app);
    expect(await noticesOf(app, colleague, id)).toContain('CONTACT_OVERDUE');
    expect(await noticesOf(app, world.idva, id)).not.toContain('CONTACT_OVERDUE');
  });

  test('an IDVA with a conflict of interest is not told; when nobody else is left, the coordinator hears that', async () => {
    const { id, caseId } = await came(2 * HOUR);
    await app.rows(
      `insert into access.exclusions (id, case_id, marac_id, user_id, cause, cause_id) values (gen_random_uuid(), $1, $2, $3, 'CONFLICT', gen_random_uuid())`,
      [caseId, world.maracId, world.idva.id],
    );
    await letPass(id);
    await sweep();
    await deliver(app);
    expect(await noticesOf(app, world.idva, id)).not.toContain('CONTACT_OVERDUE');
    expect(await noticesOf(app, world.coordinator, id)).toContain('CONTACT_OVERDUE_UNOWNED');
  });

  test('too few attempts in the first week of a high priority are told of', async () => {
    const { id, caseId } = await came(8 * 24 * HOUR, true);
    await tryToReach(app, world.idva, caseId, { attemptedAt: minutes(-7.5 * 24 * HOUR) });
    await deliver(app);
    expect(await breaches(caseId)).toEqual(expect.arrayContaining(['ATTEMPTS']));
    expect(await noticesOf(app, world.coordinator, id)).toContain('CONTACT_ATTEMPTS_SHORT');
  });

  test('a case without a service is told to the coordinator at once', async () => {
    const { id, caseId } = await refer(app, world);
    await app.rows('update access.grants set revoked_at = now() where case_id = $1 and grantee_id = $2', [caseId, world.agencies.idvaService.id]);
    await deliver(app);
    await deliver(app);
    expect(await breaches(caseId)).toEqual(['UNSUPPORTED']);
    expect(await noticesOf(app, world.coordinator, id)).toContain('CASE_UNSUPPORTED');
  }); // prettier-ignore

  test('an attempt that could not go on safely is told at once', async () => {
    const { caseId } = await came(HOUR);
    await tryToReach(app, world.idva, caseId, { outcome: 'UNSAFE_TO_CONTINUE', engagement: 'UNDECIDED' });
    await deliver(app);
    for (const as of [world.coordinator, world.chair]) expect(await noticesOf(app, as, caseId)).toEqual(['CONTACT_UNSAFE']);
    expect(await noticesOf(app, world.housing, caseId)).toEqual([]);
  }); // prettier-ignore
});

describe('who waits to be contacted', () => {
  const waiting = (as: TestUser, query = '') =>
    app.request('GET', `/maracs/${world.maracId}/contact-clocks?limit=200${query}`, { as });

  test('is listed, the most pressing first, for the service and who oversees the area, and for nobody else', async () => {
    const [late, early, done] = [await came(2 * HOUR), await came(HOUR), await came(HOUR)];
    await tryToReach(app, world.idva, done.caseId);
    await letPass(late.id);
    await allocate(app, world.idva, late.caseId, world.idva.id, 0);
    for (const as of [world.idva, world.coordinator, world.chair])
      expect((await waiting(as)).body.items).toMatchObject([
        { caseId: late.caseId, overdue: true, supporter: 'Test IDVA' },
        { caseId: early.caseId, overdue: false, supporter: null },
      ]);
    expect((await waiting(world.idva, '&overdue=true')).body.items).toHaveLength(1);
    for (const as of [world.housing, world.probation, world.referrer, world.auditor])
      expect((await waiting(as)).status).toBe(403);
    const elsewhere = await app.world();
    expect((await waiting(elsewhere.idva)).status).toBe(404);
    expect((await waiting(world.idva, '&after=x')).body.errors).toMatchObject([{ code: 'not-a-place' }]);
    const first = await app.request('GET', `/maracs/${world.maracId}/contact-clocks?limit=1`, { as: world.idva });
    expect((await waiting(world.idva, `&after=${first.body.next}`)).body.items).toMatchObject([
      { caseId: early.caseId },
    ]);
  });

  test('does not show an IDVA a case that is hidden from them', async () => {
    const { caseId } = await came(HOUR);
    await app.rows(
      `insert into access.exclusions (id, case_id, marac_id, user_id, cause, cause_id) values (gen_random_uuid(), $1, $2, $3, 'CONFLICT', gen_random_uuid())`,
      [caseId, world.maracId, world.idva.id],
    );
    expect((await waiting(world.idva)).body.items).toEqual([]);
    expect((await waiting(world.coordinator)).body.items).toHaveLength(1);
  });
});

describe('the sweep, which is the guarantee', () => {
  test('finds a referral whose event was lost, and a clock whose due row was', async () => {
    const { id, caseId } = await refer(app, world);
    await app.rows(`update platform.outbox set relayed_at = now() where ids->>'referralId' = $1`, [id]);
    await deliver(app);
    expect(await clockOf(caseId)).toBeNull();
    await sweep();
    expect(await clockOf(caseId)).toMatchObject({ referralId: id });
    await app.rows(`update platform.due set state = 'CLEARED' where subject = $1`, [id]);
    await letPass(id);
    await sweep();
    expect(await breaches(caseId)).toEqual(['FIRST_CONTACT']);
  });

  test('starts one clock however often it is told to', async () => {
    const { id, caseId } = await refer(app, world);
    const watch = app.get(ClockWatch);
    const tell = () => app.operate(() => watch.submitted({ referralId: id }));
    await Promise.all([tell(), tell(), sweep(), tell()]);
    expect(await app.rows('select id from support.clocks where case_id = $1', [caseId])).toEqual([{ id }]);
  });
});

test('with the worker running, it comes within seconds of the moment and not before', async () => {
  await app.get(WorkerService).start();
  try {
    const { id, caseId } = await refer(app, world);
    await eventually(async () => (await app.rows('select id from support.clocks where id = $1', [id])).length > 0);
    const dueAt = new Date(Date.now() + 2_000);
    await move(id, new Date(dueAt.getTime() - 24 * 3_600_000), dueAt);
    await app.rows(`update referrals.referrals set emergency = true where id = $1`, [id]);
    await app.operate(() => app.get(ClockWatch).whenDue(id));
    const [told] = await eventually(async () => {
      const found = await app.rows(`select raised_at from support.breaches where case_id = $1 and kind = 'FIRST_CONTACT'`, [caseId]);
      return found.length > 0 && found;
    });
    const late = told.raised_at.getTime() - dueAt.getTime();
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(5_000);
    await eventually(async () => (await noticesOf(app, world.idva, id)).includes('CONTACT_OVERDUE'));
  } finally {
    await app.get(WorkerService).stop();
  }
}, 60_000); // prettier-ignore
