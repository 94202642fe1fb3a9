import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../actions/plan.js';
import { awake } from '../notifications/telling.js';
import { startApp, type TestApp } from '../support/app.js';
import { guardedTables, tablesHolding } from '../support/dump.js';
import { disclosureForm } from '../support/full-case.js';
import { decoded, letters } from '../support/letters.js';
import { Processes } from '../support/processes.js';
import { referralForm } from '../support/referral.js';
import type { TestUser, World } from '../support/world.js';

/** In every word below: a name that no code, id or date of ours can hold, and what goes with it. Hex is how bytes are printed. */
const CANARY = /zibelin|7a6962656c696e|NB7\s?7ZQ|7700\s?900\s?777|1971-03-17|17\/03\/1971|horse battery/i;
const PASSWORD = 'a zibelin horse battery staple';
/** Surnames at which the planted fault below fails: as a bad row would, and as a failing database would. */
const POISON = 'Zibelinpoison';
const TROUBLE = 'Zibelintrouble';

/** Where such words may stand: behind row-level security, each of them. */
const KEPT = [
  ...['persons.persons', 'persons.contacts', 'persons.equality', 'referrals.referrals', 'referrals.import_rows'],
  ...['referrals.imports', 'actions.actions', 'actions.updates', 'assessments.assessments', 'meetings.meetings'],
  ...['access.grants', 'access.consents', 'access.disclosures', 'persons.details'],
  ...['referrals.steps', 'referrals.appeals', 'meetings.deferrals', 'meetings.agenda_items', 'meetings.guests'],
];

let app: TestApp;
let world: World;
let admin: pg.Client;
let owner: pg.Client;
let folder: string;
const processes = new Processes();

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  folder = mkdtempSync(join(tmpdir(), 'marac-canary-'));
  const { adminUrl, ownerUrl } = app.database;
  [admin, owner] = [adminUrl, ownerUrl].map((connectionString) => new pg.Client({ connectionString })) as [
    pg.Client,
    pg.Client,
  ];
  await admin.connect();
  await owner.connect();
  await owner.query(`
    create function persons.planted_fault() returns trigger language plpgsql as $$
    begin
      if new.family_name ~* '^(${POISON}|${TROUBLE})' then
        raise exception 'cannot keep %', new.family_name using detail = new.given_names, hint = new.family_name,
          column = new.family_name, errcode = case when new.family_name ~* '^${TROUBLE}' then 'XX000' else 'P0001' end;
      end if;
      return new;
    end $$;
    create trigger planted_fault before insert on persons.persons for each row execute function persons.planted_fault()`);
  await processes.startBeside(app, folder);
}, 60_000);
afterAll(async () => {
  await processes.stop();
  await admin?.end();
  await owner?.end();
  await app?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** A request to the web process over the network. */
async function ask(method: string, path: string, as?: TestUser, body?: unknown, more: Record<string, string> = {}) {
  const isText = typeof body === 'string';
  const answer = await fetch(`${processes.url}/api/v1${path}`, {
    method,
    headers: {
      ...(as && { authorization: `Bearer ${as.token}` }),
      ...(body !== undefined && { 'content-type': isText ? 'text/csv' : 'application/json' }),
      ...more,
    },
    body: body === undefined ? undefined : isText ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as any) };
}

const form = (changes: Record<string, unknown> = {}) => ({
  ...referralForm(world),
  victim: {
    ...{
      familyName: 'Zibelinvictim',
      givenNames: 'Zibelinda',
      aliases: ['Zibelinalias'],
      birthDate: '1971-03-17',
      sex: 'FEMALE',
    },
    ...{
      address: '7 Zibelinroad',
      postcode: 'NB7 7ZQ',
      phone: '07700 900777',
      safeToCall: 'NO',
      ethnicity: 'Zibelinish',
    },
  },
  perpetrators: [{ familyName: 'Zibelinperp', givenNames: 'Zibelino', address: '8 Zibelinroad', postcode: 'NB7 7ZQ' }],
  judgement: 'Zibelinjudgement',
  summary: 'Zibelinsummary',
  ...changes,
});

/** CSV rows: one good, one that is refused for what stands in it, one that the database itself will not have. */
function spreadsheet(...surnames: string[]): string {
  const [head = ''] = readFileSync('test/fixtures/referrals.csv', 'utf8').split('\n');
  const columns = head.trim().split(',');
  const row = (surname: string, i: number) => {
    const cells: Record<string, string> = {
      ...{
        ref: `NB/Z${surname}${i}`,
        referral_date: '08/01/2026',
        incident_date: '07/01/2026',
        referring_agency: world.agencies.housing.name,
      },
      ...{
        victim_surname: surname,
        victim_forenames: 'Zibelinda',
        victim_dob: surname === 'Zibelinbad' ? 'Zibelinday' : '17/03/1971',
      },
      ...{
        victim_address: '9 Zibelinroad',
        victim_postcode: 'NB7 7ZQ',
        victim_phone: '07700 900777',
        perp_surname: 'Zibelinperp',
      },
      ...{
        perp_forenames: 'Zib',
        relationship: 'ex-partner',
        dash_total: '15',
        victim_informed: 'Y',
        consent: 'Y',
        summary: 'Zibelinrow',
      },
    };
    return columns.map((column) => cells[column] ?? '').join(',');
  };
  return [head.trim(), ...surnames.map(row)].join('\n');
}

const rowsOf = async (table: string) => Number((await admin.query(`select count(*) from ${table}`)).rows[0].count);

test('a journey through everything, by the product’s own processes', async () => {
  const { coordinator, housing } = world;
  await awake(app, coordinator);
  // a referral, screened, listed, with an action that falls due, is noticed and written to its owner
  const referred = await ask('POST', '/referrals', housing, form());
  expect(referred.status).toBe(201);
  const venue = {
    maracId: world.maracId,
    heldOn: '2031-06-03',
    startTime: '09:30',
    venue: 'Zibelinhall',
    evenOnBankHoliday: true,
  };
  const meeting = await ask('POST', '/meetings', coordinator, venue);
  const { id, caseId, version } = referred.body;
  const advice = { decision: 'ACCEPT', advice: 'Zibelinadvice' };
  expect(
    (await ask('POST', `/referrals/${id}/screening`, coordinator, advice, { 'if-match': `"${version}"` })).status,
  ).toBe(200);
  await eventually(async () => {
    const { body } = await ask('GET', `/meetings/${meeting.body.id}/case-list`, coordinator);
    return JSON.stringify(body).includes('Zibelinvictim');
  });
  const task = {
    ...{
      ownerAgencyId: world.agencies.housing.id,
      text: 'Zibelindeed',
      riskAddressed: 'Zibelinrisk',
      ownerPost: 'Zibelinpost',
    },
    ...{ target: 'VICTIM', dueAt: new Date(Date.now() + 2_000).toISOString() },
  };
  const action = await ask('POST', `/cases/${caseId}/actions`, coordinator, task);
  expect(action.status).toBe(201);
  expect(
    (await ask('POST', `/actions/${action.body.id}/updates`, housing, { note: 'Zibelinnote' })).status,
  ).toBeLessThan(300);
  const { victim } = (await ask('GET', `/cases/${caseId}`, coordinator)).body;
  for (const detail of [
    { name: { kind: 'PREVIOUS', familyName: 'Zibelinbefore', givenNames: 'Zibelinda' } },
    { address: { kind: 'PREVIOUS', address: '9 Zibelinroad', postcode: 'NB7 7ZQ' } },
    { phone: { phone: '07700 900777' } },
  ]) {
    const added = await ask('POST', `/persons/${victim.id}/details`, coordinator, detail);
    expect(added.status).toBe(201);
    const taken = await ask('POST', `/persons/${victim.id}/details/${added.body.id}/retraction`, coordinator, undefined, { 'if-match': '"1"' }); // prettier-ignore
    expect(taken.status).toBe(200);
  }
  const told = disclosureForm({ told: 'Zibelinworker', reason: 'Zibelinreason' });
  expect((await ask('POST', `/cases/${caseId}/disclosures`, housing, told)).status).toBe(201);
  const override = {
    ...{
      bases: told.lawfulBasis,
      labels: ['IDENTITY'],
      agencyIds: [world.agencies.probation.id],
      reviewOn: '2031-06-03',
    },
    ...{
      riskOfSharing: 'Zibelinrisk',
      riskOfNotSharing: 'Zibelinrisk',
      necessity: 'Zibelinneed',
      victimNotTold: 'Zibelinwhy',
    },
  };
  const refused = await ask('POST', `/cases/${caseId}/consents`, coordinator, {
    asked: true,
    answer: 'REFUSED',
    override,
  });
  const grant = {
    ...{ agencyId: world.agencies.probation.id, labels: ['IDENTITY'], purpose: 'manage-perpetrator' },
    ...{ lawfulBasis: told.lawfulBasis, reason: 'Zibelinreason', consentId: refused.body.records[0].id },
  };
  const shared = await ask('POST', `/cases/${caseId}/grants`, coordinator, grant);
  expect(shared.status).toBe(201);
  const ended = { reason: 'Zibelinend' };
  expect((await ask('POST', `/cases/${caseId}/grants/${shared.body.id}/revocation`, coordinator, ended)).status).toBe(
    200,
  );
  await eventually(async () => {
    const { body } = await ask('GET', '/inbox?unread=true', housing);
    return body.items.some((notice: { kind: string }) => notice.kind.startsWith('ACTION_OVERDUE'));
  });
  await eventually(async () => letters(folder).filter((letter) => letter.includes(action.body.id)).length >= 2);
  // and the digests of what could wait, whatever the time
  await app.rows(
    `update platform.due set due_at = clock_timestamp(), next_at = clock_timestamp() where kind = 'notifications.digest' returning subject`,
  );
  await eventually(async () => letters(folder).some((letter) => letter.includes('Subject: Summary of tasks')));
  for (const path of [
    `/cases/${caseId}`,
    `/persons/${victim.id}`,
    `/cases/${caseId}/history`,
    `/cases/${caseId}/access`,
    `/cases/${caseId}/grants`,
    `/cases/${caseId}/consents`,
    `/cases/${caseId}/disclosures`,
    '/referrals',
    '/actions',
  ])
    expect((await ask('GET', path, coordinator)).status).toBe(200);
}, 60_000);

test('a spreadsheet with rows that are refused', async () => {
  const { coordinator } = world;
  const file = spreadsheet('Zibelincsv', 'Zibelinbad');
  const started = await ask('POST', `/imports?marac=${world.code}`, coordinator, file);
  const done = await eventually(async () => {
    const { body } = await ask('GET', `/imports/${started.body.id}`, coordinator);
    return body.state === 'DONE' && body;
  });
  expect(done).toMatchObject({ imported: 1, refused: 1 });
  const refused = await ask('GET', `/imports/${started.body.id}/rows?status=refused`, coordinator);
  expect(JSON.stringify(refused.body)).toContain('Zibelinday');
}, 60_000);

test('refusals, failures of the database that quote what they failed on, and work that fails for good', async () => {
  const { coordinator, housing } = world;
  const refused = [
    ask('POST', '/referrals', housing, form({ consent: 'Zibelinconsent', zibelinproperty: 'x' })),
    ask('POST', '/referrals', world.observer, form()),
    ask('GET', '/referrals/zibelinid', coordinator),
    ask('GET', '/referrals?zibelinquery=Zibelinvictim', coordinator),
    ask('GET', '/zibelinpath/Zibelinvictim', coordinator),
    ask('GET', '/inbox', coordinator, undefined, {
      'user-agent': 'Zibelinagent',
      referer: 'https://example.org/Zibelinpage',
    }),
    ask('POST', '/sessions', undefined, { email: 'zibelin@example.org', password: PASSWORD }),
    ask('POST', '/sessions', undefined, { email: housing.email, password: PASSWORD }),
  ];
  expect((await Promise.all(refused)).map(({ status }) => status)).toEqual([422, 403, 404, 422, 404, 200, 401, 401]);
  const reference = { ref: 'ZIBELIN/1' };
  expect(
    (await ask('POST', '/referrals', housing, form({ ...reference, perpetrators: [{ familyName: 'Zibelinother' }] })))
      .status,
  ).toBe(201);
  expect((await ask('POST', '/referrals', housing, form(reference))).status).toBe(409);
  const victim = { ...form().victim, familyName: POISON };
  expect(await ask('POST', '/referrals', housing, form({ victim }))).toMatchObject({
    status: 500,
    body: { code: 'unexpected' },
  });
  const poisoned = await ask('POST', `/imports?marac=${world.code}`, coordinator, spreadsheet('Zibelinthird', POISON));
  const seen = await eventually(async () => {
    const { body } = await ask('GET', `/imports/${poisoned.body.id}`, coordinator);
    return body.state === 'DONE' && body;
  });
  expect(seen).toMatchObject({ imported: 1, refused: 1 });
  await ask('POST', `/imports?marac=${world.code}`, coordinator, spreadsheet(TROUBLE));
  await eventually(async () => processes.output.includes('job.failed'), 75);
}, 120_000);

describe('not one word of it', () => {
  test('is in what the processes wrote', () => {
    const lines = processes.output.trim().split('\n');
    for (const event of ['http.answered', 'http.failed', 'job.failed']) expect(processes.output).toContain(event);
    expect(lines.filter((line) => CANARY.test(line))).toEqual([]);
    expect(
      lines.filter((line) => [world.housing.token, world.housing.email].some((secret) => line.includes(secret))),
    ).toEqual([]);
    console.log(`canary: ${lines.length} log lines, ${letters(folder).length} letters`);
  });

  test('is in a letter', () => {
    expect(letters(folder).length).toBeGreaterThanOrEqual(3);
    for (const letter of letters(folder)) expect(decoded(letter)).not.toMatch(CANARY);
  });

  test('is anywhere in the database but in the rooms that row-level security guards', async () => {
    const found = await tablesHolding(admin, (text) => CANARY.test(text));
    expect(KEPT).toEqual(expect.arrayContaining(Object.keys(found)));
    expect(Object.keys(found)).toEqual(
      expect.arrayContaining(['persons.persons', 'referrals.referrals', 'actions.actions']),
    );
    expect(await guardedTables(admin)).toEqual(expect.arrayContaining(Object.keys(found)));
  });

  test('and there was something to look at in each place', async () => {
    const places = ['platform.outbox', 'platform.due', 'notifications.notices', 'notifications.mails', 'audit.events'];
    for (const place of [...places, 'identity.sign_in_attempts'])
      expect([place, await rowsOf(place)]).not.toEqual([place, 0]);
    if (process.env['REDIS_URL']) return;
    const { rows } = await admin.query<{ name: string }>(
      `select oid::regclass::text as name from pg_class where relkind = 'r' and relnamespace = 'bullmq'::regnamespace`,
    );
    let found = 0;
    for (const { name } of rows) found += await rowsOf(name);
    expect(found).toBeGreaterThan(0);
  });
});
