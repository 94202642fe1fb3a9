import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { CameAs } from './attendance.rules.js';
import type { Finding } from './review.rules.js';
import type { RecordLabel, Section } from './sections.rules.js';

/** A meeting that was opened; its id is the meeting's. */
@Entity({ schema: 'conference', name: 'sittings' })
export class Sitting {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') maracId: string;
  @Column('timestamptz') openedAt: Date;
  @Column('text') openedBy: string;
  @Column('uuid') chairId: string | null;
  @Column('uuid') noteTakerId: string | null;
  @Column('int') ruleVersion: number;
}

/** Somebody who came to a meeting, or the apologies of an agency. */
@Entity({ schema: 'conference', name: 'attendance' })
export class Attendance {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') meetingId: string;
  @Column('uuid') maracId: string;
  @Column('uuid') agencyId: string;
  @Column('text') cameAs: CameAs;
  @Column('uuid') userId: string | null;
  /** of somebody who has no account */
  @Column('text') name: string;
  @Column('text') post: string;
  @Column('timestamptz') arrivedAt: Date | null;
  @Column('timestamptz') leftAt: Date | null;
  @Column('boolean') informationSent: boolean | null;
  @Column('date') informationReceivedOn: string | null;
  @Column('boolean') signedOnPaper: boolean;
  @Column('text') recordedBy: string;
  @Column('timestamptz') removedAt: Date | null;
  @VersionColumn() version: number;
}

/** There is a quorum from now on, or none any more. */
@Entity({ schema: 'conference', name: 'quorum_changes' })
export class QuorumChange {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') meetingId: string;
  @Column('uuid') maracId: string;
  @Column('boolean') quorate: boolean;
  @Column('boolean') withChildren: boolean;
  @Column('text', { array: true }) missing: string[];
  @Column('int') ruleVersion: number;
}

/** What was once saved of a section. Never changed. */
@Entity({ schema: 'conference', name: 'revisions' })
export class Revision {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') agendaItemId: string;
  @Column('uuid') meetingId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('text') section: Section;
  @Column('text') label: RecordLabel;
  @Column('int') number: number;
  @Column('text') text: string;
  @Column('text') who: string;
  @Column('date') day: string | null;
  @Column('text') writtenBy: string;
}

/** A text that stands beside a section. Never changed. */
@Entity({ schema: 'conference', name: 'notes' })
export class Note {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') agendaItemId: string;
  @Column('uuid') meetingId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('text') section: Section;
  @Column('text') label: RecordLabel;
  @Column('text') text: string;
  @Column('text') writtenBy: string;
}

/** What a meeting found of an action. Never changed. */
@Entity({ schema: 'conference', name: 'action_reviews' })
export class ActionReview {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') meetingId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('uuid') actionId: string;
  @Column('text') finding: Finding;
  @Column('text') note: string;
  @Column('boolean') closed: boolean;
  @Column('date') dueOn: string | null;
  @Column('text') reviewedBy: string;
}
