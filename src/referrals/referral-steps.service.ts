import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import type { OpenCase } from '../access/open-case.js';
import { Audit } from '../audit/audit.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Outbox } from '../platform/events/outbox.js';
import { Problem } from '../platform/http/problem.js';
import { Referral } from './referral.entity.js';
import { next, type Step, UNDECIDED } from './referral-states.rules.js';
import type { ReferralView } from './referrals.dto.js';
import { COUNTER_ALLEGATION, type ReferralEvent, referralEvent } from './referrals.events.js';
import { referralView } from './referrals.queries.js';
import { seen, toldOfRepeats } from './seen.js';
import { ScreeningClocks } from './screening-clocks.service.js';
import type { ReferralStepView } from './screening.dto.js';
import { ReferralStep } from './screening.entity.js';
import { stepsOf } from './screening.queries.js';

/** What is kept of a step beside that it was taken. */
export type Kept = Partial<
  Pick<ReferralStep, 'fields' | 'code' | 'note' | 'weighed' | 'onwardService' | 'emergency' | 'duplicateOf'>
>;

type Told = Pick<Referral, 'id' | 'caseId' | 'maracId' | 'referringAgencyId'>;

export interface ToTake {
  step: Step;
  version: number;
  changes?: Partial<Referral>;
  kept?: Kept;
  event?: ReferralEvent;
}

/** The one way in which a referral passes from state to state: checked, saved, kept with who did it and why, told. */
@Injectable()
export class ReferralSteps {
  private readonly referrals = new Store(Referral);
  private readonly steps = new Store(ReferralStep);

  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly clocks: ScreeningClocks,
  ) {}

  /** @throws Problem 404 alike for a referral that is hidden and one that never was */
  async opened(
    referralId: string,
    purpose: 'read-case' | 'screen-referral',
  ): Promise<{ referral: Referral; open: OpenCase }> {
    const referral = await this.referrals.byId(referralId);
    if (!referral || !(tx().actor.may('cases:read', referral.maracId) || this.isReferrer(referral)))
      throw Problem.notFound();
    return { referral, open: await this.access.open(referral.caseId, purpose) };
  }

  isReferrer(referral: Referral): boolean {
    const { actor } = tx();
    return actor.agencyId === referral.referringAgencyId && actor.may('referrals:submit', referral.maracId);
  }

  /** The state that the step leads to. @throws Problem 412 stale; 409 `wrong-state` */
  async leadsTo(referral: Referral, step: Step, version: number): Promise<Referral['status']> {
    if (referral.version !== version) throw new Problem(412, 'stale', 'The referral was changed by somebody else.');
    const status = next(referral.status, step);
    if (status) return status;
    const { status: known } = await this.view(referral.id);
    throw Problem.conflict('wrong-state', `A referral that is ${known} does not allow this.`);
  }

  /** @throws Problem 412 stale; 409 `wrong-state` */
  async take(referral: Referral, { step, version, changes, kept = {}, event }: ToTake): Promise<ReferralView> {
    const { id: referralId, caseId, maracId } = referral;
    const status = await this.leadsTo(referral, step, version);
    await this.referrals.update({ ...referral, ...changes, status });
    const { version: ruleVersion } = await this.clocks.rules(maracId);
    const takenBy = `${tx().actor.kind}:${tx().actor.id}`;
    const blank = { code: null, note: null, weighed: null, onwardService: null, emergency: false, duplicateOf: null };
    const about = { id: newId(), referralId, caseId, maracId, step, fields: [], ruleVersion, takenBy };
    this.steps.insert({ ...blank, ...about, ...kept });
    const code = step === 'edit' ? (kept.fields ?? []).join(' ') : status;
    this.audit.record({ action: `referral.${step}`, subject: { kind: 'referral', id: referralId }, maracId, code });
    if (event) this.tell(referral, [event]);
    if (UNDECIDED.includes(status) && step !== 'edit') await this.clocks.start(referral);
    else if (UNDECIDED.includes(referral.status) && !UNDECIDED.includes(status)) await this.clocks.stop(referralId);
    return this.view(referralId);
  }

  /** The roles are the other way round in another case: told once the referral counts. */
  tellOfSwapped({ id: referralId, caseId, maracId, outcome, priorCaseId: otherCaseId }: Referral): void {
    if (outcome === 'COUNTER_ALLEGATION' && otherCaseId)
      this.outbox.publish({ name: COUNTER_ALLEGATION, ids: { referralId, caseId, maracId, otherCaseId } });
  }

  /** Events of a referral, one after the other. */
  tell({ id: referralId, caseId, maracId, referringAgencyId: agencyId }: Told, events: readonly ReferralEvent[]): void {
    for (const event of events) this.outbox.publish(referralEvent(event, { referralId, caseId, maracId, agencyId }));
  }

  /** What was done to a referral, oldest first. @throws Problem 404 */
  async history(referralId: string): Promise<ReferralStepView[]> {
    const { referral, open } = await this.opened(referralId, 'read-case');
    await this.view(referralId);
    const told = toldOfRepeats(referral.maracId);
    // that it was put aside as a duplicate is told to nobody who is not told what the check found
    const rows = (await stepsOf(referralId)).filter(({ step }) => told || !['mark-duplicate', 'reopen'].includes(step));
    const named = open.shows('SOURCE');
    return rows.map((row) => ({
      ...row,
      at: row.at.toISOString(),
      by: named ? row.by : null,
      agency: named ? row.agency : null,
    }));
  }

  async view(referralId: string): Promise<ReferralView> {
    const view = await referralView(referralId);
    if (!view) throw Problem.notFound();
    return seen(view);
  }
}
