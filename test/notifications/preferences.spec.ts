import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { NOTICE_KINDS, NOTICES } from '../../src/notifications/notice.rules.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { choose, happens, mailsOf, noticesOf } from './telling.js';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
});
afterAll(() => app.stop());

const PATH = '/me/notification-preferences';
const read = (as: TestUser) => app.request('GET', PATH, { as });
const put = (as: TestUser, body: unknown, version?: number | string) =>
  app.request('PUT', PATH, { as, body, ...(version !== undefined && { headers: { 'if-match': `"${version}"` } }) });
const choice = { usual: 'INBOX', ways: [{ kind: 'MEETING_MOVED', way: 'AT_ONCE' }], digestAt: '09:15' };
const urgent = NOTICE_KINDS.filter((kind) => NOTICES[kind].urgent);

describe('nobody but oneself', () => {
  test('reads or changes what one chose', async () => {
    await choose(app, world.coordinator, choice);
    expect((await read(world.chair)).body).toMatchObject({ usual: 'DIGEST', digestAt: null, version: 0 });
    expect((await put(world.administrator, { ...choice, usual: 'AT_ONCE' }, 0)).status).toBe(200);
    expect((await read(world.coordinator)).body).toMatchObject({ usual: 'INBOX', digestAt: '09:15', version: 1 });
    expect((await app.request('GET', PATH)).status).toBe(401);
    expect((await app.request('PUT', PATH, { body: choice })).status).toBe(401);
  });
});

describe('what cannot wait', () => {
  test.each(urgent)('%s cannot be silenced, and nothing of the choice is kept', async (kind) => {
    for (const way of ['DIGEST', 'INBOX']) {
      const ways = [
        { kind: 'MEETING_MOVED', way: 'INBOX' },
        { kind, way },
      ];
      const answer = await put(world.coordinator, { usual: 'INBOX', ways }, 0);
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toMatchObject([{ pointer: '/ways/1/way', code: 'urgent-cannot-be-silenced' }]);
    }
    expect((await read(world.coordinator)).body).toMatchObject({ usual: 'DIGEST', version: 0 });
  });

  test('is told at once to who wants the inbox alone', async () => {
    await choose(app, world.coordinator, { usual: 'INBOX', quietFrom: '00:00', quietUntil: '23:59' });
    await happens(app, world, 'MEETING_CALLED', [world.coordinator]);
    await happens(app, world, 'MEETING_MOVED', [world.coordinator]);
    expect((await noticesOf(app, world.coordinator)).map(({ way }) => way)).toEqual(['AT_ONCE', 'INBOX']);
    expect(await mailsOf(app, world.coordinator)).toMatchObject([{ state: 'WAITING', waits: false }]);
  });
});

describe('a choice', () => {
  test('is shown for every kind, with what it comes to', async () => {
    const { body, headers } = await read(world.coordinator);
    expect(headers['etag']).toBe('"0"');
    expect(body.ways.map(({ kind }: { kind: string }) => kind)).toEqual([...NOTICE_KINDS]);
    expect(body.ways).toContainEqual({ kind: 'MEETING_MOVED', title: NOTICES.MEETING_MOVED.title, urgent: false, way: 'DIGEST' }); // prettier-ignore
    const after = await put(world.coordinator, choice, 0);
    expect(after).toMatchObject({ status: 200, body: { usual: 'INBOX', digestAt: '09:15', quietFrom: null, version: 1 } }); // prettier-ignore
    const ways = new Map(after.body.ways.map((one: { kind: string; way: string }) => [one.kind, one.way]));
    expect(['MEETING_MOVED', 'MEETING_CANCELLED', 'ACTION_OVERDUE'].map((kind) => ways.get(kind))).toEqual([
      'AT_ONCE',
      'INBOX',
      'AT_ONCE',
    ]);
  });

  test('is changed only by who saw the last one', async () => {
    expect(await put(world.coordinator, choice)).toMatchObject({ status: 428, body: { code: 'precondition-required' } }); // prettier-ignore
    expect((await put(world.coordinator, choice, 1)).status).toBe(412);
    expect((await put(world.coordinator, choice, 0)).status).toBe(200);
    expect((await put(world.coordinator, { ...choice, usual: 'DIGEST' }, 0)).status).toBe(412);
    expect((await put(world.coordinator, { ...choice, usual: 'DIGEST' }, 1)).body.version).toBe(2);
    expect((await read(world.coordinator)).body).toMatchObject({ usual: 'DIGEST', version: 2 });
  });

  test('of ten at once that saw none, one stands', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => put(world.chair, choice, 0)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(412)]);
    expect((await read(world.chair)).body.version).toBe(1);
  });

  test.each<[string, object, string, string]>([
    ['no time of day', { digestAt: '9:15' }, '/digestAt', 'wrong-format'],
    ['an hour that is none', { quietFrom: '24:00', quietUntil: '07:00' }, '/quietFrom', 'wrong-format'],
    ['half of the quiet hours', { quietFrom: '20:00' }, '/quietUntil', 'required'],
    ['quiet hours of no length', { quietFrom: '20:00', quietUntil: '20:00' }, '/quietUntil', 'no-time-between'],
    ['a kind that is none', { ways: [{ kind: 'NOTHING', way: 'INBOX' }] }, '/ways/0/kind', 'not-one-of'],
    ['a kind twice', { ways: [...choice.ways, ...choice.ways] }, '/ways/1/kind', 'given-twice'],
    ['no way', { usual: 'BY_POST' }, '/usual', 'not-one-of'],
  ])('%s is refused', async (_, wrong, pointer, code) => {
    const answer = await put(world.coordinator, { ...choice, ...wrong }, 0);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer, code }] } });
    expect((await read(world.coordinator)).body.version).toBe(0);
  });
});
