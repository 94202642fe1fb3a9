import { Instant, ListOf, Text } from '../platform/http/fields.js';
import { type Label, LABELS } from './labels.js';

export class NewNeed {
  @ListOf(LABELS, { about: 'Kinds of information that are needed', min: 1, max: 9 }) labels: Label[];
  @Text({ about: 'Why; it is recorded, and auditors read it', max: 1000, multiline: true }) reason: string;
}

export class NeedView {
  @ListOf(LABELS, { about: 'Kinds of information that are shown', max: 9 }) labels: Label[];
  @Instant({ about: 'Until when' }) until: string;
}
