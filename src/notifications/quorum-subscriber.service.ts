import { Injectable } from '@nestjs/common';
import { QUORUM_LOST } from '../conference/conference.events.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { Recipients } from './recipients.service.js';
import { Tell } from './tell.service.js';

/** A quorum that goes in the middle of a meeting is noticed by nobody who listens to a case: who sees to the meeting is told at once. */
@Injectable()
export class QuorumSubscriber {
  constructor(
    private readonly recipients: Recipients,
    private readonly tell: Tell,
  ) {}

  @Subscribes(QUORUM_LOST, 'notifications.tell-quorum-lost')
  async lost({ meetingId = '', maracId = '' }: Record<string, string>, eventId: string): Promise<void> {
    const userIds = await this.recipients.overMeetings(maracId);
    await this.tell.ofMarac(userIds, { kind: 'QUORUM_LOST', maracId, subjectId: meetingId, eventId });
  }
}
