import { Gathered } from '../platform/db/gathered.js';
import { JsonInsert } from '../platform/db/json-insert.js';
import { tx } from '../platform/db/transaction.js';
import type { AlertKind } from './alert-kinds.rules.js';

export interface OpenPause {
  id: string;
  from: Date;
  /** when it ended, or will by itself */
  until: Date;
  /** its time has come, and nobody ended it */
  over: boolean;
}

export interface OwedAction {
  caseId: string;
  maracId: string;
  ownerAgencyId: string;
  dueOn: string;
  dueAt: Date;
  dueEpoch: number;
  pauses: OpenPause[];
}

type PauseJson = Omit<OpenPause, 'from' | 'until'> & { from: string; until: string };

interface OwedRow extends Omit<OwedAction, 'pauses'> {
  key: string;
  pauses: PauseJson[];
}

/** In the order of their ids, so that two who lock several wait for each other and not both. */
const OWED = new Gathered<OwedRow>((ids) =>
  tx().query<OwedRow>(
    `select a.id as key, a.case_id as "caseId", a.marac_id as "maracId", a.owner_agency_id as "ownerAgencyId", a.due_on as "dueOn",
            a.due_at as "dueAt", a.due_epoch as "dueEpoch",
            (select coalesce(json_agg(json_build_object('id', p.id, 'from', p.paused_at, 'until', coalesce(p.ended_at, p.until),
                                                        'over', p.ended_at is null and p.until <= clock_timestamp())), '[]')
               from actions.pauses p where p.action_id = a.id) as pauses
       from actions.actions a where a.id = any ($1::uuid[]) and a.status <> 'CLOSED' order by a.id for update of a`,
    [ids],
  ),
);

/** The action, locked, with the times for which its alerts are paused; nothing when it is closed. For the system. */
export async function lockOwed(actionId: string): Promise<OwedAction | undefined> {
  const row = await OWED.of(actionId);
  const moments = ({ from, until, ...rest }: PauseJson): OpenPause => ({
    ...rest,
    from: new Date(from),
    until: new Date(until),
  });
  return row && { ...row, pauses: row.pauses.map(moments) };
}

export interface NewAlert {
  id: string;
  actionId: string;
  caseId: string;
  maracId: string;
  kind: AlertKind;
  epoch: number;
  rung: string;
  tells: readonly string[];
}

const ALERTS = new JsonInsert('actions.alerts', [
  ...['id', 'action_id', 'case_id', 'marac_id'],
  ...['kind', 'epoch', 'rung', 'tells'],
]);

/** Filed on the case, beside the action. The unit fails when this rung was raised for this due date before. */
export function fileAlert({ id, actionId, caseId, maracId, kind, epoch, rung, tells }: NewAlert): void {
  tx().insert(ALERTS, [id, actionId, caseId, maracId, kind, epoch, rung, tells]);
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
        and not exists (select from actions.alerts l
                         where l.action_id = a.id and l.epoch = a.due_epoch and l.kind in ('OVERDUE', 'ESCALATED'))
      order by a.due_at limit $2`,
    [except, limit],
  );
}

/** Open actions due in the next weeks that climb no ladder: written by a version before ladders, or by nobody's hand. */
export async function unladdered(limit: number): Promise<Unalerted[]> {
  return tx().query<Unalerted>(
    `select a.id, a.due_at as "dueAt" from actions.actions a
      where a.status <> 'CLOSED' and a.due_at < now() + interval '35 days'
        and not exists (select from alerts.ladders l where l.id = a.id)
      order by a.due_at limit $1`,
    [limit],
  );
}
