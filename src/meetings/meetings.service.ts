import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { NIL_ID } from '../platform/db/ids.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import type { Underway } from '../platform/db/underway.js';
import { Warmth } from '../platform/db/warmth.js';
import { type Page, pageOf } from '../platform/http/paging.js';
import { Problem } from '../platform/http/problem.js';
import { daysBetween, todayIn } from '../platform/values/dates.js';
import { type CaseListText, caseListText, gatherListed } from './case-list.queries.js';
import { withoutGaps, withoutWithheld } from './case-list.rules.js';
import { MeetingMaracs } from './meeting-maracs.js';
import { MeetingViews } from './meeting-views.service.js';
import { Meeting } from './meeting.entity.js';
import type { MeetingsQuery, MeetingView, UnlistedQuery, UnlistedView } from './meetings.dto.js';
import { meetingById, meetingsFrom, undecided, unlisted } from './meetings.queries.js';
import { papersWait } from './papers.queries.js';
import { declarationNeeded, MeetingPapers } from './papers.service.js';

@Injectable()
export class MeetingsService {
  private readonly meetings = new Store(Meeting);

  constructor(
    private readonly audit: Audit,
    private readonly views: MeetingViews,
    private readonly papers: MeetingPapers,
    private readonly maracOf: MeetingMaracs,
    warmth: Warmth,
  ) {
    warmth.keepsReady('READERS', async () => {
      await this.maracOf.of(NIL_ID);
      await papersWait(NIL_ID);
      await this.recorded(NIL_ID, NIL_ID).arrived();
    });
  }

  /** Meetings of the MARACs whose meetings the actor may read, in order of time. */
  async list({ from, to, marac, after, limit }: MeetingsQuery): Promise<Page<MeetingView>> {
    const readable = tx().actor.scopesOf('meetings:read');
    const maracIds =
      marac === undefined ? readable : [marac].filter((id) => readable === null || readable.includes(id));
    return pageOf(await this.views.all(await meetingsFrom({ maracIds, from, to, after, limit })), limit);
  }

  /** @throws Problem 404 */
  async byId(meetingId: string): Promise<MeetingView> {
    const row = await meetingById(meetingId);
    if (!row || !tx().actor.may('meetings:read', row.maracId)) throw Problem.notFound();
    return this.views.one(row);
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
  async caseList(meetingId: string): Promise<Underway<{ version: number; body: string }>> {
    const { actor } = tx();
    const maracId = await this.maracOf.of(meetingId);
    if (!maracId || !actor.may('meetings:read', maracId)) throw Problem.notFound();
    if (await this.papers.waitFor(meetingId, maracId)) throw declarationNeeded();
    return this.recorded(meetingId, maracId).map((found) => {
      if (!found) throw Problem.notFound();
      const { version, withholds, leavesOut } = found;
      const body = withholds ? withoutWithheld(found.body) : found.body;
      return { version, body: leavesOut ? withoutGaps(body) : body };
    });
  }

  /** The list with its line in the record. */
  private recorded(meetingId: string, maracId: string): Underway<CaseListText | undefined> {
    const { actor } = tx();
    this.audit.record({
      action: 'case-list.read',
      subject: { kind: 'meeting', id: meetingId },
      maracId,
      purpose: 'prepare-meeting',
    });
    if (!actor.may('meetings:manage', maracId)) gatherListed(meetingId);
    const asks = actor.scopesOf('repeat-checks:ask');
    const screens = actor.scopesOf('referrals:screen');
    return caseListText(meetingId, todayIn(TIME_ZONE, new Date()), asks && screens && [...asks, ...screens]);
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
}
