import { tx } from '../platform/db/transaction.js';

/** True when this person had the same row carried out before, and may still hear of its case. Needs an elevated unit of work. */
export async function wasImported(userId: string, actionId: string, prints: readonly Buffer[]): Promise<boolean> {
  const rows = await tx().query(
    `select from actions.imported_rows i join actions.actions a on a.id = i.action_id
      where i.user_id = $1 and i.action_id = $2 and i.print = any ($3) and not access.is_excluded($1, a.case_id)`,
    [userId, actionId, prints],
  );
  return rows.length > 0;
}

export function keepImported(id: string, userId: string, actionId: string, print: Buffer): void {
  tx().write(
    `insert into actions.imported_rows (id, user_id, action_id, print) values ($1, $2, $3, $4)
     on conflict on constraint row_is_imported_once do nothing`,
    [id, userId, actionId, print],
  );
}
