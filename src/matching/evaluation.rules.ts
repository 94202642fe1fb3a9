import { candidatePairs } from './candidates.rules.js';
import { clusters, type Scored } from './clusters.rules.js';
import type { Sketch } from './details.rules.js';
import { priorBits } from './prior.rules.js';
import { countRarity } from './rarity.rules.js';
import { compareSketches } from './score.rules.js';
import { PROBABLE, WEIGHTS } from './weights.js';

/** A record of a labelled file: what is compared, and, for judging the outcome alone, whose it is. */
export interface Labelled {
  person: Sketch;
  truth: string;
  /** of the second file, where two are linked */
  second: boolean;
}

export interface Accuracy {
  pairsTrue: number;
  pairsFound: number;
  precision: number;
  recall: number;
  f1: number;
}

export interface Evaluation extends Accuracy {
  rows: number;
  pairsCompared: number;
  /** share of the true pairs that were compared at all */
  compared: number;
  threshold: number;
  curve: (Accuracy & { threshold: number })[];
}

/** Pairs below this are of no interest at any threshold that is looked at. */
const KEPT_FROM = 2;
const CURVE = [-6, -4, -2, 0, 2, 4, 6, 8, 10, 12];

/** Finds who is whom in a file, or across two, and says how far that is true. Nothing of the truth is used for finding. */
export function evaluate(records: readonly Labelled[], linking: boolean, progress: (text: string) => void): Evaluation {
  const people = records.map(({ person }) => person);
  const asked = (a: number, b: number) => !linking || records[a]!.second !== records[b]!.second;
  const measure = { weights: WEIGHTS, rarity: countRarity(people) };
  const known = new Map<number, number>();
  const bitsOf = (a: number, b: number) => {
    const pair = Math.min(a, b) * people.length + Math.max(a, b);
    let bits = known.get(pair);
    if (bits === undefined) known.set(pair, (bits = compareSketches(people[a]!, people[b]!, measure).bits));
    return bits;
  };
  const scored: Scored[] = [];
  const truth = truePairs(records, asked);
  let pairsCompared = 0;
  let right = 0;
  for (const [a, b] of candidatePairs(people, asked)) {
    if (++pairsCompared % 200_000 === 0) progress(`${pairsCompared} pairs compared`);
    if (truth.of(a, b)) right++;
    const { bits } = compareSketches(people[a]!, people[b]!, measure); // most are of no interest again: not remembered
    if (bits < KEPT_FROM) continue;
    known.set(a * people.length + b, bits);
    scored.push({ a, b, bits });
  }
  const prior = priorBits(scored, ...room(records, linking));
  const at = (threshold: number) => accuracy(clusters(scored, people.length, prior + threshold, bitsOf), truth, asked);
  return {
    rows: records.length,
    ...at(PROBABLE),
    threshold: PROBABLE,
    pairsCompared,
    compared: truth.count === 0 ? 1 : right / truth.count,
    curve: CURVE.map((threshold) => ({ threshold, ...at(threshold) })),
  };
}

/** How many pairs there are, and how many records could have a double. */
function room(records: readonly Labelled[], linking: boolean): [number, number] {
  const second = records.filter((record) => record.second).length;
  const first = records.length - second;
  return linking
    ? [Math.max(1, first * second), Math.max(1, Math.min(first, second))]
    : [Math.max(1, (records.length * (records.length - 1)) / 2), Math.max(1, records.length)];
}

interface Truth {
  count: number;
  of(a: number, b: number): boolean;
}

function truePairs(records: readonly Labelled[], asked: (a: number, b: number) => boolean): Truth {
  const byPerson = new Map<string, number[]>();
  records.forEach(({ truth }, place) => {
    if (truth !== '') byPerson.set(truth, [...(byPerson.get(truth) ?? []), place]);
  });
  const count = [...byPerson.values()].reduce((sum, group) => sum + pairsOf(group, asked), 0);
  return { count, of: (a, b) => records[a]!.truth !== '' && records[a]!.truth === records[b]!.truth };
}

function accuracy(groups: readonly number[][], truth: Truth, asked: (a: number, b: number) => boolean): Accuracy {
  const pairsFound = groups.reduce((sum, group) => sum + pairsOf(group, asked), 0);
  const right = groups.reduce((sum, group) => sum + pairsOf(group, (a, b) => asked(a, b) && truth.of(a, b)), 0);
  const precision = pairsFound === 0 ? 1 : right / pairsFound;
  const recall = truth.count === 0 ? 1 : right / truth.count;
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { pairsTrue: truth.count, pairsFound, precision, recall, f1 };
}

function pairsOf(group: readonly number[], counts: (a: number, b: number) => boolean): number {
  let pairs = 0;
  for (let i = 0; i < group.length; i++)
    for (let j = i + 1; j < group.length; j++) if (counts(group[i]!, group[j]!)) pairs++;
  return pairs;
}
