import { Module } from '@nestjs/common';
import { provideEvents } from '../platform/events/subscribes.js';
import { ClosuresController } from './closures.controller.js';
import { Closures } from './closures.service.js';
import { MaracsController } from './maracs.controller.js';
import { CLOSURES_CHANGED } from './maracs.events.js';
import { MaracsReader } from './maracs.reader.js';
import { MaracsService } from './maracs.service.js';

@Module({
  controllers: [MaracsController, ClosuresController],
  providers: [MaracsService, MaracsReader, Closures, provideEvents([CLOSURES_CHANGED])],
  exports: [MaracsService, MaracsReader],
})
export class MaracsModule {}
