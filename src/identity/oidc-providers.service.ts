import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { Settings } from '../platform/config/settings.js';
import { KeyRing } from '../platform/crypto/key-ring.js';
import { ALL_SCOPES } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { secondFactorNeeded } from '../platform/http/gate.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { issuerRefusal } from './oidc-issuer.rules.js';
import { OidcRelyingParty } from './oidc-relying-party.js';
import type { NewOidcProvider, OidcProviderChange, OidcProviderView } from './oidc.dto.js';
import { OidcProvider } from './oidc.entity.js';
import { maracsOfAgency, providerOf } from './oidc.queries.js';

registerConstraint('oidc_provider_of_agency', {
  status: 409,
  code: 'provider-is-there',
  title: 'The agency has a provider already.',
});

/** Which provider an agency's people sign in with. Decided by administrators of every MARAC that the agency is a member of. */
@Injectable()
export class OidcProviders {
  private readonly providers = new Store(OidcProvider);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly maracs: MaracsReader,
    private readonly party: OidcRelyingParty,
    private readonly keys: KeyRing,
    private readonly settings: Settings,
  ) {}

  /** @throws Problem 404 for an agency without one, 403 */
  async byAgency(agencyId: string): Promise<OidcProviderView> {
    await this.mayDecideFor(agencyId);
    const provider = await this.uow.elevated(() => providerOf(agencyId));
    if (!provider) throw Problem.notFound();
    return this.view(provider);
  }

  /** @throws Problem 403 `not-allowed`, `second-factor-needed`, 404, 409 `provider-is-there`, 422 */
  async add(agencyId: string, input: NewOidcProvider): Promise<OidcProviderView> {
    await this.mayDecideFor(agencyId);
    if (!tx().actor.secondFactorFresh(new Date())) throw secondFactorNeeded();
    const settings = this.checked(input);
    const added = await this.uow.elevated(async () => {
      if (await providerOf(agencyId)) throw Problem.conflict('provider-is-there', 'The agency has a provider already.');
      const id = newId();
      const clientSecretSealed = this.sealed(id, input.clientSecret);
      const provider = { ...settings, id, agencyId, clientSecretSealed, enabled: true, version: 1 };
      this.providers.insert(provider);
      await tx().settle();
      return provider;
    });
    this.audit.record({ action: 'oidc-provider.added', subject: { kind: 'agency', id: agencyId } });
    return this.view(added);
  }

  /**
   * Changes it, as a whole. Links of people to another issuer stay, and count again should it come back.
   * @throws Problem 403 as above, 404, 422; StaleVersion
   */
  async change(agencyId: string, version: number, input: OidcProviderChange): Promise<OidcProviderView> {
    await this.mayDecideFor(agencyId);
    if (!tx().actor.secondFactorFresh(new Date())) throw secondFactorNeeded();
    const settings = this.checked(input);
    const { clientSecret, enabled } = input;
    const changed = await this.uow.elevated(async () => {
      const before = await providerOf(agencyId);
      if (!before) throw Problem.notFound();
      if (before.version !== version) throw new StaleVersion();
      const clientSecretSealed = clientSecret ? this.sealed(before.id, clientSecret) : before.clientSecretSealed;
      const provider = { ...before, ...settings, clientSecretSealed, enabled };
      await this.providers.update(provider);
      return provider;
    });
    this.audit.record({ action: 'oidc-provider.changed', subject: { kind: 'agency', id: agencyId } });
    return this.view(changed);
  }

  /** Its people may work in several MARACs, so an administrator of one of them does not decide how they sign in. */
  private async mayDecideFor(agencyId: string): Promise<void> {
    if (!(await this.maracs.agency(agencyId))) throw Problem.notFound();
    const { actor } = tx();
    const maracs = await maracsOfAgency(agencyId);
    const scopes = maracs.length > 0 ? maracs : [ALL_SCOPES];
    if (!scopes.every((scope) => actor.may('agencies:manage', scope))) throw Problem.notAllowed();
  }

  private sealed(providerId: string, secret: string): Buffer {
    return this.keys.seal(secret, OidcRelyingParty.sealedFor(providerId));
  }

  private checked(input: NewOidcProvider | OidcProviderChange) {
    const refusal = issuerRefusal(input.issuer, this.settings.environment === 'production');
    if (refusal) throw Problem.at('/issuer', refusal, 'This must be an https address without query or fragment.');
    const { issuer, clientId, maxAuthAgeMinutes, tenantClaim = null, tenantValues = [], secondFactorAmr } = input;
    if ((tenantClaim === null) !== (tenantValues.length === 0)) {
      throw Problem.at('/tenantValues', 'claim-and-values', 'A claim needs values, and values a claim.');
    }
    return {
      ...{ issuer, clientId, maxAuthAgeMinutes, tenantClaim, tenantValues },
      scopes: words('scopes', input.scopes),
      requiredAcr: words('requiredAcr', input.requiredAcr),
      secondFactorAcr: words('secondFactorAcr', input.secondFactorAcr),
      secondFactorAmr: words('secondFactorAmr', secondFactorAmr ?? ['mfa']),
    };
  }

  private view(provider: OidcProvider): OidcProviderView {
    const { id: _id, clientSecretSealed: _secret, ...shown } = provider;
    return { ...shown, redirectUri: this.party.redirectUri(provider.agencyId) };
  }
}

/** They are sent in lists parted by spaces, so none may hold one (RFC 6749 §3.3). */
function words(field: string, list: readonly string[] = []): string[] {
  const odd = list.findIndex((word) => !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(word));
  if (odd >= 0) throw Problem.at(`/${field}/${odd}`, 'not-a-word', 'This must be printable ASCII without spaces.');
  return [...list];
}
