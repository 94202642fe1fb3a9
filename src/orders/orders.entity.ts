import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Answer, Occasion, OrderChange, OrderKind, OrderLabel, ReviewOutcome } from './order-codes.rules.js';

/** What was decided about a perpetrator, as it stands. */
@Entity({ schema: 'orders', name: 'orders' })
export class Order {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('text') label: OrderLabel;
  @Column('uuid') personId: string;
  @Column('text') kind: OrderKind;
  /** court, force or prison */
  @Column('text') authority: string;
  @Column('text') reference: string | null;
  @Column('date') fromOn: string | null;
  @Column('date') untilOn: string | null;
  @Column('text') conditions: string | null;
  @Column('text') powerOfArrest: Answer;
  @Column('text') served: Answer;
  @Column('date') endedOn: string | null;
  /** who told us: label SOURCE, left out of views by it */
  @Column('uuid') sourceAgencyId: string | null;
  @Column('text') recordedBy: string;
  @Column('boolean') settled: boolean;
  @Column('int') version: number;
}

/** How an order stood after something happened to it. Never changed. */
@Entity({ schema: 'orders', name: 'changes' })
export class OrderChangeRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') orderId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('text') label: OrderLabel;
  @Column('text') change: OrderChange;
  @Column('date') fromOn: string | null;
  @Column('date') untilOn: string | null;
  @Column('text') conditions: string | null;
  @Column('date') happenedOn: string | null;
  @Column('text') because: string | null;
  @Column('text') changedBy: string;
}

/** Somebody is to think about the risk again. */
@Entity({ schema: 'orders', name: 'reviews' })
export class RiskReview {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') orderId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('text') label: OrderLabel;
  @Column('text') occasion: Occasion;
  @Column('date') dateOn: string;
  @Column('boolean') shortNotice: boolean;
  @Column('int') ruleVersion: number;
  @Column('timestamptz') dueAt: Date;
  @Column('timestamptz') alarmedAt: Date | null;
  @Column('text') outcome: ReviewOutcome | null;
  @Column('text') note: string | null;
  @Column('text') completedBy: string | null;
  @Column('timestamptz') completedAt: Date | null;
  @Column('int') version: number;
}
