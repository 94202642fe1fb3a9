import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { ClosureReason, RiskEffect, Status, Target, Worked } from './action.rules.js';

/** What an agency agreed to do about a case, and by when. */
@Entity({ schema: 'actions', name: 'actions' })
export class Action {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  /** Where on an agenda it was agreed; null outside a meeting. */
  @Column('uuid') agendaItemId: string | null;
  @Column('text') catalogueCode: string | null;
  @Column('text') text: string;
  /** Which risk it addresses. */
  @Column('text') riskAddressed: string;
  @Column('text') target: Target;
  @Column('uuid') ownerAgencyId: string;
  @Column('uuid') ownerUserId: string | null;
  /** "Duty sergeant": a post, where no person is named. */
  @Column('text') ownerPost: string;
  @Column('date') setOn: string;
  @Column('date') dueOn: string;
  /** The moment after which it is overdue. */
  @Column('timestamptz') dueAt: Date;
  /** Counts the due dates it has had: each is alerted of once. */
  @Column('int') dueEpoch: number;
  @Column('text') status: Status;
  @Column('text') closureReason: ClosureReason | null;
  @Column('text') outcome: string;
  @Column('text') riskEffect: RiskEffect | null;
  @Column('text') worked: Worked | null;
  @Column('boolean') victimMayBeTold: boolean | null;
  @Column('date') closedOn: string | null;
  @Column('text') closedBy: string | null;
  @Column('text') createdBy: string;
  /** The action whose closing asked for this one. */
  @Column('uuid') followsId: string | null;
  /** Earlier actions that were the same, at which somebody looked first. */
  @Column('uuid', { array: true }) lookedAt: string[];
  @VersionColumn() version: number;
}

/** What the owner reported on the way. Never changed. */
@Entity({ schema: 'actions', name: 'updates' })
export class ActionUpdate {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') actionId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('text') note: string;
  @Column('text') madeBy: string;
  @Column('uuid') userId: string | null;
  @Column('uuid') agencyId: string | null;
}
