import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { deliver } from '../meetings/calendar.js';
import { startApp, type TestApp } from '../support/app.js';
import { setRules } from '../support/asking.js';
import type { TestUser, World } from '../support/world.js';
import { DECLINE, declined, LOW_RISK, noticesOf, refer, type Referred, step } from './referring.js';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
});
afterAll(() => app?.stop());

const screen = (referral: Referred, body: object, as: TestUser = world.coordinator) =>
  step(app, '/screening', referral, as, body);
const stepsOf = async (id: string, as: TestUser = world.coordinator) =>
  (await app.request('GET', `/referrals/${id}/steps`, { as })).body;

describe('a decline', () => {
  test('by the score alone is refused, and changes nothing', async () => {
    const referral = await refer(app, world, LOW_RISK);
    const { weighed: _, ...byScore } = DECLINE;
    const answer = await screen(referral, byScore);
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ pointer: '/weighed', code: 'score-alone' }]]);
    const { onwardService: __, ...alone } = DECLINE;
    expect((await screen(referral, alone)).body.errors).toMatchObject([
      { pointer: '/onwardService', code: 'required' },
    ]);
    const seen = await app.request('GET', `/referrals/${referral.id}`, { as: world.housing });
    expect(seen.body).toMatchObject({ status: 'SUBMITTED', version: referral.version });
    expect(await stepsOf(referral.id)).toEqual([]);
  });

  test('keeps who decided, by which rules, what was weighed and where the victim goes, and the referrer reads it', async () => {
    await setRules(app, world, { screening: { limitWorkingDays: 3 } });
    const { id } = await declined(app, world);
    const [kept] = await stepsOf(id, world.housing);
    expect(kept).toMatchObject({
      ...{ step: 'decline', code: DECLINE.reason, note: DECLINE.advice, weighed: DECLINE.weighed },
      ...{ onwardService: 'VOLUNTARY_DA', ruleVersion: 1, by: 'Test COORDINATOR', agency: world.agencies.police.name },
    });
  });

  test('is not read by another agency, nor by an id that never was', async () => {
    const { id } = await declined(app, world);
    for (const as of [world.probation, world.police])
      expect((await app.request('GET', `/referrals/${id}/steps`, { as })).status).toBe(404);
  });

  test('that gives away where the victim is safe is refused', async () => {
    const referral = await refer(app, world, LOW_RISK);
    const refuge = { kind: 'REFUGE', name: 'Willowmere', address: '9 Sheltered Row', postcode: 'NB8 8ZZ', phone: '' };
    const place = { ...refuge, phone: '01632 960777' };
    await app.request('POST', `/cases/${referral.caseId}/locations`, { as: world.coordinator, body: place });
    const answer = await screen(referral, { ...DECLINE, weighed: 'She is at 9 Sheltered Row' });
    expect(answer.body.errors).toMatchObject([{ pointer: '/weighed', code: 'protected-address-in-text' }]);
  });
});

describe('an appeal', () => {
  const appeal = (referral: Referred, as: TestUser = world.housing) =>
    step(app, '/appeal', referral, as, { grounds: 'He waits outside her work each day' });
  const decide = (referral: Referred, outcome: string, as: TestUser) =>
    step(app, '/appeal/decision', referral, as, { outcome, reason: 'Heard the referrer' });

  test('is the referrer’s, against a decline, once', async () => {
    const referral = await refer(app, world, LOW_RISK);
    expect((await appeal(referral)).body).toMatchObject({ status: 409, code: 'wrong-state' });
    const no = (await screen(referral, DECLINE)).body;
    for (const as of [world.police, world.probation]) expect((await appeal(no, as)).status).toBe(404);
    expect((await appeal(no, world.coordinator)).status).toBe(403);
    expect((await app.request('POST', `/referrals/${no.id}/appeal`, { as: world.housing, body: { grounds: 'x' } })).status).toBe(428);
    const made = await appeal(no);
    expect([made.status, made.body.status]).toEqual([200, 'DECLINED']);
    expect((await appeal(made.body)).body).toMatchObject({ status: 409, code: 'appealed-before' });
  }); // prettier-ignore

  test('is decided by the chair alone, and never by who declined', async () => {
    const second = await world.person(world.agencies.probation.id, ['CHAIR']);
    const no = await declined(app, world, world.chair);
    expect((await decide(no, 'ALLOWED', second)).body).toMatchObject({ status: 409, code: 'no-appeal' });
    const made = (await appeal(no)).body;
    for (const as of [world.coordinator, world.housing, world.idva])
      expect((await decide(made, 'ALLOWED', as)).status).toBe(403);
    expect((await decide(made, 'ALLOWED', world.chair)).body).toMatchObject({ status: 409, code: 'own-decision' });
    expect((await app.request('GET', `/referrals/${no.id}`, { as: world.chair })).body.status).toBe('DECLINED');
    const allowed = await decide(made, 'ALLOWED', second);
    expect([allowed.status, allowed.body.status]).toEqual([200, 'ACCEPTED']);
    expect((await decide(allowed.body, 'DISMISSED', second)).body).toMatchObject({ code: 'decided-before' });
    expect((await stepsOf(no.id)).map((one: { step: string }) => one.step)).toEqual([
      ...['decline', 'appeal', 'allow-appeal'],
    ]);
  });

  test('goes before the chairs who may decide, and its end to the referrer', async () => {
    const second = await world.person(world.agencies.probation.id, ['CHAIR']);
    const no = await declined(app, world, world.chair);
    const made = (await appeal(no)).body;
    await deliver(app);
    expect(await noticesOf(app, second, no.id)).toEqual(['REFERRAL_APPEALED']);
    expect(await noticesOf(app, world.chair, no.id)).not.toContain('REFERRAL_APPEALED');
    expect((await decide(made, 'DISMISSED', second)).body.status).toBe('DECLINED');
    await deliver(app);
    expect(await noticesOf(app, world.housing, no.id)).toContain('APPEAL_DISMISSED');
  });

  test('the database itself refuses the decider', async () => {
    const no = await declined(app, world, world.chair);
    await appeal(no);
    const decided = `update referrals.appeals set outcome = 'ALLOWED', reason = 'x', decided_by = declined_by, decided_at = now() where referral_id = $1`;
    await expect(app.rows(decided, [no.id])).rejects.toMatchObject({ constraint: 'decided_by_another' });
  });
});

describe('other outcomes', () => {
  test('an emergency is told to those who run meetings and to the IDVA at once', async () => {
    const referral = await refer(app, world);
    expect((await screen(referral, { decision: 'ACCEPT_EMERGENCY' })).body.errors).toMatchObject([
      { pointer: '/advice' },
    ]);
    const answer = await screen(referral, { decision: 'ACCEPT_EMERGENCY', advice: 'He is released tonight' });
    expect(answer.body).toMatchObject({ status: 'ACCEPTED', emergency: true });
    await deliver(app);
    for (const as of [world.coordinator, world.chair, world.idva])
      expect(await noticesOf(app, as, referral.id)).toContain('REFERRAL_EMERGENCY');
    expect(await noticesOf(app, world.housing, referral.id)).toEqual(['REFERRAL_ACCEPTED']);
  });

  test('the IDVA is told on receipt, before anybody decides', async () => {
    const { id } = await refer(app, world);
    await deliver(app);
    expect(await noticesOf(app, world.idva, id)).toEqual(['REFERRAL_RECEIVED']);
  });

  test('a duplicate waits on, for all its referrer can tell', async () => {
    const [first, second] = [await refer(app, world), await refer(app, world)];
    const unknown = await screen(second, { decision: 'DUPLICATE', of: second.id });
    expect(unknown.body.errors).toMatchObject([{ pointer: '/of', code: 'unknown' }]);
    const other = await refer(app, await app.world());
    expect((await screen(second, { decision: 'DUPLICATE', of: other.id })).body.errors).toMatchObject([
      { code: 'unknown' },
    ]);
    const before = (await app.request('GET', `/referrals/${second.id}`, { as: world.housing })).body;
    expect((await screen(second, { decision: 'DUPLICATE', of: first.id })).body.status).toBe('DUPLICATE');
    const { version: _, ...after } = (await app.request('GET', `/referrals/${second.id}`, { as: world.housing })).body;
    expect(after).toEqual({ ...before, version: undefined });
    expect(await stepsOf(second.id, world.housing)).toEqual([]);
    expect(await stepsOf(second.id)).toMatchObject([{ step: 'mark-duplicate' }]);
    await deliver(app);
    expect(await noticesOf(app, world.housing, second.id)).toEqual([]);
  });

  test('what is no duplicate after all waits to be screened', async () => {
    const [first, second] = [await refer(app, world), await refer(app, world)];
    const put = (await screen(second, { decision: 'DUPLICATE', of: first.id })).body;
    expect((await screen(put, { decision: 'ACCEPT' })).body).toMatchObject({ status: 409, code: 'wrong-state' });
    expect((await screen(put, { decision: 'NOT_DUPLICATE' })).body.status).toBe('SUBMITTED');
    const queue = await app.request('GET', `/intake?marac=${world.maracId}`, { as: world.coordinator });
    expect(queue.body.items.map((one: Referred) => one.id)).toContain(second.id);
  });

  test('a repeat is noted, told and on no list', async () => {
    const first = await refer(app, world);
    expect((await screen(first, { decision: 'NOTE_REPEAT', advice: 'x' })).body.errors).toMatchObject([
      { pointer: '/decision', code: 'not-a-repeat' },
    ]);
    await app.rows(`update referrals.referrals set referred_on = '2026-06-02' where id = $1`, [first.id]);
    const again = await refer(app, world, { ...first.form, incidentOn: '2026-07-01' });
    const noted = await screen(again, { decision: 'NOTE_REPEAT', advice: 'Heard with the case on Monday' });
    expect(noted.body).toMatchObject({ status: 'REPEAT_NOTED' });
    await deliver(app);
    for (const as of [world.housing, world.idva])
      expect(await noticesOf(app, as, again.id)).toContain('REFERRAL_REPEAT_NOTED');
    const { body } = await app.request('GET', `/meetings/unlisted?marac=${world.maracId}`, { as: world.coordinator });
    expect(body.items).toEqual([]);
  });

  test('a withdrawal keeps who took it back, and why', async () => {
    const referral = await refer(app, world);
    const back = await step(app, '/withdrawal', referral, world.housing, { reason: 'Referred by mistake' });
    expect(back.body.status).toBe('WITHDRAWN');
    expect(await stepsOf(referral.id)).toMatchObject([
      { step: 'withdraw', note: 'Referred by mistake', by: 'Test AGENCY_REPRESENTATIVE' },
    ]);
  });
});

describe('where an area wants a second signature', () => {
  beforeEach(() => setRules(app, world, { screening: { managerSignOff: true } }));
  const sign = (referral: Referred, as: TestUser) => step(app, '/sign-off', referral, as);

  test('nobody signs for oneself, for another agency, or without a manager’s role', async () => {
    const referral = await refer(app, world);
    expect((await sign(referral, world.housing)).body).toMatchObject({ status: 409, code: 'own-referral' });
    for (const as of [world.referrer, world.coordinator]) expect((await sign(referral, as)).status).toBe(403);
    expect((await sign(referral, world.police)).status).toBe(404);
    const refused = await screen(referral, { decision: 'ACCEPT' });
    expect(refused.body.errors).toMatchObject([{ pointer: '/decision', code: 'not-signed-off' }]);
  });

  test('a second person of the agency signs, and it can be accepted', async () => {
    const referral = await refer(app, world, {}, world.referrer);
    await deliver(app);
    expect(await noticesOf(app, world.housing, referral.id)).toEqual(['SIGN_OFF_WAITS']);
    const signed = await sign(referral, world.housing);
    expect(signed.body).toMatchObject({ status: 'SUBMITTED', signedOff: true });
    expect((await sign(signed.body, world.housing)).body).toMatchObject({ code: 'signed-off-before' });
    expect((await screen(signed.body, { decision: 'ACCEPT' })).body.status).toBe('ACCEPTED');
  });

  test('what was signed and is written anew has to be signed again, by somebody else', async () => {
    const referral = await refer(app, world, {}, world.referrer);
    const signed = (await sign(referral, world.housing)).body;
    const returned = (
      await screen(signed, { decision: 'RETURN', advice: 'Who are the children?', fields: ['/children'] })
    ).body;
    const edited = (await step(app, '', returned, world.housing, { ...referral.form, children: 3 }, 'PUT')).body;
    expect(edited.signedOff).toBe(false);
    const again = (await step(app, '/submission', edited, world.referrer)).body;
    expect((await sign(again, world.housing)).body).toMatchObject({ code: 'own-referral' });
    const second = await world.person(world.agencies.housing.id, ['AGENCY_REPRESENTATIVE']);
    expect((await sign(again, second)).body.signedOff).toBe(true);
  });

  test('an emergency waits for no signature', async () => {
    const referral = await refer(app, world);
    const answer = await screen(referral, { decision: 'ACCEPT_EMERGENCY', advice: 'He is released tonight' });
    expect(answer.body.status).toBe('ACCEPTED');
  });
});
