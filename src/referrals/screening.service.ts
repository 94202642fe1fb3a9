import { Injectable } from '@nestjs/common';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { Referral } from './referral.entity.js';
import { ReferralSteps } from './referral-steps.service.js';
import type { ReferralView } from './referrals.dto.js';
import {
  EMERGENCY_ACCEPTED, REFERRAL_ACCEPTED, REFERRAL_DECLINED, REFERRAL_RETURNED, type ReferralEvent, REPEAT_NOTED,
} from './referrals.events.js'; // prettier-ignore
import { ScreeningClocks } from './screening-clocks.service.js';
import type { Screening, Withdrawal } from './screening.dto.js';
import { cameIn, riskOf } from './screening.queries.js';
import { type Decision, decideScreening, type Screenable } from './screening.rules.js';

/** Of a duplicate nobody is told: that there is another referral is not for its referrer. */
const TOLD_AS: Partial<Record<Decision['step'], ReferralEvent>> = {
  accept: REFERRAL_ACCEPTED,
  return: REFERRAL_RETURNED,
  decline: REFERRAL_DECLINED,
  'note-repeat': REPEAT_NOTED,
};

/** What becomes of a referral that came in. */
@Injectable()
export class Screenings {
  constructor(
    private readonly steps: ReferralSteps,
    private readonly clocks: ScreeningClocks,
    private readonly freeText: FreeText,
  ) {}

  /** It came in and waits for a decision, which is due at the moment given back. */
  receive(referral: Pick<Referral, 'id' | 'caseId' | 'maracId'>): Promise<Date> {
    return this.clocks.start(referral);
  }

  /**
   * Decides on a referral. A decline says why, advises, passes on, and never rests on a score alone.
   * @throws Problem 404; 403; 412; 409 `wrong-state`; 422 `required`, `not-a-field`, `meets-criteria`, `score-alone`, `repeat-undecided`,
   *   `not-a-repeat`, `not-signed-off`, `unknown`, `protected-address-in-text`
   */
  async screen(referralId: string, version: number, screening: Screening): Promise<ReferralView> {
    const { referral } = await this.steps.opened(referralId, 'screen-referral');
    if (!tx().actor.may('referrals:screen', referral.maracId)) throw Problem.notAllowed();
    const screened = decideScreening(screening, await this.facts(referral));
    if (screened.outcome === 'refused')
      throw new Problem(422, 'invalid-input', 'The decision was not accepted.', [screened.problem]);
    await this.freeText.check(referral.caseId, { '/advice': screened.advice, '/weighed': screened.weighed });
    const { step, emergency, duplicateOf } = screened;
    if (duplicateOf && (duplicateOf === referralId || !(await cameIn(duplicateOf, referral.maracId))))
      throw Problem.at('/of', 'unknown', 'There is no such other referral in this MARAC.');
    const event = emergency ? undefined : TOLD_AS[step];
    const view = await this.steps.take(referral, {
      step,
      version,
      changes: changes(screened),
      kept: kept(screened),
      event,
    });
    if (!emergency) return view;
    await this.clocks.awaitHearing(referral);
    this.steps.tell(referral, [REFERRAL_ACCEPTED, EMERGENCY_ACCEPTED]);
    return view;
  }

  /** Takes a referral back before it was decided upon. @throws Problem 404; 403; 412; 409 `wrong-state`; 422 */
  async withdraw(referralId: string, version: number, { reason }: Withdrawal): Promise<ReferralView> {
    const { referral } = await this.steps.opened(referralId, 'read-case');
    const { actor } = tx();
    if (!this.steps.isReferrer(referral) && !actor.may('referrals:screen', referral.maracId))
      throw Problem.notAllowed();
    await this.freeText.check(referral.caseId, { '/reason': reason });
    const taken = { decisionReason: reason, decidedBy: actor.id };
    return this.steps.take(referral, { step: 'withdraw', version, changes: taken, kept: { note: reason } });
  }

  private async facts(referral: Referral): Promise<Screenable> {
    const { criteria, outcome, assessmentId, maracId, signedOffBy } = referral;
    const { rules } = await this.clocks.rules(maracId);
    const grade = assessmentId ? await riskOf(assessmentId) : undefined;
    const risk = assessmentId === null ? null : (grade ?? 'UNGRADED');
    return { criteria, outcome, risk, signOffMissing: rules.managerSignOff && signedOffBy === null };
  }
}

/** What the referral itself keeps of the decision; a duplicate waits on, for all its referrer can tell. */
function changes({ step, code, advice, fields, emergency }: Decision): Partial<Referral> {
  if (step === 'mark-duplicate' || step === 'reopen') return {};
  const decided = {
    decidedBy: tx().actor.id,
    decisionReason: advice,
    decisionCode: code,
    returnFields: fields,
    emergency,
  };
  return { ...decided, acceptedOn: step === 'accept' ? todayIn(TIME_ZONE, present()) : null };
}

function kept({ code, advice, fields, onwardService, weighed, emergency, duplicateOf }: Decision) {
  return { code, note: advice, fields, onwardService, weighed, emergency, duplicateOf };
}
