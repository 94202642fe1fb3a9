import { tx } from '../platform/db/transaction.js';
import type { WatchFindingView } from './watch.dto.js';

/** The place from which the sealed log has not been looked through, held until the end of the unit of work. */
export async function takeProgress(): Promise<number | undefined> {
  const row = await tx().one<{ position: string }>('select p.position from watch.progress p for update skip locked');
  return row && Number(row.position);
}

export function saveProgress(position: number): void {
  tx().write('update watch.progress set position = $1', [position]);
}

/** What was so when a case was opened. Undefined when the reader or the case is not there any more. */
export interface Circumstances {
  readerName: string;
  surnames: string[];
  related: boolean;
  casesInHour: number;
}

/**
 * @param at the moment, as the record has it. A grant counts if it was in force then; standing as it is now, since roles keep no
 *   history.
 */
export async function circumstances(
  userId: string,
  caseId: string,
  eventId: string,
): Promise<Circumstances | undefined> {
  return tx().one<Circumstances>(
    `select u.name as "readerName",
            array(select distinct p.family_name from persons.persons p where p.case_id = c.id) as surnames,
            exists (select from identity.user_roles r
                     where r.user_id = u.id and (r.marac_id = c.marac_id or r.marac_id is null) and r.role in ('COORDINATOR', 'CHAIR'))
              or exists (select from access.grants g
                          where g.case_id = c.id and g.grantee_id in (u.id, u.agency_id) and g.starts_at <= e.at + interval '1 second'
                            and g.ends_at > e.at - interval '1 minute' and coalesce(g.revoked_at > e.at - interval '1 minute', true)) as related,
            (select count(distinct o.subject_id)::int from audit.events o
              where o.actor_id = e.actor_id and o.action = 'case.opened' and o.at > e.at - interval '1 hour' and o.at <= e.at) as "casesInHour"
       from audit.events e, identity.users u, access.cases c
      where e.id = $3 and u.id = $1 and c.id = $2`,
    [userId, caseId, eventId],
  );
}

/** Refusals to a person in the hour up to an event, and the MARACs that person has a role in. */
export async function refusals(
  userId: string,
  eventId: string,
): Promise<{ refusalsInHour: number; maracIds: string[] }> {
  const row = await tx().one<{ refusalsInHour: number; maracIds: string[] }>(
    `select (select count(*)::int from audit.events o
              where o.actor_id = e.actor_id and o.outcome = 'REFUSED' and o.code in ('not-found', 'not-allowed')
                and o.at > e.at - interval '1 hour' and o.at <= e.at) as "refusalsInHour",
            array(select distinct r.marac_id from identity.user_roles r where r.user_id = $1 and r.marac_id is not null) as "maracIds"
       from audit.events e where e.id = $2`,
    [userId, eventId],
  );
  return row ?? { refusalsInHour: 0, maracIds: [] };
}

export interface NewFinding {
  id: string;
  maracId: string;
  rule: string;
  userId: string;
  subjectKind: string;
  subjectId: string;
  eventId: string;
  day: string;
  count: number;
  ruleVersion: number;
}

/** True when it is new: one of a kind about one thing a day, which counts on. */
export async function insertFinding(finding: NewFinding): Promise<boolean> {
  const row = await tx().one<{ inserted: boolean }>(
    `insert into watch.findings as f (id, marac_id, rule, user_id, subject_kind, subject_id, event_id, day, count, rule_version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict on constraint finding_once do update set count = greatest(f.count, excluded.count)
     returning f.id = $1 as inserted`,
    [
      ...[finding.id, finding.maracId, finding.rule, finding.userId, finding.subjectKind, finding.subjectId],
      ...[finding.eventId, finding.day, finding.count, finding.ruleVersion],
    ],
  );
  return row?.inserted ?? false;
}

type FindingRow = Omit<WatchFindingView, 'raisedAt' | 'acknowledgedAt'> & {
  raisedAt: Date;
  acknowledgedAt: Date | null;
};

const FINDING = `f.id, f.marac_id as "maracId", f.rule, f.user_id as "userId", f.subject_kind as "subjectKind", f.subject_id as "subjectId",
  f.event_id as "eventId", f.day, f.count, f.rule_version as "ruleVersion", f.raised_at as "raisedAt", f.acknowledged_at as "acknowledgedAt",
  f.acknowledged_by as "acknowledgedBy", f.reason, f.version`;

function asView(row: FindingRow): WatchFindingView {
  return { ...row, raisedAt: row.raisedAt.toISOString(), acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null };
}

/** Findings that the reader may see, newest first. */
export async function findings(filter: {
  open: boolean | null;
  after: string | null;
  limit: number;
}): Promise<WatchFindingView[]> {
  const rows = await tx().query<FindingRow>(
    `select ${FINDING} from watch.findings f
      where ($1::boolean is null or (f.acknowledged_at is null) = $1) and ($2::uuid is null or f.id < $2) order by f.id desc limit $3`,
    [filter.open, filter.after, filter.limit],
  );
  return rows.map(asView);
}

export async function findingById(id: string): Promise<WatchFindingView | undefined> {
  const row = await tx().one<FindingRow>(`select ${FINDING} from watch.findings f where f.id = $1`, [id]);
  return row && asView(row);
}

/** Undefined when somebody else changed it meanwhile. */
export async function acknowledge(
  id: string,
  by: string,
  reason: string,
  version: number,
): Promise<WatchFindingView | undefined> {
  const row = await tx().one<FindingRow>(
    `update watch.findings f set acknowledged_at = clock_timestamp(), acknowledged_by = $2, reason = $3, version = f.version + 1
      where f.id = $1 and f.version = $4 returning ${FINDING}`,
    [id, by, reason, version],
  );
  return row && asView(row);
}

/** MARAC of a finding, for telling its auditors, and whom it is about: they are not told. */
export async function concernOf(findingId: string): Promise<{ maracId: string; userId: string } | undefined> {
  return tx().one('select f.marac_id as "maracId", f.user_id as "userId" from watch.findings f where f.id = $1', [
    findingId,
  ]);
}
