import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { addMonths, todayIn } from '../../src/platform/values/dates.js';
import { startApp, type TestApp } from '../support/app.js';
import { askAndRefer, asked, askRepeat, type Question } from '../support/asking.js';
import { referralForm } from '../support/referral.js';
import type { TestUser, World } from '../support/world.js';

const TODAY = todayIn('Europe/London', new Date());
const LAST_MONTH = addMonths(TODAY, -1);

let app: TestApp;
let world: World;
type Form = ReturnType<typeof referralForm>;
let form: Form;
let question: Required<Question>;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  form = referralForm(world, { incidentOn: LAST_MONTH });
  question = { victim: asked(form.victim), perpetrators: form.perpetrators.map(asked), incidentOn: TODAY };
});
afterAll(() => app?.stop());

async function refer(as: TestUser, body: Form = form): Promise<any> {
  const answer =
    as === world.coordinator ? await askAndRefer(app, as, body) : await app.request('POST', '/referrals', { as, body });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
}
const ask = (as: TestUser, what: Question = question, w = world) => askRepeat(app, as, w.maracId, what);
const excludeFrom = (caseId: string, userId: string) =>
  app.operate(async () =>
    app.get(Exclusions).exclude({ caseId, maracId: world.maracId, userId, cause: 'CONFLICT', causeId: randomUUID() }),
  );

/** What somebody is answered who asks for people nobody knows. */
const NOTHING = {
  ...{ outcome: 'NONE', arithmetic: '', evidence: [], cases: [], otherMaracs: [], checkToken: expect.any(String) },
  next: 'Nothing is known that you may see. Refer it if it meets the criteria.',
};

describe('who is told nothing', () => {
  test.each<[string, (w: World) => TestUser]>([
    ['a referrer', (w) => w.referrer],
    ['a representative, even of the agency that referred', (w) => w.housing],
    ['a chair', (w) => w.chair],
    ['an administrator', (w) => w.administrator],
    ['an auditor', (w) => w.auditor],
    ['an analyst', (w) => w.analyst],
    ['an observer', (w) => w.observer],
  ])('%s may not ask', async (_, who) => {
    await refer(world.housing);
    expect(await ask(who(world))).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
  });

  test('a coordinator who asks for another MARAC, as for one that does not exist', async () => {
    const elsewhere = await app.world();
    await refer(world.housing);
    const real = await ask(elsewhere.coordinator);
    const never = await askRepeat(app, elsewhere.coordinator, randomUUID(), question);
    expect(real).toMatchObject({ status: 422, body: { errors: [{ pointer: '/maracId', code: 'unknown' }] } });
    expect(never.body).toEqual({ ...real.body, reference: never.body.reference });
  });

  test.each<[string, (w: World) => TestUser]>([
    ['coordinator', (w) => w.coordinator],
    ['IDVA', (w) => w.idva],
  ])('the %s who is excluded from the case, not even the outcome', async (_, who) => {
    const { caseId } = await refer(world.housing);
    expect((await ask(who(world))).body.outcome).toBe('REPEAT');
    await excludeFrom(caseId, who(world).id);
    expect(await ask(who(world))).toMatchObject({ status: 200, body: NOTHING });
  });

  test('an IDVA with whom the case was not shared, of that case or of its perpetrator', async () => {
    const { caseId } = await refer(world.housing);
    await app.rows('update access.grants set revoked_at = now() where case_id = $1 and grantee_id = $2 returning id', [
      caseId,
      world.agencies.idvaService.id,
    ]);
    expect((await ask(world.idva)).body).toEqual(NOTHING);
    expect((await ask(world.idva, { perpetrators: question.perpetrators })).body).toEqual(NOTHING);
  });

  test('a reader who sees the victim’s side alone, of who the perpetrator is', async () => {
    const { caseId } = await refer(world.housing);
    await app.rows('update access.grants set revoked_at = now() where case_id = $1 and grantee_id = $2 returning id', [
      caseId,
      world.agencies.idvaService.id,
    ]);
    await app.rows(
      `insert into access.grants (id, case_id, marac_id, grantee_id, grantee_kind, labels, purpose, lawful_basis, reason, decided_by)
       values ($1, $2, $3, $4, 'USER', '{IDENTITY}', 'x', '{UKGDPR-6-1-E}', 'x', 'x')`,
      [randomUUID(), caseId, world.maracId, world.idva.id],
    );
    expect((await ask(world.idva, { perpetrators: question.perpetrators })).body).toEqual(NOTHING);
    const both = (await ask(world.idva)).body;
    expect(both).toMatchObject({ outcome: 'SAME_VICTIM', cases: [{ caseId }] });
    // nor does the answer tell where the victim lives: an address that is not shared counts neither for nor against
    const { address: _a, postcode: _b, phone: _c, ...named } = question.victim;
    const guess = { ...named, address: '1 Wrong Street', postcode: 'ZZ1 1ZZ', phone: '07700 900999' };
    for (const victim of [named, guess])
      expect((await ask(world.idva, { ...question, victim })).body).toEqual({
        ...both,
        checkToken: expect.any(String),
      });
    expect(both.evidence).toEqual([
      { person: 'victim', certainty: 'PROBABLE', evidence: ['same name', 'same birth date'] },
    ]);
  });
});

describe('another MARAC’s history', () => {
  let elsewhere: World;
  beforeEach(async () => {
    elsewhere = await app.world();
    await refer(elsewhere.police, { ...form, maracId: elsewhere.maracId });
  });

  test('is told to the coordinator by its existence alone, with whom to ask', async () => {
    const { status, body, text } = await ask(world.coordinator);
    expect(status).toBe(200);
    expect(body).toEqual({
      ...NOTHING,
      next: `${NOTHING.next} Another MARAC holds history: ask its coordinator.`,
      otherMaracs: [{ name: `Test area ${elsewhere.code}`, coordinators: [elsewhere.coordinator.email] }],
    });
    expect(text).not.toMatch(/\b\d{4}-\d\d\b|\b20\d\d\b/);
  });

  test('is not told to an IDVA, whose answer is as it would be without it', async () => {
    expect((await ask(world.idva)).body).toEqual(NOTHING);
  });

  test('is not told to a coordinator who is excluded from the case there', async () => {
    const [row] = await app.rows('select id from access.cases where marac_id = $1', [elsewhere.maracId]);
    await app.operate(async () =>
      app.get(Exclusions).exclude({
        ...{ caseId: row.id, maracId: elsewhere.maracId, userId: world.coordinator.id },
        ...{ cause: 'CONFLICT', causeId: randomUUID() },
      }),
    );
    expect((await ask(world.coordinator)).body).toEqual(NOTHING);
  });

  test('does not confirm an address or a telephone: name and birth date alone tell people apart', async () => {
    const { birthDate: _, ...undated } = question.victim;
    expect((await ask(world.coordinator, { victim: undated })).body).toEqual(NOTHING);
  });

  test('is not told by a referral either: the coordinator learns that there is some, the IDVA nothing', async () => {
    const made = await refer(world.coordinator, { ...form, incidentOn: TODAY });
    const told = { outcome: 'NONE', prior: null, arithmetic: '', status: 'SUBMITTED' };
    expect(made).toMatchObject({ ...told, heldElsewhere: true });
    expect(made.criteria).not.toContain('REPEAT');
    const { body } = await app.request('GET', `/referrals/${made.id}`, { as: world.idva });
    expect(body).toMatchObject({ ...told, heldElsewhere: false });
    expect(body.criteria).not.toContain('REPEAT');
    const { body: list } = await app.request('GET', '/referrals', { as: world.idva });
    expect(list.items).toMatchObject([{ ...told, heldElsewhere: false }]);
  });

  test('does not put aside a victim as a duplicate whom this MARAC has not heard of', async () => {
    expect(await refer(world.coordinator, form)).toMatchObject({ status: 'SUBMITTED' });
  });
});

describe('what is answered', () => {
  test('a repeat: the sum, the evidence, what to do, and the case', async () => {
    const { caseId, caseRef } = await refer(world.housing);
    const { status, body } = await ask(world.coordinator);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      outcome: 'REPEAT',
      evidence: [
        { person: 'victim', certainty: 'CERTAIN' },
        { person: 'perpetrator 1', certainty: 'CERTAIN' },
      ],
      cases: [{ caseId, caseRef, maracId: world.maracId, outcome: 'REPEAT' }],
      otherMaracs: [],
    });
    expect(body.evidence[0].evidence).toEqual(
      expect.arrayContaining(['same name', 'same birth date', 'same telephone', 'same address']),
    );
    expect(body.arithmetic).toMatch(/^referred .+, window ends .+, incident /);
    expect(body.next).toContain('Refer it');
    expect((await app.request('GET', `/cases/${caseId}`, { as: world.coordinator })).status).toBe(200);
  });

  const swapped = () => ({ victim: question.perpetrators[0]!, perpetrators: [question.victim], incidentOn: TODAY });
  const stranger = { familyName: 'Stranger', givenNames: 'Any', birthDate: '1970-01-02' };
  test.each<[string, () => Question]>([
    ['DUPLICATE', () => ({ ...question, incidentOn: LAST_MONTH })],
    ['LAPSED', () => ({ ...question, incidentOn: TODAY })],
    ['POSSIBLE_REPEAT', () => ({ victim: question.victim, perpetrators: question.perpetrators })],
    ['SAME_VICTIM', () => ({ victim: question.victim })],
    ['SAME_VICTIM', () => ({ ...question, perpetrators: [stranger] })],
    ['SAME_PERPETRATOR', () => ({ perpetrators: question.perpetrators })],
    ['SAME_PERPETRATOR', () => ({ ...question, victim: stranger })],
    ['COUNTER_ALLEGATION', swapped],
    ['NONE', () => ({ victim: stranger, perpetrators: [{ ...stranger, givenNames: 'Other' }] })],
  ])('%s', async (outcome, what) => {
    const { id } = await refer(world.housing);
    if (outcome === 'LAPSED')
      await app.rows(`update referrals.referrals set referred_on = $2 where id = $1 returning id`, [
        id,
        addMonths(TODAY, -13),
      ]);
    const { body } = await ask(world.idva, what());
    expect(body.outcome).toBe(outcome);
    expect(body.cases).toHaveLength(outcome === 'NONE' ? 0 : 1);
  });

  test('somebody who changed their name is found by the record that knows both', async () => {
    const { familyName, ...rest } = form.victim;
    await refer(world.housing);
    const married = { ...rest, familyName: 'Newname', aliases: [`Amara ${familyName}`] };
    await refer(world.housing, { ...form, victim: married, incidentOn: addMonths(TODAY, -2) });
    await app.rows(`update referrals.referrals set status = 'ACCEPTED' where marac_id = $1 returning id`, [
      world.maracId,
    ]);
    const { body } = await ask(world.coordinator, { ...question, victim: asked({ ...rest, familyName: 'Newname' }) });
    expect(body.outcome).toBe('REPEAT');
  });

  test.each<[string, () => object, string, string]>([
    ['nobody', () => ({}), '/victim', 'nobody-asked-for'],
    ['a name that is none', () => ({ victim: { birthDate: '1990-01-01' } }), '/victim/familyName', 'no-name'],
    ['a day to come', () => ({ ...question, incidentOn: addMonths(TODAY, 1) }), '/incidentOn', 'future-date'],
  ])('refused: %s', async (_, what, pointer, code) => {
    expect(await ask(world.coordinator, what())).toMatchObject({ status: 422, body: { errors: [{ pointer, code }] } });
  });
});

describe('what a referral tells its referrer', () => {
  test('the same of a repeat, a duplicate and a first referral; nothing earlier is listed', async () => {
    const first = await refer(world.police);
    const shape = (body: any) => ({ ...body, id: '', ref: '', caseId: '', caseRef: '', referringAgency: '' });
    const own = new Set<string>();
    for (const who of [world.housing, world.referrer]) {
      const duplicate = await refer(who, form);
      const unknown = await refer(who, referralForm(world, { incidentOn: LAST_MONTH }));
      expect(shape(duplicate)).toEqual(shape(unknown));
      expect(duplicate).toMatchObject({
        status: 'SUBMITTED',
        caseId: first.caseId,
        heldElsewhere: false,
      });
      expect(duplicate).not.toHaveProperty('outcome');
      for (const { id } of [duplicate, unknown]) own.add(id);
      const list = (query: string) => app.request('GET', `/referrals${query}`, { as: who });
      expect((await list('')).body.items.map(({ id }: { id: string }) => id).sort()).toEqual([...own].sort());
      expect((await list('?status=DUPLICATE')).body.items).toEqual([]);
      expect((await app.request('GET', `/referrals/${first.id}`, { as: who })).status).toBe(404);
      for (const { id, version } of [duplicate, unknown]) {
        const again = await app.request('POST', `/referrals/${id}/submission`, {
          ...{ as: who, headers: { 'if-match': `"${version}"` } },
        });
        expect(again).toMatchObject({
          status: 409,
          body: { title: 'A referral that is SUBMITTED does not allow this.' },
        });
      }
    }
    const history = await app.request('GET', `/cases/${first.caseId}/history`, { as: world.housing });
    expect(history.body.referrals.map(({ id }: { id: string }) => id)).not.toContain(first.id);
    expect(history.body.assessments).toHaveLength(2);
    const whole = await app.request('GET', `/cases/${first.caseId}/history`, { as: world.idva });
    expect(whole.body.referrals).toHaveLength(3);
    expect(whole.body.referrals[1].status).toBe('DUPLICATE');
  });

  test('the id of a case is not ordered by time, so that it does not tell an old case from a new one', async () => {
    const { caseId } = await refer(world.housing);
    expect(caseId[14]).toBe('4'); // a random UUID (RFC 9562)
  });

  test('the record that stands for a person is one that the reader may see', async () => {
    const elsewhere = await app.world();
    await refer(elsewhere.police, { ...form, maracId: elsewhere.maracId });
    const { caseId } = await refer(world.police, { ...form, incidentOn: TODAY });
    const { body } = await app.request('GET', `/cases/${caseId}`, { as: world.idva });
    expect(body.victim.personRef).toBe(body.victim.id);
  });
});
