import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { caseList, deliver, today } from '../meetings/calendar.js';
import { startApp, type TestApp } from '../support/app.js';
import { setRules } from '../support/asking.js';
import type { TestUser } from '../support/world.js';
import { accepted, hear, listAt, type Moving, moving, offered, referThere, step, strangerThere } from './moving.js';

let app: TestApp;
let m: Moving;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  m = await moving(app);
});
afterAll(() => app?.stop());

const receive = (id: string, body: object, as: TestUser = m.there.coordinator) =>
  step(app, id, 'reception', as, { countAs: 'NEW', ...body });
const outgoing = async (as: TestUser = m.old.coordinator) =>
  (await app.request('GET', `/cases/${m.caseId}/transfers`, { as })).body;
const incoming = async () =>
  (await app.request('GET', `/transfers?marac=${m.there.maracId}`, { as: m.there.coordinator })).body.items;

describe('is refused', () => {
  test('before the offer was accepted, and to everybody but coordinators of the new area', async () => {
    const { caseId } = await referThere(app, m);
    const id = await offered(app, m);
    expect((await receive(id, { caseId })).body.code).toBe('wrong-state');
    await step(app, id, 'acceptance', m.there.coordinator);
    for (const as of [m.there.chair, m.there.idva, m.there.housing, m.old.idva])
      expect((await receive(id, { caseId }, as)).status).toBe(403);
    const third = await app.world();
    for (const as of [m.old.coordinator, third.coordinator])
      expect((await receive(id, { caseId }, as)).status).toBe(404);
  });

  test('with the case of the old area, of a third one, one that never was, and one that is hidden: all alike', async () => {
    const id = await accepted(app, m);
    const { caseId } = await referThere(app, m);
    const third = await moving(app);
    const cause = { caseId, maracId: m.there.maracId, cause: 'CONFLICT', causeId: randomUUID() } as const;
    await app.operate(async () => app.get(Exclusions).exclude({ ...cause, userId: m.there.coordinator.id }));
    for (const wrong of [m.caseId, third.caseId, randomUUID(), caseId])
      expect((await receive(id, { caseId: wrong })).body.errors).toEqual([
        { pointer: '/caseId', code: 'not-a-case-here', detail: 'There is no such case of your MARAC.' },
      ]);
  });

  test('without saying how it counts, or of a victim whom nobody linked, or against the rule, unsaid why', async () => {
    const id = await accepted(app, m);
    const { caseId } = await referThere(app, m);
    const { caseId: stranger } = await strangerThere(app, m);
    expect((await receive(id, { caseId, countAs: undefined })).body.errors).toMatchObject([{ pointer: '/countAs' }]);
    const unlinked = await receive(id, { caseId: stranger });
    expect(unlinked.body.errors).toMatchObject([{ pointer: '/because', code: 'required' }]);
    expect(unlinked.body.errors[0].detail).toMatch(/linked/);
    const against = await receive(id, { caseId, countAs: 'REPEAT' });
    expect(against.body.errors[0].detail).toMatch(/rule/);
    expect((await incoming())[0]).toMatchObject({ newCaseId: null, countAs: null });
    expect((await receive(id, { caseId: stranger, because: 'An alias: she lives under another name' })).status).toBe(
      200,
    );
  });

  test('twice', async () => {
    const id = await accepted(app, m);
    const { caseId } = await referThere(app, m);
    expect((await receive(id, { caseId })).status).toBe(200);
    expect((await receive(id, { caseId })).body.code).toBe('received-before');
  });
});

describe('how it counts', () => {
  test('is said, beside what the rule says and how it comes to that', async () => {
    const heard = await listAt(app, m.old, m.caseId);
    await hear(app, m.old, heard);
    await setRules(app, m.there, { transfers: { countAs: 'REPEAT_WHEN_HEARD' } });
    const id = await accepted(app, m);
    const { caseId } = await referThere(app, m);
    expect((await receive(id, { caseId })).body.errors).toMatchObject([{ pointer: '/because' }]);
    const { body } = await receive(id, { caseId, countAs: 'REPEAT' });
    expect(body).toMatchObject({ newCaseId: caseId, countAs: 'REPEAT', ruleSays: 'REPEAT' });
    expect(body.arithmetic).toMatch(/^Heard there on .*, plus 12 months is .*: within\.$/);
  });

  test('as new by default, heard there or not', async () => {
    await hear(app, m.old, await listAt(app, m.old, m.caseId));
    const id = await accepted(app, m);
    const { body } = await receive(id, { caseId: (await referThere(app, m)).caseId });
    expect(body).toMatchObject({ countAs: 'NEW', ruleSays: 'NEW', because: null });
  });
});

test('the flag of the old area is handed over as it stood, and runs on there', async () => {
  const flag = async () =>
    (await app.rows('select set_on as "setOn", expires_on as "expiresOn", lapsed_at from flags.flags where case_id = $1', [m.caseId]))[0]; // prettier-ignore
  const before = await flag();
  const id = await accepted(app, m);
  const { body } = await receive(id, { caseId: (await referThere(app, m)).caseId });
  expect(body).toMatchObject({ flagSetOn: before.setOn, flagExpiresOn: before.expiresOn });
  expect(await flag()).toEqual(before);
});

describe('the agenda of the new area', () => {
  test('marks where the case came from, listed before it was received or after', async () => {
    const id = await accepted(app, m);
    const { caseId } = await referThere(app, m);
    const { meetingId } = await listAt(app, m.there, caseId);
    const { caseId: other } = await strangerThere(app, m);
    await app.request('POST', `/meetings/${meetingId}/agenda-items`, {
      as: m.there.coordinator,
      body: { caseId: other },
    });
    const marks = async () =>
      Object.fromEntries(
        (await caseList(app, meetingId, m.there.chair)).items.map((item: any) => [item.caseId, item.cameFrom]),
      );
    expect(await marks()).toEqual({ [caseId]: null, [other]: null });
    await receive(id, { caseId });
    expect(await marks()).toEqual({ [caseId]: `Test area ${m.old.code}`, [other]: null });
  });

  test('listed after', async () => {
    const id = await accepted(app, m);
    const { caseId } = await referThere(app, m);
    await receive(id, { caseId });
    const { meetingId } = await listAt(app, m.there, caseId);
    await deliver(app);
    const [item] = (await caseList(app, meetingId, m.there.chair)).items;
    expect(item.cameFrom).toBe(`Test area ${m.old.code}`);
  });
});

describe('what the old area hears', () => {
  const told = async (as: TestUser) =>
    (await app.request('GET', '/inbox?limit=200', { as })).body.items.filter(
      ({ kind }: any) => kind === 'TRANSFER_HEARD',
    );

  test('is the day on which it was heard, and nothing else: once, and never of a case that is not it', async () => {
    const id = await accepted(app, m);
    const { caseId } = await referThere(app, m);
    await receive(id, { caseId });
    const before = (await outgoing())[0];
    const { caseId: other } = await strangerThere(app, m);
    const { meetingId } = await listAt(app, m.there, caseId);
    await app.request('POST', `/meetings/${meetingId}/agenda-items`, {
      as: m.there.coordinator,
      body: { caseId: other },
    });
    const hearNow = async (of: string) => {
      const { items } = await caseList(app, meetingId, m.there.coordinator);
      const { agendaItemId: itemId, version } = items.find((item: { caseId: string }) => item.caseId === of);
      await hear(app, m.there, { itemId, meetingId, version });
      await deliver(app);
    };
    await hearNow(other);
    expect(await outgoing()).toEqual([before]);
    await hearNow(caseId);
    expect(await outgoing()).toEqual([{ ...before, heardThereOn: today() }]);
    for (const word of [m.there.maracId, m.there.code, caseId])
      expect(JSON.stringify(await outgoing())).not.toContain(word);
    expect(await told(m.old.coordinator)).toMatchObject([
      { subjectId: id, title: 'Another area heard a case that moved to it.' },
    ]);
    for (const as of [m.old.housing, m.old.probation, m.old.police, m.old.idva, m.there.coordinator])
      expect(await told(as)).toEqual([]);
  });
});
