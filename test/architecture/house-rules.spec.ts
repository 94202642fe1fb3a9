import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

interface SourceFile {
  path: string;
  text: string;
}

/** Every check gives the places where a rule of the house is broken. */
const CHECKS: Record<string, (file: SourceFile) => string[]> = {
  'a file is at most 250 lines': ({ path, text }) => (isTable(path) || lines(text).length <= 250 ? [] : [path]),
  'no barrels': ({ path, text }) => [
    ...(basename(path) === 'index.ts' ? [path] : []),
    ...found(path, text, /^export (?:\*|(?:type )?\{[^}]*\}) .*from '/),
  ],
  'no folder of odds and ends': ({ path }) =>
    /(^|\/)(common|shared|utils?|helpers?|types|lib|misc)\//.test(path) ? [path] : [],
  'no default exports': ({ path, text }) => found(path, text, /^export default\b|^export \{.*\bas default\b/),
  'no forwardRef': ({ path, text }) => found(path, text, /\bforwardRef\b/),
  'no schema made behind our back': ({ path, text }) =>
    found(path, text, /\bsynchronize:(?! *false\b)|\.synchronize\(/),
  'relative imports name the compiled file': ({ path, text }) =>
    found(path, text, /\bfrom '\.{1,2}\/(?!.*\.(?:js|json)')/),
  'SQL carries no values: its texts are put together from constants alone': ({ path, text }) =>
    MAKES_STATEMENTS.includes(path)
      ? []
      : sqlWithValues(text)
          .map((expression) => `${path}: ${expression}`)
          .filter((place) => !LOOKED_AT.includes(place)),
  'no rule is switched off': ({ path, text }) =>
    found(path, text, /@ts-(?:ignore|nocheck|expect-error)|oxlint-disable/),
  'a constructor takes at most 6 things': ({ path, text }) =>
    [...text.matchAll(/\bconstructor\(/g)]
      .filter(({ index }) => parameters(text, index + 'constructor('.length) > 6)
      .map(() => path),
};

/** They quote names of tables, roles and databases, copy sample rows, and put two statements together; no value that anybody sent reaches them. */
const MAKES_STATEMENTS = [
  ...['src/platform/db/store.ts', 'src/platform/db/bulk-insert.ts', 'src/platform/db/json-insert.ts'],
  'src/platform/db/provision.ts',
  // of columns that rooms declare, by names that are checked
  ...['src/platform/crypto/resealed.ts', 'src/persons/free-text-columns.rules.ts'],
  ...['src/sample/bulk-tables.ts', 'src/platform/db/statement.ts'],
];

/** Looked at: a condition that is a constant of the same function. */
const LOOKED_AT = ['src/meetings/meetings.queries.ts: toCome'];

/** What may stand in a statement's text: a constant, or a function of words of ours. */
const CONSTANT = /^(?:[A-Z][A-Z0-9_]*|[a-z]\w*\('[^']*'\))$/;

function sqlWithValues(text: string): string[] {
  const literals = [...text.matchAll(/`((?:[^`\\]|\\.)*)`/g)].map(([, literal]) => literal!);
  const statements = literals.filter((literal) =>
    /^\s*(?:select|insert|update|delete|with|merge|\$\{[A-Z]+\}\s+where)\b/.test(literal),
  );
  return statements
    .flatMap((literal) => [...literal.matchAll(/\$\{([^}]*)\}/g)].map(([, expression]) => expression!))
    .filter((expression) => !CONSTANT.test(expression));
}

/** Specs are tables of cases; they may be as long as their cases are many. */
const isTable = (path: string) => path.endsWith('.spec.ts');
const lines = (text: string) => text.replace(/\n$/, '').split('\n');

function found(path: string, text: string, pattern: RegExp): string[] {
  return lines(text).flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}`] : []));
}

/** Number of parameters of the list that opens just before `start`. */
function parameters(text: string, start: number): number {
  let depth = 0;
  let empty = true;
  let commas = 0;
  for (let at = start; depth >= 0 && at < text.length; at++) {
    const char = text[at]!;
    if ('([{<'.includes(char)) depth++;
    else if (')]}'.includes(char) || (char === '>' && text[at - 1] !== '=')) depth--;
    else if (char === ',' && depth === 0) commas += /^\s*\)/.test(text.slice(at + 1)) ? 0 : 1;
    if (depth >= 0 && !/\s/.test(char)) empty = false;
  }
  return empty ? 0 : commas + 1;
}

function sources(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

const house = sources('src');

test('the house is read', () => {
  expect(house.length).toBeGreaterThan(300);
  const sizes = house.filter(({ path }) => !isTable(path)).map(({ text }) => lines(text).length);
  expect(sizes.sort((a, b) => a - b)[Math.floor(sizes.length / 2)]).toBeLessThan(80);
});

test.each(Object.entries(CHECKS))('%s', (_rule, check) => {
  expect(house.flatMap(check)).toEqual([]);
});

describe('each check bites', () => {
  test.each<[string, SourceFile]>([
    ['a file is at most 250 lines', { path: 'src/a/a.ts', text: 'x;\n'.repeat(251) }],
    ['no barrels', { path: 'src/a/index.ts', text: '' }],
    ['no barrels', { path: 'src/a/a.http.ts', text: "export { A } from './a.dto.js';" }],
    ['no barrels', { path: 'src/a/a.http.ts', text: "export * from './a.dto.js';" }],
    ['no folder of odds and ends', { path: 'src/a/helpers/a.ts', text: '' }],
    ['no default exports', { path: 'src/a/a.ts', text: 'export default class A {}' }],
    ['no forwardRef', { path: 'src/a/a.ts', text: 'imports: [forwardRef(() => B)]' }],
    ['no schema made behind our back', { path: 'src/a/a.ts', text: '{ synchronize: true }' }],
    ['no schema made behind our back', { path: 'src/a/a.ts', text: 'await source.synchronize()' }],
    ['relative imports name the compiled file', { path: 'src/a/a.ts', text: "import { b } from './b';" }],
    [
      'SQL carries no values: its texts are put together from constants alone',
      { path: 'src/a/a.queries.ts', text: 'tx().query(`select * from a.a where name = ${name}`)' },
    ],
    ['no rule is switched off', { path: 'src/a/a.ts', text: '// @ts-ignore' }],
    [
      'a constructor takes at most 6 things',
      { path: 'src/a/a.ts', text: 'constructor(a: A, b: B, c: C, d: D, e: E, f: F, g: G) {}' },
    ],
  ])('%s: %p', (rule, file) => {
    expect(CHECKS[rule]!(file)).not.toEqual([]);
  });

  test('6 parameters with commas of their own are 6', () => {
    const text = 'constructor(\n a: Map<A, B>,\n b: (x: X, y: Y) => Z,\n c: C,\n d: D,\n e: E,\n f: F,\n) {}';
    expect(CHECKS['a constructor takes at most 6 things']!({ path: 'src/a.ts', text })).toEqual([]);
  });
});

test('few packages are needed at run time, each pinned', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
  const code = Object.keys(dependencies).filter((name) => !name.startsWith('@expo-google-fonts/')); // faces are data
  expect(code.length).toBeLessThanOrEqual(41);
  expect(Object.values(dependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});
