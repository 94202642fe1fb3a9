import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

/** The OpenID Connect provider that an agency's people sign in with. */
@Entity({ schema: 'identity', name: 'oidc_providers' })
export class OidcProvider {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') agencyId: string;
  /** exactly as the provider writes it in its metadata and tokens */
  @Column('text') issuer: string;
  @Column('text') clientId: string;
  @Column('bytea') clientSecretSealed: Buffer;
  /** asked for besides `openid` */
  @Column('text', { array: true }) scopes: string[];
  /** claim that names the organisation within the issuer; with it, only `tenantValues` come in */
  @Column('text') tenantClaim: string | null;
  @Column('text', { array: true }) tenantValues: string[];
  /** not empty: an `acr` out of these or no sign-in */
  @Column('text', { array: true }) requiredAcr: string[];
  @Column('text', { array: true }) secondFactorAcr: string[];
  @Column('text', { array: true }) secondFactorAmr: string[];
  @Column('int') maxAuthAgeMinutes: number;
  @Column('boolean') enabled: boolean;
  @VersionColumn() version: number;
}

/**
 * Who a person is at the agency's provider: issuer and subject, never an address. Asked for by one administrator, confirmed by
 * another; then linked at once (the subject was given) or by whoever signs in there with the one-time code.
 */
@Entity({ schema: 'identity', name: 'external_identities' })
export class ExternalIdentity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') providerId: string;
  @Column('uuid') userId: string;
  @Column('text') issuer: string;
  @Column('text') subject: string | null;
  @Column('uuid') requestedBy: string;
  @Column('uuid') confirmedBy: string | null;
  @Column('timestamptz') confirmedAt: Date | null;
  @Column('bytea') codeHash: Buffer | null;
  /** of the request, then of the code */
  @Column('timestamptz') expiresAt: Date;
  @Column('timestamptz') linkedAt: Date | null;
  @Column('timestamptz') endedAt: Date | null;
}

/** A sign-in under way: gone once its answer came, or after ten minutes. What the browser keeps is needed to go on with it. */
@Entity({ schema: 'identity', name: 'oidc_logins' })
export class OidcLogin {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') providerId: string;
  @Column('bytea') stateHash: Buffer;
  @Column('bytea') browserHash: Buffer;
  @Column('bytea') networkKey: Buffer;
  /** the session that is to prove a second factor anew */
  @Column('uuid') sessionId: string | null;
  /** the link whose code was given */
  @Column('uuid') identityId: string | null;
}
