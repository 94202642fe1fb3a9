import { Id, Instant, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { type Page, PageOf, Paging } from '../platform/http/paging.js';
import { SUBJECT_KINDS, type SubjectKind } from './notice-places.rules.js';
import { NOTICE_KINDS, type NoticeKind } from './notice.rules.js';

export class InboxQuery extends Paging {
  @YesNo({ about: 'true: only unread notices; false: only read ones', optional: true }) unread?: boolean;
}

export class NoticeView {
  @Id({ about: 'The notice; ids grow with time' }) id: string;
  @OneOf(NOTICE_KINDS, { about: 'What happened' }) kind: NoticeKind;
  @Text({ about: 'In a sentence', max: 200 }) title: string;
  @YesNo({ about: 'Must it be looked at today?' }) urgent: boolean;
  @Id({ about: 'MARAC' }) maracId: string;
  @Text({
    about: 'The opaque reference of the case, or of what raised an alarm; null for neither',
    max: 20,
    optional: true,
  })
  caseRef: string | null;
  @OneOf(SUBJECT_KINDS, { about: 'Kind of thing to look at' }) subjectKind: SubjectKind;
  @Id({ about: 'Its id' }) subjectId: string;
  @Instant({ about: 'When' }) createdAt: string;
  @Instant({ about: 'When you read it', optional: true }) readAt: string | null;
}

export class InboxPage extends PageOf(NoticeView) implements Page<NoticeView> {
  @Whole({ about: 'Unread notices in all', min: 0, max: 1_000_000 }) unread: number;
}
