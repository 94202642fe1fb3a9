import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { InjectOptions } from 'fastify';
import { sessionCookie } from '../../src/platform/http/gate.js';
import { bearer, type Fixture, HALF_WAY, NOBODY, READER, startFixture, UNLUCKY, WRITER } from './http-fixture.js';
import { SOME_ID } from './http-things.js';

const COOKIE = sessionCookie('https://marac.example');

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture({ env: { PUBLIC_URL: 'https://marac.example' } });
});
afterAll(() => fixture.app.close());
beforeEach(() => {
  fixture.seen.handlers = [];
  fixture.recorder.entries.length = 0;
});

const send = (options: InjectOptions) => fixture.app.inject(options);

describe('the anonymous get 401 before anything else is looked at', () => {
  const json = { 'content-type': 'application/json' };
  const requests: [string, InjectOptions][] = [
    ['a list', { method: 'GET', url: '/api/v1/things' }],
    ['one thing', { method: 'GET', url: `/api/v1/things/${SOME_ID}` }],
    ['a malformed id', { method: 'GET', url: '/api/v1/things/42' }],
    ['what only needs signing in', { method: 'GET', url: '/api/v1/self' }],
    ['a malformed body', { method: 'POST', url: '/api/v1/things', headers: json, payload: '{"a"' }],
    ['a body with a key twice', { method: 'POST', url: '/api/v1/things', headers: json, payload: '{"a":1,"a":2}' }],
    ['a body too large', { method: 'POST', url: '/api/v1/things', headers: json, payload: `"${'x'.repeat(300_000)}"` }],
    [
      'a body of a wrong kind',
      { method: 'POST', url: '/api/v1/things', headers: { 'content-type': 'text/plain' }, payload: 'a' },
    ],
    ['an invalid body', { method: 'POST', url: '/api/v1/things', headers: json, payload: '{"name":5}' }],
    ['a malformed query', { method: 'GET', url: '/api/v1/things?after=%FF' }],
    ['a malformed path', { method: 'GET', url: '/api/v1/things/%FF' }],
    ['an endless path', { method: 'GET', url: `/api/v1/things/${'a'.repeat(3000)}` }],
    ['an unknown path', { method: 'GET', url: '/api/v1/nothing' }],
    ['the root', { method: 'GET', url: '/' }],
    ['a path outside the API', { method: 'GET', url: '/etc/passwd' }],
    ['a wrong method', { method: 'PATCH', url: '/api/v1/things' }],
    ['a public path with another method', { method: 'DELETE', url: '/health/live' }],
    ['a path below a public one', { method: 'GET', url: '/health/live/x' }],
    ['a public path with a slash too many', { method: 'GET', url: '//health/live' }],
    ['HEAD', { method: 'HEAD', url: '/api/v1/things' }],
    ['OPTIONS', { method: 'OPTIONS', url: '/api/v1/things' }],
    [
      'a preflight',
      {
        method: 'OPTIONS',
        url: '/api/v1/things',
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'GET' },
      },
    ],
    ['an If-Match', { method: 'PUT', url: `/api/v1/things/${SOME_ID}`, headers: { 'if-match': '*' } }],
  ];
  test.each(requests)('%s', async (_, options) => {
    const answer = await send(options);
    expect(answer.statusCode).toBe(401);
    expect(answer.headers).toMatchObject({
      'www-authenticate': 'Bearer',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    if (options.method !== 'HEAD') {
      expect(answer.json()).toEqual({
        type: '/problems/not-signed-in',
        title: 'Sign in first.',
        status: 401,
        code: 'not-signed-in',
        reference: answer.headers['x-request-reference'],
      });
    }
    expect(fixture.seen.handlers).toEqual([]);
    expect(fixture.recorder.entries).toEqual([]);
  });

  test.each([
    ['unknown', 'Bearer unknown-token-0001'],
    ['basic', 'Basic cmVhZGVyOnJlYWRlcg=='],
    ['empty', 'Bearer '],
    ['two', `Bearer ${READER}, Bearer ${READER}`],
    ['SQL', `Bearer ' or 1=1 --00000000`],
    ['endless', `Bearer ${'a'.repeat(5000)}`],
  ])('a token that is none: %s', async (_, authorization) => {
    expect((await send({ method: 'GET', url: '/api/v1/things', headers: { authorization } })).statusCode).toBe(401);
  });

  test('a bad header is not made good by a cookie', async () => {
    const headers = { authorization: 'Bearer unknown-token-0001', cookie: `${COOKIE}=${READER}` };
    expect((await send({ method: 'GET', url: '/api/v1/things', headers })).statusCode).toBe(401);
  });
});

test('while sessions cannot be looked up, nobody comes in', async () => {
  for (const url of ['/api/v1/things', '/api/v1/nothing', '/api/v1/things/%FF']) {
    const answer = await send({ method: 'GET', url, headers: bearer(UNLUCKY) });
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'unavailable']);
  }
  expect(fixture.seen.handlers).toEqual([]);
});

describe('who is signed in', () => {
  test.each([
    ['reads', READER, 'GET', 200],
    ['may not write', READER, 'POST', 403],
    ['holds nothing', NOBODY, 'GET', 403],
    ['holds nothing, HEAD', NOBODY, 'HEAD', 403],
    ['reads, HEAD', READER, 'HEAD', 200],
  ] as const)('%s', async (_, token, method, status) => {
    const answer = await send({ method, url: '/api/v1/things', headers: bearer(token) });
    expect(answer.statusCode).toBe(status);
    expect(fixture.recorder.entries.map((e) => [e.status, e.code, e.route, e.actor?.id])).toEqual(
      status === 403 ? [[403, 'not-allowed', `${method} /api/v1/things`, SOME_ID]] : [],
    );
  });

  test('a permission that is missing comes before a broken body', async () => {
    const headers = { ...bearer(READER), 'content-type': 'application/json' };
    expect((await send({ method: 'POST', url: '/api/v1/things', headers, payload: '{' })).statusCode).toBe(403);
  });

  test('hidden, absent and malformed answer alike, but for the reference', async () => {
    const answers = await Promise.all(
      ['/api/v1/things/42', '/api/v1/nothing', `/api/v1/things/${'a'.repeat(2000)}`].map((url) =>
        send({ method: 'GET', url, headers: bearer(READER) }),
      ),
    );
    const shapes = answers.map(({ statusCode, headers, body }) => {
      const { 'x-request-reference': reference, date: _, ...rest } = headers;
      return { statusCode, rest, body: body.replace(String(reference), '') };
    });
    expect(shapes[1]).toEqual(shapes[0]);
    expect(shapes[2]).toEqual(shapes[0]);
  });

  test('every answer carries the fixed headers, and Strict-Transport-Security behind HTTPS', async () => {
    const { headers } = await send({ method: 'GET', url: '/api/v1/things', headers: bearer(READER) });
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'strict-transport-security': expect.stringContaining('max-age='),
      'content-security-policy': expect.stringContaining(`default-src 'none'`),
    });
  });
});

describe('whose second factor is needed and not proved yet', () => {
  test.each([
    ['GET', '/api/v1/things'],
    ['GET', '/api/v1/self'],
    ['GET', '/api/v1/nothing'],
    ['GET', `/api/v1/things/${SOME_ID}`],
    ['POST', '/api/v1/things'],
    ['HEAD', '/api/v1/things'],
  ] as const)('is refused %s %s', async (method, url) => {
    const answer = await send({ method, url, headers: bearer(HALF_WAY) });
    expect(answer.statusCode).toBe(403);
    if (method !== 'HEAD') expect(answer.json().code).toBe('second-factor-needed');
    expect(fixture.seen.handlers).toEqual([]);
  });

  test('may go on where it is asked for', async () => {
    expect((await send({ method: 'GET', url: '/api/v1/half-way', headers: bearer(HALF_WAY) })).statusCode).toBe(200);
    expect((await send({ method: 'GET', url: '/api/v1/half-way' })).statusCode).toBe(401);
  });
});

test('behind HTTPS only the cookie that no neighbouring host can set counts', async () => {
  expect(COOKIE).toBe('__Host-marac_session');
  const headers = { cookie: `marac_session=${READER}` };
  expect((await send({ method: 'GET', url: '/api/v1/things', headers })).statusCode).toBe(401);
});

describe('a cookie that another site makes the browser send', () => {
  const cookie = `other=1; ${COOKIE}=${WRITER}; more=2`;
  test.each([
    ['no sign of where it came from', {}, 403],
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a sibling domain', { 'sec-fetch-site': 'same-site' }, 403],
    ['another site that guessed our header', { 'sec-fetch-site': 'cross-site', 'x-marac-csrf': '1' }, 403],
    ['another origin', { origin: 'https://evil.example' }, 403],
    ['an origin that only begins like ours', { origin: 'https://marac.example.evil.example' }, 403],
    ['our page', { 'sec-fetch-site': 'same-origin' }, 201],
    ['our page in an old browser', { origin: 'https://marac.example' }, 201],
    ['our script', { 'x-marac-csrf': '1' }, 201],
  ])('%s', async (_, headers, status) => {
    const answer = await send({
      method: 'POST',
      url: '/api/v1/things',
      headers: { cookie, ...headers },
      payload: { name: 'N' },
    });
    expect([answer.statusCode, fixture.seen.handlers.length]).toEqual([status, status === 201 ? 1 : 0]);
    if (status === 403) expect(answer.json().code).toBe('cross-site');
  });

  test('may read', async () => {
    expect((await send({ method: 'GET', url: '/api/v1/things', headers: { cookie } })).statusCode).toBe(200);
  });
});

describe('public routes', () => {
  test('need no token, and their input is checked all the same', async () => {
    const knock = (payload: object) => send({ method: 'POST', url: '/api/v1/door', payload });
    expect((await knock({ name: 'N' })).statusCode).toBe(201);
    expect((await knock({ name: 'N', admin: true })).statusCode).toBe(422);
    expect(
      (
        await send({
          method: 'POST',
          url: '/api/v1/door',
          headers: { 'content-type': 'application/json' },
          payload: '{',
        })
      ).json().code,
    ).toBe('malformed-json');
  });

  test('liveness answers; readiness tells that the database is gone, and no more', async () => {
    expect((await send({ method: 'GET', url: '/health/live' })).json()).toEqual({ status: 'up' });
    const ready = await send({ method: 'GET', url: '/health/ready' });
    expect([ready.statusCode, ready.json().code, ready.headers['retry-after']]).toEqual([503, 'unavailable', '5']);
  });
});
