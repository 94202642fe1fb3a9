import { gap, inapplicable, reviewed, type Row, shown } from './row.js';

const DECISIONS = 'docs/security-decisions.md';
const CANARY = 'test/architecture/canary.spec.ts';
const ANSWERS = 'test/platform/asvs-answers.spec.ts';

export const DATA: readonly Row[] = [
  reviewed('14.1.1', 'Sensitive data is known and sorted by how it must be protected', [
    [DECISIONS, '## Kinds of information'],
    ['src/access/labels.ts', "'LOCATION_SAFE'"],
  ]),
  gap(
    '14.1.2',
    'Documented: what each kind needs',
    'Who may see each kind, what is encrypted, audited and kept out of logs is written down; how long each is kept is not decided.',
    [[DECISIONS, '## Kinds of information']],
  ),
  shown(
    '14.2.1',
    'Nothing sensitive is in an address',
    [
      [
        'test/architecture/filters.spec.ts',
        'every query parameter asks about something that every reader of the list may know',
      ],
      ['test/bench/sign-in-hostile-sessions.ts', 'token: in the address'],
      [
        'test/platform/http-log.spec.ts',
        'whatever a request holds, its log line is method, pattern, status, time, reference and who',
      ],
    ],
    'ids in paths are random; people are searched for by POST',
  ),
  shown(
    '14.2.2',
    'Nothing sensitive is cached on the way',
    [[ANSWERS, 'every kind of answer has the fixed headers']],
    'no-store; the process itself keeps who is signed in for half a second, and no case',
  ),
  shown('14.2.3', 'Nothing goes to others, such as trackers', [
    [ANSWERS, 'nothing foreign, nothing inline, no plug-ins, no frames, no other base'],
    ['src/notifications/mail-text.rules.spec.ts', 'a mail'],
  ]),
  gap(
    '14.2.4',
    'Each kind is protected as documented',
    'Access, encryption, audit and silence in logs are; keeping for a time and deleting are not there at all. Names and ordinary addresses ' +
      'stand in clear in the database and its backups.',
    [
      [
        'test/persons/locations.spec.ts',
        'is nowhere in the database in clear, nor are its parts as hashes that could be tried out',
      ],
      [CANARY, 'not one word of it', 'is in what the processes wrote', 'is in a letter'],
      [
        'test/architecture/free-text.spec.ts',
        'every column of text about a case is declared as free text, limited to codes, or argued away here',
      ],
    ],
  ),
  inapplicable(
    '14.3.1 14.3.3',
    'what a browser keeps',
    'There are no pages yet; the one thing kept is the session’s cookie, which ends with the browser.',
  ),
  shown('14.3.2', 'Browsers are told to keep nothing', [[ANSWERS, 'every kind of answer has the fixed headers']]),
];
