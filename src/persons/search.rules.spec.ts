import { expect, test } from '@jest/globals';
import { refusedSearch, type SearchTerms } from './search.rules.js';

test.each<[string, SearchTerms, string[]]>([
  ['nothing', {}, ['too-little-asked']],
  ['a surname', { familyName: 'Smith' }, ['too-little-asked']],
  ['a forename and a birth date', { givenNames: 'Jo', birthDate: '1990-01-01' }, ['too-little-asked']],
  ['a surname that is no name', { familyName: '-', givenNames: 'Jo' }, ['too-little-asked']],
  ['a surname and a forename', { familyName: 'Smith', givenNames: 'Jo' }, []],
  ['a surname and a birth date', { familyName: 'Smith', birthDate: '1990-01-01' }, []],
  ['a telephone', { phone: '07700 900123' }, []],
  ['part of a telephone', { phone: '900123' }, ['not-a-phone']],
  ['a telephone that is none beside a name', { familyName: 'Smith', givenNames: 'Jo', phone: '1' }, ['not-a-phone']],
  ['patterns', { familyName: 'Sm_th', givenNames: '%' }, ['no-patterns', 'no-patterns']],
])('asking with %s is refused for %j: %j', (_, terms, codes) => {
  expect(refusedSearch(terms).map(({ code }) => code)).toEqual(codes);
});
