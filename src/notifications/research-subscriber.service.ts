import { Injectable } from '@nestjs/common';
import { AlertsReader, type RungToTell } from '../alerts/alerts.reader.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { RESEARCH_OWED } from '../research/research.events.js';
import { ResearchReader, SEES_OWED } from '../research/research.reader.js';
import { blindKind } from './blind-kinds.rules.js';
import type { NoticeKind } from './notice.rules.js';
import { Recipients } from './recipients.service.js';
import { RungParts } from './rung-parts.service.js';
import { Tell } from './tell.service.js';
import { SEES_CASE } from './who-sees.queries.js';

type Owed = Pick<RungToTell, 'step' | 'tells'> & { urgent?: boolean; eventId: string };
type About = { maracId: string; meetingId: string; agencyId: string; caseId: string };

/**
 * An agency is reminded that a meeting waits for its research: of the meeting, never of a case or a person. Its representatives first;
 * after the day whoever answers for it too; failing both, those who oversee the meeting.
 */
@Injectable()
export class ResearchSubscriber {
  constructor(
    private readonly recipients: Recipients,
    private readonly parts: RungParts,
    private readonly tell: Tell,
    private readonly research: ResearchReader,
    private readonly alerts: AlertsReader,
  ) {}

  @Subscribes(RESEARCH_OWED, 'notifications.tell-research-owed')
  async owed(ids: Record<string, string>): Promise<void> {
    const { meetingId = '', maracId = '', agencyId = '' } = ids;
    const rung = await this.rungOf(ids);
    const caseId = await this.research.owedCase(meetingId, agencyId);
    if (!caseId) return; // answered meanwhile
    const about = { maracId, meetingId, agencyId, caseId };
    await this.toTheAgency(rung, about);
    await this.above(rung, about);
  }

  /** What was raised before research climbed a ladder, and is told after, is found where it was. */
  private async rungOf({ rungId = '', chaseId }: Record<string, string>): Promise<Owed> {
    if (chaseId) {
      const chase = await this.research.chase(chaseId);
      if (!chase) throw new Error('the reminder is not there');
      return { ...chase, eventId: chaseId };
    }
    const rung = await this.alerts.rung(rungId);
    if (!rung) throw new Error('the rung of an alert is not there');
    return { ...rung, eventId: rungId };
  }

  private async toTheAgency({ step, tells, urgent, eventId }: Owed, about: About): Promise<void> {
    const { maracId, meetingId, agencyId, caseId } = about;
    const asked = tells.includes('REPRESENTATIVE')
      ? await this.recipients.ofResearch(maracId, meetingId, agencyId)
      : [];
    const answering = tells.includes('MANAGER') ? await this.managers(about) : [];
    const userIds = [...new Set([...asked, ...answering])];
    const telling = { maracId, subjectId: meetingId, eventId, urgent };
    const kind = step === 'AFTER' ? 'RESEARCH_OVERDUE' : 'RESEARCH_DUE';
    if (userIds.length > 0) return this.tell.ofMarac(userIds, { ...telling, kind });
    if (!tells.some((one) => one === 'REPRESENTATIVE' || one === 'MANAGER')) return;
    const overseers = await this.recipients.overseers(maracId, caseId);
    await this.tell.ofMarac(overseers, { ...telling, kind: 'RESEARCH_OVERDUE_UNOWNED' });
  }

  /** Whoever was named to answer for the agency; failing them its managers, who find what is owed. */
  private async managers({ maracId, meetingId, agencyId }: About): Promise<string[]> {
    const named = await this.research.managerToTell(meetingId, agencyId);
    if (named) return [named];
    return this.recipients.holders(maracId, agencyId, ['AGENCY_MANAGER'], SEES_OWED, meetingId);
  }

  /** Where an area would have others told, too. */
  private async above({ tells, urgent, eventId }: Owed, about: About): Promise<void> {
    const { maracId, meetingId, agencyId, caseId } = about;
    const others = tells.filter((one) => one !== 'REPRESENTATIVE' && one !== 'MANAGER');
    const concern = { maracId, caseId, agencyId, sees: SEES_CASE, id: caseId };
    for (const { userIds, part, instead, sees } of await this.parts.of(others, concern)) {
      const kind: NoticeKind = sees ? 'RESEARCH_STILL_OWED' : blindKind(part, instead);
      await this.tell.ofMarac(userIds, { maracId, kind, subjectId: sees ? meetingId : eventId, eventId, urgent });
    }
  }
}
