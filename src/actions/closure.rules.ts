import type { ClosureReason, RiskEffect, Worked } from './action.rules.js';

/** How an action is reported to have ended. */
export interface ClosureFacts {
  reason: ClosureReason;
  riskEffect?: RiskEffect;
  victimMayBeTold?: boolean;
  worked?: Worked;
  followUp?: { dueOn?: string; dueAt?: string };
}

export interface ClosureFault {
  pointer: string;
  code: 'required' | 'not-wanted';
  detail: string;
}

const DEAD_ENDS: readonly ClosureReason[] = ['DUPLICATE', 'DECEASED'];

/**
 * What a closure still has to say. Who reports that something was done has seen what it changed, and knows whether the victim may hear
 * of it; what was not done has no effect to report. A follow-up without a date is a promise nobody notices was broken.
 */
export function closureFaults(facts: ClosureFacts): ClosureFault[] {
  const { reason, riskEffect, victimMayBeTold, followUp } = facts;
  const faults: ClosureFault[] = [];
  if (reason === 'COMPLETED' && riskEffect === undefined)
    faults.push({ pointer: '/riskEffect', code: 'required', detail: 'Say what it did to the risk, or UNKNOWN.' });
  if (reason === 'COMPLETED' && victimMayBeTold === undefined)
    faults.push({ pointer: '/victimMayBeTold', code: 'required', detail: 'Say whether the victim may be told.' });
  if (followUp && !followUp.dueOn && !followUp.dueAt)
    faults.push({ pointer: '/followUp/dueOn', code: 'required', detail: 'A follow-up needs a date, or dueAt.' });
  if (followUp && DEAD_ENDS.includes(reason))
    faults.push({ pointer: '/followUp', code: 'not-wanted', detail: 'What ends for this reason is not followed up.' });
  return faults;
}

/** What is kept of it; what nobody was asked for is not known, and the victim is not told. */
export function closureKept(facts: ClosureFacts): Required<Omit<ClosureFacts, 'reason' | 'followUp'>> {
  return {
    riskEffect: facts.riskEffect ?? 'UNKNOWN',
    victimMayBeTold: facts.victimMayBeTold ?? false,
    worked: facts.worked ?? 'UNKNOWN',
  };
}
