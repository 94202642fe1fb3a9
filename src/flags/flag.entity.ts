import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { Marker } from './marker.rules.js';

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
  /** when it was set or last moved */
  @Column('timestamptz') changedAt: Date;
  @VersionColumn() version: number;
}

/** What an agency says of its own marker for a flag as it stood. Never changed. */
@Entity({ schema: 'flags', name: 'acknowledgements' })
export class Acknowledgement {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') flagId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('uuid') agencyId: string;
  @Column('text') marker: Marker;
  @Column('int') flagVersion: number;
  @Column('date') expiresOn: string;
  @Column('text') madeBy: string;
}
