import { Id, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { Paging } from '../platform/http/paging.js';

export class NewImport {
  @Text({ about: 'Code of the MARAC', max: 8, example: 'NB' }) marac: string;
  @YesNo({ about: 'Say what would happen and write nothing', optional: true }) dryRun?: boolean;
}

export class RowErrorView {
  @Text({ about: 'Column', max: 100 }) column: string;
  @Text({ about: 'Code of the rule', max: 50 }) code: string;
  @Text({ about: 'The rule in words', max: 500 }) reason: string;
  @Text({ about: 'What stands there', max: 200 }) found: string;
}

const OUTCOMES = [
  'NEW',
  'REPEAT',
  'POSSIBLE_REPEAT',
  'DUPLICATE',
  'LAPSED',
  'SAME_VICTIM',
  'SAME_PERPETRATOR',
  'COUNTER_ALLEGATION',
];

export class RowReportView {
  @Whole({ about: 'Row, from 1 below the headings', min: 1 }) row: number;
  @Text({ about: 'Reference in the row', max: 200 }) ref: string;
  @OneOf(['imported', 'unchanged', 'refused'], { about: 'What became of it' }) status: string;
  @ListOf(() => RowErrorView, { about: 'Why it was refused' }) errors: RowErrorView[];
  @Text({ about: 'Reference of the case', max: 20, optional: true }) caseRef: string | null;
  @Id({ about: 'Record that stands for the victim', optional: true }) victimRef: string | null;
  @ListOf('id', { about: 'Records that stand for the perpetrators' }) perpetratorRefs: string[];
  @OneOf(OUTCOMES, { about: 'What the repeat check found', optional: true }) outcome: string | null;
  @Text({ about: 'Earlier row that it rests on', max: 200, optional: true }) prior: string | null;
}

export class ImportView {
  @Id({ about: 'The import' }) id: string;
  @OneOf(['WAITING', 'RUNNING', 'DONE', 'REFUSED'], { about: 'State; REFUSED: the file as a whole could not be read' })
  state: string;
  @YesNo({ about: 'Whether it only rehearses' }) dryRun: boolean;
  @Whole({ about: 'Rows done so far', min: 0 }) rowsDone: number;
  @Whole({ about: 'Rows imported', min: 0 }) imported: number;
  @Whole({ about: 'Rows that were there already', min: 0 }) unchanged: number;
  @Whole({ about: 'Rows refused', min: 0 }) refused: number;
  @Text({ about: 'Code of the refusal of the whole file', max: 100, optional: true }) refusal: string | null;
}

export class ImportRowsQuery extends Paging {
  @OneOf(['imported', 'unchanged', 'refused'], { about: 'Only rows with this status', optional: true }) status?: string;
}
