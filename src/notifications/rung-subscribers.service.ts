import { Injectable } from '@nestjs/common';
import { ACTION_PAUSED, ACTION_RESUMED } from '../actions/actions.events.js';
import { SEES_ACTION } from '../actions/actions.reader.js';
import { ALERT_RAISED } from '../alerts/alerts.events.js';
import { AlertsReader } from '../alerts/alerts.reader.js';
import { Subscribes } from '../platform/events/subscribes.js';
import type { NoticeKind } from './notice.rules.js';
import { Recipients } from './recipients.service.js';
import { RungTeller } from './rung-teller.service.js';
import { Tell } from './tell.service.js';

type Ids = Record<string, string>;

/** Rungs of ladders, and pauses of what climbs them, told to whomever they name. */
@Injectable()
export class RungSubscribers {
  constructor(
    private readonly alerts: AlertsReader,
    private readonly rungs: RungTeller,
    private readonly recipients: Recipients,
    private readonly tell: Tell,
  ) {}

  @Subscribes(ALERT_RAISED, 'notifications.tell-rung', { together: true })
  async raised({ rungId = '' }: Ids): Promise<void> {
    const rung = await this.alerts.rung(rungId);
    if (!rung) throw new Error('the rung of an alert is not there');
    await this.rungs.ofRung(rung);
  }

  @Subscribes(ACTION_PAUSED, 'notifications.tell-paused')
  paused(ids: Ids, eventId: string): Promise<void> {
    return this.toCoordinators('ACTION_PAUSED', ids, eventId);
  }

  @Subscribes(ACTION_RESUMED, 'notifications.tell-resumed')
  resumed(ids: Ids, eventId: string): Promise<void> {
    return this.toCoordinators('ACTION_RESUMED', ids, eventId);
  }

  private async toCoordinators(kind: NoticeKind, { actionId = '', caseId = '', maracId = '' }: Ids, eventId: string) {
    const userIds = await this.recipients.overseers(maracId, caseId, SEES_ACTION, actionId);
    await this.tell.people(userIds, { kind, caseId, subjectId: actionId, eventId });
  }
}
