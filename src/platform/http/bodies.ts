import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BODY_LIMITS, bodyKindOf, MEDIA_TYPES } from './accepts.js';
import { Problem } from './problem.js';
import { decodeUtf8, isAcceptableText, isForbiddenKey, parseStrictJson } from './strict-json.js';

type Done = (error: Error | null, body?: unknown) => void;

type Parse = (bytes: Buffer) => unknown;

/** Replaces the framework's parsers by strict ones, and refuses a body that `isRead` by nobody. */
export function addBodyParsers(server: FastifyInstance, isRead: (request: FastifyRequest) => boolean): void {
  server.removeAllContentTypeParsers();
  const add = (kind: keyof typeof MEDIA_TYPES, parse: Parse) =>
    addParser(server, kind, (bytes, request) => {
      const body = parse(bytes);
      if (!isRead(request)) checkSaysNothing(body);
      return body;
    });
  add('json', (bytes) => (bytes.length === 0 ? undefined : parseStrictJson(decodeUtf8(bytes))));
  add('form', (bytes) => parseForm(decodeUtf8(bytes)));
  add('spreadsheet', (bytes) => bytes);
}

function addParser(
  server: FastifyInstance,
  kind: keyof typeof MEDIA_TYPES,
  parse: (bytes: Buffer, request: FastifyRequest) => unknown,
): void {
  const options = { parseAs: 'buffer' as const, bodyLimit: BODY_LIMITS[kind] };
  server.addContentTypeParser([...MEDIA_TYPES[kind]], options, (request: FastifyRequest, bytes: Buffer, done: Done) => {
    let body: unknown;
    try {
      body = parse(bytes, request);
    } catch (error) {
      return done(error as Error);
    }
    done(null, body);
  });
}

/** Fields of a form, those given more than once as lists. @throws Problem 400 */
export function parseForm(text: string): Record<string, string | string[]> {
  const fields = new Map<string, string[]>();
  if (hasBrokenEncoding(text.replaceAll('+', ' ')))
    throw new Problem(400, 'broken-utf8', 'The form is not valid UTF-8.');
  for (const [key, value] of new URLSearchParams(text)) {
    if (isForbiddenKey(key))
      throw new Problem(400, 'forbidden-key', 'The form holds a field name that is not allowed.');
    if (!isAcceptableText(key + value))
      throw new Problem(400, 'unacceptable-text', 'The form holds text that cannot be stored.');
    fields.set(key, [...(fields.get(key) ?? []), value]);
  }
  return Object.fromEntries([...fields].map(([key, values]) => [key, values.length > 1 ? values : values[0]!]));
}

/** Refuses a body of another kind than the route takes, or one that is compressed, before it is read. @throws Problem 415 */
export function checkMediaType(request: FastifyRequest): void {
  const { headers } = request;
  const sent = headers['content-type'];
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;
  if (!hasBody && sent === undefined) return;
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const [type = '', ...parameters] = (sent ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters
    .find((part) => part.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  const plain = (headers['content-encoding'] ?? 'identity') === 'identity';
  const known = MEDIA_TYPES[bodyKindOf(request.routeOptions.config)].includes(type);
  if (!known || !plain || (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')) {
    throw new Problem(415, 'unsupported-media-type', 'The body is of a kind that is not taken here.');
  }
}

/** Where nothing is read, whoever sent something meant something by it. @throws Problem 422 */
function checkSaysNothing(body: unknown): void {
  if (body === undefined || body === null) return;
  if (typeof body === 'object' && !Array.isArray(body) && Object.keys(body).length === 0) return;
  throw Problem.at('', 'not-wanted', 'This takes no body.');
}

/** True when a percent-encoding is cut off or does not stand for UTF-8. */
export function hasBrokenEncoding(encoded: string): boolean {
  try {
    decodeURIComponent(encoded);
    return false;
  } catch {
    return true;
  }
}

/** Refuses an address whose path or query is not clean UTF-8 text without control characters. @throws Problem 400 */
export function checkAddress(request: FastifyRequest): void {
  const url = request.raw.url ?? '/';
  if (!url.startsWith('/') || hasBrokenEncoding(url.replaceAll('+', ' ')) || /%(?:[01][0-9a-f]|7f)/i.test(url)) {
    throw new Problem(400, 'bad-address', 'The address is not valid.');
  }
  if (Object.keys((request.query ?? {}) as object).some(isForbiddenKey)) {
    throw new Problem(400, 'forbidden-key', 'The query holds a name that is not allowed.');
  }
}
