import { Module } from '@nestjs/common';
import { provideResealed } from '../crypto/resealed.js';
import { provideJobs } from '../queue/job.js';
import { FORGET_ANSWERS, KEPT_ANSWER, KeptAnswers } from './kept-answers.js';

/** Requests that may be sent again. Needs KeyRingModule and QueueModule. */
@Module({
  providers: [KeptAnswers, provideJobs([FORGET_ANSWERS]), provideResealed(KEPT_ANSWER)],
  exports: [KeptAnswers],
})
export class IdempotencyModule {}
