import { gap, inapplicable, reviewed, type Row, shown } from './row.js';

const HOUSE = 'test/architecture/asvs-house.spec.ts';
const DECISIONS = 'docs/security-decisions.md';
const RING = 'src/platform/crypto/key-ring.spec.ts';
const ROTATION = 'test/persons/key-rotation.spec.ts';
const KEPT = 'test/identity/asvs-passwords.spec.ts';

export const CRYPTOGRAPHY: readonly Row[] = [
  gap(
    '11.1.1',
    'Documented: how keys are made, kept, changed and destroyed, after a standard',
    'How they are made, kept and changed is written down; how long a key may serve, and how it is destroyed, is not, and nobody has ' +
      'compared it with NIST SP 800-57.',
    [['docs/operating.md', '## Keys']],
  ),
  reviewed('11.1.2', 'A list of keys, algorithms and what each protects', [[DECISIONS, '## Keys and algorithms']]),
  shown(
    '11.2.1',
    'Cryptography is that of proven libraries',
    [[HOUSE, 'hashes, ciphers and signatures are those on the list']],
    'OpenSSL by way of Node, argon2 of RustCrypto, and libraries for TOTP, WebAuthn and OpenID Connect',
  ),
  gap(
    '11.2.2',
    'Keys and algorithms can be changed',
    'Keys can, while the system runs, and what is sealed names its form. The cost of argon2 can be raised, but passwords hashed before keep ' +
      'theirs until they are changed; TOTP is SHA-1, as apps have it.',
    [
      [RING, 'a new key seals, an old one still opens'],
      [ROTATION, 'brings ${ROWS} locations to the new key while others read and write; then the old one can go'],
      [
        'src/audit/signed-note.rules.spec.ts',
        'a note opens with a key that signed before, and with another log’s witness beside it',
      ],
    ],
  ),
  gap(
    '11.2.3',
    'Everything has 128 bits of security at least',
    'Ours has (AES-256, Ed25519, SHA-256). RSA keys of 2048 bits, with which providers sign ID tokens and some passkeys sign, are taken: 112 bits.',
    [[HOUSE, 'hashes, ciphers and signatures are those on the list']],
  ),
  shown('11.3.1', 'No weak modes or padding', [[HOUSE, 'hashes, ciphers and signatures are those on the list']]),
  shown(
    '11.3.2',
    'Approved ciphers alone',
    [[HOUSE, 'hashes, ciphers and signatures are those on the list']],
    'AES-256-GCM',
  ),
  shown('11.3.3', 'What is encrypted cannot be altered unnoticed', [
    [RING, 'what is sealed does not open', 'when any one bit of it has changed', 'for another row, table or column'],
    [RING, 'cut short at any length, or with something behind it', 'with the data key of another value put in'],
  ]),
  shown(
    '11.4.1',
    'Approved hashes alone',
    [[HOUSE, 'hashes, ciphers and signatures are those on the list']],
    'SHA-256; SHA-1 only inside the HMAC of TOTP',
  ),
  shown('11.4.2', 'Passwords are stored by a slow hash with settings of today', [
    [KEPT, 'passwords are kept by argon2id, as OWASP advises'],
    ['test/identity/sessions.spec.ts', 'tokens and passwords are not in the database'],
  ]),
  shown('11.4.3', 'Hashes for integrity are collision resistant, 256 bits', [
    [
      'src/audit/merkle.rules.spec.ts',
      'leads to the root of RFC 9162 at every size, also when it is written down and taken up again',
    ],
    [
      'src/audit/merkle.rules.spec.ts',
      'a leaf is never a node: an entry that looks like two hashes has another hash than their node',
    ],
  ]),
  inapplicable(
    '11.4.4',
    'keys made of passwords',
    'No key is made of a password. A trial set-up derives passwords of database roles from the administrator’s; that is not for production.',
  ),
  shown(
    '11.5.1',
    'What must not be guessed is random, 128 bits or more',
    [
      [KEPT, 'tokens have 256 bits, differ, and are kept as hashes'],
      [HOUSE, 'chance that secrets are made of is the operating system’s'],
      ['test/identity/setup.spec.ts', 'guessing is slowed down'],
    ],
    'one-time codes that people type have 150 bits',
  ),
  shown(
    '11.6.1',
    'Approved algorithms make keys and signatures',
    [
      [
        'src/audit/signed-note.rules.spec.ts',
        'when any one letter of it is another',
        'a note that another implementation signed opens',
      ],
      [HOUSE, 'hashes, ciphers and signatures are those on the list'],
    ],
    'Ed25519',
  ),
];
