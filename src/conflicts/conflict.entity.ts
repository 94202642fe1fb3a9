import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { Evidence, Nature, Status, Step, WithoutLink } from './conflict.rules.js';

/** That somebody who works here is, or is close to, a person. Stays on record; what it closed can be lifted. */
@Entity({ schema: 'conflicts', name: 'ties' })
export class Tie {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') userId: string;
  @Column('text') nature: Nature;
  @Column('text') source: 'OWN_DETAILS' | 'DECLARED' | 'REPORTED';
  @Column('text') madeBy: string;
}

/** One line of the register: a person, or an agency but for those named, and a case. */
@Entity({ schema: 'conflicts', name: 'conflicts' })
export class Conflict {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('uuid') userId: string | null;
  @Column('uuid') agencyId: string | null;
  @Column('uuid', { array: true }) exceptUserIds: string[];
  @Column('text') nature: Nature;
  @Column('text', { array: true }) evidence: Evidence[];
  @Column('uuid', { array: true }) tieIds: string[];
  /** records of the people of the case whom it is about */
  @Column('uuid', { array: true }) personIds: string[];
  @Column('text') status: Status;
  /** what it goes back to when the links that closed the case are undone; null where something else closes it */
  @Column('text') withoutLink: WithoutLink | null;
  @Column('uuid') liftProposedBy: string | null;
  @Column('text') madeBy: string;
  @VersionColumn() version: number;
}

/** What somebody decided, and why. Never changed. */
@Entity({ schema: 'conflicts', name: 'decisions' })
export class Decision {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') conflictId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('text') step: Step | 'RESTRICT' | 'NAME_PEOPLE' | 'UNLINK';
  @Column('text') reason: string;
  @Column('text') madeBy: string;
}
