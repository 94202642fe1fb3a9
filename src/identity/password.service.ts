import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { hashPassword, passwordFits } from '../platform/crypto/passwords.js';
import type { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { type Credentials, keepPassword, knownOf, OWN_CREDENTIALS } from './credentials.queries.js';
import type { PasswordChange } from './identity.dto.js';
import { FAULTS, type KnownOf, passwordFault } from './password.rules.js';
import { SessionsService } from './sessions.service.js';
import { PASSWORD_TRIES } from './throttle.rules.js';
import { Throttle } from './throttle.js';

/** Refuses a password that is among the first to be guessed. @throws Problem 422 at `pointer` */
export function refuseWeak(password: string, known: KnownOf, pointer = '/password'): void {
  const fault = passwordFault(password, known);
  if (fault) throw Problem.at(pointer, fault, FAULTS[fault]);
}

/** Changing one's own password. */
@Injectable()
export class PasswordService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly throttle: Throttle,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * Takes a new password for the current one, and ends the person's other sessions. Call outside a unit of work.
   * @throws Problem 422 `wrong-password` at /current, a fault at /password; 429 `too-many-tries`
   */
  async change(actor: Actor, sessionId: string, { current, password }: PasswordChange, network: string): Promise<void> {
    // an open session is no place to guess the password of it
    const tried = { what: 'password', account: actor.id, network, limits: PASSWORD_TRIES } as const;
    const attempt = await this.throttle.begin(tried);
    const own = await this.uow.glance<Credentials>(OWN_CREDENTIALS, [actor.id]);
    const fits = await passwordFits(own?.passwordHash, current);
    if (!fits) {
      await this.uow.run(actor, async () => {
        attempt.decide(false);
        this.audit.record({ action: 'password.refused', subject: { kind: 'user', id: actor.id } });
      });
      throw Problem.at('/current', 'wrong-password', 'This is not the password you have.');
    }
    const known = await this.uow.run(actor, async () => {
      attempt.decide(true);
      return knownOf(actor.id);
    });
    if (!known) throw Problem.notFound();
    refuseWeak(password, known);
    if (password === current) throw Problem.at('/password', 'same-password', 'This is the password you have.');
    const passwordHash = await hashPassword(password);
    await this.uow.run(actor, async () => {
      keepPassword(actor.id, passwordHash);
      await this.sessions.endAllOf(actor.id, sessionId);
      this.audit.record({ action: 'password.changed', subject: { kind: 'user', id: actor.id } });
    });
  }
}
