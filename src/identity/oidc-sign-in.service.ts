import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { KeyRing } from '../platform/crypto/key-ring.js';
import { newToken, tokenHash } from '../platform/crypto/tokens.js';
import { Actor } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { OidcAnswers } from './oidc-answers.js';
import { isToken, loginSecrets } from './oidc-login.rules.js';
import { OidcRelyingParty } from './oidc-relying-party.js';
import { OidcLogin, type OidcProvider } from './oidc.entity.js';
import { forgetExpiredLogins, linkOfCode, loginsUnderWay, providerOf } from './oidc.queries.js';

const SIGNING_IN = Actor.system('sign-in');
/** From one network, unfinished: a whole office may begin its morning at once. */
const MOST_UNDER_WAY = 200;

/** One neutral answer, whatever was wrong. */
const REFUSED = () => new Problem(401, 'sign-in-refused', 'The sign-in was refused.');

export interface Started {
  /** where the browser goes */
  location: string;
  /** for the browser's cookie */
  browserToken: string;
}

interface Beginning {
  provider: OidcProvider;
  network: string;
  sessionId?: string;
  identityId?: string;
}

/** Signing in by an agency's own provider: there, and back. */
@Injectable()
export class OidcSignIn {
  private readonly logins = new Store(OidcLogin);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly party: OidcRelyingParty,
    private readonly answers: OidcAnswers,
    private readonly keys: KeyRing,
  ) {}

  /**
   * Begins a sign-in. With the one-time code of a link, whoever signs in there is the person it was made for.
   * @throws Problem 404 for an agency without a provider, 401 for a code that is not good, 429, 503 when the provider is away
   */
  async start(agencyId: string, network: string, linkCode?: string): Promise<Started> {
    const beginning = await this.uow.run(SIGNING_IN, async () => {
      const provider = await this.inUse(agencyId);
      if (linkCode === undefined) return { provider, network };
      const identityId = isToken(linkCode) ? await linkOfCode(tokenHash(linkCode), provider.id) : undefined;
      return identityId === undefined ? undefined : { provider, network, identityId };
    });
    if (!beginning) throw REFUSED();
    return this.begin(beginning);
  }

  /** Begins to prove a second factor anew, in the session in use. @throws Problem 404, 429, 503 */
  async startStepUp(sessionId: string, { agencyId }: Actor, network: string): Promise<Started> {
    if (agencyId === null) throw Problem.notFound();
    const provider = await this.uow.run(SIGNING_IN, () => this.inUse(agencyId));
    return this.begin({ provider, network, sessionId });
  }

  /**
   * Ends a sign-in with the provider's answer.
   * @param query of the address that the browser was sent to
   * @returns the token of the new session, or the new token of the one in which a second factor was proved
   * @throws Problem 401, one and the same for everything that is not right
   */
  async finish(agencyId: string, query: URLSearchParams, browserToken: string | undefined): Promise<string> {
    const state = query.get('state');
    if (!isToken(state) || !isToken(browserToken)) throw REFUSED();
    const answered = await this.answers.take(agencyId, state, browserToken);
    const proved =
      answered.refused === undefined ? await this.answers.judge(answered, query, state, browserToken) : answered;
    const token = await this.uow.run(SIGNING_IN, async () => {
      const settled = proved.refused === undefined ? await this.answers.settle(proved) : proved;
      if (settled.refused === undefined) return settled.token;
      const subject = { kind: 'agency', id: agencyId };
      if (settled.recorded) this.audit.record({ action: 'sign-in.refused', subject, code: settled.refused });
      return undefined;
    });
    if (token === undefined) throw REFUSED();
    return token;
  }

  private async inUse(agencyId: string): Promise<OidcProvider> {
    const provider = await providerOf(agencyId);
    if (!provider?.enabled) throw Problem.notFound();
    return provider;
  }

  private async begin({ provider, network, sessionId, identityId }: Beginning): Promise<Started> {
    const [id, state, browserToken] = [newId(), newToken(), newToken()];
    const networkKey = this.keys.fingerprint(network, 'oidc network');
    await this.uow.run(SIGNING_IN, async () => {
      forgetExpiredLogins();
      if ((await loginsUnderWay(networkKey)) >= MOST_UNDER_WAY) {
        throw new Problem(429, 'too-many-tries', 'Too many sign-ins were begun. Try again in ten minutes.');
      }
      this.logins.insert({
        ...{ id, providerId: provider.id, networkKey, sessionId: sessionId ?? null, identityId: identityId ?? null },
        ...{ stateHash: tokenHash(state), browserHash: tokenHash(browserToken) },
      });
      await tx().settle();
    });
    const secrets = loginSecrets(browserToken, id);
    try {
      const location = await this.party.address(provider, { state, secrets, stepUp: sessionId !== undefined });
      return { location, browserToken };
    } catch {
      throw new Problem(503, 'provider-away', 'The agency’s own sign-in does not answer. Try again later.');
    }
  }
}
