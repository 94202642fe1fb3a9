import { expect, test } from '@jest/globals';
import { whatStays } from './amendments.rules.js';

const before = { victimId: 'v', perpetratorIds: ['p0', 'p1'], childIds: ['c'] };
const canonicals = new Map([['v', 'earlier-v']]);
const stays = (changed: string[], perpetrators = 2) => {
  const {
    victim,
    perpetrators: parties,
    children,
    relationship,
    assessment,
  } = whatStays(before, perpetrators, changed, canonicals);
  return {
    victim: victim?.id,
    perpetrators: parties.map((one) => one?.id),
    children: children?.map(({ id }) => id),
    relationship,
    assessment,
  };
};
const all = { victim: 'v', perpetrators: ['p0', 'p1'], children: ['c'], relationship: true, assessment: true };

test.each([
  ['nothing that is of people', ['/summary', '/consent'], all],
  [
    'a number of the victim',
    ['/victim/phone'],
    { ...all, victim: undefined, children: undefined, relationship: false },
  ],
  [
    'the second perpetrator',
    ['/perpetrators/1/birthDate'],
    { ...all, perpetrators: ['p0', undefined], children: undefined },
  ],
  ['what they are to each other', ['/relationship'], { ...all, relationship: false }],
  ['the children', ['/childrenKnown'], { ...all, children: undefined }],
  ['the assessment', ['/assessment'], { ...all, assessment: false }],
])('with another answer to %s', (_, changed, expected) => {
  expect(stays(changed)).toEqual(expected);
});

test('one perpetrator fewer: who stays at their place stays, and the children are described anew beside them', () => {
  expect(stays(['/perpetrators/1/familyName'], 1)).toEqual({ ...all, perpetrators: ['p0'], children: undefined });
});

test('one perpetrator more', () => {
  expect(stays(['/perpetrators/2/familyName'], 3)).toMatchObject({ perpetrators: ['p0', 'p1', undefined] });
});

test('who was taken for an earlier person stays so; records of this referral are nothing to decide between', () => {
  const { victim, superseded } = whatStays(before, 2, [], canonicals);
  expect(victim).toEqual({ id: 'v', canonicalId: 'earlier-v' });
  expect([...superseded]).toEqual(['v', 'p0', 'p1', 'c']);
});
