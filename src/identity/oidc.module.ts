import { Module } from '@nestjs/common';
import { MaracsModule } from '../maracs/maracs.module.js';
import { provideResealed } from '../platform/crypto/resealed.js';
import { ExternalIdentities } from './external-identities.service.js';
import { IdentityModule } from './identity.module.js';
import { OidcAdministrationController } from './oidc-administration.controller.js';
import { OidcAnswers } from './oidc-answers.js';
import { OidcCookie } from './oidc-cookie.js';
import { OidcProviders } from './oidc-providers.service.js';
import { OidcRelyingParty } from './oidc-relying-party.js';
import { OidcSignIn } from './oidc-sign-in.service.js';
import { OidcController } from './oidc.controller.js';

/** Sign-in by agencies' own providers. */
@Module({
  imports: [MaracsModule, IdentityModule],
  controllers: [OidcController, OidcAdministrationController],
  providers: [
    ...[OidcRelyingParty, OidcSignIn, OidcAnswers, OidcCookie, OidcProviders, ExternalIdentities],
    provideResealed({
      table: 'identity.oidc_providers',
      column: 'client_secret_sealed',
      aad: (id) => OidcRelyingParty.sealedFor(id),
    }),
  ],
})
export class OidcModule {}
