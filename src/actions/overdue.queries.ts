import { tx } from '../platform/db/transaction.js';

export interface OverdueAction {
  caseId: string;
  maracId: string;
  dueEpoch: number;
}

/** The action, locked, if it is open and past its due moment by the database's clock. */
export async function lockIfOverdue(actionId: string): Promise<OverdueAction | undefined> {
  return tx().one<OverdueAction>(
    `select a.case_id as "caseId", a.marac_id as "maracId", a.due_epoch as "dueEpoch" from actions.actions a
      where a.id = $1 and a.status <> 'CLOSED' and a.due_at <= clock_timestamp() for update`,
    [actionId],
  );
}

/** True when this due date had not been alerted of before. */
export async function raiseAlert(
  alertId: string,
  actionId: string,
  { caseId, maracId, dueEpoch }: OverdueAction,
): Promise<boolean> {
  const raised = await tx().change(
    `insert into actions.alerts (id, action_id, case_id, marac_id, kind, epoch) values ($1, $2, $3, $4, 'OVERDUE', $5)
     on conflict on constraint alert_once do nothing`,
    [alertId, actionId, caseId, maracId, dueEpoch],
  );
  return raised === 1;
}

export interface Unalerted {
  id: string;
  dueAt: Date;
}

/** Open actions past due whose due date raised no alert yet, the longest overdue first, without those looked at already. */
export async function unalerted(except: readonly string[], limit: number): Promise<Unalerted[]> {
  return tx().query<Unalerted>(
    `select a.id, a.due_at as "dueAt" from actions.actions a
      where a.status <> 'CLOSED' and a.due_at < now() and a.id <> all ($1::uuid[])
        and not exists (select from actions.alerts l where l.action_id = a.id and l.kind = 'OVERDUE' and l.epoch = a.due_epoch)
      order by a.due_at limit $2`,
    [except, limit],
  );
}
