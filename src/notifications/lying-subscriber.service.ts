import { Injectable } from '@nestjs/common';
import { AlertsReader } from '../alerts/alerts.reader.js';
import type { Tells } from '../alerts/ladder.rules.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { type Phase, phaseOf } from '../transfers/transfer-phases.rules.js';
import { TRANSFER_LEFT_LYING } from '../transfers/transfers.events.js';
import { TransfersReader } from '../transfers/transfers.reader.js';
import { blindKind } from './blind-kinds.rules.js';
import { Recipients } from './recipients.service.js';
import { RungParts } from './rung-parts.service.js';
import { Tell } from './tell.service.js';
import { SEES_CASE } from './who-sees.queries.js';

type Rung = { phase: Phase; tells: readonly Tells[]; eventId: string; urgent?: boolean };

/**
 * A transfer lies: nobody answers, of which the area that is to hears, then its chairs, and the area that waits; or nobody takes it up,
 * of which the area that accepted hears.
 */
@Injectable()
export class LyingSubscriber {
  constructor(
    private readonly recipients: Recipients,
    private readonly parts: RungParts,
    private readonly tell: Tell,
    private readonly transfers: TransfersReader,
    private readonly alerts: AlertsReader,
  ) {}

  @Subscribes(TRANSFER_LEFT_LYING, 'notifications.tell-left-lying')
  async leftLying(ids: Record<string, string>): Promise<void> {
    const { transferId = '' } = ids;
    const rung = await this.rungOf(ids);
    const { phase, tells, eventId, urgent } = rung;
    const concern = await this.transfers.concernOf(transferId);
    if (!concern) throw new Error('the transfer is not there');
    const { caseId, maracId, toMaracId } = concern;
    const about = { subjectId: transferId, eventId, urgent };
    const chairs = tells.includes('CHAIR') ? await this.recipients.notKept(toMaracId, caseId, 'CHAIR') : [];
    const there = new Set([...(await this.coordinators(tells, toMaracId, caseId, chairs)), ...chairs]);
    const kind = phase === 'TAKE_UP' ? 'TRANSFER_NOT_TAKEN_UP' : 'TRANSFER_UNANSWERED';
    await this.tell.ofMarac([...there], { kind, maracId: toMaracId, ...about });
    await this.above(rung, toMaracId, caseId);
    if (phase === 'TAKE_UP' || !tells.includes('CHAIR')) return;
    const here = await this.recipients.overseers(maracId, caseId);
    await this.tell.people(here, { kind: 'TRANSFER_STILL_UNANSWERED', caseId, ...about });
  }

  /** Those who may answer; where a rung leaves them out, when it would reach nobody else who may. @throws NobodyToTell */
  private async coordinators(tells: readonly Tells[], toMaracId: string, caseId: string, chairs: readonly string[]) {
    const named = tells.includes('COORDINATOR') || tells.includes('REPRESENTATIVE');
    const missing = tells.includes('CHAIR') && chairs.length === 0;
    return named || missing ? this.recipients.ofOffer(toMaracId, caseId) : [];
  }

  /** Those who see no case, where an area would have them told. */
  private async above({ tells, eventId, urgent }: Rung, maracId: string, caseId: string): Promise<void> {
    const blind = tells.filter((one) => one === 'STEERING_GROUP' || one === 'ADMINISTRATOR');
    const concern = { maracId, caseId, agencyId: null, sees: SEES_CASE, id: caseId };
    for (const { userIds, part, instead } of await this.parts.of(blind, concern))
      await this.tell.ofMarac(userIds, {
        maracId,
        kind: blindKind(part, instead),
        subjectId: eventId,
        eventId,
        urgent,
      });
  }

  /** What was raised before transfers climbed a ladder, and is told after, is found where it was. */
  private async rungOf({ rungId = '', chaseId }: Record<string, string>): Promise<Rung> {
    if (chaseId) {
      const step = await this.transfers.chasedStep(chaseId);
      if (!step) throw new Error('the reminder is not there');
      return { phase: step.phase, tells: step.chairs ? ['COORDINATOR', 'CHAIR'] : ['COORDINATOR'], eventId: chaseId };
    }
    const rung = await this.alerts.rung(rungId);
    if (!rung) throw new Error('the rung of an alert is not there');
    return { phase: phaseOf(rung.epoch), tells: rung.tells, urgent: rung.urgent, eventId: rungId };
  }
}
