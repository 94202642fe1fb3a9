import type { IsoDate } from '../platform/values/dates.js';
import { type WorkingCalendar, workingDaysFrom } from '../platform/values/working-days.js';
import type { TransferStatus } from './transfer.rules.js';

/** Reminders of a transfer: of an offer that is not answered, of one still not answered, of a case accepted and then left lying. */
export const CHASE_STEPS = ['UNANSWERED', 'STILL_UNANSWERED', 'NOT_TAKEN_UP'] as const;
export type ChaseStep = (typeof CHASE_STEPS)[number];

/** How far a transfer is. */
export interface Standing {
  status: TransferStatus;
  offeredOn: IsoDate;
  decidedOn: IsoDate | null;
  /** the new area has a record of its own */
  received: boolean;
  /** both IDVAs confirmed that they handed the victim over */
  handedOver: boolean;
}

export interface ChaseDay {
  step: ChaseStep;
  on: IsoDate;
}

/** On which days people are reminded as things stand, in order; none once all is done, or the offer is off. */
export function chaseDays(
  { status, offeredOn, decidedOn, received, handedOver }: Standing,
  calendar: WorkingCalendar,
  rules: { answerWorkingDays: number; takeUpWorkingDays: number },
): ChaseDay[] {
  if (status === 'OFFERED' || status === 'ACKNOWLEDGED')
    return [
      { step: 'UNANSWERED', on: workingDaysFrom(offeredOn, rules.answerWorkingDays, calendar) },
      { step: 'STILL_UNANSWERED', on: workingDaysFrom(offeredOn, 2 * rules.answerWorkingDays, calendar) },
    ];
  if (status !== 'ACCEPTED' || decidedOn === null || (received && handedOver)) return [];
  return [{ step: 'NOT_TAKEN_UP', on: workingDaysFrom(decidedOn, rules.takeUpWorkingDays, calendar) }];
}
