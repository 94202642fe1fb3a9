import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { Store } from '../platform/db/store.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Outbox } from '../platform/events/outbox.js';
import { AgendaLists } from './agenda-lists.service.js';
import { Leaving } from './leaving.service.js';
import { ManagedMeetings } from './managed-meetings.js';
import { AgendaItem, Meeting } from './meeting.entity.js';
import { MEETING_CANCELLED } from './meetings.events.js';
import { meetingById, type MeetingRow } from './meetings.queries.js';
import type { MeetingCancellation } from './scheduling.dto.js';
import { itemsOf, recordChange } from './scheduling.queries.js';

/** What became of the cases of a meeting that does not take place. */
export interface MovedOn {
  listedNextAt: string | null;
  movedOn: number;
  unlisted: number;
}

/** A meeting does not take place: its cases move on to the next, and what was shared for it ends. */
@Injectable()
export class Cancellations {
  private readonly meetings = new Store(Meeting);
  private readonly items = new Store(AgendaItem);

  constructor(
    private readonly managed: ManagedMeetings,
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly lists: AgendaLists,
    private readonly leaving: Leaving,
  ) {}

  /**
   * Cancels a meeting. Every case that waits on its list, those hidden from whoever cancels it included, goes to the top of the next
   * ordinary meeting; without one it waits among the unlisted.
   * @throws Problem 404; 403; 409 `not-planned`; 412; 422 `protected-address-in-text`
   */
  async cancel(meetingId: string, version: number, { reason }: MeetingCancellation): Promise<MovedOn> {
    const meeting = await this.managed.lock(meetingId, version);
    const { maracId } = meeting;
    await this.managed.checkTexts(meetingId, { '/reason': reason });
    recordChange('CANCELLED', meeting, reason);
    await this.meetings.update({ ...meeting, status: 'CANCELLED', cancelledBy: 'HAND', byHand: true });
    this.audit.record({ action: 'meeting.cancelled', subject: { kind: 'meeting', id: meetingId }, maracId });
    this.outbox.publish({ name: MEETING_CANCELLED, ids: { meetingId, maracId } });
    const row = (await meetingById(meetingId))!;
    const done = await this.uow.elevated(() => this.moveOn(row));
    await this.uow.elevated(() => this.leaving.endSharing(meetingId));
    return done;
  }

  private async moveOn(meeting: MeetingRow): Promise<MovedOn> {
    let listedNextAt: string | null = null;
    let [movedOn, unlisted] = [0, 0];
    for (const { id, status } of await itemsOf(meeting.id)) {
      const item = status === 'LISTED' ? await this.items.lockById(id) : undefined;
      if (!item) continue;
      await this.items.update({ ...item, status: 'DEFERRED', reason: 'MEETING_CANCELLED' });
      const next = await this.lists.carryOver(item, meeting);
      await this.leaving.endGuests(id);
      listedNextAt ??= next;
      if (next) movedOn += 1;
      else unlisted += 1;
      const { caseId, maracId } = item;
      const ids = { agendaItemId: id, meetingId: meeting.id, caseId, maracId };
      this.outbox.publish({ name: 'case.not-heard', ids });
      this.audit.record({ action: 'case.not-heard', subject: { kind: 'case', id: caseId }, maracId, code: 'MEETING_CANCELLED' }); // prettier-ignore
    }
    return { listedNextAt, movedOn, unlisted };
  }
}
