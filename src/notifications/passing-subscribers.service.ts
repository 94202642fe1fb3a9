import { Injectable } from '@nestjs/common';
import { PAPERS_RECALLED } from '../papers/papers.events.js';
import { PapersReader } from '../papers/papers.reader.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { MEETING_CIRCULATED } from '../research/research.events.js';
import { TRANSFER_DECIDED, TRANSFER_HEARD, TRANSFER_OFFERED } from '../transfers/transfers.events.js';
import { TransfersReader } from '../transfers/transfers.reader.js';
import { Recipients } from './recipients.service.js';
import { Tell } from './tell.service.js';

type Ids = Record<string, string>;

/** What passes between agencies before a meeting, and between areas: told to those who are to do something about it. */
@Injectable()
export class PassingSubscribers {
  constructor(
    private readonly recipients: Recipients,
    private readonly tell: Tell,
    private readonly transfers: TransfersReader,
    private readonly papers: PapersReader,
  ) {}

  @Subscribes(MEETING_CIRCULATED, 'notifications.tell-circulated')
  async circulated({ meetingId = '', maracId = '' }: Ids, eventId: string): Promise<void> {
    const userIds = await this.recipients.ofCirculation(maracId, meetingId);
    await this.tell.ofMarac(userIds, { kind: 'MEETING_CIRCULATED', maracId, subjectId: meetingId, eventId });
  }

  /** Whoever holds a copy that was called back. A copy that never left, and one that is destroyed, concern nobody. */
  @Subscribes(PAPERS_RECALLED, 'notifications.tell-recalled')
  async recalled({ recallId = '', meetingId = '', maracId = '' }: Ids, eventId: string): Promise<void> {
    const userIds = await this.papers.holdersOf(recallId);
    await this.tell.ofMarac(userIds, { kind: 'PAPERS_RECALLED', maracId, subjectId: meetingId, eventId });
  }

  /** The area that is to answer. The notice names no case: nothing there joins the victim to her new area yet. */
  @Subscribes(TRANSFER_OFFERED, 'notifications.tell-offered')
  async offered({ transferId = '' }: Ids, eventId: string): Promise<void> {
    const { caseId, toMaracId } = await this.concern(transferId);
    const userIds = await this.recipients.ofOffer(toMaracId, caseId);
    await this.tell.ofMarac(userIds, { kind: 'TRANSFER_OFFERED', maracId: toMaracId, subjectId: transferId, eventId });
  }

  /** The area that offered it: until somebody has taken the case over, it is theirs. */
  @Subscribes(TRANSFER_DECIDED, 'notifications.tell-decided')
  async decided({ transferId = '' }: Ids, eventId: string): Promise<void> {
    const { caseId, maracId, toMaracId, status } = await this.concern(transferId);
    const userIds = await this.recipients.overseers(maracId, caseId);
    const about = { subjectId: transferId, eventId };
    await this.tell.people(userIds, { kind: 'TRANSFER_DECIDED', caseId, ...about });
    if (status !== 'ACCEPTED') return;
    const kind = 'TRANSFER_TO_HAND_OVER';
    await this.tell.people(await this.recipients.ofSupport(maracId, caseId), { kind, caseId, ...about });
    const there = await this.recipients.notKept(toMaracId, caseId, 'IDVA');
    await this.tell.ofMarac(there, { kind, maracId: toMaracId, ...about });
  }

  /** The area that the case left hears that it was heard. */
  @Subscribes(TRANSFER_HEARD, 'notifications.tell-heard-there')
  async heard({ transferId = '' }: Ids, eventId: string): Promise<void> {
    const { caseId, maracId } = await this.concern(transferId);
    const userIds = await this.recipients.overseers(maracId, caseId);
    await this.tell.people(userIds, { kind: 'TRANSFER_HEARD', caseId, subjectId: transferId, eventId });
  }

  private async concern(transferId: string) {
    const concern = await this.transfers.concernOf(transferId);
    if (!concern) throw new Error('the transfer is not there');
    return concern;
  }
}
