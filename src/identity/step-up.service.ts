import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import type { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { AuthenticatorApps } from './authenticator-app.service.js';
import type { NewSessionView } from './identity.dto.js';
import { PasskeySignIn } from './passkey-sign-in.service.js';
import type { StepUp } from './second-factor.dto.js';
import { SessionIssuer } from './session-issuer.js';
import { CODE_TRIES } from './throttle.rules.js';
import { Throttle, type Try } from './throttle.js';

/** Proving a second factor within a session: at the end of a sign-in, and again before what locates a victim is shown. */
@Injectable()
export class StepUpService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly throttle: Throttle,
    private readonly apps: AuthenticatorApps,
    private readonly passkeys: PasskeySignIn,
    private readonly issuer: SessionIssuer,
  ) {}

  /**
   * The session with a new token, its second factor just proved. Call outside a unit of work.
   * @throws Problem 403 `second-factor-refused`, 422 unless it is either a code or a passkey's answer, 429 `too-many-tries`
   */
  async prove(actor: Actor, sessionId: string, input: StepUp, network: string): Promise<NewSessionView> {
    const { code, passkey } = input;
    if ((code === undefined) === (passkey === undefined))
      throw Problem.at('/code', 'one-of', 'Give either a code or the answer of a passkey.');
    const tried = { what: 'code', account: actor.id, network, limits: CODE_TRIES } as const;
    const attempt = code === undefined ? null : await this.throttle.begin(tried);
    const stepped = await this.uow.run(actor, () => this.decide(actor.id, sessionId, input, attempt));
    if (!stepped) throw new Problem(403, 'second-factor-refused', 'That does not prove your second factor.');
    return stepped;
  }

  private async decide(
    userId: string,
    sessionId: string,
    { code, passkey }: StepUp,
    attempt: Try | null,
  ): Promise<NewSessionView | null> {
    const now = new Date();
    const proved = passkey
      ? await this.passkeys.proves(userId, passkey)
      : await this.apps.takes(userId, code ?? '', now);
    const stepped = proved ? await this.issuer.stepUp(sessionId, now) : null;
    attempt?.decide(stepped !== null);
    const action = stepped ? 'second-factor.proved' : 'second-factor.refused';
    this.audit.record({ action, subject: { kind: 'user', id: userId }, code: passkey ? 'PASSKEY' : 'TOTP' });
    return stepped;
  }
}
