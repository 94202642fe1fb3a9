import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { WorkerService } from '../../src/platform/queue/worker.js';
import { SamplePartnership } from '../../src/sample/partnership.service.js';
import { startApp, type TestApp } from '../support/app.js';

/** The main job as the people of Southbridge do it: from their spreadsheet to a case list, an action and its overdue alert. */
let app: TestApp;
let mail: string;
const people: Record<string, string> = {};

beforeAll(async () => {
  mail = mkdtempSync(path.join(tmpdir(), 'marac-mail-'));
  app = await startApp({ MARAC_DATA_DIR: mail, SMTP_URL: '' });
  await app.get(SamplePartnership).found();
  await app.get(WorkerService).start();
  for (const who of ['coordinator', 'housing', 'idva', 'auditor', 'probation']) {
    const { body } = await app.request('POST', '/sessions', {
      body: { email: `${who}.sb@example.org`, password: 'northbridge-sample-only' },
    });
    people[who] = body.token;
  }
}, 60_000);
afterAll(async () => {
  await app.stop();
  rmSync(mail, { recursive: true, force: true });
});

/** Asks until the answer is right: work is done in the background. */
async function until<T>(ask: () => Promise<T | undefined>, seconds = 20): Promise<T> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(100)) {
    const found = await ask();
    if (found !== undefined) return found;
  }
  throw new Error('it did not happen in time');
}

test('a spreadsheet goes in; cases, a case list, an action and its overdue alert come out', async () => {
  const as = people['coordinator']!;
  // the coordinator hands the spreadsheet in, and reads what became of it
  const started = await app.request('POST', '/imports?marac=SB', {
    as,
    body: readFileSync('test/fixtures/referrals.csv'),
    headers: { 'content-type': 'text/csv' },
  });
  expect(started).toMatchObject({ status: 202, body: { state: 'WAITING' } });
  const done = await until(async () => {
    const { body } = await app.request('GET', `/imports/${started.body.id}`, { as });
    return body.state === 'DONE' ? body : undefined;
  }, 60);
  expect(done).toMatchObject({ rowsDone: 900, imported: 867, refused: 33, unchanged: 0 });
  const refused = await app.request('GET', `/imports/${started.body.id}/rows?status=refused&limit=200`, { as });
  expect(refused.body.items).toHaveLength(33);
  const rows: { ref: string; outcome: string; prior: string; caseRef: string }[] = [];
  for (let after: string | null = ''; after !== null;) {
    const page: string = `/imports/${started.body.id}/rows?status=imported&limit=200${after && `&after=${after}`}`;
    const { items, next } = (await app.request('GET', page, { as })).body;
    rows.push(...items);
    after = next;
  }
  expect(rows).toHaveLength(867);
  const repeat = rows.find(
    (row, i) => row.outcome === 'REPEAT' && !rows.slice(i + 1).some((later) => later.caseRef === row.caseRef),
  )!;
  expect(repeat.prior).toMatch(/^NB\//);

  // a meeting next week, and the repeat on its list
  const [marac] = (await app.request('GET', '/maracs', { as })).body;
  const { caseId } = (await until(async () => {
    const { body } = await app.request('GET', `/referrals?marac=${marac.id}&limit=200`, { as });
    return body.items.find((referral: { caseRef: string }) => referral.caseRef === repeat.caseRef);
  })) as { caseId: string };
  const start = new Date(Date.now() + 8 * 86_400_000);
  while ([0, 6].includes(start.getUTCDay())) start.setUTCDate(start.getUTCDate() + 1);
  const meeting = await app.request('POST', '/meetings', {
    as,
    body: {
      maracId: marac.id,
      heldOn: start.toISOString().slice(0, 10),
      startTime: '09:30',
      venue: 'Town hall',
      evenOnBankHoliday: true,
    },
  });
  expect(meeting.status).toBe(201);
  const item = await app.request('POST', `/meetings/${meeting.body.id}/agenda-items`, { as, body: { caseId } });
  expect(item.status).toBe(201);
  const list = await app.request('GET', `/meetings/${meeting.body.id}/case-list`, { as });
  expect(list.body.items).toMatchObject([
    { position: 1, ref: repeat.caseRef, repeat: 'YES', openActions: 0, withheld: [] },
  ]);
  expect(list.text).not.toMatch(/Station Road|NB\d \d[A-Z]{2}|07700 ?900/); // no address, postcode or telephone on a list
  expect(
    (await app.request('GET', `/meetings/${meeting.body.id}/case-list`, { as: people['probation']! })).body.items,
  ).toEqual([]);

  // an action for housing, due in a moment; housing sees its own action and not where the victim lives
  const agencies = (await app.request('GET', '/agencies', { as })).body as { id: string; name: string }[];
  const housing = agencies.find((agency) => agency.name === 'Housing')!;
  const action = await app.request('POST', `/cases/${caseId}/actions`, {
    as,
    body: {
      text: 'Fit a new front door lock',
      target: 'VICTIM',
      ownerAgencyId: housing.id,
      ownerPost: 'Duty officer',
      dueAt: new Date(Date.now() + 1_500).toISOString(),
    },
  });
  expect(action.status).toBe(201);
  const seen = await app.request('GET', `/cases/${caseId}`, { as: people['housing']! });
  expect(seen.body).toMatchObject({ victim: { withheld: [{ field: 'contact' }, { field: 'equality' }] } });
  for (const field of ['perpetrators', 'children', 'summary', 'locations']) expect(seen.body).not.toHaveProperty(field);

  // nobody closes it in time: the representative and the coordinator are told, once each, and told nothing but a reference
  const told = await until(async () => {
    const { body } = await app.request('GET', '/inbox?unread=true', { as: people['housing']! });
    return body.items.find((notice: { kind: string }) => notice.kind.startsWith('ACTION_OVERDUE'));
  });
  expect(told).toMatchObject({ subjectId: action.body.id, caseRef: repeat.caseRef });
  const overdue = await app.request('GET', '/actions?overdue=true', { as: people['housing']! });
  expect(overdue.body.items.map((one: { id: string }) => one.id)).toEqual([action.body.id]);
  const letters = await until(async () => {
    if (!existsSync(path.join(mail, 'mail'))) return undefined;
    const files = readdirSync(path.join(mail, 'mail')).filter((file) => file.endsWith('.eml'));
    const texts = files
      .map((file) => readFileSync(path.join(mail, 'mail', file), 'utf8'))
      .filter((text) => text.includes(action.body.id));
    return texts.length >= 2 ? texts : undefined;
  });
  for (const letter of letters) {
    expect(letter.match(/^To: /gm)).toHaveLength(1);
    expect(letter.replace(/^To: .*/m, '')).not.toMatch(/lock|housing|victim|NB\/|MARAC/i);
  }
  await sleep(1_500);
  const again = await app.request('GET', '/inbox', { as: people['housing']! });
  expect(again.body.items.filter((notice: { subjectId: string }) => notice.subjectId === action.body.id)).toHaveLength(
    1,
  );

  // housing reports it done, and the record shows who did what
  const closed = await app.request('POST', `/actions/${action.body.id}/closure`, {
    as: people['housing']!,
    body: { reason: 'COMPLETED', outcome: 'Fitted today', riskEffect: 'REDUCED', victimMayBeTold: true },
    headers: {
      'if-match': `"${(await app.request('GET', `/actions/${action.body.id}`, { as: people['housing']! })).body.version}"`,
    },
  });
  expect(closed).toMatchObject({ status: 200, body: { status: 'CLOSED', closureReason: 'COMPLETED' } });
  const deeds = await app.rows<{ action: string }>(
    'select action from audit.events where subject_id = $1 order by id',
    [action.body.id],
  );
  expect(deeds.map((deed) => deed.action)).toEqual(expect.arrayContaining(['action.agreed', 'action.closed']));
}, 120_000);
