import { WithheldView } from '../access/withheld.http.js';
import { DateOnly, Id, Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { Paging } from '../platform/http/paging.js';
import {
  type Answer, ANSWERS, type Occasion, OCCASIONS, ORDER_CHANGES, ORDER_KINDS, type OrderChange, type OrderKind,
} from './order-codes.rules.js'; // prettier-ignore

/** What a court, the police or a prison decided about a perpetrator. */
export class NewCourtOrder {
  @OneOf(ORDER_KINDS, { about: 'Kind' }) kind: OrderKind;
  @Id({ about: 'The perpetrator, of this case' }) personId: string;
  @Text({ about: 'Court, force or prison', max: 200 }) authority: string;
  @Text({ about: 'Its reference', max: 100, optional: true }) reference?: string;
  @DateOnly({ about: 'Since when; of a RELEASE the day of it', optional: true }) fromOn?: string;
  @DateOnly({ about: 'Last day; of CUSTODY the day of release', optional: true }) untilOn?: string;
  @Text({ about: 'What is forbidden or demanded, as served', max: 4000, multiline: true, optional: true })
  conditions?: string;
  @OneOf(ANSWERS, { about: 'Can a breach be followed by arrest at once?', optional: true }) powerOfArrest?: Answer;
  @OneOf(ANSWERS, { about: 'Was it served?', optional: true }) served?: Answer;
  @Id({ about: 'The agency that told us; yours when not given', optional: true }) sourceAgencyId?: string;
  @YesNo({ about: 'The perpetrator does not know of it, or it was told in confidence', optional: true })
  intelligence?: boolean;
}

/** What is different from now on; what is not given stays. */
export class OrderVariation {
  @DateOnly({ about: 'Since when', optional: true }) fromOn?: string;
  @DateOnly({ about: 'Last day', optional: true }) untilOn?: string;
  @Text({ about: 'What is forbidden or demanded', max: 4000, multiline: true, optional: true }) conditions?: string;
  @Text({ about: 'Its reference', max: 100, optional: true }) reference?: string;
  @OneOf(ANSWERS, { about: 'Can a breach be followed by arrest at once?', optional: true }) powerOfArrest?: Answer;
  @OneOf(ANSWERS, { about: 'Was it served?', optional: true }) served?: Answer;
  @Text({ about: 'Who varied it, and why', max: 1000, multiline: true }) because: string;
}

/** It ends before its time, or a release was called off. */
export class OrderEnding {
  @DateOnly({ about: 'On which day' }) endedOn: string;
  @Text({ about: 'Who ended it, and why', max: 1000, multiline: true }) because: string;
}

export class NewBreach {
  @DateOnly({ about: 'On which day' }) happenedOn: string;
  @Text({ about: 'What happened', max: 4000, multiline: true }) because: string;
}

export class OrderChangeView {
  @OneOf(ORDER_CHANGES, { about: 'What happened to it' }) change: OrderChange;
  @DateOnly({ about: 'Since when it was to be then', optional: true }) fromOn: string | null;
  @DateOnly({ about: 'Its last day then', optional: true }) untilOn: string | null;
  @Text({ about: 'What was forbidden or demanded then', max: 4000, optional: true }) conditions: string | null;
  @DateOnly({ about: 'When it ended or was breached', optional: true }) happenedOn: string | null;
  @Text({ about: 'Why, or what happened', max: 4000, optional: true }) because: string | null;
  @Instant({ about: 'When it was written down' }) changedAt: string;
}

export class OrderView {
  @Id({ about: 'The order' }) id: string;
  @Id({ about: 'Its case' }) caseId: string;
  @OneOf(ORDER_KINDS, { about: 'Kind' }) kind: OrderKind;
  @Id({ about: 'The perpetrator' }) personId: string;
  @Text({ about: 'Court, force or prison', max: 200 }) authority: string;
  @Text({ about: 'Its reference', max: 100, optional: true }) reference: string | null;
  @DateOnly({ about: 'Since when', optional: true }) fromOn: string | null;
  @DateOnly({ about: 'Last day', optional: true }) untilOn: string | null;
  @DateOnly({ about: 'When it ended before its time', optional: true }) endedOn: string | null;
  @Text({ about: 'What is forbidden or demanded', max: 4000, optional: true }) conditions: string | null;
  @OneOf(ANSWERS, { about: 'Can a breach be followed by arrest at once?' }) powerOfArrest: Answer;
  @OneOf(ANSWERS, { about: 'Was it served?' }) served: Answer;
  @YesNo({ about: 'The perpetrator does not know of it, or it was told in confidence' }) intelligence: boolean;
  @Text({ about: 'The agency that told us; absent: withheld', max: 200, optional: true }) sourceAgency?: string | null;
  @DateOnly({ about: 'The day on which it stops keeping the perpetrator away', optional: true }) dateOn: string | null;
  @OneOf(OCCASIONS, { about: 'What that day is', optional: true }) occasion: Occasion | null;
  @Whole({ about: 'How often it was breached, as far as recorded', min: 0, max: 1_000_000 }) breaches: number;
  @ListOf(() => OrderChangeView, { about: 'All that happened to it, oldest first' }) changes: OrderChangeView[];
  @YesNo({ about: 'Whether you may vary or end it' }) mayChange: boolean;
  @Whole({ about: 'Version, for If-Match', min: 1, max: 1_000_000 }) version: number;
}

export class OrdersView {
  @Id({ about: 'The case' }) caseId: string;
  @ListOf(() => OrderView, { about: 'Newest first; absent: withheld', optional: true }) orders?: OrderView[];
  @ListOf(() => WithheldView, { about: 'What is kept from you, and why' }) withheld: WithheldView[];
}

export class OrderDatesQuery extends Paging {
  @DateOnly({ about: 'First day; today when not given', optional: true }) from?: string;
  @DateOnly({ about: 'Last day; 60 days on when not given', optional: true }) until?: string;
}

/** A day on which something ends that keeps a perpetrator away. */
export class OrderDateView {
  @Id({ about: 'The order' }) id: string;
  @Id({ about: 'Its case' }) caseId: string;
  @Text({ about: 'The opaque reference of the case', max: 20 }) caseRef: string;
  @OneOf(ORDER_KINDS, { about: 'Kind' }) kind: OrderKind;
  @OneOf(OCCASIONS, { about: 'What that day is' }) occasion: Occasion;
  @DateOnly({ about: 'The day' }) on: string;
  @Id({ about: 'The risk review that waits to be completed; null: none does', optional: true }) reviewId: string | null;
}
