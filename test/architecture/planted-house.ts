import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A house with everything in it that must not be: each file breaks the rule it is filed under, and no other. */
const BROKEN: Record<string, Record<string, string>> = {
  'rooms-are-entered-by-the-front-door': {
    'src/meetings/back-door.ts':
      "import { service } from '../actions/actions.queries.js';\nexport const used = service;",
    'src/meetings/back-door-entity.ts':
      "import { service } from '../actions/action.entity.js';\nexport const used = service;",
  },
  'types-come-by-the-front-door-too': {
    'src/meetings/back-door-type.ts':
      "import type { Shape } from '../actions/actions.queries.js';\nexport type Used = Shape;",
  },
  'only-access-cuts-keys': {
    'src/referrals/cuts.ts': "import { service } from '../access/open-case.js';\nexport const used = service;",
    'src/referrals/names-and-cuts.ts':
      "import type { Shape } from '../access/open-case.js';\nimport { service } from '../access/open-case.js';\nexport const used: Shape = service;",
  },
  'rooms-know-nothing-of-the-whole': {
    'src/actions/whole.ts': "import { service } from '../application.js';\nexport const used = service;",
  },
  'no-circles': {
    'src/actions/circle.ts': "import { service } from './round.js';\nexport const used = service;",
  },
  'no-orphans': { 'src/actions/forgotten.ts': 'export const used = 1;' },
  resolves: { 'src/actions/nowhere.ts': "import { service } from './gone.js';\nexport const used = service;" },
  'rules-are-pure': {
    'src/actions/impure.rules.ts': "import { Injectable } from '@nestjs/common';\nexport const used = Injectable;",
  },
  'no-test-code-in-the-house': {
    'src/actions/tested.ts': "import { service } from '../../test/support/world.js';\nexport const used = service;",
  },
  'every-room-stands-on-a-floor': {
    'src/annexe/annexe.ts': "import { service } from '../platform/thing.js';\nexport const used = service;",
  },
};

/** What must be allowed, or the gates would be bricked up. */
const FINE: Record<string, string> = {
  // the other half of the circle above, which is reported once
  'src/actions/round.ts': "import { used } from './circle.js';\nexport const service = used;",
  'src/meetings/fine.ts': [
    "import { service } from '../actions/actions.service.js';",
    "import type { Shape } from '../actions/action.entity.js';",
    "import type { Shape as Input } from '../actions/actions.dto.js';",
    "import type { Shape as Key } from '../access/open-case.js';",
    "import { service as label } from '../access/labels.js';",
    "import { service as own } from './meetings.queries.js';",
    'export const used: [Shape, Input, Key] = [service, label, own];',
  ].join('\n'),
  'src/access/access.service.ts': "import { service as cut } from './open-case.js';\nexport const service = cut;",
};

const THINGS = [
  ...['actions/actions.service', 'actions/actions.queries', 'actions/actions.dto', 'actions/action.entity'],
  ...['access/open-case', 'access/labels', 'meetings/meetings.queries', 'platform/thing', 'application'],
];

/** A planted house on disk, and what a cruise through it must say: `rule: file`. */
export interface PlantedHouse {
  folder: string;
  expected: string[];
  remove(): void;
}

/** @param floors the rooms of each floor, lowest first */
export function plantHouse(floors: string[][]): PlantedHouse {
  const folder = mkdtempSync(join(tmpdir(), 'marac-planted-'));
  const put = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  for (const thing of ['src/' + THINGS.join(' src/'), 'test/support/world'].join(' ').split(' '))
    put(`${thing}.ts`, 'export interface Shape {}\nexport const service: Shape = {};');
  const files = Object.entries(BROKEN).flatMap(([rule, planted]) =>
    Object.entries(planted).map(([file, text]) => ({ rule, file, text })),
  );
  for (const { file, text } of [...files, ...upwardAndSideways(floors, put)]) put(file, text);
  for (const [file, text] of Object.entries(FINE)) put(file, text);
  put('tsconfig.json', '{"compilerOptions":{"module":"nodenext","target":"es2023"}}');
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  const expected = [...files, ...upwardAndSideways(floors, () => undefined)].map(
    ({ rule, file }) => `${rule}: ${file}`,
  );
  return { folder, expected: expected.sort(), remove: () => rmSync(folder, { recursive: true }) };
}

/** For every room an import of every room above it and beside it. */
function upwardAndSideways(floors: string[][], put: (file: string, text: string) => void) {
  return floors.flatMap((names, level) =>
    names.flatMap((name) =>
      [...floors.slice(level + 1).flat(), ...names.filter((other) => other !== name)].map((target) => {
        put(`src/${target}/${target}.reader.ts`, 'export const service = 1;');
        const text = `import { service } from '../${target}/${target}.reader.js';\nexport const used = service;`;
        return { rule: `${name}-imports-down-only`, file: `src/${name}/to-${target}.ts`, text };
      }),
    ),
  );
}
