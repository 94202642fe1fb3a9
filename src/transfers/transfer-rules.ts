import { defineRules } from '../maracs/rule-section.rules.js';
import { Whole } from '../platform/http/fields.js';

/** How long the new area may read a transfer package: until it has a record of its own. Local practice; no source gives a number. */
export class TransferRules {
  @Whole({ about: 'Days for which the new area may read the package, from acceptance', min: 1, max: 365 })
  packageDays: number;
}

export const TRANSFERS = defineRules<TransferRules>({
  name: 'transfers',
  shape: TransferRules,
  defaults: { packageDays: 90 },
});
