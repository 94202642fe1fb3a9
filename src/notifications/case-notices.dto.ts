import { Id, Instant, OneOf, Text, YesNo } from '../platform/http/fields.js';
import { type Page, PageOf } from '../platform/http/paging.js';
import { FILED_OUTCOMES, type FiledOutcome } from './filed.rules.js';
import { SUBJECT_KINDS, type SubjectKind } from './notice-places.rules.js';
import { NOTICE_KINDS, type NoticeKind } from './notice.rules.js';
import { type Way, WAYS } from './ways.rules.js';

/** That somebody was told something about a case. Where they are written to is nobody's business. */
export class CaseNoticeView {
  @Id({ about: 'The notice; ids grow with time' }) id: string;
  @OneOf(NOTICE_KINDS, { about: 'What they were told' }) kind: NoticeKind;
  @Text({ about: 'In a sentence', max: 200 }) title: string;
  @YesNo({ about: 'It could not wait' }) urgent: boolean;
  @OneOf(SUBJECT_KINDS, { about: 'Kind of thing it was about' }) subjectKind: SubjectKind;
  @Id({ about: 'Its id' }) subjectId: string;
  @Id({ about: 'Who was told' }) personId: string;
  @Text({ about: 'Their name', max: 200 }) person: string;
  @Text({ about: 'Their agency', max: 200 }) agency: string;
  @Instant({ about: 'When it was put before them' }) toldAt: string;
  @OneOf(WAYS, { about: 'By which way' }) way: Way;
  @OneOf(FILED_OUTCOMES, { about: 'What became of it' }) outcome: FiledOutcome;
  @Instant({ about: 'When the message left, or was given up', optional: true }) endedAt: string | null;
  @Instant({ about: 'When they read it in their inbox', optional: true }) readAt: string | null;
}

export class CaseNoticePage extends PageOf(CaseNoticeView) implements Page<CaseNoticeView> {}
