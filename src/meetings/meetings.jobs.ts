import { Injectable } from '@nestjs/common';
import { CLOSURES_CHANGED } from '../maracs/maracs.events.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { tx } from '../platform/db/transaction.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { defineJob, Handles } from '../platform/queue/job.js';
import { AgendaLists } from './agenda-lists.service.js';
import { Guests } from './guests.service.js';
import { SeriesService } from './series.service.js';

/** Every night, so that the calendar always reaches to the horizon. */
export const GENERATE = defineJob({
  name: 'meetings.generate',
  every: { cron: '0 2 * * *', timeZone: TIME_ZONE },
  transaction: 'own',
});

@Injectable()
export class MeetingsJobs {
  constructor(
    private readonly series: SeriesService,
    private readonly lists: AgendaLists,
    private readonly guests: Guests,
  ) {}

  @Handles(GENERATE)
  async generate(): Promise<void> {
    await this.series.planAllAhead();
  }

  /** Days on which the area is closed are others: its meetings move off them, or back, if they have no cases yet. */
  @Subscribes(CLOSURES_CHANGED, 'meetings.plan-around-closures')
  async planAroundClosures({ maracId }: Record<'maracId', string>): Promise<void> {
    await this.series.planAllAhead(tx().actor, maracId);
  }

  @Subscribes('referral.accepted', 'meetings.list-accepted-referral')
  async listAcceptedReferral({
    referralId,
    caseId,
    maracId,
  }: Record<'referralId' | 'caseId' | 'maracId', string>): Promise<void> {
    await this.lists.listAccepted(referralId, caseId, maracId);
  }

  @Subscribes('agenda.arranged', 'meetings.guests-follow-the-order')
  async followOrder({ meetingId, maracId }: Record<'meetingId' | 'maracId', string>): Promise<void> {
    await this.guests.followOrder(meetingId, maracId);
  }

  @Subscribes('case.listed', 'meetings.guests-follow-the-list')
  async followList({ meetingId, maracId }: Record<'meetingId' | 'maracId', string>): Promise<void> {
    await this.guests.followOrder(meetingId, maracId);
  }

  @Subscribes('case.withdrawn', 'meetings.guests-follow-withdrawals')
  async followWithdrawal({ meetingId, maracId }: Record<'meetingId' | 'maracId', string>): Promise<void> {
    await this.guests.followOrder(meetingId, maracId);
  }
}
