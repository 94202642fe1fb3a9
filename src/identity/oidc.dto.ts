import { Id, Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';

export const LINK_STATES = ['AWAITING_CONFIRMATION', 'AWAITING_SIGN_IN', 'LINKED'] as const;
export type LinkState = (typeof LINK_STATES)[number];

/** Eight hours: somebody who signed in at the provider this morning need not do it again for us. */
const MAX_AUTH_AGE_MINUTES = 480;

class OidcSettings {
  @Text({
    about: 'Issuer, exactly as its metadata write it: https, without query',
    max: 500,
    pattern: /^https?:\/\/\S+$/,
    example: 'https://id.example.org',
  })
  issuer: string;
  @Text({ about: 'Our client id there', max: 255 }) clientId: string;
  @ListOf('text', { about: 'Scopes asked for besides openid', max: 20, itemMax: 100, optional: true })
  scopes?: string[];
  @Text({
    about: 'Claim that names the organisation, where one issuer serves several',
    max: 200,
    pattern: /^[\w.:/-]+$/,
    example: 'tid',
    optional: true,
  })
  tenantClaim?: string;
  @ListOf('text', { about: 'Values of that claim that come in; all others are refused', max: 20, optional: true })
  tenantValues?: string[];
  @ListOf('text', { about: 'Without one of these acr values nobody comes in; none: any does', max: 20, optional: true })
  requiredAcr?: string[];
  @ListOf('text', { about: 'acr values that stand for a second factor', max: 20, optional: true })
  secondFactorAcr?: string[];
  @ListOf('text', { about: 'amr values that stand for a second factor; when absent, mfa', max: 20, optional: true })
  secondFactorAmr?: string[];
  @Whole({
    about: 'Minutes since the person authenticated there, at most',
    min: 1,
    max: 1440,
    default: MAX_AUTH_AGE_MINUTES,
    optional: true,
  })
  maxAuthAgeMinutes: number = MAX_AUTH_AGE_MINUTES;
}

export class NewOidcProvider extends OidcSettings {
  @Text({ about: 'Our secret there', max: 500, secret: true }) clientSecret: string;
}

export class OidcProviderChange extends OidcSettings {
  @Text({ about: 'Our secret there; the one before stays when absent', max: 500, secret: true, optional: true })
  clientSecret?: string;
  @YesNo({ about: 'False: nobody signs in with it' }) enabled: boolean;
}

/** Without the secret, which is never shown. */
export class OidcProviderView {
  @Id({ about: 'Agency whose people sign in with it' }) agencyId: string;
  @Text({ about: 'Issuer', max: 500 }) issuer: string;
  @Text({ about: 'Our client id there', max: 255 }) clientId: string;
  @Text({ about: 'Redirect URI to register there: the only one used', max: 600 }) redirectUri: string;
  @ListOf('text', { about: 'Scopes asked for besides openid' }) scopes: string[];
  @Text({ about: 'Claim that names the organisation', max: 200, optional: true }) tenantClaim: string | null;
  @ListOf('text', { about: 'Values of that claim that come in' }) tenantValues: string[];
  @ListOf('text', { about: 'acr values asked for' }) requiredAcr: string[];
  @ListOf('text', { about: 'acr values that stand for a second factor' }) secondFactorAcr: string[];
  @ListOf('text', { about: 'amr values that stand for a second factor' }) secondFactorAmr: string[];
  @Whole({ about: 'Minutes since the person authenticated there, at most' }) maxAuthAgeMinutes: number;
  @YesNo({ about: 'Whether people sign in with it' }) enabled: boolean;
  @Whole({ about: 'Version, for If-Match' }) version: number;
}

export class OidcStart {
  @Text({
    about: 'One-time code that an administrator gave you, at the first sign-in',
    max: 64,
    secret: true,
    optional: true,
  })
  linkCode?: string;
}

export class OidcStartView {
  @Text({ about: 'Where to go on in the same browser', max: 4000 }) location: string;
}

export class NewExternalIdentity {
  @Id({ about: 'The person' }) userId: string;
  @Text({
    about: 'Subject (sub) of the person at the agency’s provider, when it is known; else a one-time code is made',
    max: 255,
    optional: true,
  })
  subject?: string;
}

export class ExternalIdentityView {
  @Id({ about: 'The link' }) id: string;
  @Id({ about: 'The person' }) userId: string;
  @Text({ about: 'Name', max: 200 }) name: string;
  @Text({ about: 'Issuer', max: 500 }) issuer: string;
  @Text({ about: 'Subject there, once known', max: 255, optional: true }) subject: string | null;
  @OneOf(LINK_STATES, { about: 'Asked for, confirmed and waiting for the first sign-in, or in force' })
  state: LinkState;
  @Id({ about: 'Administrator who asked for it' }) requestedBy: string;
  @Id({ about: 'Another administrator, who confirmed it', optional: true }) confirmedBy: string | null;
  @Instant({ about: 'When the request, or the code, runs out; null once linked', optional: true }) expiresAt:
    string | null;
}

export class ConfirmedIdentityView {
  @Text({
    about: 'One-time code to hand to the person; shown once. Null when the subject was given',
    max: 64,
    optional: true,
  })
  linkCode: string | null;
}
