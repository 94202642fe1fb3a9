import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Answer, Grade } from './instrument.js';

/** A risk assessment: never changed. A new incident or a change of circumstances is a new one. */
@Entity({ schema: 'assessments', name: 'assessments' })
export class Assessment {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('uuid') victimId: string;
  @Column('text') instrument: string;
  @Column('int') instrumentVersion: number;
  /** by item number; null where only a total or a grade is known */
  @Column('jsonb') answers: Record<string, Answer> | null;
  @Column('int') score: number | null;
  @Column('text') grade: Grade | null;
  @Column('text') raisedTo: Grade | null;
  @Column('text') raisedBecause: string | null;
  @Column('date') assessedOn: string;
  @Column('text') recordedBy: string;
}
