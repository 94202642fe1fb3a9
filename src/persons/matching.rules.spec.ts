import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compare, corroborate, type Likeness, matchKeys } from './matching.rules.js';

const base: Likeness = {
  familyName: 'OKAFOR',
  givenNames: 'Amara',
  aliases: [],
  birth: { value: '1990-05-14', precision: 'DAY' },
  sex: 'FEMALE',
  address: '12 Mill Lane',
  postcode: 'NB1 2AB',
  phone: '07700900123',
};
const like = (changes: Partial<Likeness>): Likeness => ({ ...base, ...changes });
const year = (value: string) => ({ value, precision: 'YEAR' as const });
const unknown = { value: null, precision: 'UNKNOWN' as const };
const elsewhere = { address: '9 High Street', postcode: 'NB9 9ZZ', phone: '' };

describe('two records', () => {
  test.each<[string, Partial<Likeness>, string | null]>([
    ['alike in everything', {}, 'CERTAIN'],
    ['with the same name and birth date alone: namesakes exist', elsewhere, 'PROBABLE'],
    ['with the same name, birth date and telephone', { ...elsewhere, phone: base.phone }, 'CERTAIN'],
    ['with case, hyphen and order of names changed', { familyName: 'amara', givenNames: 'Okafor' }, 'CERTAIN'],
    ['known by an alias', { familyName: 'SMITH', aliases: ['Amara Okafor'] }, 'CERTAIN'],
    [
      'with another birth date: a relative of the same name',
      { birth: { value: '1961-05-14', precision: 'DAY' } },
      null,
    ],
    ['with another birth year', { birth: year('1961') }, null],
    ['with the birth year alone, at the same address', { birth: year('1990') }, 'PROBABLE'],
    ['with the birth year alone', { birth: year('1990'), ...elsewhere }, 'POSSIBLE'],
    ['with no birth date, at the same address', { birth: unknown }, 'PROBABLE'],
    ['with no birth date and nothing else', { birth: unknown, ...elsewhere }, null],
    [
      'with 1 January, which often means the year alone',
      { birth: { value: '1990-01-01', precision: 'POSSIBLY_YEAR_ONLY' } },
      'PROBABLE',
    ],
    ['of different sex', { sex: 'MALE' }, 'POSSIBLE'],
    [
      'of a sister at the same address',
      { givenNames: 'Adaeze', birth: { value: '1993-11-02', precision: 'DAY' } },
      null,
    ],
    ['of a twin, or under quite another first name', { givenNames: 'Adaeze' }, 'POSSIBLE'],
    ['with the name spelt otherwise', { familyName: 'Okaffor', givenNames: 'Amarra' }, 'CERTAIN'],
    ['with a digit of the birth date mistyped', { birth: { value: '1990-05-17', precision: 'DAY' } }, 'CERTAIN'],
    ['under a married name, at the same address', { familyName: 'Smith' }, 'PROBABLE'],
    ['of a stranger with the same birth date', { familyName: 'Nowak', givenNames: 'Kasia', ...elsewhere }, null],
    ['of a neighbour', { familyName: 'Nowak', givenNames: 'Kasia', birth: unknown }, null],
  ])('%s', (_, changes, certainty) => {
    expect(compare(base, like(changes))?.certainty ?? null).toBe(certainty);
    expect(compare(like(changes), base)?.certainty ?? null).toBe(certainty);
  });
});

test('a pair recorded together before corroborate one another, but a possible match never does', () => {
  const dated = compare(base, like(elsewhere))!;
  expect(corroborate(dated, dated).certainty).toBe('CERTAIN');
  expect(corroborate(dated, compare(base, like({ birth: year('1990'), ...elsewhere }))).certainty).toBe('PROBABLE');
  expect(corroborate(dated, null).certainty).toBe('PROBABLE');
});

const anyone: fc.Arbitrary<Likeness> = fc.record({
  familyName: fc.constantFrom('Okafor', 'OKAFOR', 'Smith', ''),
  givenNames: fc.constantFrom('Amara', 'Ámara', 'Jo'),
  aliases: fc.subarray(['Mara Smith', 'Jo']),
  birth: fc.constantFrom(base.birth, year('1990'), unknown),
  sex: fc.constantFrom('FEMALE', 'MALE', 'NOT_KNOWN'),
  address: fc.constantFrom('', '12 Mill Lane'),
  postcode: fc.constantFrom('', 'NB1 2AB', 'nb12ab'),
  phone: fc.constantFrom('', '07700900123'),
});

test('certain always rests on two independent kinds of evidence beside the name; comparing is symmetric; matches share a key', () => {
  fc.assert(
    fc.property(anyone, anyone, (a, b) => {
      const match = compare(a, b);
      expect(compare(b, a)?.certainty).toBe(match?.certainty);
      if (match?.certainty === 'CERTAIN') expect(match.evidence.length).toBeGreaterThanOrEqual(3);
      if (match?.certainty === 'CERTAIN' || match?.evidence.includes('same telephone')) {
        expect(matchKeys(a).some((key) => matchKeys(b).includes(key))).toBe(true);
      }
    }),
  );
});
