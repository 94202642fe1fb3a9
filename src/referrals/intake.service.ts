import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import type { OpenCase } from '../access/open-case.js';
import { FlagsService } from '../flags/flags.service.js';
import type { Marac } from '../maracs/marac.entity.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { AreaRules } from './area-rules.service.js';
import type { Placed, PlaceOptions, ReferralInput } from './intake.rules.js';
import { type Finding, RepeatCheck } from './repeat-check.service.js';
import { ReferralWriter, type Written } from './referral-writer.service.js';
import { IDVA_SEES, REFERRER_SEES } from './sharing.rules.js';

const LOCK = `
  select pg_advisory_xact_lock(hashtextextended($1, 7201010)), set_config('plan_cache_mode', 'force_generic_plan', true)`;

/**
 * The one way a referral comes in, typed or imported: repeat check first, before anything is created; then the case it belongs
 * to, its people, the assessment, the referral, the flag, and the sharing decisions that go with a referral.
 */
@Injectable()
export class Intake {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly access: Access,
    private readonly area: AreaRules,
    private readonly check: RepeatCheck,
    private readonly writer: ReferralWriter,
    private readonly flags: FlagsService,
  ) {}

  /** Looks up at once what placing many referrals needs; `place` then finds it known. */
  async prepare(marac: Pick<Marac, 'id'>, inputs: readonly ReferralInput[]): Promise<void> {
    await this.uow.elevated(async () => {
      this.oneAtATime(marac.id);
      await this.check.lookUp(inputs);
    });
  }

  /** Places a referral. Nothing of what it finds about others is in the answer. @throws Problem 422 for the assessment, `protected-address-in-text` */
  async place(marac: Pick<Marac, 'id' | 'code'>, input: ReferralInput, options: PlaceOptions): Promise<Placed> {
    const scored = this.writer.score(input);
    return this.uow.elevated(async () => {
      this.oneAtATime(marac.id);
      const rules = await this.area.on(marac.id, input.referredOn);
      const found = await this.check.find(marac.id, input, rules.repeat);
      this.writer.checkTexts(input, found); // before anything is written: a row of a spreadsheet is refused alone
      const open = found.joins ? this.access.rejoin(found.joins) : this.access.found(marac.id, marac.code);
      const written = this.writer.write(
        open,
        marac.code,
        { input, scored, found, thresholds: rules.thresholds },
        options,
      );
      if (!found.joins) for (const agencyId of rules.idvaAgencies) this.shareWithIdva(open, agencyId);
      this.shareWithReferrer(open, input.referringAgencyId);
      if (written.counts) this.flags.set(open, input.referredOn, rules.repeat);
      return placed(written, open, found, marac.id);
    });
  }

  /**
   * Two referrals of one couple at the same moment would each miss the other. And the look-ups of matching are by key, whatever
   * the keys: planned once, not for every referral (which took five times as long as running them).
   */
  private oneAtATime(maracId: string): void {
    tx().memory(`referrals.intake.${maracId}`, () => {
      tx().write(LOCK, [maracId]);
      return true;
    });
  }

  private shareWithReferrer(open: OpenCase, agencyId: string): void {
    this.access.share(open, {
      with: { agencyId },
      labels: REFERRER_SEES,
      purpose: 'refer',
      origin: 'REFERRAL',
      reason: 'this agency referred the case',
    });
  }

  /** The IDVA service is told on receipt, not on acceptance. */
  private shareWithIdva(open: OpenCase, agencyId: string): void {
    const reason = 'independent advice is offered on receipt of a referral';
    const sharing = { with: { agencyId }, labels: IDVA_SEES, purpose: 'support-victim', reason };
    this.access.share(open, { ...sharing, origin: 'REFERRAL' });
  }
}

function placed(
  { referral, victimRef, perpetratorRefs }: Written,
  open: OpenCase,
  found: Finding,
  maracId: string,
): Placed {
  const { id, ref, status, outcome } = referral;
  const prior = found.prior?.maracId === maracId ? found.prior.ref : null;
  return {
    referralId: id,
    ref,
    caseId: open.caseId,
    caseRef: open.ref,
    status,
    victimRef,
    perpetratorRefs,
    outcome,
    prior,
  };
}
