import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { leafHash } from './event-bytes.rules.js';
import {
  BLOCK, consistencyPath, EMPTY_ROOT, Frontier, inclusionPath, isConsistent, nodeHash, rootOfInclusion, splitOf,
} from './merkle.rules.js'; // prettier-ignore

/** The tree of RFC 9162 §2.1.1 word for word, over any leaves. */
function mth(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return createHash('sha256').digest();
  if (leaves.length === 1) return leaves[0]!;
  const k = splitOf(leaves.length);
  return nodeHash(mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}

const leaf = (bytes: Buffer) => createHash('sha256').update(Buffer.of(0)).update(bytes).digest();
const leavesOf = (size: number) => Array.from({ length: size }, (_, i) => leaf(Buffer.from(`entry ${i}`)));
const frontierOf = (leaves: readonly Buffer[]) => {
  const tree = Frontier.empty();
  for (const each of leaves) tree.add(each);
  return tree;
};
const hex = (text: string) => Buffer.from(text, 'hex');

/** The eight inputs and the roots that certificate transparency's own implementations are tested with. */
const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  hex,
);
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

test.each(ROOTS.map((root, i) => [i + 1, root]))('the known root of %i leaves', (size, root) => {
  expect(frontierOf(INPUTS.slice(0, Number(size)).map(leaf)).root.toString('hex')).toBe(root);
});

test('the root of nothing is the hash of nothing', () => {
  expect(Frontier.empty().root).toEqual(EMPTY_ROOT);
  expect(EMPTY_ROOT.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('a leaf is never a node: an entry that looks like two hashes has another hash than their node', () => {
  const [a, b] = leavesOf(2) as [Buffer, Buffer];
  expect(leafHash(Buffer.concat([a, b]).toString('latin1'))).not.toEqual(nodeHash(a, b));
});

describe('the growing edge', () => {
  test('leads to the root of RFC 9162 at every size, also when it is written down and taken up again', () => {
    const leaves = leavesOf(600);
    let tree = Frontier.empty();
    leaves.forEach((each, i) => {
      const block = tree.add(each);
      expect(block !== undefined).toBe((i + 1) % BLOCK === 0);
      if (block) expect(block).toEqual(mth(leaves.slice(i + 1 - BLOCK, i + 1)));
      if (i % 7 === 0) tree = Frontier.at(tree.size, tree.edge);
      if (i % 50 === 0 || i > 590) expect(tree.root).toEqual(mth(leaves.slice(0, i + 1)));
    });
  });

  test('of another size is refused', () => {
    expect(() => Frontier.at(6, frontierOf(leavesOf(7)).edge)).toThrow(RangeError);
    expect(() => Frontier.at(0, Buffer.alloc(0))).toThrow(RangeError);
  });
});

describe('proofs', () => {
  const leaves = leavesOf(300);
  const rootOf = (start: number, end: number) => mth(leaves.slice(start, end));
  const size = fc.integer({ min: 1, max: 300 });

  test('of inclusion lead to the root, and to another for another leaf, place, size or path', () => {
    fc.assert(
      fc.property(size, fc.nat(299), (n, chosen) => {
        const at = chosen % n;
        const path = inclusionPath(rootOf, at, n);
        const root = rootOf(0, n).toString('hex');
        const led = (hash: Buffer, place: number, of: number, by: Buffer[]) =>
          rootOfInclusion(hash, place, of, by)?.toString('hex');
        expect(led(leaves[at]!, at, n, path)).toBe(root);
        expect(led(leaf(Buffer.from('another')), at, n, path)).not.toBe(root);
        if (n > 1) {
          expect(led(leaves[at]!, (at + 1) % n, n, path)).not.toBe(root);
          expect(led(leaves[at]!, at, n, path.slice(1))).not.toBe(root);
        }
        expect(led(leaves[at]!, at, n, [...path, leaves[0]!])).toBeUndefined();
        expect(led(leaves[at]!, n, n, path)).toBeUndefined();
      }),
    );
  });

  test('of consistency hold for what grew, and for nothing else', () => {
    fc.assert(
      fc.property(size, size, (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const path = consistencyPath(rootOf, from, to);
        const [first, second] = [{ size: from, root: rootOf(0, from) }, { size: to, root: rootOf(0, to) }]; // prettier-ignore
        const other = { ...first, root: leaf(Buffer.from('another')) };
        expect(isConsistent(first, second, path)).toBe(true);
        expect(isConsistent(other, second, path)).toBe(false);
        expect(isConsistent(first, { ...second, root: other.root }, path)).toBe(false);
        expect(isConsistent(first, second, [...path, leaves[0]!])).toBe(false);
        if (path.length > 0) expect(isConsistent(first, second, path.slice(1))).toBe(false);
        if (from < to) expect(isConsistent(second, first, path)).toBe(false);
      }),
    );
  });
});
