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
  ['persons'],
  ['assessments', 'flags'],
  ['referrals'],
  ['actions'],
  ['meetings'],
  ['notifications', 'returns', 'governance'],
  ['web', 'sample'],
];

const roomsAbove = (level) => floors.slice(level + 1).flat();
const room = (names) => `^src/(${names.join('|')})/`;
/** What a room shows to the floors above. */
const FRONT_DOOR = '\\.(module|service|reader|events|rules|http)\\.ts$';

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
      name: 'rooms-are-entered-by-the-front-door',
      comment: 'from another room import only its module, service, reader, events, rules and http files',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: {
        path: '^src/(?!platform/)[^/]+/',
        pathNot: ['^src/$1/', FRONT_DOOR, '^src/access/(open-case|labels)\\.ts$'],
      },
    },
    {
      name: 'only-access-cuts-keys',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/access/access\\.service\\.ts$' },
      to: { path: '^src/access/open-case\\.ts$', dependencyTypesNot: ['type-only'] },
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
      from: { orphan: true, pathNot: '\\.spec\\.ts$|^src/(main|worker|cli|demo)\\.ts$' },
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
