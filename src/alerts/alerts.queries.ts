import { Gathered } from '../platform/db/gathered.js';
import { tx } from '../platform/db/transaction.js';
import type { CaseAlertView } from './alerts.dto.js';
import type { Step, Tells } from './ladder.rules.js';

type CaseRungRow = Omit<CaseAlertView, 'dueAt' | 'plannedAt' | 'raisedAt'> & {
  dueAt: Date;
  plannedAt: Date;
  raisedAt: Date;
};

/** Rungs raised on a case that the reader may see, oldest first; `rung` and `passedOver` by their keys. */
export async function rungsOfCase(caseId: string, after: string | null, limit: number): Promise<CaseAlertView[]> {
  const rows = await tx().query<CaseRungRow>(
    `select r.id, r.kind, r.subject_id as "subjectId", r.agency_id as "agencyId", a.name as agency, r.step, r.rung, r.tells, r.urgent,
            r.passed_over as "passedOver", r.due_at as "dueAt", r.planned_at as "plannedAt", r.raised_at as "raisedAt"
       from alerts.rungs r left join maracs.agencies a on a.id = r.agency_id
      where r.case_id = $1 and ($2::uuid is null or r.id > $2) order by r.id limit $3`,
    [caseId, after, limit],
  );
  return rows.map(({ dueAt, plannedAt, raisedAt, ...row }) => ({
    ...row,
    dueAt: dueAt.toISOString(),
    plannedAt: plannedAt.toISOString(),
    raisedAt: raisedAt.toISOString(),
  }));
}

/** A rung that was raised, with whom it is for. */
export interface RungRow {
  id: string;
  ladderId: string;
  kind: string;
  subjectId: string;
  agencyId: string | null;
  maracId: string;
  caseId: string | null;
  /** counts the due moments of the ladder */
  epoch: number;
  step: Step;
  tells: Tells[];
  urgent: boolean;
}

const RUNG = `r.id, r.ladder_id as "ladderId", r.kind, r.subject_id as "subjectId", r.agency_id as "agencyId", r.marac_id as "maracId",
  r.epoch, r.step, r.tells, r.urgent`;

const RUNGS = new Gathered<RungRow & { key: string }>((ids) =>
  tx().query(
    `select r.id as key, ${RUNG}, r.case_id as "caseId" from alerts.rungs r where r.id = any ($1::uuid[])
      union all select r.id as key, ${RUNG}, null from alerts.area_rungs r where r.id = any ($1::uuid[])`,
    [ids],
  ),
);

/** For the system. */
export function rungById(id: string): Promise<RungRow | undefined> {
  return RUNGS.of(id);
}

/** Of what a ladder is, and of which agency. For the system. */
export async function partiesOf(ladderId: string): Promise<{ subjectId: string; agencyId: string | null } | undefined> {
  return tx().one(
    'select l.subject_id as "subjectId", l.agency_id as "agencyId" from alerts.ladders l where l.id = $1',
    [ladderId],
  );
}
