import { Injectable } from '@nestjs/common';
import { SIGNATURE_ENDING } from '../access/access.events.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { Recipients } from './recipients.service.js';
import { Tell } from './tell.service.js';

/** Who is told that an agency's access will lapse with its signature. */
@Injectable()
export class ProtocolSubscriber {
  constructor(
    private readonly recipients: Recipients,
    private readonly tell: Tell,
  ) {}

  @Subscribes(SIGNATURE_ENDING, 'notifications.tell-signature-ending')
  async ending({ protocolId = '', maracId = '' }: Record<string, string>, eventId: string): Promise<void> {
    const userIds = await this.recipients.ofProtocol(maracId);
    await this.tell.ofMarac(userIds, { kind: 'PROTOCOL_SIGNATURE_ENDING', maracId, subjectId: protocolId, eventId });
  }
}
