import { NOT_HEARD_REASONS, type NotHeardReason } from '../meetings/agenda.rules.js';
import { InterimCheck } from '../meetings/meetings.http.js';
import { DateOnly, Id, Instant, ListOf, Nested, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { ATTENDED, type Attended, CAME_AS, type CameAs } from './attendance.rules.js';
import { QUORUM_LOSSES, type QuorumLoss } from './quorum-lost.rules.js';

export const COMING = ['YES', 'NO', 'UNSURE'] as const;
export type Coming = (typeof COMING)[number];

export class NewIntention {
  @Id({ about: 'The agency; yours when not given', optional: true }) agencyId?: string;
  @OneOf(COMING, { about: 'Whether it comes' }) coming: Coming;
  @Whole({ about: 'How many come; 1 when not given', min: 1, max: 20, optional: true }) people?: number;
  @Text({ about: 'Who comes instead of its representative', max: 200, optional: true }) deputy?: string;
}

export class IntentionView {
  @Id({ about: 'The agency' }) agencyId: string;
  @Text({ about: 'Its name', max: 200 }) agency: string;
  @OneOf(COMING, { about: 'Whether it comes' }) coming: Coming;
  @Whole({ about: 'How many come', min: 0, max: 20 }) people: number;
  @Text({ about: 'Who comes instead of its representative; empty when nobody', max: 200, min: 0 }) deputy: string;
  @Instant({ about: 'When it said so' }) saidAt: string;
}

export class IntentionsView {
  @Id({ about: 'The meeting' }) meetingId: string;
  @ListOf(() => IntentionView, { about: 'What agencies said' }) items: IntentionView[];
  @ListOf('text', { about: 'Agencies of the MARAC that said nothing yet' }) silent: string[];
}

export class NewAttendance {
  @Id({ about: 'An id of your own, so that sending it again changes nothing', optional: true }) id?: string;
  @Id({ about: 'The agency; a member of the MARAC' }) agencyId: string;
  @OneOf(CAME_AS, { about: 'As what; APOLOGIES for an agency that does not come' }) cameAs: CameAs;
  @Id({ about: 'The person, of that agency', optional: true }) userId?: string;
  @Text({ about: 'Or the name of somebody without an account', max: 200, optional: true }) name?: string;
  @Text({ about: 'Post or rank', max: 200, optional: true }) post?: string;
  @Instant({ about: 'When they arrived; now when not given', optional: true }) arrivedAt?: string;
  @Instant({ about: 'When they left; not with somebody who stays', optional: true }) leftAt?: string;
  @YesNo({ about: 'With APOLOGIES: whether information was sent', optional: true }) informationSent?: boolean;
  @DateOnly({ about: 'When that information was received', optional: true }) informationReceivedOn?: string;
  @YesNo({ about: 'OBSERVER without an account: the statement was signed on paper', optional: true })
  signedOnPaper?: boolean;
}

export class AttendanceChange {
  @OneOf(CAME_AS, { about: 'As what' }) cameAs: CameAs;
  @Text({ about: 'Post or rank', max: 200, optional: true }) post?: string;
  @Instant({ about: 'When they arrived; as it was when not given', optional: true }) arrivedAt?: string;
  @Instant({ about: 'When they left; not given for somebody who is there, or came back', optional: true })
  leftAt?: string;
  @YesNo({ about: 'With APOLOGIES: whether information was sent', optional: true }) informationSent?: boolean;
  @DateOnly({ about: 'When that information was received', optional: true }) informationReceivedOn?: string;
  @YesNo({ about: 'OBSERVER without an account: the statement was signed on paper', optional: true })
  signedOnPaper?: boolean;
  @YesNo({ about: 'Written down by mistake: takes the line away', optional: true }) mistaken?: boolean;
}

export class AttendanceView {
  @Id({ about: 'The line' }) id: string;
  @Id({ about: 'The agency' }) agencyId: string;
  @Text({ about: 'Its name', max: 200 }) agency: string;
  @OneOf(CAME_AS, { about: 'As what' }) cameAs: CameAs;
  @OneOf(ATTENDED, { about: 'How it reads in the minutes' }) attended: Attended;
  @Id({ about: 'The person', optional: true }) userId: string | null;
  @Text({ about: 'Name; empty for the apologies of an agency', max: 200, min: 0 }) name: string;
  @Text({ about: 'Post or rank; empty when not given', max: 200, min: 0 }) post: string;
  @Instant({ about: 'When they arrived', optional: true }) arrivedAt: string | null;
  @Instant({ about: 'When they left', optional: true }) leftAt: string | null;
  @YesNo({ about: 'Whether information was sent with the apologies', optional: true }) informationSent: boolean | null;
  @DateOnly({ about: 'When it was received', optional: true }) informationReceivedOn: string | null;
  @YesNo({ about: 'Whether they declared confidentiality for this meeting, here or on paper' }) declared: boolean;
  @YesNo({ about: 'Whether the line was taken away as a mistake' }) mistaken: boolean;
  @Whole({ about: 'Version; the ETag', min: 1, max: 2_147_483_647 }) version: number;
}

export class NewGuestAttendance {
  @Instant({ about: 'When the guest came; now when not given', optional: true }) arrivedAt?: string;
  @Instant({ about: 'When the guest left', optional: true }) leftAt?: string;
}

export class GuestAttendanceView {
  @Id({ about: 'The invitation' }) guestId: string;
  @Id({ about: 'The agenda item whose slot it was' }) agendaItemId: string;
  @Text({ about: 'Name of the person or the agency', max: 200 }) name: string;
  @Instant({ about: 'When the guest came' }) arrivedAt: string;
  @Instant({ about: 'When the guest left', optional: true }) leftAt: string | null;
}

export class AttendanceRollView {
  @Id({ about: 'The meeting' }) meetingId: string;
  @ListOf(() => AttendanceView, { about: 'Who came, and whose apologies there are, by agency' })
  items: AttendanceView[];
  @ListOf('text', { about: 'Agencies of the MARAC of which nobody is written down' }) absent: string[];
  @ListOf(() => GuestAttendanceView, { about: 'Guests of cases that you may see' }) guests: GuestAttendanceView[];
}

export class QuorumChangeView {
  @Instant({ about: 'When' }) at: string;
  @YesNo({ about: 'Whether there was a quorum from then on' }) quorate: boolean;
  @YesNo({ about: 'Whether there was one for cases with children' }) withChildren: boolean;
  @ListOf('text', { about: 'What was missing' }) missing: string[];
}

export const QUORUM_BASES = ['FORECAST', 'LIVE', 'CLOSED'] as const;
export type QuorumBasis = (typeof QUORUM_BASES)[number];

export class QuorumView {
  @Id({ about: 'The meeting' }) meetingId: string;
  @OneOf(QUORUM_BASES, { about: 'By what agencies say, by who is there, or as it was when the meeting closed' })
  basis: QuorumBasis;
  @YesNo({ about: 'Whether there is, or would be, a quorum' }) quorate: boolean;
  @ListOf('text', { about: 'What is missing' }) missing: string[];
  @YesNo({ about: 'The same for cases with children' }) quorateWithChildren: boolean;
  @ListOf('text', { about: 'What is missing for these' }) missingWithChildren: string[];
  @Whole({ about: 'Cases with children on the list that you may see', min: 0, max: 1000 }) casesWithChildren: number;
  @Whole({ about: 'Members who count', min: 0, max: 1000 }) members: number;
  @Whole({ about: 'Agencies they come from', min: 0, max: 1000 }) agencies: number;
  @YesNo({ about: 'FORECAST: whether there would be one if all came who said nothing yet, or were unsure' })
  ifTheRestCome: boolean;
  @Whole({ about: 'Version of the rules it is held against', min: 0, max: 1_000_000 }) ruleVersion: number;
  @ListOf(() => QuorumChangeView, { about: 'How it changed while the meeting was open' }) changes: QuorumChangeView[];
}

export const SITTING_STATES = ['PLANNED', 'OPEN', 'CLOSED', 'CANCELLED'] as const;
export type SittingState = (typeof SITTING_STATES)[number];

export class NewOpening {
  @Id({ about: 'Who chairs; a chair of this MARAC', optional: true }) chairId?: string;
  @Id({ about: 'Who takes the notes; you when not given', optional: true }) noteTakerId?: string;
  @YesNo({ about: 'Open it although its day has yet to come', optional: true }) beforeItsDay?: boolean;
}

export class SittingView {
  @Id({ about: 'The meeting' }) meetingId: string;
  @OneOf(SITTING_STATES, { about: 'How far it is' }) state: SittingState;
  @Instant({ about: 'When it was opened', optional: true }) openedAt: string | null;
  @Instant({ about: 'When it was closed', optional: true }) closedAt: string | null;
  @Text({ about: 'Who chairs', max: 200, optional: true }) chair: string | null;
  @Text({ about: 'Who takes the notes', max: 200, optional: true }) noteTaker: string | null;
  @OneOf(QUORUM_LOSSES, {
    about: 'While it is open: of a quorum that was there and is not any more, for which cases',
    optional: true,
  })
  quorumLost: QuorumLoss | null;
  @Instant({ about: 'Since when', optional: true }) quorumLostAt: string | null;
  @Whole({ about: 'Version of the meeting; the ETag', min: 1, max: 2_147_483_647 }) version: number;
}

export class ClosingDeferral {
  @Id({ about: 'The agenda item' }) agendaItemId: string;
  @OneOf(NOT_HEARD_REASONS, { about: 'Why it is put off' }) reason: NotHeardReason;
  @Nested(() => InterimCheck, {
    about: 'Who checks on the victim until it is heard: becomes an action. Needed where it comes back',
    optional: true,
  })
  interimCheck?: InterimCheck;
}

export class NewClose {
  @ListOf(() => ClosingDeferral, {
    about: 'Cases that were not reached, each with the reason',
    max: 200,
    optional: true,
  })
  deferrals?: ClosingDeferral[];
}
