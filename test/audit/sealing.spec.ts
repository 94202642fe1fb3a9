import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { Audit } from '../../src/audit/audit.service.js';
import { ENTRY, ENCODING, SEALED_COLUMNS } from '../../src/audit/event-bytes.rules.js';
import { onSnapshot } from '../../src/audit/log.queries.js';
import { type Verification, verifyLog } from '../../src/audit/log-verifier.js';
import { notesOfFile } from '../../src/audit/checkpoint-places.js';
import { readCheckpoint } from '../../src/audit/checkpoint.rules.js';
import { newId } from '../../src/platform/db/ids.js';
import { Actor } from '../../src/platform/db/actor.js';
import { tx } from '../../src/platform/db/transaction.js';
import { newKey, type SealingHouse, sealingHouse } from '../faults/sealed-log.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let house: SealingHouse;
let admin: pg.Client;
let folder: string;
const key = newKey();

beforeEach(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(path.join(tmpdir(), 'marac-seals-'));
  house = await sealingHouse(database.appUrl, [path.join(folder, 'a'), path.join(folder, 'b')], key);
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
});
afterEach(async () => {
  await admin?.end();
  await house?.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const INSERT = `insert into audit.events (id, actor_kind, actor_id, action, subject_kind, subject_id, outcome) values ($1, 'system', 'test', 'thing.done', 'thing', $2, 'DONE')`;

/** Some lines as the application writes them. */
async function deeds(count: number): Promise<void> {
  const audit = new Audit();
  await house.uow.run(Actor.system('test'), async () => {
    for (let i = 0; i < count; i++) audit.record({ action: 'thing.done', subject: { kind: 'thing', id: newId() } });
  });
}

async function verified(): Promise<Verification> {
  return onSnapshot(admin, async () => verifyLog(admin, house.keys.believed, await house.places.notes()));
}

async function places(): Promise<string[]> {
  const { rows } = await admin.query<{ event_id: string }>('select event_id from audit.leaves order by position');
  return rows.map((row) => row.event_id);
}

const PROVED = { ok: true, waiting: 0, findings: [] };

describe('refused', () => {
  test.each(['events', 'log', 'leaves', 'blocks', 'checkpoints'])(
    'changing audit.%s, to its owner too',
    async (table) => {
      await deeds(300);
      await house.sealer.seal();
      const owner = new pg.Client({ connectionString: database.ownerUrl });
      await owner.connect();
      try {
        await owner.query(`alter table audit.${table} no force row level security`);
        const column = { events: 'actor_id', log: 'id' }[table] ?? 'number';
        const all = [
          `delete from audit.${table}`,
          `truncate audit.${table}`,
          `update audit.${table} set ${column} = ${column}`,
        ];
        for (const text of all.slice(0, table === 'leaves' ? 2 : 3))
          await expect(owner.query(text)).rejects.toThrow('append-only');
      } finally {
        await owner.end();
      }
    },
  );

  test('a line in the name of somebody else, or of a job, by a reader', async () => {
    const reader = new Actor('user', newId(), newId());
    const line = (kind: string, id: string) =>
      house.uow.run(reader, async () =>
        tx().write(
          `insert into audit.events (id, actor_kind, actor_id, action, subject_kind, subject_id, outcome) values ($1, $2, $3, 'case.opened', 'case', 'x', 'DONE')`,
          [newId(), kind, id],
        ),
      );
    await expect(line('user', newId())).rejects.toThrow('row-level security');
    await expect(line('system', 'actions.sweep-overdue')).rejects.toThrow('row-level security');
    await expect(line('anonymous', 'anonymous')).rejects.toThrow('row-level security');
    await line('user', reader.id);
    await house.uow.run(reader, () => house.uow.elevated(async () => new Audit().record({ action: 'case.rejoined', subject: { kind: 'case', id: 'x' } }))); // prettier-ignore
  });

  test('a time of one’s own choosing', async () => {
    const backdated = house.uow.run(Actor.system('test'), async () =>
      tx().write(
        `insert into audit.events (id, at, actor_kind, actor_id, action, subject_kind, subject_id, outcome) values ($1, '2020-01-01', 'system', 'x', 'x', 'x', 'x', 'DONE')`,
        [newId()],
      ),
    );
    await expect(backdated).rejects.toThrow('permission denied');
  });

  test('sealing on top of a log that was put back to an earlier state, or of a checkpoint that another key signed', async () => {
    await deeds(3);
    await house.sealer.seal();
    await admin.query('set session_replication_role = replica');
    await deeds(2);
    await house.sealer.seal();
    await admin.query('delete from audit.checkpoints where number = 1; delete from audit.leaves where position >= 3');
    await expect(house.anotherSealer().seal()).rejects.toThrow('run audit verify');
    expect(await places()).toHaveLength(3);
    const stranger = await sealingHouse(database.appUrl, [path.join(folder, 'c')]);
    await expect(stranger.sealer.seal()).rejects.toThrow('run audit verify');
    await stranger.close();
  });
});

describe('every committed row gets one place, which it keeps', () => {
  test('also when it is committed long after rows that came later', async () => {
    const late = new pg.Client({ connectionString: database.appUrl });
    await late.connect();
    const lateId = newId();
    await late.query(`begin; select set_config('app.system', 'on', true)`);
    await late.query(INSERT, [lateId, 'late']);
    await deeds(5);
    expect(await house.sealer.seal()).toBe(5);
    const before = await places();
    await deeds(4);
    expect(await house.sealer.seal()).toBe(4);
    await late.query('commit');
    await late.end();
    expect(await house.sealer.seal()).toBe(1);
    const after = await places();
    expect(after.slice(0, 5)).toEqual(before);
    expect(after.at(-1)).toBe(lateId);
    expect(await verified()).toMatchObject({ ...PROVED, entries: 10 });
  });

  test('whatever time its id claims', async () => {
    await deeds(3);
    await house.sealer.seal();
    for (const id of [
      '00000000-0000-4000-8000-000000000001',
      '01000000-0000-7000-8000-000000000001',
      'ffffffff-ffff-4fff-bfff-ffffffffffff',
    ])
      await admin.query(INSERT, [id, 'odd']);
    expect(await house.sealer.seal()).toBe(1); // of a time to come
    expect(await house.sealer.seal()).toBe(0); // the end of the round through the old ones
    expect(await house.anotherSealer().seal()).toBe(2);
    expect(await verified()).toMatchObject({ ...PROVED, entries: 6 });
  });

  test('with several sealers and writers at once, rolled-back work among it', async () => {
    const sealers = [house.sealer, house.anotherSealer(), house.anotherSealer()];
    const write = async () => {
      for (let i = 0; i < 15; i++) {
        await deeds(1 + (i % 4));
        const failing = house.uow.run(Actor.system('test'), async () => {
          new Audit().record({ action: 'thing.undone', subject: { kind: 'thing', id: newId() } });
          await tx().settle();
          throw new Error('undone');
        });
        await failing.catch(() => undefined);
      }
    };
    const seal = async (sealer: SealingHouse['sealer']) => {
      for (let i = 0; i < 15; i++) await sealer.seal(7);
    };
    await Promise.all([write(), write(), ...sealers.map(seal)]);
    await house.sealer.seal();
    const { rows } = await admin.query<{ id: string }>('select id from audit.events');
    const sealed = await places();
    expect(sealed.toSorted()).toEqual(rows.map((row) => row.id).sort());
    expect(await verified()).toMatchObject({ ...PROVED, entries: sealed.length });
  });

  test('an empty log is proved, and a log without anything new is left alone', async () => {
    expect(await house.sealer.seal()).toBe(0);
    expect(await verified()).toMatchObject({ ...PROVED, entries: 0 });
    await deeds(2);
    await house.sealer.seal();
    expect(await house.sealer.seal()).toBe(0);
    expect((await verified()).checkpoints).toEqual({ inside: 1, outside: 2, largestOutside: 2 });
  });

  test('that nothing happened is signed too, once the last checkpoint leaves room for something older', async () => {
    await deeds(4);
    await house.sealer.seal(4); // more may wait, so this one promises nothing about the time before it
    expect(await house.sealer.seal()).toBe(0);
    expect(await verified()).toMatchObject({ ...PROVED, entries: 4, checkpoints: { inside: 2, outside: 2 } });
  });
});

describe('what is sealed', () => {
  test('is every column of the table', async () => {
    const { rows } = await admin.query<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = 'audit.events'::regclass and attnum > 0 and not attisdropped`,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual([...SEALED_COLUMNS].sort());
  });

  test('is one JSON array, written as RFC 8785 has it, whatever the texts are and wherever the session is', async () => {
    await admin.query(`set time zone 'Asia/Kathmandu'; set datestyle = 'SQL, DMY'`);
    const text = fc.string({ unit: 'binary' }).map((any) => any.replaceAll('\0', ''));
    await fc.assert(
      fc.asyncProperty(text, text, fc.option(fc.array(text)), async (action, subject, labels) => {
        const id = newId();
        await admin.query(
          `insert into audit.events (id, at, actor_kind, actor_id, action, subject_kind, subject_id, labels, outcome)
           values ($1, '2026-03-01 10:11:12.1305+00', 'system', 'x', $2, 'x', $3, $4, 'DONE')`,
          [id, action, subject, labels],
        );
        const { rows } = await admin.query<{ entry: string; labels: string | null }>(
          `select ${ENTRY} as entry, labels::text from audit.events e where id = $1`,
          [id],
        );
        const { entry, labels: asText } = rows[0]!;
        const values = [
          id,
          '1772359872.130500',
          'system',
          'x',
          null,
          null,
          action,
          'x',
          subject,
          null,
          asText,
          'DONE',
          null,
          null,
        ];
        expect(entry).toBe(JSON.stringify([ENCODING, ...values]));
      }),
      { numRuns: 60 },
    );
  });
});

describe('places outside', () => {
  test('that do not take a checkpoint are told of, and get the next one', async () => {
    writeFileSync(path.join(folder, 'b'), 'in the way');
    await deeds(2);
    await expect(house.sealer.seal()).rejects.toThrow('place 2 of AUDIT_CHECKPOINTS');
    expect(await places()).toHaveLength(2);
    rmSync(path.join(folder, 'b'));
    await deeds(1);
    await house.sealer.seal();
    expect(await verified()).toMatchObject({ ...PROVED, entries: 3, checkpoints: { inside: 2, outside: 3 } });
  });

  test('hold notes that anybody can read', async () => {
    await deeds(2);
    await house.sealer.seal();
    const [file] = (await import('node:fs')).readdirSync(path.join(folder, 'a'));
    expect(file).toMatch(/^[0-9a-f-]{36}\.\d{4}-\d{2}-\d{2}\.checkpoints$/);
    const [{ note } = { note: '' }] = await notesOfFile(path.join(folder, 'a', file!));
    const text = note.slice(0, note.indexOf('\n\n') + 1);
    expect(readCheckpoint(text)).toMatchObject({ size: 2, number: 0 });
  });

  test('are needed: without one nothing is proved', async () => {
    await deeds(2);
    await house.sealer.seal();
    const alone = await onSnapshot(admin, () => verifyLog(admin, house.keys.believed, []));
    expect(alone).toMatchObject({ ok: false, findings: [{ code: 'NO_CHECKPOINT_OUTSIDE' }] });
  });
});
