import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Digests } from '../../src/notifications/digests.service.js';
import { newId } from '../../src/platform/db/ids.js';
import { WorkerService } from '../../src/platform/queue/worker.js';
import { asOf } from '../../src/platform/values/clock.js';
import { todayIn } from '../../src/platform/values/dates.js';
import { eventually, foundCase } from '../actions/plan.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { MailCatcher } from './mail-catcher.js';
import { asleep, awake, digestsOf, happens, mailsOf, noticesOf, sendAll } from './telling.js';

const PUBLIC_URL = 'https://cases.example.org';
const catcher = new MailCatcher();
let app: TestApp;
let world: World;

beforeAll(async () => {
  const smtp = await catcher.start();
  app = await startApp({ SMTP_URL: smtp, MAIL_FROM: 'no-reply@example.org', PUBLIC_URL });
});
beforeEach(async () => {
  world = await app.world();
});
afterAll(async () => {
  await app.stop();
  await catcher.stop();
});

const make = (id: string) => app.operate(() => app.get(Digests).make(id));
const words = (user: TestUser) =>
  catcher.to(user.email).map(({ raw }) => {
    const [, body = ''] = raw.split('\r\n\r\n');
    return body.replaceAll('=\r\n', '').replaceAll('=3D', '=').trim();
  });
const sentence = (counts: string) => `New for you: ${counts}; sign in to read them: ${PUBLIC_URL}/inbox`;

/** Makes the digest that is planned for a person, as if its time had come, and sends it. */
async function morning(user: TestUser) {
  const open = (await digestsOf(app, user)).find(({ state }) => state === 'OPEN');
  await make(open!.id);
  return sendAll(app, user);
}

describe('what can wait', () => {
  test('is told in one message a day, which says how much there is and nothing else', async () => {
    await awake(app, world.coordinator);
    const { caseId, ref } = await foundCase(app, world);
    await happens(app, world, 'REFERRAL_RECEIVED', [world.coordinator], caseId);
    await happens(app, world, 'REFERRAL_RECEIVED', [world.coordinator], caseId);
    await happens(app, world, 'MEETING_MOVED', [world.coordinator]);
    expect(await mailsOf(app, world.coordinator)).toEqual([]);
    expect(await digestsOf(app, world.coordinator)).toMatchObject([{ state: 'OPEN' }]);
    expect(await morning(world.coordinator)).toMatchObject([{ state: 'SENT', notice_id: null }]);
    expect(words(world.coordinator)).toEqual([sentence('2 referrals, 1 meeting')]);
    const [mail] = catcher.to(world.coordinator.email);
    expect(mail!.recipients).toEqual([world.coordinator.email]);
    expect(mail!.raw).toMatch(/^Subject: Summary of tasks\r$/m);
    expect(mail!.raw).not.toMatch(new RegExp(`${ref}|marac|victim|abuse|received|moved`, 'i'));
  });

  test('is told once: a digest made again, and a second one on that day, add nothing', async () => {
    await awake(app, world.coordinator);
    await happens(app, world, 'MEETING_MOVED', [world.coordinator]);
    await morning(world.coordinator);
    const [made] = await digestsOf(app, world.coordinator);
    await make(made!.id);
    await app.operate(() => app.get(Digests).sweep());
    expect(await sendAll(app, world.coordinator)).toHaveLength(1);
    await happens(app, world, 'MEETING_MOVED', [world.coordinator]);
    const [, next] = await digestsOf(app, world.coordinator);
    expect(next).toMatchObject({ state: 'OPEN' });
    expect(next!.day > made!.day).toBe(true);
    await morning(world.coordinator);
    expect(words(world.coordinator)).toEqual([sentence('1 meeting'), sentence('1 meeting')]);
  });

  test('is not in the digest when it was read before, nor when it was told by itself', async () => {
    await awake(app, world.coordinator, { ways: [{ kind: 'MEETING_CANCELLED', way: 'AT_ONCE' }] });
    const read = await happens(app, world, 'MEETING_MOVED', [world.coordinator]);
    await happens(app, world, 'MEETING_MOVED', [world.coordinator]);
    await happens(app, world, 'MEETING_CANCELLED', [world.coordinator]);
    await happens(app, world, 'MEETING_CALLED', [world.coordinator]);
    const seen = (await noticesOf(app, world.coordinator)).find((notice) => notice.event_id === read)!;
    await app.request('POST', `/inbox/${seen.id}/read`, { as: world.coordinator });
    const mails = await morning(world.coordinator);
    expect(mails.map(({ state, digest_id }) => [state, digest_id !== null])).toEqual([
      ['SENT', false],
      ['SENT', false],
      ['SENT', true],
    ]);
    expect(words(world.coordinator)[2]).toBe(sentence('1 meeting'));
  });

  test('is told to nobody when nothing is left of it', async () => {
    await awake(app, world.coordinator);
    await happens(app, world, 'MEETING_MOVED', [world.coordinator]);
    const [notice] = await noticesOf(app, world.coordinator);
    await app.request('POST', `/inbox/${notice!.id}/read`, { as: world.coordinator });
    expect(await morning(world.coordinator)).toEqual([]);
    expect(await digestsOf(app, world.coordinator)).toMatchObject([{ state: 'EMPTY' }]);
  });

  test('read between the digest and its message, is counted no more', async () => {
    await asleep(app, world.coordinator);
    await happens(app, world, 'MEETING_MOVED', [world.coordinator]);
    await morning(world.coordinator);
    expect(await mailsOf(app, world.coordinator)).toMatchObject([{ state: 'WAITING', attempts: 0, waits: true }]);
    const [notice] = await noticesOf(app, world.coordinator);
    await app.request('POST', `/inbox/${notice!.id}/read`, { as: world.coordinator });
    await app.rows('update notifications.mails set retry_at = now() where user_id = $1 returning id', [
      world.coordinator.id,
    ]);
    expect(await sendAll(app, world.coordinator)).toMatchObject([{ state: 'DROPPED', error_code: 'read-already' }]);
    expect(words(world.coordinator)).toEqual([]);
  });

  test('is not counted for who must find nothing of its case by then', async () => {
    await awake(app, world.coordinator);
    const { caseId } = await foundCase(app, world);
    await happens(app, world, 'REFERRAL_RECEIVED', [world.coordinator], caseId);
    await happens(app, world, 'MEETING_MOVED', [world.coordinator]);
    const conflict = { caseId, userId: world.coordinator.id, nature: 'RELATIVE' };
    expect((await app.request('POST', '/conflicts', { as: world.chair, body: conflict })).status).toBe(201);
    await morning(world.coordinator);
    expect(words(world.coordinator)).toEqual([sentence('1 meeting')]);
  });

  test('goes to nobody who left', async () => {
    await awake(app, world.coordinator);
    await happens(app, world, 'MEETING_MOVED', [world.coordinator]);
    await app.rows('update identity.users set deactivated_at = now() where id = $1 returning id', [
      world.coordinator.id,
    ]);
    expect(await morning(world.coordinator)).toMatchObject([{ state: 'DROPPED', error_code: 'deactivated' }]);
  });
});

describe('whatever happens meanwhile', () => {
  test('each notice is in one digest, though digests are made while more is told', async () => {
    const told = 40;
    const telling = Array.from({ length: told }, () => happens(app, world, 'MEETING_MOVED', [world.coordinator]));
    const making = Array.from({ length: 20 }, async () => {
      for (const { id } of await digestsOf(app, world.coordinator)) await make(id);
    });
    await Promise.all([...telling, ...making]);
    for (const { id } of await digestsOf(app, world.coordinator)) await make(id);
    const notices = await noticesOf(app, world.coordinator);
    expect(notices).toHaveLength(told);
    expect(notices.filter(({ digest_id }) => digest_id === null)).toEqual([]);
    const digests = await digestsOf(app, world.coordinator);
    expect(new Set(digests.map(({ day }) => day)).size).toBe(digests.length);
    const mails = await mailsOf(app, world.coordinator);
    const holding = new Set(notices.map(({ digest_id }) => digest_id));
    expect(mails.map(({ digest_id }) => digest_id).sort()).toEqual([...holding].sort());
  });

  test('a digest whose due row was lost, and a notice that nobody planned one for, are found', async () => {
    const aWhileAgo = new Date('2026-06-10T06:00:00Z');
    await asOf(aWhileAgo, () => happens(app, world, 'MEETING_MOVED', [world.coordinator, world.chair]));
    const [late] = await digestsOf(app, world.coordinator);
    await app.rows('delete from platform.due where subject = $1 returning subject', [late!.id]);
    await app.rows(
      `update notifications.digests set state = 'EMPTY', made_at = now() where user_id = $1 returning id`,
      [world.chair.id],
    );
    await app.get(Digests).sweep();
    expect(await digestsOf(app, world.coordinator)).toMatchObject([{ state: 'MADE' }]);
    expect(await mailsOf(app, world.coordinator)).toHaveLength(1);
    expect(await digestsOf(app, world.chair)).toMatchObject([{ state: 'EMPTY' }, { state: 'OPEN' }]);
  });

  test('a day that was closed since has none: what waits goes on waiting', async () => {
    await happens(app, world, 'MEETING_MOVED', [world.coordinator]);
    const [planned] = await digestsOf(app, world.coordinator);
    await app.rows(
      `insert into maracs.closures (id, marac_id, day, name, added_by) values ($1, $2, $3, 'Day of mourning', 'test') returning id`,
      [newId(), world.maracId, planned!.day],
    );
    await make(planned!.id);
    expect(await mailsOf(app, world.coordinator)).toEqual([]);
    const [closed, next] = await digestsOf(app, world.coordinator);
    expect([closed, next]).toMatchObject([{ state: 'EMPTY' }, { state: 'OPEN' }]);
    expect(next!.day > planned!.day).toBe(true);
  });

  test.each([
    ['the night the clocks go forward', '2026-03-28T23:30:00Z', '2026-03-30', '2026-03-30T07:30:00.000Z'],
    ['the night they go back', '2026-10-24T23:30:00Z', '2026-10-26', '2026-10-26T08:30:00.000Z'],
    ['Christmas Eve', '2026-12-24T12:00:00Z', '2026-12-29', '2026-12-29T08:30:00.000Z'],
  ])('told on %s', async (_, moment, day, dueAt) => {
    await asOf(new Date(moment), () => happens(app, world, 'MEETING_MOVED', [world.coordinator]));
    const [digest] = await digestsOf(app, world.coordinator);
    expect({ day: digest!.day, dueAt: digest!.due_at.toISOString() }).toEqual({ day, dueAt });
  });
});

describe('quiet hours', () => {
  test('what cannot wait goes at once, by day and by night; the rest when they end', async () => {
    await asleep(app, world.coordinator, { usual: 'AT_ONCE' });
    await happens(app, world, 'MEETING_MOVED', [world.coordinator]);
    await happens(app, world, 'MEETING_CALLED', [world.coordinator]);
    expect(await mailsOf(app, world.coordinator)).toMatchObject([{ waits: true }, { waits: false }]);
    expect(await sendAll(app, world.coordinator)).toMatchObject([{ state: 'WAITING' }, { state: 'SENT' }]);
  });

  test('are those of the area for who chose none, by its rules of the day', async () => {
    const night = '2026-06-10T20:00:00Z';
    await chooseAtOnce(world.coordinator);
    await asOf(new Date(night), () => happens(app, world, 'MEETING_MOVED', [world.coordinator]));
    const [row] = await app.rows<{ retry_at: Date }>('select retry_at from notifications.mails where user_id = $1', [
      world.coordinator.id,
    ]);
    expect(row!.retry_at.toISOString()).toBe('2026-06-11T06:30:00.000Z');
  });

  test('none, in an area that says so', async () => {
    await chooseAtOnce(world.coordinator);
    const sections = { delivery: { quietFrom: '00:00', quietUntil: '00:00' } };
    const headers = { 'if-match': '"0"' };
    const today = todayIn('Europe/London', new Date());
    const rules = { effectiveFrom: today, reason: 'Night shifts', sections };
    const answer = await app.request('PUT', `/maracs/${world.maracId}/rules`, {
      as: world.chair,
      body: rules,
      headers,
    });
    expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
    await asOf(new Date(`${today}T22:30:00Z`), () => happens(app, world, 'MEETING_MOVED', [world.coordinator]));
    expect(await sendAll(app, world.coordinator)).toMatchObject([{ state: 'SENT' }]);
  });

  async function chooseAtOnce(as: TestUser) {
    const headers = { 'if-match': '"0"' };
    const body = { usual: 'AT_ONCE', ways: [] };
    expect((await app.request('PUT', '/me/notification-preferences', { as, body, headers })).status).toBe(200);
  }
});

describe('with the worker running', () => {
  beforeAll(() => app.get(WorkerService).start());
  afterAll(() => app.get(WorkerService).stop());

  test('from the due moment to the mail, without anybody doing anything', async () => {
    await awake(app, world.coordinator);
    await happens(app, world, 'MEETING_MOVED', [world.coordinator]);
    const [digest] = await digestsOf(app, world.coordinator);
    await app.rows(
      `update platform.due set due_at = clock_timestamp(), next_at = clock_timestamp() where subject = $1 returning subject`,
      [digest!.id],
    );
    await eventually(async () => words(world.coordinator).length === 1);
    expect(words(world.coordinator)).toEqual([sentence('1 meeting')]);
    expect((await app.request('GET', '/inbox?unread=true', { as: world.coordinator })).body.unread).toBe(1);
  });
});
