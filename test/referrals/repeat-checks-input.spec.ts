import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { askedKeys, type Likeness } from '../../src/persons/matching.rules.js';
import { Transaction } from '../../src/platform/db/transaction.js';
import { addDays, todayIn } from '../../src/platform/values/dates.js';
import { type Answer, startApp, type TestApp } from '../support/app.js';
import { allowAsking, asked, askRepeat, search } from '../support/asking.js';
import { referralForm } from '../support/referral.js';
import type { World } from '../support/world.js';

/** What people type, paste and try out: each is answered, clearly and at once, and nothing is looked through from end to end. */
let app: TestApp;
let world: World;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  await allowAsking(app, world);
  const known = await app.request('POST', '/referrals', { as: world.police, body: referralForm(world) });
  if (known.status !== 201) throw new Error(known.text);
});
afterAll(() => app?.stop());

type Person = Record<string, unknown>;
const TOMORROW = addDays(todayIn('Europe/London', new Date()), 1);
const HIM = { familyName: 'Kestrel', givenNames: 'Ivo', birthDate: '1980-02-29' };
const refused = (...errors: [pointer: string, code: string][]) => ({ status: 422, errors });
const NOBODY = { status: 200, errors: [] };
const CREATED = { status: 201, errors: [] };

/** Status, and where and why it was refused. */
const summed = ({ status, body }: Answer) => ({
  status,
  errors: (body.errors ?? []).map(({ pointer, code }: any) => [pointer, code]),
});

/** What is said to the database meanwhile. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const transactions = Transaction.prototype as any;
  const { send } = transactions;
  const said: string[] = [];
  transactions.send = function (text: string, values: unknown) {
    said.push(text);
    return send.call(this, text, values);
  };
  await work().finally(() => (transactions.send = send));
  return said;
}

/** What is asked or referred is in no refusal, and none takes long. */
async function answered(send: () => Promise<Answer>, typed: unknown): Promise<Answer> {
  const begun = performance.now();
  const answer = await send();
  expect(performance.now() - begun).toBeLessThan(2_000);
  expect(answer.status).toBeLessThan(500);
  const words = JSON.stringify(typed).match(/[\p{L}]{5,}/gu) ?? [];
  if (answer.status === 422)
    for (const word of words.filter((one) => one === one.toUpperCase())) expect(answer.text).not.toContain(word);
  return answer;
}

const NO_NAME: [string, Person][] = [
  ['nothing', {}],
  ['a birth date alone', { birthDate: '1990-01-02' }],
  ['spaces', { familyName: '   ' }],
  ['zero-width characters', { familyName: '\u200b\u200d\u2060\ufeff' }],
  ['emoji', { familyName: '😀😀', givenNames: '🎈' }],
  ['marks', { familyName: '-', givenNames: '!,' }],
  ['an alias of marks', { aliases: ['***'] }],
];

/** Names that are names, to whom nobody known answers. */
const STRANGE: [string, Person][] = [
  ['one letter', { familyName: 'J' }],
  ['one letter each', { familyName: 'J', givenNames: 'K' }],
  ['a digit', { familyName: '7' }],
  ['a surname alone', { familyName: 'Kestrelov' }],
  ['Arabic, from right to left', { familyName: 'الأحمد', givenNames: 'فاطمة', birthDate: '1990-01-02' }],
  ['Hebrew with its points', { familyName: 'כֹּהֵן', givenNames: 'שָׂרָה' }],
  ['zero-width characters within', { familyName: 'Kes\u200btre\u200dl', givenNames: 'U\u2060na' }],
  ['a name with emoji beside', { familyName: 'Kestrel 😀', givenNames: 'Una' }],
  ['two hundred letters', { familyName: 'K'.repeat(200), givenNames: 'ab '.repeat(66).trim() }],
  ['letters that pile up', { familyName: `Z${'\u0335'.repeat(150)}algo`, givenNames: 'Una' }],
  ['what would be a command elsewhere', { familyName: "O'); drop table persons.persons; --", givenNames: '%_*' }],
  ['twenty aliases', { familyName: 'Kestrel', givenNames: 'Una', aliases: Array.from({ length: 20 }, (_, i) => `William Smith ${i}`) }],
  ['a leap day', { familyName: 'Kestrel', givenNames: 'Una', birthDate: '1992-02-29' }],
  ['the year alone', { familyName: 'Kestrel', givenNames: 'Una', birthDate: '1992' }],
]; // prettier-ignore

/** Wrong in a field, for a victim and a perpetrator alike. */
const WRONG: [string, Person, string, string][] = [
  ['10,000 letters', { familyName: 'LONGNAME'.repeat(1250) }, 'familyName', 'too-long'],
  ['10,000 emoji', { familyName: 'Kestrel', givenNames: '😀'.repeat(10_000) }, 'givenNames', 'too-long'],
  ['a mark that turns the line round', { familyName: 'EVILNAME\u202e' }, 'familyName', 'unacceptable-text'],
  ['a birth date to come', { familyName: 'Kestrel', birthDate: TOMORROW }, 'birthDate', 'future-date'],
  ['a birth year to come', { familyName: 'Kestrel', birthDate: '2999' }, 'birthDate', 'future-date'],
  ['a leap day in another year', { familyName: 'Kestrel', birthDate: '1990-02-29' }, 'birthDate', 'impossible-date'],
  ['a date in words', { familyName: 'Kestrel', birthDate: 'May 1990' }, 'birthDate', 'wrong-format'],
  ['a number for a name', { familyName: 7 }, 'familyName', 'not-text'],
];

describe('POST /repeat-checks', () => {
  const ask = (question: object) =>
    answered(() => askRepeat(app, world.coordinator, world.maracId, question), question);

  test.each(NO_NAME)('%s is no name', async (_, one) => {
    expect(summed(await ask({ victim: one }))).toEqual(refused(['/victim/familyName', 'no-name']));
    expect(summed(await ask({ perpetrators: [HIM, one] }))).toEqual(refused(['/perpetrators/1/familyName', 'no-name']));
  });

  test.each(STRANGE)('%s: nobody is known', async (_, one) => {
    for (const question of [{ victim: one }, { perpetrators: [one] }, { victim: one, perpetrators: [HIM] }]) {
      const answer = await ask(question);
      expect(summed(answer)).toEqual(NOBODY);
      expect(answer.body).toMatchObject({ outcome: 'NONE', cases: [], checkToken: expect.any(String) });
    }
  });

  test.each(WRONG)('%s is refused at its place', async (_, one, field, code) => {
    expect(summed(await ask({ victim: one }))).toEqual(refused([`/victim/${field}`, code]));
    expect(summed(await ask({ perpetrators: [one] }))).toEqual(refused([`/perpetrators/0/${field}`, code]));
  });

  test.each<[string, object, [string, string]]>([
    ['nobody', {}, ['/victim', 'nobody-asked-for']],
    ['an empty list', { perpetrators: [] }, ['/victim', 'nobody-asked-for']],
    ['fifty perpetrators', { perpetrators: Array.from({ length: 50 }, () => HIM) }, ['/perpetrators', 'too-many']],
    ['a list for a victim', { victim: [HIM] }, ['/victim', 'not-an-object']],
    ['the same person twice', { victim: HIM, perpetrators: [HIM] }, ['/perpetrators/0', 'same-person']],
  ])('%s', async (_, question, error) => expect(summed(await ask(question))).toEqual(refused(error)));
});

describe('POST /persons/search', () => {
  const find = (terms: Person) => answered(() => search(app, world.coordinator, world.maracId, terms), terms);

  test.each(NO_NAME)('%s is too little', async (_, { aliases: _aliases, ...one }) => {
    const { errors, status } = summed(await find({ birthDate: '1990-01-02', ...one }));
    expect(status).toBe(422);
    expect(errors).toContainEqual(['/familyName', 'too-little-asked']);
  });

  test.each(STRANGE)('%s: nobody is known, or it is too little', async (_, { aliases: _aliases, ...one }) => {
    const answer = await find(one);
    if (answer.status === 200) expect(answer.body).toEqual({ items: [], more: false });
    else expect(answer.body.errors[0].code).toMatch(/^(too-little-asked|no-patterns)$/);
  });

  test.each(WRONG)('%s is refused at its place', async (_, one, field, code) => {
    expect(summed(await find({ givenNames: 'Una', ...one })).errors).toContainEqual([`/${field}`, code]);
  });

  test('one letter and a birth date are whole answers: nobody', async () => {
    expect((await find({ familyName: 'J', birthDate: '1990-05-14' })).body).toEqual({ items: [], more: false });
  });
});

describe('POST /referrals', () => {
  const refer = (changes: Person) => {
    const body = referralForm(world, { perpetrators: [HIM], ...changes });
    return answered(() => app.request('POST', '/referrals', { as: world.police, body }), changes);
  };

  test.each(NO_NAME)('%s is no name', async (_, one) => {
    expect(summed(await refer({ victim: one }))).toEqual(refused(['/victim/familyName', 'no-name']));
    expect(summed(await refer({ perpetrators: [one] }))).toEqual(refused(['/perpetrators/0/familyName', 'no-name']));
  });

  test.each(STRANGE)('%s is referred as it is', async (_, one) => {
    expect(summed(await refer({ victim: one }))).toEqual(CREATED);
    expect(summed(await refer({ perpetrators: [one] }))).toEqual(CREATED);
  });

  test.each(WRONG)('%s is refused at its place', async (_, one, field, code) => {
    expect(summed(await refer({ victim: one }))).toEqual(refused([`/victim/${field}`, code]));
    expect(summed(await refer({ perpetrators: [HIM, one] }))).toEqual(refused([`/perpetrators/1/${field}`, code]));
  });

  const undated = { familyName: 'Kestrel', givenNames: 'Ivo' };
  test.each<[string, Person, Person[], [string, string][]]>([
    ['the same person on both sides', HIM, [HIM], [['/perpetrators/0', 'same-person']]],
    ['the same among others', HIM, [{ familyName: 'Other' }, HIM], [['/perpetrators/1', 'same-person']]],
    ['the same with case, accents and order changed', HIM, [{ familyName: 'ÍVO', givenNames: 'kestrel', birthDate: HIM.birthDate }], [['/perpetrators/0', 'same-person']]],
    ['the same under an alias', { ...HIM, familyName: 'Other', aliases: ['Ivo Kestrel'] }, [HIM], [['/perpetrators/0', 'same-person']]],
    ['one name, no birth dates: father and son', undated, [undated], []],
    ['one name, one birth date', HIM, [undated], []],
    ['one name, two birth dates', HIM, [{ ...HIM, birthDate: '1955-02-28' }], []],
    ['one name, one birth year', { ...HIM, birthDate: '1980' }, [{ ...HIM, birthDate: '1980' }], []],
    ['a twin', HIM, [{ ...HIM, givenNames: 'Una' }], []],
    ['fifty perpetrators', {}, Array.from({ length: 50 }, () => HIM), [['/perpetrators', 'too-many']]],
    ['none', HIM, [], [['/perpetrators', 'too-few']]],
  ])('%s', async (_, victim, perpetrators, errors) => {
    const answer = summed(await refer({ victim, perpetrators }));
    expect(answer).toEqual(errors.length > 0 ? refused(...errors) : CREATED);
  }); // prettier-ignore
});

describe('no full scan', () => {
  const facts = {
    familyName: '',
    givenNames: '',
    aliases: [],
    birth: { value: null, precision: 'UNKNOWN' },
    sex: 'NOT_KNOWN',
    address: '',
    postcode: '',
    phone: '',
  } as Likeness;
  test.each<[string, Partial<Likeness>]>([
    ['a name alone', { familyName: 'Smith', givenNames: 'William' }],
    ['one letter', { familyName: 'J' }],
    ['a birth date alone', { birth: { value: '1990-05-14', precision: 'DAY' } }],
    ['a postcode alone', { postcode: 'NB1 2AB' }],
    ['emoji with a birth date', { familyName: '😀', birth: { value: '1990-05-14', precision: 'DAY' } }],
    ['zero-width characters with a birth date', { familyName: '\u200b', birth: { value: '1990-05-14', precision: 'DAY' } }],
  ])('%s has no key to look under: each takes two facts', (_, known) => {
    expect(askedKeys({ ...facts, ...known })).toEqual([]);
  }); // prettier-ignore

  test('asking makes the same statements whoever is asked for: one look by key, and none for everybody', async () => {
    const said: string[][] = [];
    const victim = referralForm(world).victim;
    const people = [{ familyName: 'J' }, asked(victim), ...STRANGE.map(([, one]) => one)];
    for (const one of people) {
      said.push(await statementsOf(() => askRepeat(app, world.idva, world.maracId, { victim: one })));
    }
    expect(said[0]!.length).toBeGreaterThan(5);
    for (const statements of said) expect(statements).toEqual(said[0]);
    const looks = said[0]!.filter((text) => /persons\.match_keys/.test(text));
    expect(looks.length).toBeGreaterThan(0);
    for (const text of looks) expect(text).toMatch(/k\.key = any/);
  });
});
