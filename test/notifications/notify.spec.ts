import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Digests } from '../../src/notifications/digests.service.js';
import { StuckWork } from '../../src/platform/queue/stuck-work.js';
import { WorkerService } from '../../src/platform/queue/worker.js';
import { eventually, foundCase } from '../actions/plan.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { DIGEST_TEMPLATE, NOTIFY_KEY, NotifyDouble, UPDATE_TEMPLATE } from './notify-double.js';
import { awake, digestsOf, happens, mailsOf, noticesOf, sendAll } from './telling.js';

const TOKEN = 'a-token-that-was-given-to-notify-alone';
const ORIGIN = 'https://cases.example.org';
const notify = new NotifyDouble();
const settings = (url: string, key = NOTIFY_KEY) => ({
  ...{ NOTIFY_URL: url, NOTIFY_API_KEY: key, NOTIFY_CALLBACK_TOKEN: TOKEN, PUBLIC_URL: ORIGIN },
  ...{ NOTIFY_UPDATE_TEMPLATE: UPDATE_TEMPLATE, NOTIFY_DIGEST_TEMPLATE: DIGEST_TEMPLATE },
});
let url: string;
let app: TestApp;
let world: World;

beforeAll(async () => {
  url = await notify.start();
  app = await startApp(settings(url));
});
beforeEach(async () => {
  notify.ailing = undefined;
  world = await app.world();
});
afterAll(async () => {
  await app.stop();
  await notify.stop();
});

const kindsOf = async (user: TestUser) => (await noticesOf(app, user)).map(({ kind }) => kind);
const stuckFor = (mailId: string) =>
  app.operate(async () => (await app.get(StuckWork).list(500)).filter(({ ids }) => ids['mailId'] === mailId));
const receipt = (body: unknown, token: string | null = TOKEN) =>
  app.request('POST', '/delivery-receipts/notify', {
    body,
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  });

/** As Notify's documentation shows one. */
const told = (id: string, reference: string | null, status: string) => ({
  ...{ id, reference, to: 'somebody@example.org', status, notification_type: 'email' },
  ...{ created_at: '2026-05-14T12:15:30.000000Z', completed_at: null, sent_at: '2026-05-14T12:15:30.000000Z' },
  ...{ template_id: UPDATE_TEMPLATE, template_version: 1 },
});

/** Somebody was written to at once. */
async function written(caseId?: string) {
  await happens(app, world, 'MEETING_CALLED', [world.housing], caseId);
  const mail = (await sendAll(app, world.housing)).at(-1)!;
  return { mail, taken: notify.to(world.housing.email).at(-1)! };
}

describe('what Notify is given', () => {
  test('one neutral sentence, a link and our own name for it; the rest stands in its template', async () => {
    const { caseId, ref } = await foundCase(app, world, world.agencies.housing.id);
    const { mail, taken } = await written(caseId);
    expect(taken).toMatchObject({ template: UPDATE_TEMPLATE, to: world.housing.email, reference: mail.id });
    expect(Object.keys(taken.personalisation).sort()).toEqual(['link', 'words']);
    expect(taken.personalisation['words']).toBe(`A task with reference ${ref} was updated; sign in to read it:`);
    expect(taken.personalisation['link']).toMatch(new RegExp(`^${ORIGIN}/meetings/[0-9a-f-]{36}$`));
    expect(mail).toMatchObject({ state: 'SENT', provider_id: taken.id });
  });

  test('a digest by its own template', async () => {
    await awake(app, world.housing);
    await happens(app, world, 'MEETING_MOVED', [world.housing]);
    const [digest] = await digestsOf(app, world.housing);
    await app.operate(() => app.get(Digests).make(digest!.id));
    await sendAll(app, world.housing);
    const words = 'New for you: 1 meeting; sign in to read them:';
    expect(notify.to(world.housing.email)).toMatchObject([
      { template: DIGEST_TEMPLATE, personalisation: { words, link: `${ORIGIN}/inbox` } },
    ]);
  });
});

describe('what Notify does not take', () => {
  test.each([
    [429, 'RateLimitError', 'Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds'],
    [500, 'Exception', 'Internal server error'],
    [503, 'Exception', 'Service unavailable'],
  ])('%i is tried again', async (status, error, message) => {
    notify.ailing = { status, error, message };
    expect((await written()).mail).toMatchObject({ state: 'WAITING', error_code: `notify-${status}`, waits: true });
    notify.ailing = undefined;
    await app.rows('update notifications.mails set retry_at = now() where user_id = $1 returning id', [
      world.housing.id,
    ]);
    expect(await sendAll(app, world.housing)).toMatchObject([{ state: 'SENT', error_code: null }]);
  });

  test('400 goes to people at once, and what could not wait to the next', async () => {
    notify.ailing = {
      status: 400,
      error: 'BadRequestError',
      message: 'Can’t send to this recipient using a team-only API key',
    };
    const { mail } = await written();
    expect(mail).toMatchObject({ state: 'FAILED', error_code: 'notify-400', attempts: 1 });
    expect(await stuckFor(mail.id)).toMatchObject([{ errorCode: 'notify-400' }]);
    expect(await kindsOf(world.coordinator)).toEqual(['NOTICE_UNDELIVERED']);
    expect(await kindsOf(world.administrator)).toEqual([]);
  });

  test('an address that it takes for none is unreachable', async () => {
    await app.rows(`update identity.users set email = 'nowhere' where id = $1 returning id`, [world.housing.id]);
    expect((await written()).mail).toMatchObject({ state: 'BOUNCED', error_code: 'notify-400' });
    expect(await kindsOf(world.administrator)).toEqual(['ADDRESS_UNREACHABLE']);
  });

  test('nothing is taken under another key', async () => {
    const other = await startApp(settings(url, NOTIFY_KEY.replace(/[0-9a-f]{12}$/, '0'.repeat(12))));
    try {
      const there = await other.world();
      await happens(other, there, 'MEETING_CALLED', [there.housing]);
      expect(await sendAll(other, there.housing)).toMatchObject([{ state: 'FAILED', error_code: 'notify-403' }]);
    } finally {
      await other.stop();
    }
  });

  test('Notify that is not there is tried again', async () => {
    const away = await startApp(settings('http://127.0.0.1:9'));
    try {
      const there = await away.world();
      await happens(away, there, 'MEETING_CALLED', [there.housing]);
      expect(await sendAll(away, there.housing)).toMatchObject([
        { state: 'WAITING', error_code: 'notify-unreachable' },
      ]);
    } finally {
      await away.stop();
    }
  });
});

describe('a receipt', () => {
  test.each<[string, string | null]>([
    ['without a token', null],
    ['with another', 'another-token-that-is-as-long-as-it'],
    ['with half of it', TOKEN.slice(0, -1)],
    ['with a session of ours', ''],
  ])('%s changes nothing', async (_, token) => {
    const { mail, taken } = await written();
    const body = told(taken.id, mail.id, 'permanent-failure');
    const answer = await receipt(body, token === '' ? world.administrator.token : token);
    expect(answer).toMatchObject({ status: 401, body: { code: 'not-signed-in' } });
    expect((await receipt({ nonsense: true }, token)).status).toBe(401);
    expect(await mailsOf(app, world.housing)).toMatchObject([{ state: 'SENT' }]);
    expect(await kindsOf(world.administrator)).toEqual([]);
  });

  test('says that it arrived', async () => {
    const { mail, taken } = await written();
    expect((await receipt(told(taken.id, mail.id, 'delivered'))).status).toBe(204);
    const [row] = await app.rows('select state, delivered_at from notifications.mails where id = $1', [mail.id]);
    expect(row).toEqual({ state: 'SENT', delivered_at: expect.any(Date) });
  });

  test('says that the address is dead: once, however often it comes', async () => {
    const { mail, taken } = await written();
    for (let times = 0; times < 3; times++)
      expect((await receipt(told(taken.id, mail.id, 'permanent-failure'))).status).toBe(204);
    expect(await mailsOf(app, world.housing)).toMatchObject([{ state: 'BOUNCED', error_code: 'receipt-address' }]);
    expect(await kindsOf(world.administrator)).toEqual(['ADDRESS_UNREACHABLE']);
    expect(await kindsOf(world.coordinator)).toEqual(['NOTICE_UNDELIVERED']);
    const sent = notify.taken.length;
    expect((await written()).mail).toMatchObject({ state: 'DROPPED', error_code: 'unreachable' });
    expect(notify.taken).toHaveLength(sent);
  });

  test.each(['temporary-failure', 'technical-failure'])('%s: it is owed again, up to a limit', async (status) => {
    const { mail, taken } = await written();
    await receipt(told(taken.id, mail.id, status));
    expect(await mailsOf(app, world.housing)).toMatchObject([
      { state: 'WAITING', error_code: 'receipt-later', waits: true },
    ]);
    await receipt(told(taken.id, mail.id, status));
    await app.rows('update notifications.mails set retry_at = now(), attempts = 9 where id = $1 returning id', [
      mail.id,
    ]);
    await sendAll(app, world.housing);
    expect(notify.to(world.housing.email)).toHaveLength(2);
    await receipt(told(taken.id, mail.id, 'permanent-failure')); // of the first try, which is over
    expect(await mailsOf(app, world.housing)).toMatchObject([{ state: 'SENT', attempts: 10 }]);
    await receipt(told(notify.to(world.housing.email)[1]!.id, mail.id, status));
    expect(await mailsOf(app, world.housing)).toMatchObject([{ state: 'FAILED' }]);
    expect(await stuckFor(mail.id)).toHaveLength(1);
  });

  test('that comes before its sender noted the message is asked for again, so that a dead address is not missed', async () => {
    const { mail, taken } = await written();
    await app.rows(
      `update notifications.mails set state = 'WAITING', ended_at = null, provider_id = null where id = $1 returning id`,
      [mail.id],
    );
    const early = await receipt(told(taken.id, mail.id, 'permanent-failure'));
    expect(early).toMatchObject({ status: 503, body: { code: 'not-yet' } });
    expect(early.headers['retry-after']).toBe('5');
    await app.rows(
      `update notifications.mails set state = 'SENT', ended_at = now(), provider_id = $2 where id = $1 returning id`,
      [mail.id, taken.id],
    );
    expect((await receipt(told(taken.id, mail.id, 'permanent-failure'))).status).toBe(204);
    expect(await mailsOf(app, world.housing)).toMatchObject([{ state: 'BOUNCED' }]);
  });

  test('of what is none of ours, of another try, or that is no end: taken, and nothing changes', async () => {
    const { mail, taken } = await written();
    for (const body of [
      told(randomUUID(), randomUUID(), 'permanent-failure'),
      told(randomUUID(), mail.id, 'permanent-failure'),
      told(taken.id, randomUUID(), 'permanent-failure'),
      told(taken.id, mail.id, 'sending'),
    ])
      expect((await receipt(body)).status).toBe(204);
    expect(await mailsOf(app, world.housing)).toMatchObject([{ state: 'SENT' }]);
  });

  test.each<[string, unknown]>([
    ['nothing', {}],
    ['no reference', told(randomUUID(), null, 'delivered')],
    ['a list', []],
    ['a reference that is none', told(randomUUID(), "' or true", 'delivered')],
  ])('that is none is refused: %s', async (_, body) => {
    expect((await receipt(body)).status).toBe(422);
  });

  test('is taken from nobody where Notify was given no token', async () => {
    const plain = await startApp();
    try {
      const body = told(randomUUID(), randomUUID(), 'delivered');
      for (const token of ['', 'undefined', TOKEN]) {
        const headers = { authorization: `Bearer ${token}` };
        expect((await plain.request('POST', '/delivery-receipts/notify', { body, headers })).status).toBe(401);
      }
    } finally {
      await plain.stop();
    }
  });
});

describe('with the worker running', () => {
  beforeAll(() => app.get(WorkerService).start());
  afterAll(() => app.get(WorkerService).stop());

  test('what cannot wait is with Notify in seconds', async () => {
    await happens(app, world, 'MEETING_CALLED', [world.housing]);
    await eventually(async () => notify.to(world.housing.email).length === 1);
    await eventually(async () => (await mailsOf(app, world.housing))[0]?.state === 'SENT');
    expect(notify.to(world.housing.email)).toHaveLength(1);
  });
});
