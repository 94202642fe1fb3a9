import { Id, Instant, ListOf, OneOf, Text } from '../platform/http/fields.js';
import { Paging } from '../platform/http/paging.js';

export class AuditQuery extends Paging {
  @Text({ about: 'Only about this subject (the id of a case, referral, action, person ...)', max: 64, optional: true })
  subject?: string;
  @Text({ about: 'Only by this person or job', max: 64, optional: true }) actor?: string;
}

export class AuditEventView {
  @Id({ about: 'The event; ids grow with time' }) id: string;
  @Instant({ about: 'When, by the clock of the database' }) at: string;
  @Text({ about: 'user, system, operator or anonymous', max: 20 }) actorKind: string;
  @Text({ about: 'Id of the person, or name of the job', max: 100 }) actorId: string;
  @Text({ about: 'What was done', max: 100, example: 'case.opened' }) action: string;
  @Text({ about: 'Kind of thing it was done to', max: 50 }) subjectKind: string;
  @Text({ about: 'Its id', max: 100 }) subjectId: string;
  @Text({ about: 'Purpose given', max: 100, optional: true }) purpose: string | null;
  @ListOf('text', { about: 'Kinds of information shown, never the information', max: 9, optional: true }) labels:
    string[] | null;
  @OneOf(['DONE', 'REFUSED', 'FAILED'], { about: 'How it ended' }) outcome: string;
  @Text({ about: 'Code of the refusal, or a detail of the deed', max: 100, optional: true }) code: string | null;
}
