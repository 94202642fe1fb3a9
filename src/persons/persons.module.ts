import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AccessModule } from '../access/access.module.js';
import { FreeText } from './free-text.service.js';
import { provideFreeText } from './free-text-columns.rules.js';
import { LocationVault } from './location-vault.js';
import { LocationsController } from './locations.controller.js';
import { LocationsReader } from './locations.reader.js';
import { LocationsService } from './locations.service.js';
import { PersonsReader } from './persons.reader.js';
import { PersonsService } from './persons.service.js';
import { ResealedLocations, SealedContacts } from './resealed-locations.js';

const TEXTS = {
  'persons.contacts.address': 'address on a referral',
  'persons.contacts.postcode': 'postcode on a referral',
  'persons.contacts.phone': 'telephone on a referral',
  'access.grants.reason': 'reason for sharing',
};

@Module({
  imports: [AccessModule, DiscoveryModule],
  controllers: [LocationsController],
  providers: [
    ...[PersonsService, PersonsReader, LocationVault, LocationsService, LocationsReader, FreeText],
    ...[ResealedLocations, SealedContacts],
    provideFreeText(TEXTS),
  ],
  exports: [PersonsService, PersonsReader, LocationsReader, FreeText],
})
export class PersonsModule {}
