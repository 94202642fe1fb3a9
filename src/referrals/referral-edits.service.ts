import { Injectable } from '@nestjs/common';
import { FreeText } from '../persons/free-text.service.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { Amendments } from './amendments.service.js';
import { readNewReferral } from './new-referral.rules.js';
import type { Referral } from './referral.entity.js';
import { ReferralForms } from './referral-forms.service.js';
import { ReferralSteps } from './referral-steps.service.js';
import type { NewReferral, ReferralView } from './referrals.dto.js';
import { REFERRAL_SUBMITTED, SIGN_OFF_WAITS } from './referrals.events.js';
import { Referrers } from './referrers.service.js';
import { ScreeningClocks } from './screening-clocks.service.js';

/** A referrer completes a draft, or what came back, and hands it in. */
@Injectable()
export class ReferralEdits {
  constructor(
    private readonly steps: ReferralSteps,
    private readonly forms: ReferralForms,
    private readonly amendments: Amendments,
    private readonly referrers: Referrers,
    private readonly freeText: FreeText,
    private readonly clocks: ScreeningClocks,
  ) {}

  /**
   * Puts another form in the place of the one before; checked as a new referral is, and compared with earlier ones anew. What changed is
   * kept by the names of the questions alone. A signature of a second person lapses.
   * @throws Problem 404; 403; 412; 409 `wrong-state`; 422 `not-changeable` and as a new referral
   */
  async edit(referralId: string, version: number, form: NewReferral): Promise<ReferralView> {
    const { referral, open } = await this.steps.opened(referralId, 'read-case');
    if (!this.steps.isReferrer(referral)) throw Problem.notAllowed();
    await this.steps.leadsTo(referral, 'edit', version);
    refuseAnother(referral, form);
    const { input: read, errors } = readNewReferral(form, referral.referringAgencyId, todayIn(TIME_ZONE, present()));
    if (errors.length > 0) throw new Problem(422, 'invalid-input', 'The referral was not accepted.', errors);
    const { referredOn, maracId } = referral;
    const input = { ...read, referredOn, disclosedOn: form.disclosedOn ?? (form.incidentOn ? null : referredOn) };
    await this.referrers.haveAsked(maracId, read, form.checkToken);
    const { summary, judgement, assessment, ref } = input;
    const texts = { '/ref': ref, '/summary': summary, '/judgement': judgement };
    await this.freeText.check(referral.caseId, { ...texts, '/assessment/raisedBecause': assessment?.raisedBecause });
    const changed = this.forms.changed(referralId, referral.formPrints, form);
    const written = { input, changed, form: this.forms.read(referralId, form) };
    const changes = await this.amendments.amend(referral, open.ref, written);
    return this.steps.take(referral, { step: 'edit', version, changes, kept: { fields: changed } });
  }

  /** Submits a draft, or a returned referral that was completed. @throws Problem 404; 403; 412; 409 `wrong-state`; 422 `required` */
  async submit(referralId: string, version: number): Promise<ReferralView> {
    const { referral, open } = await this.steps.opened(referralId, 'read-case');
    if (!this.steps.isReferrer(referral)) throw Problem.notAllowed();
    await this.steps.leadsTo(referral, 'submit', version);
    const { status, maracId, unanswered } = referral;
    const missing = await this.forms.missing(maracId, unanswered);
    if (missing.length > 0) throw new Problem(422, 'invalid-input', 'The referral was not accepted.', missing);
    const changes = { decisionCode: null, decisionReason: null, decidedBy: null, returnFields: [] };
    const view = await this.steps.take(referral, { step: 'submit', version, changes, event: REFERRAL_SUBMITTED });
    if (!referral.signedOffBy && (await this.clocks.rules(maracId)).rules.managerSignOff)
      this.steps.tell(referral, [SIGN_OFF_WAITS]);
    if (status !== 'DRAFT') return view;
    await this.amendments.count(referral, open.ref);
    this.steps.tellOfSwapped(referral);
    await tx().settle();
    return view;
  }
}

/** Whose referral it is, and to whom, never changes: that would be another one. */
function refuseAnother(referral: Referral, { maracId, referringAgencyId, draft }: NewReferral): void {
  const detail = 'This is part of which referral it is; withdraw it and refer anew.';
  if (maracId !== referral.maracId) throw Problem.at('/maracId', 'not-changeable', detail);
  if (referringAgencyId && referringAgencyId !== referral.referringAgencyId)
    throw Problem.at('/referringAgencyId', 'not-changeable', detail);
  if (draft !== undefined) throw Problem.at('/draft', 'not-wanted', 'Whether it is a draft is told by its status.');
}
