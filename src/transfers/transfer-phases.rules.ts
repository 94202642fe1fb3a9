import type { LadderName } from '../alerts/ladder-section.rules.js';
import type { IsoDate } from '../platform/values/dates.js';
import { type WorkingCalendar, workingDaysFrom } from '../platform/values/working-days.js';
import type { TransferStatus } from './transfer.rules.js';

/** What a transfer waits for: each has its ladder, and counts as a due moment of its own. */
export const PHASES = {
  ANSWER: { ladder: 'transferOffers', epoch: 1 },
  TAKE_UP: { ladder: 'transferTakeUps', epoch: 2 },
} as const satisfies Record<string, { ladder: LadderName; epoch: number }>;
export type Phase = keyof typeof PHASES;

export const phaseOf = (epoch: number): Phase => (epoch === PHASES.ANSWER.epoch ? 'ANSWER' : 'TAKE_UP');

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

/** What it waits for, and until which day; null once all is done, or the offer is off. */
export function waitsFor(
  { status, offeredOn, decidedOn, received, handedOver }: Standing,
  calendar: WorkingCalendar,
  rules: { answerWorkingDays: number; takeUpWorkingDays: number },
): { phase: Phase; on: IsoDate } | null {
  if (status === 'OFFERED' || status === 'ACKNOWLEDGED')
    return { phase: 'ANSWER', on: workingDaysFrom(offeredOn, rules.answerWorkingDays, calendar) };
  if (status !== 'ACCEPTED' || decidedOn === null || (received && handedOver)) return null;
  return { phase: 'TAKE_UP', on: workingDaysFrom(decidedOn, rules.takeUpWorkingDays, calendar) };
}
