import { DateOnly, Id, Text, YesNo } from '../platform/http/fields.js';
import { Paging } from '../platform/http/paging.js';

export class FlagQuery extends Paging {
  @YesNo({ about: 'Only flags in force today (true), or only lapsed ones (false)', optional: true }) active?: boolean;
}

export class FlagView {
  @Id({ about: 'The flag' }) id: string;
  @Id({ about: 'The case' }) caseId: string;
  @Text({ about: 'Its reference', max: 20 }) caseRef: string;
  @DateOnly({ about: 'Day from which the window counts' }) setOn: string;
  @DateOnly({ about: 'Last day on which a new incident is a repeat' }) expiresOn: string;
  @YesNo({ about: 'In force today' }) active: boolean;
}
