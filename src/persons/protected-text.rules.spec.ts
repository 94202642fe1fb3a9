import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Place } from './place.rules.js';
import { givesAway } from './protected-text.rules.js';

const refuge: Place = {
  name: 'Willowmere Refuge',
  address: 'Flat 3, 12 Hidden Lane, Northbridge',
  postcode: 'NB7 4QZ',
  phone: '01632 960123',
};
const place = (changes: Partial<Place>): Place => ({ name: '', address: '', postcode: '', phone: '', ...changes });

describe('given away', () => {
  test.each<[string, string]>([
    ['as it is written', 'She now lives at Flat 3, 12 Hidden Lane, Northbridge, NB7 4QZ.'],
    ['the street and number', 'Visit 12 Hidden Lane on Friday'],
    ['the street alone, when its name is rare', 'She was seen near Hidden Lane'],
    ['abbreviated', 'visit 12 Hidden Ln.'],
    ['in small letters', '12 hidden lane'],
    ['in capitals without spaces', '12HIDDENLANE'],
    ['abbreviated without spaces', 'at12hiddenln'],
    ['with a comma behind the number', '12, Hidden Lane'],
    ['with "number" before it', 'Hidden Lane, number 12'],
    ['across a line break', 'she moved to 12\nHidden\nLane'],
    ['with dots and dashes', '12.Hidden-Lane'],
    ['with the number in a word', 'Twelve Hidden Lane'],
    ['with l for 1', 'l2 Hidden Lane'],
    ['without the word lane', 'No. 12 Hidden'],
    ['with spaces inside words', '12 Hid den La ne'],
    ['with an apartment for the flat', 'Apt 3, Hidden Lane'],
    ['with letters of another script', '12 Ніdden Lane'],
    ['with invisible characters', '12 Hid\u200bden\u00ad Lane'],
    ['with accents', '12 Híddén Lane'],
    ['in full-width letters', '１２ Ｈｉｄｄｅｎ Ｌａｎｅ'],
    ['the postcode', 'postcode is NB7 4QZ'],
    ['the postcode without a space', 'nb74qz'],
    ['the postcode in pieces', 'NB 7 4 QZ'],
    ['the postcode with dots', 'N.B.7-4.Q.Z'],
    ['the postcode over two lines', 'NB7\n4QZ'],
    ['the postcode stuck to a word', 'postcodeNB74QZ'],
    ['the telephone', 'ring 01632 960123'],
    ['the telephone in groups', 'ring (01632) 960-123'],
    ['the telephone from abroad', '+44 (0)1632 960 123'],
    ['the telephone with 0044', '00441632960123'],
    ['the telephone with O for 0', 'O1632 96O123'],
    ['the name of the place', 'staff at Willowmere refuge say'],
  ])('%s', (_, text) => expect(givesAway(text, [refuge])).toBe(true));

  test.each<[string, Partial<Place>, string]>([
    ['Road as Rd', { address: '4 Quarrystone Road' }, 'at 4 quarrystone rd'],
    ['Rd as Road', { address: '4 Quarrystone Rd' }, 'at 4 Quarrystone Road'],
    ['St for Saint', { address: '9 St Mary’s Street' }, '9 Saint Marys St'],
    ['a house of a common street', { address: '12 High Street' }, 'the flat above 12 High St'],
    ['a common street, number behind', { address: '12 High Street' }, 'High Street, number 12'],
    ['12 A for 12a', { address: '12a Hidden Lane' }, '12 A Hidden Lane'],
    ['a house that has a name', { address: 'Rose Cottage, Thornfield' }, 'Rose cottage'],
    ['a house without a street', { address: 'The Willows, Thornfield' }, 'she is at Willows now'],
    ['a street without its kind', { address: '22 Acacia, Thornfield' }, 'went to 22 Acacia'],
    ['a postcode that stands in the address', { address: 'somewhere, nb1 2ab' }, 'NB12AB'],
    ['a postcode with 0 and O', { postcode: 'OX1 0AA' }, '0X1 OAA'],
    ['a mobile among two numbers', { phone: '01632 960001 or 07700 900456' }, 'text +447700900456'],
    ['a school', { name: 'St Bede’s Primary School' }, 'collects them from Saint Bedes Prim School'],
  ])('%s', (_, changes, text) => expect(givesAway(text, [place(changes)])).toBe(true));
});

describe('let through', () => {
  test.each<[string, string]>([
    ['another address', 'She used to live at 14 Mill Lane, NB1 2AB'],
    ['the town', 'She moved within Northbridge'],
    ['the flat without the rest', 'Flat 3 was broken into'],
    ['another postcode of the sector', 'NB7 4QX'],
    ['another number of the exchange', '01632 960124'],
    ['the word that the street is called by', 'the bruises were hidden'],
    ['numbers and words that only touch', 'aged 12, hidden under a bed'.replace('12, hidden', '12. He hid')],
    ['a general word', 'She is in a refuge, at a safe house'],
    ['nothing', ''],
  ])('%s', (_, text) => expect(givesAway(text, [refuge])).toBe(false));

  test.each<[string, Partial<Place>, string]>([
    ['a common street without the number', { address: '12 High Street' }, 'assaulted in the High Street'],
    ['a longer number that ends alike', { address: '12 High Street' }, '112 High Street'],
    ['a surgery without a name', { name: 'The Surgery' }, 'referred by the surgery'],
    ['a school without a name', { name: 'Primary School' }, 'her son is at primary school'],
    ['a town alone', { address: 'Northbridge' }, 'Northbridge'],
    ['a short number', { phone: '101' }, 'she rang 101'],
    ['a place of which nothing is known', {}, 'anything'],
  ])('%s', (_, changes, text) => expect(givesAway(text, [place(changes)])).toBe(false));
});

const spaced = fc.constantFrom('', ' ', '  ', '\n', '-', '.', ', ');
const around = fc.constantFrom('', 'She lives at ', 'see: ', '… ', '(');

test('a postcode, a telephone and a street with its number are found however they are spaced, cased and embedded', () => {
  const parts = fc.constantFrom(['NB7', '4QZ'], ['01632', '960123'], ['12', 'Hidden', 'Lane'], ['12', 'Hidden', 'Ln']);
  fc.assert(
    fc.property(parts, spaced, fc.boolean(), around, around, (words, between, small, before, after) => {
      const typed = words.join(between);
      expect(givesAway(`${before}${small ? typed.toLowerCase() : typed} ${after}`, [refuge])).toBe(true);
    }),
  );
});

test('no text makes it fail, and no place does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.string(), (text, address, phone) => {
      expect(typeof givesAway(text, [place({ address, postcode: address, phone, name: phone })])).toBe('boolean');
    }),
  );
});

test('a long text is looked through in milliseconds', () => {
  const text = 'She moved 12 times to a hidden lane of 01632 numbers NB7 '.repeat(180);
  const begun = performance.now();
  for (let i = 0; i < 20; i++)
    givesAway(
      text,
      Array.from({ length: 10 }, () => refuge),
    );
  expect((performance.now() - begun) / 20).toBeLessThan(100);
});
