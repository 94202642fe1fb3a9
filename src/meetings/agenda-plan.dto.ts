import { Id, Instant, ListOf, Nested, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { NOT_HEARD_REASONS, type NotHeardReason } from './agenda.rules.js';
import { InterimCheck } from './meetings.http.js';

/** How a case is taken at its meeting. What is not given stays. */
export class AgendaItemPlan {
  @Whole({ about: 'Minutes for this case', min: 1, max: 240, optional: true }) minutes?: number;
  @YesNo({ about: 'Listed to mark files, and not discussed: takes no time', optional: true }) alertOnly?: boolean;
  @Text({ about: 'Why it is not discussed; needed with alertOnly', max: 1000, multiline: true, optional: true })
  alertBecause?: string;
  @Text({ about: 'Children’s team that comes for it: name of the team alone', max: 60, optional: true })
  childrenTeam?: string;
}

export class NewDeferral {
  @OneOf(NOT_HEARD_REASONS, { about: 'Why it is not heard here' }) reason: NotHeardReason;
  @Text({ about: 'In words', max: 2000, multiline: true }) because: string;
  @Id({ about: 'Meeting where it is heard instead; the next one when not given', optional: true }) toMeetingId?: string;
  @Nested(() => InterimCheck, { about: 'Needed unless it is heard sooner: becomes an action', optional: true })
  interimCheck?: InterimCheck;
}

/** A case that a cancelled meeting put off, whose victim nobody is to check on yet. */
export class UncheckedCase {
  @Id({ about: 'The agenda item of the cancelled meeting' }) agendaItemId: string;
  @Id({ about: 'The case' }) caseId: string;
  @Text({ about: "The case's reference", max: 20 }) ref: string;
}

export class InterimCheckView {
  @Id({ about: 'The agenda item' }) agendaItemId: string;
  @Id({ about: 'The action by which somebody checks on the victim' }) actionId: string;
}

export class GuestAvailability {
  @Instant({ about: 'From when the guest can come; with neither: at any time', optional: true }) availableFrom?: string;
  @Instant({ about: 'Until when', optional: true }) availableUntil?: string;
}

export class ProposedPlace {
  @Id({ about: 'The agenda item' }) agendaItemId: string;
  @Id({ about: 'The case' }) caseId: string;
  @Text({ about: "The case's reference", max: 20 }) ref: string;
  @Whole({ about: 'Place on the list', min: 1, max: 1000 }) position: number;
  @Instant({ about: 'Start of its slot' }) startsAt: string;
  @Whole({ about: 'Minutes', min: 0, max: 240 }) minutes: number;
  @ListOf('text', { about: 'Why it stands here, in words' }) reasons: string[];
  @Whole({ about: 'Guests who cannot come at this time', min: 0, max: 1000 }) guestsMissed: number;
}

/** Of the cases that you may see. */
export class ProposedOrderView {
  @Id({ about: 'The meeting' }) meetingId: string;
  @Whole({ about: 'Version of the meeting and its list that this was worked out for; the ETag', min: 1 })
  version: number;
  @Whole({ about: 'Version of the area’s rules', min: 0 }) ruleVersion: number;
  @YesNo({ about: 'Whether this is the order they stand in now' }) isCurrent: boolean;
  @ListOf(() => ProposedPlace, { about: 'The cases, each once' }) items: ProposedPlace[];
}
