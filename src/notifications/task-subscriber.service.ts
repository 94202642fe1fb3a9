import { Injectable } from '@nestjs/common';
import { TASK_OVERDUE } from '../calendar/calendar.events.js';
import { RemindersReader, SEES_RETURNED, SEES_UNLISTED } from '../calendar/reminders.reader.js';
import { SEES_LISTED_CASE, SEES_UNCHECKED } from '../meetings/meetings.reader.js';
import { Subscribes } from '../platform/events/subscribes.js';
import type { NoticeKind } from './notice.rules.js';
import { Recipients } from './recipients.service.js';
import { Tell } from './tell.service.js';

type Ids = Record<string, string>;

/** By the kind of step; where cases are counted, only who sees one of them is told, or the notice would tell of what is hidden. */
const OF: Record<string, { kind: NoticeKind; sees?: string; inArea?: true }> = {
  CIRCULATE_LIST: { kind: 'CASE_LIST_OVERDUE', sees: SEES_LISTED_CASE },
  CHAIR: { kind: 'MEETING_STEP_OVERDUE', sees: SEES_LISTED_CASE },
  CLOSE_MEETING: { kind: 'MEETING_STEP_OVERDUE', sees: SEES_LISTED_CASE },
  INTERIM_CHECKS: { kind: 'VICTIMS_UNCHECKED', sees: SEES_UNCHECKED },
  UNLISTED: { kind: 'CASES_UNLISTED', sees: SEES_UNLISTED, inArea: true },
  CUT_OFF: { kind: 'MEETING_STEP_OVERDUE', sees: SEES_RETURNED, inArea: true },
};

/** A step around a meeting that nobody took in time, told to those who manage meetings there. */
@Injectable()
export class TaskSubscriber {
  constructor(
    private readonly recipients: Recipients,
    private readonly tell: Tell,
    private readonly reminders: RemindersReader,
  ) {}

  @Subscribes(TASK_OVERDUE, 'notifications.tell-task-overdue')
  async overdue({ reminderId = '', maracId = '' }: Ids, eventId: string): Promise<void> {
    const reminder = await this.reminders.byId(reminderId);
    if (!reminder) return;
    const { kind, sees, inArea = false } = OF[reminder.kind] ?? { kind: 'MEETING_STEP_OVERDUE' };
    const about = inArea ? maracId : (reminder.meetingId ?? maracId);
    const userIds = await this.recipients.overMeetings(maracId, sees ? { sees, id: about } : undefined);
    await this.tell.ofMarac(userIds, { kind, maracId, subjectId: reminder.meetingId ?? reminderId, eventId });
  }
}
