import { Injectable } from '@nestjs/common';
import { MEETING_CLOSED } from '../conference/conference.events.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { startOf } from '../meetings/series-dates.rules.js';
import { tx } from '../platform/db/transaction.js';
import { Due } from '../platform/due/due.js';
import { WhenDue } from '../platform/due/when-due.js';
import { Outbox } from '../platform/events/outbox.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { addDays } from '../platform/values/dates.js';
import { workingDaysFrom } from '../platform/values/working-days.js';
import { APPROVAL_DUE, MINUTES_OVERDUE } from './minutes.events.js';
import { versionsOf } from './minutes.queries.js';
import { MINUTES } from './minutes-rules.js';

/** Sees to it that minutes which nobody approves in time are noticed. */
@Injectable()
export class MinutesWatch {
  constructor(
    private readonly maracs: MaracsReader,
    private readonly due: Due,
    private readonly outbox: Outbox,
  ) {}

  /** Last day for the approval, by the rules of the day of the meeting, and the moment after it. */
  async approvalDue(maracId: string, heldOn: string): Promise<{ on: string; past: Date }> {
    const { rules } = await this.maracs.rules(maracId, MINUTES, heldOn);
    const calendar = await this.maracs.calendarOf(maracId);
    const on = workingDaysFrom(heldOn, rules.approveWithinWorkingDays, calendar);
    return { on, past: startOf(addDays(on, 1), '00:00', TIME_ZONE) };
  }

  @Subscribes(MEETING_CLOSED, 'minutes.await')
  async closed({ meetingId = '' }: Record<string, string>): Promise<void> {
    const meeting = await meetingOf(meetingId);
    if (!meeting) throw new Error('the meeting that closed is not there');
    const { past } = await this.approvalDue(meeting.maracId, meeting.heldOn);
    this.due.set(APPROVAL_DUE, meetingId, past);
  }

  /** Looks at how things stand: minutes that were approved meanwhile are not told of. */
  @WhenDue(APPROVAL_DUE)
  async overdue(meetingId: string): Promise<void> {
    const meeting = await meetingOf(meetingId);
    if (!meeting || (await versionsOf(meetingId)).some(({ number }) => number !== null)) return;
    this.outbox.publish({ name: MINUTES_OVERDUE, ids: { meetingId, maracId: meeting.maracId } });
  }
}

async function meetingOf(meetingId: string): Promise<{ maracId: string; heldOn: string } | undefined> {
  return tx().one('select m.marac_id as "maracId", m.held_on as "heldOn" from meetings.meetings m where m.id = $1', [
    meetingId,
  ]);
}
