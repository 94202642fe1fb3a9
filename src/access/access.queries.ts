import { tx } from '../platform/db/transaction.js';
import type { Label } from './labels.js';

export interface LiveGrant {
  granteeKind: 'AGENCY' | 'USER';
  grantee: string;
  labels: Label[];
  purpose: string;
  reason: string;
  startsAt: Date;
  endsAt: Date | null;
}

/** Sharing decisions on a case that are in force and that the reader may know of. */
export async function liveGrants(caseId: string): Promise<LiveGrant[]> {
  return tx().query<LiveGrant>(
    `select g.grantee_kind as "granteeKind", coalesce(a.name, u.name) as grantee, g.labels, g.purpose, g.reason, g.starts_at as "startsAt",
            nullif(g.ends_at, 'infinity') as "endsAt"
       from access.grants g
       left join maracs.agencies a on a.id = g.grantee_id
       left join identity.users u on u.id = g.grantee_id
      where g.case_id = $1 and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null
      order by g.starts_at, g.id`,
    [caseId],
  );
}

/** Roles that give the reader standing in this MARAC. */
export async function standingRoles(userId: string, maracId: string): Promise<string[]> {
  const rows = await tx().query<{ role: string }>(
    `select r.role from identity.user_roles r where r.user_id = $1 and r.marac_id = $2 and r.role in ('COORDINATOR', 'CHAIR') order by r.role`,
    [userId, maracId],
  );
  return rows.map((row) => row.role);
}
