import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { type Day, meetingDay, type Table, table } from './day.js';

let app: TestApp;
let world: World;
let day: Day;
let at: Table;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  day = await meetingDay(app, world);
  at = table(app, world, day.meetingId);
});
afterAll(() => app?.stop());

const item = () => day.cases[0]!.itemId;
const stands = async (section = 'DECISIONS') => (await at.section(item(), section)).body;

describe('a section', () => {
  test('is saved by who saw what stands there, and keeps who said what and when', async () => {
    const blind = { as: world.coordinator, body: { revisionId: randomUUID(), text: 'x' } };
    expect((await app.request('PUT', `/agenda-items/${item()}/record/DECISIONS`, blind)).status).toBe(428);
    expect((await at.save(item(), 'NO_SUCH_SECTION', 0, { text: 'x' })).status).toBe(404);
    const view = { text: 'She wants him gone', who: 'IDVA', day: '2026-03-02' };
    const saved = await at.save(item(), 'VICTIM_VIEW', 0, view);
    expect([saved.status, saved.headers['etag']]).toEqual([200, '"1"']);
    expect(await stands('VICTIM_VIEW')).toMatchObject({ ...view, label: 'CONTACT', writtenBy: 'Test COORDINATOR', version: 1 });
    expect((await at.save(item(), 'VICTIM_VIEW', 1, {})).body).toMatchObject({ text: '', who: '', day: null, version: 2 });
  }); // prettier-ignore

  test('gives no protected address away, whoever writes it, nor does a note or who said it', async () => {
    const refuge = { kind: 'REFUGE', name: 'Willowmere', address: '9 Sheltered Row', postcode: 'NB8 8ZZ' };
    await at.ask('POST', `/cases/${day.cases[0]!.caseId}/locations`, refuge);
    const secret = 'She moved to 9 Sheltered Row';
    const refused = await at.save(item(), 'VICTIM_VIEW', 0, { text: secret, who: 'Staff of NB8 8ZZ' });
    expect(refused.body.errors.map((e: any) => `${e.pointer} ${e.code}`)).toEqual([
      '/text protected-address-in-text',
      '/who protected-address-in-text',
    ]);
    expect((await at.note(item(), 'DECISIONS', secret)).status).toBe(422);
    expect((await stands('VICTIM_VIEW')).version).toBe(0);
  });

  test('that somebody else saved is refused with the version that stands, and the refused text is kept beside it', async () => {
    await at.save(item(), 'DECISIONS', 0, { text: 'First' });
    const late = await at.save(item(), 'DECISIONS', 0, { text: 'Second' }, world.chair);
    expect([late.status, late.body]).toMatchObject([
      412,
      { code: 'stale', errors: [{ pointer: 'if-match', code: 'current-version-1' }] },
    ]);
    expect(late.text).not.toContain('First');
    expect((await at.note(item(), 'DECISIONS', 'Second', world.chair)).status).toBe(201);
    expect(await stands()).toMatchObject({ text: 'First', notes: [{ text: 'Second', writtenBy: 'Test CHAIR' }] });
    expect((await at.record(item())).text).toContain('Second');
  });

  test('of one case stands beside those of others', async () => {
    await at.save(item(), 'RISK_HARM', 0, { text: 'Harm' });
    await at.save(item(), 'RISK_INDICATORS', 0, { text: 'Indicators' }, world.chair);
    const { sections } = (await at.record(item())).body;
    expect(sections.filter((one: any) => one.version > 0).map((one: any) => one.text)).toEqual(['Harm', 'Indicators']);
    expect(sections).toHaveLength(8);
  });
});

describe('when the answer was lost', () => {
  test('the same save sent again answers as it did, whatever was saved since, and is saved once', async () => {
    const revision = { revisionId: randomUUID(), text: 'Locks to be changed' };
    const first = await at.save(item(), 'DECISIONS', 0, revision);
    expect((await at.save(item(), 'DECISIONS', 0, revision)).body).toEqual(first.body);
    await at.save(item(), 'DECISIONS', 1, { text: 'Locks were changed' }, world.chair);
    const again = await at.save(item(), 'DECISIONS', 0, revision);
    expect([again.status, again.body.version]).toEqual([200, 1]);
    expect(await stands()).toMatchObject({ text: 'Locks were changed', version: 2 });
    const saves = await at.ask('GET', `/agenda-items/${item()}/record/DECISIONS/revisions`);
    expect(saves.body.items.map((one: any) => one.text)).toEqual(['Locks to be changed', 'Locks were changed']);
  });

  test('the very first save, sent again before it was answered, is one', async () => {
    const revision = { revisionId: randomUUID(), text: 'Once' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => at.save(item(), 'DECISIONS', 0, revision)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await stands()).version).toBe(1);
  });

  test('a note likewise', async () => {
    const id = randomUUID();
    const answers = await Promise.all(
      [1, 2, 3].map(() => at.note(item(), 'DISSENT', 'Housing disagrees', undefined, id)),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect((await at.record(item())).body.sections.at(-1).notes).toHaveLength(1);
    expect((await at.note(item(), 'DISSENT', 'Something else', undefined, id)).status).toBe(422);
  });

  test('an id stands for one text of one person in one place', async () => {
    const revision = { revisionId: randomUUID(), text: 'Mine' };
    await at.save(item(), 'DECISIONS', 0, revision);
    for (const [section, body, as] of [
      ['DECISIONS', { ...revision, text: 'Other' }, world.coordinator],
      ['DECISIONS', revision, world.chair],
      ['DISSENT', revision, world.coordinator],
    ] as [string, object, TestUser][]) {
      const used = await at.save(item(), section, section === 'DISSENT' ? 0 : 1, body, as);
      expect([used.status, used.body.errors]).toMatchObject([422, [{ pointer: '/revisionId', code: 'id-used' }]]);
    }
    const elsewhere = await app.world();
    const there = await meetingDay(app, elsewhere);
    const foreign = await table(app, elsewhere, there.meetingId).save(there.cases[0]!.itemId, 'DECISIONS', 0, revision);
    expect([foreign.status, foreign.body.errors]).toMatchObject([422, [{ pointer: '/revisionId', code: 'id-used' }]]);
  });
});

/** Writes as a form does that saves by itself: what it saw, and its words after it; refused, it looks again or keeps a note. */
async function autosave(as: TestUser, words: string[], notes: boolean): Promise<number> {
  let refused = 0;
  for (const word of words) {
    for (let seen = await stands(); ; seen = await stands()) {
      const revision = { revisionId: randomUUID(), text: `${seen.text} ${word}`.trim() };
      const answer = await at.save(item(), 'DECISIONS', seen.version, revision, as);
      const retry = await at.save(item(), 'DECISIONS', seen.version, revision, as);
      if (answer.status === 200) {
        expect([retry.status, retry.body.version]).toEqual([200, answer.body.version]);
        break;
      }
      expect(answer.status).toBe(412);
      refused++;
      if (!notes) continue;
      expect((await at.note(item(), 'DECISIONS', word, as)).status).toBe(201);
      break;
    }
  }
  return refused;
}

test('fifty saves of two people at once lose no word: what does not stand in the section stands beside it', async () => {
  const words = (name: string) => Array.from({ length: 25 }, (_, i) => `${name}${i}`);
  const refused = await Promise.all([
    autosave(world.coordinator, words('coordinator'), false),
    autosave(world.chair, words('chair'), true),
  ]);
  const { text, notes, version } = await stands();
  const kept = [...text.split(' '), ...notes.map((note: any) => note.text)];
  expect(kept.sort()).toEqual([...words('coordinator'), ...words('chair')].sort());
  expect(refused[0] + refused[1]).toBeGreaterThan(0);
  expect(version).toBe(50 - notes.length);
  const saves = await at.ask('GET', `/agenda-items/${item()}/record/DECISIONS/revisions?limit=200`);
  expect(saves.body.items.map((one: any) => one.number)).toEqual(Array.from({ length: version }, (_, i) => i + 1));
}, 60_000);

test('what was minuted is read on the record of deeds, and its words are nowhere in it', async () => {
  await at.save(item(), 'VICTIM_VIEW', 0, { text: 'Unmistakable words' });
  await at.record(item(), world.idva);
  const lines = await app.rows(
    `select action, code, purpose, labels from audit.events where subject_id = $1 and action ~ '^record' order by id`,
    [day.cases[0]!.caseId],
  );
  expect(lines).toMatchObject([
    { action: 'record.saved', code: 'VICTIM_VIEW', purpose: 'hold-meeting', labels: ['CONTACT'] },
    { action: 'record.read', labels: ['CONTACT'] },
  ]);
  expect(JSON.stringify(await app.rows('select * from audit.events'))).not.toContain('Unmistakable');
});
