import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { newId } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import { secondFactorNeeded } from '../platform/http/gate.js';
import { Problem } from '../platform/http/problem.js';
import { usersOf } from './identity.queries.js';
import { newOneTimeCode, oneTimeCodeHash } from './one-time-code.js';
import { askRecovery, confirmRecovery, latestRecovery } from './recovery.queries.js';
import { mayAsk, mayConfirm, type RecoveryRefusal, REFUSALS } from './recovery.rules.js';
import type { RecoveryCodeView, RecoveryView } from './second-factor.dto.js';
import { factorsOf, removeFactors } from './second-factor.queries.js';
import { SessionsService } from './sessions.service.js';

/** An administrator has a day to find another; the person has a day to come. */
const HOURS = 24;

/** A lost second factor: two administrators take it away and give a one-time code for enrolling another. */
@Injectable()
export class RecoveryService {
  constructor(
    private readonly audit: Audit,
    private readonly sessions: SessionsService,
  ) {}

  /** Asks for somebody's recovery. Nothing changes for them yet. @throws Problem 403, 404, 409 `not-yourself` */
  async ask(userId: string): Promise<RecoveryView> {
    await this.administers(userId);
    const { id: askedBy } = tx().actor;
    refuse(mayAsk(askedBy, userId));
    const until = await askRecovery(newId(), userId, askedBy, HOURS);
    this.audit.record({ action: 'recovery.asked', subject: { kind: 'user', id: userId } });
    return { userId, askedBy, expiresAt: until.toISOString() };
  }

  /**
   * Confirms it as another administrator: every second factor of the person is gone, every session ended, and the code is the
   * only way to enrol again.
   * @throws Problem 403 `second-factor-needed`, 404, 409 `not-yourself`, `nothing-asked`, `takes-another`
   */
  async confirm(userId: string): Promise<RecoveryCodeView> {
    await this.administers(userId);
    const { id: confirmedBy } = tx().actor;
    await factorsOf(userId); // holds the person: no second factor is enrolled meanwhile
    const asked = await latestRecovery(userId);
    const found = asked && { askedBy: asked.askedBy, confirmed: asked.confirmedAt !== null, live: asked.live };
    refuse(mayConfirm(confirmedBy, userId, found));
    const code = newOneTimeCode();
    const until = await confirmRecovery(asked!.id, confirmedBy, oneTimeCodeHash(code), HOURS);
    await removeFactors(userId);
    await this.sessions.endAllOf(userId);
    this.audit.record({ action: 'recovery.confirmed', subject: { kind: 'user', id: userId } });
    return { code, expiresAt: until.toISOString() };
  }

  /** Only for people the administrator looks after, and with a second factor just proved: who has a stolen session stops here. */
  private async administers(userId: string): Promise<void> {
    const { actor } = tx();
    const mine = await usersOf(actor.scopesOf('users:manage'));
    if (!mine.some((user) => user.id === userId && user.active)) throw Problem.notFound();
    if (!actor.secondFactorFresh(new Date())) throw secondFactorNeeded();
  }
}

function refuse(refusal: RecoveryRefusal | null): void {
  if (refusal) throw Problem.conflict(refusal, REFUSALS[refusal]);
}
