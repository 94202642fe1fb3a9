import { tx } from '../platform/db/transaction.js';

/** Who answers for the services that support the victim of a case: active, and nobody who must find nothing of it. For the system. */
export async function managersOfServices(maracId: string, caseId: string): Promise<string[]> {
  const rows = await tx().query<{ userId: string }>(
    `select distinct n.user_id as "userId"
       from research.managers n
       join maracs.agencies a on a.id = n.agency_id and a.kind = 'IDVA'
       join identity.users u on u.id = n.user_id and u.agency_id = n.agency_id and u.deactivated_at is null
      where n.marac_id = $1
        and exists (select from access.live_grants g where g.case_id = $2 and g.grantee_id = n.agency_id and 'CONTACT' = any (g.labels))
        and not access.is_excluded(n.user_id, $2)`,
    [maracId, caseId],
  );
  return rows.map(({ userId }) => userId);
}
