import { Injectable } from '@nestjs/common';
import { newToken, tokenHash } from '../platform/crypto/tokens.js';
import { newId } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import type { NewSessionView } from './identity.dto.js';
import { sessionById } from './sessions.queries.js';
import { RecentSessions } from './session-cache.js';
import { SESSION_LIMITS, type SignInMethod } from './session.rules.js';
import { sessionView } from './session-view.js';

/** How a sign-in came about. */
export interface HowSignedIn {
  method: SignInMethod;
  /** when a second factor was proved on the way; null when none was */
  secondFactorAt: Date | null;
}

const INSERT = `
  insert into identity.sessions (id, user_id, token_hash, method, second_factor_at, expires_at)
  select $1, u.id, $3, $4, $5, now() + make_interval(hours => $6) from identity.users u where u.id = $2 and u.deactivated_at is null`;

/** Makes sessions: one way for passwords, passkeys and agencies' own sign-in. */
@Injectable()
export class SessionIssuer {
  constructor(private readonly recent: RecentSessions) {}

  /**
   * A new session with a token of its own, inside the current unit of work. Whatever token the caller held before is neither
   * read nor adopted, so that nobody can plant one. Leaves no audit line: who calls knows what happened.
   * @returns null for a person who was deactivated
   */
  async issue(userId: string, { method, secondFactorAt }: HowSignedIn): Promise<NewSessionView | null> {
    const token = newToken();
    const id = newId();
    const values = [id, userId, tokenHash(token), method, secondFactorAt, SESSION_LIMITS.absoluteHours];
    if ((await tx().change(INSERT, values)) === 0) return null;
    const made = await sessionById(id);
    return made ? { token, session: sessionView(made) } : null;
  }

  /**
   * A second factor was proved in a session: notes when, and gives the session a new token. The old one is worthless, so that
   * whoever had it before the proof gains nothing by it.
   * @returns null for a session that ended meanwhile
   */
  async stepUp(sessionId: string, secondFactorAt: Date): Promise<NewSessionView | null> {
    const token = newToken();
    const changed = await tx().change(
      'update identity.sessions set token_hash = $2, second_factor_at = $3, last_seen_at = now() where id = $1 and ended_at is null and expires_at > now()',
      [sessionId, tokenHash(token), secondFactorAt],
    );
    this.recent.forget();
    const stepped = changed === 1 ? await sessionById(sessionId) : undefined;
    return stepped ? { token, session: sessionView(stepped) } : null;
  }
}
