import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildContext } from '../../src/application.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { Actor } from '../../src/platform/db/actor.js';
import { todayIn } from '../../src/platform/values/dates.js';
import { ImportService } from '../../src/referrals/import.service.js';
import { SamplePartnership } from '../../src/sample/partnership.service.js';
import { bareInserts } from './bare-inserts.js';
import { atLeast, type Bench, type Measured, rounded, type Say, scaled, under } from './bench.js';
import { benchDatabase, type BenchDatabase } from './bench-database.js';
import { Child, program } from './child.js';
import { writeReferralCsv } from './referral-csv.js';

/** The long file is cut to what fits in this time, so that the bench ends within ten minutes; a bar says so. */
const LONGEST_SECONDS = 400;

/**
 * Rows a second of the import that the command line runs, into an empty database, every row checked against those before it.
 * Baseline: the same rows of the same tables by bare pg in the same batches (bare-inserts.ts). Then a file five times as long
 * through the real command in a process of its own, whose memory must not grow with the file.
 */
export const importRows: Bench = {
  about: 'a referral spreadsheet: rows a second, memory',
  run: async (say) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'marac-import-'));
    const database = await benchDatabase(say);
    try {
      return await measure(folder, database, say);
    } finally {
      await database.release();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function measure(folder: string, database: BenchDatabase, say: Say): Promise<Measured> {
  const today = todayIn('Europe/London', new Date());
  const rows = scaled(20_000);
  const [file, longFile] = [path.join(folder, 'referrals.csv'), path.join(folder, 'long.csv')];
  await writeReferralCsv(file, rows, today, 1);
  const app = await buildContext(readSettings({ LOG_LEVEL: 'warn', DATABASE_URL: database.appUrl }));
  let perSecond: number;
  try {
    await app.get(SamplePartnership, { strict: false }).found();
    const begun = performance.now();
    const { counts } = await app.get(ImportService, { strict: false }).run(Actor.operator('bench'), 'NB', file);
    perSecond = (rows / (performance.now() - begun)) * 1000;
    if (counts.imported !== rows) throw new Error(`only ${counts.imported} of ${rows} rows were imported`);
  } finally {
    await app.close();
  }
  say(`   ${rows} rows, ${perSecond.toFixed(0)} a second`);
  const bare = await bareInserts(database.adminUrl, scaled(4_000));
  say(`   bare inserts: ${bare.toFixed(0)} referrals a second`);
  const longRows = Math.min(scaled(100_000), Math.ceil(perSecond * LONGEST_SECONDS));
  await writeReferralCsv(longFile, longRows, today, 2);
  const begun = performance.now();
  const child = Child.start(
    program('src/cli.js'),
    ['import', longFile, '--marac', 'NB', '--report', path.join(folder, 'report.json')],
    {
      DATABASE_URL: database.appUrl,
    },
  );
  await child.end();
  const longPerSecond = (longRows / (performance.now() - begun)) * 1000;
  say(
    `   ${longRows} rows by the command: ${longPerSecond.toFixed(0)} a second, ${child.peakMiB.toFixed(0)} MiB at most`,
  );
  return {
    figures: {
      rows,
      'rows of the long file': longRows,
      'rows a second': rounded(perSecond),
      'rows a second, long file by the command': rounded(longPerSecond),
      'peak memory, MiB': rounded(child.peakMiB),
      'share of the baseline': rounded(perSecond / bare),
    },
    baselines: { 'referrals a second by bare pg': rounded(bare) },
    bars: [
      atLeast('rows a second', 300, perSecond),
      atLeast('rows of the long file', scaled(100_000), longRows),
      under('peak memory, MiB', 400, child.peakMiB),
    ],
  };
}
