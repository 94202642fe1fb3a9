import { gap, inapplicable, reviewed, type Row, shown } from './row.js';

const BODIES = 'test/platform/http-case-bodies.ts';
const INPUTS = 'test/platform/http-case-inputs.ts';
const HOUSE = 'test/architecture/asvs-house.spec.ts';
const ANSWERS = 'test/platform/asvs-answers.spec.ts';
const XLSX = 'test/platform/spreadsheet-xlsx.spec.ts';

export const ENCODING: readonly Row[] = [
  shown('1.1.1', 'Input is decoded once, before it is checked', [
    [BODIES, 'broken UTF-8', 'compressed', '__proto__, escaped', 'the same key, once escaped'],
    [INPUTS, 'half an encoding in a query', 'a broken path', 'NUL in a path'],
    [
      'test/platform/http-json.spec.ts',
      'accepts exactly the documents without a fault, and then agrees with JSON.parse',
    ],
  ]),
  shown('1.1.2', 'Output is encoded last, for what interprets it', [
    [ANSWERS, 'text of people comes back as data of JSON, whatever it looks like'],
    ['src/platform/spreadsheet/csv-writer.spec.ts', 'cells are quoted where they must be'],
    ['test/platform/spreadsheet-properties.spec.ts', 'any matrix of texts survives csvLine and readSpreadsheet'],
  ]),
  shown('1.2.1', 'Answers and headers are encoded for their context', [
    [ANSWERS, 'text of people comes back as data of JSON, whatever it looks like', 'what has a body says what it is'],
    ['test/platform/http-openapi.spec.ts', 'runs nothing inline'],
  ]),
  shown('1.2.2', 'Addresses are built with encoding, and only of safe schemes', [
    ['src/identity/oidc.rules.spec.ts', 'issuer %s (production: %s): %s'],
    ['test/identity/oidc.spec.ts', 'the way there and back gives nothing away, and leads nowhere else'],
    ['test/platform/http-settings.spec.ts', 'an address with a path', 'mail over HTTP'],
  ]),
  shown('1.2.3', 'JSON and scripts are built with escaping', [
    [ANSWERS, 'text of people comes back as data of JSON, whatever it looks like'],
  ]),
  shown('1.2.4', 'No SQL is made of input', [
    ['test/architecture/house-rules.spec.ts', 'SQL carries no values: its texts are put together from constants alone'],
    [INPUTS, 'an id with a quote'],
    ['test/bench/sign-in-hostile-passwords.ts', 'SQL for an address', 'SQL for a password'],
  ]),
  shown('1.2.5', 'No command of the operating system is made of input', [
    [HOUSE, 'other programs are started by the embedded database alone'],
  ]),
  inapplicable('1.2.6 1.2.7 1.2.8 1.3.8 1.3.9', 'LDAP, XPath, LaTeX, JNDI, memcached', 'None of them is used.'),
  shown('1.2.9', 'What goes into a regular expression is escaped', [
    ['src/persons/protected-text.rules.spec.ts', 'no text makes it fail, and no place does'],
  ]),
  inapplicable(
    '1.3.1 1.3.4 1.3.5 1.3.7',
    'HTML, SVG, Markdown, templates of users',
    'Text is text here; nothing renders it.',
  ),
  shown('1.3.2', 'Nothing evaluates code made at run time', [[HOUSE, 'no text is run as code']]),
  shown('1.3.3', 'Data is made safe for a dangerous context, and cut to size', [
    ['src/platform/spreadsheet/csv-writer.spec.ts', 'lesson A30: no cell starts like a formula'],
    [INPUTS, 'a name too long', 'a bell in a name', 'a name that reads backwards'],
    [
      'test/platform/http-log.spec.ts',
      'sentences, unknown facts and facts of the wrong shape are withheld, and counted',
    ],
  ]),
  gap(
    '1.3.6',
    'Requests to other services cannot be steered to where they should not go',
    'Administrators name the issuer of an agency’s provider, and nothing keeps it from being an address of the inner network ' +
      '(https only in production; answers are bounded, redirections not followed, nothing of them is shown).',
    [
      ['src/identity/oidc.rules.spec.ts', 'issuer %s (production: %s): %s'],
      ['test/bench/oidc-hostile.ts', 'a token endpoint that leads elsewhere', 'an answer without end'],
      ['test/identity/oidc.spec.ts', 'anybody but administrators of every MARAC that the agency is in'],
    ],
  ),
  shown('1.3.10', 'Format strings are not made of input', [
    ['test/platform/http-log.spec.ts', 'a sentence given to Nest’s own logger is withheld too'],
  ]),
  shown('1.3.11', 'What goes to the mail server cannot add to the mail', [
    [INPUTS, 'an address with a line break'],
    ['test/platform/http-settings.spec.ts', 'a sender that is two lines'],
    ['test/notifications/overdue-mail.spec.ts', 'goes to one person, word for word, and holds no name'],
  ]),
  reviewed(
    '1.4.1',
    'Strings and memory are safe from overflow',
    [['package.json', '"@node-rs/argon2"']],
    'TypeScript throughout; the one native package of ours is argon2 (Rust).',
  ),
  shown('1.4.2', 'Numbers are kept in range', [
    [INPUTS, '25 points', 'a number without end', 'a limit of 201'],
    ['test/platform/http-failures.spec.ts', 'a number out of range'],
  ]),
  shown('1.4.3', 'Memory and resources are released', [
    ['test/platform/spreadsheet-memory.spec.ts', '100,000 rows of 45 columns'],
    [
      'test/platform/unit-of-work.spec.ts',
      '10,000 interleaved units of many readers over a small pool: none sees another’s context',
    ],
  ]),
  shown('1.5.1', 'XML is read without entities and document types', [[XLSX, 'a document type', 'an entity', 'depth']]),
  shown('1.5.2', 'What is read from outside becomes data of known classes alone', [
    [BODIES, '__proto__', 'constructor, inside', '100,000 levels'],
    [INPUTS, 'an unknown property', 'text for an object'],
    ['test/platform/http-json.spec.ts', 'never throws anything but a refusal, whatever the text'],
  ]),
];
