import { DateOnly, Id, Instant, ListOf, Nested, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { WithheldView } from '../access/withheld.http.js';
import { AGENDA_STATUSES, type AgendaStatus } from './agenda.rules.js';
import { MEETING_STATUSES, type MeetingStatus } from './meeting.entity.js';

/** The victim as the list shows them: never with an address or a number. */
export class ListedVictim {
  @Id({ about: 'The record of this person' }) id: string;
  @Text({ about: 'Name', max: 400 }) name: string;
  @ListOf('text', { about: 'Other names', maxItems: 50 }) aliases: string[];
  @Text({ about: 'Birth date: YYYY-MM-DD, YYYY-MM or YYYY', max: 10, optional: true }) birthDate: string | null;
  @Text({ about: 'How exact the birth date is', max: 20 }) birthPrecision: string;
}

export class ListedPerpetrator {
  @Id({ about: 'The record of this person' }) id: string;
  @Text({ about: 'Name', max: 400 }) name: string;
  @Text({ about: 'Relationship to the victim', max: 200 }) relationship: string;
  @Text({ about: 'Birth date: YYYY-MM-DD, YYYY-MM or YYYY', max: 10, optional: true }) birthDate: string | null;
  @Text({ about: 'How exact the birth date is', max: 20 }) birthPrecision: string;
}

export class CaseListEntry {
  @Id({ about: 'The agenda item' }) agendaItemId: string;
  @Whole({ about: 'Version of the agenda item, for If-Match', min: 1, max: 2_147_483_647 }) version: number;
  @Whole({ about: 'Place on the list', min: 1, max: 1000 }) position: number;
  @Instant({ about: 'Start of its slot' }) startsAt: string;
  @Whole({ about: 'Minutes; none for what is listed to mark files alone', min: 0, max: 240 }) minutes: number;
  @YesNo({ about: 'Listed to mark files, and not discussed' }) alertOnly: boolean;
  @OneOf(AGENDA_STATUSES, { about: 'Status' }) status: AgendaStatus;
  @Text({ about: 'Why it was not heard', max: 50, optional: true }) reason: string | null;
  @Whole({ about: 'Meetings running at which it was not heard', min: 0, max: 1000 }) notHeard: number;
  @YesNo({ about: 'Not heard so often that the chair was told' }) escalated: boolean;
  @Id({ about: 'The case' }) caseId: string;
  @Text({ about: "The case's reference", max: 20 }) ref: string;
  @Id({ about: 'The referral shown' }) referralId: string;
  @Nested(() => ListedVictim, { about: 'The victim' }) victim: ListedVictim;
  @ListOf(() => ListedPerpetrator, { about: 'Perpetrators; absent: withheld', maxItems: 50, optional: true })
  perpetrators?: ListedPerpetrator[];
  @Whole({ about: 'Children in the household; absent: withheld', min: 0, max: 30, optional: true }) children?: number;
  @ListOf('text', { about: 'Criteria the referral meets', maxItems: 10 }) criteria: string[];
  @OneOf(['YES', 'POSSIBLE', 'NO'], { about: 'Whether it is a repeat; absent: withheld', optional: true })
  repeat?: 'YES' | 'POSSIBLE' | 'NO';
  @DateOnly({ about: 'Until when the case is flagged; null without a live flag', optional: true }) flaggedUntil:
    string | null;
  @DateOnly({ about: 'When the case was last heard on an earlier referral; absent: withheld', optional: true })
  lastHeardOn?: string | null;
  @Text({ about: 'Agency that referred; absent: withheld', max: 100, optional: true }) referringAgency?: string;
  @Text({ about: 'IDVA service the case is shared with, as far as you may know', max: 100, optional: true })
  idvaService: string | null;
  @DateOnly({ about: 'Day of the referral' }) referredOn: string;
  @Whole({ about: 'Days since then', min: 0, max: 36_500 }) daysWaiting: number;
  @Whole({ about: 'Actions on the case that are not closed', min: 0, max: 10_000 }) openActions: number;
  @Whole({ about: 'Those of them that are overdue', min: 0, max: 10_000 }) overdueActions: number;
  @Text({ about: 'The area it came from by transfer; null when it did not', max: 200, optional: true })
  cameFrom: string | null;
  @ListOf(() => WithheldView, { about: 'What the protocol keeps from you', maxItems: 10 }) withheld: WithheldView[];
}

/** Of the cases that you may see and that are discussed, those withdrawn left out. */
export class CaseListTotals {
  @Whole({ about: 'Cases', min: 0, max: 1000 }) cases: number;
  @Whole({ about: 'Minutes', min: 0, max: 100_000 }) minutes: number;
  @Whole({ about: 'Cases the meeting can hear', min: 1, max: 1000 }) cap: number;
  @YesNo({ about: 'Warning: more cases than that' }) overCap: boolean;
  @Whole({ about: 'Repeats, possible ones included; null when withheld', min: 0, max: 1000, optional: true }) repeats:
    number | null;
}

export class CaseListView {
  @Id({ about: 'The meeting' }) meetingId: string;
  @Id({ about: 'The MARAC' }) maracId: string;
  @DateOnly({ about: 'Day' }) heldOn: string;
  @Instant({ about: 'Start' }) startsAt: string;
  @Text({ about: 'Where', max: 200 }) venue: string;
  @OneOf(MEETING_STATUSES, { about: 'Status of the meeting' }) status: MeetingStatus;
  @Whole({ about: 'Version of the meeting and its list; the ETag', min: 1, max: 2_147_483_647 }) version: number;
  @Nested(() => CaseListTotals, { about: 'Totals of the cases you may see' }) totals: CaseListTotals;
  @ListOf(() => CaseListEntry, { about: 'Cases in the order in which they are heard', maxItems: 1000 })
  items: CaseListEntry[];
}
