import { inapplicable, type Row, shown } from './row.js';

const PROVIDER = 'test/bench/oidc-hostile.ts';
const OIDC = 'test/identity/oidc.spec.ts';
const HOSTILE = 'test/identity/oidc-hostile.spec.ts';

/** Chapters 9 and 10: our own tokens say nothing; those of providers are ID tokens of OpenID Connect. */
export const TOKENS: readonly Row[] = [
  shown('9.1.1', 'Signatures are checked before anything is believed', [
    [PROVIDER, 'alg none', 'a signature cut off', 'claims changed after signing'],
    [HOSTILE, 'nobody comes in with'],
  ]),
  shown('9.1.2', 'Only algorithms on a list, never none', [
    [PROVIDER, 'alg none, offered in its metadata', 'alg None', 'alg none'],
  ]),
  shown('9.1.3', 'Keys come from where the issuer is known to have them, not from the token', [
    [PROVIDER, 'a key brought along in the header', 'an unknown kid', 'another key under the known name'],
  ]),
  shown('9.2.1', 'A token counts only in its time', [
    [PROVIDER, 'expired', 'no end', 'not valid yet', 'issued in the future', 'issued before we asked'],
  ]),
  shown('9.2.2', 'Each kind of token serves what it is for', [
    [PROVIDER, 'no ID token', 'an ID token that is none', 'an ID token in the address'],
    ['test/bench/sign-in-hostile-sessions.ts', 'a JWT with alg none'],
  ]),
  shown('9.2.3', 'Tokens for others are refused', [
    [
      PROVIDER,
      'another audience',
      'an audience beside us',
      'an audience beside us, given to us',
      'azp of somebody else',
    ],
  ]),
  inapplicable(
    '9.2.4',
    'issuing tokens for several audiences',
    'No self-contained token is issued; sessions have opaque ones.',
  ),
  shown('10.1.1', 'Tokens go only where they are needed', [
    [OIDC, 'the way there and back gives nothing away, and leads nowhere else'],
    [OIDC, 'the secret is not shown, and not in the database'],
  ]),
  shown('10.1.2', 'Only answers to what this browser began are taken', [
    [PROVIDER, 'from another browser', 'a state nobody gave out', 'a state that was used', 'another nonce', 'no nonce'],
    [OIDC, 'somebody who took more than ten minutes', 'in a session that ended meanwhile'],
  ]),
  shown('10.2.1', 'Nobody can plant an answer: state and PKCE', [
    [
      PROVIDER,
      'no state',
      'two states',
      'a code that was used',
      'a code that was used, and a provider that does not mind',
    ],
  ]),
  shown('10.2.2', 'Several providers cannot be mixed up', [
    [
      PROVIDER,
      'that names another issuer',
      'without the issuer that its metadata promise',
      'with the code of another provider',
    ],
    [PROVIDER, 'at the address of another agency'],
  ]),
  inapplicable(
    '10.3.1 10.3.2 10.3.3 10.3.4',
    'resource servers of OAuth',
    'The API takes its own session tokens alone, no access tokens of others.',
  ),
  inapplicable(
    '10.4.1 10.4.2 10.4.3 10.4.4 10.4.5 10.4.6 10.4.7 10.4.8 10.4.9 10.4.10 10.4.11 10.6.1 10.6.2 10.7.1 10.7.2 10.7.3',
    'authorisation servers, OpenID providers, consent to clients',
    'This is a client of other people’s providers and none itself.',
  ),
  shown('10.5.1', 'ID tokens cannot be used again', [[PROVIDER, 'another nonce', 'no nonce', 'a code that was used']]),
  shown('10.5.2', 'People are known by their subject, not by what can pass to others', [
    ['src/identity/oidc.rules.spec.ts', 'an address of mail is nobody'],
    [PROVIDER, 'the address of an administrator for a subject', 'a subject in capitals', 'userinfo of another subject'],
    [OIDC, 'a subject that is somebody already, even somebody who left'],
  ]),
  shown('10.5.3', 'Metadata of another issuer are refused', [
    [PROVIDER, 'another issuer', 'its issuer with a slash more'],
  ]),
  shown('10.5.4', 'The audience is us', [[PROVIDER, 'another audience', 'an audience beside us']]),
  inapplicable(
    '10.5.5',
    'logout by the provider',
    'Providers cannot end sessions here; they end by themselves after 12 hours at most.',
  ),
];
