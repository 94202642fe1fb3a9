import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { provideFreeText } from '../persons/free-text-columns.rules.js';
import { PersonsModule } from '../persons/persons.module.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { Arrivals } from './arrivals.service.js';
import { Offers } from './offers.service.js';
import { TransfersController } from './transfers.controller.js';
import { TRANSFER_DECIDED, TRANSFER_OFFERED } from './transfers.events.js';
import { TransfersReader } from './transfers.reader.js';
import { TransferWithdrawals } from './withdrawals.service.js';

@Module({
  imports: [AccessModule, IdentityModule, MaracsModule, PersonsModule],
  controllers: [TransfersController],
  providers: [
    ...[Offers, TransferWithdrawals, Arrivals, TransfersReader],
    provideFreeText({
      'transfers.transfers.reason': 'reason for a transfer',
      'transfers.transfers.locations_because': 'why protected addresses go along with a transfer',
      // not looked through when an offer is refused: who refuses it does not see the case, and would learn of an address to guess
      'transfers.transfers.decided_because': 'why a transfer was refused or taken back',
    }),
    provideEvents([TRANSFER_OFFERED, TRANSFER_DECIDED]),
  ],
  exports: [TransfersReader],
})
export class TransfersModule {}
