import { Injectable } from '@nestjs/common';
import { DEFAULT_THRESHOLDS } from '../assessments/criteria.rules.js';
import { Audit } from '../audit/audit.service.js';
import { DEFAULT_REPEAT_RULES } from '../flags/repeat.rules.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { Actor } from '../platform/db/actor.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { todayIn } from '../platform/values/dates.js';
import { BulkActions } from './bulk-actions.js';
import { BulkCalendar } from './bulk-calendar.js';
import { type BulkArea, BulkCouples } from './bulk-couples.js';
import { Rows } from './bulk-tables.js';
import { Cases } from './cases.js';
import { SAMPLE_MARACS, SamplePartnership } from './partnership.service.js';
import { Chance } from './prng.js';

export interface BulkOptions {
  /** code of the MARAC; NB and SB are founded when they are not there */
  marac: string;
  /** told in words how far it is */
  onProgress?: (line: string) => void;
}

export const MOST_REFERRALS = 1_000_000;
const BATCH = 500;
/** Units of work under way at once: while the database writes one, the next is made up. */
const LANES = 2;
const PROGRESS_MS = 5_000;
const SEEDING = Actor.system('seed');

/** One seeding under way. */
interface Seeding {
  area: BulkArea;
  /** number of the first referral */
  from: number;
  couples: BulkCouples;
  calendar: BulkCalendar;
  actions: BulkActions;
}

/** Adds referrals by the thousand, for trying out volumes: written set by set, each as the rules would have decided it. */
@Injectable()
export class BulkSeed {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly maracs: MaracsReader,
    private readonly partnership: SamplePartnership,
    private readonly audit: Audit,
  ) {}

  /** Adds referrals to those seeded before. @throws Problem 422 for an unknown MARAC, or more than a million */
  async run(
    referrals: number,
    { marac, onProgress = () => undefined }: BulkOptions,
  ): Promise<{ referrals: number; seconds: number }> {
    if (!Number.isInteger(referrals) || referrals < 1 || referrals > MOST_REFERRALS) {
      throw Problem.at('/referrals', 'out-of-range', `From 1 to ${MOST_REFERRALS}.`);
    }
    const begun = performance.now();
    const elapsed = () => (performance.now() - begun) / 1000;
    if (Object.hasOwn(SAMPLE_MARACS, marac)) await this.partnership.found();
    const seeding = await this.uow.run(SEEDING, () => this.begin(marac, referrals));
    let made = 0;
    let written = 0;
    let said = begun;
    const lane = async () => {
      while (made < referrals) {
        const rows = new Rows();
        const count = fill(rows, seeding, made, Math.min(BATCH, referrals - made));
        made += count;
        await this.uow.run(SEEDING, async () => rows.write());
        written += count;
        if (performance.now() - said < PROGRESS_MS) continue;
        said = performance.now();
        onProgress(`${written} of ${referrals} referrals, ${Math.round(written / elapsed())} a second`);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    await this.uow.run(SEEDING, () => this.finish(seeding));
    const seconds = elapsed();
    onProgress(`${referrals} referrals in ${seconds.toFixed(1)} s, ${Math.round(referrals / seconds)} a second`);
    return { referrals, seconds };
  }

  private async begin(code: string, referrals: number): Promise<Seeding> {
    const marac = await this.maracs.byCode(code);
    if (!marac) throw Problem.at('/marac', 'unknown-marac', 'There is no such MARAC.');
    const members = await this.maracs.agenciesOf(marac.id);
    const area: BulkArea = {
      maracId: marac.id,
      code,
      agencies: new Map(members.map((agency) => [agency.name, agency.id])),
      idvaAgencies: members.filter((agency) => agency.kind === 'IDVA').map((agency) => agency.id),
      thresholds: DEFAULT_THRESHOLDS,
      repeatRules: DEFAULT_REPEAT_RULES,
      rulesVersion: 0,
    };
    const from = (await lastSeeded(marac.id)) + 1;
    const chance = new Chance(from);
    const today = todayIn(TIME_ZONE, new Date());
    const postcodes = Object.hasOwn(SAMPLE_MARACS, code) ? code : 'NB';
    const calendar = new BulkCalendar(chance, today, referrals);
    const couples = new BulkCouples(area, new Cases(chance, postcodes, { from: calendar.firstDay, to: today }));
    return { area, from, couples, calendar, actions: new BulkActions(area, chance, today) };
  }

  /** Meetings with their lists, where an earlier seeding has made none. */
  private async finish({ area, calendar }: Seeding): Promise<void> {
    const { maracId } = area;
    const taken = await meetingStarts(maracId);
    const rows = new Rows();
    for (const day of calendar.days()) {
      if (!taken.has(calendar.startOf(day).getTime())) calendar.write(rows, maracId, day, 'system:seed');
    }
    rows.write();
    this.audit.record({ action: 'sample.seeded', subject: { kind: 'marac', id: maracId }, maracId });
  }
}

/** Makes up to `most` referrals, never leaving a couple half told. @returns how many */
function fill(rows: Rows, { from, couples, calendar, actions }: Seeding, made: number, most: number): number {
  let count = 0;
  while (count < most) {
    const days = calendar.course(most - count);
    const told = couples.write(rows, { ref: from + made + count, days });
    calendar.list(told, days);
    actions.write(rows, told, days);
    count += days.length;
  }
  return count;
}

async function lastSeeded(maracId: string): Promise<number> {
  const row = await tx().one<{ last: string | null }>(
    `select max(r.ref) as last from referrals.referrals r where r.marac_id = $1 and r.ref >= 'SEED/' and r.ref < 'SEED0'`,
    [maracId],
  );
  return Number(row?.last?.slice('SEED/'.length) ?? 0);
}

async function meetingStarts(maracId: string): Promise<Set<number>> {
  const rows = await tx().query<{ at: Date }>(
    `select m.starts_at as at from meetings.meetings m where m.marac_id = $1 and m.status <> 'CANCELLED'`,
    [maracId],
  );
  return new Set(rows.map(({ at }) => at.getTime()));
}
