import { Global, Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { EventLog } from './event-log.js';

/** Gives `EventLog` to every room. */
@Global()
@Module({
  providers: [
    { provide: EventLog, inject: [Settings], useFactory: (settings: Settings) => new EventLog(settings.logLevel) },
  ],
  exports: [EventLog],
})
export class LogModule {}
