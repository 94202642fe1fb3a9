import { defineJob } from '../platform/queue/job.js';

/** Looks through what was sealed since. A reading that is unusual is known within a minute or two. */
export const LOOK = defineJob({ name: 'watch.look', every: '1m', transaction: 'own' });
