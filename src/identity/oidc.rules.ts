/** What an agency asks of its provider's answers. */
export interface OidcDemands {
  issuer: string;
  clientId: string;
  tenantClaim: string | null;
  tenantValues: readonly string[];
  requiredAcr: readonly string[];
  secondFactorAcr: readonly string[];
  secondFactorAmr: readonly string[];
  maxAuthAgeMinutes: number;
}

/** The sign-in that is answered. */
export interface Asked {
  startedAt: Date;
  /** a second factor must be proved now, not have been proved some time ago */
  stepUp: boolean;
}

export type OidcRefusal =
  | 'other-issuer'
  | 'other-audience'
  | 'no-subject'
  | 'issued-before-asking'
  | 'issued-later'
  | 'tenant-not-allowed'
  | 'acr-too-low'
  | 'no-auth-time'
  | 'authenticated-later'
  | 'authenticated-too-long-ago'
  | 'no-second-factor';

export type Judged =
  { subject: string; secondFactorAt: Date | null; refused?: undefined } | { refused: OidcRefusal; subject?: undefined };

/** Clocks of two honest machines may differ by so much. */
const TOLERANCE_MS = 30_000;

/**
 * What the claims of an ID token, whose signature and times the library has checked, are worth: who it is, and when a second
 * factor was proved. Stricter than OpenID Connect Core 1.0 §3.1.3.7 where an honest provider is not: the token is for us alone,
 * and was issued after we asked. An address of mail is looked at nowhere.
 */
export function judge(
  claims: Readonly<Record<string, unknown>>,
  demands: OidcDemands,
  asked: Asked,
  now: Date,
): Judged {
  const refused =
    partiesRefused(claims, demands) ??
    issueRefused(claims, asked, now) ??
    standingRefused(claims, demands) ??
    ageRefused(claims, demands, asked, now);
  if (refused) return { refused };
  const secondFactorAt = provesSecondFactor(claims, demands)
    ? new Date(Math.min((claims['auth_time'] as number) * 1000, now.getTime()))
    : null;
  if (asked.stepUp && !secondFactorAt) return { refused: 'no-second-factor' };
  return { subject: claims['sub'] as string, secondFactorAt };
}

function partiesRefused(claims: Readonly<Record<string, unknown>>, demands: OidcDemands): OidcRefusal | undefined {
  const { iss, aud, azp, sub } = claims;
  if (iss !== demands.issuer) return 'other-issuer';
  const audience = Array.isArray(aud) ? (aud as unknown[]) : [aud];
  if (audience.length !== 1 || audience[0] !== demands.clientId) return 'other-audience';
  if (azp !== undefined && azp !== demands.clientId) return 'other-audience';
  return isSubject(sub) ? undefined : 'no-subject';
}

/** True for what can be a subject: at most 255 ASCII characters (OpenID Connect Core 1.0 §2), so that none looks like another. */
export function isSubject(sub: unknown): sub is string {
  return typeof sub === 'string' && /^[\x20-\x7e]{1,255}$/.test(sub);
}

function issueRefused(claims: Readonly<Record<string, unknown>>, asked: Asked, now: Date): OidcRefusal | undefined {
  const issued = secondsOf(claims['iat']);
  if (issued === undefined || issued > now.getTime() + TOLERANCE_MS) return 'issued-later';
  return issued < asked.startedAt.getTime() - TOLERANCE_MS ? 'issued-before-asking' : undefined;
}

function standingRefused(claims: Readonly<Record<string, unknown>>, demands: OidcDemands): OidcRefusal | undefined {
  const { tenantClaim, tenantValues, requiredAcr } = demands;
  if (tenantClaim !== null && !includes(tenantValues, claims[tenantClaim])) return 'tenant-not-allowed';
  return requiredAcr.length > 0 && !includes(requiredAcr, claims['acr']) ? 'acr-too-low' : undefined;
}

function ageRefused(
  claims: Readonly<Record<string, unknown>>,
  { maxAuthAgeMinutes }: OidcDemands,
  asked: Asked,
  now: Date,
): OidcRefusal | undefined {
  const at = secondsOf(claims['auth_time']);
  if (at === undefined) return 'no-auth-time';
  if (at > now.getTime() + TOLERANCE_MS) return 'authenticated-later';
  const earliest = asked.stepUp ? asked.startedAt.getTime() : now.getTime() - maxAuthAgeMinutes * 60_000;
  return at < earliest - TOLERANCE_MS ? 'authenticated-too-long-ago' : undefined;
}

/** RFC 8176 says `mfa` for several factors; providers differ, so the agency's own words decide. */
function provesSecondFactor(claims: Readonly<Record<string, unknown>>, demands: OidcDemands): boolean {
  const { acr, amr } = claims;
  const methods = Array.isArray(amr) ? (amr as unknown[]) : [];
  return includes(demands.secondFactorAcr, acr) || methods.some((method) => includes(demands.secondFactorAmr, method));
}

function includes(words: readonly string[], word: unknown): boolean {
  return typeof word === 'string' && words.includes(word);
}

/** NumericDate as milliseconds; undefined for what is none. */
function secondsOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value * 1000 : undefined;
}
