import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { StuckWorkDesk } from '../../src/operations/stuck-work-desk.service.js';
import { TELLS_OF_STUCK_WORK } from '../../src/operations/operations.events.js';
import { newId } from '../../src/platform/db/ids.js';
import { StuckWork } from '../../src/platform/queue/stuck-work.js';
import { deliver } from '../meetings/calendar.js';
import { startApp, type TestApp } from '../support/app.js';
import type { World } from '../support/world.js';

/** Work that failed for good is put before administrators, told of once, and tried again when they ask. */
let app: TestApp;
let world: World;
let subject: string;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  subject = newId();
});
afterAll(() => app?.stop());

const report = (name = 'action.overdue', fingerprint = `time ${name} ${subject}`) =>
  app.operate(async () =>
    app.get(StuckWork).report({ fingerprint, lane: 'TIME', name, ids: { subject }, errorCode: 'sql-23505' }),
  );
const list = (query = '') => app.request('GET', `/stuck-work?limit=200${query}`, { as: world.administrator });
const mine = async () => (await list()).body.items.find((row: any) => row.ids.subject === subject);
const tell = async () => {
  await app.operate(() => app.get(StuckWorkDesk).tell());
  await deliver(app);
};
const notices = async (id: string) =>
  (await app.request('GET', '/inbox?limit=200', { as: world.administrator })).body.items.filter(
    (n: any) => n.subjectId === id,
  );

test.each(['coordinator', 'chair', 'police', 'idva', 'referrer', 'auditor', 'analyst', 'observer'] as const)(
  '%s neither sees it nor tries it again',
  async (who) => {
    await report();
    const { id } = await mine();
    expect((await app.request('GET', '/stuck-work', { as: world[who] })).status).toBe(403);
    expect((await app.request('POST', `/stuck-work/${id}/retry`, { as: world[who] })).status).toBe(403);
    expect((await mine()).retryAt).toBeNull();
  },
);

describe('an administrator', () => {
  test('sees ids and codes, and that they looked is recorded', async () => {
    await report();
    await report();
    expect(await mine()).toEqual({
      ...{
        id: expect.any(String),
        lane: 'TIME',
        name: 'action.overdue',
        ids: { subject },
        errorCode: 'sql-23505',
        failures: 2,
      },
      ...{ firstFailedAt: expect.any(String), failedAt: expect.any(String), retryAt: null },
    });
    const lines = await app.rows(
      `select from audit.events e where e.action = 'stuck-work.listed' and e.actor_id = $1`,
      [world.administrator.id],
    );
    expect(lines.length).toBe(1);
  });

  test('tries it again: what was owed is owed anew, and the row says since when', async () => {
    await app.rows(`insert into platform.due (lane, kind, subject, due_at, next_at, state) values ('TIME', 'action.overdue', $1, now(), now(), 'STUCK')`, [subject]); // prettier-ignore
    await report();
    const { id } = await mine();
    const { status, body } = await app.request('POST', `/stuck-work/${id}/retry`, { as: world.administrator });
    expect([status, body.id, typeof body.retryAt]).toEqual([202, id, 'string']);
    expect(await app.rows('select d.state from platform.due d where d.subject = $1', [subject])).toEqual([
      { state: 'WAITING' },
    ]);
    const [line] = await app.rows(
      `select e.actor_id as who from audit.events e where e.action = 'stuck-work.retried' and e.subject_id = $1`,
      [id],
    );
    expect(line.who).toBe(world.administrator.id);
  });

  test('finds nothing to try again of what was done after all, or never was', async () => {
    await report();
    const { id } = await mine();
    await app.operate(async () => app.get(StuckWork).resolve(`time action.overdue ${subject}`));
    for (const gone of [id, newId()])
      expect((await app.request('POST', `/stuck-work/${gone}/retry`, { as: world.administrator })).status).toBe(404);
  });

  test('reads page by page', async () => {
    await report();
    await report('action.overdue', `another ${subject}`);
    const first = await app.request('GET', '/stuck-work?limit=1', { as: world.administrator });
    const second = await app.request('GET', `/stuck-work?limit=1&after=${first.body.next}`, {
      as: world.administrator,
    });
    expect(second.body.items[0].id).not.toBe(first.body.items[0].id);
    expect((await list('&after=nonsense')).status).toBe(422);
  });
});

describe('administrators are told', () => {
  test('once, however often it fails and somebody looks', async () => {
    await report();
    const { id } = await mine();
    await tell();
    await report();
    await tell();
    expect(await notices(id)).toMatchObject([{ kind: 'WORK_STUCK', urgent: true, maracId: world.maracId }]);
  });

  test('once a day of work that recovers and fails again', async () => {
    await report();
    await tell();
    await app.operate(async () => app.get(StuckWork).resolve(`time action.overdue ${subject}`));
    await report();
    const { id } = await mine();
    await tell();
    expect(await notices(id)).toEqual([]);
  });

  test('but not of the telling itself, which would go on for ever', async () => {
    await report(TELLS_OF_STUCK_WORK);
    const { id } = await mine();
    await tell();
    expect(await notices(id)).toEqual([]);
  });

  test('and nobody else is', async () => {
    await report();
    const { id } = await mine();
    await tell();
    const told = await app.rows(`select r.role from notifications.notices n join identity.user_roles r on r.user_id = n.user_id where n.subject_id = $1`, [id]); // prettier-ignore
    expect(new Set(told.map(({ role }) => role))).toEqual(new Set(['ADMINISTRATOR']));
  });
});

test('that the database was put back is decided, not tried again: the administrator is told how', async () => {
  await app.operate(async () =>
    app.get(StuckWork).report({
      ...{ fingerprint: `restored ${subject}`, lane: 'JOB', name: 'platform.restored', ids: { subject } },
      errorCode: 'restored',
    }),
  );
  const { id } = await mine();
  const answer = await app.request('POST', `/stuck-work/${id}/retry`, { as: world.administrator });
  expect([answer.status, answer.body.code]).toEqual([409, 'to-be-decided']);
  expect(answer.text).toContain('npm run marac -- restored');
  expect(await mine()).toMatchObject({ id, retryAt: null, errorCode: 'restored', failures: 1 });
});
