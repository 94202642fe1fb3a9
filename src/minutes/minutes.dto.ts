import { LABELS, type Label } from '../access/labels.js';
import {
  AnyObject,
  DateOnly,
  Id,
  Instant,
  ListOf,
  Nested,
  OneOf,
  Text,
  Whole,
  YesNo,
} from '../platform/http/fields.js';
import { MINUTES_STATUSES, type MinutesStatus } from './approval.rules.js';

export class NewDraft {
  @Text({ about: 'Why approved minutes are corrected; needed for that, and not before', max: 1000, optional: true })
  reason?: string;
}

export class NewRecall {
  @Text({ about: 'Why the minutes are taken back', max: 1000 }) reason: string;
}

export class MinutesLineView {
  @Id({ about: 'The minutes' }) id: string;
  @Id({ about: 'The meeting' }) meetingId: string;
  @Whole({ about: 'Counts what was approved; null for a draft', min: 1, max: 10_000, optional: true })
  number: number | null;
  @OneOf(MINUTES_STATUSES, { about: 'How far they are' }) status: MinutesStatus;
  @Text({ about: 'Why they were corrected; empty for the first', max: 1000, min: 0 }) reason: string;
  @Text({ about: 'Who drafted them', max: 200 }) draftedBy: string;
  @Instant({ about: 'When' }) draftedAt: string;
  @Text({ about: 'Who approved them', max: 200, optional: true }) approvedBy: string | null;
  @Instant({ about: 'When', optional: true }) approvedAt: string | null;
  @DateOnly({ about: 'Last day for the approval of the minutes of this meeting' }) approveBy: string;
  @YesNo({ about: 'Whether they were, or are by now, approved too late' }) late: boolean;
  @Instant({ about: 'When they were taken back', optional: true }) recalledAt: string | null;
  @Text({ about: 'Why', max: 1000, optional: true }) recalledBecause: string | null;
  @Text({ about: 'SHA-256 of what was approved, in hexadecimal', max: 64, optional: true }) hash: string | null;
  @Whole({ about: 'Version of this line; the ETag', min: 1, max: 2_147_483_647 }) version: number;
}

export class MinutesPartView {
  @Id({ about: 'The agenda item' }) agendaItemId: string;
  @Id({ about: 'The case' }) caseId: string;
  @OneOf(LABELS, { about: 'Kind of information' }) label: Label;
  @AnyObject({
    about:
      'What the minutes say: outcome, guests who came for it, sections, notes, information by agency, actions, reviews',
  })
  content: unknown;
  @Text({ about: 'SHA-256 of this part in canonical form', max: 64 }) hash: string;
}

export class FilingView {
  @Text({ about: 'What you may put on the record of the victim', max: 500, optional: true }) victim: string | null;
  @Text({ about: 'On that of the perpetrator', max: 500, optional: true }) perpetrator: string | null;
  @Text({ about: 'On that of a child', max: 500, optional: true }) child: string | null;
  @Text({ about: 'What nobody files', max: 500 }) never: string;
}

export class MinutesView extends MinutesLineView {
  @AnyObject({ about: 'When and where, who chaired, who was there, whose apologies there were, how the quorum stood' })
  head: unknown;
  @ListOf(() => MinutesPartView, { about: 'What they say of each case, as far as you may read it' })
  parts: MinutesPartView[];
  @Nested(() => FilingView, { about: 'What your agency may put on its own records' }) filing: FilingView;
}

export class MinutesListView {
  @Id({ about: 'The meeting' }) meetingId: string;
  @ListOf(() => MinutesLineView, { about: 'Versions, newest first' }) items: MinutesLineView[];
}

export class MinutesVerificationView {
  @Id({ about: 'The minutes' }) id: string;
  @Text({ about: 'The hash that was kept when they were approved', max: 64 }) hash: string;
  @Text({ about: 'The hash of what is kept now, worked out anew from every part', max: 64 }) recomputed: string;
  @YesNo({ about: 'Whether they are what was approved' }) intact: boolean;
}

/** What approved minutes say of you as a guest. Of the case they say nothing here. */
export class OwnLineView {
  @Id({ about: 'The minutes' }) minutesId: string;
  @Id({ about: 'The meeting' }) meetingId: string;
  @DateOnly({ about: 'Day of the meeting' }) heldOn: string;
  @Whole({ about: 'Number of the version that stands', min: 1, max: 1_000_000 }) number: number;
  @Instant({ about: 'When it was approved' }) approvedAt: string;
  @Text({ about: 'Your name, as minuted; empty where your agency did not say whom it sends', max: 400, min: 0 })
  name: string;
  @Text({ about: 'Your agency, as minuted', max: 200, min: 0 }) agency: string;
  @Instant({ about: 'When you came' }) arrivedAt: string;
  @Instant({ about: 'When you left', optional: true }) leftAt: string | null;
}
