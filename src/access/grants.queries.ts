import { tx } from '../platform/db/transaction.js';
import type { Origin } from './access.entity.js';
import type { Label } from './labels.js';
import type { LawfulBasis } from './lawful-basis.rules.js';

export const GRANT_STATES = ['LIVE', 'NOT_YET', 'ENDED', 'REVOKED'] as const;

export interface GrantRow {
  id: string;
  granteeKind: 'AGENCY' | 'USER';
  granteeId: string;
  grantee: string;
  /** the agency, or the person's, belongs to the MARAC of the case; one that does not tells where the victim has gone */
  ofTheArea: boolean;
  labels: Label[];
  purpose: string;
  lawfulBasis: LawfulBasis[];
  reason: string;
  origin: Origin;
  consentId: string | null;
  decidedBy: string;
  startsAt: Date;
  endsAt: Date | null;
  revokedAt: Date | null;
  revokedBecause: string | null;
  state: (typeof GRANT_STATES)[number];
}

const GRANT = `
  select g.id, g.grantee_kind as "granteeKind", g.grantee_id as "granteeId", coalesce(a.name, u.name || ', ' || ua.name) as grantee,
         exists (select from maracs.members m where m.marac_id = g.marac_id and m.agency_id = coalesce(a.id, ua.id) and m.left_on is null)
           as "ofTheArea",
         g.labels, g.purpose, g.lawful_basis as "lawfulBasis", g.reason, g.origin, g.consent_id as "consentId",
         coalesce(d.name || ', ' || da.name, 'the system') as "decidedBy",
         g.starts_at as "startsAt", nullif(g.ends_at, 'infinity') as "endsAt", g.revoked_at as "revokedAt",
         g.revoked_because as "revokedBecause",
         case when g.revoked_at is not null then 'REVOKED' when g.ends_at <= now() then 'ENDED' when g.starts_at > now() then 'NOT_YET'
              else 'LIVE' end as state
    from access.grants g
    left join maracs.agencies a on g.grantee_kind = 'AGENCY' and a.id = g.grantee_id
    left join identity.users u on g.grantee_kind = 'USER' and u.id = g.grantee_id
    left join maracs.agencies ua on ua.id = u.agency_id
    left join identity.users d on d.id = case when g.decided_by like 'user:%' then substring(g.decided_by from 6)::uuid end
    left join maracs.agencies da on da.id = d.agency_id`;

/** Sharing decisions on a case that the reader may know of, in force or not, oldest first. */
export async function grantsOf(caseId: string): Promise<GrantRow[]> {
  return tx().query<GrantRow>(`${GRANT} where g.case_id = $1 order by g.starts_at, g.id`, [caseId]);
}

export async function grantOf(caseId: string, grantId: string): Promise<GrantRow | undefined> {
  return tx().one<GrantRow>(`${GRANT} where g.case_id = $1 and g.id = $2`, [caseId, grantId]);
}

/** Ends a sharing decision from now on. False when it had ended already. */
export async function revokeGrant(grantId: string, by: string, because: string): Promise<boolean> {
  const changed = await tx().change(
    `update access.grants set revoked_at = now(), revoked_by = $2, revoked_because = $3
      where id = $1 and revoked_at is null and ends_at > now()`,
    [grantId, by, because],
  );
  return changed === 1;
}

/** An active person's agency, with whether they hold a role in the MARAC by which a case can be shared with them. */
export async function personToShareWith(
  userId: string,
  maracId: string,
  roles: readonly string[],
): Promise<{ agencyId: string; seesCases: boolean } | undefined> {
  return tx().one(
    `select u.agency_id as "agencyId", bool_or(r.role = any ($3)) as "seesCases"
       from identity.users u join identity.user_roles r on r.user_id = u.id
      where u.id = $1 and u.deactivated_at is null and r.marac_id = $2 group by u.agency_id`,
    [userId, maracId, roles],
  );
}

/** True when the reader coordinates the MARAC under a signature in force. */
export async function coordinates(maracId: string): Promise<boolean> {
  const row = await tx().one<{ coordinates: boolean }>(
    `select coalesce($1::uuid = any (access.coordinates()), false) or access.is_system() as coordinates`,
    [maracId],
  );
  return row?.coordinates ?? false;
}

/** True when one of these holds a sharing decision in force that says whom the case is about. */
export async function knowsWhom(caseId: string, granteeIds: readonly string[]): Promise<boolean> {
  const rows = await tx().query(
    `select from access.grants g where g.case_id = $1 and g.grantee_id = any ($2) and 'IDENTITY' = any (g.labels)
        and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null limit 1`,
    [caseId, granteeIds],
  );
  return rows.length > 0;
}
