import { expect, test } from '@jest/globals';
import { mayDecline, next, type ReferralStatus, type Step, STATUSES, STEPS } from './referral-states.rules.js';

const LEADS_TO: Record<Step, Partial<Record<ReferralStatus, ReferralStatus>>> = {
  submit: { DRAFT: 'SUBMITTED', RETURNED: 'SUBMITTED' },
  accept: { SUBMITTED: 'ACCEPTED', RETURNED: 'ACCEPTED' },
  return: { SUBMITTED: 'RETURNED' },
  decline: { SUBMITTED: 'DECLINED', RETURNED: 'DECLINED' },
  withdraw: { DRAFT: 'WITHDRAWN', SUBMITTED: 'WITHDRAWN', RETURNED: 'WITHDRAWN', DUPLICATE: 'WITHDRAWN' },
  edit: { DRAFT: 'DRAFT', RETURNED: 'RETURNED' },
  'mark-duplicate': { SUBMITTED: 'DUPLICATE', RETURNED: 'DUPLICATE' },
  reopen: { DUPLICATE: 'SUBMITTED' },
  'note-repeat': { SUBMITTED: 'REPEAT_NOTED', RETURNED: 'REPEAT_NOTED' },
  'sign-off': { SUBMITTED: 'SUBMITTED', DUPLICATE: 'DUPLICATE' },
  appeal: { DECLINED: 'DECLINED' },
  'allow-appeal': { DECLINED: 'ACCEPTED' },
  'dismiss-appeal': { DECLINED: 'DECLINED' },
};

test.each(STEPS.flatMap((step) => STATUSES.map((from) => ({ step, from, to: LEADS_TO[step][from] ?? null }))))(
  '$step from $from leads to $to',
  ({ step, from, to }) => {
    expect(next(from, step)).toBe(to);
  },
);

test('a referral that meets a criterion is not declined as below the threshold', () => {
  expect(mayDecline('BELOW_THRESHOLD_NO_JUDGEMENT', { criteria: ['PROFESSIONAL_JUDGEMENT'] })).toBe('meets-criteria');
  expect(mayDecline('BELOW_THRESHOLD_NO_JUDGEMENT', { criteria: [] })).toBe('yes');
  expect(mayDecline('OUT_OF_AREA', { criteria: ['VISIBLE_HIGH_RISK'] })).toBe('yes');
});
