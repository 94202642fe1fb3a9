import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { DueSweep } from '../../src/platform/due/due-sweep.js';
import { ScreeningAlarms } from '../../src/referrals/screening-alarms.service.js';
import { deliver } from '../meetings/calendar.js';
import { startApp, type TestApp } from '../support/app.js';
import { setRules } from '../support/asking.js';
import type { TestUser, World } from '../support/world.js';
import { declined, noticesOf, refer, type Referred, step } from './referring.js';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
});
afterAll(() => app?.stop());

const queue = (query = '', as: TestUser = world.coordinator) =>
  app.request('GET', `/intake?marac=${world.maracId}${query}`, { as });
const ids = async (query = '') => (await queue(query)).body.items.map((one: Referred) => one.id);
const screen = (referral: Referred, body: object) => step(app, '/screening', referral, world.coordinator, body);

/** So many hours have passed since it came in. */
const letAge = (referralId: string, hours: number) =>
  app.rows(
    `update referrals.clocks set received_at = received_at - make_interval(hours => $2), due_at = due_at - make_interval(hours => $2)
      where id = $1 returning id`,
    [referralId, hours],
  );

/** It was due a second ago; or, when it was due before, two weeks have passed since. */
async function letFallDue(referralId: string): Promise<void> {
  await app.rows(
    `with gone as (select case when due_at < now() then interval '14 days' else due_at - now() + interval '1 second' end as time
                     from referrals.clocks where id = $1),
          moved as (update alerts.ladders l set last_at = last_at - gone.time, next_at = next_at - gone.time from gone where l.id = $1)
     update referrals.clocks k set received_at = received_at - gone.time, due_at = due_at - gone.time
       from gone where k.id = $1 returning k.id`,
    [referralId],
  );
  await app.rows(
    `update platform.due set due_at = now() - interval '1 second', next_at = now() - interval '1 second'
      where kind = 'referral.screening-due' and subject = $1`,
    [referralId],
  );
}

/** What the application itself may not change. */
async function asOwner(sql: string, values: unknown[]): Promise<void> {
  const admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
  await admin.query(sql, values);
  await admin.end();
}

describe('the queue', () => {
  test('is for those who screen in this MARAC', async () => {
    const { id } = await refer(app, world);
    for (const as of [world.housing, world.idva, world.referrer, world.administrator])
      expect((await queue('', as)).status).toBe(403);
    expect((await queue('', (await app.world()).coordinator)).status).toBe(403);
    expect((await queue('', world.chair)).body.items).toMatchObject([{ id }]);
  });

  test('shows what waits, how long, and until when', async () => {
    const waiting = await refer(app, world);
    const accepted = await refer(app, world);
    await screen(accepted, { decision: 'ACCEPT' });
    await refer(app, world, { draft: true });
    await letAge(waiting.id, 30);
    const [one, ...others] = (await queue()).body.items;
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      ...{ id: waiting.id, status: 'SUBMITTED', ageHours: 30, limitWorkingDays: 2, alarms: 0 },
      ...{ criteria: ['VISIBLE_HIGH_RISK'], referringAgency: world.agencies.housing.name, signOffMissing: false },
    });
    expect(Date.parse(one.dueAt) - Date.parse(one.receivedAt)).toBeGreaterThan(24 * 3_600_000);
  });

  test('the clock runs on while the referrer completes it, and is the same when it comes again', async () => {
    const referral = await refer(app, world);
    const [before] = (await queue()).body.items;
    const back = await screen(referral, { decision: 'RETURN', advice: 'Who are they?', fields: ['/children'] });
    const [meanwhile] = (await queue('&status=RETURNED')).body.items;
    expect(meanwhile).toMatchObject({
      ...{ receivedAt: before.receivedAt, dueAt: before.dueAt, fieldsToComplete: ['/children'], status: 'RETURNED' },
    });
    expect(await ids('&status=SUBMITTED')).toEqual([]);
    await step(app, '/submission', back.body, world.housing);
    const [again] = (await queue()).body.items;
    expect(again).toMatchObject({ receivedAt: before.receivedAt, dueAt: before.dueAt, status: 'SUBMITTED' });
  });

  test('comes by what presses, by age or by risk, page by page', async () => {
    const [fresh, old, grave] = [
      await refer(app, world),
      await refer(app, world),
      await refer(app, world, { judgement: 'She is terrified', eventsIn12Months: 20 }),
    ];
    await letAge(old.id, 240);
    await letAge(grave.id, 1);
    expect(await ids()).toEqual([old.id, grave.id, fresh.id]);
    expect((await queue()).body.items[0].pressure).toBe('OVERDUE');
    expect((await ids('&by=RISK'))[0]).toBe(grave.id);
    for (const by of ['PRESSING', 'AGE', 'RISK']) {
      const whole = await ids(`&by=${by}`);
      const paged: string[] = [];
      for (let next: string | null = ''; next !== null;) {
        const page: { body: { items: Referred[]; next: string | null } } = await queue(`&by=${by}&limit=1${next && `&after=${next}`}`);
        paged.push(...page.body.items.map(({ id }) => id));
        next = page.body.next;
      }
      expect([by, paged]).toEqual([by, whole]);
    }
    expect((await queue('&after=x')).status).toBe(422);
    expect((await queue('&by=NAME')).status).toBe(422);
  }); // prettier-ignore

  test('leaves out a case that the reader must find nothing of', async () => {
    const { id, caseId } = await refer(app, world);
    const report = { caseId, userId: world.coordinator.id, nature: 'RELATIVE' };
    await app.request('POST', '/conflicts', { as: world.chair, body: report });
    expect(await ids()).toEqual([]);
    expect((await queue('', world.chair)).body.items).toMatchObject([{ id }]);
  });
});

describe('what waits too long', () => {
  const sweepDue = () => app.get(DueSweep).sweep();
  const told = async (id: string) => {
    await deliver(app);
    return {
      coordinator: (await noticesOf(app, world.coordinator, id)).filter((kind) => kind !== 'REFERRAL_RECEIVED').sort(),
      chair: (await noticesOf(app, world.chair, id)).sort(),
    };
  };

  test('tells the coordinators once, then the chairs too, and then nobody any more', async () => {
    const { id } = await refer(app, world);
    await sweepDue();
    expect(await told(id)).toEqual({ coordinator: [], chair: [] });
    await letFallDue(id);
    await Promise.all([sweepDue(), sweepDue(), app.get(ScreeningAlarms).sweep()]);
    expect(await told(id)).toEqual({ coordinator: ['REFERRAL_WAITS'], chair: [] });
    expect((await queue()).body.items).toMatchObject([{ alarms: 1 }]);
    await letFallDue(id);
    await Promise.all([sweepDue(), app.get(ScreeningAlarms).sweep()]);
    const both = { coordinator: ['REFERRAL_WAITS', 'REFERRAL_WAITS_LONG'], chair: ['REFERRAL_WAITS_LONG'] };
    expect(await told(id)).toEqual(both);
    await letFallDue(id);
    await sweepDue();
    await app.get(ScreeningAlarms).sweep();
    expect(await told(id)).toEqual(both);
  });

  test('is noticed although its due row was lost', async () => {
    const { id } = await refer(app, world);
    await letFallDue(id);
    await app.rows(`update platform.due set state = 'CLEARED' where subject = $1`, [id]);
    await app.get(ScreeningAlarms).sweep();
    expect((await told(id)).coordinator).toEqual(['REFERRAL_WAITS']);
  });

  test('while it is with the referrer too', async () => {
    const referral = await refer(app, world);
    await screen(referral, { decision: 'RETURN', advice: 'Who are they?', fields: ['/children'] });
    await letFallDue(referral.id);
    await sweepDue();
    expect((await told(referral.id)).coordinator).toEqual(['REFERRAL_WAITS']);
  });

  test('nothing is told of what was decided', async () => {
    const referral = await refer(app, world);
    await screen(referral, { decision: 'ACCEPT' });
    await letFallDue(referral.id);
    await sweepDue();
    await app.get(ScreeningAlarms).sweep();
    expect((await told(referral.id)).coordinator).toEqual([]);
  });

  test('by the area’s own limit', async () => {
    await setRules(app, world, { screening: { limitWorkingDays: 5 } });
    await refer(app, world);
    expect((await queue()).body.items).toMatchObject([{ limitWorkingDays: 5 }]);
  });

  test('an appeal that nobody decides', async () => {
    const no = await declined(app, world);
    await step(app, '/appeal', no, world.housing, { grounds: 'It is not over' });
    await asOwner(`update referrals.appeals set due_at = now() - interval '1 hour' where referral_id = $1`, [no.id]);
    await Promise.all([app.get(ScreeningAlarms).sweep(), app.get(ScreeningAlarms).sweep()]);
    await app.get(ScreeningAlarms).sweep();
    const { coordinator, chair } = await told(no.id);
    expect([coordinator, chair]).toEqual([['APPEAL_WAITS'], ['APPEAL_WAITS', 'REFERRAL_APPEALED']]);
  });

  test('an emergency that nobody hears; not one that was heard', async () => {
    const emergency = { decision: 'ACCEPT_EMERGENCY', advice: 'He is released tonight' };
    const [waits, heard] = [await refer(app, world), await refer(app, world)];
    for (const one of [waits, heard]) await screen(one, emergency);
    await app.rows('update referrals.referrals set heard_on = current_date where id = $1', [heard.id]);
    await app.rows(
      `update platform.due set due_at = now() - interval '1 second', next_at = now() - interval '1 second'
        where kind = 'referral.emergency-due' and subject = any ($1)`,
      [[waits.id, heard.id]],
    );
    await sweepDue();
    expect((await told(waits.id)).chair).toContain('EMERGENCY_WAITS');
    expect((await told(heard.id)).chair).not.toContain('EMERGENCY_WAITS');
  });
});
