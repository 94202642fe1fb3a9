import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from '../../src/platform/http/problem.js';
import { MAX_DEPTH, parseStrictJson } from '../../src/platform/http/strict-json.js';

/** A document as a tree in which keys may repeat, which no JavaScript object could hold. */
type Tree = { pairs: [string, Tree][] } | { items: Tree[] } | { scalar: string | number | boolean | null };

/** Few and short keys, so that they often repeat; strings of all sorts. */
const key = fc.oneof(
  fc.constantFrom('a', 'b', 'aa', '', '__proto__', 'toString', '"', '\\', 'é'),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const text = fc.oneof(
  fc.constantFrom('\u0000', '\ud800', '\udc00', '😀', '{"a":1,"a":2}', '[[[['),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({ maxLength: 8 }),
);
const tree = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      scalar: fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
    }),
    fc.record({ pairs: fc.array(fc.tuple(key, tie('tree')), { maxLength: 4 }) }),
    fc.record({ items: fc.array(tie('tree'), { maxLength: 4 }) }),
  ),
})).tree;

/** Writes a tree as JSON, with spaces and escapes where `whims` says so. */
function write(node: Tree, whims: () => number): string {
  const space = () => ['', ' ', '\n', '\t '][whims() % 4]!;
  const quote = (value: string) =>
    `"${[...value.split('')].map((unit) => (whims() % 3 === 0 ? escape4(unit) : JSON.stringify(unit).slice(1, -1))).join('')}"`;
  if ('pairs' in node) {
    return `{${space()}${node.pairs.map(([k, v]) => `${quote(k)}${space()}:${space()}${write(v, whims)}`).join(`${space()},`)}}`;
  }
  if ('items' in node) return `[${node.items.map((item) => space() + write(item, whims)).join(',')}${space()}]`;
  return typeof node.scalar === 'string' ? quote(node.scalar) : JSON.stringify(node.scalar);
}
const escape4 = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Everything that is wrong with a tree, by plain recursion over the tree rather than the text. */
function faults(node: Tree, depth = 0): Set<string> {
  const found = new Set<string>();
  const check = (value: string) => {
    if (value.includes('\u0000') || !isWhole(value)) found.add('unacceptable-text');
  };
  if ('scalar' in node) {
    if (typeof node.scalar === 'string') check(node.scalar);
    return found;
  }
  if (depth >= MAX_DEPTH) found.add('too-deep');
  const children = 'pairs' in node ? node.pairs.map(([, child]) => child) : node.items;
  if ('pairs' in node) {
    const keys = node.pairs.map(([k]) => k);
    keys.forEach(check);
    if (keys.some((k, i) => keys.indexOf(k) !== i)) found.add('duplicate-key');
    if (keys.some((k) => k in {})) found.add('forbidden-key');
  }
  for (const child of children) for (const fault of faults(child, depth + 1)) found.add(fault);
  return found;
}

/** True when every surrogate has its other half: encoding to UTF-8 and back loses nothing. */
const isWhole = (value: string) => Buffer.from(value, 'utf8').toString('utf8') === value;

function outcome(json: string): { value: unknown } | { code: string } {
  try {
    return { value: parseStrictJson(json) };
  } catch (error) {
    if (!(error instanceof Problem) || error.getStatus() !== 400) throw error;
    return { code: error.code };
  }
}

describe('the strict reader against a naive one', () => {
  test('accepts exactly the documents without a fault, and then agrees with JSON.parse', () => {
    let accepted = 0;
    fc.assert(
      fc.property(tree, fc.infiniteStream(fc.nat(11)), (document, whims) => {
        const json = write(document, () => whims.next().value as number);
        const expected = faults(document);
        const actual = outcome(json);
        if ('code' in actual) expect(expected).toContain(actual.code);
        else {
          expect([...expected]).toEqual([]);
          expect(actual.value).toEqual(JSON.parse(json));
          accepted++;
        }
      }),
      { numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  test('never throws anything but a refusal, whatever the text', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      'a',
      '1',
      ' ',
      '\\u0061',
      'null',
      '\n',
      '\u0000',
    );
    const soup = fc.oneof(fc.string({ unit: pieces, maxLength: 40 }), fc.string({ unit: 'binary' }), fc.json());
    fc.assert(
      fc.property(soup, (json) => void outcome(json)),
      { numRuns: 5000 },
    );
  });

  test('nested to the limit and one beyond, in lists, objects and both', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
      ['[{"a":', '}]'],
    ] as const) {
      const each = open.length > 5 ? 2 : 1;
      const nested = (levels: number) => `${open.repeat(levels / each)}1${close.repeat(levels / each)}`;
      expect(outcome(nested(MAX_DEPTH))).toHaveProperty('value');
      expect(outcome(nested(MAX_DEPTH + each))).toEqual({ code: 'too-deep' });
    }
  });

  test('a quarter of a megabyte of anything is read in no time', () => {
    const many = `{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":"\\u0061"`).join()}}`;
    const backslashes = `{"a":"${'\\\\'.repeat(120_000)}"}`;
    const started = performance.now();
    expect(outcome(many)).toHaveProperty('value');
    expect(outcome(backslashes)).toHaveProperty('value');
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
