import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RecallReason } from './handing-out.rules.js';

/** One rendering of a meeting's papers for one reader. What it says is kept nowhere. */
@Entity({ schema: 'papers', name: 'copies' })
export class Copy {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') meetingId: string;
  @Column('uuid') maracId: string;
  /** 1, 2, 3 ... within the meeting; on every page */
  @Column('int') number: number;
  @Column('uuid') userId: string;
  @Column('uuid') agencyId: string;
}

/** That a case is in a copy, and what kinds of information of it. */
@Entity({ schema: 'papers', name: 'contents' })
export class Content {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') copyId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('uuid') userId: string;
  @Column('text', { array: true }) labels: string[];
}

/** Copies called back. */
@Entity({ schema: 'papers', name: 'recalls' })
export class Recall {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') meetingId: string;
  @Column('uuid') maracId: string;
  @Column('text') reason: RecallReason;
  /** null: all that there were, and none leaves until they are released */
  @Column('int', { array: true }) copies: number[] | null;
  @Column('uuid') recalledBy: string;
}
