import { defineJob } from '../platform/queue/job.js';

/** Sends one mail: {mailId}. Speaks to the outside, so it holds no transaction meanwhile. */
export const SEND_MAIL = defineJob({ name: 'notifications.send-mail', transaction: 'own' });

/** Finds mails whose wake-up was lost, whose sender died, or that are to be tried again. */
export const SWEEP_MAILS = defineJob({ name: 'notifications.sweep-mails', every: '30s' });
