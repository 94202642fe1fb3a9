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
  ['a birth date to come', { familyName: 'Smith', birthDate: '2026-01-06' }, ['future-date']],
  ['a birth year to come', { familyName: 'Smith', birthDate: '2027' }, ['future-date']],
  ['a birth date that no calendar has', { familyName: 'Smith', birthDate: '1990-02-30' }, ['impossible-date']],
  ['this month', { familyName: 'Smith', birthDate: '2026-01' }, []],
  ['patterns', { familyName: 'Sm_th', givenNames: '%' }, ['no-patterns', 'no-patterns']],
])('asking with %s is refused for %j: %j', (_, terms, codes) => {
  expect(refusedSearch(terms, '2026-01-05').map(({ code }) => code)).toEqual(codes);
});
