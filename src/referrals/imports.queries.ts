import { tx } from '../platform/db/transaction.js';
import type { ImportCounts, RowReport } from './import-report.rules.js';

/** Rows of a report, all at once, each with the cases it speaks of: who is excluded from one does not find what it says of it. */
export function insertImportRows(importId: string, maracId: string, rows: readonly RowReport[]): void {
  tx().write(
    `insert into referrals.import_rows (id, import_id, marac_id, row, report, about_case, prior_case)
     select uuidv7(), $1, $2, (x.report->>'row')::int, x.report, coalesce(r.case_id, c.id), coalesce(r.prior_case_id, e.case_id)
       from jsonb_array_elements($3::jsonb) as x(report)
       left join referrals.referrals r on r.marac_id = $2 and r.ref = x.report->>'ref' and r.ref_copy is null
       left join referrals.referrals e on e.marac_id = $2 and e.ref = x.report->>'prior' and e.ref_copy is null
       left join access.cases c on c.ref = x.report->>'caseRef'`,
    [importId, maracId, JSON.stringify(rows)],
  );
}

export async function importRows(
  importId: string,
  status: string | null,
  after: number,
  limit: number,
): Promise<RowReport[]> {
  const rows = await tx().query<{ report: RowReport }>(
    `select case when w.prior_case = any ((select access.excluded())::uuid[]) then w.report || '{"outcome":"NEW","prior":null}' else w.report end
              as report
       from referrals.import_rows w
      where w.import_id = $1 and w.row > $2 and ($3::text is null or w.report->>'status' = $3) order by w.row limit $4`,
    [importId, after, status, limit],
  );
  return rows.map((row) => row.report);
}

/** Counts of the rows that the reader may find, for a reader who is excluded from a case; undefined for everybody else. */
export async function countsSeen(importId: string): Promise<(ImportCounts & { rowsDone: number }) | undefined> {
  const facts = await tx().one<{ some: boolean }>(`select coalesce(cardinality(access.excluded()) > 0, false) as some`);
  if (!facts?.some) return undefined;
  return tx().one<ImportCounts & { rowsDone: number }>(
    `select count(*)::int as "rowsDone", (count(*) filter (where w.report->>'status' = 'imported'))::int as imported,
            (count(*) filter (where w.report->>'status' = 'unchanged'))::int as unchanged,
            (count(*) filter (where w.report->>'status' = 'refused'))::int as refused
       from referrals.import_rows w where w.import_id = $1`,
    [importId],
  );
}

/** Imports that wait, or whose worker died before it was done. */
export async function unfinishedImports(): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    `select i.id from referrals.imports i where i.state in ('WAITING', 'RUNNING') order by i.id`,
  );
  return rows.map((row) => row.id);
}
