import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { bearer, type Fixture, NOBODY, READER, startFixture, UNLUCKY, WRITER } from './http-fixture.js';
import { SOME_ID } from './http-things.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture({ env: { PUBLIC_URL: 'https://marac.example' } });
});
afterAll(() => fixture.app.close());

const json = { 'content-type': 'application/json' };
const foreign = { origin: 'https://evil.example' };

/** One of each kind of answer that there is. */
const KINDS: [string, number, InjectOptions][] = [
  ['what was asked for', 200, { method: 'GET', url: '/api/v1/things', headers: bearer(READER) }],
  ['the head of it', 200, { method: 'HEAD', url: '/api/v1/things', headers: bearer(READER) }],
  ['something new', 201, { method: 'POST', url: '/api/v1/things', headers: bearer(WRITER), payload: { name: 'N' } }],
  ['somebody let in', 201, { method: 'POST', url: '/api/v1/door', payload: { name: 'N' } }],
  ['bad JSON', 400, { method: 'POST', url: '/api/v1/things', headers: { ...bearer(WRITER), ...json }, payload: '{' }],
  ['a bad address', 400, { method: 'GET', url: '/api/v1/things/%FF', headers: bearer(READER) }],
  ['nobody', 401, { method: 'GET', url: '/api/v1/things' }],
  ['a preflight', 401, { method: 'OPTIONS', url: '/api/v1/things', headers: foreign }],
  ['not allowed', 403, { method: 'GET', url: '/api/v1/things', headers: bearer(NOBODY) }],
  ['nothing there', 404, { method: 'GET', url: `/api/v1/nothing/${SOME_ID}`, headers: bearer(READER) }],
  ['plain text', 415, { method: 'POST', url: '/api/v1/things', headers: { ...bearer(WRITER), 'content-type': 'a/b' } }],
  ['bad input', 422, { method: 'POST', url: '/api/v1/things', headers: bearer(WRITER), payload: { name: 5 } }],
  ['no If-Match', 428, { method: 'PUT', url: `/api/v1/things/${SOME_ID}`, headers: bearer(WRITER), payload: {} }],
  ['no database', 503, { method: 'GET', url: '/api/v1/things', headers: bearer(UNLUCKY) }],
  ['alive', 200, { method: 'GET', url: '/health/live', headers: foreign }],
  ['not ready', 503, { method: 'GET', url: '/health/ready' }],
  ['the description', 200, { method: 'GET', url: '/api/openapi.json', headers: foreign }],
  ['the explorer', 200, { method: 'GET', url: '/api/docs' }],
  ['its script', 200, { method: 'GET', url: '/api/docs/explorer.js' }],
  ['its styles', 200, { method: 'GET', url: '/api/docs/swagger-ui.css' }],
];

async function each(check: (answer: LightMyRequestResponse, kind: string) => void): Promise<void> {
  for (const [kind, status, options] of KINDS) {
    const answer = await fixture.app.inject({ ...options, headers: { ...options.headers } });
    expect([kind, answer.statusCode]).toEqual([kind, status]);
    check(answer, kind);
  }
  fixture.seen.fault = new Error('unexpected');
  const broken = await fixture.app.inject({ method: 'GET', url: '/api/v1/things', headers: bearer(READER) });
  expect(broken.statusCode).toBe(500);
  check(broken, 'an error');
}

test('every kind of answer has the fixed headers', async () => {
  await each(({ headers }, kind) => {
    expect({ kind, ...headers }).toMatchObject({
      kind,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect([kind, headers['server'], headers['x-powered-by']]).toEqual([kind, undefined, undefined]);
  });
});

test('two years of https alone, subdomains too', async () => {
  await each(({ headers }, kind) => {
    expect([kind, headers['strict-transport-security']]).toEqual([kind, 'max-age=63072000; includeSubDomains']);
  });
});

test('nothing foreign, nothing inline, no plug-ins, no frames, no other base', async () => {
  await each(({ headers }, kind) => {
    const policy = String(headers['content-security-policy']);
    const directives = new Map(
      policy.split(';').map((directive) => {
        const [name, ...values] = directive.trim().split(/ +/);
        return [name!, values.join(' ')] as const;
      }),
    );
    for (const nothing of ['default-src', 'object-src', 'base-uri', 'frame-ancestors'])
      expect([kind, nothing, directives.get(nothing)]).toEqual([kind, nothing, `'none'`]);
    expect([kind, directives.get('script-src')]).toEqual([kind, `'self'`]);
    expect(policy).not.toMatch(/\*|https?:|'unsafe-eval'/);
    // the explorer's styles are the one thing inline
    if (kind !== 'the explorer') expect([kind, policy.includes('unsafe-inline')]).toEqual([kind, false]);
  });
});

test('no other origin is let in', async () => {
  await each(({ headers }, kind) => {
    const said = Object.keys(headers).filter((name) => name.startsWith('access-control-'));
    expect([kind, said]).toEqual([kind, []]);
  });
});

test('nothing leads elsewhere', async () => {
  await each(({ headers, statusCode }, kind) => {
    expect([kind, headers['location'], statusCode >= 300 && statusCode < 400]).toEqual([kind, undefined, false]);
  });
  const plain = await fixture.app.inject({
    method: 'GET',
    url: '/api/v1/things',
    headers: { ...bearer(READER), 'x-forwarded-proto': 'http' },
  });
  expect(plain.statusCode).toBe(200);
});

describe('content', () => {
  const TYPE: Record<string, string> = {
    'the explorer': 'text/html; charset=utf-8',
    'its script': 'text/javascript; charset=utf-8',
    'its styles': 'text/css; charset=utf-8',
  };

  test('what has a body says what it is', async () => {
    await each((answer, kind) => {
      if (answer.payload === '') return;
      const expected = TYPE[kind] ?? `application/${answer.statusCode < 400 ? '' : 'problem+'}json; charset=utf-8`;
      expect([kind, answer.headers['content-type']]).toEqual([kind, expected]);
      if (!TYPE[kind]) expect(() => answer.json()).not.toThrow();
    });
  });

  test('text of people comes back as data of JSON, whatever it looks like', async () => {
    const after = `</script><img src=x onerror="a()">\u2028'"\\ {{7*7}} \${7*7} %0d%0aSet-Cookie: a=b`;
    const url = `/api/v1/things?after=${encodeURIComponent(after.replace('%0d%0a', ''))}`;
    const answer = await fixture.app.inject({ method: 'GET', url, headers: bearer(READER) });
    expect(answer.statusCode).toBe(200);
    expect(answer.json().after).toBe(after.replace('%0d%0a', ''));
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.headers['set-cookie']).toBeUndefined();
  });
});
