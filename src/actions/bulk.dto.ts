import { Id, ListOf, Nested, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import type { FieldProblem } from '../platform/http/problem.js';
import { Closure, NewUpdate } from './actions.dto.js';

export class BulkItem {
  @Id({ about: 'The action' }) id: string;
  @Whole({ about: 'Its version as you saw it', min: 1, max: 1_000_000_000 }) version: number;
  @Nested(() => NewUpdate, { about: 'How it goes: this or closure', optional: true }) update?: NewUpdate;
  @Nested(() => Closure, { about: 'How it ended', optional: true }) closure?: Closure;
}

export class BulkUpdates {
  @ListOf(() => BulkItem, { about: 'What is reported, each action once', min: 1, max: 100 }) items: BulkItem[];
}

export class FaultView implements FieldProblem {
  @Text({ about: 'Where', max: 200, min: 0 }) pointer: string;
  @Text({ about: 'Which rule', max: 100 }) code: string;
  @Text({ about: 'What it means', max: 500 }) detail: string;
}

export class BulkResultView {
  @Id({ about: 'The action' }) id: string;
  @YesNo({ about: 'Was it done?' }) done: boolean;
  @Whole({ about: 'The status that it would have been answered with alone', min: 200, max: 599 }) status: number;
  @Text({ about: 'Why it was refused', max: 100, optional: true }) code: string | null;
  @Whole({ about: 'Its version now', min: 1, max: 1_000_000_000, optional: true }) version: number | null;
  @ListOf(() => FaultView, { about: 'What is wrong with it' }) errors: FieldProblem[];
}

export class BulkReportView {
  @Whole({ about: 'Done', min: 0, max: 100 }) done: number;
  @Whole({ about: 'Refused; nothing of these was changed', min: 0, max: 100 }) refused: number;
  @ListOf(() => BulkResultView, { about: 'In the order in which they were sent' }) results: BulkResultView[];
}

/** What became of a row of a file: done, done before by the same row, empty of anything to do, or refused. */
export const ROW_OUTCOMES = ['DONE', 'DONE_BEFORE', 'NOTHING_TO_DO', 'REFUSED'] as const;
export type RowOutcome = (typeof ROW_OUTCOMES)[number];

export class FileQuery {
  @YesNo({ about: 'Only what names me, or my agency and nobody in particular', optional: true }) mine?: boolean;
}

export class UpdatesImportQuery {
  @YesNo({ about: 'Only says what would become of each row', optional: true }) dryRun?: boolean;
}

export class UpdateRowView {
  @Whole({ about: 'The row; the first below the headings is 1', min: 1, max: 1_000_000 }) row: number;
  @OneOf(ROW_OUTCOMES, { about: 'What became of it' }) outcome: RowOutcome;
  @Id({ about: 'The action', optional: true }) actionId: string | null;
  @Text({ about: 'Why it was refused', max: 100, optional: true }) code: string | null;
  @ListOf(() => FaultView, { about: 'What is wrong; the pointer names the column' }) errors: FieldProblem[];
}

export class UpdatesImportView {
  @YesNo({ about: 'Nothing was changed: a rehearsal' }) dryRun: boolean;
  @Whole({ about: 'Rows done', min: 0, max: 1_000_000 }) done: number;
  @Whole({ about: 'Rows that were done before', min: 0, max: 1_000_000 }) doneBefore: number;
  @Whole({ about: 'Rows without anything to do', min: 0, max: 1_000_000 }) nothingToDo: number;
  @Whole({ about: 'Rows refused', min: 0, max: 1_000_000 }) refused: number;
  @ListOf(() => UpdateRowView, { about: 'In the order of the file' }) rows: UpdateRowView[];
}
