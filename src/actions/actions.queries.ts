import { Gathered } from '../platform/db/gathered.js';
import { tx } from '../platform/db/transaction.js';
import type { ActionSummary, AlertView, ListedAs, UpdateView } from './actions.dto.js';
import type { ActionView } from './actions.http.js';

const ACTION = `
  select a.id, a.case_id as "caseId", c.ref as "caseRef", a.marac_id as "maracId", a.agenda_item_id as "agendaItemId",
         a.catalogue_code as "catalogueCode", a.text, a.risk_addressed as "riskAddressed", a.target,
         a.owner_agency_id as "ownerAgencyId", o.name as "ownerAgency", a.owner_user_id as "ownerUserId", u.name as "ownerUser",
         a.owner_post as "ownerPost", a.set_on as "setOn", a.due_on as "dueOn", a.due_at as "dueAt",
         a.status <> 'CLOSED' and a.due_at < now() as overdue, a.status, a.closure_reason as "closureReason", a.outcome,
         a.risk_effect as "riskEffect", a.worked, a.victim_may_be_told as "victimMayBeTold", a.closed_on as "closedOn",
         a.follows_id as "followsId", a.looked_at as "lookedAt", a.version
    from actions.actions a
    join access.cases c on c.id = a.case_id
    join maracs.agencies o on o.id = a.owner_agency_id
    left join identity.users u on u.id = a.owner_user_id`;

type ActionRow = Omit<ActionView, 'dueAt'> & { dueAt: Date };
const asView = (row: ActionRow): ActionView => ({ ...row, dueAt: row.dueAt.toISOString() });

export async function actionById(id: string): Promise<ActionView | undefined> {
  const row = await tx().one<ActionRow>(`${ACTION} where a.id = $1`, [id]);
  return row && asView(row);
}

/** Those of these actions that the reader sees in full. */
export async function actionsByIds(ids: readonly string[]): Promise<ActionView[]> {
  return (await tx().query<ActionRow>(`${ACTION} where a.id = any ($1)`, [ids])).map(asView);
}

/** Who answers for an action, and whether it is done. */
export interface Ownership {
  caseId: string;
  maracId: string;
  ownerAgencyId: string;
  ownerUserId: string | null;
  closed: boolean;
}

const OWNERS = new Gathered<Ownership & { key: string }>((ids) =>
  tx().query(
    `select a.id as key, a.case_id as "caseId", a.marac_id as "maracId", a.owner_agency_id as "ownerAgencyId",
            a.owner_user_id as "ownerUserId", a.status = 'CLOSED' as closed from actions.actions a where a.id = any ($1::uuid[])`,
    [ids],
  ),
);

/** Who answers for an action; undefined when the reader may not see it. */
export const ownerOf = (actionId: string): Promise<Ownership | undefined> => OWNERS.of(actionId);

/** A case's actions that the reader sees in full, in the order in which they are due. */
export async function actionsOfCase(caseId: string, openOnly: boolean): Promise<ActionView[]> {
  const rows = await tx().query<ActionRow>(
    `${ACTION} where a.case_id = $1 and (not $2 or a.status <> 'CLOSED') order by a.due_at, a.id`,
    [caseId, openOnly],
  );
  return rows.map(asView);
}

/** Actions of a case that were set before a day, as far as the reader sees them in full: the latest first. */
export async function actionsSetBefore(caseId: string, day: string): Promise<ActionView[]> {
  const rows = await tx().query<ActionRow>(
    `${ACTION} where a.case_id = $1 and a.set_on < $2::date order by a.set_on desc, a.id desc`,
    [caseId, day],
  );
  return rows.map(asView);
}

/** True when the reader may see that there are children in the case: counted by a referral, or described one by one. */
export async function hasChildren(caseId: string): Promise<boolean> {
  const row = await tx().one<{ there: boolean }>(
    `select exists (select from persons.persons p where p.case_id = $1 and p.label = 'CHILD')
         or exists (select from referrals.referrals r where r.case_id = $1 and r.children > 0) as there`,
    [caseId],
  );
  return row?.there ?? false;
}

/** Actions that follow one up. */
export async function followUpsOf(actionId: string): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    'select a.id from actions.actions a where a.follows_id = $1 order by a.id',
    [actionId],
  );
  return rows.map((row) => row.id);
}

export interface ActionFilter {
  mine: boolean;
  userId: string | null;
  agencyId: string | null;
  overdue: boolean | null;
  status: ListedAs | null;
  caseId: string | null;
  /** MARACs in which the reader reads actions; null: all */
  maracIds: string[] | null;
  after: { dueAt: string; id: string };
  limit: number;
}

/** Actions that the reader sees in full, in the order in which they are due. */
export async function listActions(filter: ActionFilter): Promise<ActionView[]> {
  const rows = await tx().query<ActionRow>(
    `${ACTION}
      where (a.due_at, a.id) > ($1::timestamptz, $2::uuid)
        and a.marac_id = any (coalesce($3::uuid[], array(select m.id from maracs.maracs m)))
        and ($4::uuid is null or a.case_id = $4)
        and ($5::boolean is null or (a.status <> 'CLOSED' and a.due_at < now()) = $5)
        and ($6::text is null or a.status = $6 or ($6 = 'OPEN' and a.status <> 'CLOSED'))
        and (not $7::boolean or a.owner_user_id = $8::uuid or (a.owner_user_id is null and a.owner_agency_id = $9::uuid))
      order by a.due_at, a.id limit $10`,
    [
      filter.after.dueAt, filter.after.id, filter.maracIds, filter.caseId, filter.overdue, filter.status, filter.mine,
      filter.userId, filter.agencyId, filter.limit,
    ], // prettier-ignore
  );
  return rows.map(asView);
}

/** Counts of all actions of the cases that the reader may open, whoever owns them. */
export async function summaries(caseIds: readonly string[]): Promise<(ActionSummary & { caseId: string })[]> {
  return tx().query<ActionSummary & { caseId: string }>(
    `select s.case_id as "caseId", count(*) filter (where s.open)::int as open,
            count(*) filter (where s.open and s.due_at < now())::int as overdue, count(*) filter (where not s.open)::int as closed
       from actions.summaries s where s.case_id = any ($1::uuid[]) group by s.case_id`,
    [caseIds],
  );
}

export async function updatesOf(actionId: string): Promise<UpdateView[]> {
  const rows = await tx().query<Omit<UpdateView, 'madeAt'> & { madeAt: Date }>(
    `select d.id, d.made_at as "madeAt", coalesce(u.name, d.made_by) as "madeBy", o.name as agency, d.note
       from actions.updates d
       left join identity.users u on u.id = d.user_id
       left join maracs.agencies o on o.id = d.agency_id
      where d.action_id = $1 order by d.id`,
    [actionId],
  );
  return rows.map((row) => ({ ...row, madeAt: row.madeAt.toISOString() }));
}

export async function alertsOf(actionId: string): Promise<AlertView[]> {
  const rows = await tx().query<Omit<AlertView, 'raisedAt'> & { raisedAt: Date }>(
    'select l.id, l.kind, l.tells, l.raised_at as "raisedAt" from actions.alerts l where l.action_id = $1 order by l.id',
    [actionId],
  );
  return rows.map((row) => ({ ...row, raisedAt: row.raisedAt.toISOString() }));
}
