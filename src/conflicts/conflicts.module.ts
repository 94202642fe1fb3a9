import { Global, Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { provideFreeText } from '../persons/free-text-columns.rules.js';
import { LinkedCases } from '../persons/linked-cases.service.js';
import { PersonsModule } from '../persons/persons.module.js';
import { provideResealed } from '../platform/crypto/resealed.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { provideJobs } from '../platform/queue/job.js';
import { CarryOut } from './carry-out.service.js';
import { ConflictBook } from './conflict-book.service.js';
import { ConflictSweep, SWEEP_CONFLICTS } from './conflict-sweep.service.js';
import { ConflictsController } from './conflicts.controller.js';
import { CONFLICT_FOUND, LIFT_PROPOSED } from './conflicts.events.js';
import { HASH_KEY, KeyedHash } from './keyed-hash.js';
import { LinkedConflicts } from './linked-conflicts.service.js';
import { DetailScreening } from './detail-screening.service.js';
import { LocationScreening } from './location-screening.service.js';
import { PartyContacts } from './party-contacts.reader.js';
import { PartyIndex } from './party-index.service.js';
import { ConflictRegister } from './register.service.js';
import { Restrictions } from './restrictions.service.js';
import { ConflictScreening } from './screening.service.js';
import { Spread } from './spread.service.js';
import { TiesService } from './ties.service.js';

/** Everywhere, for what the floor below asks for as `LinkedCases`: it cannot import what provides it. */
@Global()
@Module({
  imports: [AccessModule, MaracsModule, PersonsModule],
  controllers: [ConflictsController],
  providers: [
    ...[KeyedHash, ConflictBook, CarryOut, Spread, ConflictScreening, TiesService, ConflictRegister, Restrictions],
    provideResealed(HASH_KEY),
    provideFreeText({ 'conflicts.decisions.reason': 'reason for a decision on a conflict of interest' }),
    ...[LocationScreening, DetailScreening, PartyIndex, PartyContacts],
    ...[LinkedConflicts, { provide: LinkedCases, useExisting: LinkedConflicts }],
    ...[ConflictSweep, provideJobs([SWEEP_CONFLICTS]), provideEvents([CONFLICT_FOUND, LIFT_PROPOSED])],
  ],
  exports: [ConflictScreening, LinkedCases, PartyContacts],
})
export class ConflictsModule {}
