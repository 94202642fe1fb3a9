import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { CLOSURES_CHANGED } from '../maracs/maracs.events.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { startOf } from '../meetings/series-dates.rules.js';
import { Actor } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Due } from '../platform/due/due.js';
import { WhenDue } from '../platform/due/when-due.js';
import { Outbox } from '../platform/events/outbox.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { defineJob, Handles } from '../platform/queue/job.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { stepDays, stepNow, type StepTime } from './chaser.rules.js';
import {
  type ChasedMeeting,
  chasedMeeting,
  chasedMeetings,
  chaserFor,
  lockChaser,
  moveDue,
  owedTo,
  type OwedRequest,
  raiseChase,
} from './chasers.queries.js';
import { CIRCULATION } from './circulation-rules.js';
import { researchDue } from './circulation.rules.js';
import { MEETING_MOVED } from '../meetings/meetings.events.js';
import { RESEARCH, type ResearchRules } from './research-rules.js';
import { CHASE, MEETING_CIRCULATED, RESEARCH_OWED } from './research.events.js';

/** Goes through the meetings themselves, for one that was moved or called off, and in case a due row were lost. */
export const SWEEP_RESEARCH = defineJob({ name: 'research.sweep', every: '5m', transaction: 'own' });

/**
 * Alone moves the day by which research is due, and reminds agencies of what a meeting waits for: by due rows, one for each agency and
 * meeting, however many cases. Each looks at how things stand now, so that who has answered, and a meeting that moved or was called
 * off, hears nothing.
 */
@Injectable()
export class Chasers {
  constructor(
    private readonly maracs: MaracsReader,
    private readonly due: Due,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly uow: UnitOfWork,
  ) {}

  @Subscribes(MEETING_CIRCULATED, 'research.plan-chasers')
  async circulated({ meetingId = '' }: Record<string, string>): Promise<void> {
    const meeting = await chasedMeeting(meetingId);
    if (meeting) await this.plan(meeting);
  }

  /** By the new day at once: of a meeting brought forward, a reminder may be due before the next sweep. */
  @Subscribes(MEETING_MOVED, 'research.plan-chasers-anew')
  async movedTo(ids: Record<string, string>): Promise<void> {
    await this.circulated(ids);
  }

  /** Another day is worked, or is not: research is due by as many working days before each meeting as ever. */
  @Subscribes(CLOSURES_CHANGED, 'research.follow-the-closures')
  async closuresChanged({ maracId = '' }: Record<string, string>): Promise<void> {
    for (const meeting of await chasedMeetings(today(), maracId)) await this.plan(meeting);
  }

  /** The guarantee behind the due rows. What goes wrong in one meeting does not keep the others from being looked at. */
  @Handles(SWEEP_RESEARCH)
  async sweep(): Promise<void> {
    const actor = Actor.system(SWEEP_RESEARCH.name);
    const meetings = await this.uow.run(actor, () => chasedMeetings(today()));
    await this.uow.each(actor, meetings, (meeting) => this.plan(meeting));
  }

  @WhenDue(CHASE)
  async whenDue(chaserId: string): Promise<void> {
    const chaser = await lockChaser(chaserId);
    const meeting = chaser && (await chasedMeeting(chaser.meetingId));
    if (!chaser || !meeting) return;
    const owed = (await this.moved(meeting, await owedTo(meeting.id))).filter((r) => r.agencyId === chaser.agencyId);
    if (owed.length === 0) return;
    await this.chase(chaser.id, meeting, chaser.agencyId, owed);
  }

  /** Plans or plans anew, by the day on which the meeting is held now; what came due while nobody was at work is raised. */
  private async plan(meeting: ChasedMeeting): Promise<void> {
    const owed = await this.moved(meeting, await owedTo(meeting.id));
    for (const agencyId of new Set(owed.map((request) => request.agencyId))) {
      const own = owed.filter((request) => request.agencyId === agencyId);
      const row = { id: newId(), meetingId: meeting.id, maracId: meeting.maracId, agencyId, dueOn: first(own).dueOn };
      await this.chase(await chaserFor(row), meeting, agencyId, own);
    }
  }

  private async chase(
    chaserId: string,
    { id: meetingId, maracId }: ChasedMeeting,
    agencyId: string,
    owed: readonly OwedRequest[],
  ): Promise<void> {
    const { dueOn, askedAt } = first(owed);
    const { now: step, next } = stepNow(await this.times(maracId, dueOn), askedAt, present());
    if (next) this.due.set(CHASE, chaserId, next.at);
    const chaseId = newId();
    if (!step || !(await raiseChase(chaseId, chaserId, step, dueOn))) return;
    this.outbox.publish({ name: RESEARCH_OWED, ids: { chaseId, meetingId, maracId, agencyId } });
    const subject = { kind: 'meeting', id: meetingId };
    this.audit.record({ action: 'research.chased', subject, maracId, code: step });
  }

  /** What is owed, each by the day that follows from the meeting's day now: never before it was asked for. */
  private async moved(meeting: ChasedMeeting, owed: readonly OwedRequest[]): Promise<OwedRequest[]> {
    const calendar = await this.maracs.calendarOf(meeting.maracId);
    const { rules } = await this.maracs.rules(meeting.maracId, CIRCULATION, today());
    const right = owed.map((request) => {
      const askedOn = todayIn(TIME_ZONE, request.askedAt);
      return { ...request, dueOn: researchDue(meeting.heldOn, rules.researchWorkingDaysBefore, calendar, askedOn) };
    });
    const wrong = right.filter(({ dueOn }, i) => dueOn !== owed[i]!.dueOn);
    for (const dueOn of new Set(wrong.map((request) => request.dueOn)))
      moveDue(wrong.filter((request) => request.dueOn === dueOn).map(({ id }) => id), dueOn); // prettier-ignore
    return right;
  }

  private async times(maracId: string, dueOn: string): Promise<StepTime[]> {
    const calendar = await this.maracs.calendarOf(maracId);
    const rules = await this.rules(maracId);
    return stepDays(dueOn, calendar, rules).map(({ step, on }) => ({
      step,
      at: startOf(on, rules.remindAt, TIME_ZONE),
    }));
  }

  private async rules(maracId: string): Promise<ResearchRules> {
    return (await this.maracs.rules(maracId, RESEARCH, today())).rules;
  }
}

const today = () => todayIn(TIME_ZONE, present());

/** The one that is due first: later ones are told of with it. */
function first(owed: readonly OwedRequest[]): OwedRequest {
  return owed.reduce((earliest, one) => (one.dueOn < earliest.dueOn ? one : earliest));
}
