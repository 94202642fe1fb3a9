import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import type { World } from '../support/world.js';
import { LinkScene } from './link-scene.js';

/**
 * Linking says of records that they are one person and re-points nothing: so whatever refers to a person refers to a record, and
 * is the same before a link, with it and after it. The one exception is which record stands for each.
 */
const BY_RECORD: Readonly<Record<string, string>> = {
  'persons.contacts.person_id': 'how the record says they are reached',
  'persons.equality.person_id': 'what was answered for the record',
  'persons.keys_to_renew.person_id': 'which record gets its keys anew',
  'persons.locations.person_id':
    'whom a protected place was noted for; who else it protects is asked by way of canonical_id',
  'persons.details.person_id': 'what became known of the record',
  'persons.relationships.person_id': 'one of two who are related, in one case',
  'persons.relationships.other_id': 'the other',
  'persons.links.person_id': 'one end of a link',
  'persons.links.other_id': 'the other end',
  'persons.links.canonical_id': 'who stood for the other end when it was linked: history',
  'persons.link_proposals.person_id': 'one record of a pair',
  'persons.link_proposals.other_id': 'the other',
  'conflicts.party_keys.person_id': 'what the record is recognised by',
  'orders.orders.person_id': 'whom an order binds, as the case has them',
  'assessments.assessments.victim_id': 'whose risk was assessed, as described then',
  'referrals.referrals.victim_id': 'whom the referral describes',
  'research.findings.person_id': 'of which record an agency searched its files',
  'research.shared_information.person_id': 'of which record something is shared',
};
/** Made anew by every link and every undoing of one (Clusters.stand). */
const HANDLED = ['persons.persons.canonical_id'];
/** Lists of records, which no foreign key can be declared for. */
const LISTS: Readonly<Record<string, string>> = {
  'referrals.referrals.child_ids': 'whom the referral describes',
  'referrals.referrals.perpetrator_ids': 'whom the referral describes',
  'conflicts.conflicts.person_ids':
    'records that a conflict was found about; who is kept out follows by LinkedConflicts',
};

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
  world = await app.world();
});
afterAll(() => app?.stop());

test('every foreign key to a person is by record, or made anew', async () => {
  const keys = await app.rows<{ column: string }>(
    `select format('%s.%s', k.conrelid::regclass, a.attname) as column
       from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
      where k.contype = 'f' and k.confrelid = 'persons.persons'::regclass order by 1`,
  );
  expect(keys.map(({ column }) => column).sort()).toEqual([...Object.keys(BY_RECORD), ...HANDLED].sort());
  const lists = await app.rows<{ column: string }>(
    `select format('%s.%s', c.oid::regclass, a.attname) as column
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind = 'r' and a.atttypid = 'uuid[]'::regtype and a.attname ~ 'person|perpetrator|victim|child' order by 1`,
  );
  expect(lists.map(({ column }) => column)).toEqual(Object.keys(LISTS).sort());
});

test('a link and its undoing leave every row that refers to the records as it is', async () => {
  const scene = new LinkScene(app, world);
  const [first, second] = [await scene.refer(1), await scene.refer(2)];
  const former = { kind: 'PREVIOUS', familyName: 'Formerly' };
  await scene.call('POST', `/persons/${first.victim}/details`, world.housing, { name: former });
  const records = [first, second].flatMap(({ victim, perpetrator }) => [victim, perpetrator]);
  const columns = Object.keys(BY_RECORD).filter((column) => !/\.(link(s|_proposals)|keys_to_renew)\./.test(column));
  const refer = async (): Promise<Record<string, unknown[]>> => {
    const rows: Record<string, unknown[]> = {};
    for (const column of [...columns, ...Object.keys(LISTS)]) {
      const [schema, table, name] = column.split('.');
      const isOne = column in BY_RECORD ? `t.${name} = any ($1)` : `t.${name} && $1`;
      const text = `select to_jsonb(t) as row from ${schema}.${table} t where ${isOne} order by 1`;
      rows[column] = (await app.rows(text, [records])).map(({ row }) => row);
    }
    return rows;
  };
  const before = await refer();
  const stands = await scene.stands(...records);
  expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([
    ['persons.locations.person_id', []],
    ['orders.orders.person_id', []], // no link moves an order, which stays with the case and its record
    ['research.findings.person_id', []], // an agency's own, hidden from the system too
    ['research.shared_information.person_id', []],
    ['referrals.referrals.child_ids', []],
    ['conflicts.conflicts.person_ids', []],
  ]);
  const [{ id }] = await scene.proposals();
  await scene.decide(id, 'CONFIRM');
  expect(await scene.stands(second.victim)).toEqual([first.victim]);
  expect(await refer()).toEqual(before);
  const [link] = await scene.links(second.victim);
  await scene.undo(second.victim, link.id);
  expect(await refer()).toEqual(before);
  expect(await scene.stands(...records)).toEqual(stands);
});
