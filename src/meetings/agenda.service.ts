import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { AgendaLists } from './agenda-lists.service.js';
import { linesOf } from './agenda.queries.js';
import { orderProblems } from './agenda.rules.js';
import { Meeting } from './meeting.entity.js';
import type { NewOrder } from './meetings.dto.js';
import { meetingById } from './meetings.queries.js';

@Injectable()
export class AgendaService {
  private readonly meetings = new Store(Meeting);

  constructor(
    private readonly audit: Audit,
    private readonly lists: AgendaLists,
  ) {}

  /** Puts the agenda in order by hand. @throws Problem 422 with everything wrong with the order; 412 when the list changed */
  async reorder(meetingId: string, version: number, { items, reason }: NewOrder): Promise<void> {
    const meeting = await this.lockToManage(meetingId);
    if (meeting.version !== version) throw new StaleVersion();
    const lines = new Map((await linesOf(meetingId)).map((line) => [line.id, line]));
    const errors = orderProblems([...lines.keys()], items);
    if (errors.length > 0) throw new Problem(422, 'invalid-input', 'The order was not accepted.', errors);
    const ordered = items.map((id) => lines.get(id)!);
    await this.lists.arrange(meetingId, ordered, reason);
    this.lists.tellArranged(meetingId, meeting.maracId);
    this.audit.record({
      action: 'agenda.ordered',
      subject: { kind: 'meeting', id: meetingId },
      maracId: meeting.maracId,
    });
  }

  /** The meeting, locked, for somebody who manages its MARAC's meetings. @throws Problem 404; 403; 409 `not-planned` */
  async lockToManage(meetingId: string): Promise<Meeting> {
    const seen = await meetingById(meetingId);
    if (!seen || !tx().actor.may('meetings:read', seen.maracId)) throw Problem.notFound();
    if (!tx().actor.may('meetings:manage', seen.maracId)) throw Problem.notAllowed();
    const meeting = await this.meetings.lockById(meetingId);
    if (!meeting) throw Problem.notAllowed();
    if (meeting.status !== 'PLANNED') throw notPlanned();
    return meeting;
  }
}

/** 409 for whatever needs a meeting that still takes changes. */
export function notPlanned(): Problem {
  return Problem.conflict('not-planned', 'The meeting is over or was cancelled.');
}
