import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const rowCount = 100_000;
let folder: string;

const moduleAt = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);

/** Runs a program in a process of its own, so that its memory is its own. */
async function inChild(program: string): Promise<string> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { maxBuffer: 1024 ** 2 });
  return stdout;
}

/** 100,000 rows of 45 columns made from the sample referrals; reference, address and summary differ in every row. */
const writeBoth = (target: string) => `
  import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
  import { once } from 'node:events';
  import { parse } from 'csv-parse/sync';
  import { csvLine } from ${moduleAt('../../src/platform/spreadsheet/csv-writer.js')};
  import { largeWorkbook } from ${moduleAt('../support/xlsx-writer.js')};
  const [headings, ...sample] = parse(readFileSync('test/fixtures/referrals.csv')).map((cells) => cells.slice(0, 45));
  const differ = new Set(['ref', 'victim_address', 'perp_address', 'victim_surname'].map((name) => headings.indexOf(name)));
  function* rows() {
    yield headings;
    for (let i = 0; i < ${rowCount}; i++) {
      yield sample[i % sample.length].map((cell, column) => (differ.has(column) ? cell + ' ' + i : cell));
    }
  }
  const csv = createWriteStream(${JSON.stringify(target)} + '.csv');
  for (const row of rows()) if (!csv.write(csvLine(row))) await once(csv, 'drain');
  await new Promise((resolve) => csv.end(resolve));
  writeFileSync(${JSON.stringify(target)} + '.xlsx', await largeWorkbook(rows()));
`;

const readOne = (path: string) => `
  import { readSpreadsheet } from ${moduleAt('../../src/platform/spreadsheet/read-spreadsheet.js')};
  const before = process.memoryUsage.rss();
  const start = performance.now();
  let rows = 0;
  let cells = 0;
  let problems = 0;
  for await (const row of readSpreadsheet(${JSON.stringify(path)})) {
    rows++;
    cells += Object.keys(row.cells).length;
    if (row.problem) problems++;
  }
  const seconds = (performance.now() - start) / 1000;
  const growth = process.resourceUsage().maxRSS / 1024 - before / 1024 ** 2;
  console.log(JSON.stringify({ rows, cells, problems, seconds, growth }));
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spreadsheet-'));
  await inChild(writeBoth(join(folder, 'large')));
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('100,000 rows of 45 columns', () => {
  test.each([
    ['csv', 150],
    ['xlsx', 150],
  ])(
    '%s: memory grows by less than %i MB',
    async (kind, allowedMb) => {
      const path = join(folder, `large.${kind}`);
      const result = JSON.parse(await inChild(readOne(path)));
      const { size } = await stat(path);
      const rate = Math.round(result.rows / result.seconds);
      const megabytes = (size / 1024 ** 2).toFixed(1);
      process.stdout.write(
        `${kind} (${megabytes} MB): ${rate} rows/s, memory grew by ${Math.round(result.growth)} MB\n`,
      );
      expect(result).toMatchObject({ rows: rowCount, cells: rowCount * 45, problems: 0 });
      expect(result.growth).toBeLessThan(allowedMb);
    },
    120_000,
  );
});
