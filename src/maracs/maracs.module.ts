import { Module } from '@nestjs/common';
import { MaracsController } from './maracs.controller.js';
import { MaracsReader } from './maracs.reader.js';
import { MaracsService } from './maracs.service.js';

@Module({
  controllers: [MaracsController],
  providers: [MaracsService, MaracsReader],
  exports: [MaracsService, MaracsReader],
})
export class MaracsModule {}
