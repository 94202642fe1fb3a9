import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { Label } from '../access/labels.js';
import type { MinutesStatus } from './approval.rules.js';

/** A version of the minutes of a meeting. `head` is what everybody may know: who was there. */
@Entity({ schema: 'minutes', name: 'versions' })
export class MinutesVersion {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') meetingId: string;
  @Column('uuid') maracId: string;
  /** counts what was approved */
  @Column('int') number: number | null;
  @Column('text') status: MinutesStatus;
  @Column('text') head: string;
  @Column('text') contentHash: string;
  @Column('text') hash: string | null;
  /** why approved minutes were corrected; empty for the first */
  @Column('text') reason: string;
  @Column('text') draftedBy: string;
  @Column('text') approvedBy: string | null;
  @Column('timestamptz') approvedAt: Date | null;
  @Column('text') recalledBy: string | null;
  @Column('timestamptz') recalledAt: Date | null;
  @Column('text') recalledBecause: string | null;
  @VersionColumn() version: number;
}

/** What the minutes say of one case, of one kind of information. Never changed. */
@Entity({ schema: 'minutes', name: 'parts' })
export class MinutesPart {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') versionId: string;
  @Column('uuid') agendaItemId: string;
  @Column('uuid') meetingId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('text') label: Label;
  @Column('text') content: string;
  @Column('text') hash: string;
}
