import { describe, expect, test } from '@jest/globals';
import { TARGETS } from './action.rules.js';
import { CATALOGUE, catalogueEntry, catalogueOf, lookUp, SERVICES } from './catalogue.rules.js';
import { DUE_CLASSES } from './due.rules.js';

describe('the catalogue of actions', () => {
  test('has each code once, in the form letter and two digits', () => {
    const codes = CATALOGUE.map((entry) => entry.code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^[PIHCAGBDEVX]\d\d$/);
  });

  test.each([
    ['P', 14], ['I', 10], ['H', 7], ['C', 5], ['A', 4], ['G', 8], ['B', 5], ['D', 3], ['E', 3], ['V', 4], ['X', 6],
  ])('service %s has %i', (letter, count) => {
    expect(CATALOGUE.filter((entry) => entry.code.startsWith(letter))).toHaveLength(count);
  }); // prettier-ignore

  test('every entry is whole', () => {
    for (const entry of CATALOGUE) {
      expect(TARGETS).toContain(entry.target);
      expect(DUE_CLASSES).toContain(entry.dueClass);
      expect(entry.agencyKinds.length).toBeGreaterThan(0);
      expect(entry.label.length).toBeGreaterThan(5);
    }
  });

  test.each([
    ['P01', 'URGENT'], ['X06', 'URGENT'], ['I02', 'SHORT'], ['V04', 'SHORT'], ['P03', 'STANDARD'], ['X02', 'STANDARD'],
    ['B03', 'COMPLEX'], ['C05', 'NEXT_MEETING'], ['P12', 'STANDARD'],
  ])('%s is due by class %s', (code, dueClass) => {
    expect(catalogueEntry(code)?.dueClass).toBe(dueClass);
  }); // prettier-ignore

  test('how many codes each due norm names', () => {
    const counts = Object.fromEntries(DUE_CLASSES.map((c) => [c, CATALOGUE.filter((e) => e.dueClass === c).length]));
    expect(counts).toMatchObject({ URGENT: 12, SHORT: 7, COMPLEX: 12, NEXT_MEETING: 6 });
  });

  test('no kind of agency stands in two services', () => {
    const kinds = Object.values(SERVICES).flat();
    expect(new Set(kinds).size).toBe(kinds.length);
  });

  test('an unknown code is not found', () => {
    expect(catalogueEntry('Z99')).toBeUndefined();
    expect(catalogueEntry('__proto__')).toBeUndefined();
  });
});

describe('the catalogue of an area', () => {
  const own = { code: 'L01', label: 'Ask the dog warden', agencyKinds: ['OTHER'], target: 'VICTIM', dueClass: 'SHORT' } as const; // prettier-ignore
  const local = { added: [own, { ...own, label: 'Another with the same code' }], retired: ['P12', 'L02'] };

  test('is that of everybody when nothing is decided', () => {
    expect(catalogueOf({ added: [], retired: [] })).toEqual(CATALOGUE);
  });

  test('has what it added, once, and not what it retired', () => {
    const codes = catalogueOf(local).map(({ code }) => code);
    expect(codes).toHaveLength(CATALOGUE.length);
    expect(codes.filter((code) => code === 'L01')).toHaveLength(1);
    expect(codes).not.toContain('P12');
  });

  test.each([
    ['P01', CATALOGUE[0]],
    ['L01', own],
    ['P12', 'retired'],
    ['L02', 'unknown'],
    ['Z99', 'unknown'],
    ['__proto__', 'unknown'],
  ])('%s is %j', (code, found) => {
    expect(lookUp(code, local)).toEqual(found);
  });

  test('what it added and retired again is retired', () => {
    expect(lookUp('L01', { added: [own], retired: ['L01'] })).toBe('retired');
  });
});
