import { Injectable } from '@nestjs/common';
import type { OpenCase } from '../access/open-case.js';
import { ConflictScreening } from '../conflicts/screening.service.js';
import type { RepeatRulesInForce } from '../flags/repeat-section.rules.js';
import { tx } from '../platform/db/transaction.js';
import { Outbox } from '../platform/events/outbox.js';
import type { ReferralInput } from './intake.rules.js';
import { COUNTER_ALLEGATION } from './referrals.events.js';
import { casesUnderRef, sharedWith } from './referrals.queries.js';
import type { Written } from './referral-writer.service.js';
import { type Finding, RepeatCheck } from './repeat-check.service.js';

/** What a new referral is compared with: earlier referrals, and the people who work here. For the system: call it elevated. */
@Injectable()
export class IntakeChecks {
  constructor(
    private readonly repeat: RepeatCheck,
    private readonly conflicts: ConflictScreening,
    private readonly outbox: Outbox,
  ) {}

  /** Looks up at once what many referrals need. */
  async lookUp(inputs: readonly Pick<ReferralInput, 'victim' | 'perpetrators'>[]): Promise<void> {
    await this.repeat.lookUp(inputs);
    await this.conflicts.lookUp(inputs.flatMap(({ victim, perpetrators }) => [victim, ...perpetrators]));
  }

  /** @param self a referral that is written anew: it is no earlier one of itself */
  find(maracId: string, input: ReferralInput, rules: RepeatRulesInForce, self?: string): Promise<Finding> {
    return this.repeat.find(maracId, input, rules, ({ id }) => id === self);
  }

  /**
   * Closes the case to whoever has a conflict of interest with its people, before anybody can see it.
   * @param known records that were looked through before
   */
  screen(
    open: OpenCase,
    input: ReferralInput,
    { referral, victimRef, perpetratorRefs }: Written,
    known: ReadonlySet<string> = new Set(),
  ): Promise<void> {
    const parties = [
      { personId: referral.victimId, canonicalId: victimRef, described: input.victim },
      ...input.perpetrators.map((described, i) => ({
        personId: referral.perpetratorIds[i]!,
        canonicalId: perpetratorRefs[i]!,
        described,
      })),
      ...(input.childrenKnown ?? []).map((described, i) => {
        const personId = referral.childIds[i]!;
        return { personId, canonicalId: personId, described };
      }),
    ];
    return this.conflicts.screen(open, parties.filter(({ personId }) => !known.has(personId))); // prettier-ignore
  }

  /**
   * Those of the area's IDVA services to which a new case is given on receipt: all of them, but where the same couple is known with
   * the roles the other way round, none that has the case of the other side, however unsure it is that they are the same people. Who
   * then supports whom is decided by people (domain: counter-allegations; restrict both, coordinator and chair decide).
   */
  async servicesFor(agencyIds: readonly string[], { swapped }: Finding): Promise<string[]> {
    if (swapped.length === 0) return [...agencyIds];
    const taken = new Set(await sharedWith(agencyIds, swapped));
    return agencyIds.filter((id) => !taken.has(id));
  }

  /** Tells of roles that are the other way round in other cases, one by one: not everybody may know of each. */
  tellOfSwapped({ caseId, maracId }: OpenCase, { swapped }: Finding, { referral }: Written): void {
    for (const otherCaseId of swapped)
      this.outbox.publish({
        name: COUNTER_ALLEGATION,
        ids: { referralId: referral.id, caseId, maracId, otherCaseId },
      });
  }

  /** What the check would have found if what the referrer is excluded from were not there; null when they may see the case. */
  async unlessSeen(
    open: OpenCase,
    input: ReferralInput,
    rules: RepeatRulesInForce,
    { referral }: Written,
  ): Promise<Finding | null> {
    const shut = await this.conflicts.shutToActor();
    if (!shut.has(open.caseId)) return null;
    return this.repeat.find(open.maracId, input, rules, ({ id, caseId }) => id === referral.id || shut.has(caseId));
  }

  /**
   * Whether the referrer's own reference is taken, but by referrals alone that must stay hidden from them: to refuse it would tell
   * of those.
   */
  async isTakenUnseen(maracId: string, ref: string | null): Promise<boolean> {
    if (ref === null || tx().actor.kind !== 'user') return false;
    const cases = await casesUnderRef(maracId, ref);
    if (cases.length === 0) return false;
    const shut = await this.conflicts.shutToActor();
    return cases.every((caseId) => shut.has(caseId));
  }
}
