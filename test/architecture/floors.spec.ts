import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { plantHouse, type PlantedHouse } from './planted-house.js';

const ROOT = process.cwd();
const CONFIG = join(ROOT, '.dependency-cruiser.cjs');

interface Rule {
  name: string;
  from: { path?: string };
}
const { forbidden } = createRequire(import.meta.url)(CONFIG) as { forbidden: Rule[] };

/** Rooms as the configuration orders them, lowest floor first: each rule names in `to` the rooms above and beside. */
const FLOORS = [
  ...[['platform'], ['audit'], ['maracs'], ['identity'], ['access'], ['matching', 'alerts'], ['persons']],
  ['assessments', 'flags', 'conflicts', 'break-glass'],
  ...[
    ['referrals'],
    ['actions', 'support', 'orders'],
    ['meetings'],
    ['research', 'transfers', 'watch', 'operations'],
    ['papers', 'conference'],
    ['minutes'],
    ['calendar', 'webhooks'],
    ['notifications', 'returns', 'governance'],
    ['web', 'sample'],
  ],
];

/** What dependency-cruiser says about the src of a folder, as `rule: file`. */
async function cruise(folder: string): Promise<{ violations: string[]; modules: number }> {
  const program = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const child = spawn(process.execPath, [program, 'src', '--config', CONFIG, '--output-type', 'json'], { cwd: folder });
  let output = '';
  let complaint = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  await new Promise((closed) => child.once('close', closed));
  if (output === '') throw new Error(complaint);
  const { summary } = JSON.parse(output) as {
    summary: { violations: { rule: { name: string }; from: string }[]; totalCruised: number };
  };
  const violations = summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
  return { violations: [...new Set(violations)].sort(), modules: summary.totalCruised };
}

describe('the floors of the house', () => {
  test('are kept by every file', async () => {
    const { violations, modules } = await cruise(ROOT);
    expect(violations).toEqual([]);
    expect(modules).toBeGreaterThan(300);
  }, 60_000);

  test('are one list, on which every room stands', () => {
    const ruled = forbidden.map(({ name }) => /^(.+)-imports-down-only$/.exec(name)?.[1]).filter(Boolean);
    expect(ruled).toEqual(FLOORS.flat());
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(FLOORS.flat()).toEqual(expect.arrayContaining(folders.map((folder) => folder.name)));
  });
});

describe('each gate bites', () => {
  let house: PlantedHouse;
  let found: string[];
  beforeAll(async () => {
    house = plantHouse(FLOORS);
    found = (await cruise(house.folder)).violations;
  }, 60_000);
  afterAll(() => house?.remove());

  test('every rule has something planted for it', () => {
    const planted = new Set(house.expected.map((line) => line.split(':')[0]));
    expect([...planted].sort()).toEqual(forbidden.map((rule) => rule.name).sort());
  });

  test('what is planted is reported, and nothing else', () => {
    expect(found).toEqual(house.expected);
  });
});
