import { tx } from '../platform/db/transaction.js';

export interface AppRow {
  id: string;
  sealedSecret: Buffer;
}

/** The authenticator app in use. */
export async function appOf(userId: string): Promise<AppRow | undefined> {
  return tx().one<AppRow>(
    'select id, sealed_secret as "sealedSecret" from identity.authenticator_apps where user_id = $1 and confirmed_at is not null',
    [userId],
  );
}

/** The one offered lately and not confirmed yet, locked. */
export async function appOffered(userId: string, minutes: number): Promise<AppRow | undefined> {
  return tx().one<AppRow>(
    `select id, sealed_secret as "sealedSecret" from identity.authenticator_apps
      where user_id = $1 and confirmed_at is null and created_at > now() - make_interval(mins => $2) for update`,
    [userId, minutes],
  );
}

export async function dropOffer(userId: string): Promise<void> {
  await tx().change('delete from identity.authenticator_apps where user_id = $1 and confirmed_at is null', [userId]);
}

/** Takes the offered app into use in place of the one before. */
export async function confirmApp(id: string, userId: string, step: number): Promise<void> {
  await tx().change('delete from identity.authenticator_apps where user_id = $1 and id <> $2', [userId, id]);
  await tx().change('update identity.authenticator_apps set confirmed_at = now(), last_step = $2 where id = $1', [
    id,
    step,
  ]);
}

/** Uses a time step up. False when it, or a later one, was used before: whoever is first gets in, wherever they ask. */
export async function useStep(id: string, step: number): Promise<boolean> {
  const changed = await tx().change(
    'update identity.authenticator_apps set last_step = $2 where id = $1 and last_step < $2',
    [id, step],
  );
  return changed === 1;
}

/** How many second factors a person has; an offer does not count. Locks the person, so that none comes or goes meanwhile. */
export async function factorsOf(userId: string): Promise<number> {
  await tx().query('select from identity.users where id = $1 for update', [userId]);
  const row = await tx().one<{ count: number }>(
    `select ((select count(*) from identity.authenticator_apps where user_id = $1 and confirmed_at is not null)
           + (select count(*) from identity.passkeys where user_id = $1))::int as count`,
    [userId],
  );
  return row?.count ?? 0;
}

/** Takes every second factor of a person away, offers too. */
export async function removeFactors(userId: string): Promise<void> {
  await tx().change('delete from identity.authenticator_apps where user_id = $1', [userId]);
  await tx().change('delete from identity.passkeys where user_id = $1', [userId]);
  await tx().change('delete from identity.challenges where user_id = $1', [userId]);
}
