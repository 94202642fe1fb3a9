import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import type { OpenCase } from '../access/open-case.js';
import { labelsOf } from '../access/roles-relations.rules.js';
import { LINKS_LOCK } from '../persons/links.rules.js';
import { FlagsService } from '../flags/flags.service.js';
import type { Marac } from '../maracs/marac.entity.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { AreaRules } from './area-rules.service.js';
import type { Placed, PlaceOptions, Receipt, ReferralInput } from './intake.rules.js';
import { IntakeChecks } from './intake-checks.service.js';
import type { Finding } from './repeat-check.service.js';
import { ReferralWriter, type Written } from './referral-writer.service.js';
import type { Decided } from './written-referral.rules.js';

const LOCK = `
  select pg_advisory_xact_lock(hashtextextended($1, 7201010)), pg_advisory_xact_lock_shared(${LINKS_LOCK}), set_config('plan_cache_mode', 'force_generic_plan', true)`;

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
    private readonly checks: IntakeChecks,
    private readonly writer: ReferralWriter,
    private readonly flags: FlagsService,
  ) {}

  /** Looks up at once what placing many referrals needs; `place` then finds it known. */
  async prepare(marac: Pick<Marac, 'id'>, inputs: readonly ReferralInput[]): Promise<void> {
    await this.uow.elevated(async () => {
      lockIntake(marac.id);
      await this.checks.lookUp(inputs);
    });
  }

  /** Places a referral. Nothing of what it finds about others is in the answer. @throws Problem 422 for the assessment, `protected-address-in-text` */
  async place(marac: Pick<Marac, 'id' | 'code'>, input: ReferralInput, options: PlaceOptions): Promise<Placed> {
    const scored = this.writer.score(input);
    return this.uow.elevated(async () => {
      lockIntake(marac.id);
      const rules = await this.area.on(marac.id, input.referredOn);
      const found = await this.checks.find(marac.id, input, rules.repeat);
      this.writer.checkTexts(input, found); // before anything is written: a row of a spreadsheet is refused alone
      const takenUnseen = await this.checks.isTakenUnseen(marac.id, input.ref);
      const open = found.joins ? this.access.rejoin(found.joins) : this.access.found(marac.id, marac.code);
      const childMatches = await this.writer.recogniseChildren(input);
      const { id, ...form } = options.typed ?? { id: undefined };
      const decided: Decided = { input, scored, found, thresholds: rules.thresholds, childMatches, id, form };
      const written = this.writer.write(open, marac.code, decided, { ...options, takenUnseen });
      await this.checks.screen(open, input, written); // before anybody is told of it or can look
      const services = found.joins ? [] : await this.checks.servicesFor(rules.idvaAgencies, found);
      for (const agencyId of services) this.shareWithIdva(open, agencyId);
      this.shareWithReferrer(open, input.referringAgencyId);
      if (options.as !== 'DRAFT') this.checks.tellOfSwapped(open, found, written);
      if (written.counts) this.flags.set(open, input.referredOn, rules.repeat);
      const unseen = await this.checks.unlessSeen(open, input, rules.repeat, written);
      const receipt = unseen && this.receipt(open, marac, { ...decided, found: unseen }, found.joins !== undefined);
      return { ...placed(written, open, found, marac.id), receipt };
    });
  }

  /** As if the referral had founded a case: a reference like any other, to a case that is not there for the referrer either. */
  private receipt(open: OpenCase, marac: Pick<Marac, 'id' | 'code'>, decided: Decided, joined: boolean): Receipt {
    const { caseId, ref: caseRef } = joined ? this.access.refToNothing(marac.code) : open;
    const { outcome, arithmetic, prior } = decided.found;
    const earlier = prior?.maracId === marac.id ? prior.ref : null;
    return { caseId, caseRef, outcome, arithmetic, prior: earlier, criteria: this.writer.criteria(decided) };
  }

  private shareWithReferrer(open: OpenCase, agencyId: string): void {
    this.access.share(open, {
      with: { agencyId },
      labels: labelsOf('REFERRAL'),
      purpose: 'refer',
      origin: 'REFERRAL',
      reason: 'this agency referred the case',
    });
  }

  /** The IDVA service is told on receipt, not on acceptance; see `servicesFor` for the exception. */
  private shareWithIdva(open: OpenCase, agencyId: string): void {
    const reason = 'independent advice is offered on receipt of a referral';
    const sharing = { with: { agencyId }, labels: labelsOf('SUPPORT'), purpose: 'support-victim', reason };
    this.access.share(open, { ...sharing, origin: 'REFERRAL' });
  }
}

/**
 * Two referrals of one couple at the same moment would each miss the other. And the look-ups of matching are by key, whatever
 * the keys: planned once, not for every referral (which took five times as long as running them).
 */
export function lockIntake(maracId: string): void {
  tx().memory(`referrals.intake.${maracId}`, () => {
    tx().write(LOCK, [maracId]);
    return true;
  });
}

function placed(
  { referral, victimRef, perpetratorRefs }: Written,
  open: OpenCase,
  found: Finding,
  maracId: string,
): Omit<Placed, 'receipt'> {
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
