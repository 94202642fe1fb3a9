import { DateOnly, Id, Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { DEADLINES, type DeadlineKind } from './deadlines.rules.js';
import { MeetingView } from './meetings.dto.js';
import { JOIN_LINK, TIME_OF_DAY } from './series.dto.js';

export class MeetingMove {
  @DateOnly({ about: 'Day; not in the past' }) heldOn: string;
  @Text({ about: 'Local time, HH:MM', max: 5, pattern: TIME_OF_DAY, example: '09:30' }) startTime: string;
  @Text({ about: 'Where; as before when not given', max: 200, optional: true }) venue?: string;
  @Text({ about: 'Where to join from afar; as before when not given', max: 500, pattern: JOIN_LINK, example: 'https://meet.example.org/room', optional: true })
  link?: string;
  @Text({ about: 'Why; nothing of a case', max: 500, multiline: true }) reason: string;
  @YesNo({ about: 'Hold it although the day is a bank holiday, where the rules of the area allow it', optional: true })
  evenOnBankHoliday?: boolean;
} // prettier-ignore

export class MovedMeetingView extends MeetingView {
  @ListOf(DEADLINES, { about: 'Steps of which the day has passed by this move: nobody can keep it any more' })
  passedByMoving: DeadlineKind[];
}

export class MeetingCancellation {
  @Text({ about: 'Why; nothing of a case', max: 500, multiline: true }) reason: string;
}

export class CancelledMeetingView extends MeetingView {
  @Id({ about: 'The meeting at which its cases are listed now; null when it had none, or none is planned', optional: true })
  listedNextAt: string | null;
  @Whole({ about: 'Cases that moved on to that meeting', min: 0, max: 1000 }) movedOn: number;
  @Whole({ about: 'Cases that are on no list now, since no meeting is planned', min: 0, max: 1000 }) unlisted: number;
} // prettier-ignore

export class PresidingChange {
  @Id({ about: 'Who chairs; nobody when not given', optional: true }) chairId?: string;
  @Id({ about: 'Who stands in for the chair; nobody when not given', optional: true }) deputyId?: string;
  @YesNo({ about: 'The chair is absent: the deputy presides', optional: true }) chairAbsent?: boolean;
  @Text({ about: 'Why; nothing of a case', max: 500, multiline: true }) reason: string;
}

export const RATIFICATION_DECISIONS = ['RATIFIED', 'NOT_RATIFIED'] as const;
export type RatificationDecision = (typeof RATIFICATION_DECISIONS)[number];

export class NewRatification {
  @Id({ about: 'The ordinary meeting that heard of it' }) atMeetingId: string;
  @OneOf(RATIFICATION_DECISIONS, { about: 'What that meeting decided' }) decision: RatificationDecision;
  @Text({ about: 'Why; needed when it was not ratified; nothing of a case', max: 500, multiline: true, optional: true })
  reason?: string;
} // prettier-ignore

export class RatificationView {
  @Id({ about: 'The emergency meeting' }) meetingId: string;
  @Id({ about: 'The ordinary meeting that heard of it' }) atMeetingId: string;
  @OneOf(RATIFICATION_DECISIONS, { about: 'What it decided' }) decision: RatificationDecision;
  @Text({ about: 'Why', max: 500, optional: true }) reason: string | null;
  @Instant({ about: 'When it was put down' }) decidedAt: string;
}

export const CHANGE_KINDS = ['MOVED', 'CANCELLED', 'CHAIR'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export class MeetingChangeView {
  @OneOf(CHANGE_KINDS, { about: 'What changed' }) kind: ChangeKind;
  @DateOnly({ about: 'The day on which it was to be held before' }) wasOn: string;
  @Instant({ about: 'When it was to start before' }) wasAt: string;
  @Text({ about: 'Why', max: 500 }) reason: string;
  @Instant({ about: 'When it was changed' }) madeAt: string;
}
