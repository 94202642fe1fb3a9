import { describe, expect, test } from '@jest/globals';
import { type Reading, unusualIn } from './unusual.rules.js';
import { WATCH, type WatchRules } from './watch-section.rules.js';

const RULES = WATCH.defaults;
const USUAL: Reading = {
  kind: 'reading',
  readerName: 'Jo Bloggs',
  surnames: ['Smith'],
  related: true,
  hour: 14,
  casesInHour: 30,
};
const found = (changes: Partial<Reading>, rules: Partial<WatchRules> = {}) =>
  unusualIn({ ...USUAL, ...changes }, { ...RULES, ...rules }).map(({ rule }) => rule);

test.each<[string, Partial<Reading>, Partial<WatchRules>, string[]]>([
  ['an ordinary reading', {}, {}, []],
  ['the reader’s surname', { surnames: ['Smith', 'BLOGGS'] }, {}, ['SAME_SURNAME']],
  ['one half of a double name', { readerName: 'Jo Bloggs-Smith' }, {}, ['SAME_SURNAME']],
  ['a surname with an accent', { readerName: 'Zoë Núñez', surnames: ['Nunez'] }, {}, ['SAME_SURNAME']],
  ['the reader’s first name as a surname', { readerName: 'Smith Bloggs' }, {}, []],
  ['a particle alone in common', { readerName: 'Jo van Dyke', surnames: ['van Gogh'] }, {}, []],
  ['a name of one word', { readerName: 'Smith' }, {}, []],
  ['no names at all', { readerName: '', surnames: ['', '-'] }, {}, []],
  ['the same surname where the area does not ask', { surnames: ['Bloggs'] }, { sameSurname: false }, []],
  ['no relation', { related: false }, {}, ['NO_RELATION']],
  ['no relation where the area does not ask', { related: false }, { noRelation: false }, []],
  ['21:59', { hour: 21 }, {}, []],
  ['22:00', { hour: 22 }, {}, ['AT_NIGHT']],
  ['05:59', { hour: 5 }, {}, ['AT_NIGHT']],
  ['06:00', { hour: 6 }, {}, []],
  ['a night that does not pass midnight', { hour: 3 }, { nightFrom: 1, nightUntil: 4 }, ['AT_NIGHT']],
  ['after that night', { hour: 4 }, { nightFrom: 1, nightUntil: 4 }, []],
  ['an area without nights', { hour: 3 }, { nightFrom: 0, nightUntil: 0 }, []],
  ['as many cases as allowed', { casesInHour: 60 }, {}, []],
  ['one more', { casesInHour: 61 }, {}, ['IN_BULK']],
  ['several at once', { surnames: ['Bloggs'], hour: 2, casesInHour: 100 }, {}, ['SAME_SURNAME', 'AT_NIGHT', 'IN_BULK']],
])('%s', (_, changes, rules, expected) => {
  expect(found(changes, rules)).toEqual(expected);
});

describe('refusals', () => {
  test.each([
    [15, []],
    [16, [{ rule: 'REFUSED_OFTEN', count: 16 }]],
  ])('%i in an hour', (refusalsInHour, expected) => {
    expect(unusualIn({ kind: 'refused', refusalsInHour }, RULES)).toEqual(expected);
  });
});
