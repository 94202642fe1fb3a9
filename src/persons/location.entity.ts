import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LocationKind } from './place.rules.js';

/** Where somebody is safe. The place itself is sealed: only whoever has the keys, a grant and a fresh second factor reads it. */
@Entity({ schema: 'persons', name: 'locations' })
export class Location {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('text') kind: LocationKind;
  /** of a Place (place.rules.ts), for this row alone */
  @Column('bytea') sealed: Buffer;
  /** YYYY-MM-DD; null when not known */
  @Column('date') fromOn: string | null;
  /** last day; null while it goes on. A place stays protected when it ends: others live there. */
  @Column('date') untilOn: string | null;
  @Column('text') recordedBy: string;
}
