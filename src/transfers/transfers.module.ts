import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { Arrivals } from './arrivals.service.js';
import { Offers } from './offers.service.js';
import { TransfersController } from './transfers.controller.js';
import { TRANSFER_DECIDED, TRANSFER_OFFERED } from './transfers.events.js';

@Module({
  imports: [AccessModule, IdentityModule, MaracsModule],
  controllers: [TransfersController],
  providers: [Offers, Arrivals, provideEvents([TRANSFER_OFFERED, TRANSFER_DECIDED])],
})
export class TransfersModule {}
