import { tx } from '../platform/db/transaction.js';
import type { RowReport } from './import-report.rules.js';

/** Rows of a report, all at once. */
export function insertImportRows(importId: string, maracId: string, rows: readonly RowReport[]): void {
  tx().write(
    `insert into referrals.import_rows (id, import_id, marac_id, row, report)
     select uuidv7(), $1, $2, (x.report->>'row')::int, x.report from jsonb_array_elements($3::jsonb) as x(report)`,
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
    `select w.report from referrals.import_rows w
      where w.import_id = $1 and w.row > $2 and ($3::text is null or w.report->>'status' = $3) order by w.row limit $4`,
    [importId, after, status, limit],
  );
  return rows.map((row) => row.report);
}

/** Imports that wait, or whose worker died before it was done. */
export async function unfinishedImports(): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    `select i.id from referrals.imports i where i.state in ('WAITING', 'RUNNING') order by i.id`,
  );
  return rows.map((row) => row.id);
}
