import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { provideFreeText } from '../persons/free-text-columns.rules.js';
import { PersonsModule } from '../persons/persons.module.js';
import { AssessmentsController } from './assessments.controller.js';
import { AssessmentsService } from './assessments.service.js';
import { InstrumentShelf } from './instrument-shelf.js';

@Module({
  imports: [AccessModule, PersonsModule],
  controllers: [AssessmentsController],
  providers: [
    AssessmentsService,
    InstrumentShelf,
    provideFreeText({ 'assessments.assessments.raised_because': 'reason for raising a level of risk' }),
  ],
  exports: [AssessmentsService],
})
export class AssessmentsModule {}
