import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/db/actor.js';
import type { Lacking } from '../platform/http/signed-in.js';
import { tx } from '../platform/db/transaction.js';

/** How long a session that was just found good is taken to be good: revocation is in force everywhere within it. */
const GOOD_FOR_MS = 500;
const MOST = 10_000;

/** What the edge carries of the session in use. */
export interface SessionInUse {
  id: string;
  /** when a second factor was last proved; null while there is none */
  secondFactorAt: Date | null;
}

export interface Recent {
  actor: Actor;
  session: SessionInUse;
  lacks: Lacking | null;
}

/**
 * Sessions seen a moment ago, so that a burst of requests asks the database once. Short enough for a revocation made by another
 * process; one made here forgets at once. What a deactivated person could still reach shows them nothing: row-level security
 * looks at the person anew in every transaction.
 */
@Injectable()
export class RecentSessions {
  private readonly kept = new Map<string, { value: Recent; until: number }>();

  get(token: string, now: number): Recent | undefined {
    const found = this.kept.get(token);
    return found && found.until > now ? found.value : undefined;
  }

  put(token: string, value: Recent, now: number): void {
    if (this.kept.size >= MOST) this.kept.clear();
    this.kept.set(token, { value, until: now + GOOD_FOR_MS });
  }

  /**
   * Something is being revoked in this unit of work: forgets now, and again once it is committed, as a request in between may have
   * kept what is ending. Rare, and everybody else is only asked for again.
   */
  forget(): void {
    this.kept.clear();
    tx().afterCommit(() => this.kept.clear());
  }
}
