import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { Actor } from '../platform/db/actor.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Challenges } from './challenges.js';
import type { NewSessionView } from './identity.dto.js';
import { passkeyByCredential, passkeysOf, passkeyUsed } from './passkeys.queries.js';
import type { ChallengeView, PasskeyAnswer } from './second-factor.dto.js';
import { SessionIssuer } from './session-issuer.js';
import { signInRefused } from './sign-in.service.js';
import { holderOf, WebAuthn } from './webauthn.js';

const SIGNING_IN = Actor.system('sign-in');

/** Signing in with a passkey alone, and proving one as second factor. Nothing here can be guessed, so nobody is slowed down. */
@Injectable()
export class PasskeySignIn {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly webAuthn: WebAuthn,
    private readonly challenges: Challenges,
    private readonly issuer: SessionIssuer,
  ) {}

  /** What a browser needs to ask for a passkey of ours. Names nobody: the passkey says whose it is. @throws Problem 429 */
  async options(network: string): Promise<ChallengeView> {
    const options = await this.webAuthn.authenticationOptions();
    return this.uow.run(SIGNING_IN, () => this.challenges.giveStranger(network, options));
  }

  /** A new session, its second factor proved. @throws Problem 401 `sign-in-refused` */
  async signIn({ challengeId, response }: PasskeyAnswer): Promise<NewSessionView> {
    const signedIn = await this.uow.run(SIGNING_IN, async () => {
      const holder = holderOf(response);
      const proved = holder !== null && (await this.answers('SIGN_IN', null, holder, challengeId, response));
      const how = { method: 'PASSKEY', secondFactorAt: new Date() } as const;
      const made = proved ? await this.issuer.issue(holder, how) : null;
      const subject = { kind: 'user', id: made && holder ? holder : 'unknown' };
      this.audit.record({ action: made ? 'sign-in.done' : 'sign-in.refused', subject, code: 'PASSKEY' });
      return made;
    });
    if (!signedIn) throw signInRefused();
    return signedIn;
  }

  /** What a browser needs to ask the actor for one of their passkeys. */
  async stepUpOptions(): Promise<ChallengeView> {
    const { id } = tx().actor;
    return this.challenges.give('STEP_UP', id, await this.webAuthn.authenticationOptions(await passkeysOf(id)));
  }

  /** True when a passkey of the person answered a challenge that was given to them. Uses the challenge up either way. */
  proves(userId: string, { challengeId, response }: PasskeyAnswer): Promise<boolean> {
    return this.answers('STEP_UP', userId, userId, challengeId, response);
  }

  private async answers(
    kind: 'SIGN_IN' | 'STEP_UP',
    challenged: string | null,
    holder: string,
    challengeId: string,
    response: object,
  ): Promise<boolean> {
    const challenge = await this.challenges.take(challengeId, kind, challenged);
    const { id } = response as { id?: unknown };
    if (challenge === undefined || typeof id !== 'string') return false;
    const passkey = await passkeyByCredential(id);
    if (passkey?.userId !== holder) return false;
    const counter = await this.webAuthn.proved(response, challenge, passkey);
    return counter !== null && (await passkeyUsed(passkey.id, counter));
  }
}
