import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type AddressInfo, connect } from 'node:net';
import { type Fixture, startFixture, WRITER } from './http-fixture.js';
import { SOME_ID } from './http-things.js';

let fixture: Fixture;
let port: number;
beforeAll(async () => {
  fixture = await startFixture();
  await fixture.app.listen(0, '127.0.0.1');
  port = (fixture.app.getHttpServer().address() as AddressInfo).port;
});
afterAll(() => fixture.app.close());
beforeEach(() => {
  fixture.seen.handlers = [];
});

/** Sends bytes as they are and reads until the server closes or falls silent. */
function exchange(bytes: string | Buffer, patience = 400): Promise<{ status: number; body: string; head: string }> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setTimeout(patience, () => socket.destroy());
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => {
      const [head = '', body = ''] = Buffer.concat(chunks).toString('utf8').split('\r\n\r\n', 2);
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]), body, head });
    });
  });
}

const AUTH = `Authorization: Bearer ${WRITER}\r\n`;
const HOST = 'Host: marac.example\r\n';
const POST = `POST /api/v1/things HTTP/1.1\r\n${HOST}${AUTH}Content-Type: application/json\r\n`;

describe('HTTP that is broken itself is answered as a problem', () => {
  test.each<[string, string, number, string]>([
    ['no HTTP at all', 'hello\r\n\r\n', 400, 'malformed-http'],
    ['TLS on a plain port', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc', 400, 'malformed-http'],
    ['a version that is none', `GET / HTTP/9.9\r\n${HOST}\r\n`, 400, 'malformed-http'],
    ['a method that is none', `FETCH / HTTP/1.1\r\n${HOST}\r\n`, 400, 'malformed-http'],
    ['a space in the path', `GET /a b HTTP/1.1\r\n${HOST}\r\n`, 400, 'malformed-http'],
    ['a header without a colon', `GET / HTTP/1.1\r\n${HOST}nonsense\r\n\r\n`, 400, 'malformed-http'],
    ['a NUL in a header', `GET / HTTP/1.1\r\n${HOST}X: a\0b\r\n\r\n`, 400, 'malformed-http'],
    ['a length that is none', `${POST}Content-Length: many\r\n\r\n{}`, 400, 'malformed-http'],
    ['two lengths', `${POST}Content-Length: 2\r\nContent-Length: 20\r\n\r\n{}`, 400, 'malformed-http'],
    [
      'a length and chunks (smuggling)',
      `${POST}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
      'malformed-http',
    ],
    [
      'a chunk size that is none',
      `${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
      400,
      'malformed-http',
    ],
    ['an endless address', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n`, 431, 'headers-too-large'],
    ['an endless header', `GET / HTTP/1.1\r\n${HOST}X: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'headers-too-large'],
    ['no host, signed in', `GET /api/v1/things HTTP/1.1\r\n${AUTH}\r\n`, 400, 'bad-request'],
    ['no host, not signed in', 'GET /api/v1/things HTTP/1.1\r\n\r\n', 401, 'not-signed-in'],
    ['an expectation that nobody meets', `GET / HTTP/1.1\r\n${HOST}Expect: miracles\r\n\r\n`, 417, 'unmet-expectation'],
    [
      'an absolute address, not signed in',
      `GET http://evil.example/api/v1/things HTTP/1.1\r\n${HOST}\r\n`,
      401,
      'not-signed-in',
    ],
    [
      'an absolute address, signed in',
      `GET http://evil.example/api/v1/things HTTP/1.1\r\n${HOST}${AUTH}\r\n`,
      400,
      'bad-address',
    ],
    ['a star', `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`, 401, 'not-signed-in'],
    ['a rare method', `PROPFIND /api/v1/things HTTP/1.1\r\n${HOST}\r\n`, 401, 'not-signed-in'],
    ['a rare method, signed in', `PROPFIND /api/v1/things HTTP/1.1\r\n${HOST}${AUTH}\r\n`, 404, 'not-found'],
    ['TRACE', `TRACE /api/v1/things HTTP/1.1\r\n${HOST}${AUTH}\r\n`, 404, 'not-found'],
    [
      'an upgrade',
      `GET /api/v1/things HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      401,
      'not-signed-in',
    ],
    ['raw bytes in a path', `GET /api/v1/\xff\xfe HTTP/1.1\r\n${HOST}${AUTH}\r\n`, 400, 'malformed-http'],
    ['a body too large by what it announces', `${POST}Content-Length: 999999999\r\n\r\n{`, 413, 'too-large'],
  ])('%s', async (_, bytes, status, code) => {
    const answer = await exchange(Buffer.from(bytes, 'latin1'));
    expect([answer.status, answer.body && JSON.parse(answer.body.slice(answer.body.indexOf('{'))).code]).toEqual([
      status,
      code,
    ]);
    expect(answer.head.toLowerCase()).toContain('content-type: application/problem+json');
    expect(answer.head.toLowerCase()).toContain('cache-control: no-store');
    expect(fixture.seen.handlers).toEqual([]);
  });

  test('a body in chunks past the limit stops being read', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const answer = await exchange(`${POST}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(5)}`);
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([413, 'too-large']);
  });

  test('a body that breaks off never reaches the handler', async () => {
    await exchange(`${POST}Content-Length: 50\r\n\r\n{"name":"N"}`);
    expect(fixture.seen.handlers).toEqual([]);
  });

  test('the server still stands', async () => {
    const answer = await exchange(`GET /api/v1/things/${SOME_ID} HTTP/1.1\r\n${HOST}${AUTH}Connection: close\r\n\r\n`);
    expect([answer.status, fixture.seen.handlers]).toEqual([200, ['one']]);
  });
});
