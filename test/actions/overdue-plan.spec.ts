import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { unalerted } from '../../src/actions/overdue.queries.js';
import { listActions } from '../../src/actions/actions.queries.js';
import { startApp, type TestApp } from '../support/app.js';
import type { World } from '../support/world.js';
import { agree, eventually, foundCase } from './plan.js';

let app: TestApp;
let world: World;

const PAGE = {
  mine: false,
  userId: null,
  agencyId: null,
  overdue: true,
  status: null,
  caseId: null,
  after: { dueAt: new Date(Date.now() - 3_600_000 * 5).toISOString(), id: '00000000-0000-0000-0000-000000000000' },
  limit: 51,
} as const;

/** 40,000 actions in one area, nearly all closed, as after some years. */
beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  const { caseId } = await foundCase(app, world);
  const { id } = await agree(app, world, caseId, world.agencies.housing.id);
  await app.rows(
    `insert into actions.actions (id, case_id, marac_id, text, target, owner_agency_id, set_on, due_on, due_at, status, closure_reason,
            risk_effect, victim_may_be_told, closed_on, closed_by, created_by)
     select gen_random_uuid(), case_id, marac_id, text, target, owner_agency_id, set_on, due_on, now() - n * interval '1 hour', 'CLOSED',
            'COMPLETED', 'SAME', true, set_on, 'x', created_by
       from actions.actions, generate_series(1, 40000) n where id = $1`,
    [id],
  );
  const owner = await ownerOf(app);
  await owner.query('analyze actions.actions');
  await owner.end();
}, 60_000);
afterAll(() => app.stop());

async function ownerOf({ database }: TestApp): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  return client;
}

/** Rows that were read by going through the whole table, by anybody. The figures lag behind by a second or so. */
const readWhole = async (): Promise<number> => {
  const sql = `select seq_tup_read::int as rows from pg_stat_user_tables where relid = 'actions.actions'::regclass`;
  return (await app.rows(sql))[0].rows;
};

test('neither the sweep nor a list reads the whole table', async () => {
  const start = await readWhole();
  for (let i = 0; i < 10; i++) {
    await app.operate(() => unalerted([], 500));
    await app.operate(() => listActions({ ...PAGE, maracIds: [world.maracId] }));
  }
  // one read of the whole, so that we know when the figures have caught up
  await app.rows(`select from actions.actions a where a.outcome like '%nothing like this%'`);
  const read = await eventually(async () => (await readWhole()) - start);
  expect(read).toBe(40_001);
});
