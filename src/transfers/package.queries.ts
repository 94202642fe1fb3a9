import { tx } from '../platform/db/transaction.js';
import type { Plain } from '../platform/crypto/canonical-json.js';
import type { ChosenPart, PackagePart } from './package.rules.js';

/** What of a case goes along, as far as whoever puts the package together sees it: who told us is in none of it. */
const CONTENT: Record<ChosenPart, string> = {
  HEARINGS: `
    select m.held_on as "meetingOn", i.status, i.reason, i.heard_on as "heardOn"
      from meetings.agenda_items i join meetings.meetings m on m.id = i.meeting_id
     where i.case_id = $1 and i.status in ('HEARD', 'DEFERRED', 'NOT_HEARD') order by m.starts_at, i.id`,
  ACTIONS: `
    select a.text, a.risk_addressed as "riskAddressed", a.target, g.name as agency, a.set_on as "setOn", a.due_on as "dueOn", a.status,
           a.closure_reason as "closureReason", a.outcome, a.risk_effect as "riskEffect", a.victim_may_be_told as "victimMayBeTold",
           a.closed_on as "closedOn"
      from actions.actions a join maracs.agencies g on g.id = a.owner_agency_id where a.case_id = $1 order by a.set_on, a.id`,
  ASSESSMENTS: `
    select s.assessed_on as "assessedOn", s.instrument, s.instrument_version as "instrumentVersion", s.score, s.grade, s.raised_to as "raisedTo",
           s.raised_because as "raisedBecause"
      from assessments.assessments s where s.case_id = $1 order by s.assessed_on, s.id`,
  ANSWERS: `
    select s.assessed_on as "assessedOn", s.instrument, s.instrument_version as "instrumentVersion", s.answers
      from assessments.assessments s where s.case_id = $1 and s.answers is not null order by s.assessed_on, s.id`,
  FLAGS: `
    select f.set_on as "setOn", f.expires_on as "expiresOn", f.rule_version as "ruleVersion" from flags.flags f where f.case_id = $1`,
};

export async function contentOf(part: ChosenPart, caseId: string): Promise<Plain> {
  return (await tx().query<Record<string, Plain>>(CONTENT[part], [caseId])) as Plain;
}

export interface SnippetRow {
  id: string;
  caveats: string[];
  content: Record<string, Plain>;
}

/** What was shared with a meeting about the case and stands, of these. */
export async function snippetsById(caseId: string, ids: readonly string[]): Promise<SnippetRow[]> {
  const rows = await tx().query<Record<string, Plain> & { id: string; caveats: string[] }>(
    `select s.id, a.name as agency, to_char(s.given_at at time zone 'Europe/London', 'YYYY-MM-DD') as "givenOn", s.nature, s.text, s.purpose,
            s.marking, s.caveats, s.label
       from research.shared_information s join maracs.agencies a on a.id = s.agency_id
      where s.case_id = $1 and s.id = any ($2::uuid[]) and s.withdrawn_at is null order by s.id`,
    [caseId, ids],
  );
  return rows.map(({ id, ...content }) => ({ id, caveats: content.caveats, content }));
}

/** Parts of a package, each as its canonical text, by name. */
export async function partsOf(transferId: string): Promise<{ part: PackagePart; content: string }[]> {
  return tx().query('select p.part, p.content from transfers.parts p where p.transfer_id = $1 order by p.part', [
    transferId,
  ]);
}

/** Which parts went along with each transfer of a case. */
export async function partNames(caseId: string): Promise<Map<string, PackagePart[]>> {
  const rows = await tx().query<{ transferId: string; parts: PackagePart[] }>(
    `select p.transfer_id as "transferId", array_agg(p.part order by p.part) as parts from transfers.parts p where p.case_id = $1 group by 1`,
    [caseId],
  );
  return new Map(rows.map(({ transferId, parts }) => [transferId, parts]));
}
