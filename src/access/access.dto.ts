import { type Role, ROLES } from '../identity/roles.rules.js';
import { DateOnly, Id, ListOf, Nested, OneOf, Text, Whole } from '../platform/http/fields.js';
import { GrantView } from './grants.dto.js';
import { type Label, LABELS } from './labels.js';
import type { Withholding } from './open-case.js';

export class OwnSignatureView {
  @Whole({ about: 'Version of the protocol', min: 1 }) version: number;
  @DateOnly({ about: 'Last day on which it counts' }) endsOn: string;
  @Whole({ about: 'Days until then', min: 0 }) daysLeft: number;
}

export class WithheldLabelView {
  @OneOf(LABELS, { about: 'Kind of information that is kept from you' }) label: Label;
  @OneOf(['NOT_SHARED', 'SECOND_FACTOR_NEEDED'], { about: 'Why' }) reason: Withholding;
  @Text({ about: 'In a sentence', max: 300 }) explanation: string;
}

export class AccessView {
  @Id({ about: 'The case' }) caseId: string;
  @Text({ about: 'Its reference', max: 20 }) ref: string;
  @ListOf(ROLES, { about: 'Your roles in its MARAC' }) roles: Role[];
  @Text({ about: 'Your agency', max: 200 }) agency: string;
  @Nested(() => OwnSignatureView, { about: "Your agency's signature of the protocol", optional: true })
  signature: OwnSignatureView | null;
  @Text({ about: 'Why you can see this, in a paragraph', max: 10_000 }) explanation: string;
  @ListOf(LABELS, { about: 'Kinds of information you may see', max: 9 }) labels: Label[];
  @ListOf(() => WithheldLabelView, { about: 'What is kept from you, and why' }) withheld: WithheldLabelView[];
  @ListOf('text', { about: 'What would end it, a sentence each' }) endsWhen: string[];
  @ListOf(() => GrantView, { about: 'Sharing decisions in force that you may know of', max: 10_000 })
  grants: GrantView[];
}
