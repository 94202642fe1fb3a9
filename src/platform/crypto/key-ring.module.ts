import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Settings } from '../config/settings.js';
import { provideJobs } from '../queue/job.js';
import { keysOfFolder, keysOfProcess } from './key-ring-file.js';
import { KeyRing } from './key-ring.js';
import { KeyRotation, ROTATE_KEYS } from './key-rotation.js';

/** Gives `KeyRing` to every room, and keeps what is sealed under the current key. Production has DATA_KEYS or does not get here. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    KeyRotation,
    provideJobs([ROTATE_KEYS]),
    {
      provide: KeyRing,
      inject: [Settings],
      useFactory: ({ dataKeys, environment, dataDir }: Settings) =>
        // processes of one test share a folder of its own; without one nothing is left behind
        new KeyRing(
          dataKeys ?? (environment === 'test' && dataDir === '.marac' ? keysOfProcess() : keysOfFolder(dataDir)),
        ),
    },
  ],
  exports: [KeyRing],
})
export class KeyRingModule {}
