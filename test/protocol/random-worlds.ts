import type { INestApplicationContext } from '@nestjs/common';
import type pg from 'pg';
import { writeFacts } from './facts-rows.js';
import { Chance, type Facts, randomFacts } from './facts.js';
import { listsByOracle, listsOf } from './lists.js';
import { Oracle } from './oracle.js';
import { writeWorlds } from './world-rows.js';

const SIZE = { maracs: 2, agencies: 3, people: 3, cases: 6 };
const AT_ONCE = 8;

export interface WorldsFound {
  worlds: number;
  comparisons: number;
  /** lists that showed at least one case, so that agreeing means something */
  shown: number;
  mismatches: string[];
}

/** Random partnerships, one reader of each: every list and count of the product gives what the view and the oracle give. */
export async function compareWorlds(
  app: INestApplicationContext,
  admin: pg.Client,
  count: number,
  seed: number,
): Promise<WorldsFound> {
  const chance = new Chance(seed);
  const found: WorldsFound = { worlds: 0, comparisons: 0, shown: 0, mismatches: [] };
  const empty = await emptyTables(admin);
  while (found.worlds < count) {
    const batch = Array.from({ length: Math.min(200, count - found.worlds) }, () => randomFacts(chance, SIZE));
    await admin.query('begin');
    await writeFacts(admin, together(batch));
    for (const facts of batch) await writeWorlds(admin, facts);
    await admin.query('commit');
    await admin.query('analyze');
    for (let i = 0; i < batch.length; i += AT_ONCE)
      await Promise.all(batch.slice(i, i + AT_ONCE).map((facts) => compareWorld(app, facts, chance, found)));
    found.worlds += batch.length;
    // lists of everything go through everybody's rows: worlds that stayed would make each later one slower
    await admin.query(`truncate ${empty.join()}`);
  }
  return found;
}

async function compareWorld(app: INestApplicationContext, facts: Facts, chance: Chance, found: WorldsFound) {
  const active = facts.people.filter((each) => !each.deactivated && each.roles.length > 0);
  const person = chance.of(active.length > 0 ? active : facts.people);
  const got = await listsOf(app, facts, person);
  const want = listsByOracle(new Oracle(facts), facts, person);
  for (const [name, cases] of Object.entries(want.cases)) {
    found.comparisons++;
    if (cases.length > 0) found.shown++;
    if (got.cases[name]?.join() !== cases.join())
      found.mismatches.push(`${name} for ${person.id}: ${got.cases[name]?.length} cases, not ${cases.length}`);
  }
  for (const [name, number] of Object.entries(want.counts)) {
    found.comparisons++;
    if (got.counts[name] !== number)
      found.mismatches.push(`${name} for ${person.id}: ${got.counts[name]}, not ${number}`);
  }
}

/** Tables without rows. The record's are left out: nothing is ever taken out of it. */
async function emptyTables(admin: pg.Client): Promise<string[]> {
  const found = await admin.query<{ name: string }>(
    `select t.name from (select schemaname, format('%I.%I', schemaname, tablename) as name from pg_tables) t,
            query_to_xml(format('select from %s limit 1', t.name), false, true, '') x
      where t.schemaname not in ('pg_catalog', 'information_schema', 'audit') and x::text = ''`,
  );
  return found.rows.map((row) => row.name);
}

/** Many small worlds as one set of rows to write. */
function together(batch: readonly Facts[]): Facts {
  const all = <K extends keyof Facts>(key: K) => batch.flatMap((facts) => facts[key] as never[]) as Facts[K];
  return {
    maracs: all('maracs'),
    agencies: all('agencies'),
    protocols: all('protocols'),
    signatures: all('signatures'),
    people: all('people'),
    cases: all('cases'),
    grants: all('grants'),
    exclusions: all('exclusions'),
  };
}
