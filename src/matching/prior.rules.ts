import type { Scored } from './clusters.rules.js';

/** How many records of one person a file can hold, against what an unlucky start would have it believe. */
const FEWEST = 1 / 20;
const MOST = 4;
const ROUNDS = 30;

/**
 * What speaks against two records of a file being of one person before anything of them is compared, in bits: the more records
 * and the fewer doubles, the more. How many doubles there are is estimated from the scores alone (expectation maximisation of that
 * one number, with the weights as they are), within bounds: left free, it collapses where matches are rare.
 * @param pairs scored pairs; those that were not compared count as none
 * @param possible how many pairs the records make
 * @param records how many records could have a double
 */
export function priorBits(pairs: readonly Scored[], possible: number, records: number): number {
  let matches = records / 2;
  for (let round = 0; round < ROUNDS; round++) {
    const odds = Math.log2(matches / possible);
    const expected = pairs.reduce((sum, { bits }) => sum + 1 / (1 + 2 ** -(bits + odds)), 0);
    matches = Math.min(MOST * records, Math.max(FEWEST * records, expected));
  }
  return Math.max(0, -Math.log2(matches / possible));
}
