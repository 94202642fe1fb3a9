import { Injectable } from '@nestjs/common';
import type { RuleBook } from '../maracs/rule-book.rules.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { tx } from '../platform/db/transaction.js';
import { present } from '../platform/values/clock.js';
import { type IsoDate, todayIn } from '../platform/values/dates.js';
import type { WorkingCalendar } from '../platform/values/working-days.js';
import { type Deadline, deadlinesOf } from './deadlines.rules.js';
import type { MeetingView } from './meetings.dto.js';
import { clashesOf } from './clashes.queries.js';
import type { MeetingRow } from './meetings.queries.js';

/** What decides on the deadlines of an area's meetings. */
interface Deciding {
  calendar: WorkingCalendar;
  book: RuleBook;
}

/** Meetings as people see them, with the days by which the steps around them are due. */
@Injectable()
export class MeetingViews {
  constructor(private readonly maracs: MaracsReader) {}

  async one(row: MeetingRow): Promise<MeetingView> {
    return (await this.all([row]))[0]!;
  }

  /** What decides is looked up once for each area, however many meetings. */
  async all(rows: readonly MeetingRow[]): Promise<MeetingView[]> {
    const today = todayIn(TIME_ZONE, present());
    const found = new Map<string, Deciding>();
    for (const { maracId } of rows) if (!found.has(maracId)) found.set(maracId, await this.deciding(maracId));
    const clashes = await clashesOf(rows.map(({ id }) => id));
    return rows.map((row) => {
      const { calendar, book } = found.get(row.maracId)!;
      const here = clashes.filter(({ of }) => of === row.id).map(({ of: _of, ...clash }) => clash);
      return { ...meetingView(row, deadlinesOf(row.heldOn, today, calendar, book)), clashes: here };
    });
  }

  /** The steps around a meeting of an area if it were held on a day. */
  async deadlines(maracId: string, heldOn: IsoDate): Promise<Deadline[]> {
    const { calendar, book } = await this.deciding(maracId);
    return deadlinesOf(heldOn, todayIn(TIME_ZONE, present()), calendar, book);
  }

  private async deciding(maracId: string): Promise<Deciding> {
    const [calendar, book] = await Promise.all([this.maracs.calendarOf(maracId), this.maracs.ruleBook(maracId)]);
    return { calendar, book };
  }
}

function meetingView(row: MeetingRow, deadlines: Deadline[]): Omit<MeetingView, 'clashes'> {
  const { id, maracId, seriesId, heldOn, venue, link, kind, status, chairId, deputyId, chairAbsent } = row;
  const { minutesPerCase, cap, cases, version } = row;
  const orderReason = tx().actor.may('meetings:manage', maracId) ? row.orderReason : null;
  return {
    ...{ id, maracId, seriesId, heldOn, startsAt: row.startsAt.toISOString(), venue, link, kind, status },
    ...{ chairId, deputyId, chairAbsent, presidingId: chairAbsent ? deputyId : chairId },
    ...{ minutesPerCase, cap, cutOffOn: deadlines.find((one) => one.kind === 'REFERRAL_CUT_OFF')!.on, deadlines },
    ...{ cases, orderReason, version },
  };
}
