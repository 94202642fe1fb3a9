import type { LookupAddress } from 'node:dns';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSettings } from '../../src/platform/config/settings.js';
import { checkedLookup, type Resolve } from '../../src/webhooks/public-addresses.js';
import { WebhookTargets } from '../../src/webhooks/webhook-targets.js';
import { WebhookSender } from '../../src/webhooks/webhook-sender.js';
import { startApp, type TestApp } from '../support/app.js';
import type { World } from '../support/world.js';
import { Receiver } from './receiver.js';

/** As in production: nothing of ours can be reached through a webhook, whatever the name says and whenever it says it. */
const ENV = { DATABASE_URL: 'postgres://127.0.0.1/none' };
let receiver: Receiver;
let app: TestApp;
let world: World;
beforeAll(async () => {
  receiver = await Receiver.open();
  app = await startApp();
  world = await app.world();
});
afterAll(async () => {
  await receiver?.close();
  await app?.stop();
});

const answering = (...answers: LookupAddress[][]): Resolve => {
  let calls = 0;
  return (_host, _options, done) => done(null, answers[Math.min(calls++, answers.length - 1)]!);
};
const v4 = (address: string): LookupAddress => ({ address, family: 4 });
const v6 = (address: string): LookupAddress => ({ address, family: 6 });
const look = (resolve: Resolve) =>
  new Promise<string>((done) =>
    checkedLookup(false, resolve)('hooks.example.org', { all: true }, (error, found) =>
      done(error ? (error.code ?? 'error') : (found as LookupAddress[]).map(({ address }) => address).join()),
    ),
  );

describe('a name that leads', () => {
  test.each<[string, Resolve, string]>([
    ['to the internet', answering([v4('93.184.215.14')]), '93.184.215.14'],
    ['here', answering([v4('127.0.0.1')]), 'private-address'],
    ['here by IPv6', answering([v6('::1')]), 'private-address'],
    ['to metadata', answering([v4('169.254.169.254')]), 'private-address'],
    ['to one public and one private address', answering([v4('93.184.215.14'), v4('10.0.0.1')]), 'private-address'],
    ['to IPv4 dressed as IPv6', answering([v6('::ffff:10.0.0.1')]), 'private-address'],
    ['nowhere', answering([]), 'host-not-found'],
  ])('%s', async (_where, resolve, found) => expect(await look(resolve)).toBe(found));

  test('elsewhere the second time gains nothing: each look-up is checked, and what was checked is connected to', async () => {
    const rebinding = answering([v4('93.184.215.14')], [v4('127.0.0.1')]);
    expect([await look(rebinding), await look(rebinding)]).toEqual(['93.184.215.14', 'private-address']);
  });
});

describe('the way out', () => {
  const sender = new WebhookSender(new WebhookTargets(readSettings(ENV)));
  test.each<[string, () => string, string]>([
    ['over plain HTTP', () => receiver.url, 'not-https'],
    ['to this machine by number', () => receiver.url.replace('http:', 'https:'), 'private-address'],
    [
      'to this machine by name',
      () => receiver.url.replace('http:', 'https:').replace('127.0.0.1', 'localhost'),
      'private-address',
    ],
    ['to this machine by IPv6', () => 'https://[::1]/', 'private-address'],
    ['to nobody', () => 'https://hooks.invalid/', 'host-not-found'],
  ])('%s is shut', async (_how, url, outcome) => {
    expect(await sender.post(url(), {}, '{}')).toBe(outcome);
    expect(receiver.received).toEqual([]);
  });

  test('checks certificates: one that nobody vouches for is refused', async () => {
    const targets = new WebhookTargets(readSettings({ ...ENV, NODE_ENV: 'test' }));
    targets.openLoopback();
    const inTest = new WebhookSender(targets);
    // the receiver speaks no TLS at all
    expect(await inTest.post(receiver.url.replace('http:', 'https:'), {}, '{}')).not.toBeNull();
    expect(receiver.received).toEqual([]);
  });
});

test('the name of this machine is refused when it is entered', async () => {
  const body = { maracId: world.maracId, url: 'https://localhost/hook', kinds: ['meeting.moved'] };
  const { status, body: problem } = await app.request('POST', '/webhooks', { as: world.administrator, body });
  expect([status, problem.errors]).toEqual([
    422,
    [expect.objectContaining({ pointer: '/url', code: 'private-address' })],
  ]);
});

test('the way in for tests opens nowhere else', () => {
  expect(() => new WebhookTargets(readSettings(ENV)).openLoopback()).toThrow('only tests');
});
