import { Injectable } from '@nestjs/common';
import { FreeText, type Texts } from '../persons/free-text.service.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { notPlanned } from './agenda.service.js';
import { Meeting } from './meeting.entity.js';
import { meetingById } from './meetings.queries.js';
import { itemsOf } from './scheduling.queries.js';

/** Meetings in the hands of those who manage them. */
@Injectable()
export class ManagedMeetings {
  private readonly meetings = new Store(Meeting);

  constructor(
    private readonly freeText: FreeText,
    private readonly uow: UnitOfWork,
  ) {}

  /** The meeting, for somebody who manages its MARAC's meetings. @throws Problem 404; 403 */
  async seen(meetingId: string): Promise<Meeting> {
    const row = await meetingById(meetingId);
    if (!row || !tx().actor.may('meetings:read', row.maracId)) throw Problem.notFound();
    if (!tx().actor.may('meetings:manage', row.maracId)) throw Problem.notAllowed();
    const meeting = await this.meetings.byId(meetingId);
    if (!meeting) throw Problem.notFound();
    return meeting;
  }

  /** The same, locked, as somebody saw it, and with nothing come of it yet. @throws Problem 404; 403; 409 `not-planned`; 412 stale */
  async lock(meetingId: string, version: number): Promise<Meeting> {
    await this.seen(meetingId);
    const meeting = await this.meetings.lockById(meetingId);
    if (!meeting) throw Problem.notAllowed();
    if (meeting.version !== version) throw new StaleVersion();
    if (meeting.status !== 'PLANNED') throw notPlanned();
    return meeting;
  }

  /** Cases were heard at it, whoever may see them. */
  async begun(meetingId: string): Promise<boolean> {
    const items = await this.uow.elevated(() => itemsOf(meetingId));
    return items.some(({ status }) => status === 'HEARD');
  }

  /** Texts about a meeting are read by people who may see none of its cases: they give away no protected place of any. @throws Problem 422 */
  async checkTexts(meetingId: string, texts: Texts): Promise<void> {
    if (!Object.values(texts).some(Boolean)) return;
    const items = await this.uow.elevated(() => itemsOf(meetingId));
    for (const { caseId } of items) await this.freeText.check(caseId, texts);
  }
}
