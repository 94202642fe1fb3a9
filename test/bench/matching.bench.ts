import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildContext } from '../../src/application.js';
import { evaluate, type Evaluation, type Labelled } from '../../src/matching/evaluation.rules.js';
import { readColumnMap, readLabelled } from '../../src/matching/labelled-file.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { Actor } from '../../src/platform/db/actor.js';
import { ImportService } from '../../src/referrals/import.service.js';
import { SamplePartnership } from '../../src/sample/partnership.service.js';
import { againstTruth, type HeldAgainst, SAMPLE_FILE } from '../referrals/sample-truth.js';
import { atLeast, type Bench, type Measured, rounded, type Say, scaled, under } from './bench.js';
import { benchDatabase } from './bench-database.js';
import { Child, program } from './child.js';
import { writeLabelledPeople } from './people-csv.js';

/**
 * How well people are recognised: on FEBRL's data set 1 (public, 1,000 records of invented Australians, P. Christen; test/fixtures/people-febrl1.csv),
 * beside exact match of name and birth date; on 50,000 rows through the command line, for time and memory; and on the sample spreadsheet through the
 * import, held against its truth.
 */
export const matching: Bench = {
  about:
    'who is recognised in labelled files and in the sample spreadsheet, beside exact match; 50,000 rows by the command',
  run: async (say) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'marac-matching-'));
    try {
      const febrl = onFebrl();
      say(`   FEBRL 1: F1 ${febrl.ours.f1.toFixed(4)}, exact match ${febrl.exact.f1.toFixed(4)}`);
      const big = await byCommand(folder, say);
      return measured(febrl, big, await sampleSpreadsheet(say));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function onFebrl(): { ours: Evaluation; exact: { f1: number; precision: number; recall: number } } {
  const map = readColumnMap('test/fixtures/people-febrl1.map.json');
  const records = readLabelled('test/fixtures/people-febrl1.csv', map, 'cluster');
  return { ours: evaluate(records, false, () => undefined), exact: exactMatch(records) };
}

/** What is found by the same name, normalised, and the same birth date. */
function exactMatch(records: readonly Labelled[]): { f1: number; precision: number; recall: number } {
  const pairs = (keyOf: (record: Labelled) => string) => {
    const counts = new Map<string, number>();
    for (const key of records.map(keyOf)) if (key !== '') counts.set(key, (counts.get(key) ?? 0) + 1);
    return [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
  };
  const described = ({ person: { names, births } }: Labelled) =>
    names.length > 0 && births.length > 0 ? JSON.stringify([names, births]) : '';
  const found = pairs(described);
  const right = pairs((record) => (described(record) === '' ? '' : described(record) + record.truth));
  const [precision, recall] = [right / found, right / pairs(({ truth }) => truth)];
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}

interface ByCommand {
  rows: number;
  seconds: number;
  peakMiB: number;
  f1: number;
}

async function byCommand(folder: string, say: Say): Promise<ByCommand> {
  const [file, map, report] = ['people.csv', 'map.json', 'report.json'].map((name) => path.join(folder, name));
  const rows = scaled(50_000);
  await writeLabelledPeople(file!, map!, rows);
  const begun = performance.now();
  const child = Child.start(
    program('src/cli.js'),
    ['evaluate-matching', file!, '--map', map!, '--truth', 'person', '--report', report!],
    {},
  );
  await child.end();
  const seconds = (performance.now() - begun) / 1000;
  const { f1 } = JSON.parse(readFileSync(report!, 'utf8')) as Evaluation;
  say(`   ${rows} rows by the command: ${seconds.toFixed(0)} s, ${child.peakMiB.toFixed(0)} MiB at most, F1 ${f1.toFixed(4)}`); // prettier-ignore
  return { rows, seconds, peakMiB: child.peakMiB, f1 };
}

async function sampleSpreadsheet(say: Say): Promise<HeldAgainst> {
  const database = await benchDatabase(say);
  try {
    const app = await buildContext(readSettings({ LOG_LEVEL: 'warn', DATABASE_URL: database.appUrl }));
    try {
      await app.get(SamplePartnership, { strict: false }).found();
      const { rows } = await app.get(ImportService, { strict: false }).run(Actor.operator('bench'), 'NB', SAMPLE_FILE);
      return await againstTruth(rows);
    } finally {
      await app.close();
    }
  } finally {
    await database.release();
  }
}

function measured(febrl: ReturnType<typeof onFebrl>, big: ByCommand, sheet: HeldAgainst): Measured {
  return {
    figures: {
      ...{ 'FEBRL 1: F1': febrl.ours.f1, precision: febrl.ours.precision, recall: febrl.ours.recall },
      ...{
        'rows by the command': big.rows,
        'seconds for them': rounded(big.seconds),
        'peak memory, MiB': rounded(big.peakMiB),
      },
      ...{ 'F1 on them': rounded(big.f1), ...sheet.figures },
    },
    baselines: {
      ...{ 'FEBRL 1 by exact match: F1': febrl.exact.f1 },
      ...{ precision: febrl.exact.precision, recall: febrl.exact.recall },
    },
    bars: [
      atLeast('FEBRL 1: F1', 0.99, febrl.ours.f1),
      under('seconds for the rows by the command', 180, big.seconds),
      under('peak memory, MiB', 1024, big.peakMiB),
      ...sheet.bars,
    ],
  };
}
