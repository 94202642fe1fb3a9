import { tx } from '../platform/db/transaction.js';

/** True when an agency was a member of the MARAC and has left. */
export async function hasLeft(maracId: string, agencyId: string): Promise<boolean> {
  const rows = await tx().query(
    'select from maracs.members m where m.marac_id = $1 and m.agency_id = $2 and m.left_on is not null',
    [maracId, agencyId],
  );
  return rows.length > 0;
}

/** True when a signature of the agency counts today: without one its people see nothing of the case. */
export async function hasSigned(maracId: string, agencyId: string): Promise<boolean> {
  const rows = await tx().query(
    `select from access.signatures s join access.protocols p on p.marac_id = s.marac_id and p.version = s.version
      where s.marac_id = $1 and s.agency_id = $2 and s.withdrawn_at is null
        and current_date between s.signed_on and s.review_due and coalesce(p.signable_until >= current_date, true) limit 1`,
    [maracId, agencyId],
  );
  return rows.length > 0;
}
