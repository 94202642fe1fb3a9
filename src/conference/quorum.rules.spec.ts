import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AGENCY_KINDS } from '../maracs/agency-kinds.rules.js';
import { CONFERENCE } from './conference-rules.js';
import { type Delegation, type Fact, holds, missing, type Quorum } from './quorum.rules.js';
import { quorumFault } from './quorum-check.rules.js';

const { quorum, quorumEmergency } = CONFERENCE.defaults;
const CHILDREN: Fact[] = ['CHILDREN'];

/** "POLICE*2 IDVA": two of the police and one of the IDVA service. */
const room = (who: string): Delegation[] =>
  who
    .split(' ')
    .filter(Boolean)
    .map((one, i) => {
      const [kind = '', people = '1'] = one.split('*');
      return { agencyId: `${i}`, kind, people: Number(people) };
    });

describe('the quorum that ships', () => {
  test.each<[string, Fact[], string[]]>([
    ['POLICE*2 IDVA HOUSING_LA*2', [], []],
    ['POLICE IDVA CSC HOUSING_LA PROBATION', CHILDREN, []],
    ['POLICE*2 IDVA HOUSING_LA*2', CHILDREN, ["Nobody is here from children's social care."]],
    ['POLICE*2 IDVA HOUSING_LA', [], ['4 of the 5 members needed are here.']],
    ['POLICE*3 IDVA*2', [], ['Members are here from 2 of the 3 agencies needed.']],
    ['POLICE*3 HOUSING_LA PROBATION', [], ['Nobody is here from the IDVA service.']],
    ['IDVA*3 HOUSING_LA PROBATION', [], ['Nobody is here from the police.']],
    [
      '',
      CHILDREN,
      [
        '0 of the 5 members needed are here.',
        'Members are here from 0 of the 3 agencies needed.',
        'Nobody is here from the police.',
        'Nobody is here from the IDVA service.',
        "Nobody is here from children's social care.",
      ],
    ],
  ])('%p of a case with %p: %p', (who, facts, expected) => {
    expect(missing(quorum, { delegations: room(who), facts })).toEqual(expected);
  });

  test.each<[string, Fact[], boolean]>([
    ['POLICE IDVA', [], true],
    ['POLICE IDVA', CHILDREN, false],
    ['POLICE IDVA CSC', CHILDREN, true],
    ['POLICE*4', [], false],
  ])('of an emergency: %p, %p: %p', (who, facts, expected) => {
    expect(holds(quorumEmergency, { delegations: room(who), facts })).toBe(expected);
  });

  test('speaks of what is expected before the day', () => {
    expect(missing({ agency: 'POLICE' }, { delegations: [], facts: [] }, 'EXPECTED')).toEqual([
      'Nobody is expected from the police.',
    ]);
  });

  test('an agency of which nobody is there is not there', () => {
    expect(holds({ agency: 'POLICE' }, { delegations: room('POLICE*0'), facts: [] })).toBe(false);
  });
});

test('one of several will do, and what is missing names each way', () => {
  const either: Quorum = { any: [{ agency: 'CSC' }, { all: [{ agency: 'EDUCATION' }, { agency: 'EARLY_HELP' }] }] };
  const facts: Fact[] = [];
  expect(missing(either, { delegations: room('EDUCATION EARLY_HELP'), facts })).toEqual([]);
  expect(missing(either, { delegations: room('EDUCATION'), facts })).toEqual([
    "One of these would do: Nobody is here from children's social care. Or: Nobody is here from early help.",
  ]);
});

test.each<[Quorum, Fact[], boolean]>([
  [{ when: { not: { fact: 'CHILDREN' } }, then: { agency: 'ASC' } }, [], false],
  [{ when: { not: { fact: 'CHILDREN' } }, then: { agency: 'ASC' } }, CHILDREN, true],
  [{ not: { fact: 'CHILDREN' } }, CHILDREN, false],
  [{ fact: 'CHILDREN' }, [], false],
])('%j of a case with %p in an empty room: %p', (rule, facts, expected) => {
  expect(holds(rule, { delegations: [], facts })).toBe(expected);
});

const condition = fc.letrec<{ part: Quorum }>((tie) => ({
  part: fc.oneof(
    { depthSize: 'small', maxDepth: 2 },
    fc.constant<Quorum>({ fact: 'CHILDREN' }),
    tie('part').map((not): Quorum => ({ not })),
    fc.array(tie('part'), { minLength: 1, maxLength: 2 }).map((all): Quorum => ({ all })),
  ),
})).part;
const anyQuorum = fc
  .letrec<{ part: Quorum }>((tie) => ({
    part: fc.oneof(
      { depthSize: 'small', maxDepth: 3 },
      fc.constantFrom(...AGENCY_KINDS.slice(0, 6)).map((agency): Quorum => ({ agency })),
      fc
        .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
        .map(([a, b]): Quorum => ({ members: { atLeast: Math.max(a, b), fromAgencies: Math.min(a, b) } })),
      fc.array(tie('part'), { minLength: 1, maxLength: 3 }).map((all): Quorum => ({ all })),
      fc.array(tie('part'), { minLength: 1, maxLength: 3 }).map((any): Quorum => ({ any })),
      fc.tuple(condition, tie('part')).map(([when, then]): Quorum => ({ when, then })),
    ),
  }))
  .part.filter((rule) => quorumFault(rule) === undefined);
const delegation = fc.record({
  agencyId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  kind: fc.constantFrom(...AGENCY_KINDS.slice(0, 6)),
  people: fc.integer({ min: 0, max: 3 }),
});

test('whoever comes besides never costs a quorum that may stand', () => {
  const cases = fc.constantFrom<Fact[]>([], CHILDREN);
  let held = 0;
  fc.assert(
    fc.property(anyQuorum, fc.array(delegation, { maxLength: 6 }), delegation, cases, (rule, there, late, facts) => {
      if (!holds(rule, { delegations: there, facts })) return;
      held++;
      expect(missing(rule, { delegations: [...there, late], facts })).toEqual([]);
      expect(missing(rule, { delegations: there.map((one) => ({ ...one, people: one.people + 1 })), facts })).toEqual(
        [],
      );
    }),
    { numRuns: 3000 },
  );
  expect(held).toBeGreaterThan(300);
});
