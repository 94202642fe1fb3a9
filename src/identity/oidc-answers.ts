import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { tokenHash } from '../platform/crypto/tokens.js';
import { Actor } from '../platform/db/actor.js';
import { Store } from '../platform/db/store.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { EventLog } from '../platform/log/event-log.js';
import { loginSecrets } from './oidc-login.rules.js';
import { OidcRelyingParty } from './oidc-relying-party.js';
import { OidcProvider } from './oidc.entity.js';
import {
  enabledProvider,
  type LoginUnderWay,
  linkSubject,
  subjectIsLinked,
  takeLogin,
  userOfSession,
  userOfSubject,
} from './oidc.queries.js';
import { judge } from './oidc.rules.js';
import { SessionIssuer } from './session-issuer.js';

const SIGNING_IN = Actor.system('sign-in');

/** Code of a refusal, for the record alone. `recorded`: false where anybody could fill the record with it. */
interface Refused {
  refused: string;
  recorded: boolean;
}
interface Answered {
  refused?: undefined;
  provider: OidcProvider;
  login: LoginUnderWay;
}
interface Proved extends Answered {
  subject: string;
  secondFactorAt: Date | null;
}

const refused = (code: string, recorded = true): Refused => ({ refused: code, recorded });

/** What an answer of a provider comes to, step by step; a refusal is a code, never an error. */
@Injectable()
export class OidcAnswers {
  private readonly providers = new Store(OidcProvider);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly log: EventLog,
    private readonly party: OidcRelyingParty,
    private readonly issuer: SessionIssuer,
  ) {}

  /** Finds the sign-in that is answered: once, and for the browser that began it. */
  async take(agencyId: string, state: string, browserToken: string): Promise<Answered | Refused> {
    return this.uow.run(SIGNING_IN, async () => {
      const login = await takeLogin(tokenHash(state), tokenHash(browserToken), agencyId);
      if (!login) return refused('unknown-state', false);
      // a replay is recorded once, not as often as somebody likes
      if (login.answers > 1) return refused('answered-before', login.answers === 2);
      if (!login.sameBrowser) return refused('another-browser');
      const provider = await enabledProvider(login.providerId);
      return provider ? { provider, login } : refused('provider-not-in-use');
    });
  }

  /** Redeems the code and judges the claims. Speaks to the provider, so it stands outside any transaction. */
  async judge(
    { provider, login }: Answered,
    query: URLSearchParams,
    state: string,
    browserToken: string,
  ): Promise<Proved | Refused> {
    let claims: Record<string, unknown>;
    try {
      claims = await this.party.redeem(provider, query, state, loginSecrets(browserToken, login.id));
    } catch (error) {
      this.log.warn('oidc.answer-refused', { id: provider.id, code: codeOf(error) });
      return refused('answer-not-valid');
    }
    const asked = { startedAt: login.startedAt, stepUp: login.sessionId !== null };
    const judged = judge(claims, provider, asked, new Date());
    return judged.refused ? refused(judged.refused) : { provider, login, ...judged };
  }

  /** Signs in, or steps up, whoever it is. Inside the current unit of work. */
  async settle(proved: Proved): Promise<{ token: string; refused?: undefined } | Refused> {
    const { provider, login, subject } = proved;
    if (login.sessionId) return this.stepUp(login.sessionId, proved);
    const userId = login.identityId
      ? await this.link(login.identityId, proved)
      : await userOfSubject(provider, subject);
    const made = userId && (await this.issuer.issue(userId, { method: 'OIDC', secondFactorAt: proved.secondFactorAt }));
    if (!made) return refused('nobody-linked');
    this.audit.record({ action: 'sign-in.done', subject: { kind: 'user', id: userId }, code: 'OIDC' });
    return { token: made.token };
  }

  private async link(identityId: string, { provider, subject }: Proved): Promise<string | undefined> {
    await this.providers.lockById(provider.id); // one link at a time, so that the next line stays true
    if (await subjectIsLinked(provider, subject)) return undefined;
    const userId = await linkSubject(identityId, provider, subject);
    if (userId) this.audit.record({ action: 'external-identity.linked', subject: { kind: 'user', id: userId } });
    return userId;
  }

  /** Only for the person whose session it is: another's second factor proves nothing. */
  private async stepUp(
    sessionId: string,
    { provider, subject, secondFactorAt }: Proved,
  ): Promise<{ token: string; refused?: undefined } | Refused> {
    const [owner, who] = [await userOfSession(sessionId), await userOfSubject(provider, subject)];
    if (!owner || owner !== who || !secondFactorAt) return refused('another-person');
    const stepped = await this.issuer.stepUp(sessionId, secondFactorAt);
    if (!stepped) return refused('session-ended');
    this.audit.record({ action: 'second-factor.proved', subject: { kind: 'user', id: owner }, code: 'OIDC' });
    return { token: stepped.token };
  }
}

/** The library's own codes (OAUTH_JWT_CLAIM_COMPARISON_FAILED), in the form of ours. Its messages may quote a token. */
function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code.toLowerCase().replaceAll('_', '-') : 'unexpected';
}
