import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { FlagsService } from '../flags/flags.service.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { whatStays } from './amendments.rules.js';
import { AreaRules } from './area-rules.service.js';
import type { ReferralInput } from './intake.rules.js';
import { IntakeChecks } from './intake-checks.service.js';
import type { Referral } from './referral.entity.js';
import { lockIntake } from './intake.service.js';
import { canonicalsOf } from './referrals.queries.js';
import { ReferralWriter } from './referral-writer.service.js';

/** A referral that its referrer completes or puts right: checked as a new one is, on the case it is of. */
@Injectable()
export class Amendments {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly access: Access,
    private readonly area: AreaRules,
    private readonly checks: IntakeChecks,
    private readonly writer: ReferralWriter,
    private readonly flags: FlagsService,
  ) {}

  /**
   * The referral as it is to be saved. Nothing of what is found about others is in it but the outcome of the check.
   * @param changed places of the form whose answers are other ones
   * @throws Problem 422 for the assessment, `protected-address-in-text`
   */
  async amend(
    before: Referral,
    caseRef: string,
    {
      input,
      changed,
      form,
    }: { input: ReferralInput; changed: readonly string[]; form: Pick<Referral, 'unanswered' | 'formPrints'> },
  ): Promise<Referral> {
    const scored = this.writer.score(input);
    return this.uow.elevated(async () => {
      lockIntake(before.maracId);
      const rules = await this.area.on(before.maracId, before.referredOn);
      const found = await this.checks.find(before.maracId, input, rules.repeat, before.id);
      this.writer.checkTexts(input, found);
      const isTaken = input.ref !== null && input.ref !== before.ref;
      const takenUnseen = isTaken && (await this.checks.isTakenUnseen(before.maracId, input.ref));
      const open = this.access.rejoin({ id: before.caseId, maracId: before.maracId, ref: caseRef });
      const childMatches = await this.writer.recogniseChildren(input);
      const ids = [before.victimId, ...before.perpetratorIds, ...before.childIds];
      const stays = whatStays(before, input.perpetrators.length, changed, await canonicalsOf(ids));
      const decided = { input, scored, found, thresholds: rules.thresholds, childMatches, form };
      const written = this.writer.amend(open, before, decided, stays);
      await this.checks.screen(open, input, written, new Set(ids));
      await tx().settle();
      return takenUnseen ? { ...written.referral, refCopy: before.id } : written.referral;
    });
  }

  /** A draft that is submitted counts from now on: it flags the case, and other cases with the roles the other way round are told of. */
  async count(referral: Referral, caseRef: string): Promise<void> {
    const { caseId: id, maracId, referredOn } = referral;
    await this.uow.elevated(async () => {
      const { repeat } = await this.area.on(maracId, referredOn);
      this.flags.set(this.access.rejoin({ id, maracId, ref: caseRef }), referredOn, repeat);
      await tx().settle();
    });
  }
}
