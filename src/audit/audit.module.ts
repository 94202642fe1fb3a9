import { Global, Module } from '@nestjs/common';
import { RefusalRecorder } from '../platform/http/refusal-recorder.js';
import { provideJobs } from '../platform/queue/job.js';
import { AuditController } from './audit.controller.js';
import { SEAL } from './audit.jobs.js';
import { AuditReader } from './audit.reader.js';
import { Audit } from './audit.service.js';
import { CheckpointPlaces } from './checkpoint-places.js';
import { Proofs } from './proofs.service.js';
import { Refusals } from './refusals.service.js';
import { Sealer } from './sealer.service.js';
import { SealsController } from './seals.controller.js';
import { SigningKeys } from './signing-keys.js';
import { VerificationService } from './verification.service.js';

@Global()
@Module({
  controllers: [AuditController, SealsController],
  providers: [
    ...[Audit, { provide: RefusalRecorder, useClass: Refusals }, AuditReader],
    ...[SigningKeys, CheckpointPlaces, Sealer, Proofs, VerificationService, provideJobs([SEAL])],
  ],
  exports: [Audit, AuditReader],
})
export class AuditModule {}
