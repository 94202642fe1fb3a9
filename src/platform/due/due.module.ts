import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { provideJobs } from '../queue/job.js';
import { Due } from './due.js';
import { DueCatalogue } from './due-catalogue.js';
import { DueSweep, SWEEP_DUE } from './due-sweep.js';
import { DueWarmth } from './due-warmth.js';
import { Precedence } from './precedence.js';
import { PromiseReader } from './promise-reader.js';
import { PromiseSweeper } from './promise-sweeper.js';

/** What is due, and the sweep that keeps it. Needs QueueModule. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    Due,
    DueCatalogue,
    DueSweep,
    DueWarmth,
    Precedence,
    PromiseReader,
    PromiseSweeper,
    provideJobs([SWEEP_DUE]),
  ],
  exports: [Due, Precedence, PromiseReader, PromiseSweeper],
})
export class DueModule {}
