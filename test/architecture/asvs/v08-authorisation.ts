import { reviewed, type Row, shown } from './row.js';

const WALL = 'test/architecture/case-wall.spec.ts';
const GATE = 'test/platform/http-gate.spec.ts';
const ROUTES = 'test/architecture/routes.spec.ts';
const SHOWN_TO = 'src/access/roles-relations.rules.spec.ts';

export const AUTHORISATION: readonly Row[] = [
  shown(
    '8.1.1',
    'Documented: who may call what, and see which data',
    [[ROUTES, 'the routes are those of docs/routes.md']],
    'docs/routes.md for functions, docs/adr/0004-access-predicate.md for data',
  ),
  reviewed('8.1.2', 'Documented: who may see and change which fields', [
    ['src/access/roles-relations.rules.ts'],
    ['docs/security-decisions.md', '## Kinds of information'],
  ]),
  shown('8.2.1', 'Functions are for those who hold their permission', [
    [GATE, 'may not write', 'holds nothing', 'a permission that is missing comes before a broken body'],
    ['test/architecture/inputs.spec.ts', 'whoever is not signed in gets 401 from'],
    ['test/platform/http-routes.spec.ts', 'the boot stops at a route that nobody decided about'],
    [ROUTES, 'open to the world is only what has to be', 'signed in is enough only for what is one’s own'],
  ]),
  shown('8.2.2', 'Each item of data is for those it was shared with', [
    [WALL, 'who sees nothing of a case', 'a connection on which nobody entered'],
    ['test/access/protocol-oracle.spec.ts', 'every decision of the database is the oracle’s'],
    [
      'test/access/hidden-or-absent.spec.ts',
      'what is hidden and what never was are answered alike, in words and in time',
    ],
    ['test/architecture/hostile-sql.spec.ts', 'in the name of a member with whom nothing was shared'],
    ['test/access/exclusions.spec.ts', 'who finds nothing'],
    ['test/architecture/guards.spec.ts', 'the guards stand on every table'],
  ]),
  shown('8.2.3', 'So is each kind of field', [
    [SHOWN_TO, 'where a victim is safe: only coordinators, IDVA services, and a chair on need', 'who sees what'],
    [WALL, 'an agency sees the kinds of information that were shared with it, and of the grants its own'],
    ['src/access/redact.rules.spec.ts', 'a field is there or named as withheld, never both and never neither'],
    [
      'test/architecture/filters.spec.ts',
      'every query parameter asks about something that every reader of the list may know',
    ],
    ['test/persons/locations.spec.ts', 'who does not see where the victim is', 'nobody else adds or ends one'],
  ]),
  shown('8.3.1', 'The server decides, and nothing that users could change', [
    [WALL, 'cannot write a row of a case either'],
    ['test/platform/http-gate.spec.ts', 'is refused %s %s'],
    ['test/bench/sign-in-hostile-passwords.ts', 'whose session it is to be', 'a property that is not ours'],
  ]),
  shown('8.4.1', 'Nothing done in one area touches another', [
    [WALL, 'a coordinator of another MARAC whose agency belongs to both'],
    ['test/referrals/referrals.spec.ts', 'nobody of another MARAC, coordinator or not'],
    [
      'test/identity/sessions.spec.ts',
      'nobody takes their own access away, and no administrator reaches another MARAC',
    ],
    ['test/maracs/rules.spec.ts', 'a chair of another MARAC, to whom this one does not exist'],
    ['test/referrals/repeat-checks.spec.ts', 'another MARAC’s history'],
    [
      'test/access/protocol-oracle.spec.ts',
      'in random worlds every list and count gives what the view and the oracle give',
    ],
  ]),
];
