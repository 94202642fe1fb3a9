import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compare, compareBeside, corroborate, type Likeness, matchKeys } from './matching.rules.js';

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
const day = (value: string) => ({ value, precision: 'DAY' as const });
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

describe('who was recorded beside somebody who is recognised', () => {
  test.each<[string, Partial<Likeness>, boolean]>([
    ['is asked about by name alone', { ...elsewhere, birth: unknown }, true],
    ['or under a married name, by first name and birth date', { ...elsewhere, familyName: 'Hoobin' }, true],
    ['with a digit of it wrong', { ...elsewhere, familyName: 'Hoobin', birth: day('1990-05-15') }, true],
    ['not by the first name alone', { ...elsewhere, familyName: 'Hoobin', birth: unknown }, false],
    ['not by first name and birth year', { ...elsewhere, familyName: 'Hoobin', birth: year('1990') }, false],
    ['not by the birth date alone', { ...elsewhere, familyName: 'Hoobin', givenNames: 'Kasia' }, false],
    ['not with the birth date of another', { ...elsewhere, birth: day('1961-11-02') }, false],
    ['not when the sex differs', { ...elsewhere, sex: 'MALE' }, false],
  ])('%s', (_, changes, asked) => {
    expect(compareBeside(base, like(changes)) !== null).toBe(asked);
    expect(compareBeside(like(changes), base)?.certainty).toBe(asked ? 'POSSIBLE' : undefined);
  });
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
      // a telephone is a key beside each word of a name as it sounds
      const telephoned = match?.evidence.includes('same name') && match.evidence.includes('same telephone');
      if (match?.certainty === 'CERTAIN' || telephoned) {
        expect(matchKeys(a).some((key) => matchKeys(b).includes(key))).toBe(true);
      }
    }),
  );
});

/** Born on 29 February, where a digit more or less makes another person of the same household. */
const leap: Likeness = { ...base, familyName: 'Tarrant', givenNames: 'Marcus', sex: 'MALE', birth: day('1988-02-29') };
const son = { birth: day('2009-08-03') };

describe('who is easily taken for somebody else', () => {
  test.each<[string, Partial<Likeness>, string | null]>([
    ['a twin brother at home', { givenNames: 'Dominic' }, 'POSSIBLE'],
    ['a twin sister at home', { givenNames: 'Philippa', sex: 'FEMALE' }, 'POSSIBLE'],
    ['a twin who lives elsewhere', { givenNames: 'Dominic', ...elsewhere }, null],
    ['a son of the same name at home', son, null],
    ['a son of the same name elsewhere', { ...son, ...elsewhere }, null],
    ['a father who has the telephone', { birth: day('1960-02-28') }, null],
    ['a son whose birth date nobody knows, at home', { birth: unknown }, 'PROBABLE'],
    ['a son of whom the year alone is known', { birth: year('2009') }, null],
    ['a brother of another first name', { givenNames: 'Owen', birth: day('1990-06-11') }, null],
    ['a namesake born on another day', { birth: day('1975-10-17'), ...elsewhere }, null],
    ['a namesake born in the same year', { birth: day('1988-10-17'), ...elsewhere }, null],
    ['a namesake born on the same day', elsewhere, 'PROBABLE'],
    ['a namesake of whom nothing is known', { birth: unknown, ...elsewhere }, null],
    ['himself, with 28 February', { birth: day('1988-02-28') }, 'CERTAIN'],
    ['himself, with 1 March: a person decides', { birth: day('1988-03-01') }, 'POSSIBLE'],
    ['himself, with the leap day of another leap year', { birth: day('1984-02-29') }, 'CERTAIN'],
    ['himself, by month and year', { birth: { value: '1988-02', precision: 'MONTH' } }, 'PROBABLE'],
    ['a namesake who keeps the birthday on 28 February elsewhere', { birth: day('1988-02-28'), ...elsewhere }, 'POSSIBLE'],
  ])('%s', (_, changes, certainty) => {
    const other = { ...leap, ...changes };
    expect(compare(leap, other)?.certainty ?? null).toBe(certainty);
    expect(compare(other, leap)?.certainty ?? null).toBe(certainty);
  }); // prettier-ignore
});

const digits = fc.integer({ min: 0, max: 999 }).map((n) => String(n).padStart(3, '0'));
const noise = fc.oneof(
  fc.string({ maxLength: 14 }),
  fc.constantFrom('', '-', 'unknown', 'N/K', 'Jo', 'OKAFOR', 'Okafor-Smith', 'Tarrant'),
);
const noisy: fc.Arbitrary<Likeness> = fc.record({
  familyName: noise,
  givenNames: noise,
  aliases: fc.array(noise, { maxLength: 3 }),
  birth: fc.oneof(
    fc.constantFrom(unknown, base.birth, leap.birth, day('1990-01-01')),
    fc.integer({ min: 0, max: 20_000 }).map((n) => day(new Date(n * 86_400_000).toISOString().slice(0, 10))),
    fc.integer({ min: 1940, max: 2009 }).map((n) => year(String(n))),
  ),
  sex: fc.constantFrom('FEMALE', 'MALE', 'NOT_KNOWN'),
  address: fc.oneof(noise, fc.constantFrom('12 Mill Lane', 'Flat 2, 12 Mill Lane')),
  postcode: fc.constantFrom('', 'NB1 2AB', 'nb1 2ac', 'N/K'),
  phone: fc.oneof(fc.constantFrom('', 'none', 'unknown', '0', '07700900123 / 07700900124'), digits.map((n) => `07700900${n}`)),
}); // prettier-ignore

const BORN: ReadonlySet<string> = new Set(['same birth date', 'similar birth date']);
const WHERE: ReadonlySet<string> = new Set(['same telephone', 'same address', 'same postcode']);

test('noise never makes certain: beside the name it takes a birth date and a telephone or place, which both have', () => {
  let certain = 0;
  fc.assert(
    fc.property(noisy, noisy, fc.subarray(['name', 'birth', 'address', 'phone']), (a, drawn, shared) => {
      const b = { ...drawn };
      if (shared.includes('name')) Object.assign(b, { familyName: a.familyName, givenNames: a.givenNames });
      if (shared.includes('birth')) b.birth = a.birth;
      if (shared.includes('address')) Object.assign(b, { address: a.address, postcode: a.postcode });
      if (shared.includes('phone')) b.phone = a.phone;
      const match = compare(a, b);
      if (match?.certainty !== 'CERTAIN') return;
      certain++;
      expect(match.evidence.some((kind) => BORN.has(kind)) && match.evidence.some((kind) => WHERE.has(kind))).toBe(true);
      expect([a.birth.value, b.birth.value]).not.toContain(null);
      expect(new Set([a.sex, b.sex])).not.toEqual(new Set(['FEMALE', 'MALE']));
      // take either away, and it is certain no longer
      const nowhere = { address: '', postcode: '', phone: '' };
      expect(compare({ ...a, ...nowhere }, b)?.certainty).not.toBe('CERTAIN');
      expect(compare({ ...a, birth: unknown }, b)?.certainty).not.toBe('CERTAIN');
      expect(compare({ ...a, familyName: '', givenNames: '', aliases: [] }, b)).toBeNull();
    }),
    { numRuns: 5000 },
  );
  expect(certain).toBeGreaterThan(20);
}); // prettier-ignore
