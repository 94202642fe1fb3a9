import { defineJob } from '../platform/queue/job.js';

/** The day's digest of a person is due. */
export const DIGEST_DUE = 'notifications.digest';

/** Makes digests whose due row was lost, and plans those that nobody planned. */
export const SWEEP_DIGESTS = defineJob({ name: 'notifications.sweep-digests', every: '10m', transaction: 'own' });
