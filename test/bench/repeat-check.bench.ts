import type { INestApplicationContext } from '@nestjs/common';
import { buildContext } from '../../src/application.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { RepeatCheck } from '../../src/referrals/repeat-check.service.js';
import { Chance } from '../../src/sample/prng.js';
import { atLeast, atMost, type Bench, type Measured, rounded, type Say, scaled } from './bench.js';
import { benchDatabase, type BenchDatabase, withClient } from './bench-database.js';
import { keyCost } from './key-cost.js';
import { loadRegister } from './register.js';
import { type Answers, ask, percentile } from './repeat-answers.js';
import { type Baselines, baselines } from './repeat-baselines.js';
import { queryAbout } from './repeat-queries.js';

const SEED = 20_261_127;
const WARM_UP = 150;
/** No secret: a register that is kept must open from every checkout. */
const DATA_KEYS = `1:${Buffer.alloc(32, 1).toString('base64')}`;

/**
 * The repeat check in the service that places referrals, over a register of the country's size with common names as common as they
 * are. Questions are noisy repeats, and among them lapsed cases, new partners, relatives at the same address, and strangers.
 * First over a tenth of the people, to see what growing costs. Baselines on the same data: trigram search and exact match.
 */
export const repeatCheck: Bench = {
  about: 'the repeat check over 1,500,000 referrals and 3,000,000 people, beside trigram search and exact match',
  run: async (say) => {
    const couples = Math.max(5_000, scaled(1_500_000));
    const few = Math.round(couples / 10);
    const tenth = await onRegister(few, say, (app) => answers(app, few, say));
    return onRegister(couples, say, async (app, database) => {
      const found = await answers(app, couples, say);
      const common = await commonest(database);
      const keys = await keyCost(app.get(UnitOfWork, { strict: false }), couples);
      say(`   keys of a person: ${keys.addedMs.toFixed(2)} ms`);
      const beside = await baselines(database, couples, say);
      return measured({ couples, tenth, found, keys, common, beside });
    });
  },
};

async function onRegister<T>(
  couples: number,
  say: Say,
  work: (app: INestApplicationContext, database: BenchDatabase) => Promise<T>,
): Promise<T> {
  const database = await benchDatabase(say, `repeat_check_${couples}`);
  try {
    await loadRegister(database, couples, say);
    const app = await buildContext(readSettings({ LOG_LEVEL: 'warn', DATABASE_URL: database.appUrl, DATA_KEYS }));
    try {
      return await work(app, database);
    } finally {
      await app.close();
    }
  } finally {
    await database.release();
  }
}

async function answers(app: INestApplicationContext, couples: number, say: Say): Promise<Answers> {
  const [uow, check] = [app.get(UnitOfWork, { strict: false }), app.get(RepeatCheck, { strict: false })];
  const chance = new Chance(SEED);
  const some = (count: number) => Array.from({ length: count }, () => queryAbout(couples, chance));
  await ask(uow, check, some(WARM_UP), () => undefined);
  const found = await ask(uow, check, some(Math.max(400, scaled(2_000))), say);
  say(`   ${couples} couples: p50 ${percentile(found.took, 0.5).toFixed(1)} ms, p99 ${percentile(found.took, 0.99).toFixed(1)} ms`); // prettier-ignore
  return found;
}

/** How common the commonest names of the register are: a figure over evenly spread names would prove nothing. */
async function commonest({ adminUrl }: BenchDatabase): Promise<{ surname: number; forename: number }> {
  return withClient(adminUrl, async (client) => {
    const share = async (column: 'plain_family' | 'plain_forename') => {
      const { rows } = await client.query<{ share: number }>(
        `select most_common_freqs[1]::float8 as share from pg_stats
          where schemaname = 'persons' and tablename = 'persons' and attname = $1`,
        [column],
      );
      return rows[0]?.share ?? 0;
    };
    return { surname: await share('plain_family'), forename: await share('plain_forename') };
  });
}

interface Found {
  couples: number;
  tenth: Answers;
  found: Answers;
  keys: { addedMs: number; withoutMs: number };
  common: { surname: number; forename: number };
  beside: Baselines;
}

/** A share near 1, of which two digits would say little. */
const exact = (share: number) => Number(share.toFixed(4));

function measured({ couples, tenth, found, keys, common, beside }: Found): Measured {
  const [p50, p99, smaller] = [percentile(found.took, 0.5), percentile(found.took, 0.99), percentile(tenth.took, 0.5)];
  return {
    figures: {
      ...{ referrals: couples, people: 2 * couples, questions: found.took.length },
      ...{
        'commonest surname, %': rounded(100 * common.surname),
        'commonest forename, %': rounded(100 * common.forename),
      },
      ...{ 'p50, ms': rounded(p50), 'p99, ms': rounded(p99), 'p50 over a tenth, ms': rounded(smaller) },
      ...{
        recall: exact(found.recall),
        precision: exact(found.precision),
        'called REPEAT outright': exact(found.outright),
      },
      'strangers with a likely namesake': exact(found.strangersAskedAbout),
      'the same over a tenth': exact(tenth.strangersAskedAbout),
      'keys of a person, added ms': rounded(keys.addedMs),
    },
    baselines: { ...beside, 'a person without keys, ms': rounded(keys.withoutMs) },
    bars: [
      atMost('p50, ms', 20, p50),
      atMost('p99, ms', 75, p99),
      atLeast('recall', 0.985, found.recall),
      atLeast('precision', 0.97, found.precision),
      atMost('p50, times that of a tenth', 3, p50 / smaller),
      atMost('keys of a person, added ms', 2, keys.addedMs),
    ],
  };
}
