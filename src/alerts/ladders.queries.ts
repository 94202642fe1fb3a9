import { Gathered } from '../platform/db/gathered.js';
import { JsonInsert } from '../platform/db/json-insert.js';
import { pretendedMoment } from '../platform/values/clock.js';
import type { LadderName } from './ladder-section.rules.js';
import { tx } from '../platform/db/transaction.js';

/** What the ladder of something says, and the moment it is by the database's clock. */
export interface LadderRow {
  now: Date;
  id: string | null;
  since: Date | null;
  epoch: number | null;
  raised: string[] | null;
  lastAt: Date | null;
}

const LADDERS = new Gathered<LadderRow & { key: string }>((ids) =>
  tx().query(
    `select wanted.id as key, coalesce($2::timestamptz, clock_timestamp()) as now, l.id, l.since, l.epoch, l.raised, l.last_at as "lastAt"
       from unnest($1::uuid[]) as wanted (id) left join alerts.ladders l on l.id = wanted.id`,
    [ids, pretendedMoment()],
  ),
);

/** Always a row: without an id when there is no ladder yet. Whoever asks has locked what climbs it. */
export async function ladderNow(id: string): Promise<LadderRow> {
  return (await LADDERS.of(id))!;
}

export interface LadderState {
  id: string;
  kind: string;
  subjectId: string;
  agencyId: string | null;
  maracId: string;
  caseId: string | null;
  ladder: string;
  epoch: number;
  dueAt: Date;
  since: Date;
  raised: readonly string[];
  lastAt: Date | null;
  nextAt: Date | null;
}

const STATES = new JsonInsert(
  'alerts.ladders',
  [
    ...['id', 'kind', 'subject_id', 'agency_id', 'marac_id', 'about_case', 'ladder', 'epoch'],
    ...['due_at', 'since', 'raised', 'last_at', 'next_at'],
  ],
  {
    key: 1,
    sql: `on conflict (id) do update
       set agency_id = excluded.agency_id, ladder = excluded.ladder, epoch = excluded.epoch, due_at = excluded.due_at, since = excluded.since,
           raised = excluded.raised, last_at = excluded.last_at, next_at = excluded.next_at, ended_at = null`,
  },
);

export function saveLadder(one: LadderState): void {
  tx().insert(STATES, [
    ...[one.id, one.kind, one.subjectId, one.agencyId, one.maracId, one.caseId, one.ladder, one.epoch],
    ...[one.dueAt, one.since, one.raised, one.lastAt, one.nextAt],
  ]);
}

export interface ShownLadder extends Pick<LadderState, 'maracId' | 'dueAt' | 'since' | 'raised' | 'lastAt'> {
  ladder: LadderName;
  now: Date;
}

/** A ladder as it runs, for showing what comes. For the system. */
export async function runningLadder(id: string): Promise<ShownLadder | undefined> {
  return tx().one<ShownLadder>(
    `select l.marac_id as "maracId", l.ladder, l.due_at as "dueAt", l.since, l.raised, l.last_at as "lastAt", clock_timestamp() as now
       from alerts.ladders l where l.id = $1 and l.ended_at is null`,
    [id],
  );
}

/** Harmless when there is none, and when it ended before. */
export function endLadder(id: string): void {
  tx().write(
    `update alerts.ladders set ended_at = clock_timestamp(), next_at = null where id = $1 and ended_at is null`,
    [id],
  );
}

export interface NewRung {
  id: string;
  ladderId: string;
  kind: string;
  subjectId: string;
  agencyId: string | null;
  maracId: string;
  caseId: string | null;
  epoch: number;
  key: string;
  step: string;
  tells: readonly string[];
  urgent: boolean;
  passedOver: readonly string[];
  dueAt: Date;
  plannedAt: Date;
}

const COLUMNS = [
  ...['id', 'ladder_id', 'kind', 'subject_id', 'agency_id', 'marac_id', 'epoch', 'rung', 'step', 'tells'],
  ...['urgent', 'passed_over', 'due_at', 'planned_at'],
];
const RUNGS = new JsonInsert('alerts.rungs', [...COLUMNS, 'case_id']);
const AREA_RUNGS = new JsonInsert('alerts.area_rungs', COLUMNS);

/** Of a case it is guarded as the case is; of none it is for the system's eyes. The unit fails when the rung was raised before. */
export function insertRung(rung: NewRung): void {
  const { id, ladderId, kind, subjectId, agencyId, maracId, epoch, key, step, tells, urgent, passedOver } = rung;
  const what = [id, ladderId, kind, subjectId, agencyId, maracId, epoch, key, step, tells, urgent, passedOver];
  const row = [...what, rung.dueAt, rung.plannedAt];
  if (rung.caseId) tx().insert(RUNGS, [...row, rung.caseId]);
  else tx().insert(AREA_RUNGS, row);
}

export interface RunningLadder {
  id: string;
  kind: string;
  nextAt: Date | null;
  /** nothing of it is due now, by the database's clock */
  ahead: boolean;
}

/** Ladders whose next look is overdue, without those looked at already: their due row was lost. For the system. */
export async function lateLadders(except: readonly string[], limit: number): Promise<RunningLadder[]> {
  return tx().query(
    `select l.id, l.kind, l.next_at as "nextAt", false as ahead from alerts.ladders l
      where l.ended_at is null and l.next_at < clock_timestamp() - interval '30 seconds' and l.id <> all ($1::uuid[])
      order by l.next_at limit $2`,
    [except, limit],
  );
}

/** Ladders of an area that run, by id, from one on. */
export async function runningLadders(maracId: string, after: string, limit: number): Promise<RunningLadder[]> {
  return tx().query(
    `select l.id, l.kind, l.next_at as "nextAt", coalesce(l.next_at > clock_timestamp(), true) as ahead from alerts.ladders l
      where l.marac_id = $1 and l.ended_at is null and l.id > $2 order by l.id limit $3`,
    [maracId, after, limit],
  );
}

/** By which rules and closed days each area's ladders were last counted; '' when they never were. */
export async function countedBy(): Promise<{ maracId: string; countedBy: string }[]> {
  return tx().query(
    `select m.id as "maracId", coalesce(a.counted_by, '') as "countedBy"
       from maracs.maracs m left join alerts.areas a on a.marac_id = m.id order by m.id`,
  );
}

export function noteCounted(maracId: string, by: string): void {
  tx().write(
    `insert into alerts.areas as a (marac_id, counted_by) values ($1, $2)
     on conflict (marac_id) do update set counted_by = excluded.counted_by`,
    [maracId, by],
  );
}
