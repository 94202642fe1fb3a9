import { tx } from '../platform/db/transaction.js';
import type { Role } from './roles.rules.js';
import type { SignInMethod } from './session.rules.js';

export interface SignedIn {
  sessionId: string;
  userId: string;
  name: string;
  email: string;
  agencyId: string;
  agency: string;
  method: SignInMethod;
  secondFactorAt: Date | null;
  /** came in by a password that somebody else chose */
  passwordGiven: boolean;
  /** has a second factor to prove */
  hasFactor: boolean;
  expiresAt: Date;
  /** not seen in the last minute */
  seenLongAgo: boolean;
  roles: { maracId: string | null; marac: string | null; role: Role }[];
}

const SESSION = `
  select s.id as "sessionId", u.id as "userId", u.name, u.email, u.agency_id as "agencyId", a.name as agency, s.expires_at as "expiresAt",
         s.method, s.second_factor_at as "secondFactorAt",
         s.method = 'PASSWORD' and u.password_given_at is not null as "passwordGiven", s.last_seen_at < now() - interval '1 minute' as "seenLongAgo",
         exists (select from identity.authenticator_apps t where t.user_id = u.id and t.confirmed_at is not null)
           or exists (select from identity.passkeys p where p.user_id = u.id) as "hasFactor",
         (select coalesce(json_agg(json_build_object('maracId', r.marac_id, 'marac', m.code, 'role', r.role) order by m.code, r.role), '[]')
            from identity.user_roles r left join maracs.maracs m on m.id = r.marac_id where r.user_id = u.id) as roles
    from identity.sessions s
    join identity.users u on u.id = s.user_id
    join maracs.agencies a on a.id = u.agency_id`;

/** The live session of a token ($1): not ended, not expired, not idle for $2 minutes ($3 in a meeting), of an active person. */
export const LIVE_SESSION = `${SESSION}
      where s.token_hash = $1 and s.ended_at is null and s.expires_at > now() and u.deactivated_at is null
        and s.last_seen_at > now() - make_interval(mins => case when s.extended_until > now() then $3::int else $2::int end)`;

export async function sessionById(sessionId: string): Promise<SignedIn | undefined> {
  return tx().one<SignedIn>(`${SESSION} where s.id = $1 and s.ended_at is null`, [sessionId]);
}

/** Keeps a session from idling out. */
export function touchSession(sessionId: string): void {
  tx().write('update identity.sessions set last_seen_at = now() where id = $1', [sessionId]);
}

/** A session of somebody's own that has not ended. */
export interface OwnSession {
  id: string;
  method: SignInMethod;
  startedAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
}

/** Live ones, the latest first. */
export async function liveSessionsOf(userId: string, idle: number, idleInMeeting: number): Promise<OwnSession[]> {
  return tx().query<OwnSession>(
    `select s.id, s.method, s.created_at as "startedAt", s.last_seen_at as "lastSeenAt", s.expires_at as "expiresAt"
       from identity.sessions s
      where s.user_id = $1 and s.ended_at is null and s.expires_at > now()
        and s.last_seen_at > now() - make_interval(mins => case when s.extended_until > now() then $3::int else $2::int end)
      order by s.created_at desc, s.id`,
    [userId, idle, idleInMeeting],
  );
}

export async function endSession(sessionId: string, userId: string): Promise<number> {
  return tx().change(
    'update identity.sessions set ended_at = now() where id = $1 and user_id = $2 and ended_at is null',
    [sessionId, userId],
  );
}

/** Ends the session of a token; whose it was, if there was one. */
export async function endSessionOf(hash: Buffer): Promise<string | undefined> {
  const row = await tx().one<{ userId: string }>(
    'update identity.sessions set ended_at = now() where token_hash = $1 and ended_at is null returning user_id as "userId"',
    [hash],
  );
  return row?.userId;
}

/** Ends every session of a person but one (null: every one). */
export async function endSessionsOf(userId: string, but: string | null): Promise<number> {
  return tx().change(
    'update identity.sessions set ended_at = now() where user_id = $1 and ended_at is null and id is distinct from $2',
    [userId, but],
  );
}

/** A session lives longer without being used, for some hours and never beyond its end. */
export async function extendSession(sessionId: string, hours: number): Promise<Date | undefined> {
  const row = await tx().one<{ until: Date }>(
    `update identity.sessions set extended_until = least(now() + make_interval(hours => $2), expires_at)
      where id = $1 and ended_at is null returning extended_until as until`,
    [sessionId, hours],
  );
  return row?.until;
}
