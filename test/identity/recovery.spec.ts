import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeAt } from '../../src/identity/totp.rules.js';
import { startApp, type TestApp } from '../support/app.js';
import { enrolApp, freshly, nextCode } from '../support/second-factor.js';
import { PASSWORD, type TestUser, type World } from '../support/world.js';

let app: TestApp;
let world: World;
let ann: TestUser;
let bea: TestUser;
beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  ann = await freshly(app, world.administrator);
  bea = await freshly(app, await world.person(world.agencies.housing.id, ['ADMINISTRATOR']));
});
afterAll(() => app.stop());

const somebody = () => world.person(world.agencies.housing.id, ['AGENCY_REPRESENTATIVE']);
const ask = (as: TestUser, person: TestUser) => app.request('POST', `/users/${person.id}/recovery`, { as });
const confirm = (as: TestUser, person: TestUser) =>
  app.request('POST', `/users/${person.id}/recovery/confirmation`, { as });

/** Signs in with the password alone and tries to enrol an app. */
async function enrol(person: TestUser, enrolmentCode?: string) {
  const signedIn = await app.request('POST', '/sessions', { body: { email: person.email, password: PASSWORD } });
  const as = signedIn.body.token;
  const { secret } = (await app.request('POST', '/authenticator-app', { as })).body;
  const body = { code: codeAt(secret, new Date()), ...(enrolmentCode && { enrolmentCode }) };
  return app.request('POST', '/authenticator-app/confirmation', { as, body });
}

describe('refused', () => {
  test('one administrator alone, however they go about it', async () => {
    const person = await somebody();
    const { secret, token } = await enrolApp(app, person);
    expect((await confirm(ann, person)).body).toMatchObject({ status: 409, code: 'nothing-asked' });
    expect((await ask(ann, person)).status).toBe(201);
    expect((await confirm(ann, person)).body).toMatchObject({ status: 409, code: 'takes-another' });
    expect((await ask(ann, person)).status).toBe(201);
    expect((await confirm(await freshly(app, ann), person)).body.code).toBe('takes-another');
    const proved = await app.request('POST', '/sessions/current/second-factor', {
      as: token,
      body: { code: nextCode(secret) },
    });
    expect(proved.status).toBe(201);
  });

  test('the person, as either of the two, even as administrator', async () => {
    expect((await ask(ann, ann)).body).toMatchObject({ status: 409, code: 'not-yourself' });
    expect((await ask(bea, ann)).status).toBe(201);
    expect((await confirm(ann, ann)).body).toMatchObject({ status: 409, code: 'not-yourself' });
  });

  test('an administrator whose second factor was not proved lately', async () => {
    const person = await somebody();
    const stale = await freshly(app, ann, 16);
    expect((await ask(stale, person)).body.code).toBe('second-factor-needed');
    await ask(ann, person);
    expect((await confirm(await freshly(app, bea, 16), person)).body.code).toBe('second-factor-needed');
  });

  test('everybody else, and for people of another MARAC', async () => {
    const person = await somebody();
    for (const one of [world.coordinator, world.chair, world.idva, world.auditor])
      expect((await ask(await freshly(app, one), person)).status).toBe(403);
    const elsewhere = await app.world();
    const foreign = await freshly(app, elsewhere.administrator);
    expect((await ask(foreign, person)).status).toBe(404);
    expect((await ask(ann, person)).status).toBe(201);
    expect((await confirm(foreign, person)).status).toBe(404);
  });

  test('too late', async () => {
    const person = await somebody();
    await ask(ann, person);
    await app.rows('update identity.recoveries set expires_at = now() where user_id = $1', [person.id]);
    expect((await confirm(bea, person)).body.code).toBe('nothing-asked');
  });

  test('by the database itself, should the code above be wrong', async () => {
    const person = await somebody();
    await ask(ann, person);
    const sql = `update identity.recoveries set confirmed_by = $2, confirmed_at = now(), code_hash = '\\x00' where user_id = $1`;
    await expect(app.rows(sql, [person.id, ann.id])).rejects.toThrow(/recovery_takes_two/);
    await expect(app.rows(sql, [person.id, person.id])).rejects.toThrow(/recovery_is_for_another/);
  });
});

describe('two administrators', () => {
  test('take the lost factor away, end every session, and the password alone enrols nothing', async () => {
    const person = await somebody();
    const { token } = await enrolApp(app, person);
    await ask(ann, person);
    const confirmed = await confirm(bea, person);
    expect(confirmed).toMatchObject({ status: 201, body: { code: expect.stringMatching(/^(\w{5}-){5}\w{5}$/) } });
    expect((await app.request('GET', '/sessions/current', { as: token })).status).toBe(401);
    for (const wrong of [undefined, 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE']) {
      const refused = await enrol(person, wrong);
      expect(refused.body).toMatchObject({
        status: 422,
        errors: [{ pointer: '/enrolmentCode', code: 'enrolment-code-needed' }],
      });
    }
    expect((await confirm(bea, person)).body.code).toBe('nothing-asked');
    const enrolled = await enrol(person, confirmed.body.code.toLowerCase().replaceAll('-', ' '));
    expect(enrolled).toMatchObject({ status: 201, body: { session: { secondFactor: 'PROVED' } } });
  });

  test('give a code that serves one person, once, for a day', async () => {
    const [person, other] = [await somebody(), await somebody()];
    for (const one of [person, other]) await ask(ann, one);
    const { code } = (await confirm(bea, person)).body;
    await confirm(bea, other);
    expect((await enrol(other, code)).status).toBe(422);
    await app.rows('update identity.recoveries set expires_at = now() where user_id = $1', [person.id]);
    expect((await enrol(person, code)).status).toBe(422);
  });

  test('leave lines in the audit that say who, and no code', async () => {
    const person = await somebody();
    await ask(ann, person);
    const { code } = (await confirm(bea, person)).body;
    const lines = await app.rows(
      `select e.action, e.actor_id from audit.events e where e.subject_id = $1 and e.action like 'recovery%' order by e.at, e.id`,
      [person.id],
    );
    expect(lines).toEqual([
      { action: 'recovery.asked', actor_id: ann.id },
      { action: 'recovery.confirmed', actor_id: bea.id },
    ]);
    const all = JSON.stringify([await app.rows('select r.* from identity.recoveries r'), lines]);
    expect(all).not.toContain(code);
  });
});
