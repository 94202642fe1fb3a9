import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { newId } from '../../src/platform/db/ids.js';
import { tx } from '../../src/platform/db/transaction.js';
import { Outbox } from '../../src/platform/events/outbox.js';
import { Deliveries } from '../../src/webhooks/deliveries.service.js';
import { DELIVERY_ATTEMPTS } from '../../src/webhooks/event-kinds.rules.js';
import { WebhookTargets } from '../../src/webhooks/webhook-targets.js';
import { agree, foundCase } from '../actions/plan.js';
import { deliver } from '../meetings/calendar.js';
import { type Answer, startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { Receiver } from './receiver.js';

/** Agencies' own systems are told that something happened, of what their agency may see, and of nothing else. */
let app: TestApp;
let world: World;
let receiver: Receiver;
let administrator: TestUser;

beforeAll(async () => {
  app = await startApp();
  app.get(WebhookTargets).openLoopback();
});
beforeEach(async () => {
  world = await app.world();
  administrator = await world.person(world.agencies.housing.id, ['ADMINISTRATOR']);
  receiver = await Receiver.open();
});
afterEach(() => receiver?.close());
afterAll(() => app?.stop());

const KINDS = ['action.overdue', 'case.listed', 'meeting.moved', 'referral.declined'];
const call = (method: string, path: string, as: TestUser, body?: unknown, version?: number): Promise<Answer> =>
  app.request(method, path, { as, body, headers: version === undefined ? undefined : { 'if-match': `"${version}"` } });
const add = (as = administrator, changes: object = {}) =>
  call('POST', '/webhooks', as, { maracId: world.maracId, url: receiver.url, kinds: KINDS, ...changes });
const publish = async (name: string, ids: Record<string, string>) => {
  const id = await app.operate(async () => app.get(Outbox).publish({ name, ids: { ...ids, maracId: world.maracId } }));
  await deliver(app);
  return id;
};
const listed = (caseId: string) => publish('case.listed', { agendaItemId: newId(), meetingId: newId(), caseId });
const sendAll = async () => {
  const waiting = await app.rows(
    `select d.id from webhooks.deliveries d where d.state = 'WAITING' and d.retry_at <= now()`,
  );
  for (const { id } of waiting) await app.get(Deliveries).send({ deliveryId: id });
};
const sharedCase = async (...agencies: { id: string }[]) =>
  (await foundCase(app, world, ...agencies.map(({ id }) => id))).caseId;
const states = async () => (await app.rows('select d.state from webhooks.deliveries d join webhooks.webhooks w on w.id = d.webhook_id where w.marac_id = $1 order by d.id', [world.maracId])).map(({ state }) => state); // prettier-ignore

describe('who may not keep one', () => {
  test.each([
    'coordinator',
    'chair',
    'police',
    'housing',
    'idva',
    'referrer',
    'auditor',
    'analyst',
    'observer',
  ] as const)('%s', async (who) => {
    expect((await add(world[who])).status).toBe(403);
    expect((await call('GET', '/webhooks', world[who])).status).toBe(403);
  });

  test('an administrator of another area, or of another agency: it is not there', async () => {
    const other = await app.world();
    expect(
      (
        await call('POST', '/webhooks', other.administrator, {
          maracId: world.maracId,
          url: receiver.url,
          kinds: KINDS,
        })
      ).status,
    ).toBe(403);
    const { id, version } = (await add()).body;
    const change = { url: receiver.url, kinds: KINDS, enabled: false };
    for (const stranger of [other.administrator, world.administrator]) {
      expect((await call('GET', '/webhooks', stranger)).body.items).toEqual([]);
      const tries = [
        call('GET', `/webhooks/${id}`, stranger),
        call('PUT', `/webhooks/${id}`, stranger, change, version),
        call('DELETE', `/webhooks/${id}`, stranger, undefined, version),
        call('POST', `/webhooks/${id}/secret`, stranger, undefined, version),
        call('GET', `/webhooks/${id}/deliveries`, stranger),
      ];
      expect((await Promise.all(tries)).map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    }
  });
});

describe('what is not sent', () => {
  test('of a case that is not shared with the agency', async () => {
    await add();
    await listed(await sharedCase(world.agencies.idvaService));
    await sendAll();
    expect([receiver.received, await states()]).toEqual([[], []]);
  });

  test.each<[string, () => { userId?: string; agencyId?: string }]>([
    ['one person of the agency', () => ({ userId: world.housing.id })],
    ['the agency', () => ({ agencyId: world.agencies.housing.id })],
  ])('of a case from which %s is shut out', async (_whom, whom) => {
    await add();
    const caseId = await sharedCase(world.agencies.housing);
    await exclude(caseId, whom());
    await listed(caseId);
    await sendAll();
    expect([receiver.received, await states()]).toEqual([[], []]);
  });

  test('what was owed when the case was closed to the agency, and nobody learns that it was owed', async () => {
    const { id } = (await add()).body;
    const caseId = await sharedCase(world.agencies.housing);
    await listed(caseId);
    await exclude(caseId, { userId: world.housing.id });
    await sendAll();
    expect([receiver.received, await states()]).toEqual([[], ['WITHHELD']]);
    expect((await call('GET', `/webhooks/${id}/deliveries`, administrator)).body.items).toEqual([]);
  });

  test('by an agency whose signature ended', async () => {
    await add();
    const caseId = await sharedCase(world.agencies.housing);
    await listed(caseId);
    await app.rows('update access.signatures set withdrawn_at = now(), withdrawn_by = $2, withdrawn_because = $2 where agency_id = $1', [world.agencies.housing.id, 'test']); // prettier-ignore
    await sendAll();
    expect([receiver.received, await states()]).toEqual([[], ['WITHHELD']]);
  });

  test("another agency's action, referral or area", async () => {
    await add();
    const caseId = await sharedCase(world.agencies.housing, world.agencies.idvaService);
    const { id: actionId } = await agree(app, world, caseId, world.agencies.idvaService.id);
    await publish('action.overdue', { actionId, caseId, alertId: newId() });
    await publish('referral.declined', { referralId: newId(), caseId, agencyId: world.agencies.police.id });
    const other = await app.world();
    await app.operate(async () =>
      app.get(Outbox).publish({ name: 'meeting.moved', ids: { meetingId: newId(), maracId: other.maracId } }),
    );
    await deliver(app);
    await sendAll();
    expect(receiver.received).toEqual([]);
  });

  test('kinds that were not asked for', async () => {
    await add(administrator, { kinds: ['meeting.moved'] });
    await listed(await sharedCase(world.agencies.housing));
    await sendAll();
    expect(receiver.received).toEqual([]);
  });
});

describe('what is sent', () => {
  test('ids alone, signed, once, and recorded', async () => {
    const { secret } = (await add()).body;
    const caseId = await sharedCase(world.agencies.housing);
    const { id: actionId } = await agree(app, world, caseId, world.agencies.housing.id, { text: 'Canary words' });
    const eventId = await publish('action.overdue', { actionId, caseId, alertId: newId() });
    await sendAll();
    await sendAll();
    expect(receiver.received.length).toBe(1);
    const [{ headers, body }] = receiver.received as [Receiver['received'][0]];
    expect(headers['webhook-id']).toBe(eventId);
    expect(new Webhook(secret).verify(body, headers)).toEqual({
      type: 'action.overdue',
      timestamp: expect.any(String),
      data: { actionId, caseId, maracId: world.maracId },
    });
    const lines = await app.rows(
      `select e.purpose from audit.events e where e.action = 'event.sent-to-system' and e.subject_id = $1`,
      [caseId],
    );
    expect(lines).toEqual([{ purpose: `agency:${world.agencies.housing.id}` }]);
  });

  test('with either secret while it is changed, and with the new one alone after a day', async () => {
    const { id, secret: old, version } = (await add()).body;
    const renewed = await call('POST', `/webhooks/${id}/secret`, administrator, undefined, version);
    await publish('meeting.moved', { meetingId: newId() });
    await sendAll();
    const verify = (secret: string) => () =>
      new Webhook(secret).verify(receiver.received.at(-1)!.body, receiver.received.at(-1)!.headers);
    for (const secret of [old, renewed.body.secret]) expect(verify(secret)).not.toThrow();
    await app.rows(`update webhooks.webhooks set old_secret_until = now() where id = $1`, [id]);
    await publish('meeting.moved', { meetingId: newId() });
    await sendAll();
    expect(verify(renewed.body.secret)).not.toThrow();
    expect(verify(old)).toThrow('No matching signature');
  });

  test('the secret is sealed at rest and shown once', async () => {
    const { id, secret } = (await add()).body;
    const [row] = await app.rows(
      `select encode(w.secret, 'escape') as secret from webhooks.webhooks w where w.id = $1`,
      [id],
    );
    expect(row.secret).not.toContain(secret.slice(6, 20));
    for (const path of ['/webhooks', `/webhooks/${id}`])
      expect((await call('GET', path, administrator)).text).not.toContain('whsec_');
  });
});

describe('a receiver in trouble', () => {
  test.each<[string, Receiver['answer'], string]>([
    ['fails', 500, 'status-500'],
    ['is not there', 404, 'status-404'],
    [
      'points elsewhere',
      (response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      'webhook-redirects',
    ],
    ['points to itself', (response) => response.writeHead(307, { location: '/hook' }).end(), 'webhook-redirects'],
    ['hangs up', (response) => response.destroy(), 'connection-failed'],
  ])('that %s is tried again', async (_what, answer, errorCode) => {
    const { id } = (await add()).body;
    receiver.answer = answer;
    await publish('meeting.moved', { meetingId: newId() });
    await sendAll();
    expect(receiver.received.length).toBe(1);
    const [delivery] = (await call('GET', `/webhooks/${id}/deliveries`, administrator)).body.items;
    expect(delivery).toMatchObject({ state: 'WAITING', attempts: 1, errorCode, retryAt: expect.any(String) });
    receiver.answer = 204;
    await app.rows('update webhooks.deliveries set retry_at = now() where webhook_id = $1', [id]);
    await sendAll();
    expect(await states()).toEqual(['SENT']);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  test('for a day is sent nothing any more, and who answers for it is told', async () => {
    const { id } = (await add()).body;
    receiver.answer = 503;
    await publish('meeting.moved', { meetingId: newId() });
    await publish('meeting.moved', { meetingId: newId() });
    const [first] = await app.rows('select d.id from webhooks.deliveries d where d.webhook_id = $1 order by d.id', [
      id,
    ]);
    for (let n = 0; n < DELIVERY_ATTEMPTS; n++) {
      await app.rows('update webhooks.deliveries set retry_at = now() where id = $1', [first.id]);
      await app.get(Deliveries).send({ deliveryId: first.id });
    }
    expect(await states()).toEqual(['FAILED', 'DROPPED']);
    const view = (await call('GET', `/webhooks/${id}`, administrator)).body;
    expect(view).toMatchObject({ enabled: false, disabledBecause: 'status-503' });
    await deliver(app);
    const inbox = (await call('GET', '/inbox', administrator)).body.items;
    expect(inbox).toMatchObject([{ kind: 'WEBHOOK_DISABLED', subjectId: id }]);
    const again = await call(
      'PUT',
      `/webhooks/${id}`,
      administrator,
      { url: receiver.url, kinds: KINDS, enabled: true },
      view.version,
    );
    expect(again.body).toMatchObject({ enabled: true, disabledBecause: null });
  });

  test('that is gone for good is believed at once', async () => {
    await add();
    receiver.answer = 410;
    await publish('meeting.moved', { meetingId: newId() });
    await sendAll();
    expect(await states()).toEqual(['FAILED']);
  });

  test('with an address that is private by now is not connected to', async () => {
    const { id } = (await add()).body;
    await app.rows(`update webhooks.webhooks set url = 'https://10.0.0.1/' where id = $1`, [id]);
    await publish('meeting.moved', { meetingId: newId() });
    await sendAll();
    expect((await call('GET', `/webhooks/${id}/deliveries`, administrator)).body.items[0].errorCode).toBe(
      'private-address',
    );
  });
});

describe('keeping one', () => {
  test.each<[string, object, string, string]>([
    ['a private address', { url: 'https://192.168.1.1/' }, '/url', 'private-address'],
    ['metadata of a cloud', { url: 'https://169.254.169.254/latest' }, '/url', 'private-address'],
    ['plain HTTP elsewhere', { url: 'http://10.0.0.1/' }, '/url', 'private-address'],
    ['credentials', { url: 'https://a:b@hooks.example.org/' }, '/url', 'url-credentials'],
    ['no address', { url: 'hooks' }, '/url', 'not-a-url'],
    ['a host that is not there', { url: 'https://hooks.invalid/' }, '/url', 'host-not-found'],
    ['an unknown event', { kinds: ['conflict.found'] }, '/kinds/0', 'not-one-of'],
    ['no event', { kinds: [] }, '/kinds', 'too-few'],
  ])('%s is refused', async (_what, changes, pointer, code) => {
    const { status, body } = await add(administrator, changes);
    expect([status, body.errors[0].pointer, body.errors[0].code]).toEqual([422, pointer, code]);
    expect((await call('GET', '/webhooks', administrator)).body.items).toEqual([]);
  });

  test('needs the version that one saw', async () => {
    const { id, version } = (await add()).body;
    const change = { url: receiver.url, kinds: ['meeting.moved'], enabled: true };
    expect((await call('PUT', `/webhooks/${id}`, administrator, change)).status).toBe(428);
    expect((await call('PUT', `/webhooks/${id}`, administrator, change, version)).body).toMatchObject({
      kinds: ['meeting.moved'],
      version: 2,
    });
    expect((await call('PUT', `/webhooks/${id}`, administrator, change, version)).status).toBe(412);
    expect((await call('DELETE', `/webhooks/${id}`, administrator, undefined, 2)).status).toBe(204);
    expect((await call('GET', `/webhooks/${id}`, administrator)).status).toBe(404);
    await publish('meeting.moved', { meetingId: newId() });
    expect(await states()).toEqual([]);
  });

  test('ten are enough, also when they are added at once', async () => {
    const answers = await Promise.all(Array.from({ length: 13 }, () => add()));
    expect(answers.filter(({ status }) => status === 201).length).toBe(10);
    expect(answers.find(({ status }) => status !== 201)?.body.code).toBe('too-many-webhooks');
  });
});

async function exclude(
  caseId: string,
  { userId = null, agencyId = null }: { userId?: string | null; agencyId?: string | null },
): Promise<void> {
  await app.operate(async () =>
    tx().write(
      `insert into access.exclusions (id, case_id, marac_id, user_id, agency_id, cause, cause_id) values ($1, $2, $3, $4, $5, 'CONFLICT', $1)`,
      [newId(), caseId, world.maracId, userId, agencyId],
    ),
  );
}
