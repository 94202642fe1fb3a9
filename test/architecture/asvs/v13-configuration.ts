import { deployed, gap, reviewed, type Row, shown } from './row.js';

const HOUSE = 'test/architecture/asvs-house.spec.ts';
const DOCKER = 'test/architecture/docker.spec.ts';
const RAW = 'test/platform/http-raw.spec.ts';

export const CONFIGURATION: readonly Row[] = [
  reviewed('13.1.1', 'Documented: whom it speaks to', [['docs/security-decisions.md', '## Whom it speaks to']]),
  gap(
    '13.2.1',
    'Parts of the system know each other by short-lived or own credentials, not by fixed passwords',
    'PostgreSQL, Redis and the mail server are entered with fixed passwords from the environment; each role has its own.',
    [[DOCKER, 'has the two roles that the addresses name, neither of them above row-level security']],
  ),
  shown('13.2.2', 'Parts have the least rights that they need', [
    [
      'test/architecture/hostile-sql.spec.ts',
      'set role marac_owner',
      'alter role marac_app bypassrls',
      'delete from audit.events',
    ],
    [
      DOCKER,
      'the two serving containers get every setting and the owner of the schema in none',
      'no process of ours runs as root',
    ],
    ['test/architecture/hostile-sql.spec.ts', 'settings of the server are out of reach'],
  ]),
  shown('13.2.3', 'No default credentials', [
    [DOCKER, 'no secret stands in the files: each is asked for and has no default'],
  ]),
  reviewed(
    '13.2.4',
    'What it may connect to is a list',
    [['docs/security-decisions.md', 'No other address is ever called']],
    'settings, and the providers that administrators set up; see also 1.3.6',
  ),
  deployed(
    '13.2.5',
    'So is what the server may reach',
    'A firewall for what goes out: docker/compose.yml lets the two processes reach any address.',
    [['docker/compose.yml', 'inside: { internal: true }']],
  ),
  deployed(
    '13.3.1',
    'Secrets are kept in a vault, none in the source',
    'Secrets come from the environment: put them there from a vault.',
    [
      [DOCKER, 'no secret stands in the files: each is asked for and has no default'],
      ['test/platform/http-settings.spec.ts', 'settings that stop the process'],
      ['src/platform/crypto/key-ring.spec.ts', 'the keys of a folder are made once, for their owner alone'],
    ],
  ),
  shown('13.3.2', 'Secrets are seen by those alone who need them', [
    [DOCKER, 'the two serving containers get every setting and the owner of the schema in none'],
    ['test/platform/embedded.spec.ts', 'is durable, closed to the network, and wants its password'],
  ]),
  shown('13.4.1', 'No source control data where it runs', [
    [HOUSE, 'the image holds what runs, without tests and history'],
  ]),
  shown(
    '13.4.2',
    'No debugging in production',
    [
      ['test/platform/http-failures.spec.ts', 'an error nobody expected', 'SQL that is wrong'],
      ['test/platform/http-log.spec.ts', 'nothing of an error but its kind and place reaches the log'],
    ],
    'there is no debug mode; LOG_LEVEL changes how much is logged, not what a line may hold',
  ),
  shown('13.4.3', 'No listings of folders', [['test/platform/http-openapi.spec.ts', 'serves nothing else']]),
  shown('13.4.4', 'No TRACE', [[RAW, 'TRACE']]),
  shown(
    '13.4.5',
    'Documentation and monitoring are public only on purpose',
    [
      ['test/architecture/routes.spec.ts', 'open to the world is only what has to be'],
      ['test/platform/http-gate.spec.ts', 'liveness answers; readiness tells that the database is gone, and no more'],
    ],
    'the API’s description is; it is in the source anyway',
  ),
];
