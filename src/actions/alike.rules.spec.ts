import { describe, expect, test } from '@jest/globals';
import { alike, type Doing, isSameAgain, notLookedAt } from './alike.rules.js';

describe('texts that say nearly the same', () => {
  test.each<[string, string, boolean]>([
    ['Change the locks', 'Change the locks', true],
    ['Change the locks', 'CHANGE  THE LOCKS.', true],
    ['Change the locks', 'To change her locks', true],
    ['Change the locks at once', 'Change the locks once', true],
    ['Café visit', 'Cafe visit', true],
    ['Change the locks', 'Change the lighting', false],
    ['Change the locks', 'Do not change the locks', false],
    ['Visit', 'Visit together', false],
    ['Ring her each day', 'Ring the school each day', false],
    ['Safety plan', 'Carry out a welfare check', false],
    ['the', 'the', true],
    ['the', 'a', false],
    ['…', '…', true],
    ['…', '!', false],
  ])('%j and %j: %s', (a, b, same) => {
    expect([alike(a, b), alike(b, a)]).toEqual([same, same]);
  });
});

const LOCKS: Doing = { catalogueCode: 'H02', text: 'Fit locks', target: 'VICTIM', ownerAgencyId: 'housing' };

describe('an action that is the same again', () => {
  test.each<[string, Partial<Doing>, boolean]>([
    ['in every way', {}, true],
    ['by its code and target, in other words', { text: 'A chain for the door' }, true],
    ['of another agency', { ownerAgencyId: 'police' }, false],
    ['by its code, for somebody else, in other words', { target: 'CHILD', text: 'A chain for the nursery' }, false],
    ['by its words alone', { catalogueCode: null, target: 'CHILD' }, true],
    ['of no code, in other words', { catalogueCode: null, text: 'Repair the fence' }, false],
  ])('%s', (_, changes, same) => {
    expect(isSameAgain(LOCKS, { ...LOCKS, ...changes })).toBe(same);
  });

  test('two without a code are not the same for that', () => {
    const none = { ...LOCKS, catalogueCode: null };
    expect(isSameAgain(none, { ...none, text: 'Repair the fence' })).toBe(false);
  });

  test('is named until somebody has looked at each', () => {
    const earlier = [
      { id: '1', ...LOCKS },
      { id: '2', ...LOCKS },
      { id: '3', ...LOCKS, ownerAgencyId: 'police' },
    ];
    expect(notLookedAt(LOCKS, earlier, []).map(({ id }) => id)).toEqual(['1', '2']);
    expect(notLookedAt(LOCKS, earlier, ['2', '3']).map(({ id }) => id)).toEqual(['1']);
    expect(notLookedAt(LOCKS, earlier, ['1', '2'])).toEqual([]);
  });
});
