import { Injectable } from '@nestjs/common';
import { AlertsReader } from '../alerts/alerts.reader.js';
import { GLASS_BROKEN, GLASS_UNREVIEWED } from '../break-glass/break-glass.events.js';
import { CONFLICT_FOUND, LIFT_PROPOSED } from '../conflicts/conflicts.events.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { Recipients } from './recipients.service.js';
import { parts, RungRecipients } from './rung-recipients.service.js';
import { Tell } from './tell.service.js';
import { SEES_CONFLICT, SEES_OPENING } from './who-sees.queries.js';

type Ids = Record<string, string>;

/** Conflicts of interest and emergency openings, told to those who decide on them: never to whom they are about. */
@Injectable()
export class ExclusionSubscribers {
  constructor(
    private readonly recipients: Recipients,
    private readonly tell: Tell,
    private readonly alerts: AlertsReader,
    private readonly rungs: RungRecipients,
  ) {}

  @Subscribes(CONFLICT_FOUND, 'notifications.tell-conflict')
  async conflict({ conflictId = '', caseId = '', maracId = '' }: Ids, eventId: string): Promise<void> {
    const userIds = await this.recipients.overseers(maracId, caseId, SEES_CONFLICT, conflictId);
    await this.tell.people(userIds, { kind: 'CONFLICT_TO_DECIDE', caseId, subjectId: conflictId, eventId });
  }

  @Subscribes(LIFT_PROPOSED, 'notifications.tell-lift')
  async lift({ conflictId = '', caseId = '', maracId = '' }: Ids, eventId: string): Promise<void> {
    const userIds = await this.recipients.overseers(maracId, caseId, SEES_CONFLICT, conflictId);
    await this.tell.people(userIds, { kind: 'CONFLICT_LIFT_TO_AGREE', caseId, subjectId: conflictId, eventId });
  }

  @Subscribes(GLASS_BROKEN, 'notifications.tell-glass')
  async glassBroken(
    { breakGlassId = '', caseId = '', maracId = '', userId = '' }: Ids,
    eventId: string,
  ): Promise<void> {
    const userIds = await this.recipients.ofOpening(maracId, caseId, breakGlassId, userId);
    await this.tell.people(userIds, { kind: 'GLASS_BROKEN', caseId, subjectId: breakGlassId, eventId });
  }

  /** Never whoever made it: when nobody else holds the part, an administrator. */
  @Subscribes(GLASS_UNREVIEWED, 'notifications.tell-unreviewed')
  async unreviewed(ids: Ids, eventId: string): Promise<void> {
    const { breakGlassId = '', caseId = '', maracId = '', userId = '', rungId = '' } = ids;
    const rung = await this.alerts.rung(rungId);
    const concern = { maracId, caseId, agencyId: null, sees: SEES_OPENING, id: breakGlassId };
    const told = new Set<string>();
    for (const part of parts(rung?.tells ?? ['CHAIR'])) {
      const { userIds } = await this.rungs.of(part, concern);
      const others = userIds.filter((id) => id !== userId);
      for (const id of others.length > 0 ? others : await this.recipients.administrators(maracId, caseId)) told.add(id);
    }
    told.delete(userId);
    await this.tell.people([...told], { kind: 'GLASS_UNREVIEWED', caseId, subjectId: breakGlassId, eventId });
  }
}
