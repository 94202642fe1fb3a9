import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { ENTRY } from '../../src/audit/event-bytes.rules.js';
import type { FindingCode } from '../../src/audit/finding.rules.js';
import { onSnapshot } from '../../src/audit/log.queries.js';
import { verifyLog } from '../../src/audit/log-verifier.js';
import { CheckpointPlaces } from '../../src/audit/checkpoint-places.js';
import { privateKeyOf, signNote, verifierKey } from '../../src/audit/signed-note.rules.js';
import { VerificationService } from '../../src/audit/verification.service.js';
import { tamperings } from '../faults/tamper.fault.js';
import { DEEDS, type SealingHouse, sealingHouse } from '../faults/sealed-log.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

const ENTRIES = 600;
const AT_200 = '(select event_id from audit.leaves where position = 200)';

let database: TestDatabase;
let house: SealingHouse;
let admin: pg.Client;
let folder: string;
let outside: { note: string; place: string }[];

beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(path.join(tmpdir(), 'marac-seals-'));
  house = await sealingHouse(database.appUrl, [path.join(folder, 'a')]);
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await admin.query(DEEDS, [ENTRIES, 86_400, 600]);
  await house.sealer.seal(250); // checkpoints of 250, 500 and 600
  const inside = await admin.query<{ note: string }>('select note from audit.checkpoints order by number');
  outside = [0, 2].map((number) => ({ note: inside.rows[number]!.note, place: 'place 1' }));
});
afterAll(async () => {
  await admin?.end();
  await house?.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** What is found after a change by somebody who may do anything; undone afterwards. */
async function found(...changes: string[]): Promise<object[]> {
  await admin.query(`begin; set local session_replication_role = replica; select set_config('app.system', 'on', true)`);
  try {
    for (const change of changes) expect((await admin.query(change)).rowCount).not.toBe(0);
    const { ok, findings } = await verifyLog(admin, house.keys.believed, outside);
    expect(ok).toBe(findings.length === 0);
    return findings.map(
      ({ code, position, from, to, place }) =>
        JSON.parse(JSON.stringify({ code, position, from, to, place })) as object,
    );
  } finally {
    await admin.query('rollback');
  }
}

const at = (code: FindingCode, where: object = {}) => ({ code, ...where });

describe('says exactly what is wrong', () => {
  test.each<[string, string[], object[]]>([
    ['nothing', ['select 1'], []],
    ['an entry changed', [`update audit.events set purpose = 'x' where id = ${AT_200}`], [at('ENTRY_CHANGED', { position: 200 })]],
    ['an entry removed', [`delete from audit.events where id = ${AT_200}`], [at('ENTRY_REMOVED', { position: 200 })]],
    [
      'an entry that got another id',
      [`update audit.events set id = gen_random_uuid() where id = ${AT_200}`],
      [at('ENTRY_REMOVED', { position: 200 }), at('ENTRY_ADDED')],
    ],
    [
      'an entry added with a time long past',
      [`insert into audit.events (id, at, actor_kind, actor_id, action, subject_kind, subject_id, outcome) values (gen_random_uuid(), now() - interval '1 hour', 'user', 'x', 'x', 'x', 'x', 'DONE')`],
      [at('ENTRY_ADDED')],
    ],
    ['a leaf altered', ['update audit.leaves set hash = sha256(hash) where position = 200'], [at('LEAF_ALTERED', { position: 200 })]],
    [
      'a leaf and the entry altered to fit, with their block',
      [
        `update audit.events set purpose = 'x' where id = ${AT_200}`,
        `update audit.leaves set hash = (select sha256('\\x00'::bytea || convert_to(${ENTRY}, 'UTF8')) from audit.events e where e.id = ${AT_200}) where position = 200`,
      ],
      [at('HISTORY_REWRITTEN', { from: 0, to: 250, place: 'database' }), at('BLOCK_ALTERED', { from: 0, to: 256 })],
    ],
    ['leaves missing', ['delete from audit.leaves where position between 300 and 310'], [
      at('LEAF_MISSING', { from: 300, to: 311 }), ...Array.from({ length: 11 }, () => at('ENTRY_ADDED'))]],
    ['a block altered', ['update audit.blocks set hash = sha256(hash) where number = 1'], [at('BLOCK_ALTERED', { from: 256, to: 512 })]],
    ['a checkpoint altered', [`update audit.checkpoints set edge = sha256('') || substr(edge, 33) where number = 1`], [
      at('CHECKPOINT_ALTERED', { place: 'database', to: 500 })]],
    ['a checkpoint forged', [`update audit.checkpoints set note = replace(note, 'number 1', 'number 7') where number = 1`], [
      at('CHECKPOINT_FORGED', { place: 'database' }), at('CHECKPOINT_ALTERED', { place: 'database', to: 600 })]],
    ['a checkpoint removed that is outside', ['delete from audit.checkpoints where number = 0'], [
      at('CHECKPOINT_ALTERED', { place: 'database', to: 500 }), at('CHECKPOINT_ALTERED', { place: 'database', to: 600 }), at('CHECKPOINT_MISSING', { place: 'place 1', to: 250 })]],
    ['another order', [`update audit.leaves set position = position + 1000 where position in (300, 400)`, 'update audit.leaves set position = case position when 1300 then 400 else 300 end where position >= 1300'], [
      at('HISTORY_REWRITTEN', { from: 250, to: 500, place: 'database' }), at('BLOCK_ALTERED', { from: 256, to: 512 })]],
    [
      'a log put back to an earlier state',
      ['delete from audit.checkpoints where number = 2', 'delete from audit.blocks where number = 1', `delete from audit.events where id in (select event_id from audit.leaves where position >= 500)`, 'delete from audit.leaves where position >= 500'],
      [at('CHECKPOINT_MISSING', { place: 'place 1', to: 600 }), at('LOG_SHRUNK', { place: 'place 1', to: 600 })],
    ],
    ['another log', ['update audit.log set id = gen_random_uuid()'], [
      ...Array.from({ length: 3 }, () => at('LOG_REPLACED', { place: 'database' })), ...Array.from({ length: 2 }, () => at('LOG_REPLACED', { place: 'place 1' })),
      at('LEAF_ADDED', { from: 0, to: 600 }), at('NO_CHECKPOINT_OUTSIDE')]],
    ['a guard removed', ['alter table audit.leaves disable trigger append_only'], [at('GUARD_REMOVED', { place: 'leaves' })]],
  ])('%s', async (_, changes, findings) => {
    expect(await found(...changes)).toEqual(findings);
  }); // prettier-ignore

  test('a checkpoint of ours for another history: a fork', async () => {
    const text = outside[1]!.note
      .split('\n\n')[0]!
      .replace(/\n[A-Za-z0-9+/]{43}=\n/, `\n${Buffer.alloc(32, 5).toString('base64')}\n`);
    const note = signNote(`${text}\n`, text.split('\n')[0]!, house.keys.signing);
    const { findings } = await onSnapshot(admin, () =>
      verifyLog(admin, house.keys.believed, [{ note, place: 'place 2' }]),
    );
    expect(findings.map(({ code }) => code)).toEqual(['LOG_FORKED', 'HISTORY_REWRITTEN']);
  });

  test('a checkpoint outside that somebody else signed, or that is none', async () => {
    const stranger = { note: signNote(`${outside[0]!.note.split('\n\n')[0]!}\n`, outside[0]!.note.split('\n')[0]!, privateKeyOf(Buffer.alloc(32, 3))), place: 'place 2' }; // prettier-ignore
    for (const bad of [stranger, { note: 'none', place: 'place 2' }]) {
      const { findings } = await onSnapshot(admin, () => verifyLog(admin, house.keys.believed, [...outside, bad]));
      expect(findings.map(({ code, place }) => ({ code, place }))).toEqual([
        { code: 'CHECKPOINT_FORGED', place: 'place 2' },
      ]);
    }
  });
});

test('300 tamperings with every right on the database, each in view of one checkpoint outside: all found', async () => {
  const own = await freshDatabase();
  const begun = performance.now();
  const report = await tamperings(own, 300, 3, () => undefined);
  await own.drop();
  process.stdout.write(`${report.found}/${report.tamperings} tamperings found, ${report.ways.length} ways, ${report.falseAlarms} false alarms, ${((performance.now() - begun) / 1000).toFixed(0)} s\n`); // prettier-ignore
  expect(report).toMatchObject({ tamperings: 300, found: 300, missed: [], falseAlarms: 0 });
}, 240_000);

describe('the other verifier, which shares no code', () => {
  let exported: string;
  let key: string;
  let checkpoint: string;
  beforeAll(async () => {
    const service = new VerificationService(house.settings, house.keys, new CheckpointPlaces(house.settings));
    exported = path.join(folder, 'log.jsonl');
    if ((await service.export(exported)) !== ENTRIES) throw new Error('not every entry was exported');
    key = await service.verifierKey();
    checkpoint = path.join(folder, 'outside.checkpoints');
    writeFileSync(checkpoint, outside.map(({ note }) => note).join(''));
  });

  async function run(file = exported, program = 'verify-audit.mjs', vkey = key, notes = checkpoint): Promise<any> {
    return new Promise((resolve) => {
      execFile(process.execPath, [program, file, '--key', vkey, '--checkpoint', notes], (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, ...(stdout ? (JSON.parse(stdout) as object) : { stderr }) }),
      );
    });
  }

  function changed(change: (lines: string[]) => string[]): string {
    const file = path.join(folder, 'changed.jsonl');
    const lines = readFileSync(exported, 'utf8').split('\n').slice(0, -1);
    writeFileSync(file, `${change(lines).join('\n')}\n`);
    return file;
  }

  test('agrees', async () => {
    expect(await run()).toEqual({ code: 0, ok: true, entries: ENTRIES, checkpoints: 2, proved: ENTRIES, wrong: [] });
  });

  test.each<[string, (lines: string[]) => string[]]>([
    ['an entry is changed', (lines) => lines.with(77, lines[77]!.replace('"user"', '"system"'))],
    ['an entry is gone', (lines) => lines.toSpliced(77, 1)],
    ['two entries changed places', (lines) => lines.with(3, lines[4]!).with(4, lines[3]!)],
    ['the last entry is gone', (lines) => lines.slice(0, -1)],
    ['a column is missing', (lines) => lines.with(77, lines[77]!.replace('"code":', '"kode":'))],
    ['it is empty', () => []],
  ])('does not, when %s', async (_, change) => {
    expect(await run(changed(change))).toMatchObject({ code: 1, ok: false });
  });

  test('does not, with another key or a checkpoint that was altered', async () => {
    const other = verifierKey(key.split('+')[0]!, Buffer.alloc(32, 1));
    expect(await run(exported, 'verify-audit.mjs', other)).toMatchObject({ code: 1, ok: false });
    const altered = path.join(folder, 'altered.checkpoints');
    writeFileSync(altered, readFileSync(checkpoint, 'utf8').replace('\n600\n', '\n599\n'));
    expect(await run(exported, 'verify-audit.mjs', key, altered)).toMatchObject({ code: 1, ok: false });
  });

  test.each<[string, string, string]>([
    ['a node hashed like a leaf', 'Buffer.of(1), below', 'Buffer.of(0), below'],
    [
      'times without their last digits',
      'return quoted(value);',
      `return quoted(column === 'at' ? value.slice(0, -3) : value);`,
    ],
    ['a column left out', ' labels outcome', ' outcome'],
    ['empty for none', `return 'null';`, `return '""';`],
    ['another side first', 'whole, root)', 'root, whole)'],
  ])('finds a sealer or itself wrong when one of the two has a bug: %s', async (_, right, wrong) => {
    const source = readFileSync('verify-audit.mjs', 'utf8');
    expect(source.split(right)).toHaveLength(2);
    const planted = path.join(folder, 'planted.mjs');
    writeFileSync(
      planted,
      source.replace(right, () => wrong),
    );
    expect(await run(exported, planted)).toMatchObject({ code: 1, ok: false });
  });

  test('finds what a sealer with a bug sealed, which that sealer’s own verifier takes for right', async () => {
    const own = await freshDatabase();
    const compiled = path.dirname(new URL(import.meta.url).pathname);
    const source = readFileSync(path.join(compiled, '../../src/audit/event-bytes.rules.js'), 'utf8');
    const [right, wrong] = ['extract(epoch from e.at)::text', 'floor(extract(epoch from e.at))::text'];
    expect(source.split(right)).toHaveLength(2);
    const buggy = await withBug(compiled, source.replace(right, wrong), own);
    await own.drop();
    expect(buggy.own).toMatchObject({ ok: true, entries: 20 });
    writeFileSync(path.join(folder, 'buggy.checkpoints'), buggy.notes);
    const exact = buggy.rows.map((row, position) => JSON.stringify({ position, ...row }));
    const file = path.join(folder, 'buggy.jsonl');
    writeFileSync(file, `${exact.join('\n')}\n`);
    expect(await run(file, 'verify-audit.mjs', buggy.key, path.join(folder, 'buggy.checkpoints'))).toMatchObject({
      code: 1,
      ok: false,
    });
  });
});

interface Buggy {
  own: object;
  notes: string;
  key: string;
  rows: object[];
}

/** Seals and verifies in a process of its own, by a copy of the product in which one file is another. */
async function withBug(compiled: string, source: string, own: TestDatabase): Promise<Buggy> {
  const copy = mkdtempSync(path.join(tmpdir(), 'marac-planted-'));
  const { cpSync, symlinkSync } = await import('node:fs');
  try {
    cpSync(path.resolve(compiled, '../..'), path.join(copy, 'dist'), { recursive: true });
    for (const name of ['package.json', 'node_modules'])
      symlinkSync(path.resolve(compiled, '../../..', name), path.join(copy, name));
    writeFileSync(path.join(copy, 'dist/src/audit/event-bytes.rules.js'), source);
    const program = path.join(copy, 'dist/test/faults/seal-once.js');
    return await new Promise<Buggy>((resolve, reject) => {
      execFile(process.execPath, [program, own.adminUrl, own.appUrl], (error, stdout) =>
        error ? reject(error) : resolve(JSON.parse(stdout) as Buggy),
      );
    });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
