import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeAt } from '../../src/identity/totp.rules.js';
import { startApp, type TestApp } from '../support/app.js';
import { enrolApp, forgetSteps } from '../support/second-factor.js';
import { PASSWORD, type TestUser, type World } from '../support/world.js';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp({ TRUSTED_PROXIES: '127.0.0.1' });
  world = await app.world();
});
afterAll(() => app.stop());

const WRONG = 'not the password, surely';
let network = 0;
/** Each from a network of its own, unless told otherwise. */
const signIn = (body: object, from = `198.51.${Math.floor(++network / 250)}.${(network % 250) + 1}`) =>
  app.request('POST', '/sessions', { body, headers: { 'x-forwarded-for': from } });
const somebody = () => world.person(world.agencies.housing.id, ['AGENCY_REPRESENTATIVE']);

describe('one answer, whatever is wrong', () => {
  test('and the same work behind it', async () => {
    const person = await somebody();
    const gone = await somebody();
    const { secret } = await enrolApp(app, person);
    await app.request('POST', `/users/${gone.id}/deactivation`, { as: world.administrator });
    const { email } = person;
    const wrong = codeAt(secret, new Date(0));
    const tries = {
      'unknown address': { email: 'nobody@example.org', password: PASSWORD },
      'wrong password': { email, password: WRONG },
      'wrong password, right code': { email, password: WRONG, code: codeAt(secret, new Date()) },
      'wrong code': { email, password: PASSWORD, code: wrong },
      'code of nobody': { email: world.chair.email, password: PASSWORD, code: '123456' },
      deactivated: { email: gone.email, password: PASSWORD },
      'look-alike of the address': { email: email.replace('e', 'е'), password: PASSWORD },
      'full width': { email: email.replace('@', '＠'), password: PASSWORD },
      'no address at all': { email: `' or 1=1 --`, password: PASSWORD },
    };
    const seen: [string, unknown][] = [];
    for (const [what, body] of Object.entries(tries)) {
      const { status, body: answer, headers } = await signIn(body);
      const { 'x-request-reference': _, date: __, ...rest } = headers;
      seen.push([what, { status, answer: { ...answer, reference: '' }, rest }]);
    }
    for (const [what, answer] of seen) expect([what, answer]).toEqual([what, seen[0]![1]]);
    expect(seen[0]![1]).toMatchObject({ status: 401, answer: { code: 'sign-in-refused' } });
  });

  test('the time it takes does not tell whether there is such an account', async () => {
    const person = await somebody();
    const timed = async (email: string) => {
      const begun = performance.now();
      await signIn({ email, password: WRONG });
      return performance.now() - begun;
    };
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    for (let i = 0; i < 15; i++) {
      times.known.push(await timed((await somebody()).email));
      times.unknown.push(await timed(`nobody-${i}-${person.id}@example.org`));
    }
    const middle = (list: number[]) => [...list].sort((a, b) => a - b)[7]!;
    const [known, unknown] = [middle(times.known), middle(times.unknown)];
    console.log(
      `refused after ${known.toFixed(1)} ms with an account, ${unknown.toFixed(1)} ms without (medians of 15)`,
    );
    expect(Math.abs(known - unknown)).toBeLessThan(Math.max(known, unknown) * 0.5);
  }, 60_000);
});

describe('guessing', () => {
  test('from one place at one account is slowed down, and ends by itself', async () => {
    const { email } = await somebody();
    for (let i = 0; i < 5; i++) await signIn({ email, password: WRONG }, '203.0.113.1');
    expect((await signIn({ email, password: PASSWORD }, '203.0.113.1')).body).toMatchObject({ code: 'too-many-tries' });
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect((await signIn({ email, password: PASSWORD }, '203.0.113.1')).status).toBe(201);
  });

  test('by a stranger elsewhere does not keep the owner out', async () => {
    const { email } = await somebody();
    for (let i = 0; i < 8; i++) await signIn({ email, password: WRONG }, '203.0.113.2');
    expect((await signIn({ email, password: PASSWORD }, '203.0.113.2')).status).toBe(429);
    expect((await signIn({ email, password: PASSWORD }, '203.0.113.3')).status).toBe(201);
  });

  test('an address written otherwise counts as the same', async () => {
    const { email } = await somebody();
    const spellings = [email.toUpperCase(), ` ${email}`, email.replace('example', 'Example'), email, `${email} `];
    for (const spelling of spellings) await signIn({ email: spelling, password: WRONG }, '203.0.113.4');
    expect((await signIn({ email, password: WRONG }, '203.0.113.4')).status).toBe(429);
  });

  test('IPv6 addresses of one network count together', async () => {
    const { email } = await somebody();
    for (let i = 0; i < 5; i++) await signIn({ email, password: WRONG }, `2001:db8:77:1::${i + 1}`);
    expect((await signIn({ email, password: WRONG }, '2001:db8:77:1:ffff::1')).status).toBe(429);
    expect((await signIn({ email, password: WRONG }, '2001:db8:77:2::1')).status).toBe(401);
  });

  test('many accounts from one network is slowed down, and signing in oneself in between does not help', async () => {
    const insider = await somebody();
    const from = '203.0.113.5';
    for (let i = 0; i < 20; i++) {
      await signIn({ email: `victim-${i}@example.org`, password: WRONG }, from);
      if (i % 5 === 0) expect((await signIn({ email: insider.email, password: PASSWORD }, from)).status).toBe(201);
    }
    expect((await signIn({ email: 'victim-21@example.org', password: WRONG }, from)).status).toBe(429);
  });

  test('colleagues who mistype and then get in are not held against an office', async () => {
    const from = '203.0.113.6';
    for (let i = 0; i < 24; i++) {
      const colleague = i % 8 === 0 ? await somebody() : undefined;
      if (!colleague) continue;
      for (let j = 0; j < 4; j++) await signIn({ email: colleague.email, password: WRONG }, from);
      expect((await signIn({ email: colleague.email, password: PASSWORD }, from)).status).toBe(201);
    }
    expect((await signIn({ email: (await somebody()).email, password: PASSWORD }, from)).status).toBe(201);
  });

  test('all at once gets no further than one after the other', async () => {
    const { email } = await somebody();
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => signIn({ email, password: WRONG }, '203.0.113.7')),
    );
    const looked = answers.filter(({ status }) => status === 401).length;
    console.log(`60 guesses at once: ${looked} looked at`);
    expect(looked).toBeLessThanOrEqual(25);
    expect((await signIn({ email, password: WRONG }, '203.0.113.7')).status).toBe(429);
  }, 60_000);

  test('who guessed what, and where from, is not in the database', async () => {
    const dump = JSON.stringify(await app.rows('select t.* from identity.sign_in_attempts t'));
    const { createHash } = await import('node:crypto');
    const plain = createHash('sha256').update('203.0.113.7').digest();
    expect(dump).not.toContain('203.0.113');
    const rows = await app.rows('select 1 from identity.sign_in_attempts where network_key = $1', [plain]);
    expect(rows).toEqual([]);
  });
});

describe('where a request comes from', () => {
  test('is not what it says, unless a proxy we know says so', async () => {
    const alone = await startApp();
    try {
      const { email } = await (await alone.world()).person((await alone.world()).agencies.housing.id, ['REFERRER']);
      const guess = (i: number) =>
        alone.request('POST', '/sessions', {
          body: { email, password: WRONG },
          headers: {
            'x-forwarded-for': `203.0.113.${i}`,
            'x-real-ip': `203.0.113.${i}`,
            forwarded: `for=203.0.113.${i}`,
            'x-client-ip': `203.0.113.${i}`,
          },
        });
      for (let i = 0; i < 5; i++) expect((await guess(i)).status).toBe(401);
      expect((await guess(6)).status).toBe(429);
    } finally {
      await alone.stop();
    }
  });
});

describe('with a code', () => {
  let person: TestUser;
  let secret: string;
  beforeAll(async () => {
    person = await somebody();
    ({ secret } = await enrolApp(app, person));
    await forgetSteps(app, person.id);
  });
  const withCode = (code: string) => signIn({ email: person.email, password: PASSWORD, code });

  test('it serves once: not again here, nor in another session', async () => {
    const code = codeAt(secret, new Date());
    const first = await withCode(code);
    expect(first).toMatchObject({ status: 201, body: { session: { secondFactor: 'PROVED', method: 'PASSWORD' } } });
    expect((await withCode(code)).status).toBe(401);
    const without = await signIn({ email: person.email, password: PASSWORD });
    expect(without.body.session).toMatchObject({ secondFactor: 'NOT_PROVED', secondFactorAt: null });
    const again = { as: without.body.token, body: { code } };
    expect((await app.request('POST', '/sessions/current/second-factor', again)).body.code).toBe(
      'second-factor-refused',
    );
  });

  test('of two who send it at the same time one gets in', async () => {
    await forgetSteps(app, person.id);
    const code = codeAt(secret, new Date());
    const answers = await Promise.all(Array.from({ length: 6 }, () => withCode(code)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  test.each(['', '      ', '12345', 'abcdef', '\u0660\u0660\u0665\u0669\u0662\u0664'])(
    '"%s" is no code, and not the same as none',
    async (code) => {
      const answer = await withCode(code);
      expect([401, 422]).toContain(answer.status);
      expect(answer.body.token).toBeUndefined();
    },
  );

  test('a wrong password does not use it up', async () => {
    await forgetSteps(app, person.id);
    const code = codeAt(secret, new Date());
    expect((await signIn({ email: person.email, password: WRONG, code })).status).toBe(401);
    expect((await withCode(code)).status).toBe(201);
  });

  test.each([-60, 60])('of %d seconds away it is refused', async (seconds) => {
    await forgetSteps(app, person.id);
    expect(
      (await withCode(codeAt(secret, new Date(Date.now() + seconds * 1000 + Math.sign(seconds) * 30_000)))).status,
    ).toBe(401);
  });
});
