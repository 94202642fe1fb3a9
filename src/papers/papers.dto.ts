import { Id, Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { RECALL_REASONS, type RecallReason } from './handing-out.rules.js';

/** A rendering of a meeting's papers for one reader. */
export class CopyView {
  @Id({ about: 'The copy' }) id: string;
  @Whole({ about: 'Its number, which stands on every page', min: 1, max: 1_000_000 }) number: number;
  @Id({ about: 'Whom it is for' }) userId: string;
  @Text({ about: 'Name', max: 200 }) name: string;
  @Text({ about: 'Agency', max: 200 }) agency: string;
  @Instant({ about: 'When it left; null when it was begun and never left', optional: true }) handedOutAt: string | null;
  @Whole({ about: 'Pages', min: 1, max: 100_000, optional: true }) pages: number | null;
  @Text({ about: 'SHA-256 of the file, in hexadecimal', max: 64, optional: true }) sha256: string | null;
  @Instant({ about: 'When it was called back', optional: true }) recalledAt: string | null;
  @Instant({ about: 'When its holder said that it is destroyed', optional: true }) destroyedAt: string | null;
  @ListOf('text', { about: 'Ids of the cases in it, as far as you may know of them', maxItems: 1000 })
  caseIds: string[];
}

export class RecallView {
  @Id({ about: 'The recall' }) id: string;
  @OneOf(RECALL_REASONS, { about: 'Why' }) reason: RecallReason;
  @Text({ about: 'Numbers of the copies called back: 1 to 4, 7; null: all that there were', max: 6000, optional: true })
  copies: string | null;
  @Instant({ about: 'When' }) recalledAt: string;
  @Instant({
    about: 'When papers left again; null while none does, or when single copies were called back',
    optional: true,
  })
  releasedAt: string | null;
}

export class PapersView {
  @Id({ about: 'The meeting' }) meetingId: string;
  @Instant({ about: 'When its list went out; null: no papers yet', optional: true }) circulatedAt: string | null;
  @YesNo({ about: 'Whether you declared confidentiality for it, for which the papers wait' }) declared: boolean;
  @YesNo({ about: 'Whether all copies were called back and none leaves until they are released again' })
  stopped: boolean;
  @ListOf(() => RecallView, { about: 'What was called back, oldest first' }) recalls: RecallView[];
  @ListOf(() => CopyView, { about: 'Copies: yours, or all for those who manage the meeting' }) copies: CopyView[];
}

export class PapersRecall {
  @OneOf(RECALL_REASONS, { about: 'Why; later copies say it, in words of ours' }) reason: RecallReason;
  @ListOf('id', {
    about: 'The copies; all when not given, and then no other leaves until the papers are released again',
    min: 1,
    max: 1000,
    optional: true,
  })
  copyIds?: string[];
}
