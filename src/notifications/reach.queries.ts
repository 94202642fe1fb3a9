import { tx } from '../platform/db/transaction.js';
import { tokenHash } from '../platform/crypto/tokens.js';

/** Of which address it is said; none is kept twice. */
const hashOf = (address: string) => tokenHash(address.trim().toLowerCase());

export async function unreachableSince(userId: string, address: string): Promise<Date | null> {
  const row = await tx().one<{ since: Date }>(
    `select u.since from notifications.unreachable u where u.user_id = $1 and u.address_hash = $2 and u.cleared_at is null`,
    [userId, hashOf(address)],
  );
  return row?.since ?? null;
}

/** True when it was not known before. */
export async function markUnreachable(found: {
  id: string;
  userId: string;
  address: string;
  code: string;
}): Promise<boolean> {
  const marked = await tx().change(
    `insert into notifications.unreachable (id, user_id, address_hash, code) values ($1, $2, $3, $4)
     on conflict (user_id, address_hash) where cleared_at is null do nothing`,
    [found.id, found.userId, hashOf(found.address), found.code],
  );
  return marked === 1;
}

export async function clearOwn(userId: string): Promise<number> {
  return tx().change(
    'update notifications.unreachable u set cleared_at = clock_timestamp() where u.user_id = $1 and u.cleared_at is null',
    [userId],
  );
}
