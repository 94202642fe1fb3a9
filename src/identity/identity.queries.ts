import { tx } from '../platform/db/transaction.js';
import type { Role } from './roles.rules.js';
import { THROTTLE_WINDOW_MINUTES } from './throttle.rules.js';

export interface SignedIn {
  sessionId: string;
  userId: string;
  name: string;
  email: string;
  agencyId: string;
  agency: string;
  expiresAt: Date;
  /** not seen in the last minute */
  seenLongAgo: boolean;
  roles: { maracId: string | null; marac: string | null; role: Role }[];
}

const SESSION = `
  select s.id as "sessionId", u.id as "userId", u.name, u.email, u.agency_id as "agencyId", a.name as agency, s.expires_at as "expiresAt",
         s.last_seen_at < now() - interval '1 minute' as "seenLongAgo",
         (select coalesce(json_agg(json_build_object('maracId', r.marac_id, 'marac', m.code, 'role', r.role) order by m.code, r.role), '[]')
            from identity.user_roles r left join maracs.maracs m on m.id = r.marac_id where r.user_id = u.id) as roles
    from identity.sessions s
    join identity.users u on u.id = s.user_id
    join maracs.agencies a on a.id = u.agency_id`;

/** The live session of a token ($1): not ended, not expired, not idle for $2 minutes, of an active person. */
export const LIVE_SESSION = `${SESSION}
      where s.token_hash = $1 and s.ended_at is null and s.expires_at > now() and u.deactivated_at is null
        and s.last_seen_at > now() - make_interval(mins => $2)`;

export async function sessionByToken(hash: Buffer, idleMinutes: number): Promise<SignedIn | undefined> {
  return tx().one<SignedIn>(LIVE_SESSION, [hash, idleMinutes]);
}

export async function sessionById(sessionId: string): Promise<SignedIn | undefined> {
  return tx().one<SignedIn>(`${SESSION} where s.id = $1 and s.ended_at is null`, [sessionId]);
}

/** Keeps a session from idling out. */
export function touchSession(sessionId: string): void {
  tx().write('update identity.sessions set last_seen_at = now() where id = $1', [sessionId]);
}

export async function endSession(sessionId: string, userId: string): Promise<number> {
  return tx().change(
    'update identity.sessions set ended_at = now() where id = $1 and user_id = $2 and ended_at is null',
    [sessionId, userId],
  );
}

export async function endSessionsOf(userId: string): Promise<number> {
  return tx().change('update identity.sessions set ended_at = now() where user_id = $1 and ended_at is null', [userId]);
}

export interface Credentials {
  id: string;
  passwordHash: string | null;
}

export async function credentialsOf(email: string): Promise<Credentials | undefined> {
  return tx().one<Credentials>(
    `select u.id, u.password_hash as "passwordHash" from identity.users u where lower(u.email) = lower($1) and u.deactivated_at is null`,
    [email],
  );
}

/** Failures in the window since the latest success, with the age of the latest one in seconds. */
export async function failuresOf(
  column: 'account_key' | 'network_key',
  key: Buffer,
): Promise<{ count: number; latestAgo: number }> {
  const row = await tx().one<{ count: number; latestAgo: number | null }>(
    `select count(*)::int as count, extract(epoch from clock_timestamp() - max(t.at))::float as "latestAgo"
       from identity.sign_in_attempts t
      where t.${column} = $1 and not t.succeeded and t.at > now() - interval '${THROTTLE_WINDOW_MINUTES} minutes'
        and t.at > coalesce((select max(o.at) from identity.sign_in_attempts o where o.${column} = $1 and o.succeeded), '-infinity')`,
    [key],
  );
  return { count: row?.count ?? 0, latestAgo: row?.latestAgo ?? Number.MAX_SAFE_INTEGER };
}

export interface UserRow {
  id: string;
  name: string;
  email: string;
  agencyId: string;
  agency: string;
  active: boolean;
  roles: { maracId: string | null; role: Role }[];
}

/** People who hold a role in one of the MARACs (null: everybody). */
export async function usersOf(maracIds: string[] | null): Promise<UserRow[]> {
  return tx().query<UserRow>(
    `select u.id, u.name, u.email, u.agency_id as "agencyId", a.name as agency, u.deactivated_at is null as active,
            (select coalesce(json_agg(json_build_object('maracId', r.marac_id, 'role', r.role)), '[]')
               from identity.user_roles r where r.user_id = u.id) as roles
       from identity.users u join maracs.agencies a on a.id = u.agency_id
      where $1::uuid[] is null or exists (select from identity.user_roles r where r.user_id = u.id and r.marac_id = any ($1))
      order by u.name, u.id`,
    [maracIds],
  );
}

/** Active people of an agency who hold a role in the MARAC, or those with one of the roles there. */
export async function peopleToTell(
  maracId: string,
  agencyId: string | null,
  roles: readonly Role[],
): Promise<{ id: string; email: string }[]> {
  return tx().query<{ id: string; email: string }>(
    `select distinct u.id, u.email from identity.users u join identity.user_roles r on r.user_id = u.id
      where r.marac_id = $1 and u.deactivated_at is null and ($2::uuid is null or u.agency_id = $2) and r.role = any ($3)`,
    [maracId, agencyId, roles],
  );
}
