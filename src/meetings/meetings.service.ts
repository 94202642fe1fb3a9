import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { newId } from '../platform/db/ids.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import type { Underway } from '../platform/db/underway.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { type Page, pageOf } from '../platform/http/paging.js';
import { Problem } from '../platform/http/problem.js';
import { daysBetween, todayIn } from '../platform/values/dates.js';
import { isBankHoliday } from '../platform/values/holidays.js';
import { cutOff } from './agenda.rules.js';
import { type CaseListText, caseListText } from './case-list.queries.js';
import { withoutGaps } from './case-list.rules.js';
import { MeetingMaracs } from './meeting-maracs.js';
import { MEETINGS } from './meeting-rules.js';
import { Meeting } from './meeting.entity.js';
import type { MeetingsQuery, MeetingView, NewMeeting, UnlistedQuery, UnlistedView } from './meetings.dto.js';
import { meetingById, type MeetingRow, meetingsFrom, undecided, unlisted } from './meetings.queries.js';
import { declarationNeeded, MeetingPapers } from './papers.service.js';
import { startOf } from './series-dates.rules.js';

registerConstraint('meeting_start_is_taken', {
  status: 409,
  code: 'meeting-start-taken',
  title: 'This MARAC has another meeting at that time.',
});

@Injectable()
export class MeetingsService {
  private readonly meetings = new Store(Meeting);

  constructor(
    private readonly audit: Audit,
    private readonly maracs: MaracsReader,
    private readonly papers: MeetingPapers,
    private readonly maracOf: MeetingMaracs,
  ) {}

  /** Meetings of the MARACs whose meetings the actor may read, in order of time. */
  async list({ from, to, marac, after, limit }: MeetingsQuery): Promise<Page<MeetingView>> {
    const readable = tx().actor.scopesOf('meetings:read');
    const maracIds =
      marac === undefined ? readable : [marac].filter((id) => readable === null || readable.includes(id));
    const rows = await meetingsFrom({ maracIds, from, to, after, limit });
    const cutOffs = await this.cutOffs(new Set(rows.map((row) => row.maracId)));
    const items = rows.map((row) => meetingView(row, cutOffs));
    return pageOf(items, limit);
  }

  /** @throws Problem 404 */
  async byId(meetingId: string): Promise<MeetingView> {
    const row = await meetingById(meetingId);
    if (!row || !tx().actor.may('meetings:read', row.maracId)) throw Problem.notFound();
    return this.view(row);
  }

  /** Plans a meeting on a day. @throws Problem 422 `unknown`, `in-the-past`, `bank-holiday`; 409 `meeting-start-taken` */
  async plan(input: NewMeeting): Promise<MeetingView> {
    const { maracId, heldOn, startTime, venue } = input;
    const { actor } = tx();
    if (!actor.may('meetings:manage', maracId)) throw Problem.notAllowed();
    const marac = await this.maracs.byId(maracId);
    if (!marac) throw Problem.at('/maracId', 'unknown', 'There is no such MARAC.');
    const startsAt = startOf(heldOn, startTime, TIME_ZONE);
    if (startsAt <= new Date()) throw Problem.at('/heldOn', 'in-the-past', 'A meeting is planned for a time to come.');
    if (isBankHoliday(heldOn, marac.nation) && !input.evenOnBankHoliday) {
      throw Problem.at(
        '/heldOn',
        'bank-holiday',
        'This is a bank holiday. To meet all the same, send evenOnBankHoliday.',
      );
    }
    const { rules } = await this.maracs.rules(maracId, MEETINGS, todayIn(TIME_ZONE, new Date()));
    const meeting: Meeting = {
      id: newId(),
      maracId,
      seriesId: null,
      occurrenceOn: null,
      heldOn,
      startsAt,
      venue,
      status: 'PLANNED',
      minutesPerCase: input.minutesPerCase ?? rules.minutesPerCase,
      cap: rules.cap,
      orderReason: null,
      createdBy: `${actor.kind}:${actor.id}`,
      version: 1,
    };
    this.meetings.insert(meeting);
    this.audit.record({ action: 'meeting.planned', subject: { kind: 'meeting', id: meeting.id }, maracId });
    await tx().settle();
    return this.view({ ...meeting, cases: 0 });
  }

  /** The meeting is over. @throws Problem 404; 403; 409 `not-planned`, `outcomes-missing` while a case is still to be decided; 412 stale */
  async close(meetingId: string, version: number): Promise<MeetingView> {
    const seen = await this.byId(meetingId);
    if (!tx().actor.may('meetings:manage', seen.maracId)) throw Problem.notAllowed();
    const meeting = await this.meetings.lockById(meetingId);
    if (!meeting) throw Problem.notAllowed();
    if (meeting.version !== version) throw new StaleVersion();
    if (meeting.status !== 'PLANNED') throw Problem.conflict('not-planned', 'The meeting is over or was cancelled.');
    if ((await undecided(meetingId)) > 0)
      throw Problem.conflict('outcomes-missing', 'The outcome of a case is still to be recorded.');
    await this.meetings.update({ ...meeting, status: 'HELD' });
    this.audit.record({
      action: 'meeting.closed',
      subject: { kind: 'meeting', id: meetingId },
      maracId: meeting.maracId,
    });
    return this.byId(meetingId);
  }

  /** The case list as JSON text, with the version for its ETag. @throws Problem 404; 403 `declaration-needed` once it was circulated */
  async caseList(meetingId: string): Promise<Underway<CaseListText>> {
    const { actor } = tx();
    const maracId = await this.maracOf.of(meetingId);
    if (!maracId || !actor.may('meetings:read', maracId)) throw Problem.notFound();
    if (await this.papers.waitFor(meetingId, maracId)) throw declarationNeeded();
    this.audit.record({
      action: 'case-list.read',
      subject: { kind: 'meeting', id: meetingId },
      maracId,
      purpose: 'prepare-meeting',
    });
    const asks = actor.scopesOf('repeat-checks:ask');
    const screens = actor.scopesOf('referrals:screen');
    const list = caseListText(meetingId, todayIn(TIME_ZONE, new Date()), asks && screens && [...asks, ...screens]);
    return list.map((found) => {
      if (!found) throw Problem.notFound();
      return found.leavesOut ? { ...found, body: withoutGaps(found.body) } : found;
    });
  }

  /** Accepted referrals that wait to be heard and are on no list of a meeting to come. For those who manage meetings there. */
  async unlisted({ marac, after, limit }: UnlistedQuery): Promise<Page<UnlistedView>> {
    if (!tx().actor.may('meetings:manage', marac)) throw Problem.notAllowed();
    const today = todayIn(TIME_ZONE, new Date());
    const rows = await unlisted(marac, today, after ?? null, limit);
    this.audit.record({
      action: 'unlisted-cases.read',
      subject: { kind: 'marac', id: marac },
      maracId: marac,
      purpose: 'prepare-meeting',
    });
    const items = rows.map((row) => ({ ...row, daysWaiting: daysBetween(row.referredOn, today) }));
    return { items, next: items.length < limit ? null : (items.at(-1)?.referralId ?? null) };
  }

  private async view(row: MeetingRow): Promise<MeetingView> {
    return meetingView(row, await this.cutOffs(new Set([row.maracId])));
  }

  /** What decides on the cut-off of these MARACs' meetings today: looked up once for each, however many meetings. */
  private async cutOffs(maracIds: ReadonlySet<string>): Promise<CutOffs> {
    const found: CutOffs = new Map();
    const today = todayIn(TIME_ZONE, new Date());
    for (const maracId of maracIds) {
      const marac = await this.maracs.byId(maracId);
      if (!marac) throw new Error('the MARAC of a meeting is not there');
      const { rules } = await this.maracs.rules(maracId, MEETINGS, today);
      found.set(maracId, (heldOn) => cutOff(heldOn, rules.referralCutOffWorkingDays, marac.nation));
    }
    return found;
  }
}

/** The cut-off of a meeting held on a day, by MARAC. */
type CutOffs = Map<string, (heldOn: string) => string>;

function meetingView(row: MeetingRow, cutOffs: CutOffs): MeetingView {
  const { id, maracId, seriesId, heldOn, venue, status, minutesPerCase, cap, cases, version } = row;
  const startsAt = row.startsAt.toISOString();
  const cutOffOn = cutOffs.get(maracId)!(heldOn);
  const orderReason = tx().actor.may('meetings:manage', maracId) ? row.orderReason : null;
  return {
    id,
    maracId,
    seriesId,
    heldOn,
    startsAt,
    venue,
    status,
    minutesPerCase,
    cap,
    cutOffOn,
    cases,
    orderReason,
    version,
  };
}
