export interface Scored {
  a: number;
  b: number;
  bits: number;
}

/**
 * Groups people from scored pairs, surest first: two groups join when all of their pairs together speak for it, so that one
 * mistaken likeness does not chain two families into one person. `bitsOf` scores any pair, also those that no key brought together.
 */
export function clusters(
  pairs: readonly Scored[],
  size: number,
  threshold: number,
  bitsOf: (a: number, b: number) => number,
): number[][] {
  const groupOf = Array.from({ length: size }, (_, i) => i);
  const groups = new Map<number, number[]>();
  const members = (group: number) => groups.get(group) ?? [group];
  const sorted = pairs
    .filter(({ bits }) => bits >= threshold)
    .sort((x, y) => y.bits - x.bits || x.a - y.a || x.b - y.b);
  for (const { a, b } of sorted) {
    const [one, other] = [groupOf[a]!, groupOf[b]!];
    if (one === other) continue;
    const [mine, yours] = [members(one), members(other)];
    if (!belongTogether(mine, yours, threshold * TOGETHER, bitsOf)) continue;
    for (const each of yours) groupOf[each] = one;
    groups.set(one, [...mine, ...yours]);
    groups.delete(other);
  }
  return [...groups.values()];
}

/** What two groups must reach on average, as a share of what two records must reach: a group holds poor records too. */
const TOGETHER = 0.75;
/** Enough of the pairs of two big groups to tell by. */
const MOST_LOOKED_AT = 12;

function belongTogether(
  mine: readonly number[],
  yours: readonly number[],
  together: number,
  bitsOf: (a: number, b: number) => number,
): boolean {
  if (mine.length === 1 && yours.length === 1) return true;
  const some = (group: readonly number[]) => {
    const step = Math.max(1, Math.floor(group.length / MOST_LOOKED_AT));
    return group.filter((_, i) => i % step === 0);
  };
  let sum = 0;
  let count = 0;
  for (const a of some(mine)) {
    for (const b of some(yours)) {
      sum += bitsOf(a, b);
      count++;
    }
  }
  return sum / count >= together;
}
