import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { Settings } from '../platform/config/settings.js';
import { tokenHash } from '../platform/crypto/tokens.js';
import { Actor, ALL_SCOPES } from '../platform/db/actor.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Warmth } from '../platform/db/warmth.js';
import { secondFactorNeeded } from '../platform/http/gate.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import type { MeetingModeView, OwnSessionView, SessionView } from './identity.dto.js';
import { permissionsOf } from './roles.rules.js';
import { type Recent, RecentSessions } from './session-cache.js';
import { lacking, SESSION_LIMITS } from './session.rules.js';
import { sessionView } from './session-view.js';
import {
  endSession,
  endSessionOf,
  endSessionsOf,
  extendSession,
  LIVE_SESSION,
  liveSessionsOf,
  sessionById,
  type SignedIn,
  touchSession,
} from './sessions.queries.js';

const TOUCHING = Actor.system('sign-in');
const { idleMinutes, idleMinutesInMeeting, meetingHours } = SESSION_LIMITS;

/** Sessions as they are used, listed and ended. `SessionIssuer` makes them. */
@Injectable()
export class SessionsService {
  private readonly factorRequired: boolean;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly recent: RecentSessions,
    settings: Settings,
    warmth: Warmth,
  ) {
    this.factorRequired = settings.secondFactor === 'required';
    warmth.keepsReady('READERS', () => tx().query(LIVE_SESSION, [tokenHash(''), idleMinutes, idleMinutesInMeeting]));
  }

  /** The actor behind a token, or null: unknown, ended, expired and idle are not told apart. */
  async authenticate(token: string): Promise<Recent | null> {
    const hash = tokenHash(token);
    const key = hash.toString('base64');
    const now = performance.now();
    const kept = this.recent.get(key, now);
    if (kept) return kept;
    const found = await this.uow.glance<SignedIn>(LIVE_SESSION, [hash, idleMinutes, idleMinutesInMeeting]);
    if (!found) return null;
    // at most once a minute, so that reading does not turn into writing
    if (found.seenLongAgo) await this.uow.run(TOUCHING, async () => touchSession(found.sessionId));
    const { sessionId, userId, agencyId } = found;
    const secondFactorAt = notAfter(new Date(), found.secondFactorAt);
    const actor = new Actor('user', userId, agencyId, permissionsOf(found.roles, ALL_SCOPES), secondFactorAt);
    const lacks = lacking(found, this.factorRequired);
    const signedIn = { actor, session: { id: sessionId, secondFactorAt }, lacks };
    this.recent.put(key, signedIn, now);
    return signedIn;
  }

  /** The actor's own session. */
  async current(sessionId: string): Promise<SessionView> {
    const session = await sessionById(sessionId);
    if (!session) throw Problem.notFound();
    return sessionView(session);
  }

  /** The actor's live sessions, the latest first. */
  async list(current: string): Promise<OwnSessionView[]> {
    const mine = await liveSessionsOf(tx().actor.id, idleMinutes, idleMinutesInMeeting);
    return mine.map(({ id, method, startedAt, lastSeenAt, expiresAt }) => ({
      ...{ id, method, current: id === current },
      startedAt: startedAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    }));
  }

  /** Ends one of one's own sessions at once. @throws Problem 403 `second-factor-needed`, 404 for one that is somebody else's, ended or absent */
  async end(sessionId: string): Promise<void> {
    const { actor } = tx();
    this.checkProved(actor);
    if ((await endSession(sessionId, actor.id)) === 0) throw Problem.notFound();
    this.recent.forget();
    this.audit.record({ action: 'session.ended', subject: { kind: 'user', id: actor.id } });
  }

  /** Ends one's own session at once, if it has not ended already. */
  async signOut(sessionId: string): Promise<void> {
    const { actor } = tx();
    await endSession(sessionId, actor.id);
    this.recent.forget();
    this.audit.record({ action: 'session.ended', subject: { kind: 'user', id: actor.id } });
  }

  /** The browser that held this token has signed in anew. Call outside a unit of work. */
  async endReplaced(token: string): Promise<void> {
    await this.uow.run(TOUCHING, async () => {
      const userId = await endSessionOf(tokenHash(token));
      if (userId === undefined) return;
      this.recent.forget();
      this.audit.record({ action: 'session.replaced', subject: { kind: 'user', id: userId } });
    });
  }

  /** Ends all of one's own sessions but the one in use. @throws Problem 403 `second-factor-needed` */
  async endOthers(current: string): Promise<void> {
    const { actor } = tx();
    this.checkProved(actor);
    await this.endAllOf(actor.id, current);
    this.audit.record({ action: 'session.others-ended', subject: { kind: 'user', id: actor.id } });
  }

  /** Takes every session of a person away, but for one; in force at once here, and within half a second in other processes. */
  async endAllOf(userId: string, but: string | null = null): Promise<void> {
    await endSessionsOf(userId, but);
    this.recent.forget();
  }

  /** Whoever found a screen that was left open must not end the owner's other sessions. */
  private checkProved(actor: Actor): void {
    if (this.factorRequired && !actor.secondFactorFresh(present())) throw secondFactorNeeded();
  }

  /** The person sits in a meeting: for some hours the session bears a longer silence. */
  async meetingMode(sessionId: string): Promise<MeetingModeView> {
    const until = await extendSession(sessionId, meetingHours);
    if (!until) throw Problem.notFound();
    this.audit.record({ action: 'session.meeting-mode', subject: { kind: 'user', id: tx().actor.id } });
    return { until: until.toISOString(), idleMinutes: idleMinutesInMeeting };
  }
}

/** Clocks of two servers may differ a little: a proof of just now is never of the future. */
function notAfter(now: Date, moment: Date | null): Date | null {
  return moment && moment > now ? now : moment;
}
