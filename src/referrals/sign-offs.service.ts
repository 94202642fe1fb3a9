import { Injectable } from '@nestjs/common';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { refuseSignOff } from './appeals.rules.js';
import { ReferralSteps } from './referral-steps.service.js';
import type { ReferralView } from './referrals.dto.js';
import { handsOn } from './screening.queries.js';

const REFUSED = {
  'own-referral': 'Who wrote or completed a referral does not sign it off.',
  'signed-off-before': 'The referral was signed off before.',
} as const;

/** A second person of the referring agency stands by a referral. The victim’s support never waits for it: acceptance does, where an area wants it. */
@Injectable()
export class SignOffs {
  constructor(private readonly steps: ReferralSteps) {}

  /** @throws Problem 404; 403; 412; 409 `wrong-state`, `own-referral`, `signed-off-before` */
  async signOff(referralId: string, version: number): Promise<ReferralView> {
    const { referral } = await this.steps.opened(referralId, 'read-case');
    const { actor } = tx();
    const isOfAgency = actor.agencyId === referral.referringAgencyId;
    if (!isOfAgency || !actor.may('referrals:sign-off', referral.maracId)) throw Problem.notAllowed();
    const signedOffBy = `${actor.kind}:${actor.id}`;
    const refused = refuseSignOff(referral, await handsOn(referralId), signedOffBy);
    if (refused) throw Problem.conflict(refused, REFUSED[refused]);
    const changes = { signedOffBy, signedOffAt: present() };
    return this.steps.take(referral, { step: 'sign-off', version, changes });
  }
}
