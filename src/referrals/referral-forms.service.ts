import { Injectable } from '@nestjs/common';
import type { FieldProblem } from '../platform/http/problem.js';
import { missing, unansweredIn } from './answers.rules.js';
import { FormPrints } from './form-prints.js';
import type { NewReferral } from './referrals.dto.js';
import { ScreeningClocks } from './screening-clocks.service.js';

/** What a form leaves open and what of it changed, and what its area demands. */
@Injectable()
export class ReferralForms {
  constructor(
    private readonly prints: FormPrints,
    private readonly clocks: ScreeningClocks,
  ) {}

  read(referralId: string, form: NewReferral): { unanswered: string[]; formPrints: string[] } {
    return { unanswered: unansweredIn(form), formPrints: this.prints.of(referralId, form) };
  }

  /** Places whose answers are other ones than before. */
  changed(referralId: string, before: readonly string[], form: NewReferral): string[] {
    return this.prints.changed(referralId, before, form);
  }

  /** What the area wants answered before a referral is submitted, and is not. */
  async missing(maracId: string, unanswered: readonly string[]): Promise<FieldProblem[]> {
    const { rules } = await this.clocks.rules(maracId);
    const detail = 'This area needs an answer before a referral is submitted; keep it as a draft until then.';
    return missing(unanswered, rules.mandatory).map((pointer) => ({ pointer, code: 'required', detail }));
  }
}
