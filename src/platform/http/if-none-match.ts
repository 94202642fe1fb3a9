import { createHash } from 'node:crypto';

/** The entity tag of an answer that has no version: what it says. */
export function contentTag(view: object): string {
  return `"${createHash('sha256').update(JSON.stringify(view)).digest('base64url').slice(0, 27)}"`;
}

/** Whether an If-None-Match header names this tag (RFC 9110, 13.1.2): weak comparison, a list, or `*` for any. */
export function namesTag(header: string | undefined, tag: string): boolean {
  const named = (header ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''));
  return named.includes(tag) || (named.length === 1 && named[0] === '*');
}
