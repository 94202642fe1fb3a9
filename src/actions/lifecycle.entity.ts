import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { Target } from './action.rules.js';
import type { ProposalStatus } from './proposal.rules.js';

/** An action that an agency is asked for. Answered by SQL, under the eyes of whoever answers. */
@Entity({ schema: 'actions', name: 'requests' })
export class ActionRequest {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') actionId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('uuid') agencyId: string;
  @Column('text') askedBy: string;
  @Column('timestamptz') answerBy: Date;
  @Column('int') ruleVersion: number;
}

/** Who handed an action to whom, and why. Never changed. */
@Entity({ schema: 'actions', name: 'reassignments' })
export class Reassignment {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') actionId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('uuid') fromAgencyId: string;
  @Column('uuid') fromUserId: string | null;
  @Column('text') fromPost: string;
  @Column('uuid') toAgencyId: string;
  @Column('uuid') toUserId: string | null;
  @Column('text') toPost: string;
  @Column('text') reason: string;
  @Column('text') madeBy: string;
}

/** What somebody thinks an agency should do. */
@Entity({ schema: 'actions', name: 'proposals' })
export class Proposal {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('text') catalogueCode: string | null;
  @Column('text') text: string;
  @Column('text') riskAddressed: string;
  @Column('text') target: Target;
  @Column('uuid') agencyId: string;
  @Column('text') post: string;
  @Column('date') dueOn: string | null;
  @Column('text') because: string;
  @Column('text') status: ProposalStatus;
  @Column('uuid') actionId: string | null;
  @Column('text') answer: string;
  @Column('text') answeredBy: string | null;
  @Column('timestamptz') answeredAt: Date | null;
  @Column('text') proposedBy: string;
  @Column('uuid') byAgencyId: string;
  @VersionColumn() version: number;
}
