import { DEFAULT_THRESHOLDS } from '../../src/assessments/criteria.rules.js';
import { DEFAULT_REPEAT_RULES } from '../../src/flags/repeat.rules.js';
import { todayIn } from '../../src/platform/values/dates.js';
import { BulkCouples } from '../../src/sample/bulk-couples.js';
import { Rows } from '../../src/sample/bulk-tables.js';
import { Cases } from '../../src/sample/cases.js';
import { Chance } from '../../src/sample/prng.js';
import { withClient } from './bench-database.js';

const BATCH = 50;

/**
 * What a script would do that knows nothing but SQL: every row of a referral by a prepared insert of its own, each awaited,
 * fifty referrals to a transaction as in the import; as superuser, so without guards; no matching, no rules, no audit.
 * @returns referrals a second
 */
export async function bareInserts(adminUrl: string, referrals: number): Promise<number> {
  return withClient(adminUrl, async (client) => {
    const { rows: agencies } = await client.query<{ name: string; id: string }>('select name, id from maracs.agencies');
    const { rows: maracs } = await client.query<{ id: string }>(`select id from maracs.maracs where code = 'NB'`);
    const chance = new Chance(7);
    const area = {
      maracId: maracs[0]!.id,
      code: 'NB',
      agencies: new Map(agencies.map(({ name, id }) => [name, id])),
      idvaAgencies: agencies.filter(({ name }) => name === 'IDVA service').map(({ id }) => id),
      thresholds: DEFAULT_THRESHOLDS,
      repeatRules: DEFAULT_REPEAT_RULES,
      rulesVersion: 0,
    };
    const today = todayIn('Europe/London', new Date());
    const couples = new BulkCouples(area, new Cases(chance, 'NB', { from: today, to: today }));
    let milliseconds = 0;
    for (let made = 0; made < referrals;) {
      const rows = new Rows();
      for (const end = Math.min(made + BATCH, referrals); made < end; made++) {
        couples.write(rows, { ref: 9_000_000 + made, days: [{ on: today, heardOn: null }] });
      }
      const begun = performance.now();
      await client.query('begin');
      for (const [table, each] of rows.tables()) {
        for (const row of each) await client.query(insertOf(table, row));
      }
      await client.query('commit');
      milliseconds += performance.now() - begun;
    }
    return (referrals / milliseconds) * 1000;
  });
}

function insertOf(table: string, row: object): { name: string; text: string; values: unknown[] } {
  const columns = Object.keys(row);
  const text = `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`;
  const values = Object.entries(row).map(([column, value]) =>
    column === 'answers' && value ? JSON.stringify(value) : value,
  );
  return { name: `bare ${table}`, text, values };
}
