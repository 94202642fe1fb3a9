import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { newId } from '../platform/db/ids.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Actor } from '../platform/db/actor.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { Chairs } from './chairs.service.js';
import { MEETINGS } from './meeting-rules.js';
import { Series } from './meeting.entity.js';
import { type Planned, SeriesPlanner } from './series-planner.service.js';
import type { NewSeries, SeriesChange, SeriesEnding, SeriesPlanView, SeriesView } from './series.dto.js';
import { activeSeries, type SeriesRow, seriesOf } from './series.queries.js';

@Injectable()
export class SeriesService {
  private readonly series = new Store(Series);

  constructor(
    private readonly audit: Audit,
    private readonly maracs: MaracsReader,
    private readonly uow: UnitOfWork,
    private readonly chairs: Chairs,
    private readonly planner: SeriesPlanner,
  ) {}

  /** Series of the MARACs whose meetings the actor may read. */
  async list(): Promise<SeriesView[]> {
    return (await seriesOf(tx().actor.scopesOf('meetings:read'))).map(seriesView);
  }

  /** @throws Problem 404 */
  async byId(seriesId: string): Promise<SeriesView> {
    const series = await this.series.byId(seriesId);
    if (!series || !tx().actor.may('meetings:read', series.maracId)) throw Problem.notFound();
    return seriesView(series);
  }

  /**
   * A new series; its meetings are planned to the horizon at once.
   * @throws Problem 422 `unknown`, `required`, `not-wanted`, `not-a-chair`; 409 `chair-taken`
   */
  async add(input: NewSeries): Promise<SeriesView> {
    if (!tx().actor.may('meetings:manage', input.maracId)) throw Problem.notAllowed();
    const terms = await this.checked(input.maracId, input);
    const series: Series = { id: newId(), maracId: input.maracId, ...terms, active: true, version: 1 };
    this.series.insert(series);
    this.record('meeting-series.added', series);
    refuseClash(await this.planner.plan(series));
    return seriesView(series);
  }

  /**
   * The series is another one from now on. Meetings to come follow it, but for those that have cases, or that somebody changed by
   * hand: they are named. @throws Problem 404; 403; 412; what `add` throws
   */
  async change(seriesId: string, version: number, input: SeriesChange): Promise<SeriesPlanView> {
    const series = await this.lockToManage(seriesId, version);
    const changed: Series = { ...series, ...(await this.checked(series.maracId, input)), endsOn: series.endsOn };
    return this.replan(changed, 'meeting-series.changed');
  }

  /** No further meetings after a day; those planned beyond it are called off, but for those with cases. @throws Problem 404; 403; 412; 422 `in-the-past` */
  async end(seriesId: string, version: number, { endsOn }: SeriesEnding): Promise<SeriesPlanView> {
    const series = await this.lockToManage(seriesId, version);
    if (endsOn < todayIn(TIME_ZONE, present()))
      throw Problem.at('/endsOn', 'in-the-past', 'A series ends today or later.');
    return this.replan({ ...series, endsOn }, 'meeting-series.ended');
  }

  /**
   * Plans the meetings of every active series, or of those of one MARAC, to its horizon: each in a unit of work of its own, so that
   * one that fails keeps none of the others from their meetings. Number of meetings that came, changed or went.
   */
  async planAllAhead(actor = Actor.system('meetings.generate'), maracId: string | null = null): Promise<number> {
    const active = await this.uow.run(actor, () => activeSeries(maracId));
    const done = await this.uow.each(actor, active, (series) => this.planAhead(series));
    return done.reduce((sum, count) => sum + count, 0);
  }

  private async planAhead(series: SeriesRow): Promise<number> {
    const { planned, changed, cancelled } = await this.planner.plan(series);
    if (changed + cancelled > 0) {
      this.record('meeting-series.replanned', series);
      this.planner.tell(series);
    }
    return planned + changed + cancelled;
  }

  private async replan(series: Series, action: string): Promise<SeriesPlanView> {
    await this.series.update(series);
    this.record(action, series);
    const done = await this.planner.plan(series);
    refuseClash(done);
    this.planner.tell(series);
    const kept = done.kept.map(({ id, heldOn, startsAt }) => ({ id, heldOn, startsAt: startsAt.toISOString() }));
    const { planned, changed, cancelled } = done;
    return { ...seriesView(series), planned, changed, cancelled, kept };
  }

  private async lockToManage(seriesId: string, version: number): Promise<Series> {
    const seen = await this.byId(seriesId);
    if (!tx().actor.may('meetings:manage', seen.maracId)) throw Problem.notAllowed();
    const series = await this.series.lockById(seriesId);
    if (!series) throw Problem.notAllowed();
    if (series.version !== version) throw new StaleVersion();
    return series;
  }

  private async checked(maracId: string, input: SeriesChange) {
    if (!(await this.maracs.byId(maracId))) throw Problem.at('/maracId', 'unknown', 'There is no such MARAC.');
    checkDays(input);
    await this.chairs.check(maracId, input);
    const { rules } = await this.maracs.rules(maracId, MEETINGS, todayIn(TIME_ZONE, present()));
    const { name, frequency, startsOn, startTime, venue } = input;
    return {
      ...{ name, frequency, startsOn, startTime, venue, endsOn: null },
      weekday: input.weekday ?? null,
      nth: input.nth ?? null,
      link: input.link ?? null,
      minutesPerCase: input.minutesPerCase ?? rules.minutesPerCase,
      chairId: input.chairId ?? null,
      deputyId: input.deputyId ?? null,
    };
  }

  private record(action: string, { id, maracId }: { id: string; maracId: string }): void {
    this.audit.record({ action, subject: { kind: 'meeting-series', id }, maracId });
  }
}

/** @throws Problem 422 `required`, `not-wanted` where the days do not go with the frequency */
function checkDays({ frequency, weekday, nth }: SeriesChange): void {
  const daily = frequency === 'WORKING_DAYS';
  if (!daily && weekday === undefined)
    throw Problem.at('/weekday', 'required', 'Say on which day of the week it meets.');
  if (daily && weekday !== undefined) throw Problem.at('/weekday', 'not-wanted', 'It meets on every working day.');
  const monthly = frequency === 'MONTHLY';
  if (monthly && nth === undefined) throw Problem.at('/nth', 'required', 'A monthly series says which of those days.');
  if (!monthly && nth !== undefined) throw Problem.at('/nth', 'not-wanted', 'Only a monthly series has it.');
}

const MOST_DAYS_NAMED = 10;

/** Who plans a series is told at once that its chair cannot preside; the night, which nobody watches, plans without one. */
function refuseClash({ withoutChair }: Planned): void {
  if (withoutChair.length === 0) return;
  const days = withoutChair.slice(0, MOST_DAYS_NAMED).join(', ');
  const detail = `Who presides has another meeting at the time of ${withoutChair.length} of these: ${days}.`;
  throw new Problem(409, 'chair-taken', detail, [{ pointer: '/chairId', code: 'chair-taken', detail }]);
}

function seriesView(series: SeriesRow): SeriesView {
  const { id, maracId, name, frequency, weekday, nth, startsOn, endsOn, startTime, venue, link } = series;
  const active = series.active && (endsOn === null || endsOn >= todayIn(TIME_ZONE, present()));
  return {
    ...{ id, maracId, name, frequency, weekday, nth, startsOn, endsOn, startTime, venue, link },
    ...{ minutesPerCase: series.minutesPerCase, chairId: series.chairId, deputyId: series.deputyId },
    ...{ active, version: series.version },
  };
}
