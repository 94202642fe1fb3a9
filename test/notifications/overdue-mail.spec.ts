import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Mailer } from '../../src/notifications/mailer.service.js';
import { Subscribers } from '../../src/notifications/subscribers.service.js';
import { WorkerService } from '../../src/platform/queue/worker.js';
import { StuckWork } from '../../src/platform/queue/stuck-work.js';
import { newId } from '../../src/platform/db/ids.js';
import { agree, close, eventually, foundCase } from '../actions/plan.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { type CaughtMail, MailCatcher } from './mail-catcher.js';

const PUBLIC_URL = 'https://cases.example.org';
const catcher = new MailCatcher();
let app: TestApp;
let world: World;

beforeAll(async () => {
  const smtp = await catcher.start();
  app = await startApp({ SMTP_URL: smtp, MAIL_FROM: 'no-reply@example.org', PUBLIC_URL });
});
beforeEach(async () => {
  catcher.refusing = false;
  world = await app.world();
});
afterAll(async () => {
  await app.stop();
  await catcher.stop();
});

const noticesOf = (user: TestUser) =>
  app.rows<{ id: string; kind: string; subject_id: string }>(
    'select id, kind, subject_id from notifications.notices where user_id = $1 order by id',
    [user.id],
  );
const kindsOf = async (user: TestUser) => (await noticesOf(user)).map((n) => n.kind);
const mailOf = async (user: TestUser) =>
  (await app.rows('select * from notifications.mails where user_id = $1', [user.id]))[0];
const deactivate = (user: TestUser) =>
  app.rows('update identity.users set deactivated_at = now() where id = $1 returning id', [user.id]);
const messageId = (mail: CaughtMail) => /^Message-ID: (.+)$/im.exec(mail.raw)?.[1];

/** What the worker brings to the subscriber when an action of the world's housing agency is overdue. */
async function overdueAction(
  rest: Record<string, unknown> = {},
): Promise<{ actionId: string; caseId: string; ref: string; tell: () => Promise<void> }> {
  const { caseId, ref } = await foundCase(app, world);
  const { id: actionId } = await agree(app, world, caseId, world.agencies.housing.id, rest);
  const ids = { actionId, caseId, maracId: world.maracId, alertId: newId() };
  return { actionId, caseId, ref, tell: () => app.operate(() => app.get(Subscribers).overdue(ids)) };
}

describe('who is told of an overdue action', () => {
  test('the person named and the coordinator; nobody else of the agency, nobody of another', async () => {
    const colleague = await world.person(world.agencies.housing.id, ['AGENCY_REPRESENTATIVE']);
    const { tell } = await overdueAction({ ownerUserId: world.housing.id });
    await tell();
    expect(await kindsOf(world.housing)).toEqual(['ACTION_OVERDUE']);
    expect(await kindsOf(world.coordinator)).toEqual(['ACTION_OVERDUE']);
    for (const other of [
      colleague,
      world.referrer,
      world.police,
      world.probation,
      world.idva,
      world.chair,
      world.administrator,
    ]) {
      expect(await kindsOf(other)).toEqual([]);
    }
  });

  test("without a person named, the agency's representatives", async () => {
    const colleague = await world.person(world.agencies.housing.id, ['AGENCY_REPRESENTATIVE']);
    await (await overdueAction()).tell();
    for (const who of [world.housing, colleague, world.coordinator])
      expect(await kindsOf(who)).toEqual(['ACTION_OVERDUE']);
    expect(await kindsOf(world.referrer)).toEqual([]);
  });

  test('when the person named has left, the others of the agency', async () => {
    const colleague = await world.person(world.agencies.housing.id, ['AGENCY_REPRESENTATIVE']);
    const { tell } = await overdueAction({ ownerUserId: world.housing.id });
    await deactivate(world.housing);
    await tell();
    expect(await kindsOf(colleague)).toEqual(['ACTION_OVERDUE']);
    expect(await kindsOf(world.housing)).toEqual([]);
  });

  test('when the agency has nobody left, the coordinators, and the notice says so', async () => {
    const { tell } = await overdueAction();
    await deactivate(world.housing);
    await tell();
    expect(await kindsOf(world.coordinator)).toEqual(['ACTION_OVERDUE_UNOWNED']);
    expect(await kindsOf(world.housing)).toEqual([]);
  });

  test("when the agency's signature has lapsed, its people are not told of what they may not see", async () => {
    const { tell } = await overdueAction();
    await app.rows('update access.signatures set withdrawn_at = now() where agency_id = $1 returning id', [
      world.agencies.housing.id,
    ]);
    await tell();
    expect(await kindsOf(world.housing)).toEqual([]);
    expect(await kindsOf(world.coordinator)).toEqual(['ACTION_OVERDUE_UNOWNED']);
  });

  test('failing coordinators the chair, failing chairs the administrator, failing all it is loud', async () => {
    const { tell } = await overdueAction();
    await deactivate(world.housing);
    await deactivate(world.coordinator);
    await tell();
    expect(await kindsOf(world.chair)).toEqual(['ACTION_OVERDUE_UNOWNED']);
    expect(await kindsOf(world.administrator)).toEqual([]);
    await deactivate(world.chair);
    await tell();
    expect(await kindsOf(world.administrator)).toEqual(['ACTION_OVERDUE_UNOWNED']);
    await deactivate(world.administrator);
    await expect(tell()).rejects.toMatchObject({ code: 'nobody-to-tell' });
  });

  test('told twice, noticed once', async () => {
    const { tell } = await overdueAction();
    await tell();
    await tell();
    expect(await kindsOf(world.coordinator)).toEqual(['ACTION_OVERDUE']);
  });

  test('looking through other eyes leaves the unit of work as the system', async () => {
    const { tell } = await overdueAction();
    await tell();
    expect(await app.rows('select access.is_system() as system, access.reader() as reader')).toEqual([
      { system: true, reader: null },
    ]);
  });
});

describe('the mail', () => {
  const sendAll = async (user: TestUser) => {
    const mail = await mailOf(user);
    await app.get(Mailer).send({ mailId: mail.id });
    return mail.id as string;
  };

  test('goes to one person, word for word, and holds no name', async () => {
    const { tell, actionId, ref } = await overdueAction({
      text: 'Canary Deed',
      riskAddressed: 'Canary Risk',
      ownerPost: 'Canary Post',
    });
    await tell();
    for (const user of [world.housing, world.coordinator]) await sendAll(user);
    const mails = [...catcher.to(world.housing.email), ...catcher.to(world.coordinator.email)];
    expect(mails).toHaveLength(2);
    for (const mail of mails) {
      expect(mail.recipients).toHaveLength(1);
      expect(mail.from).toBe('no-reply@example.org');
      expect(mail.raw).toMatch(/^Subject: Task update\r$/m);
      expect(mail.raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
      const [head = '', body = ''] = mail.raw.split('\r\n\r\n');
      const text = body.replaceAll('=\r\n', '').replaceAll('=3D', '=').trim();
      expect(text).toBe(
        `A task with reference ${ref} was updated; sign in to read it: ${PUBLIC_URL}/actions/${actionId}`,
      );
      expect(mail.raw).not.toMatch(/canary|housing|test coordinator|representative|victim|marac|overdue/i);
      expect(head).not.toMatch(/^(cc|bcc):/im);
    }
    expect(await mailOf(world.housing)).toMatchObject({ state: 'SENT', attempts: 1 });
  });

  test('is sent again under the same Message-ID when the sender died after sending', async () => {
    await (await overdueAction()).tell();
    const mailId = await sendAll(world.housing);
    // as if the process had died before it could note that the mail was sent, two minutes ago
    const sql = `update notifications.mails set state = 'WAITING', ended_at = null, retry_at = now() - interval '1 second' where id = $1 returning id`;
    await app.rows(sql, [mailId]);
    await app.get(Mailer).send({ mailId });
    const mails = catcher.to(world.housing.email);
    expect(mails).toHaveLength(2);
    expect(messageId(mails[0]!)).toMatch(new RegExp(`^<${mailId}@`));
    expect(messageId(mails[1]!)).toBe(messageId(mails[0]!));
  });

  test('is not sent again once it was sent, nor while another sends it', async () => {
    await (await overdueAction()).tell();
    const mail = await mailOf(world.housing);
    await Promise.all([1, 2, 3, 4].map(() => app.get(Mailer).send({ mailId: mail.id })));
    await app.get(Mailer).send({ mailId: mail.id });
    expect(catcher.to(world.housing.email)).toHaveLength(1);
  });

  test('is not written to who has left, nor about what was read already', async () => {
    await (await overdueAction()).tell();
    await deactivate(world.housing);
    await sendAll(world.housing);
    expect(await mailOf(world.housing)).toMatchObject({ state: 'DROPPED', error_code: 'deactivated' });
    const [notice] = await noticesOf(world.coordinator);
    expect((await app.request('POST', `/inbox/${notice!.id}/read`, { as: world.coordinator })).status).toBe(200);
    await sendAll(world.coordinator);
    expect(await mailOf(world.coordinator)).toMatchObject({ state: 'DROPPED', error_code: 'read-already' });
    expect([...catcher.to(world.housing.email), ...catcher.to(world.coordinator.email)]).toHaveLength(0);
  });

  test('is kept while the server refuses, given to people after ten tries, and sent when they ask', async () => {
    await (await overdueAction()).tell();
    catcher.refusing = true;
    const mailId = await sendAll(world.housing);
    expect(await mailOf(world.housing)).toMatchObject({ state: 'WAITING', attempts: 1 });
    await app.rows(
      `update notifications.mails set attempts = 9, retry_at = now() - interval '1 second' where id = $1 returning id`,
      [mailId],
    );
    await app.get(Mailer).send({ mailId });
    expect(await mailOf(world.housing)).toMatchObject({ state: 'FAILED', attempts: 10 });
    const stuck = () =>
      app.operate(async () => (await app.get(StuckWork).list(200)).filter((row) => row.ids['mailId'] === mailId));
    expect(await stuck()).toMatchObject([{ name: 'notifications.send-mail', ids: { mailId } }]);
    await expect(app.get(Mailer).send({ mailId })).rejects.toMatchObject({ responseCode: 451 });
    expect(await stuck()).toHaveLength(1);
    catcher.refusing = false;
    await app.get(Mailer).send({ mailId });
    expect(await mailOf(world.housing)).toMatchObject({ state: 'SENT' });
    expect(await stuck()).toHaveLength(0);
    expect(catcher.to(world.housing.email)).toHaveLength(1);
  });
});

describe('with the worker running', () => {
  beforeAll(() => app.get(WorkerService).start());
  afterAll(() => app.get(WorkerService).stop());

  test('from the due moment to the mail, without anybody doing anything', async () => {
    const { caseId } = await foundCase(app, world);
    const housing = world.agencies.housing.id;
    const at = () => new Date(Date.now() + 1_500).toISOString();
    const late = await agree(app, world, caseId, housing, { dueAt: at() });
    const done = await agree(app, world, caseId, housing, { dueAt: at() });
    await close(app, world.housing, done.id, done.version);
    const mails = await eventually(async () => {
      const both = [...catcher.to(world.housing.email), ...catcher.to(world.coordinator.email)];
      return both.length === 2 && both;
    });
    for (const mail of mails) expect(mail.raw.replaceAll('=\r\n', '')).toContain(late.id);
    const inbox = await app.request('GET', '/inbox?unread=true', { as: world.housing });
    expect(inbox.body).toMatchObject({
      unread: 1,
      items: [{ kind: 'ACTION_OVERDUE', urgent: true, subjectKind: 'action', subjectId: late.id }],
    });
    expect((await app.request('GET', `/actions/${late.id}`, { as: world.housing })).body.overdue).toBe(true);
  });

  test('nothing but ids in events, jobs and due rows', async () => {
    const rows = await app.rows(
      'select ids::text as text from platform.outbox union all select subject::text from platform.due',
    );
    for (const { text } of rows)
      expect(text.replaceAll(/[0-9a-f-]{36}/g, 'ID')).toMatch(/^(ID|\{("[A-Za-z]+": "ID"(, )?)*\})$/);
  });
});
