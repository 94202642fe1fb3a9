import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Outbox } from '../platform/events/outbox.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import {
  arrange,
  circulatedOf,
  countNotHeard,
  isEmergency,
  linesOf,
  type LineRow,
  meetingsOf,
  notHeardSoFar,
  pointTo,
  unheardReferrals,
  waitingOn,
} from './agenda.queries.js';
import { carriedOver, timetable, whereToList } from './agenda.rules.js';
import { LISTS } from './list-rules.js';
import { MEETINGS } from './meeting-rules.js';
import { AgendaItem, type Meeting } from './meeting.entity.js';
import type { AgendaItemView } from './meetings.dto.js';
import { lockMeetingsToCome, type MeetingRow } from './meetings.queries.js';

registerConstraint('agenda_position_is_taken', {
  status: 409,
  code: 'list-changed',
  title: 'The list was arranged by somebody else at this moment. Load it again.',
});

/** A case to be put on a list, with the referral that the list shows. */
export interface Listing {
  caseId: string;
  referralId: string;
  minutes: number;
  notHeard: number;
  /** why it comes after the list went out */
  lateBecause?: string;
}

/** Where a new line stands until it is put in its place. */
const LAST = 2_000_000_000;

/** Puts cases on the lists of meetings. Every caller holds the lock of the meeting. Being listed grants nobody anything. */
@Injectable()
export class AgendaLists {
  private readonly items = new Store(AgendaItem);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly maracs: MaracsReader,
  ) {}

  /**
   * Puts lines in their places in this order. Those of cases that are hidden from the person at work come last: left where they are,
   * their places would be given away twice, and the gaps would tell of them.
   */
  async arrange(meetingId: string, seen: readonly LineRow[], reason?: string): Promise<void> {
    const named = new Set(seen.map((line) => line.id));
    await this.uow.elevated(async () => {
      const unseen = (await linesOf(meetingId)).filter((line) => !named.has(line.id));
      arrange(meetingId, timetable([...seen, ...unseen]), reason);
    });
  }

  /** Adds a case at the end, or, when it was not heard before, at the top. */
  async put(
    meeting: Pick<Meeting | MeetingRow, 'id' | 'maracId'>,
    lines: readonly LineRow[],
    listing: Listing,
  ): Promise<string> {
    const { lateBecause = null, ...listed } = listing;
    const line: LineRow = { id: newId(), ...listed, status: 'LISTED' };
    const places = listing.notHeard > 0 ? carriedOver(lines, line) : [...lines, line];
    this.items.insert({
      ...line,
      ...{ alertOnly: false, alertBecause: null, childrenTeam: null, lateBecause },
      escalated: await this.escalates(meeting.maracId, listing.notHeard),
      meetingId: meeting.id,
      maracId: meeting.maracId,
      position: LAST,
      startsAfter: 0,
      reason: null,
      heardOn: null,
      version: 1,
    });
    await this.arrange(meeting.id, places);
    this.announce(line.id, meeting, listing.caseId);
    return line.id;
  }

  /** Lists an accepted referral at the first meeting that is open for it; without one it waits among the unlisted. */
  async listAccepted(referralId: string, caseId: string, maracId: string): Promise<void> {
    const now = present();
    const today = todayIn(TIME_ZONE, now);
    const toCome = await lockMeetingsToCome(maracId, now);
    if (!(await unheardReferrals(caseId)).includes(referralId)) return;
    const waiting = await waitingOn(caseId, today);
    if (waiting) return pointTo(waiting.agendaItemId, referralId);
    const calendar = await this.maracs.calendarOf(maracId);
    const { rules } = await this.maracs.rules(maracId, MEETINGS, today);
    const had = await meetingsOf(caseId);
    const out = await circulatedOf(maracId);
    const open = toCome.filter((meeting) => !had.has(meeting.id) && !out.has(meeting.id));
    // what cannot wait goes on the very next list that is not out yet, whatever the cut-off and the cap
    const next = (await isEmergency(referralId)) ? open[0] : undefined;
    const meeting = next ?? whereToList(open, today, rules.referralCutOffWorkingDays, calendar);
    if (!meeting) return;
    const notHeard = await notHeardSoFar(caseId);
    const listing = { caseId, referralId, minutes: meeting.minutesPerCase, notHeard };
    await this.put(meeting, await linesOf(meeting.id), listing);
  }

  /**
   * Lists a case that was not heard at the next meeting, at the top, whatever the cut-off and the cap: it has waited long
   * enough. Returns that meeting's id, or null when none is planned: the case then waits among the unlisted.
   */
  async carryOver(item: AgendaItem, meeting: MeetingRow): Promise<string | null> {
    const now = present();
    const [next] = await lockMeetingsToCome(item.maracId, meeting.startsAt > now ? meeting.startsAt : now);
    if (!next) return null;
    const lines = await linesOf(next.id);
    const there = lines.find((line) => line.caseId === item.caseId);
    const notHeard = item.notHeard + 1;
    if (!there) {
      await this.put(next, lines, {
        caseId: item.caseId,
        referralId: item.referralId,
        minutes: item.minutes,
        notHeard,
      });
      return next.id;
    }
    if (there.status !== 'LISTED') return null;
    countNotHeard(there.id, notHeard, await this.escalates(item.maracId, notHeard));
    await this.arrange(next.id, carriedOver(lines, { ...there, notHeard }));
    this.tellArranged(next.id, item.maracId);
    return next.id;
  }

  /** From so many meetings at which a case was not heard the chair is told. */
  async escalates(maracId: string, notHeard: number): Promise<boolean> {
    if (notHeard === 0) return false;
    const { rules } = await this.maracs.rules(maracId, LISTS, todayIn(TIME_ZONE, present()));
    return notHeard >= rules.escalateNotHeardAt;
  }

  /** A case was listed and not heard there. */
  tellNotHeard({ id: agendaItemId, meetingId, caseId, maracId }: AgendaItem): void {
    this.outbox.publish({ name: 'case.not-heard', ids: { agendaItemId, meetingId, caseId, maracId } });
  }

  /** Slots moved: whoever goes by them follows. */
  tellArranged(meetingId: string, maracId: string): void {
    this.outbox.publish({ name: 'agenda.arranged', ids: { meetingId, maracId } });
  }

  /** An agenda item as its managers see it; `startsAt` is the start of its meeting. */
  async view(itemId: string, startsAt: Date): Promise<AgendaItemView> {
    const item = await this.items.byId(itemId);
    if (!item) throw new Error('the agenda item just written is not there');
    const { maracId: _, startsAfter, ...shown } = item;
    const slot = new Date(startsAt.getTime() + startsAfter * 60_000).toISOString();
    return { ...shown, startsAt: slot, listedNextAt: null, overflow: null };
  }

  private announce(
    agendaItemId: string,
    { id: meetingId, maracId }: { id: string; maracId: string },
    caseId: string,
  ): void {
    this.audit.record({ action: 'case.listed', subject: { kind: 'case', id: caseId }, maracId });
    this.outbox.publish({ name: 'case.listed', ids: { agendaItemId, meetingId, caseId, maracId } });
  }
}
