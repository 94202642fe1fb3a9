import { gap, inapplicable, reviewed, type Row, shown } from './row.js';

const DECISIONS = 'docs/security-decisions.md';
const SESSIONS = 'test/identity/sessions.spec.ts';
const HOSTILE = 'test/bench/sign-in-hostile-sessions.ts';
const OIDC = 'test/identity/oidc.spec.ts';

export const SESSION_MANAGEMENT: readonly Row[] = [
  reviewed('7.1.1', 'Documented: how long a session lives, idle and at most, and why', [
    [DECISIONS, '15 minutes without a request'],
    [
      'src/identity/session.rules.ts',
      'idleMinutes: 15',
      'idleMinutesInMeeting: 30',
      'meetingHours: 4',
      'absoluteHours: 12',
    ],
  ]),
  reviewed('7.1.2', 'Documented: how many sessions somebody may have', [
    [DECISIONS, 'as many sessions at once as they begin'],
  ]),
  reviewed('7.1.3', 'Documented: how sessions here and at providers end', [
    [DECISIONS, 'Signing out here does not sign out at the provider'],
  ]),
  shown('7.2.1', 'Tokens are checked by the server', [
    ['test/platform/http-gate.spec.ts', 'the anonymous get 401 before anything else is looked at'],
    [HOSTILE, 'a JWT with alg none', 'made up', 'the id of the person'],
  ]),
  shown('7.2.2', 'Tokens are made for each session', [
    [SESSIONS, 'signing in gives a token that works as bearer and as cookie; signing out makes it worthless'],
    ['test/identity/asvs-passwords.spec.ts', 'tokens have 256 bits, differ, and are kept as hashes'],
  ]),
  shown(
    '7.2.3',
    'Tokens are unique and random, 128 bits or more',
    [['test/identity/asvs-passwords.spec.ts', 'tokens have 256 bits, differ, and are kept as hashes']],
    '256',
  ),
  shown('7.2.4', 'Signing in gives a new token and ends the one before', [
    [SESSIONS, 'a token from before signing in is never adopted'],
    [
      'test/identity/asvs-cookies.spec.ts',
      'signing in ends the session that the same browser had, also somebody else’s, and no other',
    ],
    [
      'test/identity/authenticator-app.spec.ts',
      'stepping up takes a code and gives a new token; the old one is worthless',
    ],
    [OIDC, 'a step-up makes the person authenticate anew, and the session gets another token'],
  ]),
  shown('7.3.1', 'Idle sessions end', [
    [SESSIONS, 'a session idle for 15 minutes', 'in a meeting a session bears half an hour of silence, and no more'],
  ]),
  shown('7.3.2', 'Sessions end after a time, used or not', [[SESSIONS, 'an expired session']]),
  shown(
    '7.4.1',
    'An ended session is worthless at once',
    [
      [SESSIONS, 'an ended session', 'a session revoked by another process is out within a second'],
      [HOSTILE, 'signed out', 'from before the second factor was proved anew'],
    ],
    'in the process that ended it at once, in others within half a second',
  ),
  shown('7.4.2', 'Deactivated, all sessions of a person end', [
    [SESSIONS, 'a deactivated person is out at once, open sessions too'],
    [HOSTILE, 'of somebody deactivated'],
  ]),
  shown('7.4.3', 'After a change of a factor one can end the other sessions', [
    ['test/identity/password.spec.ts', 'the new one counts from now on, and the other sessions end'],
    [SESSIONS, 'are listed without a token in them, ended one by one, and all but the one in use'],
    [
      'test/identity/recovery.spec.ts',
      'take the lost factor away, end every session, and the password alone enrols nothing',
    ],
  ]),
  inapplicable('7.4.4', 'signing out on each page', 'There are no pages yet; the API signs out.'),
  shown(
    '7.4.5',
    'Administrators can end sessions of a person or of all',
    [
      [SESSIONS, 'a deactivated person is out at once, open sessions too'],
      [
        'test/identity/recovery.spec.ts',
        'take the lost factor away, end every session, and the password alone enrols nothing',
      ],
    ],
    'of a person by deactivation or recovery; of all at once by SQL alone',
  ),
  shown(
    '7.5.1',
    'Changing what one signs in with takes signing in anew',
    [
      ['test/identity/authenticator-app.spec.ts', 'a second app, by a session that has not proved the first lately'],
      ['test/identity/passkeys.spec.ts', 'another one, by a session that has not proved the first lately'],
      ['test/identity/passkeys.spec.ts', 'one’s own are listed and removed, but for the last second factor'],
      ['test/identity/password.spec.ts', 'without the current one, however often'],
    ],
    'a second factor of the last 15 minutes, for the password the current one; nobody changes their own address',
  ),
  shown('7.5.2', 'People see their sessions and, having proved a factor again, end any of them', [
    [SESSIONS, 'are listed without a token in them, ended one by one, and all but the one in use'],
    [SESSIONS, 'nobody ends another person’s, nor learns that it is there'],
    ['test/identity/second-factor-required.spec.ts', 'ending other sessions takes a factor proved just now'],
  ]),
  shown('7.6.1', 'Sessions by a provider last as documented', [
    [OIDC, 'a step-up makes the person authenticate anew, and the session gets another token'],
    ['test/bench/oidc-hostile.ts', 'authenticated a week ago', 'no auth_time'],
    [SESSIONS, 'an expired session'],
  ]),
  gap(
    '7.6.2',
    'No session begins without the person doing something',
    'A link from elsewhere to the address where signing in with a provider begins goes there at once; a provider that remembers the ' +
      'person may answer without asking them. What comes of it is their own session, in their own browser.',
    [['test/bench/oidc-hostile.ts', 'from another browser', 'a state nobody gave out', 'no state']],
  ),
];
