import { describe, expect, test } from '@jest/globals';
import { birthLikeness, type BirthLikeness } from './birth-likeness.rules.js';
import { birthParts, hasMonthFirst } from './written-birth.rules.js';

const born = (text: string) => [birthParts(text)].filter((parts) => parts !== undefined);

describe('two birth dates', () => {
  test.each<[string, string, string, BirthLikeness | null]>([
    ['the same', '1988-05-14', '14/05/1988', 'same'],
    ['day and month changed places', '1988-05-04', '1988-04-05', 'swapped'],
    ['a digit mistyped', '1988-05-14', '1988-05-17', 'oneDigit'],
    ['two digits changed places', '1988-05-14', '1988-05-41', 'oneDigit'],
    ['another day', '1988-05-14', '1988-05-27', 'twoParts'],
    ['the year before', '1990-05-14', '1989-05-14', 'twoParts'],
    ['a decade off', '2001-05-14', '1991-05-14', 'twoParts'],
    ['another generation of the same birthday', '1988-05-14', '1963-05-14', 'twoDigits'],
    ['1 January stands for the year', '1988-05-14', '1988-01-01', 'sameYear'],
    ['1 January of the year before', '1988-05-14', '1987-01-01', 'nextYear'],
    ['the year alone', '1988', '1988-05-14', 'sameYear'],
    ['the month', 'May 1988', '1988-05-14', 'sameMonth'],
    ['other years', '1988', '1961', 'yearDiffers'],
    ['nothing in common', '1988-05-14', '1961-11-30', 'differs'],
    ['not known', '', '1988-05-14', null],
    ['a day that no calendar has', '1988-02-31', '1988-02-31', 'same'],
  ])('%s', (_, a, b, expected) => {
    expect(birthLikeness(born(a), born(b))).toBe(expected);
    expect(birthLikeness(born(b), born(a))).toBe(expected);
  });

  test('an alternate counts as well as what is taken for right', () =>
    expect(birthLikeness([...born('1961-01-02'), ...born('1988-05-14')], born('1988-05-14'))).toBe('same'));
});

test.each([
  ['19880514', { year: '1988', month: '05', day: '14' }],
  ['1988-5-4', { year: '1988', month: '05', day: '04' }],
  ['14.05.88', { year: '1988', month: '05', day: '14' }],
  ['1988.0', { year: '1988' }],
  ['00/00/1988', { year: '1988' }],
  ['1988-05-14T00:00:00', { year: '1988', month: '05', day: '14' }],
  ['rubbish', undefined],
])('birth date written %s', (text, parts) => expect(birthParts(text)).toEqual(parts));

test('a file is taken to have the month first when its numbers say so alone', () => {
  expect(hasMonthFirst(['05/14/1988', '01/02/1990'])).toBe(true);
  expect(hasMonthFirst(['14/05/1988', '01/02/1990'])).toBe(false);
  expect(hasMonthFirst(['14/05/1988', '05/14/1990'])).toBe(false);
});
