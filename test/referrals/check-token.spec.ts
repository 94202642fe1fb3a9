import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CheckTokens } from '../../src/referrals/check-tokens.service.js';
import { Actor } from '../../src/platform/db/actor.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { type Answer, startApp, type TestApp } from '../support/app.js';
import { asked, askRepeat, setRules } from '../support/asking.js';
import { referralForm } from '../support/referral.js';
import type { TestUser, World } from '../support/world.js';

/** Whoever may ask whether it is a repeat has asked before they refer, and shows it by the token of the answer. */
let app: TestApp;
let world: World;
let form: ReturnType<typeof referralForm>;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  form = referralForm(world);
});
afterAll(() => app?.stop());

const refer = (as: TestUser, checkToken?: string, body: object = form): Promise<Answer> =>
  app.request('POST', '/referrals', { as, body: { ...body, checkToken } });
const ask = async (as: TestUser, what: object = { victim: asked(form.victim) }, maracId = world.maracId) =>
  (await askRepeat(app, as, maracId, what)).body.checkToken as string;
const refusedAs = (code: string) => ({
  status: 422,
  body: { code: 'invalid-input', errors: [{ pointer: '/checkToken', code, detail: expect.stringMatching(/Ask POST \/repeat-checks/) }] },
}); // prettier-ignore
const referrals = async () =>
  (await app.rows('select id from referrals.referrals where marac_id = $1', [world.maracId])).length;

describe('who may ask has to', () => {
  test.each(['coordinator', 'idva'] as const)('%s: nothing is created without', async (who) => {
    expect(await refer(world[who])).toMatchObject(refusedAs('repeat-check-needed'));
    expect(await refer(world[who], undefined, { ...form, draft: true })).toMatchObject(
      refusedAs('repeat-check-needed'),
    );
    expect(await referrals()).toBe(0);
    expect((await refer(world[who], await ask(world[who]))).status).toBe(201);
  });

  test.each(['police', 'housing', 'referrer'] as const)('%s, who gets no answers, needs none', async (who) => {
    expect((await refer(world[who])).status).toBe(201);
    expect((await refer(world[who], 'whatever it is')).status).toBe(201);
  });

  test('somebody who coordinates another MARAC needs none here, where they only refer', async () => {
    const elsewhere = await app.world();
    const both = await world.person(world.agencies.police.id, ['REFERRER']);
    await app.rows(
      'insert into identity.user_roles (id, user_id, marac_id, role) values (gen_random_uuid(), $1, $2, $3) returning id',
      [...[both.id, elsewhere.maracId, 'COORDINATOR']],
    );
    expect((await refer(both)).status).toBe(201);
  });

  test('an area may leave it out, from a day on', async () => {
    await setRules(app, world, { referring: { repeatCheckFirst: false } });
    expect((await refer(world.coordinator)).status).toBe(201);
  });
});

describe('a token', () => {
  test.each<[string, () => Promise<string>, string]>([
    ['of a colleague', () => ask(world.idva), 'repeat-check-needed'],
    ['that is none', async () => 'bm90IGEgdG9rZW4', 'repeat-check-needed'],
    ['that is not even text of one', async () => '💥 or 1=1', 'repeat-check-needed'],
    ['that was changed', async () => altered(await ask(world.coordinator)), 'repeat-check-needed'],
    ['for other people', () => ask(world.coordinator, { victim: { familyName: 'Lark', givenNames: 'Ines', birthDate: '1971-02-03' }, perpetrators: [{ familyName: 'Nowak', givenNames: 'Kasia' }] }), 'repeat-check-for-others'],
    ['for nobody who can be told apart', () => ask(world.coordinator, { victim: { familyName: 'J' } }), 'repeat-check-for-others'],
  ])('%s is refused', async (_, token, code) => {
    expect(await refer(world.coordinator, await token())).toMatchObject(refusedAs(code));
    expect(await referrals()).toBe(0);
  }); // prettier-ignore

  test('of another MARAC of one’s own is refused', async () => {
    const elsewhere = await app.world();
    await app.rows(
      'insert into identity.user_roles (id, user_id, marac_id, role) values (gen_random_uuid(), $1, $2, $3) returning id',
      [...[world.coordinator.id, elsewhere.maracId, 'COORDINATOR']],
    );
    const token = await ask(world.coordinator, undefined, elsewhere.maracId);
    expect(token).toEqual(expect.any(String));
    expect(await refer(world.coordinator, token)).toMatchObject(refusedAs('repeat-check-needed'));
  });

  test('is good for 24 hours', async () => {
    const { birthDate, ...names } = form.victim;
    const person = { ...names, aliases: [], birth: { value: birthDate, precision: 'DAY' } as const };
    const issued = (ago: number) =>
      app
        .get(UnitOfWork)
        .run(new Actor('user', world.coordinator.id, null), async () =>
          app.get(CheckTokens).issue(world.maracId, [person], Date.now() - ago),
        );
    const day = 86_400_000;
    expect(await refer(world.coordinator, await issued(day))).toMatchObject(refusedAs('repeat-check-expired'));
    expect((await refer(world.coordinator, await issued(day - 60_000))).status).toBe(201);
  });

  test('outlives a corrected spelling, an added birth date and a perpetrator who becomes known', async () => {
    const { familyName } = form.victim;
    const token = await ask(world.coordinator, {
      victim: { familyName: familyName.toLowerCase(), givenNames: 'Amarra' },
    });
    expect((await refer(world.coordinator, token)).status).toBe(201);
  });

  test('asked for the perpetrator alone is enough', async () => {
    expect(
      (await refer(world.idva, await ask(world.idva, { perpetrators: form.perpetrators.map(asked) }))).status,
    ).toBe(201);
  });

  test('is as long for a repeat as for nobody, for one name as for eleven people, and has no word of them', async () => {
    await refer(world.police);
    const known = await ask(world.coordinator);
    const unknown = await ask(world.coordinator, { victim: { familyName: 'Nobody', givenNames: 'Any' } });
    const people = Array.from({ length: 10 }, (_, i) => ({
      familyName: `Many${'x'.repeat(i)}`,
      givenNames: 'Any',
      aliases: ['A B', 'C D'],
    }));
    const many = await ask(world.coordinator, { victim: asked(form.victim), perpetrators: people });
    expect(new Set([known, unknown, many].map((token) => token.length)).size).toBe(1);
    expect(await ask(world.coordinator)).not.toBe(known);
    for (const token of [known, unknown, many])
      expect(Buffer.from(token, 'base64url').toString('latin1')).not.toMatch(/victim|amara|nobody|many|1990|07700/i);
  });

  test('works when the quota is spent', async () => {
    const searching = { repeatChecksAnHour: 1, repeatChecksADay: 1, searchesAnHour: 1, searchesADay: 1 };
    await setRules(app, world, { searching });
    const token = await ask(world.idva);
    expect((await askRepeat(app, world.idva, world.maracId, { victim: asked(form.victim) })).status).toBe(429);
    expect((await refer(world.idva, token)).status).toBe(201);
  });

  test('is not demanded of who cannot ask because the quota is spent: a referral waits for nobody', async () => {
    const searching = { repeatChecksAnHour: 1, repeatChecksADay: 1, searchesAnHour: 1, searchesADay: 1 };
    await setRules(app, world, { searching });
    expect(await refer(world.idva)).toMatchObject(refusedAs('repeat-check-needed'));
    await ask(world.idva, { victim: { familyName: 'Nobody', givenNames: 'Nora', birthDate: '1970-02-03' } });
    expect((await refer(world.idva)).status).toBe(201);
  });

  test('is not wanted before the form is right: the people it is for are read from it', async () => {
    const wrong = { ...form, incidentOn: '2999-01-01' };
    expect((await refer(world.coordinator, undefined, wrong)).body.errors).toEqual([
      expect.objectContaining({ pointer: '/incidentOn', code: 'future-date' }),
    ]);
  });

  test('leaves no trace: no row, no line and no job has it', async () => {
    const token = await ask(world.coordinator);
    await refer(world.coordinator, token);
    const tables = await app.rows<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname in ('referrals', 'audit', 'platform') and tablename not like '%secret%'`,
    );
    for (const { name } of tables) {
      const held = await app
        .rows(`select 1 from ${name} t where to_jsonb(t)::text like $1 limit 1`, [`%${token.slice(0, 60)}%`])
        .catch(() => []);
      expect([name, held]).toEqual([name, []]);
    }
  });
});

/** One bit of it. */
function altered(token: string): string {
  const bytes = Buffer.from(token, 'base64url');
  bytes[bytes.length - 20]! ^= 1;
  return bytes.toString('base64url');
}
