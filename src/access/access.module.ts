import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { ReplayGuard } from '../platform/idempotency/replay-guard.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { AccessController } from './access.controller.js';
import { SIGNATURES_CHANGED } from './access.events.js';
import { Access } from './access.service.js';
import { ConsentsController } from './consents.controller.js';
import { Consents } from './consents.service.js';
import { DisclosuresController } from './disclosures.controller.js';
import { Disclosures } from './disclosures.service.js';
import { Exclusions } from './exclusions.service.js';
import { Explain } from './explain.service.js';
import { GrantsController } from './grants.controller.js';
import { Grants } from './grants.service.js';
import { NeedsController } from './needs.controller.js';
import { Needs } from './needs.service.js';
import { ProtocolRegister } from './protocol-register.service.js';
import { ProtocolsController } from './protocols.controller.js';
import { Protocols } from './protocols.service.js';
import { CaseReplays } from './case-replays.service.js';
import { SignaturesReader } from './signatures.reader.js';
import { SharingTimes } from './sharing-times.service.js';

@Module({
  imports: [MaracsModule, IdentityModule],
  controllers: [
    AccessController,
    ConsentsController,
    DisclosuresController,
    GrantsController,
    NeedsController,
    ProtocolsController,
  ],
  providers: [
    ...[
      Access,
      Consents,
      Disclosures,
      Exclusions,
      Explain,
      Grants,
      Needs,
      ProtocolRegister,
      Protocols,
      SharingTimes,
      SignaturesReader,
    ],
    { provide: ReplayGuard, useClass: CaseReplays },
    provideEvents([SIGNATURES_CHANGED]),
  ],
  exports: [Access, Consents, Protocols, Exclusions, SharingTimes, SignaturesReader],
})
export class AccessModule {}
