import { hash } from 'node:crypto';

/** Leaves to a block whose root is kept. */
export const BLOCK = 256;

/** Filled anew for each node: a node is made of nothing but these 65 bytes. */
const node = Buffer.alloc(65, 1);

/** RFC 9162 §2.1.1: a node is hashed behind a one byte. */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  node.set(left, 1);
  node.set(right, 33);
  return hash('sha256', node, 'buffer');
}

/** The root of an empty tree. */
export const EMPTY_ROOT = hash('sha256', '', 'buffer');

/** The largest power of two below `size`, which is 2 or more: where RFC 9162 parts a tree. */
export function splitOf(size: number): number {
  let k = 1;
  while (k * 2 < size) k *= 2;
  return k;
}

/**
 * The right edge of a growing tree: the roots of its whole subtrees, largest first, one for each one bit of its size. Enough to
 * add leaves and to tell the root, in memory that does not grow with the tree.
 */
export class Frontier {
  private constructor(
    private count: number,
    private readonly roots: Buffer[],
  ) {}

  static empty(): Frontier {
    return new Frontier(0, []);
  }

  /** @throws RangeError when the edge is not one of a tree of this size */
  static at(size: number, edge: Buffer): Frontier {
    const roots = Array.from({ length: edge.length / 32 }, (_, i) => edge.subarray(i * 32, i * 32 + 32));
    const bits = [...size.toString(2)].filter((bit) => bit === '1').length;
    if (size < 1 || roots.length !== bits) throw new RangeError('the edge does not fit the size');
    return new Frontier(size, roots);
  }

  get size(): number {
    return this.count;
  }

  get edge(): Buffer {
    return Buffer.concat(this.roots);
  }

  copy(): Frontier {
    return new Frontier(this.count, [...this.roots]);
  }

  /** Adds a leaf. @returns the root of the block that it completes */
  add(leaf: Buffer): Buffer | undefined {
    let root = leaf;
    let block: Buffer | undefined;
    for (let full = this.count, leaves = 1; full % 2 === 1; full = (full - 1) / 2) {
      root = nodeHash(this.roots.pop()!, root);
      leaves *= 2;
      if (leaves === BLOCK) block = root;
    }
    this.roots.push(root);
    this.count++;
    return block;
  }

  get root(): Buffer {
    const [last, ...others] = [...this.roots].reverse();
    if (!last) return EMPTY_ROOT;
    return others.reduce((right, left) => nodeHash(left, right), last);
  }
}

/** Root of the leaves from `start` to before `end`. */
export type RangeHash = (start: number, end: number) => Buffer;

/** RFC 9162 §2.1.3.1: the hashes that lead from a leaf to the root of a tree of this size. */
export function inclusionPath(rootOf: RangeHash, leaf: number, size: number, start = 0): Buffer[] {
  if (size === 1) return [];
  const k = splitOf(size);
  return leaf < k
    ? [...inclusionPath(rootOf, leaf, k, start), rootOf(start + k, start + size)]
    : [...inclusionPath(rootOf, leaf - k, size - k, start + k), rootOf(start, start + k)];
}

/** RFC 9162 §2.1.4.1: the hashes that show a tree to be the beginning of a larger one. */
export function consistencyPath(rootOf: RangeHash, from: number, size: number): Buffer[] {
  return from === size ? [] : subPath(rootOf, from, size, 0, true);
}

function subPath(rootOf: RangeHash, from: number, size: number, start: number, whole: boolean): Buffer[] {
  if (from === size) return whole ? [] : [rootOf(start, start + size)];
  const k = splitOf(size);
  return from <= k
    ? [...subPath(rootOf, from, k, start, whole), rootOf(start + k, start + size)]
    : [...subPath(rootOf, from - k, size - k, start + k, false), rootOf(start, start + k)];
}

/** RFC 9162 §2.1.3.2: the root that a leaf and its path lead to; undefined when the path does not fit. */
export function rootOfInclusion(
  leafHash: Buffer,
  leaf: number,
  size: number,
  path: readonly Buffer[],
): Buffer | undefined {
  if (leaf < 0 || leaf >= size) return undefined;
  let [fn, sn, root] = [leaf, size - 1, leafHash];
  for (const step of path) {
    if (sn === 0) return undefined;
    if (fn % 2 === 1 || fn === sn) {
      root = nodeHash(step, root);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else root = nodeHash(root, step);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 ? root : undefined;
}

/** RFC 9162 §2.1.4.2: whether the path shows that the tree with the first root is the beginning of the one with the second. */
export function isConsistent(
  first: { size: number; root: Buffer },
  second: { size: number; root: Buffer },
  path: readonly Buffer[],
): boolean {
  if (first.size < 1 || first.size > second.size) return false;
  if (first.size === second.size) return path.length === 0 && first.root.equals(second.root);
  const isWhole = Number.isInteger(Math.log2(first.size));
  const [begin, ...rest] = isWhole ? [first.root, ...path] : path;
  if (!begin) return false;
  let [fn, sn] = [first.size - 1, second.size - 1];
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  let [fr, sr] = [begin, begin];
  for (const step of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [nodeHash(step, fr), nodeHash(step, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else sr = nodeHash(sr, step);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && fr.equals(first.root) && sr.equals(second.root);
}
