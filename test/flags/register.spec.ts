import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { flagged, letItLapse, shutOut, sweep } from './flagging.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.stop());

const csv = (as: TestUser) => app.request('GET', '/flags.csv', { as });
const lapses = (as: TestUser, month: string, query = '') =>
  app.request('GET', `/flags/lapses?month=${month}${query}`, { as });
const HEADING = '\uFEFFflagId,caseId,caseRef,setOn,expiresOn,active\r\n';

describe('the register as a file', () => {
  let world: World;
  beforeAll(async () => {
    world = await app.world();
  });

  test('holds nothing for who may see no flag, and is refused to who reads none', async () => {
    const elsewhere = await app.world();
    await flagged(app, world);
    for (const other of [world.probation, elsewhere.coordinator, elsewhere.housing])
      expect((await csv(other)).text).toBe(HEADING);
    for (const role of ['administrator', 'auditor', 'analyst', 'observer', 'referrer'] as const)
      expect((await csv(world[role])).status).toBe(403);
  });

  test('leaves out a case that is hidden, and one that was opened in an emergency', async () => {
    const own = await app.world();
    const [open, shut] = [await flagged(app, own), await flagged(app, own)];
    const colleague = await own.person(own.agencies.housing.id, ['AGENCY_REPRESENTATIVE']);
    await shutOut(app, own, shut.caseId, colleague.id);
    const file = (await csv(colleague)).text;
    expect(file).toContain(open.caseId);
    expect(file).not.toContain(shut.caseId);
    const body = { caseId: open.caseId, reasonCode: 'OUT_OF_HOURS', text: 'She called the night line' };
    expect((await app.request('POST', '/break-glass', { as: own.probation, body })).status).toBe(201);
    expect((await app.request('GET', '/flags', { as: own.probation })).body.items).toHaveLength(1);
    expect((await csv(own.probation)).text).toBe(HEADING);
  });

  test('is a CSV file of references and dates, nobody’s name, and on record', async () => {
    const own = await app.world();
    const flag = await flagged(app, own, {});
    const [row] = await app.rows(
      `select c.ref, f.set_on::text as "setOn", f.expires_on::text as "expiresOn" from flags.flags f join access.cases c on c.id = f.case_id where f.id = $1`,
      [flag.id],
    );
    const answer = await csv(own.housing);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="flags.csv"');
    expect(answer.text).toBe(`${HEADING}${flag.id},${flag.caseId},${row.ref},${row.setOn},${row.expiresOn},yes\r\n`);
    expect(await app.rows(`select from audit.events where action = 'flags.exported' and actor_id = $1`, [own.housing.id])).toHaveLength(1); // prettier-ignore
  });

  test('starts no formula in a spreadsheet, whatever a reference begins with', async () => {
    const own = await app.world();
    const flag = await flagged(app, own);
    const admin = new pg.Client({ connectionString: app.database.adminUrl });
    await admin.connect();
    await admin.query('update access.cases set ref = $2 where id = $1', [flag.caseId, `=${own.code}+1`]);
    await admin.end();
    expect((await csv(own.coordinator)).text).toContain(`,'=${own.code}+1,`);
  });

  test('is whole, however many there are', async () => {
    const own = await app.world();
    await app.rows(
      `with c as (insert into access.cases (id, marac_id, ref) select gen_random_uuid(), $1, $2 || n from generate_series(1, 2100) n returning id, marac_id)
       insert into flags.flags (id, case_id, marac_id, set_on, expires_on, rule_version) select gen_random_uuid(), id, marac_id, current_date, current_date, 0 from c`,
      [own.maracId, own.code],
    );
    const lines = (await csv(own.coordinator)).text.trim().split('\r\n');
    expect(new Set(lines).size).toBe(2101);
  });
});

describe('what lapsed in a month', () => {
  test('flags whose window ended in it and that run no more, page by page; a hidden case is not among them', async () => {
    const world = await app.world();
    const elsewhere = await app.world();
    const ended = (day: string) => async () => {
      const flag = await flagged(app, world);
      await app.rows('update flags.flags set set_on = $2, expires_on = $2 where id = $1', [flag.id, day]);
      return flag;
    };
    const inMonth = [await ended('2026-02-01')(), await ended('2026-02-28')(), await ended('2026-02-14')()];
    for (const day of ['2026-01-31', '2026-03-01']) await ended(day)();
    const ids = inMonth.map(({ id }) => id).sort();
    const found = async (as: TestUser) => (await lapses(as, '2026-02')).body.items.map(({ id }: { id: string }) => id);
    expect(await found(world.coordinator)).toEqual(ids);
    expect((await lapses(world.coordinator, '2026-02')).body.items[0]).toMatchObject({ active: false });
    expect(await found(world.probation)).toEqual([]);
    expect(await found(elsewhere.coordinator)).toEqual([]);
    const first = await lapses(world.coordinator, '2026-02', '&limit=2');
    const second = await lapses(world.coordinator, '2026-02', `&limit=2&after=${first.body.next}`);
    expect([...first.body.items, ...second.body.items].map(({ id }) => id)).toEqual(ids);
    const shut = await world.person(world.agencies.police.id, ['COORDINATOR']);
    await shutOut(app, world, inMonth[0]!.caseId, shut.id);
    expect(await found(shut)).toEqual(ids.filter((id) => id !== inMonth[0]!.id));
  });

  test('not a flag that ends later in this month, or that was set anew', async () => {
    const world = await app.world();
    const today = new Date().toLocaleDateString('sv', { timeZone: 'Europe/London' });
    const flag = await flagged(app, world);
    await app.rows('update flags.flags set set_on = $2, expires_on = $2 where id = $1', [flag.id, today]);
    expect((await lapses(world.coordinator, today.slice(0, 7))).body.items).toEqual([]);
    const again = await flagged(app, world);
    await letItLapse(app, again.id, 40);
    await sweep(app);
    const month = (
      await app.rows(`select expires_on::text as day from flags.flags where id = $1`, [again.id])
    )[0].day.slice(0, 7);
    expect((await lapses(world.coordinator, month)).body.items).toHaveLength(1);
    await app.rows('update flags.flags set expires_on = current_date + 300, version = 2 where id = $1', [again.id]);
    expect((await lapses(world.coordinator, month)).body.items).toEqual([]);
  });

  test.each(['2026-13', '2026-00', '2026', '2026-1', 'February', '0000-01', ''])(
    'asked for a month that is none: %s',
    async (month) => {
      const world = await app.world();
      const answer = await lapses(world.coordinator, month);
      expect(answer.status).toBe(422);
      expect(answer.body.errors[0].pointer).toBe('month');
    },
  );
});
