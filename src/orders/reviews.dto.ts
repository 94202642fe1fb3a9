import { WithheldView } from '../access/withheld.http.js';
import { DateOnly, Id, Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import {
  type Occasion, OCCASIONS, ORDER_KINDS, type OrderKind, REVIEW_OUTCOMES, type ReviewOutcome,
} from './order-codes.rules.js'; // prettier-ignore

export class ReviewCompletion {
  @OneOf(REVIEW_OUTCOMES, { about: 'What came of it' }) outcome: ReviewOutcome;
  @Text({ about: 'What was thought about', max: 4000, multiline: true, optional: true }) note?: string;
}

/** Somebody is to think about the risk again. */
export class RiskReviewView {
  @Id({ about: 'The review' }) id: string;
  @Id({ about: 'Its case' }) caseId: string;
  @Id({ about: 'The order that raised it' }) orderId: string;
  @OneOf(ORDER_KINDS, { about: 'Kind of the order' }) orderKind: OrderKind;
  @OneOf(OCCASIONS, { about: 'What raised it' }) occasion: Occasion;
  @DateOnly({ about: 'The day that it is about' }) dateOn: string;
  @YesNo({ about: 'Little time was left when it was raised' }) shortNotice: boolean;
  @Instant({ about: 'When it was raised' }) raisedAt: string;
  @Instant({ about: 'By when it must be completed' }) dueAt: string;
  @YesNo({ about: 'Whether it was not completed in time' }) overdue: boolean;
  @OneOf(REVIEW_OUTCOMES, { about: 'What came of it; null: it waits', optional: true }) outcome: ReviewOutcome | null;
  @Text({ about: 'What was thought about', max: 4000, optional: true }) note: string | null;
  @Text({ about: 'Who completed it', max: 200, optional: true }) completedBy: string | null;
  @Instant({ about: 'When', optional: true }) completedAt: string | null;
  @Whole({ about: 'Version of the rules it goes by', min: 0, max: 1_000_000 }) ruleVersion: number;
  @Whole({ about: 'Version, for If-Match', min: 1, max: 1_000_000 }) version: number;
}

export class RiskReviewsView {
  @Id({ about: 'The case' }) caseId: string;
  @ListOf(() => RiskReviewView, {
    about: 'Those that wait first, by when they are due; absent: withheld',
    optional: true,
  })
  reviews?: RiskReviewView[];
  @ListOf(() => WithheldView, { about: 'What is kept from you, and why' }) withheld: WithheldView[];
}
