import { join } from 'node:path';
import { type FactoryProvider, Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ActionSubscriber } from './action-subscriber.service.js';
import { ActionsModule } from '../actions/actions.module.js';
import { AlertsModule } from '../alerts/alerts.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { Settings } from '../platform/config/settings.js';
import { OperationsModule } from '../operations/operations.module.js';
import { OperationsSubscriber } from './operations-subscriber.service.js';
import { PapersModule } from '../papers/papers.module.js';
import { CalendarModule } from '../calendar/calendar.module.js';
import { GuestSubscriber } from './guest-subscriber.service.js';
import { TaskSubscriber } from './task-subscriber.service.js';
import { ConflictsModule } from '../conflicts/conflicts.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { provideDueKinds } from '../platform/due/when-due.js';
import { provideJobs } from '../platform/queue/job.js';
import { CaseNoticesController } from './case-notices.controller.js';
import { ChoiceReader } from './choices.service.js';
import { DIGEST_DUE, SWEEP_DIGESTS } from './digest.jobs.js';
import { Digests } from './digests.service.js';
import { ExclusionSubscribers } from './exclusion-subscribers.service.js';
import { TransfersModule } from '../transfers/transfers.module.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { WatchModule } from '../watch/watch.module.js';
import { FlagSubscriber } from './flag-subscriber.service.js';
import { FolderTransport } from './folder-transport.js';
import { InboxController } from './inbox.controller.js';
import { IntakeSubscribers } from './intake-subscribers.service.js';
import { ReferralsModule } from '../referrals/referrals.module.js';
import { SEND_MAIL, SEND_MAILS, SWEEP_MAILS } from './mail.jobs.js';
import { MailTransport } from './mail-transport.js';
import { Mailer } from './mailer.service.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { MeetingSubscribers } from './meeting-subscribers.service.js';
import { MailWatch, WATCH_MAIL } from './mail-watch.service.js';
import { MinutesSubscriber } from './minutes-subscriber.service.js';
import { NextRecipients } from './next-recipients.service.js';
import { NotifyTransport } from './notify-transport.js';
import { Outgoing } from './outgoing.service.js';
import { PassingSubscribers } from './passing-subscribers.service.js';
import { PreferencesController } from './preferences.controller.js';
import { PreferencesService } from './preferences.service.js';
import { ProtocolSubscriber } from './protocol-subscriber.service.js';
import { QuorumSubscriber } from './quorum-subscriber.service.js';
import { Reach } from './reach.service.js';
import { ReceiptsController } from './receipts.controller.js';
import { Receipts } from './receipts.service.js';
import { ResearchModule } from '../research/research.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { SupportModule } from '../support/support.module.js';
import { OrderSubscribers } from './order-subscribers.service.js';
import { SupportRecipients } from './support-recipients.service.js';
import { SupportSubscribers } from './support-subscribers.service.js';
import { Recipients } from './recipients.service.js';
import { ResearchSubscriber } from './research-subscriber.service.js';
import { RungRecipients } from './rung-recipients.service.js';
import { RungSubscribers } from './rung-subscribers.service.js';
import { LyingSubscriber } from './lying-subscriber.service.js';
import { RungParts } from './rung-parts.service.js';
import { RungTeller } from './rung-teller.service.js';
import { RestoredService } from './restored.service.js';
import { SmtpTransport } from './smtp-transport.js';
import { Subscribers } from './subscribers.service.js';
import { Tell } from './tell.service.js';
import { Undelivered } from './undelivered.service.js';

const transport: FactoryProvider<MailTransport> = {
  provide: MailTransport,
  inject: [Settings],
  useFactory: ({ notify, smtpUrl, mailFrom = 'no-reply@localhost', dataDir }: Settings) => {
    if (notify) return new NotifyTransport(notify);
    return smtpUrl ? new SmtpTransport(smtpUrl, mailFrom) : new FolderTransport(join(dataDir, 'mail'), mailFrom);
  },
};

@Module({
  imports: [
    IdentityModule,
    AccessModule,
    ActionsModule,
    AlertsModule,
    MeetingsModule,
    ResearchModule,
    TransfersModule,
    WatchModule,
    OperationsModule,
    WebhooksModule,
    PapersModule,
    ReferralsModule,
    ...[ConflictsModule, MaracsModule],
    SupportModule,
    OrdersModule,
    CalendarModule,
  ],
  controllers: [InboxController, PreferencesController, CaseNoticesController, ReceiptsController],
  providers: [
    transport,
    Mailer,
    Recipients,
    ProtocolSubscriber,
    ActionSubscriber,
    Subscribers,
    ExclusionSubscribers,
    PassingSubscribers,
    MeetingSubscribers,
    FlagSubscriber,
    MinutesSubscriber,
    ...[TaskSubscriber, GuestSubscriber],
    IntakeSubscribers,
    ResearchSubscriber,
    QuorumSubscriber,
    ...[RungRecipients, RungParts, LyingSubscriber, RungTeller, RungSubscribers],
    OperationsSubscriber,
    RestoredService,
    ...[SupportRecipients, SupportSubscribers, OrderSubscribers],
    Tell,
    ...[ChoiceReader, Digests, Reach, NextRecipients, Outgoing, Undelivered, Receipts, PreferencesService, MailWatch],
    provideDueKinds([DIGEST_DUE]),
    provideJobs([SEND_MAIL, SEND_MAILS, SWEEP_MAILS, SWEEP_DIGESTS, WATCH_MAIL]),
  ],
})
export class NotificationsModule {}
