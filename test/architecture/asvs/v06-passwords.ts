import { inapplicable, reviewed, type Row, shown } from './row.js';

const DECISIONS = 'docs/security-decisions.md';
const PASSWORD = 'test/identity/password.spec.ts';
const STRENGTH = 'src/identity/password.rules.spec.ts';
const KEPT = 'test/identity/asvs-passwords.spec.ts';
const GUESSES = 'test/bench/sign-in-hostile-passwords.ts';

/** Chapter 6, sections 1 and 2. */
export const PASSWORDS: readonly Row[] = [
  reviewed('6.1.1', 'Documented: how guessing is slowed down, and that nobody can be locked out by it', [
    [DECISIONS, '## Guessing'],
    ['src/identity/throttle.rules.ts', 'so nobody can keep a worker out for good'],
  ]),
  reviewed('6.1.2', 'Documented: words of the context that passwords may not be made of', [
    [DECISIONS, 'is refused when fewer than eight'],
  ]),
  reviewed('6.1.3', 'Documented: all the ways to sign in, and how strong each is', [[DECISIONS, '## Ways to sign in']]),
  shown('6.2.1', 'Passwords of 8 characters at least, better 15', [[PASSWORD, 'short']], '15'),
  shown('6.2.2', 'People can change their password', [
    [PASSWORD, 'the new one counts from now on, and the other sessions end'],
  ]),
  shown('6.2.3', 'Changing it takes the one before', [
    [PASSWORD, 'without the current one, however often'],
    ['test/bench/sign-in-hostile-recovery.ts', 'password: changed without the current one'],
  ]),
  shown('6.2.4', 'The most common passwords are refused', [
    [STRENGTH, '1qaz2wsx3edc4rfv', 'password1234567890'],
    [PASSWORD, 'leaked'],
  ]),
  shown('6.2.5', 'No rule about kinds of characters', [
    [STRENGTH, 'nothing but small letters', 'spaces', 'words of another alphabet'],
  ]),
  inapplicable('6.2.6 6.2.7', 'masking and pasting in fields of pages', 'There are no pages yet.'),
  shown(
    '6.2.8',
    'The password is checked as it was typed: not cut, not in another case',
    [
      [KEPT, 'another case, a blank more and another last character are other passwords'],
      [GUESSES, 'the password in capitals', 'the password with a blank behind'],
      [PASSWORD, 'what is typed composed or decomposed is the same password'],
    ],
    'but for one thing, which NIST SP 800-63B asks for: composed and decomposed letters count as the same',
  ),
  shown('6.2.9', 'Passwords of 64 characters are taken', [[KEPT, 'a password of 256 characters counts to its end']]),
  reviewed(
    '6.2.10',
    'Passwords do not expire by the calendar',
    [['src/identity/identity.entity.ts']],
    'no time is kept with a password, so none can lapse',
  ),
  shown('6.2.11', 'The words of the context are refused', [
    [STRENGTH, 'Samantha-Northcote-1', 'NorthbridgeMARAC!2026', 'northbridgehousing2026'],
    [PASSWORD, 'one made of the agency’s name and the MARAC’s code'],
    [PASSWORD, 'to an administrator too, for the first password of somebody'],
  ]),
  shown(
    '6.2.12',
    'Passwords that leaked are refused',
    [
      [STRENGTH, 'PolniyPizdec0211', 'POLNIYPIZDEC0211'],
      [PASSWORD, 'leaked'],
    ],
    'those of 15 characters or more among the million most common that leaked, kept with the code; no service is asked, so rarer ones pass',
  ),
];
