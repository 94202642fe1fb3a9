import { DEFAULT_REPEAT_RULES } from '../../src/flags/repeat.rules.js';
import { Actor } from '../../src/platform/db/actor.js';
import type { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import type { Finding, RepeatCheck } from '../../src/referrals/repeat-check.service.js';
import type { Say } from './bench.js';
import { idOf } from './register-couples.js';
import type { Query } from './repeat-queries.js';

const RULES = { ...DEFAULT_REPEAT_RULES, version: 0 };
const CALLED_REPEAT: ReadonlySet<string> = new Set(['REPEAT', 'POSSIBLE_REPEAT', 'DUPLICATE']);

export interface Answers {
  /** milliseconds inside the service, sorted */
  took: number[];
  recall: number;
  precision: number;
  /** of the repeats, those called so outright */
  outright: number;
  /** of strangers, those with somebody else's victim or perpetrator: shown to a person to decide, never called a repeat */
  strangersAskedAbout: number;
}

/** Asks the service that places referrals, one question at a time, each in a unit of work of its own. */
export async function ask(uow: UnitOfWork, check: RepeatCheck, queries: readonly Query[], say: Say): Promise<Answers> {
  const took: number[] = [];
  const tally = new Tally();
  for (const query of queries) {
    const found = await uow.run(Actor.system('bench'), async () => {
      const begun = performance.now();
      const finding = await check.find(idOf('marac', query.of.marac), query.input, RULES);
      took.push(performance.now() - begun);
      return finding;
    });
    tally.add(query, found);
  }
  tally.tell(say);
  return { took: took.sort((a, b) => a - b), ...tally.result() };
}

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** Who was found, and who was found wrongly. */
class Tally {
  private readonly outcomes = new Map<string, number>();
  private repeats = 0;
  private found = 0;
  private right = 0;
  private outright = 0;
  private readonly strangers = { all: 0, askedAbout: 0 };

  add({ kind, of }: Query, { outcome, prior }: Finding): void {
    const isPrior = prior?.id === idOf('referral', of.number);
    const line = `${kind}: ${outcome}${prior && !isPrior ? ' of somebody else' : ''}`;
    this.outcomes.set(line, (this.outcomes.get(line) ?? 0) + 1);
    if (kind === 'repeat') this.repeats++;
    if (kind === 'strangers') this.strangers.all++;
    if (kind === 'strangers' && outcome !== 'NONE') this.strangers.askedAbout++;
    if (!CALLED_REPEAT.has(outcome)) return;
    this.found++;
    if (kind !== 'repeat' || !isPrior) return;
    this.right++;
    if (outcome === 'REPEAT') this.outright++;
  }

  tell(say: Say): void {
    for (const [line, count] of [...this.outcomes].sort()) say(`   ${line.padEnd(44)} ${count}`);
  }

  result(): Omit<Answers, 'took'> {
    const { repeats, found, right, outright, strangers } = this;
    return {
      recall: right / repeats,
      precision: found === 0 ? 1 : right / found,
      outright: outright / repeats,
      strangersAskedAbout: strangers.askedAbout / Math.max(1, strangers.all),
    };
  }
}
