import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

/** The description of the API knows shapes by their class's name: of two that share one, it shows a single shape for both. */
test('what the API takes and gives has a name of its own in the whole house', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(dto|http)\.ts$/.test(file),
  );
  const names = files.flatMap((file) =>
    [...readFileSync(`src/${file}`, 'utf8').matchAll(/^export class (\w+)/gm)].map((found) => found[1]),
  );
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});
