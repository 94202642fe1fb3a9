import { deployed, gap, reviewed, type Row, shown } from './row.js';

const LOG = 'test/platform/http-log.spec.ts';
const FAILURES = 'test/platform/http-failures.spec.ts';
const SEALING = 'test/audit/sealing.spec.ts';
const SIGN_IN_LOG = 'test/identity/asvs-audit.spec.ts';

export const LOGGING: readonly Row[] = [
  gap(
    '16.1.1',
    'Documented: what is logged where, who reads it, how long it is kept',
    'All but how long: nothing is ever deleted.',
    [['docs/security-decisions.md', '## Logs']],
  ),
  shown('16.2.1', 'A line says when, where, who and what', [
    [LOG, 'whatever a request holds, its log line is method, pattern, status, time, reference and who'],
    [
      'test/referrals/referrals.spec.ts',
      'every read of a case and every refusal is in the record of deeds, without a word of the content',
    ],
    [SIGN_IN_LOG, 'every way of signing in and failing to leaves a line that says how'],
  ]),
  deployed(
    '16.2.2',
    'Clocks agree, and times name their zone',
    'Clocks are the hosts’. Times are UTC: the database’s for the audit, milliseconds since 1970 in the log.',
    [[SEALING, 'a time of one’s own choosing']],
  ),
  reviewed(
    '16.2.3',
    'Logs go only where is documented',
    [['docs/security-decisions.md', '## Logs']],
    'standard output and the audit tables',
  ),
  shown(
    '16.2.4',
    'Logs can be read by machines',
    [[LOG, 'a log line holds allow-listed facts alone']],
    'one JSON object to a line',
  ),
  shown('16.2.5', 'Sensitive data is not logged', [
    [LOG, 'sentences, unknown facts and facts of the wrong shape are withheld, and counted'],
    ['test/architecture/canary.spec.ts', 'not one word of it', 'is in what the processes wrote'],
    ['test/identity/sign-in.spec.ts', 'who guessed what, and where from, is not in the database'],
  ]),
  shown('16.3.1', 'Signing in, and failing to, is logged, with how', [
    [SIGN_IN_LOG, 'every way of signing in and failing to leaves a line that says how'],
    ['test/identity/oidc-hostile.spec.ts', 'refusals are recorded, with a code and without a word of what was sent'],
    ['test/identity/recovery.spec.ts', 'leave lines in the audit that say who, and no code'],
  ]),
  shown('16.3.2', 'Refused access is logged', [
    ['test/platform/http-gate.spec.ts', 'who is signed in', 'may not write'],
    [
      'test/referrals/referrals.spec.ts',
      'every read of a case and every refusal is in the record of deeds, without a word of the content',
    ],
  ]),
  gap(
    '16.3.3',
    'Attempts to get round controls are logged',
    'Refusals of whoever is signed in are, wrong input too. Of the anonymous only tries to sign in are: other refusals leave a line of the ' +
      'process’s log, and tries that had to wait leave no audit line. Nothing raises an alarm.',
    [
      ['test/platform/http-gate.spec.ts', 'may not write'],
      ['test/access/break-glass.spec.ts', 'leaves lines of who, why and what in the audit'],
      ['test/persons/search.spec.ts', 'the record of who asked'],
    ],
  ),
  shown('16.3.4', 'Unexpected errors are logged', [
    [LOG, 'the kind, the SQLSTATE, the constraint and the place do'],
    [FAILURES, 'a refusal that cannot be recorded stays a refusal, and is said in the log'],
    ['test/platform/queue-jobs.spec.ts', 'that always fails comes to people, by code alone, and back when they ask'],
  ]),
  shown('16.4.1', 'Nothing can be slipped into a log', [
    [LOG, 'sentences, unknown facts and facts of the wrong shape are withheld, and counted'],
    [LOG, 'a sentence given to Nest’s own logger is withheld too'],
  ]),
  shown(
    '16.4.2',
    'Logs cannot be read by others, or changed',
    [
      [SEALING, 'changing audit.%s, to its owner too', 'a line in the name of somebody else, or of a job, by a reader'],
      [
        'test/audit/verification.spec.ts',
        '300 tamperings with every right on the database, each in view of one checkpoint outside: all found',
      ],
      [
        'test/architecture/hostile-sql.spec.ts',
        'delete from audit.events',
        'truncate audit.events',
        'select * from audit.events',
      ],
    ],
    'the process’s own log is protected by whoever keeps it',
  ),
  gap(
    '16.4.3',
    'Logs are sent to another system',
    'Audit lines stay in the database. What goes elsewhere are signed checkpoints, by which a change shows; not the lines. The process’s log ' +
      'goes to standard output, for whoever runs it to collect.',
    [
      [SEALING, 'places outside', 'are needed: without one nothing is proved'],
      ['test/audit/verification.spec.ts', 'the other verifier, which shares no code'],
    ],
  ),
  shown('16.5.1', 'Errors say nothing of the inside', [
    [
      FAILURES,
      'what a handler throws',
      'an error nobody expected',
      'SQL that is wrong',
      'TypeORM’s wrapping of an error',
    ],
    ['test/platform/http-refused.spec.ts', 'a refusal never repeats what was sent'],
  ]),
  shown('16.5.2', 'Where others fail, it goes on safely', [
    [
      'test/platform/queue-jobs.spec.ts',
      'does not fail the unit of work that wakes it, nor keep promises from being kept',
    ],
    [
      'test/notifications/overdue-mail.spec.ts',
      'is kept while the server refuses, given to people after ten tries, and sent when they ask',
    ],
    [SEALING, 'that do not take a checkpoint are told of, and get the next one'],
    [FAILURES, 'a database that is not there'],
  ]),
  shown('16.5.3', 'It fails closed', [
    ['test/platform/http-gate.spec.ts', 'while sessions cannot be looked up, nobody comes in'],
    ['test/platform/unit-of-work.spec.ts', 'a write whose failure nobody awaited fails the unit'],
    ['test/architecture/case-wall.spec.ts', 'sees no row of any guarded table'],
  ]),
];
