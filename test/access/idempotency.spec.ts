import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { Actor } from '../../src/platform/db/actor.js';
import { tx } from '../../src/platform/db/transaction.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { lockNumber } from '../../src/platform/idempotency/idempotency-key.rules.js';
import { KeptAnswers } from '../../src/platform/idempotency/kept-answers.js';
import { foundCase } from '../actions/plan.js';
import { type Answer, startApp, type TestApp } from '../support/app.js';
import { freshly } from '../support/second-factor.js';
import type { TestUser, World } from '../support/world.js';

/** The same request sent again does nothing again, and gives its answer to nobody who may not see it by now. */
const CANARY = 'Canary words of an idempotent action';
let app: TestApp;
let world: World;
let caseId: string;
let owner: pg.Client;

beforeAll(async () => {
  app = await startApp();
  owner = new pg.Client({ connectionString: app.database.adminUrl });
  await owner.connect();
});
beforeEach(async () => {
  world = await app.world();
  caseId = (await foundCase(app, world, world.agencies.housing.id, world.agencies.idvaService.id)).caseId;
});
afterAll(async () => {
  await owner?.end();
  await app?.stop();
});

const action = (text = CANARY) => ({
  ownerAgencyId: world.agencies.housing.id,
  ownerPost: 'Duty officer',
  text,
  target: 'VICTIM',
});
const set = (key: string, body: object = action(), as: TestUser = world.coordinator, id = caseId): Promise<Answer> =>
  app.request('POST', `/cases/${id}/actions`, { as, body, headers: { 'idempotency-key': key } });
const actionsOf = async (id = caseId) =>
  (await app.rows('select id from actions.actions where case_id = $1', [id])).length;
const replayed = ({ headers }: Answer) => headers['idempotency-replayed'] === 'true';
const declare = (as: TestUser) => app.request('POST', '/conflicts', { as, body: { caseId, nature: 'FRIEND' } });

describe('who is not given the answer again', () => {
  test('who declared a conflict of interest since: the case is not there, nor its answer', async () => {
    expect((await set('k1')).status).toBe(201);
    expect((await declare(world.coordinator)).status).toBe(201);
    const again = await set('k1');
    const hidden = await app.request('GET', `/cases/${caseId}`, { as: world.coordinator });
    expect([again.status, again.body.code, again.text.includes(CANARY)]).toEqual([404, 'not-found', false]);
    expect({ ...again.body, reference: '' }).toEqual({ ...hidden.body, reference: '' });
    expect(await actionsOf()).toBe(1);
  });

  test('whose agency the case is no longer shared with', async () => {
    const { id } = (await set('k1')).body;
    const update = () =>
      app.request('POST', `/actions/${id}/updates`, {
        as: world.housing,
        body: { note: 'Rang' },
        headers: { 'idempotency-key': 'u1' },
      });
    expect((await update()).status).toBe(201);
    expect(replayed(await update())).toBe(true);
    await owner.query(
      `update access.grants set revoked_at = now(), revoked_by = 'test', revoked_because = 'test' where case_id = $1`,
      [caseId],
    );
    expect((await update()).status).toBe(404);
  });

  test('who holds the role in another area alone by now', async () => {
    expect((await set('k1', action(), world.chair)).status).toBe(201);
    const other = await app.world();
    await owner.query('update identity.user_roles set marac_id = $2 where user_id = $1', [
      world.chair.id,
      other.maracId,
    ]);
    const again = await set('k1', action(), await freshly(app, world.chair));
    expect([again.status, again.text.includes(CANARY)]).toEqual([403, false]);
  });

  test('somebody else with the same key does a thing of their own', async () => {
    const one = await set('k1');
    const other = await set('k1', action('Another'), world.chair);
    expect([other.status, replayed(other), await actionsOf()]).toEqual([201, false, 2]);
    expect(other.body.id).not.toBe(one.body.id);
  });

  test('whose second factor is too long ago for what locates the victim', async () => {
    const fresh = await freshly(app, world.coordinator);
    expect((await set('k1', action(), fresh)).status).toBe(201);
    const stale = await freshly(app, world.coordinator, 20);
    expect((await set('k1', action(), stale)).body.code).toBe('second-factor-needed');
    expect(replayed(await set('k1', action(), fresh))).toBe(true);
  });
});

describe('sent again', () => {
  test('the same request is answered alike, does nothing and is recorded as seen', async () => {
    const first = await set('k1');
    const again = await set('k1');
    expect([again.status, again.text, again.headers['etag'], replayed(first), replayed(again)]).toEqual([201, first.text, first.headers['etag'], false, true]); // prettier-ignore
    expect(await actionsOf()).toBe(1);
    const [line] = await app.rows(`select e.actor_id as who, e.labels from audit.events e where e.action = 'case.shown-again' and e.subject_id = $1`, [caseId]); // prettier-ignore
    expect(line).toMatchObject({ who: world.coordinator.id, labels: expect.arrayContaining(['IDENTITY']) });
  });

  test('a quoted key and properties in another order are the same request', async () => {
    await set('k1');
    const { ownerAgencyId, ownerPost, text, target } = action();
    expect(replayed(await set('"k1"', { target, text, ownerPost, ownerAgencyId }))).toBe(true);
  });

  test.each<[string, () => Promise<Answer>]>([
    ['another body', () => set('k1', action('Something else'))],
    ['another case', async () => set('k1', action(), world.coordinator, (await foundCase(app, world)).caseId)],
  ])('with %s it is refused', async (_what, ask) => {
    await set('k1');
    const refused = await ask();
    expect([refused.status, refused.body.code, await actionsOf()]).toEqual([422, 'idempotency-key-reused', 1]);
  });

  test('on another route the key is another key', async () => {
    const { id } = (await set('k1')).body;
    const update = await app.request('POST', `/actions/${id}/updates`, { as: world.coordinator, body: { note: 'x' }, headers: { 'idempotency-key': 'k1' } }); // prettier-ignore
    expect([update.status, replayed(update)]).toEqual([201, false]);
  });

  test('a refusal keeps nothing: the corrected request goes through', async () => {
    expect((await set('k1', { ...action(), target: 'NOBODY' })).status).toBe(422);
    expect((await set('k1')).status).toBe(201);
  });

  test('without content it is answered without content', async () => {
    const user = await world.person(world.agencies.housing.id, ['REFERRER']);
    const end = () =>
      app.request('POST', `/users/${user.id}/deactivation`, {
        as: world.administrator,
        headers: { 'idempotency-key': 'k1' },
      });
    expect([(await end()).status, (await end()).status, replayed(await end())]).toEqual([204, 204, true]);
  });

  test('a secret is shown once', async () => {
    const add = () =>
      app.request('POST', '/calendar-feeds', {
        as: world.idva,
        body: { name: 'Mine' },
        headers: { 'idempotency-key': 'k1' },
      });
    const first = await add();
    const again = await add();
    expect([first.status, again.status, again.body.code]).toEqual([201, 409, 'answered-once']);
    expect((await app.rows('select id from calendar.feeds where user_id = $1', [world.idva.id])).length).toBe(1);
    const [kept] = await app.rows(`select answer from platform.kept_answers where user_id = $1`, [world.idva.id]);
    expect(kept.answer).toBeNull();
  });

  test('a key that is none is refused before anything is done', async () => {
    for (const key of ['a b', '""', 'k'.repeat(256)])
      expect((await set(key)).body.code).toBe('malformed-idempotency-key');
    expect(await actionsOf()).toBe(0);
  });
});

describe('what is kept', () => {
  test('holds no word of the request or its answer, nor the key', async () => {
    await set('a-key-with-a-name');
    const [kept] = await app.rows('select k.*, encode(k.answer, $2) as bytes from platform.kept_answers k where k.user_id = $1', [world.coordinator.id, 'escape']); // prettier-ignore
    expect(kept.bytes.length).toBeGreaterThan(100);
    expect(JSON.stringify(kept)).not.toMatch(/Canary|a-key-with|VICTIM"/);
  });

  test('is found by nobody else', async () => {
    await set('k1');
    const seen = (id: string) =>
      app.get(UnitOfWork).run(new Actor('user', id, null), () => tx().query('select id from platform.kept_answers'));
    expect((await seen(world.chair.id)).length).toBe(0);
    expect((await seen(world.coordinator.id)).length).toBe(1);
  });

  test('is forgotten after a day, and then the key is free', async () => {
    await set('k1');
    await set('k2');
    await owner.query(`update platform.kept_answers set answered_at = now() - interval '25 hours' where user_id = $1`, [
      world.coordinator.id,
    ]);
    const late = await set('k1');
    expect([late.status, replayed(late), await actionsOf()]).toEqual([201, false, 3]);
    await app.operate(() => app.get(KeptAnswers).forgetOld());
    expect(
      (await app.rows('select id from platform.kept_answers where user_id = $1', [world.coordinator.id])).length,
    ).toBe(1);
  });
});

describe('at the same time', () => {
  test('while the first is worked on, the second is told so', async () => {
    const number = lockNumber(world.coordinator.id, 'POST /api/v1/cases/:id/actions', 'k1');
    await owner.query('begin');
    await owner.query('select pg_advisory_xact_lock($1)', [number]);
    const refused = await set('k1');
    expect([refused.status, refused.body.code, refused.headers['retry-after']]).toEqual([
      409,
      'idempotency-in-flight',
      '1',
    ]);
    await owner.query('commit');
    expect((await set('k1')).status).toBe(201);
    expect(await actionsOf()).toBe(1);
  });

  test('two hundred have one effect', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => set('race')));
    const done = answers.filter(({ status }) => status === 201);
    expect(await actionsOf()).toBe(1);
    expect(done.filter((answer) => !replayed(answer)).length).toBe(1);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    const others = answers.filter(({ status }) => status !== 201);
    expect(others.every(({ body }) => body.code === 'idempotency-in-flight')).toBe(true);
  });
});
