import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { Step } from './referral-states.rules.js';

/** How long a referral waits for its screening. Its id is the referral's. */
@Entity({ schema: 'referrals', name: 'clocks' })
export class Clock {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('timestamptz') receivedAt: Date;
  @Column('int') limitDays: number;
  @Column('int') ruleVersion: number;
  @Column('timestamptz') dueAt: Date;
  @Column('timestamptz') stoppedAt: Date | null;
  @Column('int') alarms: number;
}

/** What was done to a referral, by whom and why. */
@Entity({ schema: 'referrals', name: 'steps' })
export class ReferralStep {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') referralId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('text') step: Step;
  @Column('text', { array: true }) fields: string[];
  @Column('text') code: string | null;
  @Column('text') note: string | null;
  @Column('text') weighed: string | null;
  @Column('text') onwardService: string | null;
  @Column('bool') emergency: boolean;
  @Column('uuid') duplicateOf: string | null;
  @Column('int') ruleVersion: number;
  @Column('text') takenBy: string;
}

/** A referrer asks the chair to look at a decline again. */
@Entity({ schema: 'referrals', name: 'appeals' })
export class Appeal {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') referralId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('text') grounds: string;
  @Column('text') madeBy: string;
  @Column('text') declinedBy: string;
  @Column('timestamptz') dueAt: Date;
  @Column('text') outcome: 'ALLOWED' | 'DISMISSED' | null;
  @Column('text') reason: string | null;
  @Column('text') decidedBy: string | null;
  @Column('timestamptz') decidedAt: Date | null;
  @VersionColumn() version: number;
}
