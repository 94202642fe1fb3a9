import { LABELS, type Label } from '../access/labels.js';
import { WithheldView } from '../access/withheld.http.js';
import { RISK_EFFECTS, type RiskEffect, WORKED, type Worked } from '../actions/action.rules.js';
import { ActionView } from '../actions/actions.http.js';
import {
  AGENDA_STATUSES,
  type AgendaStatus,
  NOT_HEARD_REASONS,
  type NotHeardReason,
} from '../meetings/agenda.rules.js';
import { DateOnly, Id, Instant, ListOf, Nested, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { Paging } from '../platform/http/paging.js';
import type { WaitsFor } from '../research/shared-information.rules.js';
import { type Finding, FINDINGS } from './review.rules.js';
import { type Section, SECTION_CODES } from './sections.rules.js';

export class NewSection {
  @Id({ about: 'An id of your own for this save: sent again, its answer having been lost, it changes nothing' })
  revisionId: string;
  @Text({ about: 'What is minuted; empty when absent. Nothing that tells where the victim is', max: 20_000, min: 0, multiline: true, optional: true })
  text?: string; // prettier-ignore
  @Text({ about: "VICTIM_VIEW: by whom it was given. TELLING_VICTIM: who tells her. Else who it comes from", max: 300, min: 0, optional: true })
  who?: string; // prettier-ignore
  @DateOnly({ about: 'VICTIM_VIEW: when she said so. TELLING_VICTIM: by when she is told', optional: true })
  day?: string;
}

export class NewNote {
  @Id({ about: 'An id of your own: sent again it changes nothing' }) id: string;
  @Text({ about: 'What is to stand beside the section', max: 20_000, multiline: true }) text: string;
}

export class NoteView {
  @Id({ about: 'The note' }) id: string;
  @OneOf(SECTION_CODES, { about: 'The section it stands beside' }) section: Section;
  @Text({ about: 'What it says', max: 20_000, multiline: true }) text: string;
  @Text({ about: 'Who wrote it', max: 200 }) writtenBy: string;
  @Instant({ about: 'When' }) writtenAt: string;
}

export class SectionView {
  @OneOf(SECTION_CODES, { about: 'The section' }) section: Section;
  @Text({ about: 'Its heading', max: 200 }) title: string;
  @OneOf(LABELS, { about: 'Kind of information' }) label: Label;
  @Text({ about: 'What is minuted; empty when nothing', max: 20_000, min: 0, multiline: true }) text: string;
  @Text({ about: 'By whom it was given, or who tells the victim; empty when nobody', max: 300, min: 0 }) who: string;
  @DateOnly({ about: 'When it was said, or by when she is told', optional: true }) day: string | null;
  @Text({ about: 'Who saved it last', max: 200, optional: true }) writtenBy: string | null;
  @Instant({ about: 'When', optional: true }) writtenAt: string | null;
  @ListOf(() => NoteView, { about: 'What stands beside it', optional: true }) notes: NoteView[];
  @Whole({ about: 'Version; the ETag. 0 before anything was saved', min: 0, max: 2_147_483_647 }) version: number;
}

export class RevisionView {
  @Id({ about: 'The save' }) revisionId: string;
  @Whole({ about: 'The version that it made', min: 1, max: 2_147_483_647 }) number: number;
  @Text({ about: 'What was minuted', max: 20_000, min: 0, multiline: true }) text: string;
  @Text({ about: 'By whom it was given, or who tells the victim', max: 300, min: 0 }) who: string;
  @DateOnly({ about: 'When it was said, or by when she is told', optional: true }) day: string | null;
  @Text({ about: 'Who saved it', max: 200 }) writtenBy: string;
  @Instant({ about: 'When' }) writtenAt: string;
}

export class RevisionsQuery {
  @Whole({ about: 'Continue after this version', min: 0, optional: true }) after?: number;
  @Whole({ about: 'How many at most', min: 1, max: 200, default: 50, optional: true }) limit: number = 50;
}

export class RevisionsView {
  @OneOf(SECTION_CODES, { about: 'The section' }) section: Section;
  @ListOf(() => RevisionView, { about: 'What was saved of it, oldest first' }) items: RevisionView[];
  @Whole({ about: 'The next page: ?after=', optional: true }) next: number | null;
}

export class HearingView {
  @YesNo({ about: 'Whether there was a quorum; null while the case was not heard', optional: true })
  quorate: boolean | null;
  @ListOf('text', { about: 'What was missing to it' }) missing: string[];
  @Text({ about: 'Why the chair has it heard without one; empty when there was no need', max: 1000, min: 0 })
  reason: string;
  @Instant({ about: 'When the outcome was recorded', optional: true }) heardAt: string | null;
  @Whole({ about: 'Version of the rules', min: 0, max: 1_000_000 }) ruleVersion: number;
}

export class RecordView {
  @Id({ about: 'The agenda item' }) agendaItemId: string;
  @Id({ about: 'The meeting' }) meetingId: string;
  @OneOf(AGENDA_STATUSES, { about: 'What came of the case' }) status: AgendaStatus;
  @OneOf(NOT_HEARD_REASONS, { about: 'Why it was not heard', optional: true }) reason: NotHeardReason | null;
  @Nested(() => HearingView, { about: 'Whether there was a quorum', optional: true }) hearing: HearingView | null;
  @OneOf(['DECLARATION', 'MEETING_DAY'], { about: 'What the record waits for before you may read it', optional: true })
  waitsFor: WaitsFor;
  @ListOf(() => SectionView, { about: 'What was minuted, as far as you may read it' }) sections: SectionView[];
  @ListOf(() => WithheldView, { about: 'Sections that are kept from you' }) withheld: WithheldView[];
}

export class NewWaiver {
  @Text({ about: 'Why the case is heard without a quorum', max: 1000, multiline: true }) reason: string;
}

export class ReviewsQuery extends Paging {}

export class NewActionReview {
  @Id({ about: 'An id of your own: sent again it changes nothing' }) id: string;
  @Id({ about: 'The action' }) actionId: string;
  @OneOf(FINDINGS, { about: 'What the meeting found' }) finding: Finding;
  @Text({ about: 'What was said of it', max: 3000, multiline: true }) note: string;
  @YesNo({ about: 'AGENCY_DID_NOT: whether the action ends with it; it goes on when absent', optional: true })
  end?: boolean;
  @DateOnly({ about: 'New last day of an action that goes on', optional: true }) dueOn?: string;
  @OneOf(RISK_EFFECTS, { about: 'Effect on the risk of an action that ends; UNKNOWN when absent', optional: true })
  riskEffect?: RiskEffect;
  @OneOf(WORKED, { about: 'Did an action that ends do what it was meant to? UNKNOWN when absent', optional: true })
  worked?: Worked;
  @YesNo({ about: 'May the victim be told of an action that ends? No when absent', optional: true })
  victimMayBeTold?: boolean;
}

export class ActionReviewView {
  @Id({ about: 'The review' }) id: string;
  @Id({ about: 'The action' }) actionId: string;
  @OneOf(FINDINGS, { about: 'What the meeting found' }) finding: Finding;
  @Text({ about: 'What was said of it', max: 3000, multiline: true }) note: string;
  @YesNo({ about: 'Whether the action ended with it' }) closed: boolean;
  @DateOnly({ about: 'Its new last day', optional: true }) dueOn: string | null;
  @Text({ about: 'Who recorded it', max: 200 }) reviewedBy: string;
  @Instant({ about: 'When' }) reviewedAt: string;
}

export class ActionToReviewView {
  @Nested(() => ActionView, { about: 'The action as it stands' }) action: ActionView;
  @YesNo({ about: 'Whether its case is on the list of this meeting' }) onThisList: boolean;
  @DateOnly({ about: 'Day of the meeting that agreed it; null outside a meeting', optional: true })
  agreedOn: string | null;
  @Nested(() => ActionReviewView, { about: 'What this meeting found of it', optional: true })
  review: ActionReviewView | null;
}

export class ActionsReviewView {
  @Id({ about: 'The meeting' }) meetingId: string;
  @Whole({ about: 'Actions that wait for a word of this meeting', min: 0, max: 1_000_000 }) waiting: number;
  @ListOf(() => ActionToReviewView, { about: 'Overdue ones first' }) items: ActionToReviewView[];
  @Id({ about: 'The next page: ?after=', optional: true }) next: string | null;
}
