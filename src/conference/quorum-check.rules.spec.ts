import { describe, expect, test } from '@jest/globals';
import { CONFERENCE } from './conference-rules.js';
import { QUORUM_FAULTS, quorumFault, type QuorumFault } from './quorum-check.rules.js';

const police = { agency: 'POLICE' };
const deep = (levels: number): unknown => (levels === 0 ? police : { all: [deep(levels - 1)] });
/** Holds itself: only what looks no deeper than it must comes back from it. */
const endless: { all: unknown[] } = { all: [] };
endless.all.push(endless);

const REFUSED: [what: string, rule: unknown, fault: QuorumFault][] = [
  ['nothing', undefined, 'not-a-rule'],
  ['a word', 'POLICE', 'not-a-rule'],
  ['a list', [police], 'not-a-rule'],
  ['an object without a rule', {}, 'not-a-rule'],
  ['a rule that there is not', { most: [police] }, 'not-a-rule'],
  ['what every object has', { constructor: police }, 'not-a-rule'],
  ['all of what is no list', { all: police }, 'not-a-rule'],
  ['a gap in a list', { all: [police, null] }, 'not-a-rule'],
  ['all of nothing', { all: [] }, 'empty'],
  ['any of nothing', { any: [police, { any: [] }] }, 'empty'],
  ['when without then', { when: { fact: 'CHILDREN' } }, 'missing-part'],
  ['then without when', { then: police }, 'missing-part'],
  ['two rules in one', { ...police, members: { atLeast: 2 } }, 'unknown-part'],
  ['when, then and more', { when: { fact: 'CHILDREN' }, then: police, all: [police] }, 'unknown-part'],
  ['members and more', { members: { atLeast: 2, chair: true } }, 'unknown-part'],
  ['no members', { members: { atLeast: 0 } }, 'out-of-range'],
  ['half a member', { members: { atLeast: 2.5 } }, 'out-of-range'],
  ['members in words', { members: { atLeast: '5' } }, 'out-of-range'],
  ['members beyond counting', { members: { atLeast: 51 } }, 'out-of-range'],
  ['members that nobody counted', { members: {} }, 'out-of-range'],
  ['two members from three agencies', { members: { atLeast: 2, fromAgencies: 3 } }, 'more-agencies-than-members'],
  ['an agency that there is not', { agency: 'PLUMBERS' }, 'unknown-agency-kind'],
  ['a fact that nobody asks', { when: { fact: 'FULL_MOON' }, then: police }, 'unknown-fact'],
  ['not of who comes', { not: police }, 'attendance-in-a-condition'],
  ['when somebody comes', { when: police, then: { agency: 'IDVA' } }, 'attendance-in-a-condition'],
  ['not of who comes, further in', { when: { not: { any: [police] } }, then: police }, 'attendance-in-a-condition'],
  ['seven deep', deep(6), 'too-large'],
  ['endlessly deep', endless, 'too-large'],
  ['51 parts', { all: Array.from({ length: 51 }, () => police) }, 'too-large'],
  ['what holds with nobody', { any: [{ fact: 'CHILDREN' }, police] }, 'holds-with-nobody'],
  ['children alone', { when: { fact: 'CHILDREN' }, then: { agency: 'CSC' } }, 'holds-with-nobody'],
  ['what never holds', { all: [police, { fact: 'CHILDREN' }] }, 'never-holds'],
];

test.each(REFUSED)('%s is refused', (_what, rule, fault) => {
  expect(quorumFault(rule)).toBe(fault);
});

test('every fault has been seen', () => {
  expect(new Set(REFUSED.map(([, , fault]) => fault))).toEqual(new Set(Object.keys(QUORUM_FAULTS)));
});

describe('may stand', () => {
  test.each([
    CONFERENCE.defaults.quorum,
    CONFERENCE.defaults.quorumEmergency,
    police,
    { members: { atLeast: 4 } },
    { all: [police, { any: [{ agency: 'IDVA' }, { agency: 'REFUGE' }] }] },
    { all: [police, { when: { not: { fact: 'CHILDREN' } }, then: { agency: 'ASC' } }] },
    deep(5),
  ])('%j', (rule) => {
    expect(quorumFault(rule)).toBeUndefined();
  });
});
