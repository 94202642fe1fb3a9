import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Ladders } from '../alerts/ladders.service.js';
import type { OwedFacts, Owing, RaisedRung, Told } from '../alerts/owing.rules.js';
import { CLOSURES_CHANGED } from '../maracs/maracs.events.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { MEETING_MOVED } from '../meetings/meetings.events.js';
import { Actor } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { WhenDue } from '../platform/due/when-due.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { defineJob, Handles } from '../platform/queue/job.js';
import { present } from '../platform/values/clock.js';
import { addDays, todayIn } from '../platform/values/dates.js';
import {
  type ChasedMeeting, chasedMeeting, chasedMeetings, chaserFor, lockChaser, moveChaser, moveDue, owedTo, type OwedRequest,
} from './chasers.queries.js'; // prettier-ignore
import { CIRCULATION } from './circulation-rules.js';
import { researchDue } from './circulation.rules.js';
import { CHASE, MEETING_CIRCULATED, RESEARCH_OWED } from './research.events.js';
import { momentOn } from '../platform/values/moments.js';

/** Goes through the meetings themselves, for one that was moved or called off, and in case a due row were lost. */
export const SWEEP_RESEARCH = defineJob({ name: 'research.sweep', every: '5m', transaction: 'own' });

const LADDER = { kind: 'research', dueKind: CHASE };

/**
 * Alone moves the day by which research is due, and has agencies reminded of what a meeting waits for: one ladder for each agency and
 * meeting, however many cases. Each look goes by how things stand now, so that who has answered, and a meeting that moved or was called
 * off, hears nothing.
 */
@Injectable()
export class ResearchLadders implements Owing, OnModuleInit {
  constructor(
    private readonly maracs: MaracsReader,
    private readonly ladders: Ladders,
    private readonly uow: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.ladders.climbs(LADDER, this);
  }

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
    await this.ladders.look(LADDER, chaserId);
  }

  /** The request that is due first: later ones are told of with it. What came before the agency was asked is not: that told them. */
  async owed(chaserId: string): Promise<OwedFacts | null> {
    const chaser = await lockChaser(chaserId);
    const meeting = chaser && (await chasedMeeting(chaser.meetingId));
    if (!chaser || !meeting) return null;
    const { agencyId } = chaser;
    const own = (await this.moved(meeting, await owedTo(meeting.id))).filter(
      (request) => request.agencyId === agencyId,
    );
    if (own.length === 0) return null;
    const { dueOn, askedAt: since } = first(own);
    const epoch = dueOn === chaser.dueOn ? chaser.epoch : chaser.epoch + 1;
    if (epoch !== chaser.epoch) moveChaser(chaserId, dueOn, epoch);
    const dueAt = momentOn(addDays(dueOn, 1), '00:00', TIME_ZONE);
    const { id: subjectId, maracId } = meeting;
    return { subjectId, maracId, agencyId, caseId: null, ladder: 'research', dueAt, epoch, pauses: [], since };
  }

  async raised({ id: rungId, facts }: RaisedRung): Promise<Told> {
    const { subjectId: meetingId, maracId, agencyId } = facts;
    const event = { name: RESEARCH_OWED, ids: { rungId, meetingId, maracId, agencyId: agencyId! } };
    return { event, deed: 'research.chased', subject: { kind: 'meeting', id: meetingId } };
  }

  /** Plans or plans anew, by the day on which the meeting is held now; what came due while nobody was at work is raised. */
  private async plan(meeting: ChasedMeeting): Promise<void> {
    const owed = await this.moved(meeting, await owedTo(meeting.id));
    for (const agencyId of new Set(owed.map((request) => request.agencyId))) {
      const { dueOn } = first(owed.filter((request) => request.agencyId === agencyId));
      const row = { id: newId(), meetingId: meeting.id, maracId: meeting.maracId, agencyId, dueOn };
      await this.ladders.look(LADDER, await chaserFor(row));
    }
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
}

const today = () => todayIn(TIME_ZONE, present());

/** The one that is due first. */
function first(owed: readonly OwedRequest[]): OwedRequest {
  return owed.reduce((earliest, one) => (one.dueOn < earliest.dueOn ? one : earliest));
}
