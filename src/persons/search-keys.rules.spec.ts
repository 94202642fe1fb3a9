import { describe, expect, test } from '@jest/globals';
import { askedFor, askKeys } from './search-keys.rules.js';

const keys = (terms: Parameters<typeof askedFor>[0]) => askKeys(askedFor(terms));

describe('two asks are for one person', () => {
  const one = { familyName: 'O’Brien', givenNames: 'Zoë', birthDate: '1990-05-14', phone: '07700 900123' };
  test.each<[string, Parameters<typeof askedFor>[0]]>([
    ['with the whole name, in any order and spelling', { familyName: 'Zoe', givenNames: 'OBRIEN' }],
    ['with an alias that is the name', { familyName: 'Other', givenNames: 'Any', aliases: ['Zoe O’Brien'] }],
    ['with surname and birth date', { familyName: 'o’brien', birthDate: '1990-05-14' }],
    ['with the telephone', { phone: '+44 7700 900 123' }],
  ])('%s', (_, terms) => {
    expect(keys(terms).filter((key) => keys(one).includes(key))).not.toEqual([]);
  });

  test.each<[string, Parameters<typeof askedFor>[0]]>([
    ['with a surname alone', { familyName: 'O’Brien' }],
    ['with another birth date and forename', { familyName: 'O’Brien', givenNames: 'Zara', birthDate: '1990-05-15' }],
    ['with no telephone at all', { phone: 'none' }],
  ])('not %s', (_, terms) => {
    expect(keys(terms).filter((key) => keys(one).includes(key))).toEqual([]);
  });
});
