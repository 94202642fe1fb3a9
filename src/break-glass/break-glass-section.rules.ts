import { defineRules } from '../maracs/rule-section.rules.js';
import { Whole } from '../platform/http/fields.js';
import { MOST_MINUTES } from './break-glass.rules.js';

/** How an area lets cases be opened in an emergency. The defaults are ours: no guidance gives numbers. */
export class BreakGlassRules {
  @Whole({ about: 'Minutes for which the case stays open', min: 5, max: MOST_MINUTES }) minutes: number;
  @Whole({ about: 'Cases that one person may open so in 24 hours', min: 1, max: 20 }) opensPerDay: number;
  @Whole({ about: 'Tries that find nothing, in 24 hours', min: 1, max: 50 }) missesPerDay: number;
  @Whole({ about: 'Working days after which somebody higher up is told that nobody reviewed it', min: 1, max: 5 })
  reviewWorkingDays: number;
}

export const BREAK_GLASS = defineRules<BreakGlassRules>({
  name: 'break-glass',
  shape: BreakGlassRules,
  defaults: { minutes: MOST_MINUTES, opensPerDay: 3, missesPerDay: 10, reviewWorkingDays: 1 },
});
