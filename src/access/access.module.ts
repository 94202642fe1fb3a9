import { Module } from '@nestjs/common';
import { AccessController } from './access.controller.js';
import { Access } from './access.service.js';
import { Exclusions } from './exclusions.service.js';
import { Protocols } from './protocols.service.js';
import { SharingTimes } from './sharing-times.service.js';

@Module({
  controllers: [AccessController],
  providers: [Access, Protocols, Exclusions, SharingTimes],
  exports: [Access, Protocols, Exclusions, SharingTimes],
})
export class AccessModule {}
