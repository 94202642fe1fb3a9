import { defineRules } from '../maracs/rule-section.rules.js';
import { Whole } from '../platform/http/fields.js';
import type { MarkerNorms } from './marker.rules.js';

class MarkerNormsShape implements MarkerNorms {
  @Whole({ about: 'Working days within which an agency says that it placed its marker', min: 1, max: 60 })
  placingDays: number;
  @Whole({ about: 'Working days after a lapse within which it says that it removed it', min: 1, max: 120 })
  removingDays: number;
}

/**
 * How long agencies have to mark and unmark their own files. No guidance gives a number: five working days are the norm of a
 * standard action (X01, "flag and tag confirmed by every agency"); a marker that stays on a little longer harms nobody, hence ten.
 */
export const MARKER_NORMS = defineRules<MarkerNorms>({
  name: 'flags',
  shape: MarkerNormsShape,
  defaults: { placingDays: 5, removingDays: 10 },
});
