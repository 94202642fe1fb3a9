import { describe, expect, test } from '@jest/globals';
import { householdOf, knownBy, mailboxesIn, partyFacts } from './known-by.rules.js';

const birth = { value: '1990-05-14', precision: 'DAY' } as const;
const kinds = (person: Parameters<typeof knownBy>[0]) => knownBy(person).map(({ kind }) => kind);
const jo = { familyName: 'Marsh', givenNames: 'Jo', aliases: [] };

describe('what a person is known by', () => {
  test.each<[string, Parameters<typeof knownBy>[0], string[]]>([
    ['a name alone', jo, ['NAME']],
    ['a single name, which is shared by too many', { ...jo, familyName: '', birth }, []],
    ['a name with a birth date', { ...jo, birth }, ['NAME', 'NAME_BIRTH']],
    ['a birth year is not a birth date', { ...jo, birth: { value: '1990', precision: 'YEAR' } }, ['NAME']],
    [
      '1 January may stand for the year',
      { ...jo, birth: { value: '1990-01-01', precision: 'POSSIBLY_YEAR_ONLY' } },
      ['NAME'],
    ],
    ['each other name', { ...jo, aliases: ['Joanna Reed'], birth }, ['NAME', 'NAME', 'NAME_BIRTH', 'NAME_BIRTH']],
    ['a telephone', { ...jo, phone: '+44 7700 900123' }, ['NAME', 'PHONE']],
    ['a filler instead of a telephone', { ...jo, phone: '07777 777777' }, ['NAME']],
    ['a household', { ...jo, address: '12 High Street', postcode: 'NB1 2AB' }, ['NAME', 'ADDRESS']],
    ['a postcode without a house', { ...jo, address: '', postcode: 'NB1 2AB' }, ['NAME']],
    ['no fixed abode', { ...jo, address: '12 High Street', postcode: 'ZZ99 3VZ' }, ['NAME']],
  ])('%s', (_, person, expected) => {
    expect(kinds(person)).toEqual(expected);
  });

  test('spelling does not matter', () => {
    const one = { familyName: "O'Brien-Šmith", givenNames: 'Zoë', aliases: [], birth, phone: '0044 7700 900 123' };
    const other = { familyName: 'ZOE', givenNames: 'obrien smith', aliases: [], birth, phone: '(07700) 900123' };
    expect(knownBy(one)).toEqual(knownBy(other));
  });
});

describe('a household', () => {
  test.each<[string, string, string | null]>([
    ['12 High Street', 'nb12ab', 'NB1 2AB|12'],
    ['12, High St, Northbridge NB1 2AB', 'NB1 2AB', 'NB1 2AB|12'],
    ['Flat 3, 12 High Street', 'NB1 2AB', 'NB1 2AB|3 12'],
    ['Flat 3 12 High St.', 'NB1  2AB', 'NB1 2AB|3 12'],
    ['12a High Street', 'NB1 2AB', 'NB1 2AB|12a'],
    ['Rose Cottage, Mill Lane', 'NB1 2AB', 'NB1 2AB|rose cottage'],
    ['', 'NB1 2AB', null],
    ['NB1 2AB', 'NB1 2AB', null],
    ['12 High Street', 'somewhere', null],
    ['12 High Street', '', null],
  ])('%s, %s: %s', (address, postcode, expected) => {
    expect(householdOf(address, postcode)).toBe(expected);
  });
});

describe('mailboxes', () => {
  test.each<[string, string, string[]]>([
    ['one alone', 'jo.marsh@example.org', ['jo.marsh@example.org']],
    ['beside a telephone', '07700 900123 / Jo.Marsh@Example.ORG', ['jo.marsh@example.org']],
    ['two', 'jo@example.org, or <jo@example.net>', ['jo@example.org', 'jo@example.net']],
    ['the same twice', 'jo@example.org JO@example.org', ['jo@example.org']],
    ['what stands behind a plus', 'jo+court@example.org', ['jo@example.org']],
    ['at the end of a sentence', 'Write to jo@example.org.', ['jo@example.org']],
    ['in wide letters', 'ｊｏ@example.org', ['jo@example.org']],
    ['a handle', '@jo on every network', []],
    ['a name without a domain', 'jo@work', []],
    ['nothing', '', []],
  ])('%s', (_, text, boxes) => {
    expect(mailboxesIn(text).map((box) => box.text)).toEqual(boxes);
  });

  test('are noted of a person besides what closes a case', () => {
    const person = { ...jo, phone: 'jo@example.org', address: '12 High Street, jo@example.net', postcode: 'NB1 2AB' };
    expect(partyFacts(person).map(({ kind }) => kind)).toEqual(['NAME', 'ADDRESS', 'EMAIL', 'EMAIL']);
  });
});
