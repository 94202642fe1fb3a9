import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readCheckpoint } from '../../src/audit/checkpoint.rules.js';
import { leafHash } from '../../src/audit/event-bytes.rules.js';
import { isConsistent, rootOfInclusion } from '../../src/audit/merkle.rules.js';
import { Proofs } from '../../src/audit/proofs.service.js';
import { Sealer } from '../../src/audit/sealer.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { fullCase } from '../support/full-case.js';
import type { World } from '../support/world.js';

let app: TestApp;
let world: World;
let other: World;
let caseId: string;
const folder = mkdtempSync(path.join(tmpdir(), 'marac-seals-'));

beforeAll(async () => {
  app = await startApp({ AUDIT_CHECKPOINTS: `${folder}/a,${folder}/b` });
  world = await app.world();
  other = await app.world();
  ({ caseId } = await fullCase(app, world));
  await app.get(Sealer).seal(40);
});
afterAll(async () => {
  await app?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const events = async (as: { token: string }) =>
  (await app.request('GET', '/audit/events?limit=200', { as })).body.items;
const rootIn = (note: string) => readCheckpoint(note.slice(0, note.indexOf('\n\n') + 1))!;
const bytes = (texts: string[]) => texts.map((text) => Buffer.from(text, 'base64'));

describe('refused', () => {
  const ROUTES: [string, string][] = [
    ['GET', '/audit/checkpoints'],
    ['GET', '/audit/events/0197a0a0-0000-7000-8000-000000000000/proof'],
    ['POST', '/audit/verification'],
  ];
  test.each(ROUTES)('%s %s to everybody but auditors', async (method, url) => {
    for (const role of [
      'coordinator',
      'chair',
      'administrator',
      'police',
      'idva',
      'referrer',
      'analyst',
      'observer',
    ] as const) {
      const { status, body } = await app.request(method, url, { as: world[role] });
      expect([role, status, body.code]).toEqual([role, 403, 'not-allowed']);
    }
  });

  test('the proof of a line of another MARAC, just as that of none', async () => {
    const [line] = (await events(world.auditor)).filter((each: { subjectId: string }) => each.subjectId === caseId);
    const hidden = await app.request('GET', `/audit/events/${line.id}/proof`, { as: other.auditor });
    const absent = await app.request('GET', '/audit/events/0197a0a0-0000-7000-8000-000000000000/proof', {
      as: other.auditor,
    });
    expect(hidden.status).toBe(404);
    expect({ ...hidden.body, reference: '' }).toEqual({ ...absent.body, reference: '' });
  });

  test('the proof of a line that is not sealed yet', async () => {
    await app.request('GET', `/cases/${caseId}`, { as: world.coordinator });
    const [newest] = await app.rows<{ id: string }>(
      `select id from audit.events where marac_id = $1 order by id desc limit 1`,
      [world.maracId],
    );
    const { status, body } = await app.request('GET', `/audit/events/${newest!.id}/proof`, { as: world.auditor });
    expect([status, body.code]).toEqual([409, 'not-sealed']);
    await app.get(Sealer).seal();
  });
});

test('an auditor proves a line to anybody who has the checkpoint', async () => {
  for (const line of (await events(world.auditor)).slice(3, 9)) {
    const { status, body } = await app.request('GET', `/audit/events/${line.id}/proof`, { as: world.auditor });
    expect([status, body.eventId]).toEqual([200, line.id]);
    expect(body.entry).toContain(line.id);
    expect(leafHash(body.entry).toString('base64')).toBe(body.leafHash);
    const root = rootOfInclusion(leafHash(body.entry), body.position, body.treeSize, bytes(body.path));
    const signed = rootIn(body.checkpoint);
    expect([signed.size, root]).toEqual([body.treeSize, signed.root]);
  }
});

test('an earlier checkpoint is shown to be the beginning of the newest', async () => {
  const { body } = await app.request('GET', '/audit/checkpoints?limit=200', { as: world.auditor });
  expect(body.items.length).toBeGreaterThan(2);
  for (const { note } of body.items.slice(1)) {
    const [first] = [rootIn(note)];
    const proof = await app.operate(() => app.get(Proofs).consistency(first.size));
    expect(isConsistent(first, rootIn(proof.second), bytes(proof.path))).toBe(true);
  }
  await expect(app.operate(() => app.get(Proofs).consistency(1_000_000))).rejects.toMatchObject({ code: 'not-sealed' });
});

test('checkpoints come in pages', async () => {
  const all = (await app.request('GET', '/audit/checkpoints?limit=200', { as: world.auditor })).body;
  const first = (await app.request('GET', '/audit/checkpoints?limit=1', { as: world.auditor })).body;
  const second = (await app.request('GET', `/audit/checkpoints?limit=1&before=${first.next}`, { as: world.auditor }))
    .body;
  expect([...first.items, ...second.items]).toEqual(all.items.slice(0, 2));
  expect(all.next).toBeNull();
});

test('verification says that the log is proved, and is itself recorded', async () => {
  const { status, body } = await app.request('POST', '/audit/verification', { as: world.auditor });
  expect([status, body.ok, body.findings]).toEqual([200, true, []]);
  expect(body.checkpoints.outside).toBe(4); // each place took the newest of each of two rounds
  expect(body.entries).toBeGreaterThan(40);
  const [line] = (await events(world.auditor)).filter((each: { action: string }) => each.action === 'audit.verified');
  expect(line).toMatchObject({ actorId: world.auditor.id, code: 'proved' });
});

test('a log that was changed is not proved, and the answer says where', async () => {
  const pg = await import('pg');
  const admin = new pg.default.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
  try {
    await admin.query('set session_replication_role = replica');
    const { rows } = await admin.query<{ id: string; actor_id: string; position: string }>(
      `select e.id, e.actor_id, l.position from audit.events e join audit.leaves l on l.event_id = e.id where e.subject_id = $1 order by 3 limit 1`,
      [caseId],
    );
    const [first] = rows;
    await admin.query('update audit.events set actor_id = $2 where id = $1', [first!.id, world.observer.id]);
    const { body } = await app.request('POST', '/audit/verification', { as: world.auditor });
    expect(body).toMatchObject({
      ok: false,
      findings: [{ code: 'ENTRY_CHANGED', position: Number(first!.position), eventId: first!.id }],
    });
    await admin.query('update audit.events set actor_id = $2 where id = $1', [first!.id, first!.actor_id]);
    expect((await app.request('POST', '/audit/verification', { as: world.auditor })).body.ok).toBe(true);
  } finally {
    await admin.end();
  }
});
