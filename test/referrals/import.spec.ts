import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MaracsService } from '../../src/maracs/maracs.service.js';
import { Actor } from '../../src/platform/db/actor.js';
import { readSpreadsheet } from '../../src/platform/spreadsheet/read-spreadsheet.js';
import type { RowReport } from '../../src/referrals/import-report.rules.js';
import { type ImportOptions, ImportService } from '../../src/referrals/import.service.js';
import { againstTruth, SAMPLE_FILE as FILE } from './sample-truth.js';
import { startApp, type TestApp } from '../support/app.js';
import { workbook } from '../support/xlsx-writer.js';
import type { World } from '../support/world.js';

const AGENCIES = [
  ['Police', 'POLICE'], ['IDVA service', 'IDVA'], ["Children's social care", 'CSC'], ['Adult social care', 'ASC'],
  ['Primary care', 'PRIMARY_CARE'], ['Acute hospital', 'ACUTE'], ['Mental health', 'MENTAL_HEALTH'], ['Housing', 'HOUSING_LA'],
  ['Probation', 'PROBATION'], ['Substance misuse', 'SUBSTANCE'], ['Education', 'EDUCATION'], ['Voluntary sector', 'VOLUNTARY_DA'],
] as const; // prettier-ignore

let app: TestApp;
let agencyIds: string[];
beforeAll(async () => {
  app = await startApp();
  agencyIds = await app.operate(async () => {
    const maracs = app.get(MaracsService);
    const first = maracs.found('FIRST', 'Agencies come first');
    const ids: string[] = [];
    for (const [name, kind] of AGENCIES) ids.push((await maracs.join(first.id, name, kind)).id);
    return ids;
  });
});
afterAll(() => app.stop());

/** A MARAC whose agencies have the names that stand in the spreadsheet. */
async function area(): Promise<World> {
  const world = await app.world();
  await app.operate(async () => agencyIds.forEach((id) => app.get(MaracsService).joinExisting(world.maracId, id)));
  return world;
}
const load = (world: World, source: Buffer | string, options: ImportOptions = {}) =>
  app.get(ImportService).run(Actor.operator('import'), world.code, source, options);
const counts = async (world: World) =>
  (await app.rows(`select (select count(*) from referrals.referrals where marac_id = $1)::int as referrals,
    (select count(*) from access.cases where marac_id = $1)::int as cases, (select count(*) from persons.persons where marac_id = $1)::int as people,
    (select count(*) from assessments.assessments where marac_id = $1)::int as assessments`, [world.maracId]))[0]; // prettier-ignore

interface Row extends Record<string, string> {
  ref: string;
}
async function table(file: string): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>();
  for await (const { cells } of readSpreadsheet(file)) rows.set(cells['ref']!, { ...cells } as Row);
  return rows;
}

describe('the sample spreadsheet', () => {
  let world: World;
  let reports: RowReport[];
  let truth: Map<string, Row>;
  beforeAll(async () => {
    world = await area();
    const started = performance.now();
    reports = (await load(world, FILE)).rows;
    console.log(`import: ${Math.round((reports.length / (performance.now() - started)) * 1000)} rows/s`);
    truth = await table('test/fixtures/referrals-truth.csv');
  }, 60_000);

  test('exactly the rows that are really invalid are refused, each with column, reason and what was found', () => {
    const refused = reports.filter((row) => row.status === 'refused');
    expect(refused.map((row) => row.ref)).toEqual(
      [...truth.values()].filter((row) => row['valid'] === 'N').map((row) => row.ref),
    );
    for (const { errors, caseRef } of refused) {
      expect(caseRef).toBeNull();
      expect(errors.length).toBeGreaterThan(0);
      for (const error of errors)
        expect(error).toEqual({
          column: expect.any(String),
          code: expect.any(String),
          reason: expect.any(String),
          found: expect.any(String),
        });
    }
    expect(reports.map((row) => row.row)).toEqual(reports.map((_, i) => i + 1));
  });

  test('repeats are found, nobody is taken for somebody else, and few are asked about in vain', async () => {
    const { figures, bars } = await againstTruth(reports);
    console.log(bars.map(({ bar, want, got }) => `${bar}: ${got} (${want})`).join('\n'), figures);
    expect(bars.filter(({ ok }) => !ok)).toEqual([]);
  });

  test('a second import of the same file changes nothing, and reports the same cases', async () => {
    const before = await counts(world);
    const again = (await load(world, FILE)).rows;
    expect(await counts(world)).toEqual(before);
    expect(again.map((row) => ({ ...row, status: '' }))).toEqual(reports.map((row) => ({ ...row, status: '' })));
    expect(new Set(again.map((row) => row.status))).toEqual(new Set(['unchanged', 'refused']));
  }, 30_000);
});

const header = readFileSync(FILE, 'utf8').split('\n')[0]!.split(',');
const row = (changes: Record<string, string>) => {
  const base: Record<string, string> = {
    ref: 'X/1', referral_date: '10/03/2025', incident_date: '08/03/2025', referring_agency: 'Police', victim_surname: 'OKAFOR',
    victim_forenames: 'Amara', victim_dob: '14/05/1988', victim_postcode: 'NB1 2AB', perp_surname: 'SMITH', perp_forenames: 'Jo', perp_dob: '01/02/1980',
  }; // prettier-ignore
  return header.map((column) => ({ ...base, ...changes })[column] ?? '');
};
const sheetOf = (...rows: string[][]) => workbook([header, ...rows]);

test('a dry run says what an import would do, and writes nothing', async () => {
  const world = await area();
  const rehearsed = await load(world, FILE, { dryRun: true });
  expect(await counts(world)).toEqual({ referrals: 0, cases: 0, people: 0, assessments: 0 });
  const loaded = await load(world, FILE);
  const comparable = (rows: RowReport[]) =>
    rows.map(({ ref, status, outcome, prior, errors }) => ({ ref, status, outcome, prior, errors }));
  expect(comparable(rehearsed.rows)).toEqual(comparable(loaded.rows));
}, 60_000);

test('a workbook: repeats, duplicates, lapsed cases, counter-allegations; one reference names one row', async () => {
  const world = await area();
  const { rows } = await load(
    world,
    sheetOf(
      row({}),
      row({ ref: 'X/2', referral_date: '12/03/2025', referring_agency: 'Housing' }),
      row({ ref: 'X/3', referral_date: '01/06/2025', incident_date: '01/06/2025' }),
      row({ ref: 'X/4', referral_date: '05/06/2026', incident_date: '02/06/2026' }),
      row({
        ref: 'X/5',
        referral_date: '06/06/2026',
        incident_date: '06/06/2026',
        victim_surname: 'Smith',
        victim_forenames: 'Jo',
        victim_dob: '01/02/1980',
        perp_surname: 'Okafor',
        perp_forenames: 'Amara',
        perp_dob: '14/05/1988',
      }),
      row({ ref: 'X/6', referral_date: '07/06/2026', incident_date: '07/06/2026', perp_surname: 'Else', perp_dob: '' }),
      row({ ref: 'X/3', referral_date: '08/06/2026' }),
      row({}),
    ),
  );
  expect(rows.map(({ ref, status, outcome, prior }) => [ref, status, outcome, prior])).toEqual([
    ['X/1', 'imported', 'NEW', null],
    ['X/2', 'imported', 'DUPLICATE', 'X/1'],
    ['X/3', 'imported', 'REPEAT', 'X/1'],
    ['X/4', 'imported', 'LAPSED', 'X/3'],
    ['X/5', 'imported', 'COUNTER_ALLEGATION', 'X/4'],
    ['X/6', 'imported', 'SAME_VICTIM', 'X/4'],
    ['X/3', 'refused', null, null],
    ['X/1', 'unchanged', 'NEW', null],
  ]);
  expect(rows[6]!.errors).toMatchObject([{ column: 'ref', code: 'ref-taken' }]);
  expect(new Set(rows.slice(0, 4).map((r) => r.caseRef)).size).toBe(1);
  expect(rows[4]!.caseRef).not.toBe(rows[0]!.caseRef);
  const told = await app.rows(
    `select c.ref from platform.outbox o join access.cases c on c.id = (o.ids ->> 'caseId')::uuid
      where o.name = 'referral.counter-allegation' and o.ids ->> 'maracId' = $1`,
    [world.maracId],
  );
  expect(told.map(({ ref }) => ref)).toEqual([rows[4]!.caseRef]);
  expect(rows[2]!.victimRef).toBe(rows[0]!.victimRef);
});

test('good rows never suffer from bad ones', async () => {
  const world = await area();
  const { counts: done } = await load(
    world,
    sheetOf(
      row({ referral_date: '31/02/2025' }),
      row({ ref: 'X/2' }),
      row({ ref: 'X/3', victim_dob: '31/02/1990' }),
      row({ ref: 'X/4', victim_surname: 'Other' }),
    ),
  );
  expect(done).toEqual({ imported: 2, unchanged: 0, refused: 2 });
});

test('a repeat known in another MARAC is a repeat, but its case stays there', async () => {
  const [there, here] = [await area(), await area()];
  const people = {
    victim_surname: 'MOVER',
    victim_forenames: 'Ines',
    victim_dob: '03/09/1991',
    perp_surname: 'FOLLOWER',
    perp_dob: '22/11/1986',
  }; // nobody of the tests above
  const first = await load(there, sheetOf(row(people)));
  const { rows } = await load(
    here,
    sheetOf(
      row({ ...people, referral_date: '02/06/2025', incident_date: '01/06/2025' }),
      row({ ...people, ref: 'X/2', referral_date: '02/07/2025', incident_date: '01/07/2025' }),
    ),
  );
  expect(rows).toMatchObject([
    { status: 'imported', outcome: 'REPEAT', prior: null, victimRef: first.rows[0]!.victimRef },
    { status: 'imported', outcome: 'REPEAT', prior: 'X/1' },
  ]);
  expect(rows[0]!.caseRef).not.toBe(first.rows[0]!.caseRef);
  expect(rows[1]!.caseRef).toBe(rows[0]!.caseRef);
  expect(await counts(there)).toMatchObject({ referrals: 1, cases: 1 });
});

test('a file that is none, or lacks a column, is refused as a whole', async () => {
  const world = await area();
  await expect(load(world, Buffer.from([0x50, 0x4b, 3, 4, 1, 2, 3]))).rejects.toMatchObject({
    code: 'broken-workbook',
  });
  await expect(load(world, Buffer.from('ref,surname\n1,x\n'))).rejects.toMatchObject({
    errors: [{ code: 'missing-column' }],
  });
  await expect(app.get(ImportService).run(Actor.operator('import'), 'NOWHERE', FILE)).rejects.toMatchObject({
    errors: [{ code: 'unknown-marac' }],
  });
});
