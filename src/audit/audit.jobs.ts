import { defineJob } from '../platform/queue/job.js';

/** Every few seconds: what was committed since gets its place in the tree, and a checkpoint leaves the house. */
export const SEAL = defineJob({ name: 'audit.seal', every: '5s', transaction: 'own' });
