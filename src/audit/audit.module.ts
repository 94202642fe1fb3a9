import { Global, Module } from '@nestjs/common';
import { RefusalRecorder } from '../platform/http/refusal-recorder.js';
import { AuditController } from './audit.controller.js';
import { Audit } from './audit.service.js';
import { Refusals } from './refusals.service.js';

@Global()
@Module({
  controllers: [AuditController],
  providers: [Audit, { provide: RefusalRecorder, useClass: Refusals }],
  exports: [Audit],
})
export class AuditModule {}
