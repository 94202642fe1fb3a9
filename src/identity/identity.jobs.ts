import { Injectable } from '@nestjs/common';
import { defineJob, Handles } from '../platform/queue/job.js';
import { forgetOldTries } from './throttle.queries.js';

/** Every hour: what was tried, and challenges that lapsed, are of no use after a day. */
export const FORGET_TRIES = defineJob({ name: 'identity.forget-tries', every: '1h' });

@Injectable()
export class IdentityJobs {
  @Handles(FORGET_TRIES)
  async forget(): Promise<void> {
    await forgetOldTries();
  }
}
