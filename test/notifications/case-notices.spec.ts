import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/platform/db/ids.js';
import { foundCase } from '../actions/plan.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { MailCatcher } from './mail-catcher.js';
import { choose, happens, noticesOf, sendAll } from './telling.js';

const catcher = new MailCatcher();
let app: TestApp;
let world: World;
let elsewhere: World;
let caseId: string;

beforeAll(async () => {
  app = await startApp({ SMTP_URL: await catcher.start(), MAIL_FROM: 'no-reply@example.org' });
  elsewhere = await app.world();
});
beforeEach(async () => {
  world = await app.world();
  ({ caseId } = await foundCase(app, world, world.agencies.housing.id, world.agencies.idvaService.id));
});
afterAll(async () => {
  await app.stop();
  await catcher.stop();
});

const read = (as: TestUser, id = caseId, query = '') => app.request('GET', `/cases/${id}/notices${query}`, { as });
const shownTo = async (as: TestUser) =>
  (await read(as)).body.items.map(({ kind, personId }: Record<string, string>) => [kind, personId]);

describe('who must not see it', () => {
  test.each<[string, (w: World) => TestUser]>([
    ['a representative, though the case is shared with the agency', (w) => w.housing],
    ['a referrer', (w) => w.referrer],
    ['an administrator', (w) => w.administrator],
    ['an auditor', (w) => w.auditor],
    ['an analyst', (w) => w.analyst],
    ['an observer', (w) => w.observer],
  ])('%s', async (_, who) => {
    await happens(app, world, 'ACTION_OVERDUE', [world.housing], caseId);
    expect(await read(who(world))).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
  });

  test('a representative who may read it in another area', async () => {
    const sql = `insert into identity.user_roles (id, user_id, marac_id, role) values ($1, $2, $3, 'COORDINATOR') returning id`;
    await app.rows(sql, [newId(), world.housing.id, elsewhere.maracId]);
    expect((await app.request('GET', `/cases/${caseId}`, { as: world.housing })).status).toBe(200);
    expect(await read(world.housing)).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
  });

  test('whoever finds nothing of the case finds nothing of this: as of a case that never was', async () => {
    await happens(app, world, 'ACTION_OVERDUE', [world.housing], caseId);
    const { caseId: unshared } = await foundCase(app, world);
    const absent = await read(world.coordinator, newId());
    expect(absent.status).toBe(404);
    for (const answer of [
      await read(elsewhere.coordinator),
      await read(elsewhere.chair),
      await read(world.idva, unshared),
    ]) {
      expect(answer.status).toBe(404);
      expect({ ...answer.body, reference: '' }).toEqual({ ...absent.body, reference: '' });
    }
    const conflict = { caseId, userId: world.coordinator.id, nature: 'RELATIVE' };
    expect((await app.request('POST', '/conflicts', { as: world.chair, body: conflict })).status).toBe(201);
    expect((await read(world.coordinator)).status).toBe(404);
  });

  test('nobody learns from it that somebody is kept out, nor of an emergency opening', async () => {
    await happens(app, world, 'REFERRAL_RECEIVED', [world.coordinator, world.idva], caseId);
    const conflict = { caseId, userId: world.coordinator.id, nature: 'RELATIVE' };
    expect((await app.request('POST', '/conflicts', { as: world.chair, body: conflict })).status).toBe(201);
    await happens(app, world, 'CONFLICT_TO_DECIDE', [world.chair], caseId);
    await happens(app, world, 'CONFLICT_LIFT_TO_AGREE', [world.chair], caseId);
    await happens(app, world, 'GLASS_BROKEN', [world.chair], caseId);
    for (const reader of [world.idva, world.chair])
      expect(await shownTo(reader)).toEqual([['REFERRAL_RECEIVED', world.idva.id]]);
  });
});

describe('what it says', () => {
  test('who was told what, by which way, and what became of it; no address of anybody', async () => {
    await choose(app, world.idva, { usual: 'INBOX' });
    catcher.refused.set(world.police.email, { responseCode: 550, message: '5.1.1 User unknown' });
    await happens(app, world, 'ACTION_OVERDUE', [world.housing, world.police], caseId);
    for (const user of [world.housing, world.police]) await sendAll(app, user);
    await happens(app, world, 'REFERRAL_RECEIVED', [world.idva, world.chair], caseId);
    const { body, text } = await read(world.coordinator);
    const of = (user: TestUser) => body.items.find(({ personId }: { personId: string }) => personId === user.id);
    expect(of(world.housing)).toMatchObject({
      ...{ kind: 'ACTION_OVERDUE', title: 'An action is overdue.', urgent: true, way: 'AT_ONCE', outcome: 'SENT' },
      ...{ person: 'Test AGENCY_REPRESENTATIVE', agency: world.agencies.housing.name, readAt: null },
      ...{ toldAt: expect.any(String), endedAt: expect.any(String) },
    });
    expect(of(world.police)).toMatchObject({ way: 'AT_ONCE', outcome: 'NOT_DELIVERED' });
    expect(of(world.idva)).toMatchObject({ way: 'INBOX', outcome: 'INBOX_ONLY', endedAt: null });
    expect(of(world.chair)).toMatchObject({ kind: 'REFERRAL_RECEIVED', way: 'DIGEST', outcome: 'WAITING' });
    expect(of(world.coordinator)).toMatchObject({ kind: 'NOTICE_UNDELIVERED', outcome: 'WAITING' });
    expect(text).not.toMatch(/@example\.org|EENVELOPE|digest_id|5\.1\.1/);
  });

  test('to the IDVA and the chair as well, newest first, page by page, and it is recorded', async () => {
    for (let times = 0; times < 5; times++) await happens(app, world, 'ACTION_OVERDUE', [world.housing], caseId);
    const all = (await noticesOf(app, world.housing)).map(({ id }) => id).reverse();
    for (const reader of [world.idva, world.chair]) {
      const first = await read(reader, caseId, '?limit=3');
      const second = await read(reader, caseId, `?limit=3&after=${first.body.next}`);
      const ids = [...first.body.items, ...second.body.items].map(({ id }: { id: string }) => id);
      expect(ids).toEqual(all);
      expect(second.body.next).toBeNull();
    }
    const deeds = await app.rows(
      `select actor_id from audit.events where action = 'notices.read' and subject_id = $1 order by id`,
      [caseId],
    );
    expect(new Set(deeds.map(({ actor_id }) => actor_id))).toEqual(new Set([world.idva.id, world.chair.id]));
    expect((await read(world.chair, caseId, '?after=x')).status).toBe(422);
  });

  test('nothing of another case', async () => {
    const { caseId: other } = await foundCase(app, world, world.agencies.housing.id);
    await happens(app, world, 'ACTION_OVERDUE', [world.housing], other);
    expect((await read(world.coordinator)).body).toEqual({ items: [], next: null });
  });
});
