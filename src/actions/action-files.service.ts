import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { KeyRing } from '../platform/crypto/key-ring.js';
import type { Actor } from '../platform/db/actor.js';
import { newId, NIL_ID } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { csvByteOrderMark, csvLine } from '../platform/spreadsheet/csv-writer.js';
import { readSpreadsheet, readSpreadsheetHeadings } from '../platform/spreadsheet/read-spreadsheet.js';
import type { SheetRow } from '../platform/spreadsheet/sheet-row.js';
import { SpreadsheetRefused } from '../platform/spreadsheet/spreadsheet-refused.js';
import type { RowOutcome, UpdateRowView, UpdatesImportView } from './bulk.dto.js';
import { BulkReports } from './bulk-reports.service.js';
import { catalogueEntry } from './catalogue.rules.js';
import { actionsToExport, type ExportRow } from './export.queries.js';
import { COLUMNS, headingFaults, TO_FILL_IN } from './file-columns.rules.js';
import { keepImported, wasImported } from './imported-rows.queries.js';
import { readUpdateRow } from './update-row.rules.js';

const ROWS_AT_ONCE = 500;
/** More in one file is no report of an agency's own actions. */
const MOST_ROWS = 1000;
const PURPOSE = 'actions.imported-rows';

/** Actions as a file for an agency's own system, and what it reports of them, filled into the same file. */
@Injectable()
export class ActionFiles {
  constructor(
    private readonly audit: Audit,
    private readonly reports: BulkReports,
    private readonly uow: UnitOfWork,
    private readonly ring: KeyRing,
  ) {}

  /** Open actions that the reader sees in full. Opaque references, codes and dates: no name, no address, nothing that people wrote. */
  async csv(mine: boolean): Promise<string> {
    const { actor } = tx();
    this.audit.record({ action: 'actions.exported', subject: { kind: 'actions', id: 'list' }, labels: ['IDENTITY'] });
    const userId = actor.kind === 'user' ? actor.id : null;
    const whose = { mine, userId, agencyId: actor.agencyId, maracIds: actor.scopesOf('actions:read') };
    const lines = [csvByteOrderMark + csvLine(COLUMNS)];
    let after: { dueAt: Date | '-infinity'; id: string } = { dueAt: '-infinity', id: NIL_ID };
    for (;;) {
      const rows = await actionsToExport({ ...whose, after, limit: ROWS_AT_ONCE });
      for (const row of rows) lines.push(csvLine([...cellsOf(row), ...TO_FILL_IN.map(() => '')]));
      const last = rows.at(-1);
      if (!last || rows.length < ROWS_AT_ONCE) return lines.join('');
      after = last;
    }
  }

  /**
   * Carries out what a file reports, each row on its own. The same row of the same person again changes nothing. A rehearsal runs the same
   * code and rolls back. @throws Problem 422 `unknown-column`, `required`, `too-many-rows`, and what a file that cannot be read is refused for
   */
  async import(actor: Actor, content: Buffer, dryRun: boolean): Promise<UpdatesImportView> {
    const sheet = await read(content);
    const work = async () => {
      const rows: UpdateRowView[] = [];
      for (const row of sheet) rows.push(await this.row(row));
      this.audit.record({ action: 'actions.imported', subject: { kind: 'actions', id: 'list' }, labels: ['IDENTITY'] });
      return rows;
    };
    const rows = await (dryRun ? this.uow.rehearse(actor, work) : this.uow.run(actor, work));
    if (dryRun) await this.uow.run(actor, () => this.rehearsed());
    const count = (outcome: RowOutcome) => rows.filter((row) => row.outcome === outcome).length;
    const [done, doneBefore] = [count('DONE'), count('DONE_BEFORE')];
    return { dryRun, done, doneBefore, nothingToDo: count('NOTHING_TO_DO'), refused: count('REFUSED'), rows };
  }

  /** What a rehearsal would have recorded went with it; that there was one stays. */
  private rehearsed(): Promise<void> {
    this.audit.record({ action: 'actions.import-rehearsed', subject: { kind: 'actions', id: 'list' } });
    return Promise.resolve();
  }

  private async row({ row, cells, problem }: SheetRow): Promise<UpdateRowView> {
    if (problem) return refusedRow(row, null, problem.code);
    const asked = readUpdateRow(cells);
    if ('nothing' in asked) return { row, outcome: 'NOTHING_TO_DO', actionId: asked.id, code: null, errors: [] };
    if ('faults' in asked) return { ...refusedRow(row, null, 'invalid-input'), errors: asked.faults };
    const { wanted } = asked;
    const { id: actionId } = wanted;
    const userId = tx().actor.id;
    const text = JSON.stringify(wanted);
    const prints = this.ring.fingerprints(text, PURPOSE);
    if (await this.uow.elevated(() => wasImported(userId, actionId, prints)))
      return { row, outcome: 'DONE_BEFORE', actionId, code: null, errors: [] };
    const { done, code, errors } = await this.reports.one(wanted);
    if (!done) return { ...refusedRow(row, actionId, code), errors: errors.map(atColumn) };
    keepImported(newId(), userId, actionId, this.ring.fingerprint(text, PURPOSE));
    return { row, outcome: 'DONE', actionId, code: null, errors: [] };
  }
}

const refusedRow = (row: number, actionId: string | null, code: string | null): UpdateRowView => ({
  ...{ row, outcome: 'REFUSED', actionId, code, errors: [] },
});

const COLUMN_OF: Readonly<Record<string, string>> = {
  '/riskEffect': 'risk_effect',
  '/victimMayBeTold': 'victim_may_be_told',
};
const atColumn = <Fault extends { pointer: string }>(fault: Fault): Fault => ({
  ...fault,
  pointer: COLUMN_OF[fault.pointer] ?? fault.pointer.slice(1),
});

function cellsOf(row: ExportRow): (string | number)[] {
  const { id, version, caseRef, catalogueCode, target, ownerAgency, isNamed, setOn, dueOn, dueAt, overdue, status } =
    row;
  const what = catalogueCode ? (catalogueEntry(catalogueCode)?.label ?? '') : '';
  return [
    ...[id, version, caseRef, catalogueCode ?? '', what, target, ownerAgency, isNamed ? 'YES' : 'NO', setOn, dueOn],
    ...[dueAt.toISOString(), overdue ? 'YES' : 'NO', status],
  ];
}

/** @throws Problem 422 */
async function read(content: Buffer): Promise<SheetRow[]> {
  try {
    const faults = headingFaults(await readSpreadsheetHeadings(content));
    if (faults.length > 0) {
      const detail = 'Columns are as in the file of open actions.';
      const errors = faults.map(({ column, code }) => ({ pointer: code === 'required' ? column : '', code, detail }));
      throw new Problem(422, 'invalid-input', 'The columns of the file are not ours.', errors);
    }
    const rows: SheetRow[] = [];
    for await (const row of readSpreadsheet(content)) {
      if (rows.length === MOST_ROWS) throw Problem.at('', 'too-many-rows', `At most ${MOST_ROWS} rows.`);
      rows.push(row);
    }
    return rows;
  } catch (error) {
    if (error instanceof SpreadsheetRefused) throw Problem.at('', error.code, 'The file cannot be read.');
    throw error;
  }
}
