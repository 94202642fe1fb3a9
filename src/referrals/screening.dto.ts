import { AGENCY_KINDS, type AgencyKind } from '../maracs/agency-kinds.rules.js';
import { Id, Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { DECLINE_REASONS, type DeclineReason, type Step, STEPS } from './referral-states.rules.js';

export const DECISIONS = [
  'ACCEPT', 'ACCEPT_EMERGENCY', 'RETURN', 'DECLINE', 'DUPLICATE', 'NOT_DUPLICATE', 'NOTE_REPEAT',
] as const; // prettier-ignore

export class Screening {
  @OneOf(DECISIONS, {
    about:
      'Decision. ACCEPT_EMERGENCY: it cannot wait for the next meeting. NOTE_REPEAT: recorded and told, and not listed. NOT_DUPLICATE: what was put aside as one is screened after all',
  })
  decision: (typeof DECISIONS)[number];
  @OneOf(DECLINE_REASONS, { about: 'Reason of a decline', optional: true }) reason?: DeclineReason;
  @ListOf('text', {
    about: 'Fields the referrer is to complete, when returned: JSON pointers into the form, such as /victim/phone',
    max: 50,
    optional: true,
  })
  fields?: string[];
  @Text({
    about: 'Explanation and advice to the referrer; needed unless accepted or a duplicate',
    max: 5000,
    multiline: true,
    optional: true,
  })
  advice?: string;
  @OneOf(AGENCY_KINDS, {
    about: 'Of a decline: the kind of service that supports the victim instead; needed at standard or medium risk',
    optional: true,
  })
  onwardService?: AgencyKind;
  @Text({
    about: 'Of a decline below the threshold: what was weighed besides the score',
    max: 5000,
    multiline: true,
    optional: true,
  })
  weighed?: string;
  @Id({ about: 'Of a duplicate: the referral that says the same', optional: true }) of?: string;
}

export class Withdrawal {
  @Text({ about: 'Why it is withdrawn', max: 2000, multiline: true }) reason: string;
}

export class NewAppeal {
  @Text({ about: 'Why the decline is wrong', max: 5000, multiline: true }) grounds: string;
}

export class AppealDecision {
  @OneOf(['ALLOWED', 'DISMISSED'], { about: 'ALLOWED: the referral is accepted' }) outcome: 'ALLOWED' | 'DISMISSED';
  @Text({ about: 'Why', max: 5000, multiline: true }) reason: string;
}

/** Something that was done to a referral. */
export class ReferralStepView {
  @Id({ about: 'The step' }) id: string;
  @OneOf(STEPS, { about: 'What was done' }) step: Step;
  @ListOf('text', { about: 'Fields to complete, or that were changed: names, never answers' }) fields: string[];
  @Text({ about: 'Reason of a decline', max: 200, optional: true }) code: string | null;
  @Text({ about: 'Explanation, advice, grounds', max: 5000, multiline: true, optional: true }) note: string | null;
  @Text({ about: 'What was weighed besides the score', max: 5000, multiline: true, optional: true }) weighed:
    string | null;
  @OneOf(AGENCY_KINDS, { about: 'Kind of service that supports the victim instead', optional: true })
  onwardService: AgencyKind | null;
  @YesNo({ about: 'Accepted as an emergency' }) emergency: boolean;
  @Whole({ about: 'Version of the area’s rules that it was decided by', min: 0, max: 1_000_000 }) ruleVersion: number;
  @Text({ about: 'Who; null when kept from you with who told us', max: 300, optional: true }) by: string | null;
  @Text({ about: 'Their agency', max: 200, optional: true }) agency: string | null;
  @Instant({ about: 'When' }) at: string;
}
