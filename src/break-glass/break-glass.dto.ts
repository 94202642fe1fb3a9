import { LABELS } from '../access/labels.js';
import { Id, Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { Paging } from '../platform/http/paging.js';
import { REASON_CODES, type ReasonCode, REVIEW_FINDINGS, type ReviewFinding } from './break-glass.rules.js';

export class NewBreakGlass {
  @Text({ about: "The case's reference, as it was read out to you", max: 20, optional: true }) caseRef?: string;
  @Id({ about: 'Or its id', optional: true }) caseId?: string;
  @OneOf(REASON_CODES, { about: 'What the emergency is' }) reasonCode: ReasonCode;
  @Text({ about: 'In words, for whoever reviews it', min: 10, max: 2000, multiline: true }) text: string;
}

export class BrokenGlassView {
  @Id({ about: 'This opening' }) id: string;
  @Id({ about: 'The case' }) caseId: string;
  @Text({ about: 'Its reference', max: 20 }) caseRef: string;
  @ListOf(LABELS, { about: 'Kinds of information that you see meanwhile', max: 9 }) labels: string[];
  @Instant({ about: 'When it closes' }) endsAt: string;
}

export class BreakGlassQuery extends Paging {
  @YesNo({ about: 'true: only what waits for review; false: only what was reviewed', optional: true })
  unreviewed?: boolean;
  @Id({ about: 'Only of this MARAC', optional: true }) marac?: string;
}

export class BreakGlassView {
  @Id({ about: 'This opening' }) id: string;
  @Id({ about: 'The case' }) caseId: string;
  @Text({ about: 'Its reference', max: 20 }) caseRef: string;
  @Id({ about: 'The MARAC' }) maracId: string;
  @Id({ about: 'Who opened it' }) userId: string;
  @Text({ about: 'Their name', max: 200 }) name: string;
  @Text({ about: 'Their agency', max: 100 }) agency: string;
  @OneOf(REASON_CODES, { about: 'What the emergency was' }) reasonCode: ReasonCode;
  @Text({ about: 'In words', max: 2000 }) reason: string;
  @Instant({ about: 'When it was opened' }) openedAt: string;
  @Instant({ about: 'When it closed or closes' }) endsAt: string;
  @Instant({ about: 'By when it is to be reviewed' }) reviewDueAt: string;
  @OneOf(REVIEW_FINDINGS, { about: 'What the review found; null while nobody has reviewed it', optional: true })
  finding: ReviewFinding | null;
  @Text({ about: 'The review in words', max: 2000, optional: true }) review: string | null;
  @Instant({ about: 'When it was reviewed', optional: true }) reviewedAt: string | null;
  @Whole({ about: 'Version; the ETag', min: 1 }) version: number;
}

export class NewReview {
  @OneOf(REVIEW_FINDINGS, { about: 'What you found' }) finding: ReviewFinding;
  @Text({ about: 'Why', min: 10, max: 2000, multiline: true }) text: string;
}
