import { Injectable } from '@nestjs/common';
import { FLAG_UNACKNOWLEDGED } from '../flags/flags.events.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { Recipients } from './recipients.service.js';
import { Tell } from './tell.service.js';

/** An agency that did not say whether it marked its files is reminded: those who can say it, and see the flag. */
@Injectable()
export class FlagSubscriber {
  constructor(
    private readonly recipients: Recipients,
    private readonly tell: Tell,
  ) {}

  /** A marker that stays where the case is no longer shared is for the coordinators: nobody there may be told of the case. */
  @Subscribes(FLAG_UNACKNOWLEDGED, 'notifications.tell-unacknowledged')
  async unacknowledged(ids: Record<string, string>): Promise<void> {
    const { flagId = '', caseId = '', maracId = '', agencyId = '', chaseId = '' } = ids;
    const { userIds, unowned } = await this.recipients.ofMarker(maracId, agencyId, flagId, caseId);
    const kind = unowned ? 'FLAG_UNACKNOWLEDGED_UNOWNED' : 'FLAG_UNACKNOWLEDGED';
    await this.tell.people(userIds, { kind, caseId, subjectId: flagId, eventId: chaseId });
  }
}
