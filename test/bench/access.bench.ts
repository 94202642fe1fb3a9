import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { getDataSourceToken } from '@nestjs/typeorm';
import type pg from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { buildApplication } from '../../src/application.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { leftBetweenUnits } from '../protocol/between-units.js';
import { compare, type Comparison } from '../protocol/compare.js';
import { PROBES, writeFacts } from '../protocol/facts-rows.js';
import { Chance, randomFacts } from '../protocol/facts.js';
import { interleave, type Interleaved, signedIn } from '../protocol/interleaved.js';
import { writeWorlds } from '../protocol/world-rows.js';
import { compareWorlds, type WorldsFound } from '../protocol/random-worlds.js';
import { atLeast, type Bench, type Measured, type Say, scaled, under } from './bench.js';
import { benchDatabase, withClient } from './bench-database.js';

const SEED = 20_261_122;

/** Every decision of the protocol in the database, held against an independent and naive telling of it. */
export const access: Bench = {
  about: 'decisions of the protocol beside a naive oracle',
  run: async (say) => {
    const database = await benchDatabase(say);
    const settings = readSettings({ LOG_LEVEL: 'warn', DATABASE_URL: database.appUrl, SECOND_FACTOR: 'optional' });
    const context = await buildApplication(settings);
    try {
      return await withClient(database.adminUrl, async (admin) => {
        await admin.query(PROBES);
        const worlds = await compareWorlds(context, admin, scaled(10_000), SEED + 1);
        const matrix = await withClient(database.appUrl, (app) => decisions(admin, app));
        reasons(matrix, say);
        const crowd = await interleaved(context, admin);
        return measured(matrix, worlds, crowd, say);
      });
    } finally {
      await context.close();
      await database.release();
    }
  },
};

async function decisions(admin: pg.Client, app: pg.Client): Promise<Comparison> {
  const size = { maracs: 3, agencies: 8, people: 40, cases: 90 };
  const facts = randomFacts(new Chance(SEED), size);
  await writeFacts(admin, facts);
  await admin.query('analyze');
  for (const fault of await leftBetweenUnits(app, facts)) throw new Error(fault);
  await app.query('begin');
  const found = await compare(app, facts);
  await app.query('rollback');
  return found;
}

/** Twenty people through a pool of five connections. */
async function interleaved(app: NestFastifyApplication, admin: pg.Client): Promise<Interleaved> {
  const source = app.get<DataSource>(getDataSourceToken());
  ((source.driver as PostgresDriver).master as pg.Pool).options.max = 5;
  const facts = randomFacts(new Chance(SEED + 2), { maracs: 3, agencies: 6, people: 20, cases: 60 });
  await writeFacts(admin, facts);
  await writeWorlds(admin, facts);
  return interleave(app, await signedIn(admin, facts), scaled(100_000));
}

function reasons({ reasons: named, mismatches }: Comparison, say: Say): void {
  for (const [reason, count] of [...named].sort()) say(`   ${reason.padEnd(24)} ${count}`);
  for (const mismatch of mismatches.slice(0, 10)) say(`   MISMATCH ${mismatch}`);
}

function measured(matrix: Comparison, worlds: WorldsFound, crowd: Interleaved, say: Say): Measured {
  for (const mismatch of worlds.mismatches.slice(0, 10)) say(`   MISMATCH ${mismatch}`);
  return {
    figures: {
      decisions: matrix.decisions,
      mismatches: matrix.mismatches.length,
      'random worlds': worlds.worlds,
      'lists and counts compared': worlds.comparisons,
      'lists that showed a case': worlds.shown,
      'lists and counts that differ': worlds.mismatches.length,
      'interleaved requests over a pool of 5': crowd.requests,
      'rows shown to those they are shared with': crowd.own,
      'foreign rows': crowd.foreign,
    },
    baselines: {},
    bars: [
      atLeast('decisions', 100_000, matrix.decisions),
      under('decisions unlike the oracle', 1, matrix.mismatches.length),
      atLeast('random worlds', scaled(10_000), worlds.worlds),
      under('lists and counts unlike the oracle', 1, worlds.mismatches.length),
      atLeast('interleaved requests', scaled(100_000), crowd.requests),
      atLeast('rows shown to those they are shared with', 1, crowd.own),
      under('foreign rows', 1, crowd.foreign),
    ],
  };
}
