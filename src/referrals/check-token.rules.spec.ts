import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { factsAsked, factsReferred, MOST_FACTS, refusedToken, type Someone } from './check-token.rules.js';

const NOW = Date.UTC(2026, 0, 5, 12);
const person = (changes: Partial<Someone> = {}): Someone => ({
  ...{ familyName: 'Okafor', givenNames: 'Amara', aliases: [], phone: '07700 900123' },
  birth: { value: '1990-05-14', precision: 'DAY' },
  ...changes,
});
const unknown = { value: null, precision: 'UNKNOWN' } as const;
const born = (value: string) => ({ value, precision: value.length === 4 ? 'YEAR' : 'DAY' }) as const;
const named = (givenNames: string, familyName: string, birth: Someone['birth'] = unknown, aliases: string[] = []) =>
  person({ givenNames, familyName, birth, aliases, phone: '' });

const victim = person();
const perpetrator = named('Jo', 'Perrin', born('1985-02-01'));
const token = (people: readonly Someone[], expiresAt = NOW + 1) => ({ expiresAt, prints: new Set(factsAsked(people)) });
const refused = (asked: readonly Someone[], referred: readonly Someone[]) =>
  refusedToken(token(asked), factsReferred(referred), NOW)?.code ?? null;

describe('asked about', () => {
  test.each<[string, Someone[], Someone[]]>([
    ['both, as they are referred', [victim, perpetrator], [victim, perpetrator]],
    ['the victim alone', [victim], [victim, perpetrator]],
    ['the perpetrator alone', [perpetrator], [victim, perpetrator]],
    ['one of two perpetrators', [perpetrator], [victim, named('Al', 'Other'), perpetrator]],
    ['with the roles the other way round', [perpetrator, victim], [victim, perpetrator]],
    ['by name alone; the birth date is added', [named('Amara', 'Okafor')], [victim]],
    ['with a birth date that is then left out', [victim], [named('Amara', 'Okafor')]],
    ['by name alone, then spelt otherwise and dated', [named('Amarra', 'Okaffor')], [victim]],
    ['under a short form, then in full', [named('Bill', 'Smith')], [named('William', 'Smith', born('1980-03-04'))]],
    ['in full, then under a short form', [named('William', 'Smith')], [named('Bill', 'Smith', born('1980-03-04'))]],
    ['with given and family name swapped', [named('Okafor', 'Amara')], [victim]],
    ['with case, accents and hyphens changed', [named('ZOË', "O'Brien-Lee")], [named('Zoe', 'OBrien Lee')]],
    ['under the maiden name, with the birth date', [named('Amara', 'Smith', born('1990-05-14'))], [victim]],
    ['under a name that is then an alias', [named('Amara', 'Smith')], [person({ aliases: ['Amara Smith'] })]],
    ['with day and month the other way round', [named('Amara', 'Okafor', born('1990-03-04'))], [named('Amara', 'Okafor', born('1990-04-03'))]],
    ['by telephone, the name being unsure', [person({ givenNames: 'A', familyName: 'O', birth: unknown })], [victim]],
    ['under the one name they have', [named('', 'Suharto')], [named('', 'Suharto', born('1960'))]],
    ['in another script', [named('Амара', 'Окафор')], [named('Амара', 'Окафор', born('1990'))]],
    ['a twin: matching finds her too, and the system checks again', [named('Adaeze', 'Okafor', born('1990-05-14'))], [victim]],
  ])('%s', (_, asked, referred) => expect(refused(asked, referred)).toBeNull()); // prettier-ignore

  test.each<[string, Someone[], Someone[]]>([
    ['strangers', [named('Kasia', 'Nowak', born('1990-05-15'))], [victim, perpetrator]],
    ['somebody of the same surname', [named('Kwame', 'Okafor', born('1970-01-02'))], [victim, perpetrator]],
    ['somebody of the same forename', [named('Amara', 'Nowak', born('1970-01-02'))], [victim, perpetrator]],
    ['somebody who goes by the same nickname', [named('Kasia', 'Nowak', unknown, ['Jo'])], [named('Al', 'Other', unknown, ['Jo'])]],
    ['one letter', [named('', 'J')], [named('Jo', 'Perrin'), named('', 'Jones')]],
    ['nobody', [], [victim]],
  ])('not: %s', (_, asked, referred) => expect(refused(asked, referred)).toBe('repeat-check-for-others')); // prettier-ignore
});

test.each([
  ['no token', null, 'repeat-check-needed'],
  ['one whose time is up', token([victim], NOW), 'repeat-check-expired'],
  ['one whose time is nearly up', token([victim], NOW + 1), undefined],
  ['one for others whose time is up', token([perpetrator], NOW - 1), 'repeat-check-expired'],
])('%s', (_, held, code) => {
  const problem = refusedToken(held, factsReferred([victim]), NOW);
  expect(problem?.code).toBe(code);
  if (problem)
    expect(problem).toMatchObject({ pointer: '/checkToken', detail: expect.stringContaining('/repeat-checks') });
});

const anybody: fc.Arbitrary<Someone> = fc.record({
  familyName: fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('Smith', 'Khan', 'Jones')),
  givenNames: fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('William', 'Mohammed', 'Anne Marie')),
  aliases: fc.array(fc.string({ maxLength: 12 }), { maxLength: 20 }),
  birth: fc.constantFrom(unknown, born('1990'), born('1990-05-14')),
  phone: fc.constantFrom('', '07700 900123'),
});

test('whoever has a name and was asked about is let through, in the largest question too; a token holds no more than fits', () => {
  fc.assert(
    fc.property(fc.array(anybody, { minLength: 1, maxLength: 11 }), fc.nat(10), (people, place) => {
      const facts = factsAsked(people);
      expect(facts.length).toBeLessThanOrEqual(MOST_FACTS);
      const one = people[place % people.length]!;
      if (factsAsked([one]).length > 0) expect(refused(people, [one])).toBeNull();
    }),
    { numRuns: 100 },
  );
});
