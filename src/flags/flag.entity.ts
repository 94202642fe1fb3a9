import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

/** Says on a case, until a day, that a new incident is a repeat. */
@Entity({ schema: 'flags', name: 'flags' })
export class Flag {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('date') setOn: string;
  @Column('date') expiresOn: string;
  @Column('int') ruleVersion: number;
  @Column('timestamptz') renewedAt: Date | null;
  @VersionColumn() version: number;
}
