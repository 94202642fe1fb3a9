import { tx } from '../platform/db/transaction.js';
import type { OidcProvider } from './oidc.entity.js';

const PROVIDER = `
  select p.id, p.agency_id as "agencyId", p.issuer, p.client_id as "clientId", p.client_secret_sealed as "clientSecretSealed", p.scopes,
         p.tenant_claim as "tenantClaim", p.tenant_values as "tenantValues", p.required_acr as "requiredAcr",
         p.second_factor_acr as "secondFactorAcr", p.second_factor_amr as "secondFactorAmr",
         p.max_auth_age_minutes as "maxAuthAgeMinutes", p.enabled, p.version
    from identity.oidc_providers p`;

const PROVIDER_OF_AGENCY = `${PROVIDER} where p.agency_id = $1`;
const PROVIDER_BY_ID = `${PROVIDER} where p.id = $1 and p.enabled`;

/** An agency's provider, in use or not. */
export function providerOf(agencyId: string): Promise<OidcProvider | undefined> {
  return tx().one<OidcProvider>(PROVIDER_OF_AGENCY, [agencyId]);
}

/** A provider in use. */
export function enabledProvider(providerId: string): Promise<OidcProvider | undefined> {
  return tx().one<OidcProvider>(PROVIDER_BY_ID, [providerId]);
}

/** MARACs that an agency is a member of today. */
export async function maracsOfAgency(agencyId: string): Promise<string[]> {
  const rows = await tx().query<{ maracId: string }>(
    `select m.marac_id as "maracId" from maracs.members m where m.agency_id = $1 and m.left_on is null`,
    [agencyId],
  );
  return rows.map(({ maracId }) => maracId);
}

/** Sign-ins nobody finished are forgotten. */
export function forgetExpiredLogins(): void {
  tx().write('delete from identity.oidc_logins where expires_at < now()');
}

export async function loginsUnderWay(networkKey: Buffer): Promise<number> {
  const row = await tx().one<{ count: number }>(
    'select count(*)::int as count from identity.oidc_logins l where l.network_key = $1 and l.answers = 0 and l.expires_at > now()',
    [networkKey],
  );
  return row?.count ?? 0;
}

export interface LoginUnderWay {
  id: string;
  providerId: string;
  sessionId: string | null;
  identityId: string | null;
  startedAt: Date;
  /** answers that came so far, this one included */
  answers: number;
  /** the answer came by the browser that the sign-in was started in */
  sameBrowser: boolean;
}

/** The sign-in that an answer with this state belongs to. Counts the answer, whatever comes of it. */
export function takeLogin(
  stateHash: Buffer,
  browserHash: Buffer,
  agencyId: string,
): Promise<LoginUnderWay | undefined> {
  return tx().one<LoginUnderWay>(
    `update identity.oidc_logins l set answers = l.answers + 1 from identity.oidc_providers p
      where l.state_hash = $1 and l.expires_at > now() and p.id = l.provider_id and p.agency_id = $3
      returning l.id, l.provider_id as "providerId", l.session_id as "sessionId", l.identity_id as "identityId",
                l.started_at as "startedAt", l.answers, l.browser_hash = $2 as "sameBrowser"`,
    [stateHash, browserHash, agencyId],
  );
}

/** The active person of the provider's agency who is this subject there. */
export async function userOfSubject(provider: OidcProvider, subject: string): Promise<string | undefined> {
  const row = await tx().one<{ userId: string }>(
    `select u.id as "userId" from identity.external_identities e join identity.users u on u.id = e.user_id
      where e.provider_id = $1 and e.issuer = $2 and e.subject = $3 and e.linked_at is not null and e.ended_at is null
        and u.agency_id = $4 and u.deactivated_at is null`,
    [provider.id, provider.issuer, subject, provider.agencyId],
  );
  return row?.userId;
}

/** True when the subject is linked to anybody, who may have left. */
export async function subjectIsLinked(provider: OidcProvider, subject: string): Promise<boolean> {
  const rows = await tx().query(
    `select e.id from identity.external_identities e
      where e.provider_id = $1 and e.issuer = $2 and e.subject = $3 and e.linked_at is not null and e.ended_at is null`,
    [provider.id, provider.issuer, subject],
  );
  return rows.length > 0;
}

/** The person whose live session it is. */
export async function userOfSession(sessionId: string): Promise<string | undefined> {
  const row = await tx().one<{ userId: string }>(
    `select s.user_id as "userId" from identity.sessions s where s.id = $1 and s.ended_at is null and s.expires_at > now()`,
    [sessionId],
  );
  return row?.userId;
}

const WAITS_FOR_CODE = `e.code_hash is not null and e.linked_at is null and e.ended_at is null and e.expires_at > now()`;
const BY_CODE = `select e.id from identity.external_identities e where e.code_hash = $1 and e.provider_id = $2 and ${WAITS_FOR_CODE}`;
const LINK = `
  update identity.external_identities e set subject = $3, linked_at = now(), code_hash = null from identity.users u
   where e.id = $1 and e.provider_id = $2 and ${WAITS_FOR_CODE} and u.id = e.user_id and u.agency_id = $4 and u.deactivated_at is null
     and e.issuer = $5 returning u.id as "userId"`;

/** The link that a one-time code was issued for. */
export async function linkOfCode(codeHash: Buffer, providerId: string): Promise<string | undefined> {
  return (await tx().one<{ id: string }>(BY_CODE, [codeHash, providerId]))?.id;
}

/** Uses up the one-time code of a link: from now on the subject is this person, whose id is given. */
export async function linkSubject(id: string, provider: OidcProvider, subject: string): Promise<string | undefined> {
  const values = [id, provider.id, subject, provider.agencyId, provider.issuer];
  return (await tx().one<{ userId: string }>(LINK, values))?.userId;
}

export interface LinkRow {
  id: string;
  userId: string;
  name: string;
  agencyId: string;
  issuer: string;
  subject: string | null;
  requestedBy: string;
  confirmedBy: string | null;
  expiresAt: Date;
  linkedAt: Date | null;
}

/** Links of these people that are in force or under way. */
export function linksOf(userIds: readonly string[]): Promise<LinkRow[]> {
  return tx().query<LinkRow>(
    `select e.id, e.user_id as "userId", u.name, u.agency_id as "agencyId", e.issuer, e.subject, e.requested_by as "requestedBy",
            e.confirmed_by as "confirmedBy", e.expires_at as "expiresAt", e.linked_at as "linkedAt"
       from identity.external_identities e join identity.users u on u.id = e.user_id
      where e.user_id = any ($1) and e.ended_at is null and (e.linked_at is not null or e.expires_at > now()) order by e.id desc`,
    [userIds],
  );
}

/** Requests and codes of a person that ran out make room for new ones. */
export async function endExpiredLinks(userId: string): Promise<void> {
  await tx().change(
    `update identity.external_identities set ended_at = now(), code_hash = null
      where user_id = $1 and linked_at is null and ended_at is null and expires_at <= now()`,
    [userId],
  );
}
