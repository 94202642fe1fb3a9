import { DateOnly, Id, Instant, ListOf, Nested, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { Paging } from '../platform/http/paging.js';
import {
  AGENDA_STATUSES,
  type AgendaStatus,
  NOT_HEARD_REASONS,
  type NotHeardReason,
  type Outcome,
  OUTCOMES,
} from './agenda.rules.js';
import { MEETING_STATUSES, type MeetingStatus } from './meeting.entity.js';
import { DEADLINES, type DeadlineKind } from './deadlines.rules.js';
import { MEETING_KINDS, type MeetingKind } from './meeting-day.rules.js';
import { JOIN_LINK, TIME_OF_DAY } from './series.dto.js';
import { InterimCheck } from './meetings.http.js';

export class NewMeeting {
  @Id({ about: 'The MARAC' }) maracId: string;
  @DateOnly({ about: 'Day; not in the past' }) heldOn: string;
  @Text({ about: 'Local time, HH:MM', max: 5, pattern: TIME_OF_DAY, example: '09:30' }) startTime: string;
  @Text({ about: 'Where: a room; never anything of a case', max: 200 }) venue: string;
  @Text({ about: 'Where to join from afar', max: 500, pattern: JOIN_LINK, example: 'https://meet.example.org/room', optional: true })
  link?: string;
  @Whole({ about: 'Minutes for one case; by the rules of the area when not given', min: 1, max: 240, optional: true })
  minutesPerCase?: number;
  @YesNo({ about: 'Hold it although the day is a bank holiday, where the rules of the area allow it', optional: true })
  evenOnBankHoliday?: boolean;
  @OneOf(MEETING_KINDS, { about: 'ORDINARY when not given; EMERGENCY needs no notice and no working day', optional: true })
  kind?: MeetingKind;
  @Id({ about: 'Who chairs: somebody with the role of a chair there', optional: true }) chairId?: string;
  @Id({ about: 'Who presides while the chair is absent', optional: true }) deputyId?: string;
} // prettier-ignore

export class DeadlineView {
  @OneOf(DEADLINES, { about: 'The step' }) kind: DeadlineKind;
  @DateOnly({ about: 'The day by which it is to be done' }) on: string;
  @YesNo({ about: 'That day is over' }) passed: boolean;
}

export class MeetingClash {
  @Id({ about: 'The other meeting' }) meetingId: string;
  @YesNo({ about: 'It is in the same room, by its name' }) sameVenue: boolean;
}

export class MeetingView {
  @Id({ about: 'The meeting' }) id: string;
  @Id({ about: 'The MARAC' }) maracId: string;
  @Id({ about: 'Its series; null for a meeting on its own', optional: true }) seriesId: string | null;
  @DateOnly({ about: 'Day' }) heldOn: string;
  @Instant({ about: 'Start' }) startsAt: string;
  @Text({ about: 'Where', max: 200 }) venue: string;
  @Text({ about: 'Where to join from afar', max: 500, optional: true }) link: string | null;
  @OneOf(MEETING_KINDS, { about: 'Kind' }) kind: MeetingKind;
  @OneOf(MEETING_STATUSES, { about: 'Status' }) status: MeetingStatus;
  @Id({ about: 'Who chairs', optional: true }) chairId: string | null;
  @Id({ about: 'Who stands in for the chair', optional: true }) deputyId: string | null;
  @YesNo({ about: 'The chair is absent: the deputy presides, or nobody yet' }) chairAbsent: boolean;
  @Id({ about: 'Who presides', optional: true }) presidingId: string | null;
  @Whole({ about: 'Minutes for one case', min: 1, max: 240 }) minutesPerCase: number;
  @Whole({ about: 'Cases it can hear', min: 1, max: 1000 }) cap: number;
  @DateOnly({ about: 'Last day on which an accepted referral still goes on its list by itself' }) cutOffOn: string;
  @ListOf(() => DeadlineView, { about: 'When each step around it is due, by its day and the rules of the area' })
  deadlines: DeadlineView[];
  @Whole({ about: 'Cases on its list that you may see', min: 0, max: 1000 }) cases: number;
  @ListOf(() => MeetingClash, { about: 'Planned meetings of the MARAC at the same time: whoever comes to both cannot' })
  clashes: MeetingClash[];
  @Text({ about: 'Why the cases stand in this order, for those who manage meetings', max: 1000, optional: true })
  orderReason: string | null;
  @Whole({ about: 'Version of the meeting and its list; the ETag', min: 1, max: 2_147_483_647 }) version: number;
}

export class MeetingsQuery extends Paging {
  @DateOnly({ about: 'From this day on', optional: true }) from?: string;
  @DateOnly({ about: 'Up to this day', optional: true }) to?: string;
  @Id({ about: 'Of this MARAC alone', optional: true }) marac?: string;
}

export class UnlistedQuery extends Paging {
  @Id({ about: 'The MARAC' }) marac: string;
}

export class UnlistedView {
  @Id({ about: 'The referral' }) referralId: string;
  @Id({ about: 'The case' }) caseId: string;
  @Text({ about: "The case's reference", max: 20 }) ref: string;
  @DateOnly({ about: 'Day of the referral' }) referredOn: string;
  @DateOnly({ about: 'Day it was accepted', optional: true }) acceptedOn: string | null;
  @Whole({ about: 'Days since the referral', min: 0, max: 36_500 }) daysWaiting: number;
  @Id({ about: 'The meeting it was last listed for; null when never', optional: true }) lastMeetingId: string | null;
  @DateOnly({ about: 'Day of that meeting', optional: true }) lastHeldOn: string | null;
  @OneOf(AGENDA_STATUSES, {
    about: 'What came of it there; LISTED means that nobody recorded an outcome',
    optional: true,
  })
  lastStatus: AgendaStatus | null;
  @OneOf(NOT_HEARD_REASONS, { about: 'Why it was not heard there', optional: true }) lastReason: NotHeardReason | null;
}

export class NewAgendaItem {
  @Id({ about: 'The case; it has an accepted referral' }) caseId: string;
  @Whole({ about: 'Minutes; those of the meeting when not given', min: 1, max: 240, optional: true }) minutes?: number;
  @Text({ about: 'Why it is listed after the list went out: the chair alone does that', max: 1000, optional: true })
  reason?: string;
}

export class NewOrder {
  @ListOf('id', { about: 'Every agenda item of the meeting, in the order in which they are heard', maxItems: 200 })
  items: string[];
  @Text({ about: 'Why in this order', max: 1000 }) reason: string;
}

export class NewOutcome {
  @OneOf(OUTCOMES, { about: 'What came of the case at the meeting' }) status: Outcome;
  @OneOf(NOT_HEARD_REASONS, { about: 'Why it was not heard; not with HEARD', optional: true }) reason?: NotHeardReason;
  @Nested(() => InterimCheck, {
    about: 'Who checks on the victim until it is heard: becomes an action. Needed where it comes back at a meeting',
    optional: true,
  })
  interimCheck?: InterimCheck;
}

export class ExtraMeeting {
  @Id({ about: 'The MARAC' }) maracId: string;
  @DateOnly({ about: 'Day' }) heldOn: string;
  @Text({ about: 'Local time, HH:MM', max: 5 }) startTime: string;
  @Text({ about: 'Where', max: 200 }) venue: string;
}

export class DeferTo {
  @Id({ about: 'The meeting' }) meetingId: string;
  @DateOnly({ about: 'Day' }) heldOn: string;
}

/** What can be done about a list that is longer than its meeting can hear. */
export class OverflowView {
  @Whole({ about: 'Cases that take up time', min: 1, max: 1000 }) cases: number;
  @Whole({ about: 'Cases the meeting can hear', min: 1, max: 1000 }) cap: number;
  @Nested(() => ExtraMeeting, { about: 'An extra meeting that could be planned: send it to POST /meetings' })
  extraMeeting: ExtraMeeting;
  @Nested(() => DeferTo, { about: 'The next meeting with room, for POST /agenda-items/:id/deferral', optional: true })
  deferTo: DeferTo | null;
}

export class AgendaItemView {
  @Id({ about: 'The agenda item' }) id: string;
  @Id({ about: 'The meeting' }) meetingId: string;
  @Id({ about: 'The case' }) caseId: string;
  @Id({ about: 'The referral that the list shows' }) referralId: string;
  @Whole({ about: 'Place on the list', min: 1, max: 1000 }) position: number;
  @Instant({ about: 'Start of its slot' }) startsAt: string;
  @Whole({ about: 'Minutes; none for what is listed to mark files alone', min: 0, max: 240 }) minutes: number;
  @YesNo({ about: 'Listed to mark files, and not discussed' }) alertOnly: boolean;
  @Text({ about: 'Why it is not discussed', max: 1000, optional: true }) alertBecause: string | null;
  @Text({ about: 'Children’s team that comes for it', max: 60, optional: true }) childrenTeam: string | null;
  @Text({ about: 'Why it was listed after the list went out', max: 1000, optional: true }) lateBecause: string | null;
  @YesNo({ about: 'Not heard so often that the chair was told' }) escalated: boolean;
  @Nested(() => OverflowView, { about: 'Just listed on a list that is too long: what can be done', optional: true })
  overflow: OverflowView | null;
  @OneOf(AGENDA_STATUSES, { about: 'Status' }) status: AgendaStatus;
  @OneOf(NOT_HEARD_REASONS, { about: 'Why it was not heard', optional: true }) reason: NotHeardReason | null;
  @Whole({ about: 'Meetings running at which it was not heard', min: 0, max: 1000 }) notHeard: number;
  @DateOnly({ about: 'Day it was heard', optional: true }) heardOn: string | null;
  @Id({ about: 'After it was not heard: the meeting it is listed for next; null when there is none', optional: true })
  listedNextAt: string | null;
  @Whole({ about: 'Version; the ETag', min: 1, max: 2_147_483_647 }) version: number;
}
