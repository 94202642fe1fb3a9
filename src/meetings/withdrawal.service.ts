import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { SharingTimes } from '../access/sharing-times.service.js';
import { Audit } from '../audit/audit.service.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Outbox } from '../platform/events/outbox.js';
import { Problem } from '../platform/http/problem.js';
import { AgendaLists } from './agenda-lists.service.js';
import { arrange, linesOf } from './agenda.queries.js';
import { AGENDA_STEPS, type AgendaStatus, type NotHeardReason, timetable } from './agenda.rules.js';
import { notPlanned } from './agenda.service.js';
import { Guests } from './guests.service.js';
import { AgendaItem } from './meeting.entity.js';
import type { AgendaItemView } from './meetings.dto.js';
import { meetingById } from './meetings.queries.js';

/** A case leaves the list of a meeting, and with it goes what was shared for that meeting. */
@Injectable()
export class Withdrawals {
  private readonly items = new Store(AgendaItem);

  constructor(
    private readonly access: Access,
    private readonly times: SharingTimes,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly lists: AgendaLists,
    private readonly guests: Guests,
  ) {}

  /**
   * Takes a case off the list; its accepted referral then waits among the unlisted. Ends what circulation and invitations opened.
   * @throws Problem 404; 403; 409 `already-recorded`, `not-planned`; 412 stale
   */
  async withdraw(itemId: string, version: number, reason: NotHeardReason): Promise<AgendaItemView> {
    const seen = await this.items.byId(itemId);
    if (!seen) throw Problem.notFound();
    if (!tx().actor.may('meetings:manage', seen.maracId)) throw Problem.notAllowed();
    const item = await this.items.lockById(itemId);
    if (!item) throw Problem.notFound();
    if (!(AGENDA_STEPS[item.status] as readonly AgendaStatus[]).includes('WITHDRAWN'))
      throw Problem.conflict('already-recorded', 'What came of this case was recorded before.');
    if (item.version !== version) throw new StaleVersion();
    const { meetingId, caseId } = item;
    const meeting = await meetingById(meetingId);
    if (!meeting || meeting.status !== 'PLANNED') throw notPlanned();
    await this.access.open(caseId, 'prepare-meeting');
    await this.takeOff(item, reason);
    return this.lists.view(itemId, meeting.startsAt);
  }

  /** The case was heard at another meeting: it does not wait here any more. For the system; nothing when it left the list meanwhile. */
  async heardElsewhere(itemId: string): Promise<void> {
    const item = await this.items.lockById(itemId);
    if (item?.status === 'LISTED') await this.takeOff(item, null);
  }

  private async takeOff(item: AgendaItem, reason: NotHeardReason | null): Promise<void> {
    const { id: agendaItemId, meetingId, caseId, maracId } = item;
    await this.items.update({ ...item, status: 'WITHDRAWN', reason });
    arrange(meetingId, timetable(await linesOf(meetingId)));
    const because = 'the case left the list of the meeting';
    await this.times.end({ origin: 'CIRCULATION', originId: meetingId, caseId }, because);
    await this.guests.endAll(agendaItemId, because);
    this.outbox.publish({ name: 'case.withdrawn', ids: { agendaItemId, meetingId, caseId, maracId } });
    const code = reason ?? 'HEARD_ELSEWHERE';
    this.audit.record({ action: 'case.withdrawn', subject: { kind: 'case', id: caseId }, maracId, code });
  }
}
