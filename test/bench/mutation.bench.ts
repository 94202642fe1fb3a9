import type pg from 'pg';
import { compare } from '../protocol/compare.js';
import { PROBES, writeFacts } from '../protocol/facts-rows.js';
import { Chance, type Facts, randomFacts } from '../protocol/facts.js';
import { leftBetweenUnits } from '../protocol/between-units.js';
import { EQUIVALENT } from '../protocol/equivalent-mutants.js';
import { type Mutant, mutants } from '../protocol/mutants.js';
import { type Bench, type Measured, rounded, type Say, under } from './bench.js';
import { benchDatabase, withClient } from './bench-database.js';

const SEED = 7;
const WORLDS = 16;
const SIZE = { maracs: 3, agencies: 4, people: 12, cases: 14 };

/** Guards anew what a mutated guard_table is to be seen on: the probes and the cases themselves. */
const REGUARD = `select access.guard_table('access.cases', 'IDENTITY', 'id', true),
  access.guard_table('probe.varying', '"label"', 'case_id', true),
  access.guard_table('probe.health', 'HEALTH'), access.guard_table('probe.located', 'LOCATION_SAFE')`;

type Fate = 'killed' | 'survived' | 'stillborn';

/** Small changes to the SQL that decides who sees what: each must be noticed by the comparison with the oracle. */
export const mutation: Bench = {
  about: 'mutants of the access rules and the view: each must be noticed',
  run: async (say) => {
    const database = await benchDatabase(say);
    try {
      return await withClient(database.adminUrl, async (admin) => {
        await admin.query(PROBES);
        const chance = new Chance(SEED);
        const worlds = Array.from({ length: WORLDS }, () => randomFacts(chance, SIZE));
        for (const facts of worlds) await writeFacts(admin, facts);
        await admin.query('analyze');
        const hunter = new Hunter(admin, database.appUrl, worlds);
        await hunter.unharmed();
        return await report(hunter, await mutants(admin, REGUARD), say);
      });
    } finally {
      await database.release();
    }
  },
};

async function report(hunter: Hunter, all: Mutant[], say: Say): Promise<Measured> {
  const count: Record<Fate | 'equivalent', number> = { killed: 0, survived: 0, stillborn: 0, equivalent: 0 };
  for (const mutant of all) {
    const fate = await hunter.fateOf(mutant);
    const reason = fate === 'survived' ? EQUIVALENT.find((each) => mutant.change.includes(each.change)) : undefined;
    count[reason ? 'equivalent' : fate]++;
    const verdict = reason ? `equivalent, ${reason.because}` : 'SURVIVED';
    if (fate === 'survived') say(`   ${verdict}: ${mutant.of}: ${mutant.change}`);
  }
  const born = all.length - count.stillborn;
  const share = (100 * count.equivalent) / born;
  return {
    figures: { mutants: born, killed: count.killed, 'equivalent, %': rounded(share), 'not valid SQL': count.stillborn },
    baselines: {},
    bars: [under('mutants that survive', 1, count.survived), under('listed as equivalent, %', 3.0001, share)],
  };
}

/** Puts one mutant at a time in force and sees whether anything notices. */
class Hunter {
  constructor(
    private readonly admin: pg.Client,
    private readonly appUrl: string,
    private readonly worlds: Facts[],
  ) {}

  /** @throws Error when the rules as they are do not pass, for then nothing is proved */
  async unharmed(): Promise<void> {
    if (await this.noticed('select 1')) throw new Error('the rules are noticed as they are');
  }

  async fateOf({ sql, undo }: Mutant): Promise<Fate> {
    await this.admin.query('begin');
    try {
      await this.admin.query(sql);
    } catch {
      return 'stillborn';
    } finally {
      await this.admin.query('rollback');
    }
    if (await this.noticed(sql)) return 'killed';
    if (!undo) return 'survived';
    await this.admin.query(sql); // in force for other connections, which see what outlives a transaction
    try {
      return (await this.outlives()) ? 'killed' : 'survived';
    } finally {
      await this.admin.query(undo);
    }
  }

  /** Within a transaction that is rolled back. Failing where the real one answers counts as noticed. */
  private async noticed(sql: string): Promise<boolean> {
    await this.admin.query('begin');
    try {
      await this.admin.query(sql);
      await this.admin.query(`set local role marac_app; set local statement_timeout = '20s'`);
      for (const facts of this.worlds) if ((await compare(this.admin, facts, 1)).mismatches.length > 0) return true;
      return false;
    } catch {
      return true;
    } finally {
      await this.admin.query('rollback');
    }
  }

  private async outlives(): Promise<boolean> {
    try {
      const everybody = this.worlds.flatMap((facts) => facts.people);
      const cases = this.worlds.flatMap((facts) => facts.cases);
      const wide = everybody.filter((each) => each.roles.some((held) => held.maracId === null));
      const facts = { ...this.worlds[0]!, people: [...wide, ...everybody.slice(0, 10)], cases };
      return await withClient(this.appUrl, async (app) => (await leftBetweenUnits(app, facts)).length > 0);
    } catch {
      return true;
    }
  }
}
