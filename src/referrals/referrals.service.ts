import { Injectable } from '@nestjs/common';
import type { OpenCase } from '../access/open-case.js';
import { Audit } from '../audit/audit.service.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { newId } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { type Page, pageOf } from '../platform/http/paging.js';
import { todayIn } from '../platform/values/dates.js';
import { Intake } from './intake.service.js';
import type { Placed } from './intake.rules.js';
import { readNewReferral } from './new-referral.rules.js';
import { receipt } from './receipt.rules.js';
import { Referrers } from './referrers.service.js';
import { ReferralForms } from './referral-forms.service.js';
import { ReferralSteps } from './referral-steps.service.js';
import type { NewReferral, ReferralQuery, ReferralView } from './referrals.dto.js';
import { REFERRAL_SUBMITTED, SIGN_OFF_WAITS } from './referrals.events.js';
import { type ReferralFilter, referralViews, setHeard } from './referrals.queries.js';
import { ScreeningClocks } from './screening-clocks.service.js';
import { seen } from './seen.js';

@Injectable()
export class ReferralsService {
  constructor(
    private readonly audit: Audit,
    private readonly referrers: Referrers,
    private readonly intake: Intake,
    private readonly forms: ReferralForms,
    private readonly clocks: ScreeningClocks,
    private readonly steps: ReferralSteps,
  ) {}

  /**
   * Refers a victim to a MARAC, or keeps the referral as a draft.
   * @throws Problem 422 at the fields that are wrong or that the area demands; at /checkToken for who may ask a repeat check and did not
   */
  async refer(form: NewReferral): Promise<ReferralView> {
    const { marac, agencyId } = await this.referrers.admit(form);
    const { input, errors } = readNewReferral(form, agencyId, todayIn(TIME_ZONE, new Date()));
    const id = newId();
    const typed = { id, ...this.forms.read(id, form) };
    if (!form.draft) errors.push(...(await this.forms.missing(marac.id, typed.unanswered)));
    if (errors.length > 0) throw new Problem(422, 'invalid-input', 'The referral was not accepted.', errors);
    await this.referrers.haveAsked(marac.id, input, form.checkToken); // once the people are read as they are meant
    const placed = await this.intake.place(marac, input, { as: form.draft ? 'DRAFT' : 'SUBMITTED', typed });
    const dueAt = form.draft ? null : await this.cameIn(placed, marac.id, agencyId);
    await tx().settle();
    if (!placed.receipt) return this.steps.view(placed.referralId);
    const referringAgency = await this.referrers.agencyName(agencyId);
    const said = { maracId: marac.id, referringAgency, draft: form.draft ?? false, dueAt };
    return seen(receipt(input, { ...placed, receipt: placed.receipt }, said));
  }

  /** Those concerned are told, whoever is to sign it off too, and the clock of its screening starts. */
  private async cameIn({ referralId, caseId, status }: Placed, maracId: string, agencyId: string): Promise<Date> {
    const referral = { id: referralId, caseId, maracId, referringAgencyId: agencyId };
    const { managerSignOff } = (await this.clocks.rules(maracId)).rules;
    this.steps.tell(referral, managerSignOff ? [REFERRAL_SUBMITTED, SIGN_OFF_WAITS] : [REFERRAL_SUBMITTED]);
    return this.clocks.start(referral, status === 'DUPLICATE');
  }

  /** Referrals the reader may see. */
  async list(query: ReferralQuery): Promise<Page<ReferralView>> {
    const limit = query.limit ?? 50;
    const found = await referralViews({ ...query, limit, ...own() });
    this.audit.record({ action: 'referrals.listed', subject: { kind: 'list', id: 'referrals' }, labels: ['IDENTITY'] });
    return pageOf(found.map(seen), limit);
  }

  /** Every referral of a case, oldest first. */
  async ofCase(open: OpenCase): Promise<ReferralView[]> {
    return (await referralViews({ caseId: open.caseId, limit: 200, ...own() })).map(seen);
  }

  async byId(referralId: string): Promise<ReferralView> {
    await this.steps.opened(referralId, 'read-case');
    return this.steps.view(referralId);
  }

  /** The case was heard: its referral is done. For the meeting's room. */
  async markHeard(open: OpenCase, referralId: string, heardOn: string): Promise<void> {
    if ((await setHeard(referralId, heardOn)) === 0)
      throw Problem.conflict('not-accepted', 'Only an accepted referral is heard.');
    this.audit.record({
      action: 'referral.heard',
      subject: { kind: 'referral', id: referralId },
      maracId: open.maracId,
    });
  }
}

/** Who only refers sees what their own agency referred, whatever else is shared with it. */
function own(): Pick<ReferralFilter, 'readsCasesIn' | 'agencyId'> {
  const { actor } = tx();
  return { readsCasesIn: actor.scopesOf('cases:read'), agencyId: actor.agencyId };
}
