import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AssessmentsController } from './assessments.controller.js';
import { AssessmentsService } from './assessments.service.js';
import { InstrumentShelf } from './instrument-shelf.js';

@Module({
  imports: [AccessModule],
  controllers: [AssessmentsController],
  providers: [AssessmentsService, InstrumentShelf],
  exports: [AssessmentsService],
})
export class AssessmentsModule {}
