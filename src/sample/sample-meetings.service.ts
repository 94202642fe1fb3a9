import { Injectable } from '@nestjs/common';
import { AttendanceService } from '../conference/attendance.service.js';
import { Sittings } from '../conference/sittings.service.js';
import { HearingService } from '../meetings/hearing.service.js';
import { MeetingsService } from '../meetings/meetings.service.js';
import { SeriesService } from '../meetings/series.service.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { asOf, present } from '../platform/values/clock.js';
import { addDays, type IsoDate, todayIn, weekday } from '../platform/values/dates.js';
import { isBankHoliday } from '../platform/values/holidays.js';
import { Chance } from './prng.js';
import { SampleActions } from './sample-actions.service.js';

const FORTNIGHTS = 27;
const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'] as const;
const HOUR = 3_600_000;

/** An area of the sample, with its agencies by name. */
export interface Area {
  id: string;
  code: string;
  agencies: ReadonlyMap<string, string>;
}

export interface PastMeeting {
  id: string;
  heldOn: IsoDate;
  startsAt: Date;
}

interface ListedCase {
  agendaItemId: string;
  caseId: string;
  version: number;
  status: string;
}

/** Who comes to every meeting of the sample: enough for a quorum, for cases with children too. */
const AT_THE_TABLE = [
  ['Police', 'Gareth Pryce'],
  ['IDVA service', 'Niamh Gallagher'],
  ["Children's social care", 'Joanna Zielinska'],
  ['Housing', 'Ioana Petrescu'],
  ['Probation', 'Marcus Beckford'],
] as const;

/** A year of fortnightly meetings: planned, held, each case with what came of it. */
@Injectable()
export class SampleMeetings {
  private chance = new Chance(27);

  constructor(
    private readonly series: SeriesService,
    private readonly meetings: MeetingsService,
    private readonly hearing: HearingService,
    private readonly actions: SampleActions,
    private readonly sittings: Sittings,
    private readonly attendance: AttendanceService,
  ) {}

  /** Starts the sequence of chances anew, so that each telling is the same. */
  begin(): void {
    this.chance = new Chance(27);
    this.actions.begin();
  }

  /** True when the area's meetings were planned before. */
  async arePlanned(maracId: string): Promise<boolean> {
    return (await this.series.list()).some((series) => series.maracId === maracId);
  }

  /**
   * Plans a series that began a year ago and meets next in three to seven days.
   * @returns the meetings that have passed, in order
   */
  async plan(area: Area, now: Date): Promise<PastMeeting[]> {
    const today = todayIn(TIME_ZONE, now);
    const nextOn = [3, 4, 5, 6, 7].map((days) => addDays(today, days)).find(isWorkingDay);
    if (!nextOn) throw new Error('no working day among five');
    const startsOn = addDays(nextOn, -14 * FORTNIGHTS);
    const when = {
      frequency: 'FORTNIGHTLY',
      weekday: WEEKDAYS[weekday(nextOn) - 1]!,
      startsOn,
      startTime: '09:30',
    } as const;
    const series = { maracId: area.id, name: 'Northbridge MARAC', venue: 'Northbridge Civic Centre', ...when };
    await asOf(new Date(`${startsOn}T00:00:00Z`), () => this.series.add(series));
    // As the nightly planning ahead would have done.
    await asOf(new Date(`${addDays(startsOn, 182)}T02:00:00Z`), () => this.series.planAllAhead());
    await this.series.planAllAhead();
    const { items } = await this.meetings.list({ marac: area.id, to: today, limit: 100 });
    return items
      .map(({ id, heldOn, startsAt }) => ({ id, heldOn, startsAt: new Date(startsAt) }))
      .filter((meeting) => meeting.startsAt < now);
  }

  /** Holds a meeting as of its own day. @param ago how many were held after it */
  async hold(area: Area, { id, heldOn, startsAt }: PastMeeting, ago: number, now: Date): Promise<void> {
    await asOf(startsAt, () => this.open(area, id));
    const end = new Date(Math.min(startsAt.getTime() + 3 * HOUR, now.getTime()));
    await asOf(end, async () => {
      for (const { agendaItemId, caseId, version } of await this.listed(id)) {
        const heard = { agendaItemId, heldOn, ago };
        if (this.chance.happens(0.05)) {
          await this.putOff(area, agendaItemId, version);
          await this.actions.checkMeanwhile(caseId, heard, now);
        } else {
          await this.hearing.recordOutcome(agendaItemId, version, { status: 'HEARD' });
          await this.actions.agree(area, heard, now);
        }
      }
      const { version } = await this.meetings.byId(id);
      await this.meetings.close(id, version);
    });
  }

  /** Opened with a quorum: whoever comes is there from the start. */
  private async open(area: Area, meetingId: string): Promise<void> {
    await this.sittings.open(meetingId, {});
    for (const [agency, name] of AT_THE_TABLE) {
      const agencyId = area.agencies.get(agency)!;
      await this.attendance.record(meetingId, { agencyId, name, cameAs: 'REPRESENTATIVE' });
    }
  }

  private async putOff(area: Area, agendaItemId: string, version: number): Promise<void> {
    const interimCheck = {
      ownerAgencyId: area.agencies.get('IDVA service')!,
      ownerPost: 'Duty IDVA',
      text: 'Telephone her at the agreed time, and ask whether anything changed.',
      dueOn: addDays(todayIn(TIME_ZONE, present()), 2),
    };
    const reason = this.whyDeferred();
    await this.hearing.recordOutcome(agendaItemId, version, { status: 'DEFERRED', reason, interimCheck });
  }

  /** One more action on a case of the last meeting, due in a moment: whoever looks on sees it turn overdue. */
  async actionDueSoon(area: Area, lastMeeting: PastMeeting, dueAt: Date): Promise<void> {
    const heard = (await this.listed(lastMeeting.id)).find((item) => item.status === 'HEARD');
    if (heard) await this.actions.agreeDue(area, heard.agendaItemId, dueAt);
  }

  private whyDeferred() {
    return this.chance.pick(['INSUFFICIENT_INFORMATION', 'AGENCY_ABSENT', 'REFERRER_ABSENT', 'TIME_OVERRUN'] as const);
  }

  private async listed(meetingId: string): Promise<ListedCase[]> {
    const { body } = await (await this.meetings.caseList(meetingId)).arrived();
    return (JSON.parse(body) as { items: ListedCase[] }).items;
  }
}

function isWorkingDay(day: IsoDate): boolean {
  return weekday(day) < 6 && !isBankHoliday(day, 'england-and-wales');
}
