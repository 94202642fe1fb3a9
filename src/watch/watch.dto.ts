import { DateOnly, Id, Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { Paging } from '../platform/http/paging.js';
import { UNUSUAL, type Unusual } from './unusual.rules.js';

export class WatchQuery extends Paging {
  @YesNo({ about: 'true: only those that nobody has answered yet; false: only the others', optional: true })
  open?: boolean;
}

export class WatchFindingView {
  @Id({ about: 'The finding; ids grow with time' }) id: string;
  @Id({ about: 'MARAC' }) maracId: string;
  @OneOf(UNUSUAL, { about: 'What is unusual' }) rule: Unusual;
  @Id({ about: 'Who did it' }) userId: string;
  @Text({ about: 'case, or user where it is about many cases', max: 50 }) subjectKind: string;
  @Text({ about: 'Its id', max: 100 }) subjectId: string;
  @Id({ about: 'The first line of the record that shows it' }) eventId: string;
  @DateOnly({ about: 'On which day' }) day: string;
  @Whole({ about: 'How many were counted', min: 1 }) count: number;
  @Whole({ about: "Version of the area's rules it was found by", min: 0 }) ruleVersion: number;
  @Instant({ about: 'When it was found' }) raisedAt: string;
  @Instant({ about: 'When somebody answered for it', optional: true }) acknowledgedAt: string | null;
  @Id({ about: 'Who', optional: true }) acknowledgedBy: string | null;
  @Text({ about: 'Why it is as it should be, or what was done', max: 1000, optional: true }) reason: string | null;
  @Whole({ about: 'Version', min: 1 }) version: number;
}

export class Acknowledgement {
  @Text({ about: 'Why it is as it should be, or what was done', min: 10, max: 1000, multiline: true }) reason: string;
}

export class PersonDeedView {
  @Id({ about: 'The line of the record' }) id: string;
  @Instant({ about: 'When' }) at: string;
  @Text({ about: 'In a sentence', max: 500 }) sentence: string;
  @Text({ about: 'What was done', max: 100 }) action: string;
  @Text({ about: 'Who: user, system, operator', max: 20 }) actorKind: string;
  @Text({ about: 'Their id, or the name of the job', max: 100 }) actorId: string;
  @Text({ about: 'Kind of thing', max: 50 }) subjectKind: string;
  @Text({ about: 'Its id', max: 100 }) subjectId: string;
  @Text({ about: 'Purpose given', max: 100, optional: true }) purpose: string | null;
  @ListOf('text', { about: 'Kinds of information shown', optional: true }) labels: string[] | null;
}
