import { createHash } from 'node:crypto';

/** What is wrong with a key, or the key itself. */
export type ReadKey = { key: string } | { refused: 'malformed' };

const TOKEN = /^[\x21-\x7e]{1,255}$/;
/** A string as structured fields write it (RFC 9651, 3.3.3): the draft's own form of the header. */
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;

/**
 * Reads an Idempotency-Key header: a quoted string (draft-ietf-httpapi-idempotency-key-header) or the bare token that most clients
 * send, 1 to 255 visible ASCII characters. Undefined when there is none.
 */
export function readKey(header: string | string[] | undefined): ReadKey | undefined {
  if (header === undefined) return undefined;
  if (Array.isArray(header)) return { refused: 'malformed' };
  const given = header.trim();
  const quoted = QUOTED.exec(given)?.[1]?.replaceAll(/\\(["\\])/g, '$1');
  const key = quoted ?? (given.startsWith('"') ? '' : given);
  return TOKEN.test(key) ? { key } : { refused: 'malformed' };
}

/**
 * One text for all ways to write the same request: the order of properties in a body says nothing. Only its keyed hash is kept.
 * @param address path and query
 */
export function requestText(method: string, address: string, body: unknown): string {
  return `${method} ${address}\n${bodyText(body)}`;
}

function bodyText(body: unknown): string {
  if (body === undefined || body === null) return '';
  if (Buffer.isBuffer(body)) return createHash('sha256').update(body).digest('hex');
  return JSON.stringify(body, (_name, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** The number under which requests with this key wait for each other: 64 bits, so that no two keys meet by chance. */
export function lockNumber(userId: string, route: string, key: string): string {
  return createHash('sha256').update(`${userId}\0${route}\0${key}`).digest().readBigInt64BE(0).toString();
}
