import { Injectable } from '@nestjs/common';
import * as oidc from 'openid-client';
import { KeyRing } from '../platform/crypto/key-ring.js';
import { Settings } from '../platform/config/settings.js';
import { boundedFetch } from './oidc-fetch.js';
import { issuerRefusal } from './oidc-issuer.rules.js';
import type { LoginSecrets } from './oidc-login.rules.js';
import type { OidcProvider } from './oidc.entity.js';

const TIMEOUT_SECONDS = 5;
/** How long a provider's metadata are taken to be as they were. Its keys are the library's to renew. */
const GOOD_FOR_MS = 10 * 60_000;

const WISHES = JSON.stringify({ id_token: { acr: null, amr: null } });

export interface AddressOptions {
  state: string;
  secrets: LoginSecrets;
  stepUp: boolean;
}

/** Speaks OpenID Connect with an agency's provider: authorisation code, PKCE, state and nonce; signatures always verified. */
@Injectable()
export class OidcRelyingParty {
  private readonly known = new Map<string, { version: number; until: number; config: Promise<oidc.Configuration> }>();

  constructor(
    private readonly settings: Settings,
    private readonly keys: KeyRing,
  ) {}

  /** Where the secret of a provider's row is sealed for. */
  static sealedFor(providerId: string): string {
    return `identity.oidc_providers/${providerId}/client_secret`;
  }

  /** The one address that a provider may answer to, different for each, so that one cannot answer for another (RFC 9700 §4.4). */
  redirectUri(agencyId: string): string {
    return `${this.settings.publicUrl}/api/v1/oidc/${agencyId}/callback`;
  }

  /** Where the browser goes to sign in. @throws when the provider's metadata cannot be had or are another's */
  async address(provider: OidcProvider, { state, secrets, stepUp }: AddressOptions): Promise<string> {
    const config = await this.configuration(provider);
    const parameters = {
      response_type: 'code',
      redirect_uri: this.redirectUri(provider.agencyId),
      scope: ['openid', ...provider.scopes].join(' '),
      state,
      nonce: secrets.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(secrets.verifier),
      code_challenge_method: 'S256',
      // asks for auth_time too; a step-up is to be proved now
      max_age: stepUp ? '0' : String(provider.maxAuthAgeMinutes * 60),
      ...(stepUp && { prompt: 'login' }),
      ...(provider.requiredAcr.length > 0 && { acr_values: provider.requiredAcr.join(' ') }),
      // some tell how somebody authenticated only when asked to (OpenID Connect Core 1.0 §5.5)
      ...(config.serverMetadata().claims_parameter_supported && { claims: WISHES }),
    };
    const address = oidc.buildAuthorizationUrl(config, parameters);
    if (address.protocol !== 'https:' && issuerRefusal(address.origin, this.isProduction)) throw new Error('not https');
    return address.href;
  }

  /**
   * Redeems the code of an answer and gives the claims of the ID token, whose signature, issuer, audience, nonce and times were
   * checked. A tenant claim that is not in it is asked for at the userinfo endpoint, for the same subject.
   *
   * @param query of the address that the provider sent the browser to
   * @throws for anything that is not as it must be
   */
  async redeem(
    provider: OidcProvider,
    query: URLSearchParams,
    state: string,
    secrets: LoginSecrets,
  ): Promise<Record<string, unknown>> {
    const config = await this.configuration(provider);
    const answer = new URL(this.redirectUri(provider.agencyId));
    answer.search = query.toString();
    const tokens = await oidc.authorizationCodeGrant(config, answer, {
      pkceCodeVerifier: secrets.verifier,
      expectedNonce: secrets.nonce,
      expectedState: state,
      idTokenExpected: true,
      maxAge: provider.maxAuthAgeMinutes * 60,
    });
    const claims: Record<string, unknown> = { ...tokens.claims() };
    const { tenantClaim } = provider;
    const { userinfo_endpoint: userinfo } = config.serverMetadata();
    if (tenantClaim !== null && claims[tenantClaim] === undefined && userinfo !== undefined) {
      const info = await oidc.fetchUserInfo(config, tokens.access_token, String(claims['sub']));
      claims[tenantClaim] = info[tenantClaim];
    }
    return claims;
  }

  private get isProduction(): boolean {
    return this.settings.environment === 'production';
  }

  private configuration(provider: OidcProvider): Promise<oidc.Configuration> {
    const now = performance.now();
    const kept = this.known.get(provider.id);
    if (kept && kept.version === provider.version && kept.until > now) return kept.config;
    const entry = { version: provider.version, until: now + GOOD_FOR_MS, config: this.discover(provider) };
    this.known.set(provider.id, entry);
    entry.config.catch(() => {
      if (this.known.get(provider.id) === entry) this.known.delete(provider.id);
    });
    return entry.config;
  }

  private async discover({ id, issuer, clientId, clientSecretSealed }: OidcProvider): Promise<oidc.Configuration> {
    // what was configured elsewhere, or before production, is looked at again
    if (issuerRefusal(issuer, this.isProduction)) throw new Error('the issuer will not do');
    const secret = this.keys.unseal(clientSecretSealed, OidcRelyingParty.sealedFor(id));
    const config = await oidc.discovery(new URL(issuer), clientId, undefined, asItWants(secret), {
      timeout: TIMEOUT_SECONDS,
      [oidc.customFetch]: boundedFetch,
      // without the first, the library trusts the connection and verifies no signature
      execute: [oidc.enableNonRepudiationChecks, ...(issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [])],
    });
    // the library lets some providers' metadata name another issuer than was asked
    if (config.serverMetadata().issuer !== issuer) throw new Error('the metadata are of another issuer');
    return config;
  }
}

/** Authenticates the client as the provider's metadata say; HTTP basic where they say nothing (OpenID Connect Discovery 1.0 §3). */
function asItWants(secret: string): oidc.ClientAuth {
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (as, client, body, headers) => {
    const offered = as.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (offered.includes('client_secret_basic') ? basic : post)(as, client, body, headers);
  };
}
