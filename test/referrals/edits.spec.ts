import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { deliver } from '../meetings/calendar.js';
import { startApp, type TestApp } from '../support/app.js';
import { askAndRefer, setRules } from '../support/asking.js';
import { newSurname } from '../support/invented.js';
import { referralForm } from '../support/referral.js';
import type { TestUser, World } from '../support/world.js';
import { type Form, noticesOf, refer, type Referred, step } from './referring.js';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
});
afterAll(() => app?.stop());

const edit = (referral: Referred, form: object, as: TestUser = world.housing) =>
  step(app, '', referral, as, form, 'PUT');
const screen = (referral: Referred, body: object) => step(app, '/screening', referral, world.coordinator, body);
const submit = (referral: Referred, as: TestUser = world.housing) => step(app, '/submission', referral, as);
const RETURN = {
  decision: 'RETURN',
  advice: 'How can she be reached?',
  fields: ['victim.phone', '/perpetrators/0/birthDate'],
};

/** A referral that came back. */
async function returned(changes: Record<string, unknown> = {}): Promise<Referred & { form: Form }> {
  const referral = await refer(app, world, changes);
  return { ...(await screen(referral, RETURN)).body, form: referral.form };
}

const caseOf = async (caseId: string, as = world.coordinator) =>
  (await app.request('GET', `/cases/${caseId}`, { as })).body;
const everything = async (referralId: string) =>
  (await app.rows('select r::text as row from referrals.referrals r where id = $1', [referralId]))[0].row;

describe('who may not edit, and what', () => {
  test('only the referring agency, on the version it saw', async () => {
    const { form, ...referral } = await returned();
    expect((await edit(referral, form, world.police)).status).toBe(404);
    expect((await edit(referral, form, world.coordinator)).status).toBe(403);
    expect((await edit({ ...referral, version: referral.version + 1 }, form)).body).toMatchObject({
      status: 412,
      code: 'stale',
    });
    const blind = await app.request('PUT', `/referrals/${referral.id}`, { as: world.housing, body: form });
    expect(blind.status).toBe(428);
  });

  test.each(['SUBMITTED', 'ACCEPTED', 'DECLINED', 'WITHDRAWN'])('not one that is %s', async (status) => {
    const { form, ...referral } = await refer(app, world);
    await app.rows('update referrals.referrals set status = $2 where id = $1 returning id', [referral.id, status]);
    const before = await everything(referral.id);
    expect((await edit(referral, { ...form, summary: 'x' })).body).toMatchObject({ status: 409, code: 'wrong-state' });
    expect(await everything(referral.id)).toBe(before);
  });

  test.each<[string, (form: Form) => object, string, string]>([
    ['of a child', (form) => ({ ...form, victim: { ...form.victim, birthDate: '2015-01-01' } }), '/victim/birthDate', 'victim-under-16'],
    ['without a perpetrator', (form) => ({ ...form, perpetrators: [] }), '/perpetrators', 'too-few'],
    ['of an incident to come', (form) => ({ ...form, incidentOn: '2099-01-01' }), '/incidentOn', 'future-date'],
    ['with a total that contradicts', (form) => ({ ...form, assessment: { instrument: 'SAFELIVES_DASH', answers: { 1: 'YES' }, statedTotal: 2 } }), '/assessment/statedTotal', 'total-contradicts-ticks'],
    ['of another agency', (form) => ({ ...form, referringAgencyId: world.agencies.police.id }), '/referringAgencyId', 'not-changeable'],
    ['that says whether it is a draft', (form) => ({ ...form, draft: true }), '/draft', 'not-wanted'],
  ])('%s is refused at its field and changes nothing', async (_, changed, pointer, code) => {
    const { form, ...referral } = await returned();
    const before = await everything(referral.id);
    const answer = await edit(referral, changed(form));
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ pointer, code }]]);
    expect(await everything(referral.id)).toBe(before);
  }); // prettier-ignore

  test('to another MARAC is refused', async () => {
    const { form, ...referral } = await returned();
    const elsewhere = await app.world();
    const answer = await edit(referral, { ...form, maracId: elsewhere.maracId });
    expect(answer.body.errors).toMatchObject([{ pointer: '/maracId', code: 'not-changeable' }]);
  });

  test('a text that gives away where the victim is safe is refused', async () => {
    const { form, ...referral } = await returned();
    const place = { kind: 'REFUGE', name: 'Willowmere', address: '9 Sheltered Row', postcode: 'NB8 8ZZ', phone: '01632 960777' };
    await app.request('POST', `/cases/${referral.caseId}/locations`, { as: world.coordinator, body: place });
    const answer = await edit(referral, { ...form, summary: 'She is at 9 Sheltered Row' });
    expect(answer.body.errors).toMatchObject([{ pointer: '/summary', code: 'protected-address-in-text' }]);
  }); // prettier-ignore
});

describe('what came back', () => {
  test('says which fields are to be completed, is completed and handed in again, on the same case', async () => {
    const { form, ...referral } = await returned();
    const seen = await app.request('GET', `/referrals/${referral.id}`, { as: world.housing });
    expect(seen.body).toMatchObject({
      ...{ status: 'RETURNED', fieldsToComplete: ['/victim/phone', '/perpetrators/0/birthDate'] },
      screeningDueAt: expect.any(String),
    });
    const complete = { ...form, victim: { ...form.victim, phone: '07700 900456' }, children: 3 };
    const edited = await edit(referral, complete);
    expect([edited.status, edited.body]).toMatchObject([
      200,
      { status: 'RETURNED', id: referral.id, caseId: referral.caseId },
    ]);
    const read = await caseOf(referral.caseId);
    expect([read.victim.contact.phone, read.children]).toEqual(['07700 900456', 3]);
    const again = await submit(edited.body);
    expect(again.body).toMatchObject({
      status: 'SUBMITTED',
      fieldsToComplete: [],
      screeningDueAt: seen.body.screeningDueAt,
    });
    expect((await screen(again.body, { decision: 'ACCEPT' })).body.status).toBe('ACCEPTED');
  });

  test('what changed is kept by name, and no answer is', async () => {
    const { form, ...referral } = await returned();
    const surname = newSurname();
    const victim = { ...form.victim, familyName: surname };
    const { phone: _, ...unreachable } = victim;
    await edit(referral, { ...form, victim: unreachable, summary: `Now called ${surname}` });
    const steps = (await app.request('GET', `/referrals/${referral.id}/steps`, { as: world.housing })).body;
    expect(steps.at(-1)).toMatchObject({ step: 'edit', fields: ['/summary', '/victim/familyName', '/victim/phone'] });
    const [line] = await app.rows(`select code from audit.events where action = 'referral.edit' and subject_id = $1`, [referral.id]);
    expect(line.code).toBe('/summary /victim/familyName /victim/phone');
    const kept = JSON.stringify(await app.rows('select * from referrals.steps'));
    expect(kept + JSON.stringify(await app.rows('select code from audit.events'))).not.toContain(surname);
    expect((await everything(referral.id)).split('form_prints')[0]).not.toContain('07700');
  }); // prettier-ignore

  test('nothing changed: nothing is named, and no record is made anew', async () => {
    const { form, ...referral } = await returned();
    const people = () => app.rows('select id from persons.persons where case_id = $1', [referral.caseId]);
    const before = await people();
    expect((await edit(referral, form)).status).toBe(200);
    const steps = (await app.request('GET', `/referrals/${referral.id}/steps`, { as: world.housing })).body;
    expect(steps.at(-1)).toMatchObject({ step: 'edit', fields: [] });
    expect(await people()).toEqual(before);
  });

  test('is compared with earlier referrals anew: a name put right is found to be a repeat', async () => {
    const first = await refer(app, world);
    await app.rows(`update referrals.referrals set referred_on = '2026-06-02' where id = $1`, [first.id]);
    const { form, ...referral } = await returned({ incidentOn: '2026-07-01' });
    const outcome = async () => (await app.request('GET', `/referrals/${referral.id}`, { as: world.coordinator })).body;
    expect(await outcome()).toMatchObject({ outcome: 'NONE' });
    const { victim, perpetrators } = first.form;
    await edit(referral, { ...form, victim, perpetrators });
    expect(await outcome()).toMatchObject({ outcome: 'REPEAT', criteria: ['VISIBLE_HIGH_RISK', 'REPEAT'] });
    // and never with itself
    const alone = await returned();
    await edit(alone, { ...alone.form, summary: 'More' });
    const seen = await app.request('GET', `/referrals/${alone.id}`, { as: world.coordinator });
    expect(seen.body.outcome).toBe('NONE');
  });

  test('a person who works here and turns up in it is shut out of the case', async () => {
    const { form, ...referral } = await returned();
    const [name] = ['Test Quorrel'];
    const worker = await world.person(world.agencies.idvaService.id, ['IDVA']);
    await app.rows('update identity.users set name = $2 where id = $1 returning id', [worker.id, name]);
    expect((await app.request('GET', `/cases/${referral.caseId}`, { as: worker })).status).toBe(200);
    const conflicts = async () =>
      (await app.rows('select id from conflicts.conflicts where case_id = $1 and user_id = $2', [referral.caseId, worker.id])).length;
    expect(await conflicts()).toBe(0);
    const perpetrators = [{ ...form.perpetrators[0]!, givenNames: 'Test', familyName: 'Quorrel' }];
    expect((await edit(referral, { ...form, perpetrators })).status).toBe(200);
    expect(await conflicts()).toBe(1);
  }); // prettier-ignore
});

describe('a draft', () => {
  const draft = (changes: Record<string, unknown> = {}) => refer(app, world, { ...changes, draft: true });

  test('is completed, and counts once it is submitted: flagged, told of, its clock running', async () => {
    const { form, ...referral } = await draft({ summary: undefined });
    const flags = () => app.rows('select id from flags.flags where case_id = $1', [referral.caseId]);
    expect([await flags(), (await app.request('GET', `/referrals/${referral.id}`, { as: world.housing })).body.screeningDueAt]).toEqual([[], null]);
    const { draft: _, ...plain } = form as Form & { draft?: boolean };
    const edited = await edit(referral, { ...plain, summary: 'She rang us' });
    expect(edited.body.status).toBe('DRAFT');
    const submitted = await submit(edited.body);
    expect(submitted.body).toMatchObject({ status: 'SUBMITTED', screeningDueAt: expect.any(String) });
    expect(await flags()).toHaveLength(1);
    await deliver(app);
    expect(await noticesOf(app, world.idva, referral.id)).toEqual(['REFERRAL_RECEIVED']);
  }); // prettier-ignore

  test('who may ask a repeat check has asked one for these people, as for a new referral', async () => {
    const form = referralForm(world, { draft: true });
    const made = (await askAndRefer(app, world.coordinator, form)).body;
    const { draft: _, ...plain } = form as Form & { draft?: boolean };
    const answer = await edit(made, plain, world.coordinator);
    expect(answer.body.errors).toMatchObject([{ pointer: '/checkToken', code: 'repeat-check-needed' }]);
  });

  test('lacks what the area demands: kept, and not submitted', async () => {
    await setRules(app, world, { screening: { mandatory: ['summary', 'victim.phone'] } });
    const { form, ...made } = await draft({ summary: undefined });
    const missing = [{ pointer: '/summary', code: 'required' }];
    expect((await submit(made)).body.errors).toMatchObject(missing);
    const { draft: _, ...plain } = form as Form & { draft?: boolean };
    const refused = await app.request('POST', '/referrals', { as: world.housing, body: plain });
    expect([refused.status, refused.body.errors]).toMatchObject([422, missing]);
    const edited = await edit(made, { ...plain, summary: 'She rang us' });
    expect((await submit(edited.body)).body.status).toBe('SUBMITTED');
  });
});
