import { Column, Entity, PrimaryColumn } from 'typeorm';

export type Outcome = 'DONE' | 'REFUSED' | 'FAILED';

/** One line of the record of who saw and did what. `at` is the database's clock. */
@Entity({ schema: 'audit', name: 'events' })
export class AuditEvent {
  @PrimaryColumn('uuid') id: string;
  @Column('text') actorKind: string;
  @Column('text') actorId: string;
  @Column('uuid') agencyId: string | null;
  @Column('uuid') maracId: string | null;
  @Column('text') action: string;
  @Column('text') subjectKind: string;
  @Column('text') subjectId: string;
  @Column('text') purpose: string | null;
  /** Kinds of information that were shown, never the information. */
  @Column('text', { array: true }) labels: string[] | null;
  @Column('text') outcome: Outcome;
  @Column('text') code: string | null;
  @Column('text') reference: string | null;
}
