import { Id, Instant, ListOf, Text } from '../platform/http/fields.js';
import { type Label, LABELS } from './labels.js';

export class GrantView {
  @Text({ about: 'Agency or person it was shared with', max: 200 }) grantee: string;
  @ListOf(LABELS, { about: 'Kinds of information shared', max: 9 }) labels: Label[];
  @Text({ about: 'Purpose', max: 100 }) purpose: string;
  @Text({ about: 'Why', max: 1000 }) reason: string;
  @Instant({ about: 'From when' }) startsAt: string;
  @Instant({ about: 'Until when; null is until revoked', optional: true }) endsAt: string | null;
}

export class AccessView {
  @Id({ about: 'The case' }) caseId: string;
  @Text({ about: 'Its reference', max: 20 }) ref: string;
  @Text({ about: 'Why you can see this, in a sentence', max: 2000 }) explanation: string;
  @ListOf(LABELS, { about: 'Kinds of information you may see', max: 9 }) labels: Label[];
  @ListOf(() => GrantView, { about: 'Sharing decisions in force that you may know of', max: 10_000 })
  grants: GrantView[];
}
