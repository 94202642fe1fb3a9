import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { AuditModule } from './audit/audit.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { MaracsModule } from './maracs/maracs.module.js';
import { PersonsModule } from './persons/persons.module.js';
import { ConfigModule } from './platform/config/config.module.js';
import type { Settings } from './platform/config/settings.js';
import { DbModule } from './platform/db/db.module.js';
import { HealthModule } from './platform/health/health.module.js';
import { LogModule } from './platform/log/log.module.js';

/** The house, floor by floor. */
@Module({})
export class AppModule {
  static with(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(settings),
        LogModule,
        DbModule.forUrl(settings.databaseUrl),
        HealthModule,
        AuditModule,
        MaracsModule,
        IdentityModule,
        AccessModule,
        PersonsModule,
      ],
    };
  }
}
