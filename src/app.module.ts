import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { AuditModule } from './audit/audit.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { OidcModule } from './identity/oidc.module.js';
import { MaracsModule } from './maracs/maracs.module.js';
import { MeetingsModule } from './meetings/meetings.module.js';
import { MinutesModule } from './minutes/minutes.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { PersonsModule } from './persons/persons.module.js';
import { ActionsModule } from './actions/actions.module.js';
import { AlertsModule } from './alerts/alerts.module.js';
import { AssessmentsModule } from './assessments/assessments.module.js';
import { BreakGlassModule } from './break-glass/break-glass.module.js';
import { ConferenceModule } from './conference/conference.module.js';
import { ConflictsModule } from './conflicts/conflicts.module.js';
import { FlagsModule } from './flags/flags.module.js';
import { CalendarModule } from './calendar/calendar.module.js';
import { ConfigModule } from './platform/config/config.module.js';
import { KeyRingModule } from './platform/crypto/key-ring.module.js';
import type { Settings } from './platform/config/settings.js';
import { DbModule } from './platform/db/db.module.js';
import { DueModule } from './platform/due/due.module.js';
import { EventsModule } from './platform/events/events.module.js';
import { HealthModule } from './platform/health/health.module.js';
import { IdempotencyModule } from './platform/idempotency/idempotency.module.js';
import { LogModule } from './platform/log/log.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { PapersModule } from './papers/papers.module.js';
import { QueueModule } from './platform/queue/queue.module.js';
import { ResearchModule } from './research/research.module.js';
import { ReferralsModule } from './referrals/referrals.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';
import { WatchModule } from './watch/watch.module.js';
import { SampleModule } from './sample/sample.module.js';
import { SupportModule } from './support/support.module.js';
import { TransfersModule } from './transfers/transfers.module.js';

/** The house, floor by floor, from the ground up. */
const ROOMS = [
  MaracsModule,
  IdentityModule,
  OidcModule,
  AccessModule,
  AlertsModule,
  PersonsModule,
  AssessmentsModule,
  FlagsModule,
  ConflictsModule,
  BreakGlassModule,
  ReferralsModule,
  ActionsModule,
  SupportModule,
  OrdersModule,
  MeetingsModule,
  ResearchModule,
  TransfersModule,
  WatchModule,
  OperationsModule,
  CalendarModule,
  PapersModule,
  ConferenceModule,
  MinutesModule,
  WebhooksModule,
  NotificationsModule,
  SampleModule,
];

@Module({})
export class AppModule {
  static with(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(settings),
        LogModule,
        KeyRingModule,
        DbModule.forUrl(settings.databaseUrl),
        HealthModule,
        QueueModule.with(),
        EventsModule,
        DueModule,
        IdempotencyModule,
        AuditModule,
        ...ROOMS,
      ],
    };
  }
}
