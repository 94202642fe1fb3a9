import { DateOnly, Id, ListOf, Text, Whole } from '../platform/http/fields.js';
import { Paging } from '../platform/http/paging.js';

export class SerialQuery extends Paging {
  @Id({ about: 'The MARAC' }) marac: string;
}

export class SerialCaseView {
  @Id({ about: 'The case' }) caseId: string;
  @Text({ about: 'Its reference', max: 20 }) caseRef: string;
}

export class SerialPerpetratorView {
  @Id({ about: 'The record that stands for this person' }) personRef: string;
  @Text({ about: 'Surname, as last recorded', max: 200 }) familyName: string;
  @Text({ about: 'Forenames, as last recorded', max: 200 }) givenNames: string;
  @Whole({ about: 'Different victims in the cases that you may see', min: 2 }) victims: number;
  @DateOnly({ about: 'First of these incidents within the time that counts' }) firstOn: string;
  @DateOnly({ about: 'The latest' }) latestOn: string;
  @ListOf(() => SerialCaseView, { about: 'The cases' }) cases: SerialCaseView[];
}
