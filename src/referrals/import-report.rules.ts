import type { RowError } from './import-row.rules.js';

export type RowStatus = 'imported' | 'unchanged' | 'refused';

/** What became of one row of a spreadsheet. `row` counts from 1 below the headings. */
export interface RowReport {
  row: number;
  ref: string;
  status: RowStatus;
  errors: RowError[];
  caseRef: string | null;
  /** the record that stands for the victim */
  victimRef: string | null;
  perpetratorRefs: string[];
  /** NEW, REPEAT, POSSIBLE_REPEAT, DUPLICATE, LAPSED, SAME_VICTIM, SAME_PERPETRATOR or COUNTER_ALLEGATION; null when refused */
  outcome: string | null;
  /** the earlier row that the outcome rests on */
  prior: string | null;
}

export interface ImportCounts {
  imported: number;
  unchanged: number;
  refused: number;
}

export interface Imported {
  rows: RowReport[];
  counts: ImportCounts;
}

/** What a row that was placed, or had been before, is reported as. The repeat check's NONE reads NEW here. */
export function placedReport(
  row: number,
  status: 'imported' | 'unchanged',
  placed: Pick<RowReport, 'ref' | 'caseRef' | 'victimRef' | 'perpetratorRefs' | 'prior'> & { outcome: string },
): RowReport {
  const { ref, caseRef, victimRef, perpetratorRefs, prior, outcome } = placed;
  return {
    row,
    ref,
    status,
    errors: [],
    caseRef,
    victimRef,
    perpetratorRefs,
    outcome: outcome === 'NONE' ? 'NEW' : outcome,
    prior,
  };
}

export function refusedReport(row: number, ref: string, errors: RowError[]): RowReport {
  return {
    row,
    ref,
    status: 'refused',
    errors,
    caseRef: null,
    victimRef: null,
    perpetratorRefs: [],
    outcome: null,
    prior: null,
  };
}

export function countRows(rows: readonly RowReport[]): ImportCounts {
  const counts: ImportCounts = { imported: 0, unchanged: 0, refused: 0 };
  for (const { status } of rows) counts[status]++;
  return counts;
}
