import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AlertsModule } from '../alerts/alerts.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { provideFreeText } from '../persons/free-text-columns.rules.js';
import { PersonsModule } from '../persons/persons.module.js';
import { SupportModule } from '../support/support.module.js';
import { provideDueKinds } from '../platform/due/when-due.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { provideJobs } from '../platform/queue/job.js';
import { Arrivals } from './arrivals.service.js';
import { TransferFeedback } from './feedback.service.js';
import { Handovers } from './handovers.service.js';
import { Offers } from './offers.service.js';
import { PackageKeys } from './package-keys.js';
import { PackageReaders } from './package-readers.service.js';
import { Packages } from './packages.service.js';
import { ReceptionRest, Receptions } from './receptions.service.js';
import { Takeovers } from './takeovers.service.js';
import { TakeoversController } from './takeovers.controller.js';
import { SWEEP_TRANSFERS, TransferLadders } from './transfer-ladders.service.js';
import { TransfersController } from './transfers.controller.js';
import {
  TRANSFER_CHASE,
  TRANSFER_DECIDED,
  TRANSFER_HEARD,
  TRANSFER_LEFT_LYING,
  TRANSFER_OFFERED,
} from './transfers.events.js';
import { TransfersReader } from './transfers.reader.js';
import { TransferWithdrawals } from './withdrawals.service.js';

@Module({
  imports: [AccessModule, AlertsModule, IdentityModule, MaracsModule, PersonsModule, SupportModule, MeetingsModule],
  controllers: [TransfersController, TakeoversController],
  providers: [
    ...[Offers, TransferWithdrawals, Arrivals, TransfersReader, PackageKeys, Packages, PackageReaders, Takeovers],
    ...[Receptions, ReceptionRest, Handovers, TransferFeedback, TransferLadders],
    provideFreeText({
      'transfers.transfers.reason': 'reason for a transfer',
      'transfers.transfers.locations_because': 'why protected addresses go along with a transfer',
      'transfers.transfers.agreed_because': 'how agencies agreed that what they shared goes along',
      'transfers.parts.content': 'what went along with a transfer',
      // not looked through when an offer is refused: who refuses it does not see the case, and would learn of an address to guess
      'transfers.transfers.decided_because': 'why a transfer was refused or taken back',
    }),
    provideEvents([TRANSFER_OFFERED, TRANSFER_DECIDED, TRANSFER_HEARD, TRANSFER_LEFT_LYING]),
    provideDueKinds([TRANSFER_CHASE]),
    provideJobs([SWEEP_TRANSFERS]),
  ],
  exports: [TransfersReader],
})
export class TransfersModule {}
