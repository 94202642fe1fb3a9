import { DateOnly, Id, Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { NOT_HEARD_REASONS, type NotHeardReason } from './agenda.rules.js';

export class NewDeclaration {
  @Whole({ about: 'Version of the statement that you read', min: 1, max: 1_000_000 }) statementVersion: number;
}

export class DeclarationView {
  @Id({ about: 'Who declared' }) userId: string;
  @Text({ about: 'Name', max: 200 }) name: string;
  @Text({ about: 'Agency', max: 200 }) agency: string;
  @Whole({ about: 'Version of the statement', min: 1, max: 1_000_000 }) statementVersion: number;
  @Instant({ about: 'When' }) declaredAt: string;
}

export class DeclarationsView {
  @Id({ about: 'The meeting' }) meetingId: string;
  @Whole({ about: 'Version of the statement', min: 1, max: 1_000_000 }) statementVersion: number;
  @Text({ about: 'What is declared', max: 4000 }) statement: string;
  @YesNo({ about: 'Whether you have declared' }) declared: boolean;
  @YesNo({ about: 'Whether papers of the meeting wait until you do' }) papersWait: boolean;
  @ListOf(() => DeclarationView, { about: 'Who declared: everybody for those who manage the meeting, else yourself' })
  register: DeclarationView[];
}

export class NewWithdrawal {
  @OneOf(NOT_HEARD_REASONS, { about: 'Why the case leaves the list' }) reason: NotHeardReason;
}

export class NewGuest {
  @Id({ about: 'The person; or give an agency', optional: true }) userId?: string;
  @Id({ about: 'The agency; or give a person', optional: true }) agencyId?: string;
  @Text({ about: 'Why this guest is needed', max: 1000 }) reason: string;
  @Instant({
    about: 'From when the guest can come, on the day of the meeting; with neither: at any time',
    optional: true,
  })
  availableFrom?: string;
  @Instant({ about: 'Until when', optional: true }) availableUntil?: string;
}

export class GuestEnding {
  @Text({ about: 'Why the guest does not come', max: 1000 }) reason: string;
}

export class GuestView {
  @Id({ about: 'The invitation' }) id: string;
  @Id({ about: 'The agenda item' }) agendaItemId: string;
  @Id({ about: 'The person', optional: true }) userId: string | null;
  @Id({ about: 'The agency', optional: true }) agencyId: string | null;
  @Text({ about: 'Name of the person or the agency', max: 200 }) name: string;
  @Text({ about: 'Why', max: 1000 }) reason: string;
  @YesNo({
    about: 'Whether their agency’s signature of the protocol is in force: without it they see nothing of the case',
  })
  signed: boolean;
  @Instant({ about: 'From when the guest may open the case' }) startsAt: string;
  @Instant({ about: 'Until when' }) endsAt: string;
  @Instant({ about: 'From when the guest can come', optional: true }) availableFrom: string | null;
  @Instant({ about: 'Until when', optional: true }) availableUntil: string | null;
  @Instant({ about: 'When the invitation was taken back', optional: true }) endedAt: string | null;
}

/** All that a guest sees of a meeting. */
export class SlotView {
  @Id({ about: 'The invitation' }) id: string;
  @Id({ about: 'The meeting, for your declaration of confidentiality and your copy of the papers' }) meetingId: string;
  @DateOnly({ about: 'Day' }) heldOn: string;
  @Instant({ about: 'Start of your slot' }) startsAt: string;
  @Whole({ about: 'Minutes', min: 1, max: 240 }) minutes: number;
  @Text({ about: 'Where', max: 200 }) venue: string;
  @Instant({ about: 'From when you may open the case' }) opensAt: string;
  @Id({ about: 'The case; null until then', optional: true }) caseId: string | null;
  @Text({ about: 'Its reference; null until then', max: 20, optional: true }) ref: string | null;
  @Text({ about: 'The victim; null until then', max: 400, optional: true }) victim: string | null;
}
