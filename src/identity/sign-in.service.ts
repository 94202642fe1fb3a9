import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { passwordFits } from '../platform/crypto/passwords.js';
import { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { AuthenticatorApps } from './authenticator-app.service.js';
import { type Credentials, CREDENTIALS } from './credentials.queries.js';
import { foldedAddress, plainAddress } from './email.rules.js';
import type { NewSessionView, SignIn } from './identity.dto.js';
import { SessionIssuer } from './session-issuer.js';
import { CODE_TRIES, PASSWORD_TRIES } from './throttle.rules.js';
import { Throttle, type Try } from './throttle.js';

const SIGNING_IN = Actor.system('sign-in');

/** One neutral answer, whatever was wrong, however somebody tried to sign in. */
export function signInRefused(): Problem {
  return new Problem(401, 'sign-in-refused', 'That does not let you in. Check what you gave, or ask an administrator.');
}

/** Signing in with address, password and, at once or later, the code of an authenticator app. */
@Injectable()
export class SignInService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly throttle: Throttle,
    private readonly apps: AuthenticatorApps,
    private readonly issuer: SessionIssuer,
  ) {}

  /**
   * A new session. Unknown address, wrong password, wrong or used code and deactivated person get the same answer after the same work.
   * @param network address the request came from
   * @throws Problem 401 `sign-in-refused`, 429 `too-many-tries`
   */
  async signIn({ email, password, code }: SignIn, network: string): Promise<NewSessionView> {
    const account = foldedAddress(email);
    const attempt = await this.throttle.begin({ what: 'password', account, network, limits: PASSWORD_TRIES });
    const address = plainAddress(email);
    const user = await this.uow.glance<Credentials>(CREDENTIALS, [address]);
    const fits = await passwordFits(user?.passwordHash, password);
    // only who knows the password gets as far as guessing codes, so nobody else's guesses count against them
    const codeTry = user && fits && code !== undefined ? await this.tryCode(user.id, network) : null;
    const signedIn = await this.uow.run(SIGNING_IN, async () => {
      const subject = { kind: 'user', id: user?.id ?? 'unknown' };
      const made = user && fits ? await this.letIn(user.id, code, codeTry) : null;
      attempt.decide(made !== null);
      this.audit.record({ action: made ? 'sign-in.done' : 'sign-in.refused', subject, code: 'PASSWORD' });
      return made;
    });
    if (!signedIn) throw signInRefused();
    return signedIn;
  }

  private async tryCode(userId: string, network: string): Promise<Try | null> {
    const begun = await this.throttle.mayTry({ what: 'code', account: userId, network, limits: CODE_TRIES });
    return typeof begun === 'number' ? null : begun;
  }

  /** @param codeTry null while codes of this person may not be tried */
  private async letIn(userId: string, code: string | undefined, codeTry: Try | null): Promise<NewSessionView | null> {
    const method = 'PASSWORD';
    if (code === undefined) return this.issuer.issue(userId, { method, secondFactorAt: null });
    const now = new Date();
    const proved = codeTry !== null && (await this.apps.takes(userId, code, now));
    codeTry?.decide(proved);
    return proved ? this.issuer.issue(userId, { method, secondFactorAt: now }) : null;
  }
}
