import { tx } from '../platform/db/transaction.js';
import type { ManagerView } from './managers.dto.js';

/** Who answers for the agencies of a MARAC, by the agency's name. */
export async function managersOf(maracId: string): Promise<ManagerView[]> {
  return tx().query<ManagerView>(
    `select n.id, n.agency_id as "agencyId", a.name as agency, n.user_id as "userId", u.name, u.deactivated_at is null as active, n.version
       from research.managers n join maracs.agencies a on a.id = n.agency_id join identity.users u on u.id = n.user_id
      where n.marac_id = $1 order by a.name, n.id`,
    [maracId],
  );
}
