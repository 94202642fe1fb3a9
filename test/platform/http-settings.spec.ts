import { describe, expect, test } from '@jest/globals';
import { readSettings, UnsafeSetting } from '../../src/platform/config/settings.js';

const DATABASE_URL = 'postgres://marac_app:s3cret@db.example/marac';
const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL,
  PUBLIC_URL: 'https://marac.example',
  SMTP_URL: 'smtps://mail.example',
  MAIL_FROM: 'marac@agency.example',
  DATA_KEYS: `1:${Buffer.alloc(32, 7).toString('base64')}`,
  AUDIT_SIGNING_KEY: Buffer.alloc(32, 8).toString('base64'),
  AUDIT_CHECKPOINTS: '/one/place,/another/place',
};
const ID = '0198a000-0000-4000-8000-00000000000a';
const NOTIFY = {
  NOTIFY_API_KEY: `live-${ID}-${ID}`,
  NOTIFY_UPDATE_TEMPLATE: ID,
  NOTIFY_DIGEST_TEMPLATE: ID,
  NOTIFY_CALLBACK_TOKEN: 'a-token-that-was-given-to-notify-alone',
};
const NOTIFIED = { ...PRODUCTION, SMTP_URL: '', MAIL_FROM: '', ...NOTIFY };

describe('settings that stop the process', () => {
  test.each<[string, string, Record<string, string>]>([
    ['no database', 'DATABASE_URL', {}],
    ['a blank database', 'DATABASE_URL', { DATABASE_URL: ' ' }],
    ['another kind of database', 'DATABASE_URL', { DATABASE_URL: 'mysql://u:s3cret@h/d' }],
    ['a database that is no URL', 'DATABASE_URL', { DATABASE_URL: 's3cret' }],
    ['another kind of Redis', 'REDIS_URL', { DATABASE_URL, REDIS_URL: 'http://u:s3cret@h' }],
    ['a port in words', 'PORT', { DATABASE_URL, PORT: 's3cret' }],
    ['a port out of range', 'PORT', { DATABASE_URL, PORT: '65536' }],
    ['a negative port', 'PORT', { DATABASE_URL, PORT: '-1' }],
    ['half a port', 'PORT', { DATABASE_URL, PORT: '80.5' }],
    ['a host with a space', 'HOST', { DATABASE_URL, HOST: 's3cret host' }],
    ['an unknown environment', 'NODE_ENV', { DATABASE_URL, NODE_ENV: 's3cret' }],
    ['an unknown log level', 'LOG_LEVEL', { DATABASE_URL, LOG_LEVEL: 's3cret' }],
    ['mail without a sender', 'MAIL_FROM', { DATABASE_URL, SMTP_URL: 'smtp://u:s3cret@h' }],
    ['a sender that is two lines', 'MAIL_FROM', { DATABASE_URL, MAIL_FROM: 'a@b.example\nBcc: s3cret@c.example' }],
    ['a sender that is none', 'MAIL_FROM', { DATABASE_URL, MAIL_FROM: 's3cret' }],
    ['mail over HTTP', 'SMTP_URL', { DATABASE_URL, SMTP_URL: 'http://s3cret' }],
    ['production whose alerts reach nobody', 'SMTP_URL', { ...PRODUCTION, SMTP_URL: '' }],
    ['two ways out', 'NOTIFY_API_KEY', { ...PRODUCTION, ...NOTIFY }],
    ['half a key of Notify', 'NOTIFY_API_KEY', { ...NOTIFIED, NOTIFY_API_KEY: 's3cret' }],
    ['Notify without a template', 'NOTIFY_UPDATE_TEMPLATE', { ...NOTIFIED, NOTIFY_UPDATE_TEMPLATE: '' }],
    ['Notify without one for digests', 'NOTIFY_DIGEST_TEMPLATE', { ...NOTIFIED, NOTIFY_DIGEST_TEMPLATE: 's3cret' }],
    ['Notify whose receipts nobody takes', 'NOTIFY_CALLBACK_TOKEN', { ...NOTIFIED, NOTIFY_CALLBACK_TOKEN: '' }],
    ['a token that is soon guessed', 'NOTIFY_CALLBACK_TOKEN', { ...NOTIFIED, NOTIFY_CALLBACK_TOKEN: 's3cret' }],
    ['Notify over HTTP', 'NOTIFY_URL', { ...NOTIFIED, NOTIFY_URL: 'http://s3cret.example' }],
    ['production without keys', 'DATA_KEYS', { ...PRODUCTION, DATA_KEYS: '' }],
    ['a key that is too short', 'DATA_KEYS', { DATABASE_URL, DATA_KEYS: '1:s3cret' }],
    ['a key without its version', 'DATA_KEYS', { DATABASE_URL, DATA_KEYS: 's3cret' }],
    ['production without a second factor', 'SECOND_FACTOR', { ...PRODUCTION, SECOND_FACTOR: 'optional' }],
    ['a second factor for some', 'SECOND_FACTOR', { DATABASE_URL, SECOND_FACTOR: 's3cret' }],
    ['everybody as a proxy', 'TRUSTED_PROXIES', { DATABASE_URL, TRUSTED_PROXIES: '0.0.0.0/0' }],
    ['everybody as a proxy, beside one', 'TRUSTED_PROXIES', { DATABASE_URL, TRUSTED_PROXIES: '10.0.0.1, ::/0' }],
    ['a proxy by its name', 'TRUSTED_PROXIES', { DATABASE_URL, TRUSTED_PROXIES: 's3cret.example' }],
    ['a proxy with half a range', 'TRUSTED_PROXIES', { DATABASE_URL, TRUSTED_PROXIES: '10.0.0.0/33' }],
    ['production whose audit nobody signs', 'AUDIT_SIGNING_KEY', { ...PRODUCTION, AUDIT_SIGNING_KEY: '' }],
    ['production whose audit is kept by itself', 'AUDIT_CHECKPOINTS', { ...PRODUCTION, AUDIT_CHECKPOINTS: '' }],
    ['one place for checkpoints', 'AUDIT_CHECKPOINTS', { ...PRODUCTION, AUDIT_CHECKPOINTS: '/one/place' }],
    ['one place by two names', 'AUDIT_CHECKPOINTS', { ...PRODUCTION, AUDIT_CHECKPOINTS: '/one/place,/one/./place/' }],
    ['a place over HTTP', 'AUDIT_CHECKPOINTS', { DATABASE_URL, AUDIT_CHECKPOINTS: 'http://s3cret.example' }],
    ['a signing key that is too short', 'AUDIT_SIGNING_KEY', { DATABASE_URL, AUDIT_SIGNING_KEY: 's3cret' }],
    ['production without its address', 'PUBLIC_URL', { ...PRODUCTION, PUBLIC_URL: '' }],
    ['production without TLS', 'PUBLIC_URL', { ...PRODUCTION, PUBLIC_URL: 'http://s3cret.example' }],
    ['an address with a path', 'PUBLIC_URL', { DATABASE_URL, PUBLIC_URL: 'https://marac.example/s3cret' }],
    ['an address with credentials', 'PUBLIC_URL', { DATABASE_URL, PUBLIC_URL: 'https://u:s3cret@marac.example' }],
    ['demo sign-ins in production', 'MARAC_DEMO', { ...PRODUCTION, MARAC_DEMO: 's3cret' }],
    ['any demo setting in production', 'MARAC_DEMO_USERS', { ...PRODUCTION, MARAC_DEMO_USERS: 's3cret' }],
  ])('%s: %s', (_, setting, env) => {
    const read = () => readSettings(env);
    expect(read).toThrow(UnsafeSetting);
    expect(read).toThrow(expect.objectContaining({ setting }));
    expect(read).not.toThrow(/s3cret/);
  });
});

test('defaults, when only the database is said', () => {
  expect(readSettings({ DATABASE_URL })).toEqual({
    databaseUrl: DATABASE_URL,
    port: 3000,
    host: '127.0.0.1',
    publicUrl: 'http://127.0.0.1:3000',
    logLevel: 'info',
    dataDir: '.marac',
    seal: { retiredKeys: [] },
    secondFactor: 'required',
    trustedProxies: [],
    environment: 'development',
  });
});

test('all of it', () => {
  const env = {
    ...PRODUCTION,
    REDIS_URL: 'rediss://cache.example:6380',
    PORT: '0',
    HOST: '::',
    SMTP_URL: 'smtps://mail.example',
    MAIL_FROM: 'MARAC <marac@agency.example>',
    LOG_LEVEL: 'warn',
    MARAC_DATA_DIR: '/var/lib/marac',
    TRUSTED_PROXIES: '10.0.0.4, fd00::/8',
  };
  expect(readSettings(env)).toMatchObject({
    port: 0,
    host: '::',
    publicUrl: 'https://marac.example',
    mailFrom: 'MARAC <marac@agency.example>',
    trustedProxies: ['10.0.0.4', 'fd00::/8'],
    environment: 'production',
  });
});
