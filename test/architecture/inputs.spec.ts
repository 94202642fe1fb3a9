import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import pg from 'pg';
import { PERMISSIONS, type Role, ROLES } from '../../src/identity/roles.rules.js';
import { type Answer, startApp, type TestApp } from '../support/app.js';
import { fullCase } from '../support/full-case.js';
import type { TestUser, World } from '../support/world.js';
import { BROKEN_BODIES, ECHO, Schemas } from './bad-inputs.js';

/** Every route, as its description says it is (routes.spec.ts holds the description to the routes). */
const document = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as OpenAPIObject;
const schemas = new Schemas(document);

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: { type?: string | string[]; enum?: unknown[]; format?: string; maximum?: number; maxLength?: number };
}
interface Operation {
  key: string;
  method: string;
  path: string;
  permission: string;
  parameters: Parameter[];
  body?: object;
}
const operations: Operation[] = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item as Record<string, any>).map(([name, operation]) => {
    const method = name.toUpperCase();
    const { parameters = [], requestBody, 'x-permission': permission } = operation;
    const body = requestBody?.content?.['application/json']?.schema;
    return { key: `${method} ${path}`, method, path, permission, parameters, body };
  }),
);
const keyed = (list: Operation[]) => list.map((operation) => [operation.key, operation] as const);
const guarded = operations.filter(({ permission }) => permission !== 'public');
/** Asks for a token of its own before it looks at what was sent, and is looked at with it (test/notifications/notify.spec.ts). */
const OWN_TOKEN = ['POST /api/v1/delivery-receipts/notify'];
const taking = operations.filter(
  ({ method, key }) => (method === 'POST' || method === 'PUT') && !OWN_TOKEN.includes(key),
);

let app: TestApp;
let world: World;
let elsewhere: World;
/** real ids, by the first word of the path and by the name of a property */
let ids: Record<string, string>;
let sent = 0;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  elsewhere = await app.world();
  const full = await fullCase(app, world);
  // or a run of more than a minute would note that they were seen
  await app.rows(`update identity.sessions set last_seen_at = now() + interval '1 hour'`);
  const one = async (table: string) => (await app.rows(`select id from ${table} limit 1`))[0].id as string;
  const csv = { 'content-type': 'text/csv' };
  const path = `/imports?marac=${world.code}&dryRun=true`;
  const started = await app.request('POST', path, {
    as: world.coordinator,
    body: Buffer.from('ref\nx\n'),
    headers: csv,
  });
  ids = {
    ...{ actions: full.actionId, cases: full.caseId, referrals: full.referralId, meetings: full.meetingId },
    ...{ 'agenda-items': full.agendaItemId, audit: full.caseId, maracs: world.maracId, users: world.observer.id },
    ...{ assessments: await one('assessments.assessments'), inbox: randomUUID(), imports: started.body.id },
    protocols: await one('access.protocols'),
    ...{ maracId: world.maracId, caseId: full.caseId, agencyId: world.agencies.housing.id },
    ...{ ownerAgencyId: world.agencies.housing.id, items: full.agendaItemId },
  };
  await watchChanges();
});
afterAll(async () => {
  console.log(`inputs: ${operations.length} routes, ${sent} requests`);
  await app?.stop();
});

/** Somebody whom the gate lets through to this route, a coordinator wherever coordinators may. */
function holder({ permission }: Operation): TestUser {
  const first: Role[] = ['COORDINATOR', 'CHAIR', 'ADMINISTRATOR', 'AUDITOR'];
  const role = [...first, ...ROLES].find((one) => (PERMISSIONS[one] as readonly string[]).includes(permission));
  const own = { AGENCY_REPRESENTATIVE: world.housing, IDVA: world.idva, REFERRER: world.referrer };
  const who = { CHAIR: world.chair, ADMINISTRATOR: world.administrator, AUDITOR: world.auditor, ...own };
  return who[role as keyof typeof who] ?? world.coordinator;
}

const address = (path: string, id?: string) =>
  path.replace(/\{\w+\}/g, () => id ?? ids[path.split('/')[3]!] ?? randomUUID());

function send(method: string, path: string, options: Parameters<TestApp['request']>[2]): Promise<Answer> {
  sent++;
  return app.request(method, path, options);
}

/** A refusal waits until its line in the record is durable, two thirds of the time; the next need not wait with it. */
const AT_ONCE = 8;

async function each<T>(list: Iterable<T>, work: (one: T) => Promise<void>): Promise<void> {
  const left = list[Symbol.iterator]();
  const hands = Array.from({ length: AT_ONCE }, async () => {
    for (let next = left.next(); !next.done; next = left.next()) await work(next.value);
  });
  for (const hand of await Promise.allSettled(hands)) if (hand.status === 'rejected') throw hand.reason;
}

/** Refused as every refusal is, and without a word of what was sent. */
function expectRefused(answer: Answer, what: string): void {
  const { status, body, headers, text } = answer;
  const seen = { what, status, code: body?.code };
  expect(seen).toEqual({ what, status: expect.any(Number), code: expect.stringMatching(/^[a-z][a-z0-9-]+$/) });
  expect([what, status >= 400 && status < 500]).toEqual([what, true]);
  expect([what, body.code === 'conflict']).toEqual([what, false]); // a constraint of which nobody said what it means
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(body).toMatchObject({ status, type: expect.any(String), title: expect.any(String) });
  expect(body.reference).toMatch(/^[0-9a-f-]{36}$/);
  const echoed = text.replaceAll(/"pointer":"[^"]*"/g, '');
  expect([what, echoed.includes(ECHO)]).toEqual([what, false]);
}

/** What has been changed so far, by table; without the record of deeds, which refusals add to, and failed sign-ins. */
const changes = () => app.rows('select c.changed, count(*)::int as times from watched.changes c group by 1 order by 1');

/** Every table notes that a statement changed it, in its transaction: to look takes 5 ms, where counting the rows of all tables took 19 (of 1,080 looks). */
const WATCH = `
  create schema watched;
  create unlogged table watched.changes (changed text not null);
  grant usage on schema watched to public;
  grant select, insert on watched.changes to public;
  create function watched.note() returns trigger language plpgsql as $$
    begin insert into watched.changes values (tg_relid::regclass); return null; end $$;
  do $$
    declare of_all regclass;
    begin
      for of_all in select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema|bullmq|public|watched)'
          and c.oid::regclass::text not in ('audit.events', 'identity.sign_in_attempts', 'identity.sessions', 'platform.schedule')
      loop execute format('create trigger watched after insert or update or delete on %s for each row execute function watched.note()', of_all);
      end loop;
    end $$`;

async function watchChanges(): Promise<void> {
  const admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
  await admin.query(WATCH);
  await admin.end();
}

test('the running application serves the description that is committed', async () => {
  const served = await app.request('GET', '/api/openapi.json');
  expect(served.body).toEqual(document);
});

describe('whoever is not signed in gets 401 from', () => {
  test.each(keyed(guarded))('%s', async (_, { method, path }) => {
    const type = { 'content-type': 'application/json' };
    const senders: Record<string, string>[] = [
      {},
      { authorization: `Bearer ${'x'.repeat(43)}` },
      { authorization: 'Basic eDp4' },
      { cookie: 'marac_session=x' },
    ];
    const bodies = method === 'GET' ? [undefined] : [undefined, '{', '{}'];
    const attempts = [undefined, randomUUID(), 'x'].flatMap((id) =>
      senders.flatMap((headers) => bodies.map((body) => ({ id, headers: { ...headers, ...(body && type) }, body }))),
    );
    await each(attempts, async ({ id, headers, body }) => {
      const answer = await send(method, address(path, id), { body, headers });
      expectRefused(answer, path);
      expect(answer).toMatchObject({ status: 401, body: { code: 'not-signed-in' } });
    });
  });
});

describe('a body that cannot be is refused, and changes nothing, at', () => {
  test.each(keyed(taking))(
    '%s',
    async (_, operation) => {
      const before = await changes();
      const headers = { 'if-match': '"1"' };
      await each(operation.body ? BROKEN_BODIES : [], async ([what, body, type, more]) => {
        const all = { ...headers, ...(type && { 'content-type': type }), ...more };
        expectRefused(
          await send(operation.method, address(operation.path), { as: holder(operation), body, headers: all }),
          what,
        );
      });
      await each(operation.body ? schemas.bad(operation.body, ids) : [], async ({ what, pointer, body }) => {
        const answer = await send(operation.method, address(operation.path), { as: holder(operation), body, headers });
        expectRefused(answer, what);
        const pointers = (answer.body.errors as { pointer: string }[] | undefined)?.map((error) => error.pointer) ?? [];
        expect({
          what,
          found: pointers.some((at) => at === pointer || at.startsWith(`${pointer}/`)),
          pointers,
        }).toMatchObject({ what, found: true });
      });
      expect(await changes()).toEqual(before);
    },
    60_000,
  );
});

test('a spreadsheet that is none is refused before it is kept', async () => {
  const before = await changes();
  const path = `/imports?marac=${world.code}`;
  const attempts: [string, string | Buffer, string?][] = [
    ...BROKEN_BODIES.map(([what, body, type]) => [what, body, type] as [string, string | Buffer, string?]),
    ['an empty file', '', 'text/csv'],
    ['an empty workbook', '', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ];
  await each(attempts, async ([what, body, type]) => {
    const headers: Record<string, string> = type ? { 'content-type': type } : {};
    expectRefused(await send('POST', path, { as: world.coordinator, body, headers }), what);
  });
  for (const marac of ['', `?marac=${elsewhere.code}`, '?marac=NOWHERE', `?marac=${ECHO}${ECHO}`]) {
    const headers = { 'content-type': 'text/csv' };
    const answer = await send('POST', `/imports${marac}`, { as: world.coordinator, body: 'ref', headers });
    expectRefused(answer, `imports${marac}`);
  }
  expect(await changes()).toEqual(before);
});

describe('an address that cannot be is refused like one that is not there, at', () => {
  test.each(keyed(guarded.filter(({ path }) => path.includes('{'))))('%s', async (_, operation) => {
    const before = await changes();
    const { method, path } = operation;
    const body = operation.body ? schemas.example(operation.body, ids) : undefined;
    const ask = (id: string) =>
      send(method, address(path, id), { as: holder(operation), body, headers: { 'if-match': '"1"' } });
    const opaque = path.startsWith('/api/v1/audit/subjects/');
    const absent = await ask(randomUUID());
    // who asks for the record of a thing is recorded with it: of one that never was, nothing else is
    if (opaque)
      expect(new Set(absent.body.items.map((row: { action: string }) => row.action))).toEqual(new Set(['audit.read']));
    else expect(absent.status).toBe(404);
    const wrong = ['x', '0', '-1', 'null', "'", '%27%20or%201=1', '1e9', 'ÿ', '0198c0de'];
    await each([...wrong, `${randomUUID()}0`, `{${randomUUID()}}`, 'x'.repeat(300)], async (id) => {
      const answer = await ask(encodeURI(decodeURI(id)));
      expectRefused(answer, id);
      expect([404, 414, 422]).toContain(answer.status);
      if (!opaque) expect({ ...answer.body, reference: '' }).toEqual({ ...absent.body, reference: '' });
    });
    await each(['%00', '%ff', '%', '%0a', 'x%7f'], async (id) => expectRefused(await ask(id), id));
    expect(await changes()).toEqual(before);
  });
});

describe('a query that cannot be is refused, at', () => {
  test.each(keyed(guarded))('%s', async (_, operation) => {
    const before = await changes();
    const queries = operation.parameters.filter((parameter) => parameter.in === 'query');
    const bad = [
      ...queries.flatMap(badQueries),
      ...(queries.length > 0 ? [`${ECHO}=1`, 'constructor=1', '__proto__[x]=1'] : []),
    ];
    await each([...bad, 'x=%ff', 'x=%00', 'x=%'], async (query) => {
      const path = `${address(operation.path)}?${query}`;
      const answer = await send(operation.method, path, { as: holder(operation), headers: { 'if-match': '"1"' } });
      expectRefused(answer, query);
    });
    expect(await changes()).toEqual(before);
  });
});

function badQueries({ name, schema, required }: Parameter): string[] {
  const kind = [schema.type].flat().find((one) => one !== 'null');
  const values = required ? [''] : [];
  if (kind === 'integer')
    values.push('x', '0', '-1', '1.5', '1e2', '0x10', '99999999999999999999', String((schema.maximum ?? 0) + 1));
  if (kind === 'boolean') values.push('yes', '1', 'TRUE');
  if (schema.enum) values.push(ECHO);
  if (schema.format === 'uuid') values.push(ECHO, randomUUID().slice(1));
  if (schema.format === 'date') values.push(ECHO, '2031-02-30', '31/12/2031');
  if (schema.maxLength) values.push(ECHO.repeat(schema.maxLength));
  if (name === 'after')
    values.push(
      ECHO,
      "' or 1=1 --",
      '-1',
      '99999999999999999999',
      `${ECHO}_${ECHO}`,
      '2031-13-45T10:00:00.000Z_x',
      '294277-01-01_x',
    );
  return [
    ...values.map((value) => `${name}=${encodeURIComponent(value)}`),
    `${name}=1&${name}=2`,
    `${name}[]=1`,
    `${name}[x]=1`,
  ];
}

describe('a version that cannot be is refused, at', () => {
  const versioned = operations.filter(({ parameters }) => parameters.some(({ name }) => name === 'If-Match'));
  test.each(keyed(versioned))('%s', async (_, operation) => {
    const before = await changes();
    const body = operation.body ? schemas.example(operation.body, ids) : undefined;
    const ask = (headers: Record<string, string>) =>
      send(operation.method, address(operation.path), { as: holder(operation), body, headers });
    expect(await ask({})).toMatchObject({ status: 428, body: { code: 'precondition-required' } });
    await each(['1', '*', '""', '"x"', '"-1"', '"1", "2"', '"99999999999"', ECHO], async (tag) =>
      expect(await ask({ 'if-match': tag })).toMatchObject({ status: 400, body: { code: 'malformed-if-match' } }),
    );
    expectRefused(await ask({ 'if-match': '"999999999"' }), 'a version to come');
    expect(await changes()).toEqual(before);
  });
});
