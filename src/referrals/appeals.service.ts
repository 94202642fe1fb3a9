import { Injectable } from '@nestjs/common';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Due } from '../platform/due/due.js';
import { Outbox } from '../platform/events/outbox.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { refuseAppeal, refuseDecider } from './appeals.rules.js';
import type { Referral } from './referral.entity.js';
import { ReferralSteps } from './referral-steps.service.js';
import type { ReferralView } from './referrals.dto.js';
import { APPEAL_DISMISSED, REFERRAL_ACCEPTED, REFERRAL_APPEALED } from './referrals.events.js';
import { endOfWorkingDay } from './screening-clock.rules.js';
import { ScreeningClocks } from './screening-clocks.service.js';
import type { AppealDecision, NewAppeal } from './screening.dto.js';
import { Appeal } from './screening.entity.js';
import { APPEAL_DUE } from './screening.jobs.js';
import { appealOf, settleAppeal } from './screening.queries.js';

registerConstraint('appealed_once', {
  status: 409,
  code: 'appealed-before',
  title: 'The decline was put before the chair already.',
});

/** A decline is not the last word: its referrer may put it before the chair, and the chair never judges a decision of their own. */
@Injectable()
export class Appeals {
  private readonly appeals = new Store(Appeal);

  constructor(
    private readonly steps: ReferralSteps,
    private readonly clocks: ScreeningClocks,
    private readonly freeText: FreeText,
    private readonly due: Due,
    private readonly outbox: Outbox,
  ) {}

  /** @throws Problem 404; 403; 412; 409 `wrong-state`, `appealed-before`; 422 `protected-address-in-text` */
  async appeal(referralId: string, version: number, { grounds }: NewAppeal): Promise<ReferralView> {
    const { referral } = await this.steps.opened(referralId, 'read-case');
    if (!this.steps.isReferrer(referral)) throw Problem.notAllowed();
    await this.steps.leadsTo(referral, 'appeal', version);
    const refused = refuseAppeal(await appealOf(referralId));
    if (refused) throw Problem.conflict(refused, 'The decline was put before the chair already.');
    const { caseId, maracId } = referral;
    await this.freeText.check(caseId, { '/grounds': grounds });
    const { rules, place } = await this.clocks.rules(maracId);
    const dueAt = endOfWorkingDay(present(), rules.appealWorkingDays, place);
    const id = newId();
    const made = {
      id,
      referralId,
      caseId,
      maracId,
      grounds,
      madeBy: tx().actor.id,
      declinedBy: referral.decidedBy ?? '',
    };
    this.appeals.insert({ ...made, dueAt, outcome: null, reason: null, decidedBy: null, decidedAt: null, version: 1 });
    this.due.set(APPEAL_DUE, id, dueAt);
    const view = await this.steps.take(referral, { step: 'appeal', version, kept: { note: grounds } });
    this.outbox.publish({ name: REFERRAL_APPEALED, ids: { appealId: id, referralId, caseId, maracId } });
    return view;
  }

  /**
   * The chair decides. Allowed: the referral is accepted.
   * @throws Problem 404; 403; 412; 409 `no-appeal`, `decided-before`, `own-decision`, `own-appeal`; 422 `protected-address-in-text`
   */
  async decide(referralId: string, version: number, { outcome, reason }: AppealDecision): Promise<ReferralView> {
    const { referral } = await this.steps.opened(referralId, 'screen-referral');
    const { actor } = tx();
    if (!actor.may('appeals:decide', referral.maracId)) throw Problem.notAllowed();
    const found = await appealOf(referralId);
    const appeal = found && (await this.appeals.lockById(found.id));
    if (!appeal) throw Problem.conflict('no-appeal', 'Nobody appealed against a decline of this referral.');
    const refused = refuseDecider(appeal, actor.id);
    if (refused) throw Problem.conflict(refused, REFUSED[refused]);
    await this.freeText.check(referral.caseId, { '/reason': reason });
    const view = await this.take(referral, version, { outcome, reason });
    settleAppeal(appeal.id, { outcome, reason, decidedBy: actor.id, decidedAt: present() });
    this.due.clear(APPEAL_DUE, appeal.id);
    return view;
  }

  private async take(referral: Referral, version: number, { outcome, reason }: AppealDecision): Promise<ReferralView> {
    const kept = { note: reason };
    if (outcome === 'ALLOWED') {
      const accepted = { decisionCode: null, decisionReason: reason, decidedBy: tx().actor.id };
      const changes = { ...accepted, acceptedOn: todayIn(TIME_ZONE, present()) };
      return this.steps.take(referral, { step: 'allow-appeal', version, changes, kept, event: REFERRAL_ACCEPTED });
    }
    const view = await this.steps.take(referral, { step: 'dismiss-appeal', version, kept });
    const { id: referralId, caseId, maracId, referringAgencyId: agencyId } = referral;
    this.outbox.publish({ name: APPEAL_DISMISSED, ids: { referralId, caseId, maracId, agencyId } });
    return view;
  }
}

const REFUSED = {
  'decided-before': 'The appeal was decided before.',
  'own-decision': 'Who declined a referral does not decide on the appeal.',
  'own-appeal': 'Who appealed does not decide on the appeal.',
} as const;
