import { Injectable } from '@nestjs/common';
import type { Marac } from '../maracs/marac.entity.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { PROTECTED_ADDRESS } from '../persons/free-text.service.js';
import { Problem } from '../platform/http/problem.js';
import type { SheetRow } from '../platform/spreadsheet/sheet-row.js';
import { placedReport, refusedReport, type RowReport } from './import-report.rules.js';
import { RowFingerprints } from './row-fingerprints.js';
import type { ReadRow, RowError } from './import-row.rules.js';
import { Intake } from './intake.service.js';
import { referralsOnFile, type RowOnFile } from './referrals.queries.js';

/** A row as read. */
export type RowToPlace = ReadRow & { row: SheetRow };

/** Places rows of a spreadsheet as referrals, in order: a row is checked against those above it too. */
@Injectable()
export class ImportBatch {
  constructor(
    private readonly intake: Intake,
    private readonly uow: UnitOfWork,
    private readonly fingerprints: RowFingerprints,
  ) {}

  async place(marac: Marac, rows: RowToPlace[]): Promise<RowReport[]> {
    const refs = rows.flatMap(({ input }) => (input?.ref ? [input.ref] : []));
    const onFile = await this.uow.elevated(() => referralsOnFile(marac.id, refs));
    const known = new Map(onFile.map((row) => [row.ref, row]));
    await this.intake.prepare(
      marac,
      rows.flatMap(({ input }) => (input ? [input] : [])),
    );
    const reports: RowReport[] = [];
    for (const row of rows) reports.push(await this.one(marac, row, known));
    return reports;
  }

  /** A row that the database would not take. What it said may hold somebody's data, so it is not passed on. */
  failed(row: SheetRow): RowReport {
    return refusedReport(row.row, row.cells['ref'] ?? '', [
      error('ref', 'not-accepted', 'The row could not be stored as it stands.', ''),
    ]);
  }

  private async one(
    marac: Marac,
    { row, input, errors }: RowToPlace,
    known: Map<string, RowOnFile>,
  ): Promise<RowReport> {
    const ref = (row.cells['ref'] ?? '').trim().slice(0, 200);
    const broken = row.problem
      ? [error(columnOf(row), row.problem.code, 'The row cannot be read as it stands.', '')]
      : [];
    if (!input || broken.length > 0) return refusedReport(row.row, ref, [...broken, ...errors]);
    const earlier = known.get(input.ref!);
    if (earlier?.fingerprint && this.fingerprints.same(earlier.fingerprint, row.cells))
      return placedReport(row.row, 'unchanged', earlier);
    if (earlier)
      return refusedReport(row.row, ref, [
        error('ref', 'ref-taken', 'Another row was imported under this reference.', ref),
      ]);
    const fingerprint = this.fingerprints.of(row.cells);
    try {
      const placed = await this.intake.place(marac, input, { as: 'ACCEPTED', fingerprint });
      known.set(placed.ref, { ...placed, fingerprint });
      return placedReport(row.row, 'imported', placed);
    } catch (cause) {
      return refusedReport(row.row, ref, givenAway(cause));
    }
  }
}

const COLUMN: Readonly<Record<string, string>> = { '/judgement': 'professional_judgement' };

/** A text that gives a protected place away is refused before anything of its row is written; what it says is not repeated. */
function givenAway(cause: unknown): RowError[] {
  if (!(cause instanceof Problem) || cause.code !== PROTECTED_ADDRESS) throw cause;
  return cause.errors.map(({ pointer, code, detail }) => error(COLUMN[pointer] ?? pointer.slice(1), code, detail, ''));
}

/** The heading under which the trouble is; the headings are ours by now, so they may be named. */
function columnOf({ problem, cells }: SheetRow): string {
  return problem?.column ? (Object.keys(cells)[problem.column - 1] ?? `column ${problem.column}`) : 'row';
}

function error(column: string, code: string, reason: string, found: string): RowError {
  return { column, code, reason, found };
}
