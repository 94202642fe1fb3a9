import { defineJob } from '../platform/queue/job.js';

/** Does the rows of one import: slow, so it makes its own units of work. */
export const RUN_IMPORT = defineJob({ name: 'referrals.run-import', transaction: 'own' });

/** Finds imports whose wake-up was lost or whose worker died. */
export const SWEEP_IMPORTS = defineJob({ name: 'referrals.sweep-imports', every: '1m' });
