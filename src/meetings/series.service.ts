import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { addDays, todayIn } from '../platform/values/dates.js';
import { MEETINGS } from './meeting-rules.js';
import { Series } from './meeting.entity.js';
import type { NewSeries, SeriesView } from './meetings.dto.js';
import { activeSeries, planOccurrences, type SeriesRow, seriesOf } from './meetings.queries.js';
import { dayHeld, occurrences, startOf } from './series-dates.rules.js';

@Injectable()
export class SeriesService {
  private readonly series = new Store(Series);

  constructor(
    private readonly audit: Audit,
    private readonly maracs: MaracsReader,
  ) {}

  /** Series of the MARACs whose meetings the actor may read. */
  async list(): Promise<SeriesView[]> {
    return seriesOf(tx().actor.scopesOf('meetings:read'));
  }

  /** A new series; its meetings are planned to the horizon at once. @throws Problem 422 `unknown`, `required`, `not-wanted` */
  async add(input: NewSeries): Promise<SeriesView> {
    if (!tx().actor.may('meetings:manage', input.maracId)) throw Problem.notAllowed();
    const { rules } = await this.rulesOf(input.maracId);
    const monthly = input.frequency === 'MONTHLY';
    if (monthly && input.nth === undefined)
      throw Problem.at('/nth', 'required', 'A monthly series says which of those days.');
    if (!monthly && input.nth !== undefined) throw Problem.at('/nth', 'not-wanted', 'Only a monthly series has it.');
    const minutesPerCase = input.minutesPerCase ?? rules.minutesPerCase;
    const series: Series = { id: newId(), ...input, nth: input.nth ?? null, minutesPerCase, active: true, version: 1 };
    this.series.insert(series);
    this.audit.record({
      action: 'meeting-series.added',
      subject: { kind: 'meeting-series', id: series.id },
      maracId: series.maracId,
    });
    await this.planAhead(series);
    return series;
  }

  /** Plans the meetings of every active series to its horizon. What is planned already stays as it is. */
  async planAllAhead(): Promise<number> {
    let planned = 0;
    for (const series of await activeSeries()) planned += await this.planAhead(series);
    return planned;
  }

  private async planAhead(series: SeriesRow): Promise<number> {
    const now = present();
    const today = todayIn(TIME_ZONE, now);
    const { nation, rules } = await this.rulesOf(series.maracId);
    const dates = occurrences(series, today, addDays(today, rules.horizonWeeks * 7)).flatMap((occurrenceOn) => {
      const heldOn = dayHeld(occurrenceOn, nation, rules.onBankHoliday);
      return heldOn
        ? [{ id: newId(), occurrenceOn, heldOn, startsAt: startOf(heldOn, series.startTime, TIME_ZONE) }]
        : [];
    });
    const { actor } = tx();
    const toCome = dates.filter((date) => date.startsAt > now);
    return planOccurrences(series, rules.cap, `${actor.kind}:${actor.id}`, toCome);
  }

  private async rulesOf(maracId: string) {
    const marac = await this.maracs.byId(maracId);
    if (!marac) throw Problem.at('/maracId', 'unknown', 'There is no such MARAC.');
    const { rules } = await this.maracs.rules(maracId, MEETINGS, todayIn(TIME_ZONE, present()));
    return { nation: marac.nation, rules };
  }
}
