import { Injectable } from '@nestjs/common';
import { SIGNATURE_ENDING } from '../access/access.events.js';
import { AlertsReader } from '../alerts/alerts.reader.js';
import type { Step } from '../alerts/ladder.rules.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { blindKind } from './blind-kinds.rules.js';
import type { NoticeKind } from './notice.rules.js';
import { Recipients } from './recipients.service.js';
import { type PartReached, RungParts } from './rung-parts.service.js';
import { Tell } from './tell.service.js';
import { SEES_PROTOCOL } from './who-sees.queries.js';

/** Who is told that an agency's access lapses with its signature, or has. */
@Injectable()
export class ProtocolSubscriber {
  constructor(
    private readonly alerts: AlertsReader,
    private readonly parts: RungParts,
    private readonly recipients: Recipients,
    private readonly tell: Tell,
  ) {}

  @Subscribes(SIGNATURE_ENDING, 'notifications.tell-signature-ending')
  async ending({ protocolId = '', maracId = '', rungId }: Record<string, string>, eventId: string): Promise<void> {
    if (!rungId) return this.warned(maracId, protocolId, eventId);
    const rung = await this.alerts.rung(rungId);
    if (!rung) throw new Error('the rung of an alert is not there');
    const { agencyId, step, tells, urgent } = rung;
    const concern = { maracId, caseId: null, agencyId, sees: SEES_PROTOCOL, id: protocolId };
    const about = { maracId, subjectId: protocolId, eventId: rungId, urgent };
    // whoever is to act for the area, where an area would have its representatives told
    const asked = tells.includes('REPRESENTATIVE') ? [...new Set([...tells, 'COORDINATOR' as const])] : tells;
    for (const reached of await this.parts.of(asked, concern)) {
      const kind = kindFor(reached, step);
      const subjectId = SEE_IT.has(kind) ? protocolId : rungId;
      await this.tell.ofMarac(reached.userIds, { ...about, kind, subjectId });
    }
  }

  /** What was raised before signatures climbed a ladder, and is told after. */
  private async warned(maracId: string, subjectId: string, eventId: string): Promise<void> {
    const userIds = await this.recipients.ofProtocol(maracId);
    await this.tell.ofMarac(userIds, { kind: 'PROTOCOL_SIGNATURE_ENDING', maracId, subjectId, eventId });
  }
}

const SEE_IT: ReadonlySet<NoticeKind> = new Set(['PROTOCOL_SIGNATURE_ENDING', 'PROTOCOL_SIGNATURE_LAPSED']);

/** Those who keep the file of the protocol hear of the signature; an agency hears of its own; the steering group of the area alone. */
function kindFor({ part, instead }: PartReached, step: Step): NoticeKind {
  if (part === 'STEERING_GROUP') return blindKind(part, instead);
  const ofTheAgency = part === 'MANAGER' || part === 'STRATEGIC_LEAD';
  if (ofTheAgency && !instead) return step === 'AFTER' ? 'PROTOCOL_LAPSED_IN_AGENCY' : 'PROTOCOL_ENDING_IN_AGENCY';
  if (ofTheAgency) return blindKind(part, instead);
  return step === 'AFTER' ? 'PROTOCOL_SIGNATURE_LAPSED' : 'PROTOCOL_SIGNATURE_ENDING';
}
