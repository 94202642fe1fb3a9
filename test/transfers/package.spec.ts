import { createPublicKey, verify } from 'node:crypto';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { canonicalJson } from '../../src/platform/crypto/canonical-json.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser } from '../support/world.js';
import { accepted, hear, listAt, type Moving, moving, offer, offered, step } from './moving.js';

let app: TestApp;
let m: Moving;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  m = await moving(app);
});
afterAll(() => app?.stop());

const read = (id: string, as: TestUser) => app.request('GET', `/transfers/${id}/package`, { as });
const check = (id: string, as: TestUser) => app.request('POST', `/transfers/${id}/package/verification`, { as });
const post = async (path: string, body: object, as: TestUser) => {
  const answer = await app.request('POST', path, { as, body });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
  return answer.body;
};
/** Changes what stands in the database, as somebody might who got hold of it. */
async function tamper(sql: string, values: unknown[]): Promise<void> {
  const admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
  const { rowCount } = await admin.query(sql, values);
  await admin.end();
  if (rowCount === 0) throw new Error('nothing was there to change');
}
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** An action that was carried out, a hearing, and something that was shared with the meeting. */
async function history(caveats: string[] = []) {
  const { old, caseId } = m;
  const item = await listAt(app, old, caseId);
  const circulation = { reason: 'For the meeting' };
  await post(`/meetings/${item.meetingId}/circulation`, circulation, old.coordinator);
  const said = { text: 'He owns two dogs', nature: 'FACT', purpose: 'Visits', caveats };
  const snippet = await post(`/agenda-items/${item.itemId}/shared-information`, said, old.probation);
  const task = {
    ownerAgencyId: old.agencies.housing.id,
    ownerPost: 'Duty officer',
    text: 'Change the locks',
    target: 'VICTIM',
  };
  const action = await post(`/cases/${caseId}/actions`, task, old.coordinator);
  await hear(app, old, item);
  return { snippetId: snippet.id as string, action, item };
}

describe('who reads no package', () => {
  test.each<[string, (moved: Moving) => TestUser, number]>([
    ['the chair of the old area', ({ old }) => old.chair, 403],
    ['its IDVA', ({ old }) => old.idva, 403],
    ['the agency that referred', ({ old }) => old.housing, 403],
    ['the chair of the new area', ({ there }) => there.chair, 403],
    ['the IDVA of the new area', ({ there }) => there.idva, 403],
    ['an agency of the new area', ({ there }) => there.housing, 403],
  ])('%s', async (_, who, status) => {
    const id = await accepted(app, m);
    for (const ask of [read, check]) expect((await ask(id, who(m))).status).toBe(status);
  });

  test('the new area before it accepts, after it refused, and once the offer was taken back; a third area ever', async () => {
    const third = await app.world();
    const id = await offered(app, m);
    const absent = await read(randomUUID(), m.there.coordinator);
    const hidden = async () => {
      const answer = await read(id, m.there.coordinator);
      expect(answer).toMatchObject({ status: 404, body: { ...absent.body, reference: expect.any(String) } });
    };
    await hidden();
    await step(app, id, 'acknowledgement', m.there.coordinator);
    await hidden();
    expect((await read(id, third.coordinator)).status).toBe(404);
    await step(app, id, 'acceptance', m.there.coordinator);
    expect((await read(id, m.there.coordinator)).status).toBe(200);
    expect((await read(id, third.coordinator)).status).toBe(404);
    await step(app, id, 'withdrawal', m.old.coordinator, { reason: 'She came back' });
    await hidden();
  });
});

describe('what goes along', () => {
  test('is what was heard and done, assessments without their answers, and the flag: unless something else is chosen', async () => {
    const { action } = await history();
    const id = await accepted(app, m);
    const { body, text } = await read(id, m.there.coordinator);
    expect(body.seal).toBe('VALID');
    const { parts } = body.document;
    expect(Object.keys(parts).sort()).toEqual(['ACTIONS', 'ASSESSMENTS', 'FLAGS', 'HEARINGS']);
    expect(parts.HEARINGS).toMatchObject([{ status: 'HEARD', heardOn: expect.any(String) }]);
    expect(parts.ACTIONS).toMatchObject([{ text: 'Change the locks', status: action.status, agency: m.old.agencies.housing.name }]); // prettier-ignore
    expect(parts.ASSESSMENTS).toMatchObject([{ instrument: 'SAFELIVES_DASH', score: 15 }]);
    expect(parts.FLAGS).toMatchObject([{ setOn: expect.any(String), expiresOn: expect.any(String) }]);
    // who told us, and what others shared, stay
    expect(text).not.toMatch(/answers|recordedBy|two dogs/i);
  });

  test('an action is carried with what came of it', async () => {
    const { action } = await history();
    const closure = {
      reason: 'COMPLETED',
      outcome: 'Locks changed on the day',
      riskEffect: 'REDUCED',
      victimMayBeTold: true,
    };
    const closed = await app.request('POST', `/actions/${action.id}/closure`, {
      as: m.old.housing,
      body: closure,
      headers: { 'if-match': `"${action.version}"` },
    });
    expect(closed.status).toBe(200);
    const { body } = await read(await accepted(app, m), m.there.coordinator);
    expect(body.document.parts.ACTIONS).toMatchObject([
      { status: 'CLOSED', closureReason: 'COMPLETED', outcome: 'Locks changed on the day', riskEffect: 'REDUCED' },
    ]);
  });

  test('only the flag, when nothing else is chosen; the answers of a form when they are', async () => {
    const id = await accepted(app, m, { parts: ['FLAGS', 'ANSWERS'] });
    const { body } = await read(id, m.there.coordinator);
    expect(Object.keys(body.document.parts).sort()).toEqual(['ANSWERS', 'FLAGS']);
    expect(body.document.parts.ANSWERS).toMatchObject([{ answers: { 1: 'YES', 24: 'NO' } }]);
    const { body: mine } = await app.request('GET', `/cases/${m.caseId}/transfers`, { as: m.old.coordinator });
    expect(mine[0].parts).toEqual(['ANSWERS', 'FLAGS']);
  });

  test('what agencies shared goes piece by piece, when they agreed', async () => {
    const { snippetId } = await history();
    const refused = async (changes: object, pointer: string, code: string) => {
      const { status, body } = await offer(app, m, changes);
      expect([status, body.errors[0].pointer, body.errors[0].code]).toEqual([422, pointer, code]);
    };
    await refused({ snippetIds: [snippetId] }, '/snippetsAgreed', 'required');
    await refused({ snippetsAgreed: 'They said yes' }, '/snippetsAgreed', 'not-wanted');
    await refused({ snippetIds: [randomUUID()], snippetsAgreed: 'Yes' }, '/snippetIds/0', 'unknown');
    const id = await accepted(app, m, { snippetIds: [snippetId], snippetsAgreed: 'Probation agreed by telephone' });
    const { body } = await read(id, m.there.coordinator);
    expect(body.document).toMatchObject({
      agreedBecause: 'Probation agreed by telephone',
      parts: { SHARED_INFORMATION: [{ text: 'He owns two dogs', agency: m.old.agencies.probation.name }] },
    });
  });

  test('police intelligence and privileged words stay, whoever agrees', async () => {
    const { snippetId } = await history(['POLICE_INTEL']);
    const { body } = await offer(app, m, { snippetIds: [snippetId], snippetsAgreed: 'Yes' });
    expect(body.errors).toMatchObject([{ pointer: '/snippetIds/0', code: 'not-to-pass-on' }]);
  });

  test('not a text that gives a protected place away, unless such places go along', async () => {
    const task = {
      ownerAgencyId: m.old.agencies.housing.id,
      ownerPost: 'Duty officer',
      text: 'Alarm for 9 Sheltered Row',
      target: 'VICTIM',
    };
    await post(`/cases/${m.caseId}/actions`, task, m.old.coordinator);
    const refuge = { kind: 'REFUGE', name: 'Willowmere', address: '9 Sheltered Row', postcode: 'NB8 8ZZ', phone: '' };
    await post(`/cases/${m.caseId}/locations`, refuge, m.old.coordinator);
    expect((await offer(app, m)).body).toMatchObject({
      code: 'protected-address-in-text',
      errors: [{ pointer: '/parts/1' }],
    });
    expect((await offer(app, m, { parts: ['FLAGS'] })).status).toBe(201);
  });

  test.each<[object, string, string]>([
    [{ parts: ['EVERYTHING'] }, '/parts/0', 'not-one-of'],
    [{ parts: ['SHARED_INFORMATION'] }, '/parts/0', 'not-one-of'],
    [{ snippetIds: ['x'] }, '/snippetIds/0', 'not-an-id'],
  ])('refused: %j', async (changes, pointer, code) => {
    const { status, body } = await offer(app, m, changes);
    expect(status).toBe(422);
    expect(body.errors).toContainEqual(expect.objectContaining({ pointer, code }));
  });
});

describe('the signature', () => {
  test('is checked elsewhere with the public key: Ed25519 over the canonical form', async () => {
    await history();
    const { body } = await read(await accepted(app, m), m.there.coordinator);
    const text = `marac-transfer/1\n${canonicalJson({ ...body.document, format: 'marac-transfer/1' })}`;
    const raw = Buffer.from(body.publicKey, 'base64');
    const key = createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, raw]), format: 'der', type: 'spki' });
    const signature = Buffer.from(body.signature, 'base64');
    expect(verify(null, Buffer.from(text), key, signature)).toBe(true);
    expect(verify(null, Buffer.from(text.replace('PERMANENT', 'TEMPORARY')), key, signature)).toBe(false);
  });

  test('names no destination: the old area could try every area against it', async () => {
    const id = await accepted(app, m);
    const { text } = await read(id, m.old.coordinator);
    for (const word of [m.there.maracId, m.there.code, `Test area ${m.there.code}`]) expect(text).not.toContain(word);
  });

  test.each<[string, string]>([
    [
      'a part was changed',
      `update transfers.parts set content = replace(content, '15', '16') where transfer_id = $1 and part = 'ASSESSMENTS'`,
    ],
    [
      'a part was put in',
      `insert into transfers.parts (id, transfer_id, case_id, marac_id, part, content)
                           select gen_random_uuid(), t.id, t.case_id, t.marac_id, 'ANSWERS', '[]' from transfers.transfers t where t.id = $1`,
    ],
    ['a part was taken away', `delete from transfers.parts where transfer_id = $1 and part = 'FLAGS'`],
    ['its reason was changed', `update transfers.transfers set reason = 'Another' where id = $1`],
    ['its signature was taken away', `update transfers.transfers set signature = null where id = $1`],
    [
      'its signature was changed',
      `update transfers.transfers set signature = set_byte(signature, 3, get_byte(signature, 3) # 1) where id = $1`,
    ],
  ])('does not hold when %s: not accepted on arrival, not shown later', async (_, sql) => {
    const id = await offered(app, m);
    await tamper(sql, [id]);
    expect(await step(app, id, 'acceptance', m.there.coordinator)).toMatchObject({ status: 409, body: { code: 'package-damaged' } }); // prettier-ignore
    const { body } = await app.request('GET', `/transfers?marac=${m.there.maracId}`, { as: m.there.coordinator });
    expect(body.items).toMatchObject([{ status: 'OFFERED', caseId: null }]);
    expect((await check(id, m.old.coordinator)).body).toEqual({ transferId: id, seal: 'BROKEN' });
    const shown = await read(id, m.old.coordinator);
    expect(shown).toMatchObject({ status: 409, body: { code: 'package-damaged' } });
    expect(shown.text).not.toContain('SAFELIVES');
  });

  test('is checked on demand after acceptance too', async () => {
    const id = await accepted(app, m);
    expect((await check(id, m.there.coordinator)).body).toEqual({ transferId: id, seal: 'VALID' });
    await tamper(`update transfers.parts set content = '[]' where transfer_id = $1 and part = 'ASSESSMENTS'`, [id]);
    expect((await check(id, m.there.coordinator)).body).toEqual({ transferId: id, seal: 'BROKEN' });
    expect((await read(id, m.there.coordinator)).status).toBe(409);
  });
});

describe('acknowledgement', () => {
  test('tells both areas when; once; and by no others', async () => {
    const id = await offered(app, m);
    for (const as of [m.old.coordinator, (await app.world()).coordinator])
      expect((await step(app, id, 'acknowledgement', as)).status).toBe(404);
    for (const as of [m.there.chair, m.there.idva])
      expect((await step(app, id, 'acknowledgement', as)).status).toBe(403);
    const first = await step(app, id, 'acknowledgement', m.there.coordinator);
    expect(first.body).toMatchObject({ status: 'ACKNOWLEDGED', acknowledgedAt: expect.any(String), caseId: null });
    expect((await step(app, id, 'acknowledgement', m.there.coordinator)).body.code).toBe('wrong-state');
    const { body } = await app.request('GET', `/cases/${m.caseId}/transfers`, { as: m.old.coordinator });
    expect(body).toMatchObject([
      { status: 'ACKNOWLEDGED', acknowledgedAt: first.body.acknowledgedAt, decidedAt: null },
    ]);
    expect((await offer(app, m)).body.code).toBe('on-offer');
    expect((await step(app, id, 'refusal', m.there.coordinator, { reason: 'Not here' })).body.status).toBe('REFUSED');
    expect((await step(app, id, 'acknowledgement', m.there.coordinator)).body.code).toBe('wrong-state');
  });
});

test('the app role neither rewrites nor removes what was signed', async () => {
  await offered(app, m);
  const client = new pg.Client({ connectionString: app.database.appUrl });
  await client.connect();
  for (const sql of [
    `update transfers.parts set content = '[]'`,
    'delete from transfers.parts',
    'update transfers.transfers set signature = null',
  ])
    await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
  await client.end();
});
