import { defineJob } from '../platform/queue/job.js';

/** A referral waits for its screening for longer than its area wants. Subject: the referral, as of its ladder. */
export const SCREENING_DUE = 'referral.screening-due';
/** What climbs while a referral waits. */
export const SCREENING_LADDER = { kind: 'screening', dueKind: SCREENING_DUE };
/** Nobody decided on an appeal in time. Subject: the appeal. */
export const APPEAL_DUE = 'referral.appeal-due';
/** What was accepted as an emergency was not heard in time. Subject: the referral. */
export const EMERGENCY_DUE = 'referral.emergency-due';

/** Goes through the clocks themselves, so that an old referral is noticed even if its due row were lost. */
export const SWEEP_SCREENING = defineJob({ name: 'referrals.sweep-screening', every: '5m', transaction: 'own' });
