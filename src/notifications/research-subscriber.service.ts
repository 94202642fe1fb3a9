import { Injectable } from '@nestjs/common';
import { Subscribes } from '../platform/events/subscribes.js';
import { RESEARCH_OWED } from '../research/research.events.js';
import { ResearchReader } from '../research/research.reader.js';
import { Recipients } from './recipients.service.js';
import { Tell } from './tell.service.js';

/**
 * An agency is reminded that a meeting waits for its research: of the meeting, never of a case or a person. Its representatives first;
 * after the day whoever answers for it too; failing both, those who oversee the meeting.
 */
@Injectable()
export class ResearchSubscriber {
  constructor(
    private readonly recipients: Recipients,
    private readonly tell: Tell,
    private readonly research: ResearchReader,
  ) {}

  @Subscribes(RESEARCH_OWED, 'notifications.tell-research-owed')
  async owed({ chaseId = '' }: Record<string, string>): Promise<void> {
    const chase = await this.research.chase(chaseId);
    if (!chase) throw new Error('the reminder is not there');
    const { meetingId, maracId, agencyId, after } = chase;
    const asked = await this.recipients.ofResearch(maracId, meetingId, agencyId);
    const manager = after ? await this.research.managerToTell(meetingId, agencyId) : undefined;
    const userIds = [...new Set(manager ? [...asked, manager] : asked)];
    const about = { maracId, subjectId: meetingId, eventId: chaseId };
    if (userIds.length > 0)
      return this.tell.ofMarac(userIds, { kind: after ? 'RESEARCH_OVERDUE' : 'RESEARCH_DUE', ...about });
    const caseId = await this.research.owedCase(meetingId, agencyId);
    if (!caseId) return; // answered meanwhile
    const overseers = await this.recipients.overseers(maracId, caseId);
    await this.tell.ofMarac(overseers, { kind: 'RESEARCH_OVERDUE_UNOWNED', ...about });
  }
}
