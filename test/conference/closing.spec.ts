import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { interimCheck, plan, today } from '../meetings/calendar.js';
import { startApp, type TestApp } from '../support/app.js';
import type { World } from '../support/world.js';
import { type Day, events, fill, meetingDay, type Table, table, telling } from './day.js';

let app: TestApp;
let world: World;
let day: Day;
let at: Table;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  day = await meetingDay(app, world, [world.housing, world.police]);
  at = table(app, world, day.meetingId);
});
afterAll(() => app?.stop());

const [first, second] = [() => day.cases[0]!, () => day.cases[1]!];

describe('opening', () => {
  test('before its day is refused unless it is meant; twice is once', async () => {
    const { id } = await plan(app, world, { startTime: '14:00' });
    const later = table(app, world, id);
    expect((await later.open()).body.errors).toMatchObject([{ pointer: '/beforeItsDay', code: 'before-its-day' }]);
    expect((await later.sitting()).body.state).toBe('PLANNED');
    expect((await later.open(undefined, { beforeItsDay: true })).body.state).toBe('OPEN');
    const [one, two] = await Promise.all([at.open(), at.open(world.chair)]);
    expect([one.body, two.body.openedAt]).toEqual([two.body, one.body.openedAt]);
    expect(await events(app, day.meetingId)).toEqual(['meeting.opened']);
  });

  test('names a chair of this MARAC', async () => {
    const elsewhere = await app.world();
    for (const chairId of [world.coordinator.id, elsewhere.chair.id, randomUUID()])
      expect((await at.open(undefined, { chairId })).body.errors).toMatchObject([{ pointer: '/chairId', code: 'not-a-chair' }]);
    const nobody = await at.open(undefined, { noteTakerId: randomUUID() });
    expect(nobody.body.errors).toMatchObject([{ pointer: '/noteTakerId', code: 'unknown' }]);
    expect((await at.open(undefined, { chairId: world.chair.id })).body).toMatchObject({
      chair: 'Test CHAIR',
      noteTaker: 'Test COORDINATOR',
    });
  }); // prettier-ignore

  test('of a meeting that was cancelled or is over is refused', async () => {
    for (const status of ['CANCELLED', 'HELD']) {
      await app.rows(
        `update meetings.meetings set status = $2, cancelled_by = case $2 when 'CANCELLED' then 'HAND' end where id = $1`,
        [day.meetingId, status],
      );
      expect((await at.open()).body.code).toBe('not-planned');
    }
  });
});

describe('closing', () => {
  test('waits for the opening', async () => {
    expect((await at.close()).body.code).toBe('not-open');
  });

  test('is refused with a list of what is missing, case by case', async () => {
    await at.open();
    await fill(at, world, day.social);
    await at.outcome(first().itemId, first().version, { status: 'HEARD' });
    const refused = await at.close();
    expect([refused.status, refused.body.code]).toEqual([409, 'outcomes-missing']);
    expect(refused.body.errors).toMatchObject([
      { pointer: `/agenda-items/${first().itemId}`, code: 'telling-missing' },
      { pointer: `/agenda-items/${second().itemId}`, code: 'outcome-missing' },
    ]);
    const deferrals = [{ agendaItemId: second().itemId, reason: 'TIME_OVERRUN', interimCheck: interimCheck(world) }];
    expect((await at.close({ deferrals })).body.code).toBe('telling-missing');
    // who tells her must be known, and how
    await at.save(first().itemId, 'TELLING_VICTIM', 0, { text: telling.text });
    expect((await at.close({ deferrals })).body.code).toBe('telling-missing');
    expect((await at.sitting()).body.state).toBe('OPEN');
    await at.save(first().itemId, 'TELLING_VICTIM', 1, telling);
    const unchecked = await at.close({ deferrals: [{ agendaItemId: second().itemId, reason: 'TIME_OVERRUN' }] });
    expect([unchecked.status, unchecked.body.errors]).toMatchObject([
      422,
      [{ pointer: '/deferrals/0/interimCheck', code: 'check-required' }],
    ]);
    expect((await at.sitting()).body.state).toBe('OPEN');
    const next = await plan(app, world);
    expect((await at.close({ deferrals })).body).toMatchObject({ state: 'CLOSED' });
    expect((await at.ask('GET', `/meetings/${day.meetingId}`)).body.status).toBe('HELD');
    const list = await at.ask('GET', `/meetings/${next.id}/case-list`);
    expect(list.body.items).toMatchObject([{ caseId: second().caseId }]);
    expect(await events(app, day.meetingId)).toEqual(['meeting.opened', 'meeting.closed']);
    expect(await at.quorum()).toMatchObject({ basis: 'CLOSED', quorate: true });
  });

  test.each<[string, () => string[], string[]]>([
    ['of a case of elsewhere', () => [randomUUID()], ['/deferrals/0/agendaItemId not-waiting']],
    ['of one twice', () => [second().itemId, second().itemId], ['/deferrals/1/agendaItemId named-twice']],
  ])('with a deferral %s is refused at its place', async (_, ids, expected) => {
    await at.open();
    const deferrals = ids().map((agendaItemId) => ({
      agendaItemId,
      reason: 'TIME_OVERRUN',
      interimCheck: interimCheck(world),
    }));
    const { status, body } = await at.close({ deferrals });
    expect([status, body.errors.map((e: any) => `${e.pointer} ${e.code}`)]).toEqual([422, expected]);
  });

  test('needs the version of the meeting: a case that was listed meanwhile is not passed over', async () => {
    await at.open();
    const path = `/meetings/${day.meetingId}/close`;
    expect((await at.ask('POST', path, {})).status).toBe(428);
    const { version } = (await at.sitting()).body;
    await app.rows('update meetings.meetings set version = version + 1 where id = $1', [day.meetingId]);
    expect((await at.ask('POST', path, {}, world.chair, version)).status).toBe(412);
  });

  test('where the area does not ask who tells the victim, it does not wait for it', async () => {
    await app.request('PUT', `/maracs/${world.maracId}/rules`, {
      as: world.chair,
      headers: { 'if-match': '"0"' },
      body: { effectiveFrom: today(), reason: 'Decided', sections: { conference: { victimTellingNeeded: false } } },
    });
    await at.open();
    await fill(at, world, day.social);
    for (const { itemId, version } of day.cases) await at.outcome(itemId, version, { status: 'HEARD' });
    expect((await at.close()).body.state).toBe('CLOSED');
    expect((await at.open()).body.code).toBe('not-planned');
    expect((await at.close()).body.code).toBe('not-planned');
  });
});
