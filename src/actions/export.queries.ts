import { tx } from '../platform/db/transaction.js';
import type { Status, Target } from './action.rules.js';

export interface ExportRow {
  id: string;
  version: number;
  caseRef: string;
  catalogueCode: string | null;
  target: Target;
  ownerAgency: string;
  isNamed: boolean;
  setOn: string;
  dueOn: string;
  dueAt: Date;
  overdue: boolean;
  status: Status;
}

export interface ExportFilter {
  userId: string | null;
  agencyId: string | null;
  mine: boolean;
  /** MARACs in which the reader reads actions; null: all */
  maracIds: string[] | null;
  after: { dueAt: Date | '-infinity'; id: string };
  limit: number;
}

/** Open actions that the reader sees in full, in the order in which they are due, but for cases that may not be taken away. */
export async function actionsToExport(filter: ExportFilter): Promise<ExportRow[]> {
  return tx().query<ExportRow>(
    `select a.id, a.version, c.ref as "caseRef", a.catalogue_code as "catalogueCode", a.target, o.name as "ownerAgency",
            (a.owner_user_id is not null or a.owner_post <> '') as "isNamed", a.set_on as "setOn", a.due_on as "dueOn",
            a.due_at as "dueAt", a.due_at < now() as overdue, a.status
       from actions.actions a
       join access.cases c on c.id = a.case_id
       join maracs.agencies o on o.id = a.owner_agency_id
       join access.visible v on v.case_id = a.case_id and v.exportable
      where a.status <> 'CLOSED' and (a.due_at, a.id) > ($1::timestamptz, $2::uuid)
        and a.marac_id = any (coalesce($3::uuid[], array(select m.id from maracs.maracs m)))
        and (not $4::boolean or a.owner_user_id = $5::uuid or (a.owner_user_id is null and a.owner_agency_id = $6::uuid))
      order by a.due_at, a.id limit $7`,
    [filter.after.dueAt, filter.after.id, filter.maracIds, filter.mine, filter.userId, filter.agencyId, filter.limit],
  );
}
