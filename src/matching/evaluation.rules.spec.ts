import { describe, expect, test } from '@jest/globals';
import { inParts, sketch } from './details.rules.js';
import { evaluate, type Labelled } from './evaluation.rules.js';
import { compareSketches } from './score.rules.js';
import { birthParts } from './written-birth.rules.js';

interface Written {
  name: string;
  born?: string;
  address?: string;
  postcode?: string;
  phone?: string;
}
const of = ({ name, born = '', address = '', postcode = '', phone }: Written) =>
  sketch({
    names: [inParts(name)],
    births: [birthParts(born)].filter((parts) => parts !== undefined),
    sex: '',
    places: [{ address, postcode }],
    phones: phone ? [phone] : [],
    emails: [],
    identifiers: [],
  });
const home = { address: '12 Mill Lane', postcode: 'NB1 2AB' };
const amara: Written = { name: 'Amara OKAFOR', born: '1990-05-14', ...home };

describe('two records speak for one person', () => {
  const bits = (a: Written, b: Written) => compareSketches(of(a), of(b)).bits;
  const alike = bits(amara, amara);

  test.each<[string, Written]>([
    ['with the parts of the name swapped', { ...amara, name: 'Okafor AMARA' }],
    ['with a letter mistyped and a digit of the birth date', { ...amara, name: 'Amarra OKAFOR', born: '1990-05-15' }],
    ['after a move', { name: 'Amara OKAFOR', born: '1990-05-14', address: '9 High Street', postcode: 'NB9 9ZZ' }],
    ['with day and month swapped', { ...amara, born: '1990-14-05' }],
    ['with the birth date missing', { ...amara, born: '' }],
    ['under a married name at the same address', { ...amara, name: 'Amara SMITH' }],
  ])('%s: less than alike, more than by chance', (_, other) => {
    expect(bits(amara, other)).toBeLessThanOrEqual(alike);
    expect(bits(amara, other)).toBeGreaterThan(15);
    expect(bits(other, amara)).toBeCloseTo(bits(amara, other), 9);
  });

  test.each<[string, Written]>([
    ['a sister at the same address', { ...amara, name: 'Chidinma OKAFOR', born: '1994-09-02' }],
    ['a stranger of the same birth date', { name: 'Kasia NOWAK', born: '1990-05-14' }],
    ['a namesake of another generation', { name: 'Amara OKAFOR', born: '1961-11-30' }],
    ['a neighbour', { name: 'Kasia NOWAK', born: '1971-02-03', ...home }],
  ])('but not %s', (_, other) => expect(bits(amara, other)).toBeLessThan(12));
});

describe('a labelled file', () => {
  const surnames =
    'okafor nowak phillips islam thornton achebe brennan castellano dimitrov eklund ferreira gallagher'.split(' ');
  const forenames = 'amara kasia richard yusuf helen chidi orla lucia petar astrid joana niamh'.split(' ');
  const records = surnames.flatMap((family, i) =>
    forenames.slice(0, 6).flatMap((given, j): Labelled[] => {
      const born = `${1950 + i * 3 + j}-${String(1 + ((i + j) % 12)).padStart(2, '0')}-${10 + i}`;
      const person = { name: `${given} ${family.toUpperCase()}`, born, address: `${i * 7 + j + 1} Mill Lane` };
      const doubled = { ...person, name: `${given} ${family.slice(0, -1).toUpperCase()}` };
      const truth = `${i} ${j}`;
      return [
        { person: of(person), truth, second: false },
        { person: of(doubled), truth, second: true },
      ];
    }),
  );
  const quiet = () => undefined;

  test('finds its doubles, and looks at no truth for it', () => {
    const found = evaluate(records, false, quiet);
    expect(found).toMatchObject({ rows: 144, pairsTrue: 72 });
    expect(found.f1).toBeGreaterThan(0.97);
    const blind = evaluate(
      records.map((record, i) => ({ ...record, truth: `${i}` })),
      false,
      quiet,
    );
    expect(blind.pairsFound).toBe(found.pairsFound);
  });

  test('links two files by pairs across both alone', () => {
    const found = evaluate(records, true, quiet);
    expect(found.pairsTrue).toBe(72);
    expect(found.recall).toBeGreaterThan(0.97);
    expect(
      evaluate(
        records.map((record) => ({ ...record, second: false })),
        true,
        quiet,
      ).pairsFound,
    ).toBe(0);
  });

  test.each([[0], [1]])('of %i records has nothing to find', (count) =>
    expect(evaluate(records.slice(0, count), false, quiet)).toMatchObject({ pairsTrue: 0, pairsFound: 0, f1: 1 }),
  );
});
