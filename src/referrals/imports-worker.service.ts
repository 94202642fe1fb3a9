import { Injectable } from '@nestjs/common';
import { Handles } from '../platform/queue/job.js';
import { Jobs } from '../platform/queue/jobs.js';
import { RUN_IMPORT, SWEEP_IMPORTS } from './imports.jobs.js';
import { unfinishedImports } from './imports.queries.js';
import { ImportsService } from './imports.service.js';

/** The worker's side of imports. */
@Injectable()
export class ImportsWorker {
  constructor(
    private readonly imports: ImportsService,
    private readonly jobs: Jobs,
  ) {}

  @Handles(RUN_IMPORT)
  async run({ importId }: Record<string, string>): Promise<void> {
    await this.imports.carryOn(importId!);
  }

  @Handles(SWEEP_IMPORTS)
  async sweep(): Promise<void> {
    for (const importId of await unfinishedImports())
      this.jobs.add(RUN_IMPORT, { importId }, { jobId: `import.${importId}` });
  }
}
