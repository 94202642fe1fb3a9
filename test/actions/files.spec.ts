import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { newId } from '../../src/platform/db/ids.js';
import { csvLine } from '../../src/platform/spreadsheet/csv-writer.js';
import { readSpreadsheet } from '../../src/platform/spreadsheet/read-spreadsheet.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { agree, close, foundCase, letItFallDue, seenBy } from './plan.js';

let app: TestApp;
let world: World;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.stop());

const download = (as: TestUser, query = '') => app.request('GET', `/actions.csv${query}`, { as });
const upload = (as: TestUser, text: string, query = '') =>
  app.request('POST', `/actions/updates-import${query}`, {
    ...{ as, body: Buffer.from(text), headers: { 'content-type': 'text/csv' } },
  });
async function rowsOf(text: string): Promise<Record<string, string>[]> {
  const rows: Record<string, string>[] = [];
  for await (const { cells } of readSpreadsheet(Buffer.from(text))) rows.push(cells);
  return rows;
}
const HEADINGS = [
  'action_id',
  'version',
  'note',
  'close_reason',
  'outcome',
  'worked',
  'risk_effect',
  'victim_may_be_told',
];
const file = (...rows: (string | number)[][]) => [HEADINGS, ...rows].map((row) => csvLine(row)).join('');
const housingAction = async (rest = {}) => {
  const { caseId } = await foundCase(app, world);
  return { caseId, ...(await agree(app, world, caseId, world.agencies.housing.id, rest)) };
};

describe('the file of open actions', () => {
  test('is for who reads actions, and holds what they see in full', async () => {
    world = await app.world();
    const { id } = await housingAction();
    for (const who of ['referrer', 'administrator', 'auditor', 'observer'] as const)
      expect((await download(world[who])).status).toBe(403);
    for (const [who, finds] of [
      ['police', false],
      ['probation', false],
      ['idva', false],
      ['housing', true],
      ['chair', true],
    ] as const)
      // prettier-ignore
      expect([who, (await download(world[who])).text.includes(id)]).toEqual([who, finds]);
    expect((await download((await app.world()).coordinator)).text).not.toContain(id);
  });

  test('holds codes, dates and opaque references, and nothing that people wrote', async () => {
    world = await app.world();
    const { caseId } = await foundCase(app, world);
    await app.rows(`update maracs.agencies set name = '=HYPERLINK("x")' || id where id = $1`, [
      world.agencies.housing.id,
    ]);
    const written = { text: 'Canary words', riskAddressed: 'Canary risk', ownerPost: 'Canary post' };
    const late = await agree(app, world, caseId, world.agencies.housing.id, {
      ...written,
      catalogueCode: 'H02',
      target: undefined,
    });
    await letItFallDue(app, late.id);
    const done = await agree(app, world, caseId, world.agencies.housing.id);
    await close(app, world.housing, done.id, 1);
    const answer = await download(world.housing);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['cache-control']).toContain('no-store');
    expect(answer.text).not.toContain('Canary');
    const rows = await rowsOf(answer.text);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      ...{ action_id: late.id, version: '1', case_ref: late['caseRef'], catalogue_code: 'H02', target: 'VICTIM' },
      ...{
        what: 'Strengthen locks, doors and windows of the home',
        owner_named: 'YES',
        overdue: 'YES',
        status: 'AGREED',
      },
      ...{ note: '', close_reason: '' },
    });
    expect(answer.text).toContain(`"'=HYPERLINK`);
    expect(await app.rows(`select from audit.events where action = 'actions.exported' and actor_id = $1`, [world.housing.id])).toHaveLength(1); // prettier-ignore
  });

  test('leaves out what was opened in an emergency: that may not be taken away', async () => {
    world = await app.world();
    const { caseId } = await foundCase(app, world);
    const { id } = await agree(app, world, caseId, world.agencies.housing.id);
    expect((await download(world.housing)).text).toContain(id);
    const admin = new pg.Client({ connectionString: app.database.adminUrl });
    await admin.connect();
    await admin.query('update access.grants set exportable = false where case_id = $1', [caseId]);
    await admin.end();
    expect((await app.request('GET', `/actions/${id}`, { as: world.housing })).status).toBe(200);
    expect((await download(world.housing)).text).not.toContain(id);
  });
});

describe('a file that is sent back', () => {
  test('is refused from who may not report', async () => {
    world = await app.world();
    for (const who of ['chair', 'referrer', 'administrator'] as const)
      expect((await upload(world[who], file())).status).toBe(403);
  });

  test('carries out its rows, refuses others, and leaves them alone', async () => {
    world = await app.world();
    const [noted, ended, untouched, stale] = [await housingAction(), await housingAction(), await housingAction(), await housingAction()]; // prettier-ignore
    const { caseId } = await foundCase(app, world);
    const theirs = await agree(app, world, caseId, world.agencies.probation.id);
    const never = newId();
    const text = file(
      [noted.id, 1, 'Rang twice'],
      [ended.id, 1, '', 'completed', 'Locks changed', 'yes', 'REDUCED', 'NO'],
      [untouched.id, 1, ''],
      [stale.id, 4, 'x'],
      [theirs.id, 1, 'x'],
      [never, 1, 'x'],
      [untouched.id, 1, '', 'COMPLETED', 'Done'],
      ['nonsense', 1, 'x'],
    );
    const rehearsal = await upload(world.housing, text, '?dryRun=true');
    expect(await seenBy(app, world.housing, noted.id)).toMatchObject({ version: 1, updates: [] });
    const { status, body } = await upload(world.housing, text);
    expect(status).toBe(200);
    expect(rehearsal.body).toEqual({ ...body, dryRun: true });
    expect(body).toMatchObject({ dryRun: false, done: 2, doneBefore: 0, nothingToDo: 1, refused: 5 });
    expect(body.rows).toMatchObject([
      { row: 1, outcome: 'DONE', actionId: noted.id },
      { row: 2, outcome: 'DONE', actionId: ended.id },
      { row: 3, outcome: 'NOTHING_TO_DO', actionId: untouched.id },
      { row: 4, outcome: 'REFUSED', code: 'stale' },
      { row: 5, outcome: 'REFUSED', code: 'not-found' },
      { row: 6, outcome: 'REFUSED', code: 'not-found' },
      {
        row: 7,
        outcome: 'REFUSED',
        errors: [{ pointer: 'risk_effect', code: 'required' }, { pointer: 'victim_may_be_told' }],
      },
      { row: 8, outcome: 'REFUSED', errors: [{ pointer: 'action_id', code: 'not-an-id' }] },
    ]);
    expect(await seenBy(app, world.coordinator, ended.id)).toMatchObject({
      status: 'CLOSED',
      worked: 'YES',
      victimMayBeTold: false,
    });
    expect(await seenBy(app, world.housing, noted.id)).toMatchObject({ updates: [{ note: 'Rang twice' }] });
    expect(await seenBy(app, world.probation, theirs.id)).toMatchObject({ version: 1 });

    // the same file again changes nothing, although the agency sees the closed one no longer
    const again = await upload(world.housing, text);
    expect(again.body).toMatchObject({ done: 0, doneBefore: 2, nothingToDo: 1, refused: 5 });
    expect(await seenBy(app, world.housing, noted.id)).toMatchObject({ version: 2, updates: [{ note: 'Rang twice' }] });
    // nor from a colleague: what it saw has changed, or is hidden
    const second = await world.person(world.agencies.housing.id, ['AGENCY_REPRESENTATIVE']);
    expect((await upload(second, text)).body).toMatchObject({ done: 0, doneBefore: 0, refused: 7 });
    const kept = await app.rows(`select print from actions.imported_rows where user_id = $1`, [world.housing.id]);
    expect(kept).toHaveLength(2);
  });

  test('by who is shut out of the case since then is answered as for what never was', async () => {
    world = await app.world();
    const { caseId, id } = await housingAction();
    const text = file([id, 1, 'Rang twice']);
    expect((await upload(world.housing, text)).body).toMatchObject({ done: 1 });
    const conflict = { caseId, userId: world.housing.id, nature: 'RELATIVE' };
    expect((await app.request('POST', '/conflicts', { as: world.coordinator, body: conflict })).status).toBeLessThan(
      300,
    );
    const [hidden] = (await upload(world.housing, text)).body.rows;
    const [absent] = (await upload(world.housing, file([newId(), 1, 'Rang twice']))).body.rows;
    expect({ ...hidden, actionId: '' }).toEqual({ ...absent, actionId: '' });
    expect(hidden).toMatchObject({ outcome: 'REFUSED', code: 'not-found' });
  });

  test('is the file that was got, filled in', async () => {
    world = await app.world();
    const { id } = await housingAction();
    const got = (await download(world.housing)).text;
    expect((await upload(world.housing, got)).body).toMatchObject({ nothingToDo: 1, refused: 0 });
    const filled = got.replace(/,,,,,,(\r\n)$/, ",'=1+1,,,,,$1");
    expect(filled).not.toBe(got);
    expect((await upload(world.housing, filled)).body).toMatchObject({ done: 1 });
    expect(await seenBy(app, world.housing, id)).toMatchObject({ updates: [{ note: '=1+1' }] });
  });

  test.each<[string, string, string, string]>([
    ['a column that is not ours', 'action_id,version,close_reson\r\n', '', 'unknown-column'],
    ['no column of versions', 'action_id,note\r\n', 'version', 'required'],
    ['nothing', '\r\n', '', 'no-header'],
    ['a workbook of nonsense', 'PK\u0003\u0004nonsense', '', 'broken-workbook'],
  ])('is refused whole: %s', async (_, text, pointer, code) => {
    world = await app.world();
    const answer = await upload(world.housing, text);
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ pointer, code }]]);
  });
});
