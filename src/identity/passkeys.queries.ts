import { tx } from '../platform/db/transaction.js';

export type ChallengeKind = 'REGISTER' | 'SIGN_IN' | 'STEP_UP';

export interface NewChallenge {
  id: string;
  kind: ChallengeKind;
  /** null: nobody is known yet */
  userId: string | null;
  networkKey: Buffer | null;
  challenge: string;
}

export async function keepChallenge(
  { id, kind, userId, networkKey, challenge }: NewChallenge,
  minutes: number,
): Promise<Date> {
  const row = await tx().one<{ until: Date }>(
    `insert into identity.challenges (id, kind, user_id, network_key, challenge, expires_at)
     values ($1, $2, $3, $4, $5, now() + make_interval(mins => $6)) returning expires_at as until`,
    [id, kind, userId, networkKey, challenge, minutes],
  );
  return row!.until;
}

/** Takes a challenge away: it serves once. Undefined when it is another's, of another kind, used, too old or was never given. */
export async function takeChallenge(
  id: string,
  kind: ChallengeKind,
  userId: string | null,
): Promise<string | undefined> {
  const row = await tx().one<{ challenge: string }>(
    `delete from identity.challenges where id = $1 and kind = $2 and user_id is not distinct from $3 and expires_at > now() returning challenge`,
    [id, kind, userId],
  );
  return row?.challenge;
}

/** Challenges that a network has been given and not used. */
export async function openChallenges(networkKey: Buffer): Promise<number> {
  const row = await tx().one<{ count: number }>(
    'select count(*)::int as count from identity.challenges where network_key = $1 and expires_at > now()',
    [networkKey],
  );
  return row?.count ?? 0;
}

export interface PasskeyRow {
  id: string;
  userId: string;
  credentialId: string;
  publicKey: Buffer;
  /** as a bigint comes */
  counter: string;
  transports: string[];
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

const PASSKEY = `
  select p.id, p.user_id as "userId", p.credential_id as "credentialId", p.public_key as "publicKey", p.counter, p.transports, p.name,
         p.created_at as "createdAt", p.last_used_at as "lastUsedAt"
    from identity.passkeys p`;

export async function passkeysOf(userId: string): Promise<PasskeyRow[]> {
  return tx().query<PasskeyRow>(`${PASSKEY} where p.user_id = $1 order by p.created_at, p.id`, [userId]);
}

export async function passkeyByCredential(credentialId: string): Promise<PasskeyRow | undefined> {
  return tx().one<PasskeyRow>(`${PASSKEY} where p.credential_id = $1`, [credentialId]);
}

/** Notes that a passkey was used. False when its counter did not go on: a copy of it may be about. Those without a counter send 0. */
export async function passkeyUsed(id: string, counter: number): Promise<boolean> {
  const changed = await tx().change(
    `update identity.passkeys set counter = $2, last_used_at = now() where id = $1 and (counter < $2 or counter = 0 and $2 = 0)`,
    [id, counter],
  );
  return changed === 1;
}

export async function removePasskey(id: string, userId: string): Promise<number> {
  return tx().change('delete from identity.passkeys where id = $1 and user_id = $2', [id, userId]);
}
