import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { BreakGlass } from '../../src/break-glass/break-glass.service.js';
import { GlassAlarm } from '../../src/break-glass/glass-alarm.service.js';
import { permissionsOf } from '../../src/identity/roles.rules.js';
import { Actor } from '../../src/platform/db/actor.js';
import { WorkerService } from '../../src/platform/queue/worker.js';
import { eventually } from '../actions/plan.js';
import { type Answer, startApp, type TestApp } from '../support/app.js';
import { referralForm } from '../support/referral.js';
import type { TestUser, World } from '../support/world.js';

/** An emergency opens a case for an hour to somebody with whom it was not shared, while others watch; an exclusion it does not open. */
let app: TestApp;
let world: World;
let form: ReturnType<typeof referralForm>;
let elsewhere: World;
let folder: string;
let caseId: string;
let caseRef: string;
let breaker: TestUser;
const measured: number[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'marac-glass-'));
  app = await startApp({ MARAC_DATA_DIR: folder });
  elsewhere = await app.world();
  await app.get(WorkerService).start();
});
beforeEach(async () => {
  world = await app.world();
  form = referralForm(world);
  const referral = await app.request('POST', '/referrals', { as: world.housing, body: form });
  ({ caseId, caseRef } = referral.body);
  breaker = world.probation;
});
afterAll(async () => {
  console.log(`break-glass: alarm before the coordinator after ${measured.map(Math.round).join(', ')} ms`);
  await app?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const reason = { reasonCode: 'LIFE_AT_RISK', text: 'She rang from the car, he is following' };
const open = (as: TestUser, body: object = { caseId }) =>
  app.request('POST', '/break-glass', { as, body: { ...reason, ...body } });
const get = (as: TestUser, path: string) => app.request('GET', path, { as });
const seen = async (as: TestUser) => (await get(as, `/cases/${caseId}`)).status;
const exclude = (user: TestUser) =>
  app.request('POST', '/conflicts', { as: world.coordinator, body: { caseId, userId: user.id, nature: 'RELATIVE' } });

/** What tells one answer from another. */
const told = ({ status, headers, body }: Answer) => {
  const { reference: _, ...rest } = body;
  const { date: __, 'x-request-reference': ___, ...others } = headers;
  return { status, body: rest, headers: { ...others, 'content-length': undefined } };
};

describe('who may not', () => {
  test.each(['chair', 'administrator', 'referrer', 'auditor', 'analyst', 'observer'] as const)(
    'the %s',
    async (who) => {
      expect(await open(world[who])).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    },
  );

  test('an exclusion, an unknown reference, another area and an unsigned protocol are refused alike, and look absent', async () => {
    await exclude(breaker);
    const unsigned = await app.world();
    await app.rows('update access.signatures set withdrawn_at = now() where marac_id = $1', [unsigned.maracId]);
    const theirs = await app.operate(async () => {
      const { Access } = await import('../../src/access/access.service.js');
      return app.get(Access).found(unsigned.maracId, unsigned.code);
    });
    const absent = told(await open(breaker, { caseId: randomUUID() }));
    expect(absent).toMatchObject({ status: 404, body: { code: 'not-found' } });
    const refused: [string, Promise<Answer>][] = [
      ['excluded, by id', open(breaker)],
      ['excluded, by reference', open(breaker, { caseId: undefined, caseRef })],
      ['a reference that never was', open(breaker, { caseId: undefined, caseRef: `${world.code}-00000000` })],
      ['a representative of another area', open(elsewhere.probation)],
      ['the coordinator of another area', open(elsewhere.coordinator)],
      ['an agency that did not sign', open(unsigned.probation, { caseId: theirs.caseId })],
    ];
    for (const [what, answer] of refused) expect([what, told(await answer)]).toEqual([what, absent]);
    expect(await app.rows('select from break_glass.uses where case_id = $1', [caseId])).toEqual([]);
  });

  test('whoever has no fresh second factor, where one is required', async () => {
    const required = await startApp({ SECOND_FACTOR: 'required' });
    try {
      const permissions = permissionsOf([{ maracId: world.maracId, role: 'AGENCY_REPRESENTATIVE' }], '*');
      const by = (at: Date | null) => new Actor('user', randomUUID(), randomUUID(), permissions, at);
      const attempt = (at: Date | null) =>
        required.get(BreakGlass).open(by(at), { caseId: randomUUID(), reasonCode: 'OTHER', text: 'an emergency' });
      for (const at of [null, new Date(Date.now() - 16 * 60_000)])
        await expect(attempt(at)).rejects.toMatchObject({ code: 'second-factor-needed', status: 403 });
      await expect(attempt(new Date())).rejects.not.toMatchObject({ code: 'second-factor-needed' });
    } finally {
      await required.stop();
    }
  });

  test('whoever sees the case anyway, or names none', async () => {
    for (const who of [world.coordinator, world.idva])
      expect(await open(who)).toMatchObject({ status: 409, body: { code: 'already-open' } });
    expect(await open(breaker, { caseId: undefined })).toMatchObject({ status: 422 });
  });

  test('more than three a day, however many at once', async () => {
    const cases = await Promise.all(
      Array.from({ length: 8 }, () =>
        app.request('POST', '/referrals', { as: world.housing, body: referralForm(world) }),
      ),
    );
    const answers = await Promise.all(cases.map((one) => open(breaker, { caseId: one.body.caseId })));
    const statuses = answers.map((answer) => answer.status).sort();
    expect(statuses).toEqual([201, 201, 201, 429, 429, 429, 429, 429]);
    expect(await open(breaker)).toMatchObject({ status: 429, body: { code: 'quota-reached' } });
  });

  test('whoever goes through references: ten that find nothing, and a real one is refused too', async () => {
    for (let i = 0; i < 10; i++) expect((await open(breaker, { caseId: randomUUID() })).status).toBe(404);
    expect((await open(breaker)).status).toBe(429);
    expect((await open(breaker, { caseId: randomUUID() })).status).toBe(429);
  });
});

describe('what it opens', () => {
  test('the case, without what locates the victim, for an hour, to one person, not to take away', async () => {
    expect(await seen(breaker)).toBe(404);
    const answer = await open(breaker, { caseId: undefined, caseRef: caseRef.toLowerCase() });
    expect(answer).toMatchObject({
      status: 201,
      body: { caseId, caseRef, labels: ['IDENTITY', 'CONTACT', 'PERPETRATOR', 'CHILD'] },
    });
    const minutes = (Date.parse(answer.body.endsAt) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(59);
    expect(minutes).toBeLessThanOrEqual(60);
    const view = await get(breaker, `/cases/${caseId}`);
    expect(view.body.victim.contact.phone).toBe('07700 900123');
    expect(view.body.labels).not.toContain('LOCATION_SAFE');
    const [grant] = await app.rows('select * from access.grants where origin_id = $1', [answer.body.id]);
    expect(grant).toMatchObject({ grantee_id: breaker.id, origin: 'BREAK_GLASS', exportable: false });
    const colleague = await world.person(breaker.agencyId, ['AGENCY_REPRESENTATIVE']);
    expect(await seen(colleague)).toBe(404);
  });

  test('nothing any more when the hour is over, and the table takes no longer one', async () => {
    const { body } = await open(breaker);
    await app.rows(`update access.grants set starts_at = now() - interval '61 minutes', ends_at = now() - interval '1 minute' where origin_id = $1`, [body.id]);
    expect(await seen(breaker)).toBe(404);
    const longer = (table: string, column: string) =>
      app.rows(`update ${table} set ends_at = now() + interval '61 minutes' where ${column} = $1`, [body.id]);
    await expect(longer('access.grants', 'origin_id')).rejects.toMatchObject({ code: '23514' });
    await expect(longer('break_glass.uses', 'id')).rejects.toMatchObject({ code: '23514' });
  }); // prettier-ignore

  test('nothing to whoever turns out to have a conflict of interest', async () => {
    await open(breaker);
    expect(await seen(breaker)).toBe(200);
    await exclude(breaker);
    expect(await seen(breaker)).toBe(404);
  });

  test('until it is closed early, by whoever opened it or oversees it and nobody else', async () => {
    const { body } = await open(breaker);
    const end = (as: TestUser) => app.request('DELETE', `/break-glass/${body.id}`, { as });
    for (const other of [world.idva, world.housing, elsewhere.coordinator]) expect((await end(other)).status).toBe(404);
    expect(await seen(breaker)).toBe(200);
    expect((await end(breaker)).status).toBe(204);
    expect(await seen(breaker)).toBe(404);
    const again = await open(breaker);
    expect(await seen(breaker)).toBe(200);
    expect((await app.request('DELETE', `/break-glass/${again.body.id}`, { as: world.chair })).status).toBe(204);
    expect(await seen(breaker)).toBe(404);
  });

  test('leaves lines of who, why and what in the audit', async () => {
    await open(breaker);
    const lines = await app.rows(`select action, purpose from audit.events where subject_id = $1 and actor_id = $2`, [
      caseId,
      breaker.id,
    ]);
    expect(lines).toEqual([{ action: 'case.glass-broken', purpose: 'protect-life' }]);
  });
});

describe('who watches', () => {
  const inbox = async (as: TestUser) => (await get(as, '/inbox?limit=200')).body.items as any[];
  const about = async (as: TestUser, id: string, kind: string) =>
    (await inbox(as)).filter((notice) => notice.subjectId === id && notice.kind === kind);

  test('coordinators and chairs are told within five seconds, without a word of the case; an excluded one is not', async () => {
    const excluded = await world.person(world.agencies.housing.id, ['COORDINATOR']);
    await exclude(excluded);
    for (let i = 0; i < 3; i++) {
      const begun = performance.now();
      const { body } = await open(breaker);
      const [notice] = await eventually(async () => {
        const found = await about(world.coordinator, body.id, 'GLASS_BROKEN');
        return found.length > 0 && found;
      });
      measured.push(performance.now() - begun);
      expect(measured.at(-1)).toBeLessThan(5_000);
      expect(JSON.stringify(notice)).not.toMatch(new RegExp(`${form.victim.familyName}|Perp|Secret|following`));
      await eventually(async () => (await about(world.chair, body.id, 'GLASS_BROKEN')).length === 1);
      for (const other of [excluded, breaker, world.idva, world.housing, world.administrator])
        expect(await about(other, body.id, 'GLASS_BROKEN')).toEqual([]);
      await app.request('DELETE', `/break-glass/${body.id}`, { as: breaker });
    }
  });

  test('it waits for review by somebody else, whom an exclusion leaves out', async () => {
    const own = await world.person(world.agencies.probation.id, ['COORDINATOR', 'AGENCY_REPRESENTATIVE']);
    const { body } = await open(breaker);
    const [line] = (await get(world.chair, '/break-glass?unreviewed=true')).body.items;
    expect(line).toMatchObject({ id: body.id, reasonCode: 'LIFE_AT_RISK', finding: null, caseRef });
    const review = (as: TestUser, version: number) =>
      app.request('POST', `/break-glass/${body.id}/review`, {
        as,
        body: { finding: 'JUSTIFIED', text: 'The call is on record' },
        headers: { 'if-match': `"${version}"` },
      });
    expect((await review(breaker, 1)).status).toBe(403);
    expect((await review(elsewhere.chair, 1)).status).toBe(404);
    await exclude(own);
    expect((await review(own, 1)).status).toBe(404);
    expect((await get(own, '/break-glass')).body.items).toEqual([]);
    expect((await review(world.chair, 7)).status).toBe(412);
    expect(await review(world.chair, 1)).toMatchObject({ status: 200, body: { finding: 'JUSTIFIED' } });
    expect(await review(world.coordinator, 2)).toMatchObject({ status: 409, body: { code: 'already-reviewed' } });
    expect((await get(world.chair, '/break-glass?unreviewed=true')).body.items).toEqual([]);
  });

  test('nobody reviews their own, coordinator or not', async () => {
    const both = await world.person(world.agencies.housing.id, ['AGENCY_REPRESENTATIVE']);
    const { body } = await open(both);
    await app.rows('insert into identity.user_roles (id, user_id, marac_id, role) values ($1, $2, $3, $4)', [
      ...[randomUUID(), both.id, world.maracId, 'CHAIR'],
    ]);
    await new Promise((passed) => setTimeout(passed, 600));
    const answer = await app.request('POST', `/break-glass/${body.id}/review`, {
      ...{ as: both, body: { finding: 'JUSTIFIED', text: 'I had to do it' }, headers: { 'if-match': '"1"' } },
    });
    expect(answer).toMatchObject({ status: 409, body: { code: 'your-own' } });
  });

  test('unreviewed after a working day it goes to the chairs, then to the administrators, each once', async () => {
    const { body } = await open(breaker);
    const due = () => app.rows(`select state from platform.due where kind = 'break-glass.review' and subject = $1`, [body.id]);
    const [{ review_due_at: first }] = await app.rows('select review_due_at from break_glass.uses where id = $1', [body.id]);
    expect(first.getTime() - Date.now()).toBeGreaterThan(23.9 * 3_600_000);
    expect(await due()).toEqual([{ state: 'WAITING' }]);
    const pass = async (by: string) => {
      await app.rows(`update break_glass.uses set review_due_at = now() - $2::interval where id = $1 returning id`, [body.id, by]);
      await app.rows(`update alerts.ladders set last_at = last_at - $2::interval where id = $1 returning id`, [body.id, by]);
      await app.rows(`update platform.due set due_at = now(), next_at = now() where kind = 'break-glass.review' and subject = $1 returning subject`, [body.id]);
    };
    await pass('1 minute');
    await eventually(async () => (await about(world.chair, body.id, 'GLASS_UNREVIEWED')).length === 1);
    expect(await about(world.administrator, body.id, 'GLASS_UNREVIEWED')).toEqual([]);
    await pass('6 days');
    await eventually(async () => (await about(world.administrator, body.id, 'GLASS_UNREVIEWED')).length === 1);
    expect(await about(world.chair, body.id, 'GLASS_UNREVIEWED')).toHaveLength(1);
    await app.operate(() => app.get(GlassAlarm).unreviewed(body.id));
    expect(await app.rows('select escalation from break_glass.uses where id = $1', [body.id])).toEqual([{ escalation: 2 }]);
  }); // prettier-ignore
});
