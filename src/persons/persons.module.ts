import { Global, Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { CaseTexts } from '../access/case-texts.service.js';
import { Clusters } from './clusters.service.js';
import { CANARY_ASKED_FOR } from './search.events.js';
import { CanariesController } from './search-canaries.controller.js';
import { DetailKeeper } from './detail-keeper.service.js';
import { DetailsController } from './details.controller.js';
import { DetailsReader } from './details.reader.js';
import { DetailsService } from './details.service.js';
import { DiscoveryModule } from '@nestjs/core';
import { FreeText } from './free-text.service.js';
import { LinkDecisions } from './link-decisions.service.js';
import { LinkProposals } from './link-proposals.service.js';
import { LinksController } from './links.controller.js';
import { LinksService } from './links.service.js';
import { LOCATION_ADDED } from './locations.events.js';
import { LocationVault } from './location-vault.js';
import { LocationsController } from './locations.controller.js';
import { LocationsReader } from './locations.reader.js';
import { LocationsService } from './locations.service.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { PersonsController } from './search.controller.js';
import { PERSON_DESCRIBED } from './details.events.js';
import { PersonRecords } from './person-records.service.js';
import { PersonsReader } from './persons.reader.js';
import { PersonsSearch } from './search.service.js';
import { PersonsService } from './persons.service.js';
import { RecordsShown } from './records-shown.service.js';
import { RenewedKeys } from './renewed-keys.js';
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
  'persons.details.address': 'address noted later',
  'persons.details.postcode': 'postcode noted later',
  'persons.details.phone': 'telephone noted later',
  'access.grants.reason': 'reason for sharing',
  'access.grants.revoked_because': 'reason for ending a sharing',
  'access.consents.risk_of_sharing': 'risk of sharing without consent',
  'access.consents.risk_of_not_sharing': 'risk of not sharing',
  'access.consents.necessity': 'why sharing without consent is necessary',
  'access.consents.victim_not_told': 'why the victim is not told of a sharing',
  'access.disclosures.told': 'who was told outside the system',
  'access.disclosures.reason': 'why somebody was told outside the system',
};

/** Everywhere, for the checks of texts that the floor below asks for as `CaseTexts`: it cannot import what provides them. */
@Global()
@Module({
  imports: [AccessModule, DiscoveryModule, MaracsModule],
  controllers: [PersonsController, CanariesController, LocationsController, LinksController, DetailsController],
  providers: [
    ...[PersonsService, PersonsReader, LocationVault, LocationsService, LocationsReader, FreeText],
    ...[ResealedLocations, SealedContacts, RenewedKeys],
    ...[DetailsService, DetailsReader, DetailKeeper, PersonRecords],
    ...[PersonsSearch, SearchRation, SearchCanaries, VisibleMatches],
    ...[Clusters, LinkProposals, LinkDecisions, LinksService, RecordsShown],
    { provide: CaseTexts, useExisting: FreeText },
    provideEvents([CANARY_ASKED_FOR, LOCATION_ADDED, PERSON_DESCRIBED]),
    provideFreeText(TEXTS),
  ],
  exports: [
    PersonsService,
    PersonsReader,
    LocationsReader,
    DetailsReader,
    FreeText,
    CaseTexts,
    SearchRation,
    VisibleMatches,
    LinkProposals,
  ],
})
export class PersonsModule {}
