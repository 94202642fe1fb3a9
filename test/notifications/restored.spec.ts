import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { Mailer } from '../../src/notifications/mailer.service.js';
import { RestoredService } from '../../src/notifications/restored.service.js';
import { Overdue } from '../../src/actions/overdue.service.js';
import { Fence } from '../../src/platform/fence/fence.js';
import { StuckWork } from '../../src/platform/queue/stuck-work.js';
import { WorkerService } from '../../src/platform/queue/worker.js';
import { agree, eventually, foundCase } from '../actions/plan.js';
import { startApp, type TestApp } from '../support/app.js';
import type { World } from '../support/world.js';
import { MailCatcher } from './mail-catcher.js';

const catcher = new MailCatcher();
let app: TestApp;
let world: World;

beforeAll(async () => {
  const smtp = await catcher.start();
  app = await startApp({ SMTP_URL: smtp, MAIL_FROM: 'no-reply@example.org', PUBLIC_URL: 'https://cases.example.org' });
  world = await app.world();
});
afterAll(async () => {
  await app.stop();
  await catcher.stop();
});

/** An action that fell due so many minutes ago and was not alerted of, as far as this database knows. */
async function dueAgo(minutes: number, dueRow = true): Promise<string> {
  const { caseId } = await foundCase(app, world);
  const { id } = await agree(app, world, caseId, world.agencies.housing.id);
  const values = [id, minutes];
  const ago = `clock_timestamp() - make_interval(mins => $2)`;
  await app.rows(`update actions.actions set due_at = ${ago} where id = $1`, values);
  if (dueRow) await app.rows(`update platform.due set due_at = ${ago}, next_at = ${ago} where subject = $1`, values);
  else await app.rows('delete from platform.due where subject = $1', [id]);
  return id;
}

/** What a restore does to the database: it finds itself on another history. */
async function putBack(): Promise<void> {
  const admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
  await admin.query(`update platform.epochs set server = 'elsewhere-00000001'
                      where number = (select max(e.number) from platform.epochs e)`);
  await admin.end();
}

const mailsOf = (id: string) =>
  app.rows<{ state: string; code: string | null }>(
    `select distinct m.state, m.error_code as code from notifications.mails m join notifications.notices n on n.id = m.notice_id
      where n.subject_id = $1`,
    [id],
  );
const state = () => app.operate(() => app.get(RestoredService).state());
const sent = (id: string) => catcher.mails.filter(({ raw }) => raw.replaceAll('=\r\n', '').includes(id)).length;

test('nothing is held back, and there is nothing to decide, where nothing was put back', async () => {
  expect(await state()).toMatchObject({ epoch: 1, decided: true, heldBack: 0 });
  await expect(app.operate(() => app.get(RestoredService).decide('-infinity'))).rejects.toMatchObject({
    code: 'nothing-to-decide',
  });
});

test('what was owed before the database was put back is in the inbox, and is mailed only if it had not gone out', async () => {
  const [old, missed, lostRow] = [await dueAgo(10), await dueAgo(2), await dueAgo(9, false)];
  await putBack();
  await app.operate(() => app.get(Mailer).sweep()); // before anybody has begun the new epoch
  await app.get(WorkerService).start();
  await app.get(Overdue).sweep();
  try {
    for (const id of [old, missed, lostRow]) {
      await eventually(async () => (await mailsOf(id)).length > 0);
      expect((await app.rows('select from actions.alerts where action_id = $1', [id])).length).toBe(1);
    }
    const fresh = await foundCase(app, world);
    const dueAt = new Date(Date.now() + 1_500).toISOString();
    const { id: later } = await agree(app, world, fresh.caseId, world.agencies.housing.id, { dueAt });
    await eventually(async () => sent(later) > 0);
    await app.operate(() => app.get(Mailer).sweep());
    expect([sent(old), sent(missed), sent(lostRow)]).toEqual([0, 0, 0]);
    expect(await state()).toMatchObject({ epoch: 2, decided: false });
    const stuck = () => app.operate(() => app.get(StuckWork).list());
    expect(await stuck()).toMatchObject([{ name: 'platform.restored', errorCode: 'restored' }]);

    const lostAt = new Date(Date.now() - 5 * 60_000).toISOString();
    const { dropped, released } = await app.operate(() => app.get(RestoredService).decide(lostAt));
    expect(dropped).toBeGreaterThanOrEqual(2);
    expect(released).toBeGreaterThanOrEqual(1);
    await app.operate(() => app.get(Mailer).sweep());
    await eventually(async () => sent(missed) > 0);
    for (const id of [old, lostRow]) {
      expect(await mailsOf(id)).toEqual([{ state: 'DROPPED', code: 'sent-before-restore' }]);
      expect(sent(id)).toBe(0);
    }
    expect(await stuck()).toEqual([]);
    expect(await state()).toMatchObject({ epoch: 2, decided: true, heldBack: 0 });
  } finally {
    await app.get(WorkerService).stop();
  }
}, 60_000);

test('however many processes find out, one epoch is begun', async () => {
  await putBack();
  const looks = await Promise.all([1, 2, 3, 4].map(() => app.operate(() => app.get(Fence).look())));
  expect(new Set(looks.map(({ number }) => number))).toEqual(new Set([3]));
  expect(await app.rows('select e.number from platform.epochs e order by e.number')).toHaveLength(3);
});
