import type pg from 'pg';
import type { Facts } from './facts.js';

const FACTS = `select coalesce(string_agg(name, ', '), '') as left_over from unnest(array['system', 'user_id', 'member_of', 'standing',
  'represents', 'coordinates', 'audits', 'audits_all', 'grantees', 'brought', 'excluded', 'fresh', 'gathered', 'shared_IDENTITY']) as name where coalesce(current_setting('app.' || name, true), '') <> ''`;
const SEEN = `select (select count(*) from access.visible) + (select count(*) from probe.varying) + (select count(*) from audit.events)
  + (select count(*) from access.grants) + (select count(*) from access.exclusions) as rows`;

/**
 * What must hold between units of work on one connection of the app role, as sentences about what does not: nobody's facts outlive
 * the transaction they were entered in, somebody else's are forgotten at once, and where nobody entered nothing is seen or added.
 * Commits; nothing it does changes a row.
 */
export async function leftBetweenUnits(app: pg.Client, facts: Facts): Promise<string[]> {
  const faults: string[] = [];
  const one = async <T>(sql: string, values: unknown[] = []) =>
    (await app.query<{ [key: string]: T }>(sql, values)).rows[0]!;
  const nothing = async (when: string) => {
    const { rows } = await one<string>(SEEN);
    if (rows !== '0') faults.push(`${when}: ${rows} rows are seen`);
    const { id, maracId } = facts.cases[0]!;
    const { may } = await one<boolean | null>('select access.may_add($1, $2, $3) as may', [id, maracId, 'IDENTITY']);
    if (may === true) faults.push(`${when}: a row may be added`);
  };
  const gathered = async (id: string) => {
    await app.query('select platform.enter($1, false, true)', [id]);
    await app.query('select access.gather($1)', [facts.cases.map((each) => each.id)]);
  };
  await nothing('where nobody entered');
  const everybody = facts.people.filter((each) => !each.deactivated);
  const stranger = '00000000-0000-4000-8000-000000000000';
  for (const { id } of everybody) {
    for (const end of ['commit', 'rollback']) {
      await app.query('begin');
      await gathered(id);
      await app.query(end);
      const { left_over: left } = await one<string>(FACTS);
      if (left) faults.push(`after ${end}: ${left}`);
    }
    await app.query('begin');
    await gathered(id);
    await app.query('select platform.enter($1, false, true)', [stranger]);
    await nothing('a stranger after somebody');
    await gathered(id);
    await app.query(`select platform.enter('', true)`);
    const { left_over: left } = await one<string>(FACTS);
    if (left !== 'system') faults.push(`the system after somebody: ${left}`);
    const all = await one<boolean>(
      'select (select count(*) from probe.varying) = $1 and (select count(*) from access.visible) = $2 as all',
      [9 * facts.cases.length, facts.cases.length],
    );
    if (!all['all']) faults.push('the system does not see everything');
    await app.query(`select platform.enter('', false)`);
    await nothing('nobody after the system');
    await app.query('commit');
    for (const [whoever, system] of [
      ['', true],
      [stranger, false],
    ]) {
      await app.query('begin');
      await app.query('select platform.enter($1, $2)', [whoever, system]);
      await app.query('commit');
      const { left_over: after } = await one<string>(FACTS);
      if (after) faults.push(`after ${system ? 'the system' : 'a stranger'}: ${after}`);
    }
    if (faults.length > 0) return faults;
  }
  return faults;
}
