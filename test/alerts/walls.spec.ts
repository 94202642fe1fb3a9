import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { Access } from '../../src/access/access.service.js';
import type { Label } from '../../src/access/labels.js';
import { newId } from '../../src/platform/db/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';

/**
 * The walls around contacts, orders, ladders and digests, each tried by itself on the database: it stands, and it is what stands there. For
 * with that policy gone, and nothing else changed, the same statement goes through.
 */
let app: TestApp;
let world: World;
let admin: pg.Client;
let caseId: string;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
  caseId = await scene();
});
afterAll(async () => {
  await admin?.end();
  await app?.stop();
});

/** A case of which the police know whom it is about and the perpetrator, probation how he is managed, and housing owes something. */
async function scene(): Promise<string> {
  const { police, probation, housing, idvaService } = world.agencies;
  const id = await app.operate(async () => {
    const access = app.get(Access);
    const open = access.found(world.maracId, world.code);
    const share = (agencyId: string, purpose: 'prepare-meeting' | 'manage-perpetrator', ...labels: Label[]) =>
      access.share(open, { with: { agencyId }, labels, purpose, reason: 'test' });
    share(police.id, 'prepare-meeting', 'IDENTITY', 'PERPETRATOR');
    share(housing.id, 'prepare-meeting', 'IDENTITY');
    share(idvaService.id, 'prepare-meeting', 'IDENTITY', 'CONTACT');
    share(probation.id, 'manage-perpetrator', 'IDENTITY', 'CONTACT', 'PERPETRATOR');
    return open.caseId;
  });
  const of = [id, world.maracId];
  await app.rows(NEW_CONTACT, of);
  await app.rows(NEW_RUNG, [...of, housing.id]);
  await admin.query('set session_replication_role = replica'); // an order without the person it is against
  await admin.query(
    `insert into orders.orders (id, case_id, marac_id, label, person_id, kind, authority, until_on, power_of_arrest, served, recorded_by)
     values (gen_random_uuid(), $1, $2, 'INTELLIGENCE', $1, 'CUSTODY', 'x', current_date, 'NO', 'NO', 'x')`,
    of,
  );
  await admin.query('set session_replication_role = origin');
  await app.rows(
    `insert into alerts.ladders (id, kind, subject_id, marac_id, about_case, ladder, epoch, due_at, since)
     values ($1, 'action', $1, $2, $1, 'actions', 1, now(), now())`,
    of,
  );
  await app.rows(
    `insert into alerts.area_rungs (id, ladder_id, kind, subject_id, marac_id, epoch, rung, step, tells, urgent, passed_over, due_at, planned_at)
     values (gen_random_uuid(), $1, 'minutes', $1, $2, 1, 'DUE', 'DUE', '{CHAIR}', false, '{}', now(), now())`,
    of,
  );
  await app.rows(`insert into alerts.areas (marac_id, counted_by) values ($1, 'x') on conflict do nothing`, [
    world.maracId,
  ]);
  await app.rows(
    `insert into notifications.digests (id, user_id, marac_id, day, due_at) values (gen_random_uuid(), $1, $2, current_date, now())`,
    [world.housing.id, world.maracId],
  );
  return id;
}

const NEW_CONTACT = `
  insert into support.contacts (id, contact_id, case_id, marac_id, version, attempted_at, channel, safe, outcome, engagement, recorded_by)
  values (gen_random_uuid(), gen_random_uuid(), $1, $2, 1, now(), 'PHONE', 'YES', 'NO_ANSWER', 'NOT_REACHED', 'x') returning id`;
const NEW_RUNG = `
  insert into alerts.rungs (id, ladder_id, kind, subject_id, agency_id, case_id, marac_id, epoch, rung, step, tells, urgent, passed_over, due_at, planned_at)
  values (gen_random_uuid(), gen_random_uuid(), 'flag', $1, $3, $1, $2, 1, 'DUE', 'DUE', '{CHAIR}', false, '{}', now(), now()) returning id`;

/** How many rows the statement finds, adds or changes for this person; what was changed about the walls is undone. */
async function reaches(as: TestUser, sql: string, values: unknown[], change?: string): Promise<number | 'refused'> {
  await admin.query('begin');
  try {
    if (change) await admin.query(change);
    await admin.query('set local role marac_app');
    await admin.query('select platform.enter($1, false, true)', [as.id]);
    return (await admin.query(sql, values)).rowCount ?? 0;
  } catch (error) {
    if ((error as { code?: string }).code === '42501') return 'refused';
    throw error;
  } finally {
    await admin.query('rollback');
  }
}

type Role = 'police' | 'probation' | 'housing' | 'coordinator' | 'idva';
type Wall = [table: string, policy: string, gone: 'dropped' | 'open', who: Role, sql: string, values: () => unknown[]];
const ofCase = () => [caseId];
const ofArea = () => [world.maracId];
const read = (table: string, by = 'case_id') => `select from ${table} t where t.${by} = $1`;

describe('who must not read', () => {
  test.each<Wall>([
    ['support.contacts', 'her_side_alone', 'dropped', 'probation', read('support.contacts'), ofCase],
    ['alerts.rungs', 'for_who_oversees_or_owes', 'dropped', 'police', read('alerts.rungs'), ofCase],
    ['alerts.ladders', 'by_the_system', 'open', 'coordinator', read('alerts.ladders', 'id'), ofCase],
    ['alerts.area_rungs', 'by_the_system', 'open', 'coordinator', read('alerts.area_rungs', 'marac_id'), ofArea],
    ['alerts.areas', 'by_the_system', 'open', 'coordinator', read('alerts.areas', 'marac_id'), ofArea],
    ['notifications.digests', 'by_the_system', 'open', 'housing', read('notifications.digests', 'marac_id'), ofArea],
  ])('%s: %s (%s), %s', async (table, policy, gone, who, sql, values) => {
    expect(await reaches(world[who], sql, values())).toBe(0);
    const change =
      gone === 'dropped' ? `drop policy ${policy} on ${table}` : `alter policy ${policy} on ${table} using (true)`;
    expect(await reaches(world[who], sql, values(), change)).toBe(1);
  });

  test('an order under INTELLIGENCE, though the perpetrator was shared: the label alone keeps it', async () => {
    const sql = read('orders.orders');
    for (const who of ['police', 'probation', 'housing', 'idva'] as const)
      expect([who, await reaches(world[who], sql, ofCase())]).toEqual([who, 0]);
    expect(await reaches(world.coordinator, sql, ofCase())).toBe(1);
    const open = `create policy hole on orders.orders for select using (true)`;
    expect(await reaches(world.police, sql, ofCase(), open)).toBe(1);
    const relabelled = `update orders.orders set label = 'PERPETRATOR' where case_id = '${caseId}'`;
    expect(await reaches(world.police, sql, ofCase(), relabelled)).toBe(1);
  });
});

describe('who must not write', () => {
  const mark = `update support.contacts set replaced_at = now() where case_id = $1`;
  test.each<Wall>([
    ['support.contacts', 'written_by_idvas', 'dropped', 'coordinator', NEW_CONTACT, () => [caseId, world.maracId]],
    ['support.contacts', 'corrected_by_idvas', 'dropped', 'coordinator', mark, ofCase],
    [
      'alerts.rungs',
      'raised_by_the_clock',
      'dropped',
      'coordinator',
      NEW_RUNG,
      () => [caseId, world.maracId, world.agencies.housing.id],
    ],
  ])('%s: %s (%s), %s', async (table, policy, _gone, who, sql, values) => {
    expect(await reaches(world[who], sql, values())).toBe(sql === mark ? 0 : 'refused');
    expect(await reaches(world[who], sql, values(), `drop policy ${policy} on ${table}`)).toBe(1);
  });

  test('a ladder is nobody’s to write', async () => {
    const sql = `insert into alerts.ladders (id, kind, subject_id, marac_id, ladder, epoch, due_at, since) values ($1, 'x-y', $1, $2, 'actions', 1, now(), now())`;
    for (const who of ['coordinator', 'idva', 'police'] as const)
      expect(await reaches(world[who], sql, [newId(), world.maracId])).toBe('refused');
  });
});
