import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { PersonsModule } from '../persons/persons.module.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { Copies } from './copies.service.js';
import { Packs } from './packs.service.js';
import { MeetingPapersController } from './papers.controller.js';
import { PAPERS_RECALLED } from './papers.events.js';
import { PapersReader } from './papers.reader.js';
import { Readers } from './readers.service.js';
import { Register } from './register.service.js';
import { Renderer } from './renderer.service.js';
import { Screening } from './screening.service.js';

@Module({
  imports: [AuditModule, MaracsModule, PersonsModule],
  controllers: [MeetingPapersController],
  providers: [
    ...[Copies, Packs, PapersReader, Readers, Register, Renderer, Screening],
    provideEvents([PAPERS_RECALLED]),
  ],
  exports: [PapersReader],
})
export class PapersModule {}
