import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { Actor } from '../../src/platform/db/actor.js';
import { tx } from '../../src/platform/db/transaction.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { startApp, type TestApp } from '../support/app.js';
import { fullCase, type FullCase } from '../support/full-case.js';
import { caseTables } from '../support/guard-check.js';
import { sign, type TestUser, type World } from '../support/world.js';

/** The second wall: whatever a query forgets to ask, the tables themselves show a reader no row that the protocol does not. */
let app: TestApp;
let world: World;
let elsewhere: World;
let shared: FullCase;
let tables: { table: string; column: string }[];
let everything: Record<string, number>;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  elsewhere = await app.world();
  shared = await fullCase(app, world);
  await fullCase(app, elsewhere);
  const admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
  tables = await caseTables(admin);
  await admin.end();
  everything = await counts(Actor.system('test'));
});
afterAll(() => app?.stop());

/** Somebody who proved a second factor at this moment, or never. */
const reader = (user: TestUser, provedAt: Date | null = new Date()) =>
  new Actor('user', user.id, user.agencyId, new Map(), provedAt);

/** Rows of the case that this actor sees, by table. */
function counts(actor: Actor): Promise<Record<string, number>> {
  return app.get(UnitOfWork).run(actor, async () => {
    const seen: Record<string, number> = {};
    for (const { table, column } of tables) {
      const sql = `select count(*)::int as count from ${table} where ${column} = $1`;
      seen[table] = (await tx().one<{ count: number }>(sql, [shared.caseId]))!.count;
    }
    return seen;
  });
}

const nothing = () => Object.fromEntries(tables.map(({ table }) => [table, 0]));

/** Not even the system reads what an agency keeps to itself. */
const PRIVATE = { 'research.findings': 2, 'research.workspaces': 1 };
const NOT_EVEN = { 'research.findings': 0, 'research.workspaces': 0 };
/** Where the victim is safe and where she has gone: for those it was shared with, after a fresh second factor. */
const LOCATED = { 'transfers.destinations': 0, 'persons.locations': 0 };
/** What a meeting minutes waits for the declaration of confidentiality, and but for IDVAs for the day. */
const MINUTED = {
  'conference.sections': 0,
  'conference.notes': 0,
  'conference.revisions': 0,
  'conference.hearings': 0,
  'conference.guest_attendance': 0,
  'minutes.parts': 0,
};
/** How the victim is reached, and that she is supported, is for those who may know how she is reached. */
const HERS = {
  ...{ 'support.contacts': 0, 'support.safe_contact': 0, 'support.supporters': 0, 'support.clocks': 0 },
  'support.breaches': 0,
};
/** Who is whom is the coordinator's to decide. */
const TO_DECIDE = { 'persons.link_proposals': 0 };

test('the case has rows in every table of cases, so that every count below means something', async () => {
  expect(Object.fromEntries(Object.entries(everything).filter(([, count]) => count === 0))).toEqual(NOT_EVEN);
  expect(await counts(reader(world.housing))).toMatchObject(PRIVATE);
  expect(tables.length).toBeGreaterThanOrEqual(14);
});

describe('who sees nothing of a case', () => {
  test.each<[string, (w: World, e: World) => TestUser]>([
    ['an agency of the MARAC that it was not shared with', (w) => w.probation],
    ['an observer of such an agency', (w) => w.observer],
    ['the coordinator of another MARAC', (_, e) => e.coordinator],
    ['the chair of another MARAC', (_, e) => e.chair],
    ['the same kind of agency of another MARAC', (_, e) => e.housing],
    ['the IDVA service of another MARAC', (_, e) => e.idva],
    ['the police of another MARAC', (_, e) => e.police],
    ['the auditor of another MARAC', (_, e) => e.auditor],
  ])('%s', async (_who, of) => {
    expect(await counts(reader(of(world, elsewhere)))).toEqual(nothing());
  });

  test.each(['administrator', 'analyst', 'auditor', 'police'] as const)(
    'the %s of the same MARAC, without a grant',
    async (role) => {
      expect(await counts(reader(world[role]))).toEqual(nothing());
    },
  );

  test('a coordinator of another MARAC whose agency belongs to both', async () => {
    const { probation } = world.agencies;
    await app.operate(async () => sign(app, elsewhere.maracId, probation.id));
    const both = await elsewhere.person(probation.id, ['COORDINATOR']);
    const visible = await app
      .get(UnitOfWork)
      .run(reader(both), () => tx().query<{ maracId: string }>('select marac_id as "maracId" from access.visible'));
    expect(visible).toEqual([{ maracId: elsewhere.maracId }]);
    expect(await counts(reader(both))).toEqual(nothing());
  });

  test('whoever only observes, analyses or administers, though it was shared with their agency', async () => {
    for (const role of ['OBSERVER', 'ANALYST', 'ADMINISTRATOR', 'AUDITOR'] as const) {
      const colleague = await world.person(world.agencies.housing.id, [role]);
      expect([role, await counts(reader(colleague))]).toEqual([role, nothing()]);
    }
  });

  test('an observer here who represents an agency in another MARAC', async () => {
    const both = await world.person(world.agencies.housing.id, ['OBSERVER']);
    await app.rows(
      `insert into identity.user_roles (id, user_id, marac_id, role) values (gen_random_uuid(), $1, $2, 'AGENCY_REPRESENTATIVE')`,
      [both.id, elsewhere.maracId],
    );
    const own = { ...nothing(), 'access.grants': expect.any(Number) };
    expect(await counts(reader(both))).toEqual(own);
  });

  test('a user who does not exist', async () => {
    expect(await counts(new Actor('user', randomUUID(), null))).toEqual(nothing());
  });

  test('whoever was deactivated', async () => {
    const left = await world.person(world.agencies.police.id, ['COORDINATOR']);
    expect(await counts(reader(left))).toEqual(everything);
    await app.rows('update identity.users set deactivated_at = now() where id = $1', [left.id]);
    expect(await counts(reader(left))).toEqual(nothing());
  });

  test('an agency that has not signed the protocol, coordinator or not', async () => {
    const unsigned = await app.world();
    const { caseId } = shared;
    shared = { ...shared, caseId: (await fullCase(app, unsigned)).caseId };
    const all = await counts(Actor.system('test'));
    expect(await counts(reader(unsigned.coordinator))).toEqual(all);
    await app.rows('update access.signatures set withdrawn_at = now() where marac_id = $1', [unsigned.maracId]);
    for (const user of [unsigned.coordinator, unsigned.chair, unsigned.idva])
      expect(await counts(reader(user))).toEqual({ ...nothing(), 'access.grants': expect.any(Number) });
    shared = { ...shared, caseId };
  });
});

describe('who sees what of a case', () => {
  test('the coordinator sees all of it', async () => {
    expect(await counts(reader(world.coordinator))).toEqual(everything);
  });

  test('the chair sees all of it but where the victim is, which is theirs at need, and what waits for the coordinator', async () => {
    expect(await counts(reader(world.chair))).toEqual({ ...everything, ...LOCATED, ...TO_DECIDE });
  });

  test.each(['coordinator', 'idva'] as const)(
    'the %s sees where the victim is for 15 minutes after a second factor',
    async (role) => {
      const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
      const seen = async (provedAt: Date | null) => (await counts(reader(world[role], provedAt)))['persons.locations'];
      for (const provedAt of [null, minutesAgo(15), minutesAgo(-1)]) expect(await seen(provedAt)).toBe(0);
      for (const provedAt of [minutesAgo(0), minutesAgo(14)]) expect(await seen(provedAt)).toBe(1);
    },
  );

  test('an agency sees the kinds of information that were shared with it, and of the grants its own', async () => {
    const housing = await counts(reader(world.housing));
    const own = await app.rows('select from access.grants where case_id = $1 and grantee_id = $2', [
      shared.caseId,
      world.agencies.housing.id,
    ]);
    const perpetrators = await app.rows(`select from persons.contacts where case_id = $1 and label = 'PERPETRATOR'`, [
      shared.caseId,
    ]);
    expect(perpetrators.length).toBeLessThan(everything['persons.contacts']!);
    expect(housing).toEqual({
      ...everything,
      ...TO_DECIDE,
      ...MINUTED,
      ...HERS,
      'access.consents': 0,
      ...{ 'access.exclusions': 0, 'break_glass.uses': 0, 'conflicts.conflicts': 0, 'conflicts.decisions': 0 },
      'access.grants': own.length,
      'persons.contacts': perpetrators.length,
      'persons.equality': 0,
      // who was chosen, who comes and where the case moves to is for those who oversee it; its own research is its own
      ...{ 'research.invitations': 0, 'meetings.guests': 0, 'meetings.deferrals': 0 },
      ...{ 'transfers.transfers': 0, 'transfers.parts': 0 },
      ...LOCATED,
      ...PRIVATE,
      'papers.contents': 0, // others' copies
    });
  });

  test('the IDVA service sees the victim in full, and the actions of everybody', async () => {
    const idva = await counts(reader(world.idva));
    const overseen = {
      'access.exclusions': 0,
      'break_glass.uses': 0,
      'conflicts.conflicts': 0,
      'conflicts.decisions': 0,
    };
    const asked = {
      'transfers.parts': 0,
      'research.invitations': 0,
      'research.requests': 0,
      'research.shared_information': 0,
    };
    const own = {
      'access.grants': 1,
      'access.exclusions': 0,
      'access.disclosures': 0,
      'meetings.guests': 0,
      'papers.contents': 0,
      'meetings.deferrals': 0,
    };
    const othersMarkers = { 'flags.acknowledgements': 0, 'flags.chases': 0 };
    expect(idva).toEqual({ ...everything, ...own, ...overseen, ...asked, ...othersMarkers, ...TO_DECIDE, ...MINUTED });
  });

  test('a grant that ended, was revoked or has not begun shows nothing', async () => {
    const grant = (changes: string) =>
      app.rows(`update access.grants set ${changes} where case_id = $1 and grantee_id = $2`, [
        shared.caseId,
        world.agencies.housing.id,
      ]);
    const live = `starts_at = now() - interval '1 day', ends_at = 'infinity', revoked_at = null`;
    for (const lapsed of [`ends_at = now()`, `revoked_at = now()`, `starts_at = now() + interval '1 hour'`]) {
      await grant(lapsed);
      const own = { 'access.grants': expect.any(Number) };
      expect(await counts(reader(world.housing))).toEqual({ ...nothing(), ...own });
      await grant(live);
    }
    expect((await counts(reader(world.housing)))['referrals.referrals']).toBe(everything['referrals.referrals']);
  });
});

describe('a connection on which nobody entered', () => {
  /** Rows seen in each table that row-level security guards, of all cases. */
  async function guarded(client: pg.Client): Promise<Record<string, number>> {
    const { rows } = await client.query<{ name: string }>(
      `select oid::regclass::text as name from pg_class where relrowsecurity and has_table_privilege(oid, 'SELECT') order by 1`,
    );
    const seen: Record<string, number> = {};
    for (const { name } of rows)
      seen[name] = Number((await client.query(`select count(*) from ${name}`)).rows[0].count);
    return seen;
  }

  let client: pg.Client;
  beforeAll(async () => {
    client = new pg.Client({ connectionString: app.database.appUrl });
    await client.connect();
  });
  afterAll(() => client?.end());

  test('sees no row of any guarded table', async () => {
    const seen = await guarded(client);
    expect(Object.keys(seen).length).toBeGreaterThanOrEqual(20);
    expect(Object.entries(seen).filter(([, count]) => count > 0)).toEqual([]);
  });

  test('forgets who entered when the transaction ends, however it ends', async () => {
    for (const end of ['commit', 'rollback']) {
      await client.query('begin');
      await client.query('select platform.enter($1, false)', [world.coordinator.id]);
      expect((await guarded(client))['access.cases']).toBeGreaterThan(0);
      await client.query(end);
      expect(Object.values(await guarded(client)).filter((count) => count > 0)).toEqual([]);
    }
  });

  test('cannot write a row of a case either', async () => {
    for (const { table } of tables) {
      const { rows } = await client.query<{ columns: string }>(
        `select string_agg(quote_ident(attname), ', ') as columns from pg_attribute
          where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
        [table],
      );
      const { columns } = rows[0]!;
      const attempt = client.query(`insert into ${table} (${columns}) select ${columns} from ${table}`);
      await expect(attempt).resolves.toMatchObject({ rowCount: 0 });
    }
    const insert = `insert into access.cases (id, marac_id, ref) values ($1, $2, 'X-1')`;
    await expect(client.query(insert, [randomUUID(), world.maracId])).rejects.toMatchObject({ code: '42501' });
  });
});
