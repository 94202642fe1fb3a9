import { DateOnly, Id, Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { ResearchFindingView } from './findings.dto.js';
import { TO_MIND, type ToMind } from './signing.rules.js';
import { type Answer, ANSWERS, RESEARCH_STATUSES, type ResearchStatus } from './research.rules.js';

export class NewInvitations {
  @ListOf('id', { about: 'Agencies needed for the case: members of the MARAC', min: 1, max: 100 }) agencyIds: string[];
  @Text({ about: 'Why these', max: 1000 }) reason: string;
}

export class InvitationsView {
  @Id({ about: 'The agenda item' }) agendaItemId: string;
  @ListOf('id', { about: 'Agencies needed' }) agencyIds: string[];
  @Text({ about: 'Why these', max: 1000 }) reason: string;
}

export class NewCirculation {
  @Text({ about: 'Why it goes out; those to whom it goes read it', max: 1000 }) reason: string;
  @ListOf('id', { about: 'These agencies; those needed for each case when not given', max: 100, optional: true })
  agencies?: string[];
  @ListOf('id', { about: 'These agenda items; all listed cases that you see when not given', max: 200, optional: true })
  items?: string[];
}

/** How far an agency is with its research: all that is known of it outside the agency. */
export class RequestView {
  @Id({ about: 'The agency' }) agencyId: string;
  @Text({ about: 'Its name', max: 200 }) agency: string;
  @OneOf(RESEARCH_STATUSES, { about: 'How far it is' }) status: ResearchStatus;
  @DateOnly({ about: 'When the answer is due' }) dueOn: string;
  @YesNo({ about: 'Whether it is still owed after that day' }) overdue: boolean;
  @Instant({ about: 'When it was asked' }) askedAt: string;
  @Instant({ about: 'When it answered', optional: true }) answeredAt: string | null;
  @Whole({ about: 'People of the case', min: 0, max: 1000 }) people: number;
  @Whole({ about: 'For how many of them it says whether it knows them', min: 0, max: 1000 }) peopleSearched: number;
}

export class CirculatedCase {
  @Id({ about: 'The agenda item' }) agendaItemId: string;
  @Id({ about: 'The case' }) caseId: string;
  @Text({ about: 'Its reference', max: 20 }) ref: string;
  @ListOf(() => RequestView, { about: 'Agencies to which it was circulated; none when it was not' })
  agencies: RequestView[];
}

/** An agency whose signature somebody should see to. */
export class AgencySignature {
  @Id({ about: 'The agency' }) agencyId: string;
  @Text({ about: 'Its name', max: 200 }) agency: string;
  @OneOf(TO_MIND, {
    about:
      'ENDING: in force, but ends before the meeting’s cases are shut again. LEFT_OUT: in force, and cases of a list that is out did not go to it: the chair may add them. Others: none is in force, so nothing goes to it',
  })
  state: ToMind;
  @DateOnly({ about: 'The last day on which it counts, or counted', optional: true }) until: string | null;
  @Whole({ about: 'How many listed cases that you see this concerns', min: 0, max: 100_000 }) cases: number;
}

export class CirculationView {
  @Id({ about: 'The meeting' }) meetingId: string;
  @Instant({ about: 'When its list was circulated; null before', optional: true }) circulatedAt: string | null;
  @Text({ about: 'The warning that goes with every request', max: 500 }) warning: string;
  @ListOf(() => AgencySignature, {
    about: 'Agencies needed for listed cases, or asked, whose signature is to be minded',
  })
  signatures: AgencySignature[];
  @ListOf(() => CirculatedCase, { about: 'Its cases that you may see, in order' }) cases: CirculatedCase[];
}

const NOTE = { max: 10_000, multiline: true, optional: true } as const;

export class NewResearch {
  @OneOf(ANSWERS, { about: 'How far you are; NOT_KNOWN_TO_US is an answer' }) status: Answer;
  @ListOf('text', { about: 'Systems that were searched', max: 50, optional: true }) systemsSearched?: string[];
  @DateOnly({ about: 'Start of the period that was searched', optional: true }) searchedFrom?: string;
  @DateOnly({ about: 'End of it', optional: true }) searchedTo?: string;
  @YesNo({ about: 'Whether anybody in the case is known to you', optional: true }) known?: boolean;
  @DateOnly({ about: 'Last contact', optional: true }) lastContactOn?: string;
  @Text({ about: 'Current involvement', ...NOTE }) currentInvolvement?: string;
  @Text({ about: 'Facts that bear on the risk', ...NOTE }) facts?: string;
  @Text({ about: 'Professional opinion, apart from the facts', ...NOTE }) professionalOpinion?: string;
  @Text({ about: 'Actions already taken', ...NOTE }) actionsTaken?: string;
  @Text({ about: 'Actions you propose', ...NOTE }) proposedActions?: string;
  @Text({ about: 'What was found and is deliberately not shared', ...NOTE }) withheld?: string;
  @Text({ about: 'Why not', max: 2000, multiline: true, optional: true }) withheldBecause?: string;
  @YesNo({ about: 'Whether the victim was contacted for this: they should not be', optional: true })
  victimContacted?: boolean;
}

export class ResearchView {
  @Text({ about: 'Before you search: in the words of the area', max: 500 }) warning: string;
  @Id({ about: 'The agenda item' }) agendaItemId: string;
  @Id({ about: 'The case' }) caseId: string;
  @Id({ about: 'Your agency' }) agencyId: string;
  @OneOf(RESEARCH_STATUSES, { about: 'How far it is' }) status: ResearchStatus;
  @DateOnly({ about: 'When it is due' }) dueOn: string;
  @ListOf('text', { about: 'Systems that were searched' }) systemsSearched: string[];
  @DateOnly({ about: 'Start of the period that was searched', optional: true }) searchedFrom: string | null;
  @DateOnly({ about: 'End of it', optional: true }) searchedTo: string | null;
  @YesNo({ about: 'Whether anybody in the case is known to you', optional: true }) known: boolean | null;
  @DateOnly({ about: 'Last contact', optional: true }) lastContactOn: string | null;
  @Text({ about: 'Current involvement', max: 10_000 }) currentInvolvement: string;
  @Text({ about: 'Facts that bear on the risk', max: 10_000 }) facts: string;
  @Text({ about: 'Professional opinion', max: 10_000 }) professionalOpinion: string;
  @Text({ about: 'Actions already taken', max: 10_000 }) actionsTaken: string;
  @Text({ about: 'Actions you propose', max: 10_000 }) proposedActions: string;
  @Text({ about: 'What is not shared', max: 10_000 }) withheld: string;
  @Text({ about: 'Why not', max: 2000 }) withheldBecause: string;
  @YesNo({ about: 'Whether the victim was contacted for this' }) victimContacted: boolean;
  @ListOf(() => ResearchFindingView, { about: 'Everybody in the case, with what you found about them' })
  people: ResearchFindingView[];
  @ListOf(['VICTIM_CONTACTED'], {
    about: 'VICTIM_CONTACTED: nobody contacts the victim for research; tell the IDVA and the coordinator now',
  })
  warnings: 'VICTIM_CONTACTED'[];
  @Whole({ about: 'Version, for If-Match; 0 before anything is written', min: 0, max: 2_147_483_647 }) version: number;
}

/** What your agency was asked about one case of a meeting. */
export class OwnRequestView {
  @Id({ about: 'The agenda item' }) agendaItemId: string;
  @Id({ about: 'The case' }) caseId: string;
  @Text({ about: 'Its reference', max: 20 }) ref: string;
  @OneOf(RESEARCH_STATUSES, { about: 'How far you are' }) status: ResearchStatus;
  @DateOnly({ about: 'When your answer is due' }) dueOn: string;
  @YesNo({ about: 'Whether it is still owed after that day' }) overdue: boolean;
  @YesNo({ about: 'Whether nothing more can be written: the case was heard or put off, or the meeting is over' })
  closed: boolean;
  @Whole({ about: 'People of the case', min: 0, max: 1000 }) people: number;
  @Whole({ about: 'For how many of them you said whether you know them', min: 0, max: 1000 }) peopleSearched: number;
}

export class OwnRequestsView {
  @Id({ about: 'The meeting' }) meetingId: string;
  @Text({ about: 'Before you search: in the words of the area', max: 500 }) warning: string;
  @ListOf(() => OwnRequestView, { about: 'What your agency was asked, in the order of the list' })
  requests: OwnRequestView[];
}
