import type { INestApplicationContext } from '@nestjs/common';
import { buildContext } from '../../src/application.js';
import { type Nation, NATIONS } from '../../src/maracs/marac.entity.js';
import { MaracsService, TIME_ZONE } from '../../src/maracs/maracs.service.js';
import { RuleBook } from '../../src/maracs/rule-book.rules.js';
import { type DeadlineKind, DEADLINES, deadlinesOf } from '../../src/meetings/deadlines.rules.js';
import { MeetingsService } from '../../src/meetings/meetings.service.js';
import { SeriesService } from '../../src/meetings/series.service.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { Actor } from '../../src/platform/db/actor.js';
import { newId } from '../../src/platform/db/ids.js';
import { tx } from '../../src/platform/db/transaction.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { addDays, todayIn } from '../../src/platform/values/dates.js';
import { type Bar, type Bench, type Measured, type Say, scaled, under } from './bench.js';
import { benchDatabase, type BenchDatabase, withClient } from './bench-database.js';
import {
  counted,
  countedInWeeks,
  countedWithoutHolidays,
  everyDay,
  isHoliday,
  onTheWall,
  text,
} from './holiday-law.js';
import { momentOn } from '../../src/platform/values/moments.js';

const OPERATOR = Actor.operator('bench');
const [FIRST_YEAR, LAST_YEAR] = [2024, 2030];
/** As the rules stand that an area has not changed. */
const OFFSETS: Record<DeadlineKind, number> = {
  REFERRAL_CUT_OFF: -8,
  CASE_LIST_OUT: -8,
  RESEARCH_BACK: -2,
  PAPERS_OUT: -1,
  ACTION_LIST_OUT: 1,
  MINUTES_DRAFT: 3,
  MINUTES_APPROVED: 4,
  MINUTES_OUT: 5,
};
const RHYTHMS = ['FORTNIGHTLY', 'WEEKLY', 'FOUR_WEEKLY', 'MONTHLY', 'FORTNIGHTLY', 'WORKING_DAYS'] as const;
const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'] as const;
const STARTS = ['09:30', '10:00', '13:30', '14:00'] as const;

const none = (bar: string, got: number): Bar => ({ bar, want: '= 0', got, ok: got === 0 });

/**
 * The schedules of every MARAC in the country for two years, made by the service that makes them at night; made again, nothing may
 * change. Beside it the same rows one by one. Then every deadline, and every start, of seven years in three nations against days
 * counted by hand-written tables, beside two ways in which people count them.
 */
export const calendar: Bench = {
  about: "two years of 290 MARACs' meetings, and every deadline of seven years against hand-written tables",
  run: async (say) => {
    const database = await benchDatabase(say);
    try {
      const app = await buildContext(readSettings({ LOG_LEVEL: 'warn', DATABASE_URL: database.appUrl }));
      try {
        const schedules = await generate(app, database, say);
        const days = everyDeadline(say);
        return {
          figures: { ...schedules.figures, ...days.figures },
          baselines: { ...schedules.baselines, ...days.baselines },
          bars: [...schedules.bars, ...days.bars],
        };
      } finally {
        await app.close();
      }
    } finally {
      await database.release();
    }
  },
};

interface Area {
  id: string;
  nation: Nation;
}

async function generate(app: INestApplicationContext, database: BenchDatabase, say: Say): Promise<Measured> {
  const areas = await found(app, scaled(290));
  const service = app.get(SeriesService, { strict: false });
  const begun = performance.now();
  const planned = await service.planAllAhead();
  const seconds = (performance.now() - begun) / 1000;
  say(`   ${planned} meetings of ${areas.length} MARACs in ${seconds.toFixed(2)} s`);
  const before = await stateOf(database);
  const again = performance.now();
  const changed = await service.planAllAhead();
  const secondsAgain = (performance.now() - again) / 1000;
  const after = await stateOf(database);
  const touched = [...after].filter(([id, row]) => before.get(id) !== row).length;
  const { compared, wrong } = await asServed(app, areas);
  const oneByOne = await rowByRow(database);
  return {
    figures: {
      'MARACs': areas.length,
      'meetings planned': planned,
      'seconds': seconds,
      'seconds to plan again': secondsAgain,
      'deadlines of these meetings compared as served': compared,
    },
    baselines: { 'seconds, the same rows one by one': oneByOne },
    bars: [
      under('seconds for two years', 10, seconds),
      none('meetings changed by planning again', changed),
      none('rows written by planning again', touched + Math.abs(after.size - before.size)),
      { bar: 'every MARAC has meetings', want: `= ${areas.length}`, got: await withMeetings(database), ok: (await withMeetings(database)) === areas.length },
      none('deadlines served wrong', wrong),
    ],
  };
} // prettier-ignore

/** Areas of three nations, each with a series of one of the rhythms, and the rule that looks two years ahead. Not a meeting yet. */
async function found(app: INestApplicationContext, count: number): Promise<Area[]> {
  const maracs = app.get(MaracsService, { strict: false });
  const today = todayIn(TIME_ZONE, new Date());
  return app.get(UnitOfWork, { strict: false }).run(OPERATOR, async () => {
    const areas: Area[] = [];
    for (let i = 0; i < count; i++) {
      const nation = NATIONS[i % 10 === 0 ? 1 : i % 29 === 0 ? 2 : 0];
      const { id } = maracs.found(`B${String(i).padStart(4, '0')}`, `Bench area ${i}`, nation);
      await maracs.changeRules(id, 0, {
        effectiveFrom: today,
        reason: 'Bench',
        sections: { meetings: { horizonWeeks: 104 } },
      });
      const frequency = RHYTHMS[i % RHYTHMS.length]!;
      tx().write(
        `insert into meetings.series (id, marac_id, name, frequency, weekday, nth, starts_on, start_time, venue, minutes_per_case)
         values ($1, $2, 'MARAC', $3, $4, $5, $6, $7, 'Town hall', 12)`,
        [
          ...[newId(), id, frequency, frequency === 'WORKING_DAYS' ? null : WEEKDAYS[i % 5]],
          ...[frequency === 'MONTHLY' ? (i % 5) + 1 : null, addDays(today, -(i % 28)), STARTS[i % 4]],
        ],
      );
      areas.push({ id, nation });
    }
    return areas;
  });
}

/** Every meeting as it lies in the database; the second part changes with any write, also one that changes nothing. */
function stateOf({ adminUrl }: BenchDatabase): Promise<Map<string, string>> {
  return withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ id: string; row: string }>(
      `select m.id, m.xmin::text || ' ' || m.ctid::text || ' ' || md5(m::text) as row from meetings.meetings m`,
    );
    return new Map(rows.map(({ id, row }) => [id, row]));
  });
}

async function withMeetings({ adminUrl }: BenchDatabase): Promise<number> {
  return withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ n: number }>(
      'select count(distinct marac_id)::int as n from meetings.meetings',
    );
    return rows[0]!.n;
  });
}

/** What the service says of each meeting: that no working area meets on a day it does not work, at its time, with its deadlines. */
async function asServed(
  app: INestApplicationContext,
  areas: readonly Area[],
): Promise<{ compared: number; wrong: number }> {
  const [meetings, uow] = [app.get(MeetingsService, { strict: false }), app.get(UnitOfWork, { strict: false })];
  let [compared, wrong] = [0, 0];
  for (const { id: marac, nation } of areas) {
    let after: string | undefined;
    do {
      const page = await uow.run(OPERATOR, () => meetings.list({ marac, after, limit: 200 }));
      for (const { heldOn, deadlines } of page.items) {
        const day = new Date(`${heldOn}T00:00:00Z`);
        compared += DEADLINES.length + 1;
        if (isHoliday(day, nation) || day.getUTCDay() % 6 === 0) wrong += 1;
        const right = DEADLINES.map((kind) => counted(day, OFFSETS[kind], nation));
        wrong += right.filter((on, i) => deadlines[i]?.on !== on).length;
      }
      after = page.next ?? undefined;
    } while (after);
  }
  return { compared, wrong };
}

/** The rows that were planned, into a table with the same indexes, a statement each in one transaction. */
function rowByRow({ adminUrl }: BenchDatabase): Promise<number> {
  return withClient(adminUrl, async (client) => {
    const columns =
      'id, marac_id, series_id, occurrence_on, held_on, starts_at, venue, status, minutes_per_case, cap, created_by, ends_at';
    await client.query('create table meetings.bare (like meetings.meetings including all)');
    const { rows } = await client.query<unknown[]>({
      text: `select ${columns} from meetings.meetings`,
      rowMode: 'array',
    });
    const insert = `insert into meetings.bare (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;
    const begun = performance.now();
    await client.query('begin');
    for (const values of rows) await client.query({ name: 'bare', text: insert, values });
    await client.query('commit');
    return (performance.now() - begun) / 1000;
  });
}

/** Of a meeting on every single day, in every nation: bank holidays, weekends, leap days and nights of the clock change included. */
function everyDeadline(say: Say): Measured {
  const book = new RuleBook([]);
  const closures = new Set<string>();
  let [compared, wrong, forgetful, inWeeks] = [0, 0, 0, 0];
  const days = everyDay(FIRST_YEAR, LAST_YEAR);
  for (const nation of NATIONS) {
    for (const day of days) {
      const deadlines = deadlinesOf(text(day), text(day), { nation, closures }, book);
      if (deadlines.length !== DEADLINES.length) throw new Error('a deadline is missing');
      for (const { kind, on } of deadlines) {
        const right = counted(day, OFFSETS[kind], nation);
        compared += 1;
        if (on !== right) wrong += 1;
        if (countedWithoutHolidays(day, OFFSETS[kind]) !== right) forgetful += 1;
        if (countedInWeeks(day, OFFSETS[kind]) !== right) inWeeks += 1;
      }
    }
  }
  const starts = everyStart(days);
  say(`   ${compared} deadlines and ${starts.compared} starts from ${FIRST_YEAR} to ${LAST_YEAR}`);
  return {
    figures: { 'deadlines compared': compared, 'starts compared': starts.compared },
    baselines: {
      'wrong when bank holidays are forgotten': forgetful,
      'wrong when five working days are a week': inWeeks,
      'starts wrong when the clock is forgotten': starts.forgetful,
    },
    bars: [none('deadlines wrong', wrong), none('starts wrong', starts.wrong)],
  };
}

function everyStart(days: readonly Date[]): { compared: number; wrong: number; forgetful: number } {
  let [compared, wrong, forgetful] = [0, 0, 0];
  for (const day of days) {
    for (const time of STARTS) {
      const [hours, minutes] = time.split(':').map(Number) as [number, number];
      const right = onTheWall(day, hours, minutes);
      compared += 1;
      if (momentOn(text(day), time, TIME_ZONE).toISOString() !== right) wrong += 1;
      if (`${text(day)}T${time}:00.000Z` !== right) forgetful += 1;
    }
  }
  return { compared, wrong, forgetful };
}
