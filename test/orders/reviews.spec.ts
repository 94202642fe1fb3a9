import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DateSweep } from '../../src/orders/date-sweep.service.js';
import { addDays } from '../../src/platform/values/dates.js';
import { workingDaysFrom } from '../../src/platform/values/working-days.js';
import { deliver, dayAhead, today } from '../meetings/calendar.js';
import { startApp, type TestApp } from '../support/app.js';
import { setRules } from '../support/asking.js';
import { noticesOf } from '../referrals/referring.js';
import type { World } from '../support/world.js';
import { addOrder, caseWithPerpetrator, changeOrder, complete, type OfPerpetrator, reviewsOf } from './ordering.js';

let app: TestApp;
let world: World;
let one: OfPerpetrator;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  one = await caseWithPerpetrator(app, world);
});
afterAll(() => app?.stop());

const ENGLAND = { nation: 'england-and-wales', closures: new Set<string>() } as const;
const workingDay = (ahead: number) => workingDaysFrom(today(), ahead, ENGLAND);
const sweep = () => app.get(DateSweep).sweep();
const reviews = () => reviewsOf(app, world.coordinator, one.caseId);
const raisings = async () =>
  (await app.rows('select step from orders.raisings where case_id = $1 order by id', [one.caseId])).map(
    ({ step }) => step,
  );
const told = (name: string) =>
  app.rows(`select ids from platform.outbox where name = $1 and ids->>'caseId' = $2`, [name, one.caseId]);
/** As days would pass: the order was to end that much sooner. */
const moveDate = (id: string, on: string) =>
  app.rows(`update orders.orders set from_on = case when kind = 'RELEASE' then $2::date else from_on end,
                   until_on = case when kind = 'RELEASE' then until_on else $2::date end where id = $1`, [id, on]); // prettier-ignore

describe('a date that comes near', () => {
  test('raises nothing before its time', async () => {
    await addOrder(app, world.coordinator, one, { kind: 'RELEASE', fromOn: workingDay(30) });
    await sweep();
    expect([await reviews(), await raisings()]).toEqual([[], []]);
    const due = await app.rows(
      `select d.due_at from platform.due d join orders.orders o on o.id = d.subject where d.kind = 'orders.date' and o.case_id = $1`,
      [one.caseId],
    );
    expect(due).toHaveLength(1);
  }); // prettier-ignore

  test('raises one review, once, however often it is looked at, and tells who must know and nobody else', async () => {
    const { id } = (await addOrder(app, world.housing, one, { kind: 'CUSTODY', untilOn: workingDay(30) })).body;
    await moveDate(id, workingDay(8));
    const wake = () => app.operate(() => app.get(DateSweep).dateNears(id));
    await Promise.all([wake(), sweep(), wake(), sweep()]);
    await sweep();
    expect(await raisings()).toEqual(['FIRST']);
    expect(await told('orders.risk-review-raised')).toHaveLength(1);
    expect(Object.keys((await told('orders.risk-review-raised'))[0].ids).sort()).toEqual(['caseId', 'maracId', 'raisingId', 'reviewId']);
    expect(await reviews()).toMatchObject([{ occasion: 'RELEASE', dateOn: workingDay(8), shortNotice: false, outcome: null, overdue: false, version: 1 }]);
    await Promise.all([deliver(app), deliver(app)]);
    for (const as of [world.idva, world.coordinator, world.housing]) expect(await noticesOf(app, as, one.caseId)).toEqual(['RISK_REVIEW_RAISED']);
    for (const as of [world.chair, world.probation, world.police, world.referrer]) expect(await noticesOf(app, as, one.caseId)).toEqual([]);
  }); // prettier-ignore

  test('a later step tells again of the review that waits, and raises another once it was completed', async () => {
    const { id } = (await addOrder(app, world.coordinator, one, { kind: 'RELEASE', fromOn: workingDay(30) })).body;
    await moveDate(id, workingDay(8));
    await sweep();
    await moveDate(id, workingDay(1));
    await sweep();
    expect(await reviews()).toHaveLength(1);
    const [review] = await reviews();
    expect((await complete(app, world.idva, review.id, review.version)).status).toBe(200);
    await moveDate(id, today());
    await sweep();
    const now = await reviews();
    expect(now).toMatchObject([{ outcome: null, dateOn: today() }, { outcome: 'SAFETY_PLAN_CHANGED' }]);
  }); // prettier-ignore

  test('recorded with little time left, is told at once as short notice, by one step alone', async () => {
    await addOrder(app, world.coordinator, one, { kind: 'RELEASE', fromOn: addDays(today(), 1) });
    expect(await raisings()).toHaveLength(1);
    expect(await reviews()).toMatchObject([{ shortNotice: true, occasion: 'RELEASE' }]);
    await deliver(app);
    expect(await noticesOf(app, world.idva, one.caseId)).toEqual(['RISK_REVIEW_RAISED']);
  });

  test('long over, is kept for the history and raises nothing', async () => {
    await addOrder(app, world.coordinator, one, { untilOn: addDays(today(), -60) });
    await sweep();
    expect([await reviews(), await raisings()]).toEqual([[], []]);
  });

  test('that is put off raises for its new day; a release that was called off raises no more', async () => {
    const { id } = (await addOrder(app, world.coordinator, one, { kind: 'RELEASE', fromOn: workingDay(8) })).body;
    expect(await reviews()).toMatchObject([{ dateOn: workingDay(8) }]);
    await changeOrder(app, world.coordinator, id, 1, { fromOn: workingDay(5), because: 'Brought forward' });
    expect(await reviews()).toMatchObject([{ dateOn: workingDay(5), outcome: null }]);
    expect(await raisings()).toEqual(['FIRST', 'FIRST']);
    await changeOrder(app, world.coordinator, `${id}/ending`, 2, { endedOn: today(), because: 'Recalled' });
    await sweep();
    expect(await raisings()).toEqual(['FIRST', 'FIRST']);
  });

  test('what ends before its time, and a breach, are told at once', async () => {
    const { id } = (await addOrder(app, world.housing, one, { fromOn: addDays(today(), -9), untilOn: dayAhead(90) })).body;
    const body = { happenedOn: today(), because: 'Telephoned her' };
    for (let i = 0; i < 2; i++) expect((await app.request('POST', `/orders/${id}/breaches`, { as: world.idva, body })).status).toBe(201);
    expect(await raisings()).toEqual(['BREACH', 'BREACH']);
    expect(await reviews()).toMatchObject([{ occasion: 'BREACH', dateOn: today() }]);
    await changeOrder(app, world.housing, `${id}/ending`, 1, { endedOn: today(), because: 'Discharged' });
    expect(await reviews()).toMatchObject([{ occasion: 'ENDED_EARLY' }]);
    expect(await told('orders.risk-review-raised')).toHaveLength(3);
  }); // prettier-ignore

  test('is looked at by the rules of the area', async () => {
    await setRules(app, world, { orderDates: { expiryFirstDays: 20 } });
    await addOrder(app, world.coordinator, one, { untilOn: workingDay(15) });
    expect(await reviews()).toMatchObject([{ occasion: 'EXPIRY', ruleVersion: 1 }]);
    const other = await app.world();
    const theirs = await caseWithPerpetrator(app, other);
    await addOrder(app, other.coordinator, theirs, { untilOn: workingDay(15) });
    expect(await reviewsOf(app, other.coordinator, theirs.caseId)).toEqual([]);
  });

  test('is found by the sweep when its due row was lost', async () => {
    const { id } = (await addOrder(app, world.coordinator, one, { kind: 'RELEASE', fromOn: workingDay(30) })).body;
    await app.rows(`update platform.due set state = 'CLEARED' where subject = $1`, [id]);
    await moveDate(id, workingDay(8));
    await sweep();
    expect(await raisings()).toEqual(['FIRST']);
  });
});

describe('a review', () => {
  const raised = async () => {
    await addOrder(app, world.coordinator, one, { kind: 'RELEASE', fromOn: addDays(today(), 1) });
    return (await reviews())[0];
  };

  test('is completed by nobody but IDVAs, coordinators and chairs who see it', async () => {
    const review = await raised();
    for (const as of [world.housing, world.probation, world.police, world.referrer, world.auditor])
      expect((await complete(app, as, review.id, 1)).status).toBe(403);
    const elsewhere = await app.world();
    for (const as of [elsewhere.idva, elsewhere.coordinator]) {
      const hidden = await complete(app, as, review.id, 1);
      const absent = await complete(app, as, randomUUID(), 1);
      expect(hidden.status).toBe(404);
      expect({ ...hidden.body, reference: '' }).toEqual({ ...absent.body, reference: '' });
    }
  });

  test('is completed once, by the version that was seen, and says who and what', async () => {
    const review = await raised();
    const path = `/risk-reviews/${review.id}/completion`;
    const body = { outcome: 'NEW_ASSESSMENT' };
    expect((await app.request('POST', path, { as: world.idva, body })).status).toBe(428);
    expect((await complete(app, world.idva, review.id, 9)).status).toBe(412);
    const blank = await complete(app, world.idva, review.id, 1, { outcome: 'NO_CHANGE', note: undefined });
    expect(blank.body.errors).toMatchObject([{ pointer: '/note', code: 'required' }]);
    const race = await Promise.all(Array.from({ length: 5 }, () => complete(app, world.idva, review.id, 1)));
    expect(race.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(race.filter(({ status }) => status === 409 || status === 412)).toHaveLength(4);
    const twice = await complete(app, world.coordinator, review.id, 2);
    expect(twice.body).toMatchObject({ status: 409, code: 'already-completed' });
    expect(await reviews()).toMatchObject([{ outcome: 'SAFETY_PLAN_CHANGED', completedBy: 'Test IDVA', version: 2 }]);
  });

  test('that sends the case back is told to the coordinators', async () => {
    const review = await raised();
    expect((await complete(app, world.idva, review.id, 1, { outcome: 'REFER_BACK_TO_MARAC' })).status).toBe(200);
    await deliver(app);
    expect(await noticesOf(app, world.coordinator, one.caseId)).toContain('RISK_REVIEW_REFERRED_BACK');
    expect(await noticesOf(app, world.idva, one.caseId)).not.toContain('RISK_REVIEW_REFERRED_BACK');
  });

  test('that nobody completes in time is told of once, to chairs too; one that was completed is not', async () => {
    const review = await raised();
    const letPass = () => app.rows(`update orders.reviews set due_at = now() - interval '1 second' where id = $1`, [review.id]);
    await sweep();
    expect(await told('orders.risk-review-overdue')).toEqual([]);
    await letPass();
    await Promise.all([sweep(), app.operate(() => app.get(DateSweep).reviewWaits(review.id)), sweep()]);
    await sweep();
    expect(await told('orders.risk-review-overdue')).toHaveLength(1);
    expect(await reviews()).toMatchObject([{ overdue: true }]);
    await deliver(app);
    for (const as of [world.idva, world.coordinator, world.chair]) expect(await noticesOf(app, as, one.caseId)).toContain('RISK_REVIEW_OVERDUE');
    const other = await caseWithPerpetrator(app, world);
    await addOrder(app, world.coordinator, other, { kind: 'RELEASE', fromOn: addDays(today(), 1) });
    const [theirs] = await reviewsOf(app, world.coordinator, other.caseId);
    await complete(app, world.idva, theirs.id, 1);
    await app.rows(`update orders.reviews set due_at = now() - interval '1 second' where id = $1`, [theirs.id]);
    await sweep();
    expect(await app.rows(`select from platform.outbox where name = 'orders.risk-review-overdue' and ids->>'caseId' = $1`, [other.caseId])).toEqual([]);
  }); // prettier-ignore

  test('of intelligence is told to nobody but who may know of it', async () => {
    await addOrder(app, world.coordinator, one, { kind: 'RELEASE', fromOn: addDays(today(), 1), intelligence: true });
    await deliver(app);
    expect(await noticesOf(app, world.coordinator, one.caseId)).toEqual(['RISK_REVIEW_RAISED']);
    for (const as of [world.idva, world.housing]) expect(await noticesOf(app, as, one.caseId)).toEqual([]);
    expect(await reviewsOf(app, world.idva, one.caseId)).toEqual([]);
  }); // prettier-ignore
});
