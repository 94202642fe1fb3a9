import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { Known, Part } from './findings.rules.js';
import type { Answer, ResearchStatus } from './research.rules.js';
import type { Caveat, Marking, Nature, SnippetLabel } from './shared-information.rules.js';

/** Which agencies are needed for a case, chosen by hand. Its id is the agenda item's. */
@Entity({ schema: 'research', name: 'invitations' })
export class Invitation {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('uuid', { array: true }) agencyIds: string[];
  @Column('text') reason: string;
  @Column('text') decidedBy: string;
  @VersionColumn() version: number;
}

/** That an agency was asked to search its records. Its status follows the agency's workspace by itself. */
@Entity({ schema: 'research', name: 'requests' })
export class ResearchRequest {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') agendaItemId: string;
  @Column('uuid') meetingId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('uuid') agencyId: string;
  @Column('date') dueOn: string;
  @Column('text') askedBy: string;
}

/** What an agency found, for itself alone. Its id is the request's. */
@Entity({ schema: 'research', name: 'workspaces' })
export class Workspace {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('uuid') agencyId: string;
  @Column('text') status: Exclude<ResearchStatus, 'NOT_STARTED'> | Answer;
  @Column('text', { array: true }) systemsSearched: string[];
  @Column('date') searchedFrom: string | null;
  @Column('date') searchedTo: string | null;
  @Column('bool') known: boolean | null;
  @Column('date') lastContactOn: string | null;
  @Column('text') currentInvolvement: string;
  @Column('text') facts: string;
  @Column('text') professionalOpinion: string;
  @Column('text') actionsTaken: string;
  @Column('text') proposedActions: string;
  @Column('text') withheld: string;
  @Column('text') withheldBecause: string;
  @Column('bool') victimContacted: boolean;
  @Column('uuid') writtenBy: string;
  @VersionColumn() version: number;
}

/** What an agency found about one person of the case, for itself alone. */
@Entity({ schema: 'research', name: 'findings' })
export class Finding {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') requestId: string;
  @Column('uuid') personId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('uuid') agencyId: string;
  /** the person's own kind of information */
  @Column('text') label: 'IDENTITY' | 'PERPETRATOR' | 'CHILD';
  @Column('text') known: Known;
  @Column('text') facts: string;
  @Column('text') opinion: string;
  @Column('text') proposedActions: string;
  @Column('text') withheld: string;
  @Column('text') withheldBecause: string;
  @Column('uuid') writtenBy: string;
  @VersionColumn() version: number;
}

/** Who answers for an agency when those who were asked do not. */
@Entity({ schema: 'research', name: 'managers' })
export class Manager {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') maracId: string;
  @Column('uuid') agencyId: string;
  @Column('uuid') userId: string;
  @Column('text') namedBy: string;
  @VersionColumn() version: number;
}

/** What an agency shared with a meeting, with where it comes from. */
@Entity({ schema: 'research', name: 'shared_information' })
export class Snippet {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') agendaItemId: string;
  @Column('uuid') meetingId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('uuid') agencyId: string;
  @Column('uuid') givenBy: string;
  @Column('text') nature: Nature;
  @Column('text') text: string;
  @Column('text') purpose: string;
  @Column('text') marking: Marking;
  @Column('text', { array: true }) caveats: Caveat[];
  @Column('text') label: SnippetLabel;
  /** whom it is about and which part of the search it was taken from; null when it was written as such */
  @Column('uuid') personId: string | null;
  @Column('text') fromPart: Part | null;
}
