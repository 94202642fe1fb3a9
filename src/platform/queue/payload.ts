import { isId } from '../db/ids.js';

/** Something other than ids was about to be put into a queue or an event. Names the key, never the value. */
export class NotIds extends Error {
  readonly messageIsSafe = true;

  constructor(what: string, key: string) {
    super(`${what}: ${/^[A-Za-z]{1,40}$/.test(key) ? key : 'a key'} is not an id`);
    this.name = 'NotIds';
  }
}

const KEY = /^[a-z][A-Za-z0-9]{0,39}$/;

/** The payload in lower case. @throws NotIds when a value is not a UUID: queues and events carry ids only (names were seen in queues elsewhere). */
export function idsOnly(what: string, ids: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(ids).map(([key, value]) => {
      if (!KEY.test(key) || typeof value !== 'string' || !isId(value)) throw new NotIds(what, key);
      return [key, value.toLowerCase()];
    }),
  );
}
