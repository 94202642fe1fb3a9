import { TIME_ZONE } from '../maracs/maracs.service.js';
import { newId } from '../platform/db/ids.js';
import { addDays, daysBetween, type IsoDate } from '../platform/values/dates.js';
import type { Told } from './bulk-couples.js';
import type { Rows } from './bulk-tables.js';
import type { Chance } from './prng.js';
import { momentOn } from '../platform/values/moments.js';

/** A referral's day, and the day on which it was heard; null: it waits on the list of the meeting to come. */
export interface Day {
  on: IsoDate;
  heardOn: IsoDate | null;
}

export const CASES_A_MEETING = 30;
const MINUTES = 12;
const MOST_FORTNIGHTS = 130;
/** A Tuesday, from which the fortnights of every seeding are counted. */
const FIRST = '2020-01-07';
/** Days from a referral to the first meeting that can hear it. */
const NOTICE = 7;
/** Everything but the coming list is old enough to have been heard. */
const HEARD_AFTER = 21;
/** Who comes again to the meeting to come was first referred at most so many days ago. */
const EARLIEST_BEFORE = 330;

/** Spreads referrals over up to five years of fortnightly meetings: full lists in the past, and one for the meeting to come. */
export class BulkCalendar {
  /** Day of the meeting to come. */
  readonly nextOn: IsoDate;
  private readonly span: number;
  private readonly lists = new Map<IsoDate, Told[]>();
  private coming = 0;

  constructor(
    private readonly chance: Chance,
    private readonly today: IsoDate,
    referrals: number,
  ) {
    this.nextOn = this.meetingFrom(addDays(today, 1));
    this.span = 14 * Math.min(MOST_FORTNIGHTS, Math.max(2, Math.ceil(referrals / CASES_A_MEETING)));
  }

  /** The first day on which anybody can be referred. */
  get firstDay(): IsoDate {
    return addDays(this.today, -Math.max(HEARD_AFTER + this.span, EARLIEST_BEFORE));
  }

  /** The days on which one couple is referred; at most `left` of them. First come those of the meeting to come. */
  course(left: number): Day[] {
    const { chance, today } = this;
    if (this.coming < CASES_A_MEETING) {
      this.coming++;
      const now = { on: addDays(today, -chance.whole(1, NOTICE)), heardOn: null };
      return left > 1 && chance.happens(0.35)
        ? [this.heard(addDays(today, -chance.whole(60, EARLIEST_BEFORE))), now]
        : [now];
    }
    const first = addDays(today, -HEARD_AFTER - chance.whole(0, this.span));
    const again = addDays(first, chance.whole(40, 420));
    const repeats = left > 1 && chance.happens(0.14) && again <= addDays(today, -HEARD_AFTER);
    return repeats ? [this.heard(first), this.heard(again)] : [this.heard(first)];
  }

  /** Puts the referrals of a case on the lists of their meetings, while there is room. */
  list(told: readonly Told[], days: readonly Day[]): void {
    for (const [i, one] of told.entries()) {
      const day = days[i]!.heardOn ?? this.nextOn;
      const list = this.lists.get(day) ?? [];
      this.lists.set(day, list);
      if (list.length < CASES_A_MEETING && !list.some((other) => other.caseId === one.caseId)) list.push(one);
    }
  }

  days(): IsoDate[] {
    return [...this.lists.keys()].sort();
  }

  startOf(day: IsoDate): Date {
    return momentOn(day, '14:00', TIME_ZONE);
  }

  /** The meeting of a day with its list. */
  write(rows: Rows, maracId: string, day: IsoDate, createdBy: string): void {
    const list = this.lists.get(day) ?? [];
    const held = day < this.nextOn;
    const meetingId = newId();
    rows.add('meetings.meetings', {
      id: meetingId, marac_id: maracId, held_on: day, starts_at: this.startOf(day), venue: 'Council offices, room 2',
      status: held ? 'HELD' : 'PLANNED', minutes_per_case: MINUTES, cap: CASES_A_MEETING, created_by: createdBy,
    }); // prettier-ignore
    for (const [at, { caseId, referralId }] of list.entries()) {
      rows.add('meetings.agenda_items', {
        id: newId(), meeting_id: meetingId, case_id: caseId, marac_id: maracId, referral_id: referralId, position: at + 1,
        minutes: MINUTES, starts_after: at * MINUTES, status: held ? 'HEARD' : 'LISTED', heard_on: held ? day : null,
      }); // prettier-ignore
    }
  }

  private heard(on: IsoDate): Day {
    return { on, heardOn: this.meetingFrom(addDays(on, NOTICE)) };
  }

  /** The first fortnightly meeting on or after a day. */
  private meetingFrom(day: IsoDate): IsoDate {
    const days = daysBetween(FIRST, day);
    return addDays(FIRST, Math.ceil(days / 14) * 14);
  }
}
