import type pg from 'pg';
import { type Label, LABELS } from '../../src/access/labels.js';
import type { Facts } from './facts.js';
import { healthOf } from './facts-rows.js';
import { Oracle } from './oracle.js';

export interface Comparison {
  decisions: number;
  /** sentences that name the reader, the case, the kind and the oracle's reason */
  mismatches: string[];
  reasons: Map<string, number>;
}

interface Seen {
  visible: Map<string, { labels: string; exportable: boolean }>;
  /** `table case label` of every probe row that is read, and of every one that is changed */
  rows: Set<string>;
  changed: Set<string>;
  added: Set<string>;
  grants: Set<string>;
  exclusions: Set<string>;
  audited: Set<string>;
  /** whether a row of each of these kinds on each of these cases was really added */
  inserted: Map<string, boolean>;
}

/**
 * Asks the database, in the name of every person, everything the protocol decides about every case, and holds each answer against
 * the oracle's. Within a transaction of the caller's, as the app role; what it changes it undoes.
 * @param enough stops at so many mismatches
 */
export async function compare(app: pg.Client, facts: Facts, enough = Infinity): Promise<Comparison> {
  const found: Comparison = { decisions: 0, mismatches: [], reasons: new Map() };
  const oracle = new Oracle(facts);
  for (const { id } of facts.people) {
    for (const fresh of [true, false]) {
      judge(found, facts, oracle, id, fresh, await ask(app, facts, id, fresh));
      if (found.mismatches.length >= enough) return found;
    }
  }
  return found;
}

/** Moves what begins or ends at this very moment to the moment of this transaction: the edge that no clock would hit. */
async function atThisMoment(app: pg.Client, { grants }: Facts): Promise<void> {
  const edge = grants.filter((grant) => grant.startsIn === 0 || grant.endsIn === 0).map((grant) => grant.id);
  await app.query({ name: 'system', text: `select platform.enter('', true)` });
  await app.query({
    name: 'edge',
    text: `update access.grants set starts_at = case when ends_at <> 'infinity' then starts_at else now() end,
             ends_at = case when ends_at <> 'infinity' then now() else ends_at end where id = any ($1)`,
    values: [edge],
  });
}

async function ask(app: pg.Client, facts: Facts, personId: string, fresh: boolean): Promise<Seen> {
  const ids = facts.cases.map((each) => each.id);
  const key = `case_id || ' ' || label as key`;
  await app.query('savepoint person');
  try {
    await atThisMoment(app, facts);
    await app.query({ name: 'enter', text: 'select platform.enter($1, false, $2)', values: [personId, fresh] });
    // half of them by what was gathered of every other case beforehand, as a list does: it must not matter
    const listed = ids.filter((_, place) => place % 2 === 0);
    if (fresh === /[02468ace]$/.test(personId))
      await app.query({ name: 'gather', text: 'select access.gather($1)', values: [listed] });
    const all = async (name: string, text: string) =>
      (await app.query<Record<string, string>>({ name, text, values: [ids] })).rows;
    const keys = async (name: string, text: string) => new Set((await all(name, text)).map((row) => row['key']!));
    const visible = await all(
      'visible',
      `select case_id as key, labels::text as labels, exportable from access.visible where case_id = any ($1)`,
    );
    const rows = await keys(
      'rows',
      `select 'varying ' || ${key} from probe.varying where case_id = any ($1)
       union all select 'health ' || ${key} from probe.health where case_id = any ($1)
       union all select 'located ' || ${key} from probe.located where case_id = any ($1)`,
    );
    return {
      visible: new Map(
        visible.map((row) => [row['key']!, { labels: row['labels']!, exportable: Boolean(row['exportable']) }]),
      ),
      rows,
      changed: await keys(
        'changed',
        `update probe.varying set label = label where case_id = any ($1) returning ${key}`,
      ),
      added: await keys(
        'added',
        `select c || ' ' || l as key from unnest($1::uuid[]) c, unnest(access.all_labels()) l
          where access.may_add(c, (select p.of from probe.of_case p where p.case_id = c), l)`,
      ),
      grants: await keys('grants', 'select id as key from access.grants where case_id = any ($1)'),
      exclusions: await keys('exclusions', 'select id as key from access.exclusions where case_id = any ($1)'),
      audited: new Set(
        (
          await app.query<{ key: string }>({ name: 'audited', text: 'select subject_id as key from audit.events' })
        ).rows.map((row) => row.key),
      ),
      inserted: await insertions(app, facts),
    };
  } finally {
    await app.query('rollback to savepoint person');
  }
}

/** Tries to add a row of one kind to each of the first cases, a different kind on each. */
async function insertions(app: pg.Client, { cases }: Facts): Promise<Map<string, boolean>> {
  const tried = new Map<string, boolean>();
  for (const [i, { id, maracId }] of cases.slice(0, 6).entries()) {
    const label = LABELS[i % LABELS.length]!;
    await app.query('savepoint row');
    const values = [id, maracId, label];
    const text = 'insert into probe.varying (case_id, marac_id, label) values ($1, $2, $3)';
    const added = await app.query({ name: 'insert', text, values }).then(
      () => true,
      (error: { code?: string }) => {
        if (error.code !== '42501') throw error;
        return false;
      },
    );
    await app.query('rollback to savepoint row');
    tried.set(`${id} ${label}`, added);
  }
  return tried;
}

function judge(into: Comparison, facts: Facts, oracle: Oracle, personId: string, fresh: boolean, seen: Seen): void {
  const hold = (what: string, got: unknown, want: unknown, reason: string) => {
    into.decisions++;
    into.reasons.set(reason, (into.reasons.get(reason) ?? 0) + 1);
    if (got !== want) into.mismatches.push(`${what} of ${personId}, fresh ${fresh}: ${String(got)}, but ${reason}`);
  };
  for (const { id } of facts.cases) {
    const labels = oracle.labels(personId, id);
    hold(`labels on ${id}`, seen.visible.get(id)?.labels, labels && `{${labels.join(',')}}`, 'labels');
    if (labels) hold(`export of ${id}`, seen.visible.get(id)?.exportable, oracle.exportable(personId, id), 'export');
    for (const label of LABELS) one(label, id);
  }
  for (const { id } of facts.grants)
    hold(`grant ${id}`, seen.grants.has(id), oracle.seesGrant(personId, id, fresh), 'grant');
  for (const { id, caseId } of facts.exclusions)
    hold(`exclusion ${id}`, seen.exclusions.has(id), oracle.oversees(personId, caseId), 'exclusion');

  for (const { id } of facts.cases)
    hold(`deeds on ${id}`, seen.audited.has(id), oracle.auditsCase(personId, id), 'audit');
  for (const { id } of facts.cases)
    hold(`deeds on what hangs on ${id}`, seen.audited.has(healthOf(id)), oracle.auditsCase(personId, id), 'audit');
  for (const { id } of facts.people)
    hold(`deeds of ${id}`, seen.audited.has(id), oracle.auditsPerson(personId, id), 'audit');
  for (const [key, added] of seen.inserted) {
    const [caseId = '', label] = key.split(' ');
    hold(`inserting ${key}`, added, oracle.mayAdd(personId, caseId, label as Label), 'add');
  }

  function one(label: Label, caseId: string): void {
    const { shown, reason } = oracle.decide(personId, caseId, label, fresh);
    hold(`${label} on ${caseId}`, seen.rows.has(`varying ${caseId} ${label}`), shown, reason);
    const stays = shown && reason !== 'BROUGHT'; // read where a transfer brings it, and changed nowhere
    hold(`change of ${label} on ${caseId}`, seen.changed.has(`${caseId} ${label}`), stays, reason);
    const table = label === 'HEALTH' ? 'health' : label === 'LOCATION_SAFE' ? 'located' : undefined;
    if (table) hold(`${table} on ${caseId}`, seen.rows.has(`${table} ${caseId} ${label}`), stays, reason);
    hold(
      `adding ${label} to ${caseId}`,
      seen.added.has(`${caseId} ${label}`),
      oracle.mayAdd(personId, caseId, label),
      'add',
    );
  }
}
