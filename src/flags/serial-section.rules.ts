import { defineRules } from '../maracs/rule-section.rules.js';
import { Whole } from '../platform/http/fields.js';

/** When somebody counts as a serial perpetrator. */
export interface SerialRules {
  /** different victims at the least */
  victims: number;
  /** counted back from the day on which it is asked */
  withinMonths: number;
}

class SerialRulesShape implements SerialRules {
  @Whole({ about: 'How many different victims at the least', min: 2, max: 20 }) victims: number;
  @Whole({ about: 'Within how many calendar months, counted back from today', min: 1, max: 240 }) withinMonths: number;
}

/** Northumbria Police (MATAC): suspected of domestic abuse of two or more different victims within three years. */
export const SERIAL_RULES = defineRules<SerialRules>({
  name: 'serialPerpetrators',
  shape: SerialRulesShape,
  defaults: { victims: 2, withinMonths: 36 },
});
