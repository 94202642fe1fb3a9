/**
 * The floors of the house. Imports go down only; rooms on one floor never import each other. Every rule below is made from this
 * one list (docs/adr/0001-floors.md).
 */
const floors = [
  ['platform'],
  ['audit'],
  ['maracs'],
  ['identity'],
  ['access'],
  ['matching', 'alerts'],
  ['persons'],
  ['assessments', 'flags', 'conflicts', 'break-glass'],
  ['referrals'],
  ['actions', 'support', 'orders'],
  ['meetings'],
  ['research', 'transfers', 'watch', 'operations'],
  ['papers', 'conference'],
  ['minutes'],
  ['calendar', 'webhooks'],
  ['notifications', 'returns', 'governance'],
  ['web', 'sample'],
];

const roomsAbove = (level) => floors.slice(level + 1).flat();
const room = (names) => `^src/(${names.join('|')})/`;
/** What a room shows to the floors above. */
const FRONT_DOOR = '\\.(module|service|reader|events|rules|http)\\.ts$';
/** What floors above may name as a type, but not use. */
const NAMED_ALONE = '\\.(entity|dto)\\.ts$';

const upward = floors.flatMap((names, level) =>
  names.map((name) => ({
    name: `${name}-imports-down-only`,
    severity: 'error',
    from: { path: room([name]) },
    to: { path: room([...roomsAbove(level), ...names.filter((other) => other !== name)].concat('no-room')) },
  })),
);

module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'every-room-stands-on-a-floor',
      comment: 'a new folder is put on the list above first',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: room(floors.flat()) },
      to: {},
    },
    {
      name: 'rooms-are-entered-by-the-front-door',
      comment: 'from another room import only its module, service, reader, events, rules and http files',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: {
        path: '^src/(?!platform/)[^/]+/',
        pathNot: ['^src/$1/', FRONT_DOOR, '^src/access/(open-case|labels)\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'types-come-by-the-front-door-too',
      comment:
        'erased at run time: besides, the shapes that services take and give, and the key to a case, may be named',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: {
        path: '^src/(?!platform/)[^/]+/',
        pathNot: ['^src/$1/', FRONT_DOOR, NAMED_ALONE, '^src/access/(open-case|labels)\\.ts$'],
        dependencyTypes: ['type-only'],
      },
    },
    {
      name: 'only-access-cuts-keys',
      comment: 'others may name the type of a key; to import it for use is to be able to cut one',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/access/access\\.service\\.ts$' },
      to: { path: '^src/access/open-case\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'rooms-know-nothing-of-the-whole',
      comment:
        'what stands beside the rooms (application, commands, migrations) puts them together, never the other way round',
      severity: 'error',
      from: { path: '^src/[^/]+/' },
      to: { path: '^(src/[^/]+\\.ts$|migrations/)' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: '\\.spec\\.ts$|^src/(main|worker|watchdog|cli|demo)\\.ts$' },
      to: {},
    },
    { name: 'resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'rules-are-pure',
      comment: 'decisions know neither the framework nor the database',
      severity: 'error',
      from: { path: '\\.rules\\.ts$' },
      to: { path: 'node_modules/(@nestjs|typeorm|pg|bullmq)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-test-code-in-the-house',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^test/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
