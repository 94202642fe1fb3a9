import { OneOf, Text } from '../platform/http/fields.js';
import { type Label, LABELS } from './labels.js';
import type { Withholding } from './open-case.js';

export const WITHHOLDINGS: readonly Withholding[] = ['NOT_SHARED', 'SECOND_FACTOR_NEEDED'];

/** A field that is absent because the protocol keeps it from the reader. */
export class WithheldView {
  @Text({ about: 'Field that is absent', max: 50 }) field: string;
  @OneOf(LABELS, { about: 'Kind of information it is' }) label: Label;
  @OneOf(WITHHOLDINGS, { about: 'Why: not shared with you, or a second factor must be proved again' })
  reason: Withholding;
}
