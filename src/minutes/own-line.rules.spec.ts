import { expect, test } from '@jest/globals';
import { type GuestLine, ownLine } from './own-line.rules.js';

const AT = new Date('2026-04-15T09:40:00Z');
const line = (name: string, arrivedAt = AT, agency = 'School'): GuestLine => ({
  ...{ name, agency, arrivedAt: arrivedAt.toISOString(), leftAt: null },
});
const me = { arrivedAt: AT, name: 'Anna Hale', agency: 'School' };

test.each<[string, GuestLine[], GuestLine | null]>([
  ['nobody came', [], null],
  ['somebody else came, at another moment', [line('Bea Moss', new Date('2026-04-15T09:50:00Z'))], null],
  ['the only one of that moment, whose name was another then', [line('Anna Moss')], line('Anna Moss')],
  ['of two at one moment, the one of that name', [line('Bea Moss'), line('Anna Hale')], line('Anna Hale')],
  ['of two at one moment, neither of that name', [line('Bea Moss'), line('Cara Finch')], null],
  ['two of one name and agency at one moment', [line('Anna Hale'), line('Anna Hale')], null],
  ['of two of one name, the one of that agency', [line('Anna Hale', AT, 'Clinic'), line('Anna Hale')], line('Anna Hale')],
])('%s', (_, guests, expected) => {
  expect(ownLine(guests, me)).toEqual(expected);
}); // prettier-ignore
