import type { OpenCase } from '../access/open-case.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';

/** The newest record of the case's victim. */
export async function latestVictimOf(open: OpenCase): Promise<string> {
  const row = await tx().one<{ id: string }>(
    `select p.id from persons.persons p where p.case_id = $1 and p.label = 'IDENTITY' order by p.id desc limit 1`,
    [open.caseId],
  );
  if (!row) throw Problem.notFound();
  return row.id;
}
