import { defineJob } from '../platform/queue/job.js';

/** Sends what is owed, few at a time. Speaks to the outside, so it holds no transaction meanwhile. */
export const SEND_MAILS = defineJob({ name: 'notifications.send-mails', transaction: 'own' });

/** Sends one mail that was given up, and that somebody asked for again: {mailId}. */
export const SEND_MAIL = defineJob({ name: 'notifications.send-mail', transaction: 'own' });

/** Finds mails whose wake-up was lost, whose sender died, or that are to be tried again. */
export const SWEEP_MAILS = defineJob({ name: 'notifications.sweep-mails', every: '30s' });
