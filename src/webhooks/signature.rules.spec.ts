import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { SECRET_PREFIX, signedHeaders } from './signature.rules.js';

const secret = () => `${SECRET_PREFIX}${randomBytes(32).toString('base64')}`;
const message = { id: 'msg_1', at: new Date(), body: '{"type":"action.overdue"}' };

describe('the library of the standard', () => {
  test('takes a message of ours', () => {
    const own = secret();
    expect(new Webhook(own).verify(message.body, signedHeaders(message, [own]))).toEqual({ type: 'action.overdue' });
  });

  test('takes it with either secret while one is changed', () => {
    const [young, old] = [secret(), secret()];
    const headers = signedHeaders(message, [young, old]);
    for (const each of [young, old]) expect(() => new Webhook(each).verify(message.body, headers)).not.toThrow();
  });

  test.each<[string, (headers: Record<string, string>) => [string, Record<string, string>]]>([
    ['another body', (headers) => ['{}', headers]],
    ['another id', (headers) => [message.body, { ...headers, 'webhook-id': 'msg_2' }]],
    [
      'another time',
      (headers) => [message.body, { ...headers, 'webhook-timestamp': String(Math.floor(Date.now() / 1000) + 1) }],
    ],
    ['no signature', (headers) => [message.body, { ...headers, 'webhook-signature': '' }]],
  ])('refuses %s', (_what, change) => {
    const own = secret();
    expect(() => new Webhook(own).verify(...change(signedHeaders(message, [own])))).toThrow(
      /No matching signature|Missing required headers/,
    );
  });

  test('refuses a message that is an hour old', () => {
    const own = secret();
    const old = { ...message, at: new Date(Date.now() - 3_600_000) };
    expect(() => new Webhook(own).verify(old.body, signedHeaders(old, [own]))).toThrow('timestamp too old');
  });
});
