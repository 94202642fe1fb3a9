import { Injectable } from '@nestjs/common';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { newId } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Outbox } from '../platform/events/outbox.js';
import { present } from '../platform/values/clock.js';
import { addDays, type IsoDate, todayIn } from '../platform/values/dates.js';
import { MEETINGS } from './meeting-rules.js';
import { SERIES_CHANGED } from './meetings.events.js';
import { dayHeld, occurrences } from './series-dates.rules.js';
import { replan, type Standing, type Wanted } from './series-plan.rules.js';
import {
  addMeetings,
  callOff,
  changeMeetings,
  presidesAt,
  type SeriesRow,
  standingOf,
  takenStarts,
} from './series.queries.js';
import { momentOn } from '../platform/values/moments.js';

/** An occurrence named before today may be held after it: a bank holiday moved it. No holidays follow each other for longer. */
const LOOK_BACK_DAYS = 14;

/** What planning a series did. */
export interface Planned {
  planned: number;
  changed: number;
  cancelled: number;
  /** meetings to come that are not as the series has them, and were left alone since people work on them */
  kept: Standing[];
  /** days of meetings that wait for a chair: the one whom the series names presides elsewhere at the time */
  withoutChair: IsoDate[];
}

/** Makes the meetings to come those that a series asks for. Done again it changes nothing. */
@Injectable()
export class SeriesPlanner {
  constructor(
    private readonly maracs: MaracsReader,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
  ) {}

  async plan(series: SeriesRow): Promise<Planned> {
    const now = present();
    const found = await this.uow.elevated(() => this.lookUp(series, now));
    const wanted = await this.wanted(series, now, found.standing);
    const cap = wanted.cap;
    const lasts = series.minutesPerCase * cap * 60_000;
    const chairFree = (startsAt: Date) =>
      !found.busy.some(({ from, until }) => startsAt < until && from.getTime() < startsAt.getTime() + lasts);
    const plan = replan(wanted.days, found.standing, series, found.taken, chairFree);
    const versions = new Map(found.standing.map(({ id, version }) => [id, version]));
    const { actor } = tx();
    const add = plan.add.map((meant) => ({ ...meant, id: newId() }));
    const cancelled = await callOff(series.id, plan.cancel, versions);
    const changed = await changeMeetings(series, plan.change, versions);
    const planned = await addMeetings(series, cap, `${actor.kind}:${actor.id}`, add);
    const chairless = series.chairId ? [...add, ...plan.change].filter(({ chairId }) => !chairId) : [];
    const withoutChair = chairless.map(({ heldOn }) => heldOn).sort();
    return { planned, changed, cancelled, kept: plan.kept, withoutChair };
  }

  /** People are told once of all that became of a series. */
  tell(series: SeriesRow): void {
    this.outbox.publish({ name: SERIES_CHANGED, ids: { seriesId: series.id, maracId: series.maracId } });
  }

  private async lookUp({ id, maracId, chairId }: SeriesRow, now: Date) {
    const [standing, taken, busy] = await Promise.all([
      standingOf(id, now),
      takenStarts(maracId, id, now),
      chairId ? presidesAt(chairId, id, now) : [],
    ]);
    return { standing, taken, busy };
  }

  /** The days to come that the series names, as far as the horizon, and as far as meetings of it stand already. */
  private async wanted(series: SeriesRow, now: Date, standing: readonly Standing[]) {
    const today = todayIn(TIME_ZONE, now);
    const [calendar, book] = await Promise.all([
      this.maracs.calendarOf(series.maracId),
      this.maracs.ruleBook(series.maracId),
    ]);
    const { rules } = book.in(MEETINGS, today);
    const horizon = addDays(today, rules.horizonWeeks * 7);
    const furthest = standing.reduce((day, { occurrenceOn }) => (occurrenceOn > day ? occurrenceOn : day), horizon);
    const days = occurrences(series, addDays(today, -LOOK_BACK_DAYS), furthest).flatMap((occurrenceOn): Wanted[] => {
      const heldOn = dayHeld(occurrenceOn, series.frequency, calendar, onHoliday(book, occurrenceOn));
      if (!heldOn) return [];
      return [{ occurrenceOn, heldOn, startsAt: momentOn(heldOn, series.startTime, TIME_ZONE) }];
    });
    return { cap: rules.cap, days: days.filter(({ startsAt }) => startsAt > now) };
  }
}

/** By the rules of the day itself: an area may decide today what becomes of meetings from the new year on. */
const onHoliday = (book: Awaited<ReturnType<MaracsReader['ruleBook']>>, day: IsoDate) =>
  book.in(MEETINGS, day).rules.onBankHoliday;
