import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Ladders } from '../alerts/ladders.service.js';
import type { OwedFacts, Owing, RaisedRung, Told } from '../alerts/owing.rules.js';
import { MEETING_CLOSED } from '../conference/conference.events.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { tx } from '../platform/db/transaction.js';
import { WhenDue } from '../platform/due/when-due.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { addDays } from '../platform/values/dates.js';
import { workingDaysFrom } from '../platform/values/working-days.js';
import { APPROVAL_DUE, MINUTES_OVERDUE } from './minutes.events.js';
import { versionsOf } from './minutes.queries.js';
import { MINUTES } from './minutes-rules.js';
import { momentOn } from '../platform/values/moments.js';

const LADDER = { kind: 'minutes', dueKind: APPROVAL_DUE };

/** Sees to it that minutes which nobody approves in time are noticed, by the ladder of the area. */
@Injectable()
export class MinutesWatch implements Owing, OnModuleInit {
  constructor(
    private readonly maracs: MaracsReader,
    private readonly ladders: Ladders,
  ) {}

  onModuleInit(): void {
    this.ladders.climbs(LADDER, this);
  }

  /** Last day for the approval, by the rules of the day of the meeting, and the moment after it. */
  async approvalDue(maracId: string, heldOn: string): Promise<{ on: string; past: Date }> {
    const { rules } = await this.maracs.rules(maracId, MINUTES, heldOn);
    const calendar = await this.maracs.calendarOf(maracId);
    const on = workingDaysFrom(heldOn, rules.approveWithinWorkingDays, calendar);
    return { on, past: momentOn(addDays(on, 1), '00:00', TIME_ZONE) };
  }

  @Subscribes(MEETING_CLOSED, 'minutes.await')
  async closed({ meetingId = '' }: Record<string, string>): Promise<void> {
    if (!(await meetingOf(meetingId))) throw new Error('the meeting that closed is not there');
    await this.ladders.follow(LADDER, meetingId);
  }

  @WhenDue(APPROVAL_DUE)
  async overdue(meetingId: string): Promise<void> {
    await this.ladders.look(LADDER, meetingId);
  }

  /** Minutes that were approved once are not owed, though they were taken back since. */
  async owed(meetingId: string): Promise<OwedFacts | null> {
    const meeting = await meetingOf(meetingId);
    if (!meeting || (await versionsOf(meetingId)).some(({ number }) => number !== null)) return null;
    const { maracId, heldOn } = meeting;
    const { past: dueAt } = await this.approvalDue(maracId, heldOn);
    const none = { caseId: null, agencyId: null, pauses: [] };
    return { ...none, subjectId: meetingId, maracId, ladder: 'minutes', dueAt, epoch: 1 };
  }

  async raised({ facts, tells, first }: RaisedRung): Promise<Told> {
    const { subjectId: meetingId, maracId } = facts;
    const toldAsEver = tells.every((one) => one === 'COORDINATOR' || one === 'CHAIR');
    return first && toldAsEver ? { event: { name: MINUTES_OVERDUE, ids: { meetingId, maracId } } } : {};
  }
}

/** Locked, so that two who look at once look one after the other. */
async function meetingOf(meetingId: string): Promise<{ maracId: string; heldOn: string } | undefined> {
  return tx().one(
    `select m.marac_id as "maracId", m.held_on as "heldOn" from meetings.meetings m where m.id = $1 for no key update`,
    [meetingId],
  );
}
