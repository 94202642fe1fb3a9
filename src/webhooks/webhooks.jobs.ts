import { defineJob } from '../platform/queue/job.js';

/** Sends one message: {deliveryId}. Speaks to the outside, so it holds no transaction meanwhile. */
export const SEND_DELIVERY = defineJob({ name: 'webhooks.send-delivery', transaction: 'own' });

/** Finds messages whose wake-up was lost, whose sender died, or that are to be tried again. */
export const SWEEP_DELIVERIES = defineJob({ name: 'webhooks.sweep-deliveries', every: '30s' });

/** Nightly: what happened longer ago than the feed remembers goes. */
export const FORGET_EVENTS = defineJob({
  name: 'webhooks.forget-events',
  every: { cron: '50 3 * * *', timeZone: 'Europe/London' },
});
