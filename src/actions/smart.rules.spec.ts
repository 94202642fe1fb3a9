import { describe, expect, test } from '@jest/globals';
import { CATALOGUE } from './catalogue.rules.js';
import { type Draft, neverEnds, smellsOf } from './smart.rules.js';

describe('what never ends', () => {
  test.each([
    ['Agency to continue to work with the victim', true],
    ['IDVA will continue working with her', true],
    ['Continue to engage with services', true],
    ['continues to liaise with school', true],
    ['CONTINUE  TO WORK WITH', true],
    ['Work with the landlord to change the locks by Friday', false],
    ['Discontinue the tenancy', false],
    ['Continue the injunction application', false],
    ['Decide whether to continue', false],
  ])('%j: %s', (text, ends) => {
    expect(neverEnds(text)).toBe(ends);
  });
});

const GOOD: Draft = {
  text: 'Change the front door lock',
  riskAddressed: 'He has keys',
  ownerPost: 'Locksmith',
  dueOn: '2026-07-01',
};

describe('what is missing or vague', () => {
  test.each<[string, Partial<Draft>, string[]]>([
    ['nothing', {}, []],
    [
      'nothing, with a moment and a person',
      { dueOn: undefined, dueAt: '2026-07-01T10:00:00Z', ownerUserId: 'x', ownerPost: '' },
      [],
    ],
    ['nothing, by the catalogue', { text: undefined, catalogueCode: 'H02', dueOn: undefined }, []],
    ['it never ends', { text: 'Continue to work with her' }, ['/text continues-to-work']],
    ['monitor', { text: 'Monitor the situation at home' }, ['/text vague-words']],
    ['as appropriate', { text: 'Offer support as appropriate to her' }, ['/text vague-words']],
    ['liaise', { text: 'Liaise with the school about him' }, ['/text vague-words']],
    ['continue to support', { text: 'Continue to support the children' }, ['/text vague-words']],
    ['one word', { text: 'Visit' }, ['/text says-little']],
    ['no owner', { ownerPost: '' }, ['/ownerPost no-owner']],
    ['no risk', { riskAddressed: '' }, ['/riskAddressed no-risk']],
    ['no date', { dueOn: undefined }, ['/dueOn no-date']],
    [
      'everything',
      { text: 'Monitor', riskAddressed: undefined, ownerPost: undefined, dueOn: undefined },
      ['/text vague-words', '/text says-little', '/ownerPost no-owner', '/riskAddressed no-risk', '/dueOn no-date'],
    ],
  ])('%s', (_, changes, expected) => {
    const found = smellsOf({ ...GOOD, ...changes });
    expect(found.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(expected);
    for (const { detail } of found) expect(detail).toMatch(/\.$/);
  });

  test('what the catalogue itself says is neither', () => {
    for (const { code, label } of CATALOGUE)
      expect([code, smellsOf({ ...GOOD, catalogueCode: code, text: label })]).toEqual([code, []]);
  });
});
