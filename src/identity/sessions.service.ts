import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { passwordFits } from '../platform/crypto/passwords.js';
import { newToken, tokenHash } from '../platform/crypto/tokens.js';
import { Actor, ALL_SCOPES } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import type { NewSessionView, SessionView, SignIn } from './identity.dto.js';
import { Session, SignInAttempt } from './identity.entity.js';
import {
  credentialsOf,
  endSession,
  endSessionsOf,
  failuresOf,
  LIVE_SESSION,
  sessionById,
  sessionByToken,
  type SignedIn,
  touchSession,
} from './identity.queries.js';
import { permissionsOf } from './roles.rules.js';
import { SessionCache } from './session-cache.js';
import { waitBeforeNextTry } from './throttle.rules.js';

const IDLE_MINUTES = 15;
const ABSOLUTE_HOURS = 12;
const SIGNING_IN = Actor.system('sign-in');

/** One neutral answer, whatever was wrong. */
const REFUSED = () => new Problem(401, 'sign-in-refused', 'That address and password do not belong together.');

/** What the edge carries of the session in use. */
export interface SessionInUse {
  id: string;
  /** when a second factor was last proved; null while there is none */
  secondFactorAt: Date | null;
}

@Injectable()
export class SessionsService {
  private readonly sessions = new Store(Session);
  private readonly attempts = new Store(SignInAttempt);
  private readonly recent = new SessionCache<{ actor: Actor; session: SessionInUse }>();

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
  ) {}

  /** Signs in with address and password. @throws Problem 401 for anything wrong, 429 while too many tries have failed */
  async signIn(input: SignIn, network: string): Promise<NewSessionView> {
    const keys = { account: tokenHash(input.email.toLowerCase()), network: tokenHash(network) };
    const user = await this.uow.run(SIGNING_IN, async () => {
      const wait = waitBeforeNextTry(
        await failuresOf('account_key', keys.account),
        await failuresOf('network_key', keys.network),
      );
      if (wait > 0) throw new Problem(429, 'too-many-tries', `Too many tries. Try again in ${wait} seconds.`);
      return credentialsOf(input.email);
    });
    const fits = await passwordFits(user?.passwordHash, input.password);
    const token = newToken();
    const signedIn = await this.uow.run(SIGNING_IN, async () => {
      this.attempts.insert({ id: newId(), accountKey: keys.account, networkKey: keys.network, succeeded: fits });
      if (!fits || !user) {
        this.audit.record({ action: 'sign-in.refused', subject: { kind: 'user', id: user?.id ?? 'unknown' } });
        return undefined;
      }
      const expiresAt = new Date(Date.now() + ABSOLUTE_HOURS * 3_600_000);
      this.sessions.insert({ id: newId(), userId: user.id, tokenHash: tokenHash(token), expiresAt });
      this.audit.record({ action: 'sign-in.done', subject: { kind: 'user', id: user.id } });
      return sessionByToken(tokenHash(token), IDLE_MINUTES);
    });
    if (!signedIn) throw REFUSED();
    return { token, session: sessionView(signedIn) };
  }

  /** The actor behind a token, or null: unknown, ended, expired and idle are not told apart. */
  async authenticate(token: string): Promise<{ actor: Actor; session: SessionInUse } | null> {
    const hash = tokenHash(token);
    const key = hash.toString('base64');
    const now = performance.now();
    const kept = this.recent.get(key, now);
    if (kept) return kept;
    const found = await this.uow.glance<SignedIn>(LIVE_SESSION, [hash, IDLE_MINUTES]);
    if (!found) return null;
    // at most once a minute, so that reading does not turn into writing
    if (found.seenLongAgo) await this.uow.run(SIGNING_IN, async () => touchSession(found.sessionId));
    const actor = new Actor('user', found.userId, found.agencyId, permissionsOf(found.roles, ALL_SCOPES));
    const signedIn = { actor, session: { id: found.sessionId, secondFactorAt: null } };
    this.recent.put(key, signedIn, now);
    return signedIn;
  }

  /** Takes every session of a person away; in force at once here, and within half a second in other processes. */
  async endAllOf(userId: string): Promise<void> {
    await endSessionsOf(userId);
    this.forgetRecent();
  }

  /** The actor's own session. */
  async current(sessionId: string): Promise<SessionView> {
    const session = await sessionById(sessionId);
    if (!session) throw Problem.notFound();
    return sessionView(session);
  }

  /** Ends one's own session at once. */
  async signOut(sessionId: string): Promise<void> {
    const { actor } = tx();
    await endSession(sessionId, actor.id);
    this.forgetRecent();
    this.audit.record({ action: 'session.ended', subject: { kind: 'user', id: actor.id } });
  }

  /** Now, and again once the revocation is committed: a request in between may have kept what is ending. */
  private forgetRecent(): void {
    this.recent.clear();
    tx().afterCommit(() => this.recent.clear());
  }
}

function sessionView(s: SignedIn): SessionView {
  const { userId, name, agencyId, agency, roles } = s;
  return { userId, name, agencyId, agency, roles, expiresAt: s.expiresAt.toISOString() };
}
