import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { NewDetail } from './details.dto.js';
import { labelOf, readDetail, type What } from './details.rules.js';
import { comparable, furtherNumbers, type KnownDetail } from './further.rules.js';
import { compare, type Likeness } from './matching.rules.js';
import type { PersonLabel } from './person.entity.js';
import { isName } from './written-person.rules.js';

const TODAY = '2026-06-01';
const read = (input: NewDetail, of: PersonLabel = 'IDENTITY') => {
  const refused: [string, string][] = [];
  const found = readDetail(input, of, TODAY, (pointer, code) => refused.push([pointer, code]));
  return { found, refused };
};

test.each<[What, string, PersonLabel, string]>([
  ['NAME', 'PREVIOUS', 'IDENTITY', 'IDENTITY'],
  ['NAME', 'PREVIOUS', 'PERPETRATOR', 'PERPETRATOR'],
  ['BIRTH', 'OTHER', 'CHILD', 'CHILD'],
  ['ADDRESS', 'HOME', 'IDENTITY', 'CONTACT'],
  ['ADDRESS', 'HOME', 'CHILD', 'CONTACT'],
  ['ADDRESS', 'BAIL', 'PERPETRATOR', 'PERPETRATOR'],
  ['PHONE', 'OTHER', 'IDENTITY', 'CONTACT'],
  ['PHONE', 'OTHER', 'PERPETRATOR', 'PERPETRATOR'],
  ['IDENTIFIER', 'NHS', 'IDENTITY', 'HEALTH'],
  ['IDENTIFIER', 'NHS', 'PERPETRATOR', 'HEALTH'],
  ['IDENTIFIER', 'PNC', 'PERPETRATOR', 'PERPETRATOR'],
  ['IDENTIFIER', 'CRN', 'IDENTITY', 'IDENTITY'],
  ['IDENTIFIER', 'UPRN', 'IDENTITY', 'CONTACT'],
  ['IDENTIFIER', 'UPRN', 'PERPETRATOR', 'PERPETRATOR'],
])('%s %s of %s is information of the kind %s', (what, kind, of, label) =>
  expect(labelOf({ what, kind: kind as 'OTHER' }, of)).toBe(label),
);

test('where a perpetrator works may be written down; where a victim or a child can be found is a protected location', () => {
  const work = { address: { kind: 'WORK' as const, address: '1 Mill Yard' } };
  expect(read(work, 'PERPETRATOR').refused).toEqual([]);
  for (const of of ['IDENTITY', 'CHILD'] as const)
    expect(read(work, of)).toEqual({ found: null, refused: [['/address/kind', 'protected-kind']] });
});

test('no text makes reading throw, and what is refused is not read', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('NHS', 'PNC', 'CRN', 'UPRN'), (text, type) => {
      for (const input of [
        { name: { kind: 'OTHER' as const, whole: text } },
        { phone: { phone: text } },
        { identifier: { type, value: text } },
      ]) {
        const { found, refused } = read(input);
        expect(found === null).toBe(refused.length > 0);
      }
    }),
  ));

test.each<[string, boolean]>([
  ['O', true],
  ['Kaur', true],
  ['BRANDRETH Ottoline', true],
  ["O'Neill-Ng", true],
  ['محمد', true],
  ['李', true],
  ['ᏣᎳᎩ', true],
  ['Henry 8', true],
  ['🙂', false],
  ['Rosa 🌹', false],
  ['12345', false],
  ['---', false],
  ['', false],
])('whether %j is a name: %j', (text, is) => expect(isName(text)).toBe(is));

describe('numbers', () => {
  const number = (kind: 'NHS' | 'PNC' | 'CRN' | 'UPRN', value: string): KnownDetail => ({
    ...{ what: 'IDENTIFIER', kind, value, familyName: '', givenNames: '', wholeName: '', birthDate: null },
    ...{ birthPrecision: 'UNKNOWN', address: '', postcode: '', phone: '' },
  });
  const woman = (...further: KnownDetail[]): Likeness => ({
    ...{ familyName: 'Ullock', givenNames: 'Bryony', aliases: [], birth: { value: '1984-03-27', precision: 'DAY' } },
    ...{ sex: 'FEMALE', address: '', postcode: '', phone: '', further },
  });
  const [mine, other] = [number('NHS', '9990000018'), number('NHS', '9990000034')];

  test('of one kind are compared, those of another kind are not, and that of a property never', () => {
    expect(furtherNumbers([mine, number('UPRN', '1')])).toEqual(['NHS9990000018']);
    expect(comparable(['NHS1', 'PNC2'], ['PNC3'])).toEqual(['PNC2']);
  });

  test('make it certain when they agree, and less likely when they differ', () => {
    const alone = compare(woman(), woman())!;
    expect(compare(woman(mine), woman(mine))).toMatchObject({ certainty: 'CERTAIN', evidence: expect.arrayContaining(['same number']) }); // prettier-ignore
    expect(compare(woman(mine), woman(other))!.weight).toBeLessThan(alone.weight);
    expect(compare(woman(mine), woman(number('CRN', 'X123456')))!.weight).toBe(alone.weight);
    expect(compare(woman(number('UPRN', '77')), woman(number('UPRN', '77')))!.weight).toBe(alone.weight);
  });
});
