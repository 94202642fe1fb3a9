import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import type { RuleBook } from '../maracs/rule-book.rules.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { deadlinesOf } from '../meetings/deadlines.rules.js';
import { MeetingsReader } from '../meetings/meetings.reader.js';
import { newId } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { addDays, type IsoDate, todayIn } from '../platform/values/dates.js';
import { type WorkingCalendar, workingDaysFrom } from '../platform/values/working-days.js';
import { ResearchReader } from '../research/research.reader.js';
import { TASK_RULES, type TaskRules } from './task-rules.js';
import type { NewTick, TasksQuery, TasksView, TaskView, TickView } from './tasks.dto.js';
import { insertTick, meetingFacts, offeredSince, undoTick, unlistedSince, waitingReferrals } from './tasks.queries.js';
import { type Task, TICKED, TITLES, tasksOf } from './tasks.rules.js';
import { byMeeting, checksOf, type Waiting, waiting } from './waiting.rules.js';

/** What is left undone of a meeting is shown for so long. */
const DAYS_BACK = 180;

/**
 * What a coordinator has to see to, made anew from the tables each time it is asked for: nothing of it is kept but the ticks of
 * steps that happen outside, so that no task says done which is not, and none is lost.
 */
@Injectable()
export class Tasks {
  constructor(
    private readonly maracs: MaracsReader,
    private readonly meetings: MeetingsReader,
    private readonly research: ResearchReader,
    private readonly audit: Audit,
  ) {}

  /** @throws Problem 403 */
  async list({ maracId, all = false }: TasksQuery): Promise<TasksView> {
    if (!tx().actor.may('meetings:manage', maracId)) throw Problem.notAllowed();
    const today = todayIn(TIME_ZONE, present());
    const tasks = (await this.tasksOf(maracId, today)).filter(({ state }) => all || state === 'OPEN');
    tasks.sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
    this.audit.record({
      action: 'tasks.read',
      subject: { kind: 'marac', id: maracId },
      maracId,
      purpose: 'prepare-meeting',
    });
    return { today, overdue: tasks.filter(({ overdue }) => overdue).length, items: tasks.map(taskView) };
  }

  /** @throws Problem 404; 403; 409 `already-done` */
  async tick(meetingId: string, { kind }: NewTick): Promise<TickView> {
    const maracId = await this.managed(meetingId);
    const tick = await insertTick(newId(), meetingId, maracId, kind);
    if (!tick) throw Problem.conflict('already-done', 'It was ticked off before.');
    this.audit.record({ action: 'task.ticked', subject: { kind: 'meeting', id: meetingId }, maracId, code: kind });
    return tick;
  }

  /** It was not done after all. @throws Problem 404; 403; 409 `not-done` */
  async untick(meetingId: string, { kind }: NewTick): Promise<void> {
    const maracId = await this.managed(meetingId);
    if (!(await undoTick(meetingId, kind))) throw Problem.conflict('not-done', 'It was not ticked off.');
    this.audit.record({ action: 'task.unticked', subject: { kind: 'meeting', id: meetingId }, maracId, code: kind });
  }

  /** All tasks of an area as they stand. For the system, which sees all of them. @throws Problem 403 */
  of(maracId: string, today: IsoDate): Promise<Task[]> {
    return this.tasksOf(maracId, today);
  }

  private async tasksOf(maracId: string, today: IsoDate): Promise<Task[]> {
    if (!(await this.maracs.byId(maracId))) throw Problem.notAllowed();
    const [calendar, book] = [await this.maracs.calendarOf(maracId), await this.maracs.ruleBook(maracId)];
    const { rules } = book.in(TASK_RULES, today);
    const area = { maracId, today, calendar, book, rules };
    const { tasks, none } = await this.ofMeetings(area);
    const ofArea = (await this.ofArea(area, none)).filter(({ kind }) => rules.kinds.includes(kind));
    return [...tasks, ...ofArea];
  }

  /** With the referrals for which no meeting is planned. */
  private async ofMeetings({ maracId, today, calendar, book, rules }: Area) {
    const meetings = await meetingFacts(maracId, addDays(today, -DAYS_BACK), today, addDays(today, rules.daysAhead));
    const deadlines = new Map(meetings.map(({ id, heldOn }) => [id, deadlinesOf(heldOn, today, calendar, book)]));
    const cutOffs = meetings
      .filter(({ kind }) => kind === 'ORDINARY')
      .map(({ id }) => ({ id, on: deadlines.get(id)!.find(({ kind }) => kind === 'REFERRAL_CUT_OFF')!.on }));
    const coming = meetings.filter(({ held, kind }) => !held && kind === 'ORDINARY');
    const unsigned = await this.research.signaturesToMind(maracId, coming);
    const { of, none } = byMeeting(await waitingReferrals(maracId), cutOffs);
    const tasks = meetings.flatMap((meeting) => {
      const referrals = of.get(meeting.id) ?? [];
      const [oldest, ...others] = referrals.filter(isSubmitted);
      const toScreen = oldest ? 1 + others.length : 0;
      const screenBy = oldest ? workingDaysFrom(oldest.referredOn, rules.screeningWorkingDays, calendar) : null;
      const sentBack = referrals.length - toScreen;
      const facts = { ...meeting, unsigned: unsigned.get(meeting.id) ?? 0, toScreen, sentBack, screenBy };
      return tasksOf(facts, deadlines.get(meeting.id)!, calendar, rules, today);
    });
    return { tasks, none };
  }

  private async ofArea({ maracId, today, calendar, rules }: Area, none: readonly Waiting[]): Promise<Task[]> {
    const unscreened = none.filter(isSubmitted);
    const toScreen = { count: unscreened.length, since: unscreened[0]?.referredOn ?? null };
    const unlisted = await unlistedSince(maracId, today);
    const unchecked = await this.meetings.unchecked(maracId, addDays(today, -DAYS_BACK));
    const offered = await offeredSince(maracId, TIME_ZONE);
    return [
      ...waiting('SCREENING', toScreen, rules.screeningWorkingDays, calendar, today),
      ...checksOf(unchecked, rules.interimCheckWorkingDays, calendar, today),
      ...waiting('UNLISTED', unlisted, rules.listingWorkingDays, calendar, today),
      ...waiting('TRANSFERS_OFFERED', offered, rules.transferAnswerWorkingDays, calendar, today),
    ];
  }

  private async managed(meetingId: string): Promise<string> {
    const meeting = await this.meetings.timeOf(meetingId);
    if (!meeting || !tx().actor.may('meetings:read', meeting.maracId)) throw Problem.notFound();
    if (!tx().actor.may('meetings:manage', meeting.maracId)) throw Problem.notAllowed();
    return meeting.maracId;
  }
}

/** What decides on the tasks of an area on a day. */
interface Area {
  maracId: string;
  today: IsoDate;
  calendar: WorkingCalendar;
  book: RuleBook;
  rules: TaskRules;
}

const isSubmitted = ({ status }: Waiting) => status === 'SUBMITTED';

function taskView({ cases: _cases, ...task }: Task): TaskView {
  const byHand = (TICKED as readonly string[]).includes(task.kind);
  return { ...task, title: TITLES[task.kind], byHand };
}
