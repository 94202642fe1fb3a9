import { Injectable } from '@nestjs/common';
import { MaracsReader } from '../maracs/maracs.reader.js';
import type { Marac } from '../maracs/marac.entity.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import type { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { readSpreadsheet, readSpreadsheetHeadings } from '../platform/spreadsheet/read-spreadsheet.js';
import type { SheetRow } from '../platform/spreadsheet/sheet-row.js';
import { todayIn } from '../platform/values/dates.js';
import { normaliseName } from '../platform/values/names.js';
import { ImportBatch } from './import-batch.service.js';
import { type ImportCounts, type Imported, type RowReport } from './import-report.rules.js';
import { REQUIRED_COLUMNS, type RowContext, readReferralRow } from './import-row.rules.js';

export interface ImportOptions {
  dryRun?: boolean;
  /** told the number of rows done, now and then */
  progress?: (rows: number) => void;
  /** takes the reports batch by batch; they are then not kept for the answer, so that memory does not grow with the file */
  each?: (reports: readonly RowReport[]) => void;
  /** rows up to this one were done before: go on after it */
  after?: number;
  /** keeps the reports of a batch, in the unit of work that places its rows */
  keep?: (reports: RowReport[]) => Promise<void>;
}

interface Run extends ImportOptions {
  actor: Actor;
  marac: Marac;
  context: RowContext;
}

/** Rows to a unit of work: enough to share a commit, few enough not to keep others waiting. */
const BATCH = 50;
const QUESTIONS = 24;

/** Loads a referral spreadsheet. Good rows never suffer from bad ones; a second import of the same file changes nothing. */
@Injectable()
export class ImportService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly maracs: MaracsReader,
    private readonly batches: ImportBatch,
  ) {}

  /**
   * Imports a file for a MARAC. @param source its content or its path
   * @throws SpreadsheetRefused when the file cannot be read; Problem `unknown-marac`, `missing-column`
   */
  async run(actor: Actor, maracCode: string, source: Buffer | string, options: ImportOptions = {}): Promise<Imported> {
    const marac = await this.uow.run(actor, () => this.maracs.byCode(maracCode));
    if (!marac) throw Problem.at('/marac', 'unknown-marac', 'There is no such MARAC.');
    const headings = await readSpreadsheetHeadings(source);
    for (const column of REQUIRED_COLUMNS) {
      if (!headings.includes(column))
        throw Problem.at(`/columns/${column}`, 'missing-column', `The column ${column} is missing.`);
    }
    const load = () => this.load(actor, marac, source, options);
    return options.dryRun ? this.uow.rehearse(actor, load) : load();
  }

  private async load(actor: Actor, marac: Marac, source: Buffer | string, options: ImportOptions): Promise<Imported> {
    const context = await this.uow.run(actor, () => this.context(marac));
    const run: Run = { actor, marac, context, ...options };
    const rows: RowReport[] = [];
    const counts: ImportCounts = { imported: 0, unchanged: 0, refused: 0 };
    let done = 0;
    let batch: SheetRow[] = [];
    const flush = async () => {
      const reports = await this.batch(run, batch);
      for (const { status } of reports) counts[status]++;
      if (options.each) options.each(reports);
      else rows.push(...reports);
      done += reports.length;
      batch = [];
      options.progress?.(done);
    };
    for await (const row of readSpreadsheet(source)) {
      if (row.row <= (options.after ?? 0)) continue;
      batch.push(row);
      if (batch.length === BATCH) await flush();
    }
    if (batch.length > 0) await flush();
    return { rows, counts };
  }

  /** A batch in one unit of work; should the database refuse it, row by row, so that only the culprit is left out. */
  private async batch(run: Run, rows: SheetRow[]): Promise<RowReport[]> {
    const read = rows.map((row) => ({ row, ...readReferralRow(row.cells, run.context) }));
    try {
      return await this.unit(run, () => this.batches.place(run.marac, read));
    } catch (error) {
      if (isTrouble(error)) throw error;
      if (rows.length === 1) return this.unit(run, async () => [this.batches.failed(rows[0]!)]);
      const reports: RowReport[] = [];
      for (const row of rows) reports.push(...(await this.batch(run, [row])));
      return reports;
    }
  }

  /** A rehearsal is one unit of work already, so there a batch is a part of it. */
  private unit({ actor, dryRun, keep }: Run, place: () => Promise<RowReport[]>): Promise<RowReport[]> {
    const work = async () => {
      const reports = await place();
      await keep?.(reports);
      return reports;
    };
    return dryRun ? this.uow.attempt(work) : this.uow.run(actor, work);
  }

  private async context(marac: Marac): Promise<RowContext> {
    const agencies = await this.maracs.agenciesOf(marac.id);
    return {
      today: todayIn(TIME_ZONE, new Date()),
      agencies: new Map(agencies.map((agency) => [normaliseName(agency.name), agency.id])),
      questions: QUESTIONS,
    };
  }
}

/** The database is away or the statement was cancelled: nothing is wrong with the rows. */
function isTrouble(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  return /^(08|57|53|XX|E[A-Z]+)/.test(code);
}
