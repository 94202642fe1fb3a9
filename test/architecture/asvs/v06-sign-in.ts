import { gap, inapplicable, type Row, shown } from './row.js';

const SIGN_IN = 'test/identity/sign-in.spec.ts';
const REQUIRED = 'test/identity/second-factor-required.spec.ts';
const RECOVERY = 'test/identity/recovery.spec.ts';
const SETUP = 'test/identity/setup.spec.ts';
const TOTP = 'src/identity/totp.rules.spec.ts';
const OIDC = 'test/identity/oidc.spec.ts';
const PROVIDER = 'test/bench/oidc-hostile.ts';

/** Chapter 6, sections 3 to 8. */
export const SIGNING_IN: readonly Row[] = [
  shown('6.3.1', 'Guessing passwords is slowed down as documented', [
    [SIGN_IN, 'from one place at one account is slowed down, and ends by itself'],
    [SIGN_IN, 'many accounts from one network is slowed down, and signing in oneself in between does not help'],
    [
      SIGN_IN,
      'by a stranger elsewhere does not keep the owner out',
      'all at once gets no further than one after the other',
    ],
    ['src/identity/throttle.rules.spec.ts', 'however much strangers guess, the owner waits half a minute at most'],
    ['test/bench/sign-in-hostile-passwords.ts', '30 guesses from one place', '40 guesses from 40 places'],
  ]),
  shown('6.3.2', 'There are no default accounts', [
    [SETUP, 'the first administrator founds an area, its agencies and a second administrator'],
    [SETUP, 'the code is given once at the first start, and is not in the database'],
    ['test/platform/http-settings.spec.ts', 'demo sign-ins in production', 'any demo setting in production'],
    [
      'test/architecture/asvs-house.spec.ts',
      'invented people, with their published password, are not added in production',
    ],
  ]),
  shown('6.3.3', 'Everybody signs in with two factors', [
    [REQUIRED, 'with the password alone', 'one may see where one stands, enrol, prove and sign out'],
    ['test/platform/http-gate.spec.ts', 'whose second factor is needed and not proved yet'],
    ['test/platform/http-settings.spec.ts', 'production without a second factor'],
    ['test/identity/passkeys.spec.ts', 'a passkey alone signs in, and proves the second factor'],
  ]),
  shown('6.3.4', 'No way in but the documented ones, all of one strength', [
    ['test/architecture/routes.spec.ts', 'open to the world is only what has to be'],
    [
      'test/architecture/routes.spec.ts',
      'before a second factor is proved one may only prove or enrol it, and sign out',
    ],
    [OIDC, 'by a password alone'],
  ]),
  shown(
    '6.4.1',
    'First passwords and activation codes are random, short-lived and not kept for good',
    [
      [
        'test/identity/sessions.spec.ts',
        'an administrator adds a person, who chooses a password of their own before anything else, within a week',
      ],
      [SETUP, 'a wrong, used, lapsed or replaced code, and a second administrator'],
      [RECOVERY, 'give a code that serves one person, once, for a day'],
      [OIDC, 'twice, not even when both began before', 'after 24 hours, or once the link was withdrawn'],
    ],
    'the first password is the administrator’s choice, as good as any other; it opens nothing but the choice of one’s own',
  ),
  shown(
    '6.4.2',
    'No hints, no secret questions',
    [['test/architecture/routes.spec.ts', 'the API is what docs/openapi.json says']],
    'there is nothing of the kind in it',
  ),
  gap(
    '6.4.3',
    'A forgotten password is reset safely, without going round the second factor',
    'There is no reset. Whoever forgot a password signs in with a passkey or the agency’s provider, or is added anew.',
  ),
  shown(
    '6.4.4',
    'Who lost a factor proves who they are as at the beginning',
    [
      [RECOVERY, 'one administrator alone, however they go about it', 'two administrators'],
      [
        RECOVERY,
        'an administrator whose second factor was not proved lately',
        'leave lines in the audit that say who, and no code',
      ],
    ],
    'two administrators vouch, more than at the beginning; how they make sure is theirs',
  ),
  shown('6.5.1', 'Codes serve once', [
    [
      SIGN_IN,
      'it serves once: not again here, nor in another session',
      'of two who send it at the same time one gets in',
    ],
    ['test/bench/sign-in-hostile-codes.ts', 'replay: an earlier code after a later one'],
    [RECOVERY, 'give a code that serves one person, once, for a day'],
  ]),
  shown(
    '6.5.2',
    'Stored codes of little entropy are hashed like passwords; others may be hashed plainly',
    [
      [SETUP, 'the code is given once at the first start, and is not in the database'],
      [
        'test/identity/authenticator-app.spec.ts',
        'the secret is sealed for its row, and in no log, answer or audit line',
      ],
    ],
    'ours have 125 bits: SHA-256',
  ),
  shown('6.5.3', 'Codes and secrets come from a secure generator', [
    [TOTP, 'secrets have 160 bits and differ; the address names product and account'],
    ['test/architecture/asvs-house.spec.ts', 'chance that secrets are made of is the operating system’s'],
  ]),
  shown(
    '6.5.4',
    'Codes have 20 bits at least',
    [
      ['test/bench/sign-in-hostile-recovery.ts', 'set-up: a code made up'],
      [
        'src/identity/throttle.rules.spec.ts',
        'codes of six digits, tried from everywhere, cannot be gone through in years',
      ],
    ],
    'one-time codes have 125',
  ),
  gap(
    '6.5.5',
    'Codes by the clock are good for 30 seconds, others sent out for ten minutes',
    'A code is taken one step before and after its own too, so for 90 seconds, once: for clocks that are off (RFC 6238, 5.2).',
    [
      [TOTP, 'the one shown now, the one before and the next'],
      ['test/bench/sign-in-hostile-codes.ts', 'a minute and a half late', 'a minute and a half early'],
    ],
  ),
  inapplicable('6.6.1 6.6.2 6.6.3', 'codes by telephone, SMS or message', 'No code is sent anywhere.'),
  shown('6.8.1', 'One provider cannot pass somebody off as a person of another', [
    [PROVIDER, 'at the address of another agency', 'that names another issuer', 'with the code of another provider'],
    [PROVIDER, 'another tenant', 'an unknown subject with the address of an administrator'],
    [OIDC, 'a person who works for another agency by now', 'a subject to two people'],
  ]),
  shown('6.8.2', 'Signatures of providers are always checked', [
    [
      PROVIDER,
      'alg none',
      'alg None',
      'a signature cut off',
      'claims changed after signing',
      'another key under the known name',
    ],
    ['test/identity/oidc-hostile.spec.ts', 'nobody comes in with'],
  ]),
  inapplicable('6.8.3', 'SAML', 'It is not used.'),
  shown(
    '6.8.4',
    'Where a strength is asked for, the provider’s answer must say it',
    [
      [
        'src/identity/oidc.rules.spec.ts',
        'acr %s where urn:two is asked for',
        'a second factor',
        'proved for a step-up',
      ],
      [PROVIDER, 'provider: an acr too low', 'authenticated a week ago', 'no auth_time'],
      [OIDC, 'by a password alone'],
    ],
    'said nothing, it counts as one factor',
  ),
];
