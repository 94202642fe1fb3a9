import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Outbox } from '../platform/events/outbox.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { isClosed } from '../platform/values/working-days.js';
import { Chairs } from './chairs.service.js';
import { CYCLE } from './cycle-rules.js';
import { passedByMoving } from './deadlines.rules.js';
import { EMERGENCY } from './emergency-rules.js';
import { ManagedMeetings } from './managed-meetings.js';
import { type DayRefusal, type MeetingKind, refuseDay } from './meeting-day.rules.js';
import { MEETINGS } from './meeting-rules.js';
import { Meeting } from './meeting.entity.js';
import { MeetingViews } from './meeting-views.service.js';
import type { MeetingView, NewMeeting } from './meetings.dto.js';
import { MEETING_CALLED, MEETING_CHAIR_SET, MEETING_MOVED } from './meetings.events.js';
import { meetingById } from './meetings.queries.js';
import type { MeetingMove, MovedMeetingView } from './scheduling.dto.js';
import { recordChange } from './scheduling.queries.js';
import { momentOn } from '../platform/values/moments.js';

registerConstraint('meeting_start_is_taken', {
  status: 409,
  code: 'meeting-start-taken',
  title: 'This MARAC has another meeting at that time.',
});

/** When a meeting is: planned on a day, moved to another. */
@Injectable()
export class Scheduling {
  private readonly meetings = new Store(Meeting);

  constructor(
    private readonly audit: Audit,
    private readonly maracs: MaracsReader,
    private readonly outbox: Outbox,
    private readonly chairs: Chairs,
    private readonly views: MeetingViews,
    private readonly managed: ManagedMeetings,
  ) {}

  /**
   * Plans a meeting on a day, or calls an emergency meeting, of which people are told at once.
   * @throws Problem 403; 422 `unknown`, `in-the-past`, `bank-holiday`, `bank-holiday-never`, `not-a-chair`; 409 `meeting-start-taken`, `chair-taken`
   */
  async plan(input: NewMeeting): Promise<MeetingView> {
    const { maracId, kind = 'ORDINARY' } = input;
    const { actor } = tx();
    if (!actor.may('meetings:manage', maracId)) throw Problem.notAllowed();
    const startsAt = await this.startOf(maracId, kind, input);
    await this.chairs.check(maracId, input);
    const meeting: Meeting = {
      ...{ id: newId(), maracId, kind, seriesId: null, occurrenceOn: null, heldOn: input.heldOn, startsAt },
      ...{ venue: input.venue, link: input.link ?? null, status: 'PLANNED', orderReason: null, version: 1 },
      ...(await this.size(maracId, kind, input.minutesPerCase)),
      ...{ chairId: input.chairId ?? null, deputyId: input.deputyId ?? null, chairAbsent: false },
      ...{ byHand: true, cancelledBy: null, createdBy: `${actor.kind}:${actor.id}` },
    };
    this.meetings.insert(meeting);
    this.record(kind === 'EMERGENCY' ? 'meeting.called' : 'meeting.planned', meeting);
    if (kind === 'EMERGENCY') this.outbox.publish({ name: MEETING_CALLED, ids: { meetingId: meeting.id, maracId } });
    if (meeting.chairId && meeting.chairId !== actor.id)
      this.outbox.publish({ name: MEETING_CHAIR_SET, ids: { meetingId: meeting.id, maracId } });
    await tx().settle();
    return this.views.one({ ...meeting, cases: 0 });
  }

  /**
   * Moves a meeting to another time or place. Its deadlines, its guests, what was shared for its day and the day by which research
   * is due follow; people are told.
   * @throws Problem 404; 403; 409 `not-planned`, `already-begun`, `nothing-new`, and what `plan` throws; 412; 422 `protected-address-in-text`
   */
  async move(meetingId: string, version: number, input: MeetingMove): Promise<MovedMeetingView> {
    const meeting = await this.managed.lock(meetingId, version);
    const { maracId, kind } = meeting;
    await this.managed.checkTexts(meetingId, { '/reason': input.reason, '/venue': input.venue });
    if (await this.managed.begun(meetingId))
      throw Problem.conflict('already-begun', 'Cases were heard at this meeting: what is left goes on to the next.');
    const { heldOn, venue = meeting.venue, link = meeting.link } = input;
    const startsAt = await this.startOf(maracId, kind, input);
    const sameTime = startsAt.getTime() === meeting.startsAt.getTime();
    if (sameTime && venue === meeting.venue && link === meeting.link)
      throw Problem.conflict('nothing-new', 'The meeting is there and then already.');
    const before = await this.views.deadlines(maracId, meeting.heldOn);
    recordChange('MOVED', meeting, input.reason);
    await this.meetings.update({ ...meeting, heldOn, startsAt, venue, link, byHand: true });
    this.outbox.publish({ name: MEETING_MOVED, ids: { meetingId, maracId } });
    this.outbox.publish({ name: 'agenda.arranged', ids: { meetingId, maracId } });
    this.record('meeting.moved', meeting);
    await tx().settle();
    const view = await this.views.one((await meetingById(meetingId))!);
    return { ...view, passedByMoving: passedByMoving(before, view.deadlines) };
  }

  private async startOf(
    maracId: string,
    kind: MeetingKind,
    { heldOn, startTime, evenOnBankHoliday = false }: Pick<NewMeeting, 'heldOn' | 'startTime' | 'evenOnBankHoliday'>,
  ): Promise<Date> {
    if (!(await this.maracs.byId(maracId))) throw Problem.at('/maracId', 'unknown', 'There is no such MARAC.');
    const startsAt = momentOn(heldOn, startTime, TIME_ZONE);
    const book = await this.maracs.ruleBook(maracId);
    const rules = { ...book.in(CYCLE, heldOn).rules, ...book.in(EMERGENCY, heldOn).rules };
    const closed = isClosed(heldOn, await this.maracs.calendarOf(maracId));
    const refused = refuseDay({ kind, startsAt, now: present(), closed, confirmed: evenOnBankHoliday, rules });
    if (refused) throw Problem.at('/heldOn', refused, REFUSED[refused]);
    return startsAt;
  }

  private async size(maracId: string, kind: MeetingKind, minutes: number | undefined) {
    const book = await this.maracs.ruleBook(maracId);
    const today = todayIn(TIME_ZONE, present());
    const rules = kind === 'EMERGENCY' ? book.in(EMERGENCY, today).rules : book.in(MEETINGS, today).rules;
    const { minutesPerCase, cap } = rules;
    return { minutesPerCase: minutes ?? minutesPerCase, cap };
  }

  private record(action: string, { id, maracId }: Meeting): void {
    this.audit.record({ action, subject: { kind: 'meeting', id }, maracId });
  }
}

const REFUSED: Record<DayRefusal, string> = {
  'in-the-past': 'A meeting is planned for a time to come.',
  'bank-holiday': 'Nobody works here on that day. To meet all the same, send evenOnBankHoliday.',
  'bank-holiday-never': 'Nobody works here on that day, and the rules of the area allow no meeting on it.',
};
