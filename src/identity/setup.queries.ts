import { tx } from '../platform/db/transaction.js';

/** One set-up at a time: whoever comes second finds an administrator, or a code that was used. */
export async function lockSetup(): Promise<void> {
  await tx().query('select pg_advisory_xact_lock(7201015)');
}

/** True once anybody administers anything; a deactivated one counts too, or taking access away would open the door again. */
export async function hasAdministrator(): Promise<boolean> {
  const row = await tx().one<{ found: boolean }>(
    `select exists (select from identity.user_roles r where r.role = 'ADMINISTRATOR') as found`,
  );
  return row?.found ?? false;
}

export async function hasLiveCode(): Promise<boolean> {
  const row = await tx().one<{ found: boolean }>(
    'select exists (select from identity.setup_codes c where c.used_at is null and c.expires_at > now()) as found',
  );
  return row?.found ?? false;
}

/** Keeps the hash of a new code, in place of those before it. */
export async function keepSetupCode(id: string, codeHash: Buffer, hours: number): Promise<void> {
  await tx().change('update identity.setup_codes set expires_at = now() where used_at is null and expires_at > now()');
  tx().write(
    'insert into identity.setup_codes (id, code_hash, expires_at) values ($1, $2, now() + make_interval(hours => $3))',
    [id, codeHash, hours],
  );
}

/** Uses a code up. False for one that is unknown, used or too old. */
export async function useSetupCode(codeHash: Buffer): Promise<boolean> {
  const changed = await tx().change(
    'update identity.setup_codes set used_at = now() where code_hash = $1 and used_at is null and expires_at > now()',
    [codeHash],
  );
  return changed === 1;
}
