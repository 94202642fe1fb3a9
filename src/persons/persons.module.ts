import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { CANARY_ASKED_FOR } from './search.events.js';
import { CanariesController } from './search-canaries.controller.js';
import { DiscoveryModule } from '@nestjs/core';
import { FreeText } from './free-text.service.js';
import { LocationVault } from './location-vault.js';
import { LocationsController } from './locations.controller.js';
import { LocationsReader } from './locations.reader.js';
import { LocationsService } from './locations.service.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { PersonsController } from './search.controller.js';
import { PersonsReader } from './persons.reader.js';
import { PersonsSearch } from './search.service.js';
import { PersonsService } from './persons.service.js';
import { ResealedLocations, SealedContacts } from './resealed-locations.js';
import { SearchCanaries } from './search-canaries.service.js';
import { SearchRation } from './search-ration.service.js';
import { VisibleMatches } from './search-matches.service.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { provideFreeText } from './free-text-columns.rules.js';

const TEXTS = {
  'persons.contacts.address': 'address on a referral',
  'persons.contacts.postcode': 'postcode on a referral',
  'persons.contacts.phone': 'telephone on a referral',
  'access.grants.reason': 'reason for sharing',
};

@Module({
  imports: [AccessModule, DiscoveryModule, MaracsModule],
  controllers: [PersonsController, CanariesController, LocationsController],
  providers: [
    ...[PersonsService, PersonsReader, LocationVault, LocationsService, LocationsReader, FreeText],
    ...[ResealedLocations, SealedContacts],
    ...[PersonsSearch, SearchRation, SearchCanaries, VisibleMatches],
    provideEvents([CANARY_ASKED_FOR]),
    provideFreeText(TEXTS),
  ],
  exports: [PersonsService, PersonsReader, LocationsReader, FreeText, SearchRation, VisibleMatches],
})
export class PersonsModule {}
