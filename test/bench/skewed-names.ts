import { HERITAGES } from '../../src/sample/names.js';
import { Chance } from '../../src/sample/prng.js';

/** Surnames that few have, about a third of people together: made of parts, 24,000 of them. */
const RARE = [
  [...'BDFGHKLMNPRSTW', 'Bl', 'Br', 'Cl', 'Cr', 'Dr', 'Fl', 'Gr', 'Pl', 'Sh', 'St', 'Th', 'Tr', 'Wh'],
  ['a', 'e', 'i', 'o', 'u', 'ai', 'ea', 'ee', 'oo', 'ou'],
  ['b', 'ck', 'd', 'g', 'll', 'm', 'n', 'nt', 'p', 'rr', 'rt', 'ss', 't', 'x'],
  ['age', 'ell', 'er', 'ett', 'in', 'ing', 'ock'],
] as const;
const RARE_SHARE = 0.3;

interface Ladder {
  /** how often one of the first so many is picked, added up to 1 */
  sums: Float64Array;
  order: readonly number[];
  surnames: boolean;
}

/**
 * Shares after the rule that the commonest name is twice as common as a name some ranks below it (Zipf and Mandelbrot). The
 * `shift` flattens the top: 6 gives the commonest surname about 1.2 % of all people, 1.5 the commonest forename about 3 %.
 */
function ladder(names: readonly string[], shift: number, surnames: boolean): Ladder {
  const weights = names.map((_, rank) => 1 / (rank + 1 + shift));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  const sums = Float64Array.from(weights, (weight) => (sum += weight / total));
  return { sums, order: shuffled(names.length), surnames };
}

/** Lists stand in order of the alphabet: ranks must not. */
function shuffled(length: number): number[] {
  const chance = new Chance(length);
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = chance.whole(0, i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

const LADDERS = new Map<readonly unknown[], Ladder>(
  HERITAGES.flatMap(({ family, female, male }): [readonly unknown[], Ladder][] => [
    [family, ladder(family, 6, true)],
    [female, ladder(female, 1.5, false)],
    [male, ladder(male, 1.5, false)],
  ]),
);

/** A source of chance that picks some names far more often than others, as life does. The sample picks evenly. */
export class SkewedChance extends Chance {
  override pick<T>(among: readonly T[]): T {
    const held = LADDERS.get(among);
    if (!held) return super.pick(among);
    if (held.surnames && this.happens(RARE_SHARE)) return this.rare() as T;
    const sought = this.next();
    let [low, high] = [0, held.sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (held.sums[middle]! < sought) low = middle + 1;
      else high = middle;
    }
    return among[held.order[low]!]!;
  }

  private rare(): string {
    return RARE.map((parts) => super.pick(parts)).join('');
  }
}
