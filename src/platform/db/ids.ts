import { v7 } from 'uuid';

/** A new UUIDv7: ordered by time, so that indexes stay dense, and made here, so that a row's children need not wait for the database. */
export function newId(): string {
  return v7();
}

/** Before every id there is, and the id of nothing. */
export const NIL_ID = '00000000-0000-0000-0000-000000000000';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** True for the text form of a UUID; anything else must not reach the database. */
export function isId(text: string): boolean {
  return UUID.test(text);
}
