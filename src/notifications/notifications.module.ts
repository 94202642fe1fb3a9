import { join } from 'node:path';
import { type FactoryProvider, Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ActionsModule } from '../actions/actions.module.js';
import { BreakGlassModule } from '../break-glass/break-glass.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { Settings } from '../platform/config/settings.js';
import { PapersModule } from '../papers/papers.module.js';
import { provideJobs } from '../platform/queue/job.js';
import { ExclusionSubscribers } from './exclusion-subscribers.service.js';
import { TransfersModule } from '../transfers/transfers.module.js';
import { WatchModule } from '../watch/watch.module.js';
import { FlagSubscriber } from './flag-subscriber.service.js';
import { FolderTransport } from './folder-transport.js';
import { InboxController } from './inbox.controller.js';
import { IntakeSubscribers } from './intake-subscribers.service.js';
import { ReferralsModule } from '../referrals/referrals.module.js';
import { SEND_MAIL, SWEEP_MAILS } from './mail.jobs.js';
import { MailTransport } from './mail-transport.js';
import { Mailer } from './mailer.service.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { MeetingSubscribers } from './meeting-subscribers.service.js';
import { MinutesSubscriber } from './minutes-subscriber.service.js';
import { PassingSubscribers } from './passing-subscribers.service.js';
import { ProtocolSubscriber } from './protocol-subscriber.service.js';
import { ResearchModule } from '../research/research.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { SupportModule } from '../support/support.module.js';
import { OrderSubscribers } from './order-subscribers.service.js';
import { SupportRecipients } from './support-recipients.service.js';
import { SupportSubscribers } from './support-subscribers.service.js';
import { Recipients } from './recipients.service.js';
import { ResearchSubscriber } from './research-subscriber.service.js';
import { SmtpTransport } from './smtp-transport.js';
import { Subscribers } from './subscribers.service.js';
import { Tell } from './tell.service.js';

const transport: FactoryProvider<MailTransport> = {
  provide: MailTransport,
  inject: [Settings],
  useFactory: ({ smtpUrl, mailFrom = 'no-reply@localhost', dataDir }: Settings) =>
    smtpUrl ? new SmtpTransport(smtpUrl, mailFrom) : new FolderTransport(join(dataDir, 'mail'), mailFrom),
};

@Module({
  imports: [
    IdentityModule,
    AccessModule,
    ActionsModule,
    BreakGlassModule,
    MeetingsModule,
    ResearchModule,
    TransfersModule,
    WatchModule,
    PapersModule,
    ReferralsModule,
    SupportModule,
    OrdersModule,
  ],
  controllers: [InboxController],
  providers: [
    transport,
    Mailer,
    Recipients,
    ProtocolSubscriber,
    Subscribers,
    ExclusionSubscribers,
    PassingSubscribers,
    MeetingSubscribers,
    FlagSubscriber,
    MinutesSubscriber,
    IntakeSubscribers,
    ResearchSubscriber,
    ...[SupportRecipients, SupportSubscribers, OrderSubscribers],
    Tell,
    provideJobs([SEND_MAIL, SWEEP_MAILS]),
  ],
})
export class NotificationsModule {}
