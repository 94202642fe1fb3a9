import { tx } from '../platform/db/transaction.js';
import type { CaseSpine } from './access.entity.js';

/** True when the reader must find nothing of the case. Unknown counts against. */
export async function isExcluded(caseId: string): Promise<boolean> {
  const row = await tx().one<{ shut: boolean }>('select $1::uuid = any (access.excluded()) as shut', [caseId]);
  return row?.shut ?? true;
}

/** A case of a MARAC whose protocol the agency has signed. For deciding alone: needs an elevated unit of work. */
export async function caseUnderSignature(caseId: string, agencyId: string): Promise<CaseSpine | undefined> {
  return tx().one<CaseSpine>(
    `select c.id, c.marac_id as "maracId", c.ref from access.cases c
      where c.id = $1 and exists (
        select from access.signatures s join access.protocols p on p.marac_id = s.marac_id and p.version = s.version
         where s.marac_id = c.marac_id and s.agency_id = $2 and s.withdrawn_at is null
           and current_date between s.signed_on and s.review_due and coalesce(p.signable_until >= current_date, true))`,
    [caseId, agencyId],
  );
}
