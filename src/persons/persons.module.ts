import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { PersonsReader } from './persons.reader.js';
import { PersonsService } from './persons.service.js';
import { CanariesController } from './search-canaries.controller.js';
import { SearchCanaries } from './search-canaries.service.js';
import { PersonsController } from './search.controller.js';
import { CANARY_ASKED_FOR } from './search.events.js';
import { VisibleMatches } from './search-matches.service.js';
import { SearchRation } from './search-ration.service.js';
import { PersonsSearch } from './search.service.js';

@Module({
  imports: [AccessModule, MaracsModule],
  controllers: [PersonsController, CanariesController],
  providers: [
    ...[PersonsService, PersonsReader],
    ...[PersonsSearch, SearchRation, SearchCanaries, VisibleMatches],
    provideEvents([CANARY_ASKED_FOR]),
  ],
  exports: [PersonsService, PersonsReader, SearchRation, VisibleMatches],
})
export class PersonsModule {}
