import { tx } from '../platform/db/transaction.js';
import type { Count } from './count.rules.js';

/** When a case was last heard. For the system's eyes: needs an elevated unit of work, as do the others here. */
export async function lastHeard(caseId: string): Promise<string | null> {
  const row = await tx().one<{ on: string | null }>(
    'select max(i.heard_on) as "on" from meetings.agenda_items i where i.case_id = $1',
    [caseId],
  );
  return row?.on ?? null;
}

/** Whether a victim of the one case is taken for the same person as a victim of the other. */
export async function sameVictim(caseId: string, otherCaseId: string): Promise<boolean> {
  const row = await tx().one<{ same: boolean }>(
    `select exists (
       select from persons.persons p join persons.persons o on o.canonical_id = p.canonical_id and o.case_id = $2 and o.label = 'IDENTITY'
        where p.case_id = $1 and p.label = 'IDENTITY') as same`,
    [caseId, otherCaseId],
  );
  return row?.same ?? false;
}

export interface FlagRow {
  setOn: string;
  expiresOn: string;
}

/** The flag of a case as it stands. */
export async function flagOf(caseId: string): Promise<FlagRow | null> {
  const row = await tx().one<FlagRow>(
    'select f.set_on as "setOn", f.expires_on as "expiresOn" from flags.flags f where f.case_id = $1',
    [caseId],
  );
  return row ?? null;
}

export interface Reception {
  caseId: string;
  countAs: Count;
  ruleSays: Count;
  because: string | null;
  ruleVersion: number;
  flag: FlagRow | null;
  by: string;
}

/** Writes which case goes on with a transfer: on the new area's end alone. */
export function receive(transferId: string, row: Reception): void {
  tx().write(
    `update transfers.incoming i
        set new_case_id = $2, count_as = $3, rule_says = $4, because = $5, rule_version = $6, flag_set_on = $7, flag_expires_on = $8,
            received_by = $9, received_at = now() where i.id = $1`,
    [
      transferId,
      ...[row.caseId, row.countAs, row.ruleSays, row.because, row.ruleVersion],
      ...[row.flag?.setOn ?? null, row.flag?.expiresOn ?? null, row.by],
    ],
  );
}

/** Transfers with which a case goes on, and from which areas they came. For the system. */
export async function receivedAs(caseId: string): Promise<{ transferId: string; fromMaracId: string }[]> {
  return tx().query(
    `select i.id as "transferId", i.from_marac_id as "fromMaracId" from transfers.incoming i
      where i.new_case_id = $1 and i.status = 'ACCEPTED' order by i.id`,
    [caseId],
  );
}

/** Tells the old area's end when the case was heard, once. For the system. True when it had not been told. */
export async function tellHeard(transferId: string, heardOn: string): Promise<boolean> {
  const told = await tx().change(
    'update transfers.transfers t set heard_there_on = $2 where t.id = $1 and t.heard_there_on is null',
    [transferId, heardOn],
  );
  return told === 1;
}

/** On which day a case was heard at a meeting. For the system. */
export async function heardAt(agendaItemId: string): Promise<string | null> {
  const row = await tx().one<{ on: string | null }>(
    'select i.heard_on as "on" from meetings.agenda_items i where i.id = $1',
    [agendaItemId],
  );
  return row?.on ?? null;
}
