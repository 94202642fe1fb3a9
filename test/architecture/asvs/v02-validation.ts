import { gap, reviewed, type Row, shown } from './row.js';

const DECISIONS = 'docs/security-decisions.md';
const INPUTS = 'test/architecture/inputs.spec.ts';
const AGENDA = 'test/meetings/agenda.spec.ts';

export const VALIDATION: readonly Row[] = [
  shown('2.1.1', 'Documented: what each item of input must look like', [
    ['test/architecture/routes.spec.ts', 'the API is what docs/openapi.json says'],
    ['test/platform/http-openapi.spec.ts', 'describes fields by the rules that check them'],
  ]),
  reviewed('2.1.2', 'Documented: which items must fit together', [[DECISIONS, '## Input that must fit together']]),
  reviewed('2.1.3', 'Documented: limits for a person and for all', [[DECISIONS, '## Limits']]),
  shown('2.2.1', 'All input is checked against what is expected', [
    [INPUTS, 'a body that cannot be is refused, and changes nothing, at', 'a query that cannot be is refused, at'],
    [
      INPUTS,
      'an address that cannot be is refused like one that is not there, at',
      'a version that cannot be is refused, at',
    ],
    [
      'test/platform/http-refused.spec.ts',
      'what must not get through',
      'all that is wrong is reported at once, up to 50',
    ],
    ['src/referrals/import-row.rules.spec.ts', 'a row is refused'],
  ]),
  shown(
    '2.2.2',
    'Checks are made by the server',
    [[INPUTS, 'a body that cannot be is refused, and changes nothing, at']],
    'there is no other place yet: no pages',
  ),
  shown('2.2.3', 'Items that belong together are checked together', [
    ['src/referrals/import-row.rules.spec.ts', 'a row is refused'],
    ['src/actions/due.rules.spec.ts', 'refused due dates'],
    ['src/assessments/scoring.rules.spec.ts', 'refused'],
    ['src/access/sharing.rules.spec.ts', 'what is refused'],
  ]),
  shown('2.3.1', 'Steps happen in their order, none is skipped', [
    [
      'test/referrals/referrals.spec.ts',
      'goes through screening: stale, unexplained and wrong steps are refused; a return can be completed',
    ],
    [
      'src/referrals/referral-states.rules.spec.ts',
      'a referral that meets a criterion is not declined as below the threshold',
    ],
    ['src/transfers/transfer.rules.spec.ts', 'steps: every other one is refused'],
    ['src/conflicts/conflict.rules.spec.ts', 'nothing that is closed opens in one step but by the second agreement'],
  ]),
  shown('2.3.2', 'Documented limits hold', [
    [
      'test/persons/search.spec.ts',
      'is refused past, with when to ask again, by count of the database: many at once get no more through',
    ],
    ['test/access/break-glass.spec.ts', 'more than three a day, however many at once'],
    ['test/platform/http-refused.spec.ts', 'a file of more than 64 MiB is refused by its announced size, unread'],
  ]),
  shown('2.3.3', 'A piece of work is done whole or not at all', [
    ['test/platform/unit-of-work.spec.ts', 'all or nothing: a failure after any write leaves none of them'],
    ['test/platform/http-unit-of-work.spec.ts', 'a request is one unit of work'],
    [
      'test/platform/due-faults.spec.ts',
      'killed inside a handler leave nothing half done, and another takes over at once',
    ],
  ]),
  shown('2.3.4', 'What there is only so much of is not given out twice', [
    [AGENDA, 'a full list passes it on; several at once never overfill one', 'twice at the same moment lists once'],
    ['test/actions/actions.spec.ts', 'two closings at once: one counts'],
    ['test/identity/setup.spec.ts', 'of many who come with the code at the same time, all but one'],
  ]),
  gap(
    '2.4.1',
    'Nobody can call functions so often that data leaks out or the service stands still',
    'Signing in, searching, repeat checks and emergency access are rationed. Opening cases that one may see, lists, imports and ' +
      'changes are not: somebody with a wide role can read case after case. Each leaves an audit line; nothing stops it.',
    [
      ['test/persons/search.spec.ts', 'the quota'],
      ['test/identity/sign-in.spec.ts', 'guessing'],
      [
        'test/access/break-glass.spec.ts',
        'whoever goes through references: ten that find nothing, and a real one is refused too',
      ],
    ],
  ),
];
