import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { deep, JSON_TYPE, name, XLSX } from './http-case.js';
import { BODY_CASES } from './http-case-bodies.js';
import { INPUT_CASES } from './http-case-inputs.js';
import { bearer, type Fixture, startFixture, WRITER } from './http-fixture.js';
import { SOME_ID } from './http-things.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.app.close());
beforeEach(() => {
  fixture.seen.handlers = [];
  fixture.recorder.entries.length = 0;
});

describe('what must not get through', () => {
  test.each([...BODY_CASES, ...INPUT_CASES])(
    '$what: $status $code',
    async ({ method = 'POST', url = '/api/v1/things', type, headers, body, status, code, at }) => {
      const sent = typeof body === 'object' && !Buffer.isBuffer(body) ? JSON.stringify(body) : body;
      const contentType: Record<string, string> =
        sent === undefined && type === undefined ? {} : { 'content-type': type ?? JSON_TYPE };
      const answer = await fixture.app.inject({
        method,
        url,
        headers: { ...bearer(WRITER), ...contentType, ...headers },
        ...(sent !== undefined && { payload: sent }),
      });
      const problem = answer.json();
      expect([answer.statusCode, problem.code]).toEqual([status, code]);
      expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
      expect(problem).toMatchObject({ type: `/problems/${code}`, status, title: expect.any(String) });
      expect(problem.reference).toBe(answer.headers['x-request-reference']);
      expect(answer.headers['cache-control']).toBe('no-store');
      if (at) expect(problem.errors).toEqual([{ pointer: at[0], code: at[1], detail: expect.any(String) }]);
      expect(fixture.seen.handlers).toEqual([]);
      expect(fixture.recorder.entries).toMatchObject([{ status, code, reference: problem.reference }]);
    },
  );

  test('a refusal never repeats what was sent', async () => {
    const canary = 'Zebediah-Canary';
    const body = JSON.stringify({
      name: `${canary} is too long`,
      risk: canary,
      day: canary,
      tags: [canary, canary, canary, canary],
    });
    const answer = await fixture.app.inject({
      method: 'POST',
      url: '/api/v1/things',
      headers: { ...bearer(WRITER), 'content-type': JSON_TYPE },
      payload: body,
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors).toHaveLength(4);
    expect(answer.body).not.toContain('Canary');
  });

  test('all that is wrong is reported at once, up to 50', async () => {
    const body = Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`x${i}`, 1]));
    const answer = await fixture.app.inject({
      method: 'POST',
      url: '/api/v1/things',
      headers: bearer(WRITER),
      payload: body,
    });
    expect(answer.json().errors).toHaveLength(50);
  });
});

describe('what must get through', () => {
  const post = (payload: object) =>
    fixture.app.inject({ method: 'POST', url: '/api/v1/things', headers: bearer(WRITER), payload });

  test('a whole thing, tidied; null and blank mean "not given"', async () => {
    const answer = await post({
      name: '  Ana ',
      notes: 'a\r\nb\tc',
      code: '',
      risk: null,
      ownerId: SOME_ID.toUpperCase(),
      day: '2024-02-29',
      at: '2026-03-29T01:30:00.5+01:00',
      score: 24,
      urgent: false,
      email: ' ana@agency.example ',
      tags: ['x'],
      children: [{ name: 'B', born: null }],
      eldest: { name: 'C' },
    });
    expect(answer.statusCode).toBe(201);
    expect(answer.headers['etag']).toBe('"1"');
    const [input] = fixture.seen.inputs.slice(-1) as Record<string, unknown>[];
    expect(input).toMatchObject({
      name: 'Ana',
      notes: 'a\nb\tc',
      ownerId: SOME_ID,
      score: 24,
      urgent: false,
      email: 'ana@agency.example',
    });
    expect([input!['code'], input!['risk']]).toEqual([undefined, undefined]);
    expect((input!['children'] as { born?: string }[])[0]!.born).toBeUndefined();
  });

  test('20 levels, a BOM and every key that is only ours', async () => {
    const text = '\ufeff{"name":"N","tags":[]}';
    const answer = await fixture.app.inject({
      method: 'POST',
      url: '/api/v1/things',
      headers: { ...bearer(WRITER), 'content-type': 'application/json; charset=UTF-8' },
      payload: text,
    });
    expect(answer.statusCode).toBe(201);
    const nested = await fixture.app.inject({
      method: 'POST',
      url: '/api/v1/things',
      headers: { ...bearer(WRITER), 'content-type': JSON_TYPE },
      payload: deep(20),
    });
    expect(nested.json().code).toBe('invalid-input'); // reached the fields
  });

  test('query parameters become what their fields are; absent and blank limits are the default', async () => {
    const get = async (search: string) =>
      (await fixture.app.inject({ method: 'GET', url: `/api/v1/things${search}`, headers: bearer(WRITER) })).json();
    expect(await get('?limit=200&mine=true&letters=A')).toEqual({ limit: 200, mine: true, letters: ['A'] });
    expect(await get('')).toEqual({ limit: 50 });
    expect(await get('?limit=&after=')).toEqual({ limit: 50 });
  });

  test('spreadsheets and forms where they are taken', async () => {
    const send = (url: string, type: string, payload: string | Buffer) =>
      fixture.app.inject({ method: 'POST', url, headers: { ...bearer(WRITER), 'content-type': type }, payload });
    const large = await send('/api/v1/things/imports', XLSX, Buffer.alloc(2 * 1024 * 1024, 0xff));
    expect([large.statusCode, large.json()]).toEqual([201, { bytes: 2 * 1024 * 1024 }]);
    expect((await send('/api/v1/things/imports', 'text/csv; charset=utf-8', 'a,b')).statusCode).toBe(201);
    expect(
      (await send('/api/v1/things/forms', 'application/x-www-form-urlencoded', 'name=Jos%C3%A9+B')).statusCode,
    ).toBe(201);
    expect(fixture.seen.inputs.at(-1)).toEqual({ name: 'José B' });
  });

  test('a file of more than 64 MiB is refused by its announced size, unread', async () => {
    const headers = { ...bearer(WRITER), 'content-type': 'text/csv', 'content-length': String(64 * 1024 * 1024 + 1) };
    const answer = await fixture.app.inject({ method: 'POST', url: '/api/v1/things/imports', headers, payload: 'a' });
    expect([answer.statusCode, answer.json().code]).toEqual([413, 'too-large']);
  });

  test('DELETE without a body, and with an If-Match that is ours', async () => {
    const url = `/api/v1/things/${SOME_ID}`;
    expect((await fixture.app.inject({ method: 'DELETE', url, headers: bearer(WRITER) })).statusCode).toBe(200);
    const put = await fixture.app.inject({
      method: 'PUT',
      url,
      headers: { ...bearer(WRITER), 'if-match': '"3"' },
      payload: { name },
    });
    expect([put.statusCode, (fixture.seen.inputs.at(-1) as { version: number }).version]).toEqual([200, 3]);
  });
});
