import { heightOf, type Step, type Tells } from '../alerts/ladder.rules.js';
import type { LadderName } from '../alerts/ladder-section.rules.js';
import { endOfDay } from '../platform/values/moments.js';

/** What an alert that is filed on a case says of its action. */
export const ALERT_KINDS = ['BEFORE', 'DUE', 'OVERDUE', 'ESCALATED'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** Overdue is told to whoever is to act and to the coordinator; what goes further up is an escalation. */
export function alertKind(step: Step, tells: readonly Tells[]): AlertKind {
  if (step !== 'AFTER') return step;
  return heightOf(tells) === 0 ? 'OVERDUE' : 'ESCALATED';
}

/** Whoever sets an exact moment has no working days to wait for: such an action climbs by the hour. */
export function ladderFor(dueOn: string, dueAt: Date, timeZone: string): LadderName {
  return endOfDay(dueOn, timeZone).getTime() === dueAt.getTime() ? 'actions' : 'urgentActions';
}
