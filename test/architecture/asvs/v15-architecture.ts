import { gap, reviewed, type Row, shown } from './row.js';

const BODIES = 'test/platform/http-case-bodies.ts';
const INPUTS = 'test/platform/http-case-inputs.ts';

export const ARCHITECTURE: readonly Row[] = [
  gap(
    '15.1.1',
    'Documented: how soon vulnerable packages are replaced',
    'Nothing is promised: there is no team on call behind this project yet.',
    [['SECURITY.md', 'Nothing is promised in hours']],
  ),
  shown(
    '15.1.2',
    'Every package is listed, and comes from a known place',
    [
      ['test/architecture/asvs-house.spec.ts', 'every package is in the lock file with its hash and its licence'],
      ['test/architecture/house-rules.spec.ts', 'few packages are needed at run time, each pinned'],
    ],
    'package-lock.json is the list; no SBOM is published',
  ),
  reviewed('15.1.3', 'Documented: what takes long or much, and how it is kept from harm', [
    ['docs/security-decisions.md', '## What takes long or much'],
  ]),
  gap(
    '15.2.1',
    'No package is older than what is documented allows',
    'With no time promised (15.1.1) there is nothing to keep; nothing looks for vulnerable packages.',
  ),
  shown('15.2.2', 'What takes long or much cannot take the service down', [
    ['test/platform/spreadsheet-memory.spec.ts', '100,000 rows of 45 columns'],
    ['test/identity/password.spec.ts', 'a megabyte of password is refused before anything is hashed'],
    ['test/identity/oidc.spec.ts', 'who begins sign-ins without end is stopped, and forgotten ones go away'],
    ['test/platform/http-json.spec.ts', 'a quarter of a megabyte of anything is read in no time'],
    ['test/actions/overdue-plan.spec.ts', 'neither the sweep nor a list reads the whole table'],
  ]),
  gap(
    '15.2.3',
    'Production has no test code, samples or development functions',
    'Tests and the compiler are not in the image, and neither the demo nor the command that adds invented people runs in production. But ' +
      'their code is in the image.',
    [
      ['test/architecture/asvs-house.spec.ts', 'the image holds what runs, without tests and history'],
      [
        'test/architecture/asvs-house.spec.ts',
        'invented people, with their published password, are not added in production',
      ],
      ['src/demo.ts', 'the demo does not run with NODE_ENV=production'],
    ],
  ),
  shown('15.3.1', 'Answers hold the fields meant to be there, never a whole row', [
    ['test/architecture/answers.spec.ts', 'every route declares its answer, each a class of fields and none an entity'],
    ['test/architecture/answers.spec.ts', 'no controller knows an entity'],
  ]),
  shown('15.3.2', 'Requests to others follow no redirection', [
    ['test/bench/oidc-hostile.ts', 'a token endpoint that leads elsewhere'],
    ['src/audit/checkpoint-places.ts', "redirect: 'error'"],
  ]),
  shown('15.3.3', 'Only fields that an action takes can be set by it', [
    [INPUTS, 'an unknown property', 'an unknown property inside'],
    ['test/architecture/inputs.spec.ts', 'a body that cannot be is refused, and changes nothing, at'],
    ['test/bench/sign-in-hostile-passwords.ts', 'a property that is not ours'],
  ]),
  shown('15.3.4', 'Where a request comes from is known, and cannot be feigned', [
    ['test/identity/sign-in.spec.ts', 'is not what it says, unless a proxy we know says so'],
    ['src/identity/network.rules.spec.ts', '%s belongs to %s'],
    ['test/bench/sign-in-hostile-passwords.ts', '12 guesses, each with another ${header}'],
  ]),
  shown('15.3.5', 'Types are what they are taken for, compared strictly', [
    [INPUTS, 'text for a number', '1 for yes', 'a list for an object', 'one thing for a list'],
    ['test/bench/sign-in-hostile-passwords.ts', 'password true', 'password in a list', 'password as an operator'],
    ['.oxlintrc.json', '"eqeqeq": "error"'],
  ]),
  shown('15.3.6', 'No input reaches a prototype', [
    [BODIES, '__proto__', '__proto__, escaped', 'constructor, inside', 'hasOwnProperty'],
    [INPUTS, '__proto__ in a query', 'hasOwnProperty in a query'],
  ]),
  shown('15.3.7', 'A parameter given twice confuses nothing', [
    [INPUTS, 'two limits'],
    [BODIES, 'the same key twice', 'the same key, once escaped'],
    ['test/bench/oidc-hostile.ts', 'two states'],
    ['test/platform/http-gate.spec.ts', 'two', 'a bad header is not made good by a cookie'],
  ]),
];
