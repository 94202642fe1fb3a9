import { Injectable } from '@nestjs/common';
import { MINUTES_APPROVED, MINUTES_OVERDUE, MINUTES_RECALLED } from '../minutes/minutes.events.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { toldOf } from './notices.queries.js';
import { Recipients } from './recipients.service.js';
import { Tell } from './tell.service.js';

type Ids = Record<string, string>;

/** That there are minutes, that there are none any more, and that there should be some: never what they say. */
@Injectable()
export class MinutesSubscriber {
  constructor(
    private readonly recipients: Recipients,
    private readonly tell: Tell,
  ) {}

  @Subscribes(MINUTES_APPROVED, 'notifications.tell-minutes')
  async approved({ minutesId = '', maracId = '' }: Ids, eventId: string): Promise<void> {
    const userIds = await this.recipients.ofMinutes(maracId, minutesId);
    await this.tell.ofMarac(userIds, { kind: 'MINUTES_READY', maracId, subjectId: minutesId, eventId });
  }

  /** Those who were told that they could read them. */
  @Subscribes(MINUTES_RECALLED, 'notifications.tell-minutes-recalled')
  async recalled({ minutesId = '', maracId = '' }: Ids, eventId: string): Promise<void> {
    const userIds = await toldOf('MINUTES_READY', minutesId);
    await this.tell.ofMarac(userIds, { kind: 'MINUTES_RECALLED', maracId, subjectId: minutesId, eventId });
  }

  @Subscribes(MINUTES_OVERDUE, 'notifications.tell-minutes-overdue')
  async overdue({ meetingId = '', maracId = '' }: Ids, eventId: string): Promise<void> {
    const userIds = await this.recipients.overMeetings(maracId);
    await this.tell.ofMarac(userIds, { kind: 'MINUTES_OVERDUE', maracId, subjectId: meetingId, eventId });
  }
}
