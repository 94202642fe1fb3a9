import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { ReasonCode, ReviewFinding } from './break-glass.rules.js';

/** A case opened in an emergency, and what somebody else made of it. */
@Entity({ schema: 'break_glass', name: 'uses' })
export class BreakGlassUse {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('uuid') userId: string;
  @Column('uuid') agencyId: string;
  @Column('text') reasonCode: ReasonCode;
  @Column('text') reason: string;
  @Column('timestamptz') endsAt: Date;
  @Column('timestamptz') reviewDueAt: Date;
  @Column('int') escalation: number;
  @Column('text') finding: ReviewFinding | null;
  @Column('text') review: string | null;
  @Column('uuid') reviewedBy: string | null;
  @Column('timestamptz') reviewedAt: Date | null;
  @VersionColumn() version: number;
}

/** A try that found nothing. */
@Entity({ schema: 'break_glass', name: 'misses' })
export class BreakGlassMiss {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') userId: string;
}
