import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AgendaLists } from '../../src/meetings/agenda-lists.service.js';
import { newId } from '../../src/platform/db/ids.js';
import { addDays } from '../../src/platform/values/dates.js';
import { startApp, type TestApp } from '../support/app.js';
import type { World } from '../support/world.js';
import { accept, caseList, dayAhead, deliver, interimCheck, openFor, order, plan, today } from './calendar.js';

let app: TestApp;
let world: World;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
});
afterAll(() => app.stop());

const list = (meetingId: string, caseId: string, as = world.coordinator, rest = {}) =>
  app.request('POST', `/meetings/${meetingId}/agenda-items`, { as, body: { caseId, ...rest } });
const outcome = (itemId: string, version: number, body: object, as = world.coordinator) =>
  app.request('POST', `/agenda-items/${itemId}/outcome`, { as, body, headers: { 'if-match': `"${version}"` } });
const reorder = (meetingId: string, version: number, items: string[], as = world.coordinator) =>
  app.request('PUT', `/meetings/${meetingId}/order`, {
    as,
    body: { items, reason: 'The school comes first' },
    headers: { 'if-match': `"${version}"` },
  });
const unlisted = async () =>
  (await app.request('GET', `/meetings/unlisted?marac=${world.maracId}`, { as: world.coordinator })).body.items;
/** The meeting was yesterday. */
const letPass = (meetingId: string) =>
  app.rows(
    `update meetings.meetings set held_on = $2, starts_at = starts_at - (held_on - $2::date) * interval '1 day' where id = $1 returning id`,
    [meetingId, addDays(today(), -1)],
  );

describe('an accepted referral', () => {
  test('goes on the first list that is open, once, however often it is told', async () => {
    const near = await plan(app, world, { heldOn: dayAhead(3) });
    const open = await plan(app, world);
    const { referralId, caseId } = await accept(app, world);
    await deliver(app);
    await app.operate(() => app.get(AgendaLists).listAccepted(referralId, caseId, world.maracId));
    expect(order(await caseList(app, near.id, world.coordinator))).toEqual([]);
    expect(order(await caseList(app, open.id, world.coordinator))).toEqual([caseId]);
    expect(await unlisted()).toEqual([]);
  });

  test('shows among the unlisted when there is no list for it, and goes from there by hand', async () => {
    const { referralId, caseId } = await accept(app, world);
    await deliver(app);
    expect(await unlisted()).toMatchObject([
      { referralId, caseId, daysWaiting: 0, lastMeetingId: null, lastStatus: null },
    ]);
    const { id } = await plan(app, world, { heldOn: dayAhead(1) });
    expect((await list(id, caseId)).status).toBe(201);
    expect(await unlisted()).toEqual([]);
  });

  test('shows among the unlisted again when its meeting passed and nobody recorded an outcome', async () => {
    const { id } = await plan(app, world);
    const { caseId } = await accept(app, world);
    await deliver(app);
    await letPass(id);
    expect(await unlisted()).toMatchObject([{ caseId, lastMeetingId: id, lastStatus: 'LISTED' }]);
  });

  test('a full list passes it on; several at once never overfill one', async () => {
    const first = await plan(app, world);
    const second = await plan(app, world, { heldOn: dayAhead(75) });
    await app.rows('update meetings.meetings set cap = 2 where id = $1 returning id', [first.id]);
    const cases = [];
    for (let i = 0; i < 4; i++) cases.push(await accept(app, world));
    const tell = ({ referralId, caseId }: { referralId: string; caseId: string }) =>
      app.operate(() => app.get(AgendaLists).listAccepted(referralId, caseId, world.maracId));
    await Promise.all(cases.map(tell));
    expect((await caseList(app, first.id, world.coordinator)).items).toHaveLength(2);
    expect((await caseList(app, second.id, world.coordinator)).items).toHaveLength(2);
  });

  test('being listed shares nothing with anybody', async () => {
    const { id } = await plan(app, world);
    const { caseId } = await accept(app, world);
    const grants = () => app.rows('select id from access.grants where case_id = $1 order by id', [caseId]);
    const before = await grants();
    await deliver(app);
    expect(await grants()).toEqual(before);
    expect((await caseList(app, id, world.probation)).items).toEqual([]);
  });
});

describe('listing by hand', () => {
  test('is refused to who does not manage meetings', async () => {
    const { id } = await plan(app, world);
    const { caseId } = await accept(app, world);
    for (const as of [world.police, world.idva, world.referrer]) expect((await list(id, caseId, as)).status).toBe(403);
  });

  test.each([
    ['twice', async () => (await accept(app, world)).caseId, 409, 'already-listed', true],
    ['a case that is not there', async () => newId(), 404, 'not-found', false],
    ['a case of another MARAC', async () => (await accept(app, await app.world())).caseId, 404, 'not-found', false],
  ])('%s', async (_, caseOf, status, code, before) => {
    const { id } = await plan(app, world);
    const caseId = await caseOf();
    if (before) expect((await list(id, caseId)).status).toBe(201);
    const answer = await list(id, caseId);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await caseList(app, id, world.coordinator)).items).toHaveLength(before ? 1 : 0);
  });

  test('twice at the same moment lists once', async () => {
    const { id } = await plan(app, world);
    const { caseId } = await accept(app, world);
    const answers = await Promise.all([list(id, caseId), list(id, caseId, world.chair)]);
    expect(answers.map((a) => a.status).sort()).toEqual([201, 409]);
  });

  test('needs an accepted referral and a meeting that is there', async () => {
    const { id } = await plan(app, world);
    const { caseId, referralId } = await accept(app, world);
    await app.rows(`update referrals.referrals set status = 'SUBMITTED' where id = $1 returning id`, [referralId]);
    const answer = await list(id, caseId);
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ pointer: '/caseId', code: 'not-accepted' }]]);
    expect((await list(newId(), caseId)).status).toBe(404);
  });

  test('goes over the cap, with a warning, and takes the minutes it is given', async () => {
    const { id, startsAt } = await plan(app, world);
    await app.rows('update meetings.meetings set cap = 1 where id = $1 returning id', [id]);
    const [first, second] = [await accept(app, world), await accept(app, world)];
    await list(id, first.caseId, world.chair, { minutes: 25 });
    const answer = await list(id, second.caseId);
    expect(answer.body).toMatchObject({
      position: 2,
      minutes: 12,
      startsAt: new Date(Date.parse(startsAt) + 25 * 60_000).toISOString(),
    });
    const { totals } = await caseList(app, id, world.coordinator);
    expect(totals).toEqual({ cases: 2, minutes: 37, cap: 1, overCap: true, repeats: 0 });
  });
});

describe('the order', () => {
  async function threeListed() {
    const { id } = await plan(app, world);
    const cases: string[] = [];
    for (let i = 0; i < 3; i++) {
      const { caseId } = await accept(app, world);
      await list(id, caseId);
      cases.push(caseId);
    }
    const { items, version } = await caseList(app, id, world.coordinator);
    return { id, cases, version, items: items.map((item: { agendaItemId: string }) => item.agendaItemId) as string[] };
  }

  test('is put by hand, and the slots follow', async () => {
    const { id, cases, items, version } = await threeListed();
    const answer = await reorder(id, version, [items[2]!, items[0]!, items[1]!]);
    expect([answer.status, answer.body.orderReason]).toEqual([200, 'The school comes first']);
    const after = await caseList(app, id, world.coordinator);
    expect(order(after)).toEqual([cases[2], cases[0], cases[1]]);
    const slots = after.items.map(
      (item: { startsAt: string }) => (Date.parse(item.startsAt) - Date.parse(after.startsAt)) / 60_000,
    );
    expect(slots).toEqual([0, 12, 24]);
    expect((await app.request('GET', `/meetings/${id}`, { as: world.police })).body.orderReason).toBeNull();
  });

  test('that is wrong changes nothing', async () => {
    const { id, cases, items, version } = await threeListed();
    const [a, b, c] = items as [string, string, string];
    const wrong: [string[], object[]][] = [
      [[a, b], [{ pointer: '/items', code: 'missing' }]],
      [[a, b, c, newId()], [{ pointer: '/items/3', code: 'not-on-the-list' }]],
      [
        [a, b, b],
        [
          { pointer: '/items/2', code: 'named-twice' },
          { pointer: '/items', code: 'missing' },
        ],
      ],
      [[], [{ pointer: '/items', code: 'missing' }]],
    ];
    for (const [proposed, errors] of wrong) {
      const answer = await reorder(id, version, proposed);
      expect([answer.status, answer.body.errors]).toMatchObject([422, errors]);
    }
    const after = await caseList(app, id, world.coordinator);
    expect([order(after), after.version]).toEqual([cases, version]);
  });

  test('seen before somebody else changed the list is refused', async () => {
    const { id, items, version } = await threeListed();
    const { caseId } = await accept(app, world);
    await list(id, caseId);
    expect((await reorder(id, version, items)).status).toBe(412);
    const noHeader = await app.request('PUT', `/meetings/${id}/order`, {
      as: world.chair,
      body: { items, reason: 'x' },
    });
    expect(noHeader.status).toBe(428);
    expect((await reorder(id, version, items, world.housing)).status).toBe(403);
  });
});

describe('what came of a case', () => {
  async function listed(meeting = plan(app, world)) {
    const { id } = await meeting;
    const accepted = await accept(app, world);
    const { body } = await list(id, accepted.caseId);
    return { ...accepted, meetingId: id, itemId: body.id as string, version: body.version as number };
  }

  test('heard: the referral is heard, and it is no longer waiting', async () => {
    const { itemId, version, referralId, caseId, meetingId } = await listed();
    const unopened = await outcome(itemId, version, { status: 'HEARD' });
    expect([unopened.status, unopened.body.code]).toEqual([409, 'not-open']);
    await openFor(app, world, meetingId, itemId);
    const answer = await outcome(itemId, version, { status: 'HEARD' });
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { status: 'HEARD', heardOn: today(), listedNextAt: null, version: version + 1 },
    ]);
    const [referral] = await app.rows('select heard_on as "heardOn" from referrals.referrals where id = $1', [
      referralId,
    ]);
    expect(referral.heardOn).toBe(today());
    await letPass(meetingId);
    expect(await unlisted()).toEqual([]);
    const events = await app.rows(`select ids from platform.outbox where name = 'case.heard' and ids->>'caseId' = $1`, [
      caseId,
    ]);
    expect(Object.keys(events[0].ids).sort()).toEqual(['agendaItemId', 'caseId', 'maracId', 'meetingId']);
  });

  test.each(['DEFERRED', 'NOT_HEARD'])('%s: at the top of the next list, and counted', async (status) => {
    const next = await plan(app, world, { heldOn: dayAhead(75) });
    const other = await accept(app, world);
    await list(next.id, other.caseId);
    const { itemId, version, caseId } = await listed();
    const check = interimCheck(world);
    const answer = await outcome(itemId, version, { status, reason: 'TIME_OVERRUN', interimCheck: check });
    expect(answer.body).toMatchObject({ status, reason: 'TIME_OVERRUN', heardOn: null, listedNextAt: next.id });
    const after = await caseList(app, next.id, world.coordinator);
    expect(after.items).toMatchObject([
      { caseId, notHeard: 1, position: 1, startsAt: after.startsAt },
      { caseId: other.caseId, notHeard: 0, position: 2 },
    ]);
  });

  describe('put off on the day', () => {
    const checks = async () =>
      (await app.request('GET', '/actions?mine=true', { as: world.housing })).body.items as object[];
    const PUT_OFF = { status: 'DEFERRED', reason: 'TIME_OVERRUN' };

    test('like before it: not without somebody who checks on the victim until then, and changes nothing', async () => {
      const { id: next } = await plan(app, world, { heldOn: dayAhead(75) });
      const { itemId, version, meetingId } = await listed();
      for (const [body, pointer, code] of [
        [PUT_OFF, '/interimCheck', 'check-required'],
        [{ ...PUT_OFF, interimCheck: { ...interimCheck(world), dueOn: undefined } }, '/interimCheck/dueOn', 'required'],
        [{ ...PUT_OFF, interimCheck: interimCheck(world, dayAhead(80)) }, '/interimCheck/dueOn', 'check-too-late'],
        [{ ...PUT_OFF, interimCheck: { ...interimCheck(world), ownerAgencyId: newId() } }, '/interimCheck/ownerAgencyId', 'unknown'],
        [{ status: 'NOT_HEARD', reason: 'NO_QUORUM' }, '/interimCheck', 'check-required'],
        [{ status: 'NOT_HEARD', reason: 'NO_QUORUM', interimCheck: interimCheck(world, dayAhead(80)) }, '/interimCheck/dueOn', 'check-too-late'],
        [{ status: 'HEARD', interimCheck: interimCheck(world) }, '/interimCheck', 'not-wanted'],
      ] as const) {
        const answer = await outcome(itemId, version, body);
        expect([answer.status, answer.body.errors]).toMatchObject([422, [{ pointer, code }]]);
      }
      expect(await checks()).toEqual([]);
      expect((await caseList(app, next, world.coordinator)).items).toEqual([]);
      expect((await caseList(app, meetingId, world.coordinator)).items).toMatchObject([{ status: 'LISTED', version }]);
    }); // prettier-ignore

    test('the check is an action of its agency, for the victim', async () => {
      const { itemId, version, caseId } = await listed();
      const answer = await outcome(itemId, version, { ...PUT_OFF, interimCheck: interimCheck(world) });
      expect([answer.status, answer.body.status]).toEqual([200, 'DEFERRED']);
      expect(await checks()).toMatchObject([
        { caseId, target: 'VICTIM', text: interimCheck(world).text, agendaItemId: itemId },
      ]);
    });

    test('not come to is put off too, whatever the word for it', async () => {
      const { itemId, version } = await listed();
      const body = { status: 'NOT_HEARD', reason: 'NO_QUORUM', interimCheck: interimCheck(world) };
      expect((await outcome(itemId, version, body)).status).toBe(200);
      expect(await checks()).toMatchObject([{ target: 'VICTIM', agendaItemId: itemId }]);
    });

    test('what does not come back at a meeting needs none', async () => {
      for (const [status, days] of [
        ['DEFERRED', 50],
        ['NOT_HEARD', 60],
      ] as const) {
        const { itemId, version } = await listed(plan(app, world, { heldOn: dayAhead(days) }));
        expect((await outcome(itemId, version, { status, reason: 'VICTIM_DECEASED' })).status).toBe(200);
      }
      expect(await checks()).toEqual([]);
    });
  });

  test('not heard again and again: counted on', async () => {
    const meetings = [
      plan(app, world),
      plan(app, world, { heldOn: dayAhead(75) }),
      plan(app, world, { heldOn: dayAhead(90) }),
    ];
    const [first, second, third] = await Promise.all(meetings);
    const { itemId, version } = await listed(Promise.resolve(first!));
    const unheard = { status: 'NOT_HEARD', reason: 'NO_QUORUM', interimCheck: interimCheck(world) };
    await outcome(itemId, version, unheard);
    const [carried] = (await caseList(app, second!.id, world.coordinator)).items;
    await outcome(carried.agendaItemId, carried.version, unheard);
    expect((await caseList(app, third!.id, world.coordinator)).items).toMatchObject([{ notHeard: 2 }]);
  });

  test('not heard without a meeting to come: among the unlisted, with the reason', async () => {
    const { itemId, version, caseId } = await listed();
    const answer = await outcome(itemId, version, {
      status: 'NOT_HEARD',
      reason: 'AGENCY_ABSENT',
      interimCheck: interimCheck(world),
    });
    expect(answer.body.listedNextAt).toBeNull();
    expect(await unlisted()).toMatchObject([{ caseId, lastStatus: 'NOT_HEARD', lastReason: 'AGENCY_ABSENT' }]);
  });

  test('out of area: not listed again by itself, and not out of sight', async () => {
    const next = await plan(app, world, { heldOn: dayAhead(75) });
    const { itemId, version, caseId } = await listed();
    expect(
      (await outcome(itemId, version, { status: 'NOT_HEARD', reason: 'OUT_OF_AREA' })).body.listedNextAt,
    ).toBeNull();
    expect((await caseList(app, next.id, world.coordinator)).items).toEqual([]);
    expect(await unlisted()).toMatchObject([{ caseId, lastReason: 'OUT_OF_AREA' }]);
  });

  test.each([
    ['without a reason', { status: 'NOT_HEARD' }, '/reason', 'required'],
    ['with a reason of nobody', { status: 'NOT_HEARD', reason: 'RAIN' }, '/reason', 'not-one-of'],
    ['heard, with a reason', { status: 'HEARD', reason: 'NO_QUORUM' }, '/reason', 'not-wanted'],
    ['withdrawn', { status: 'WITHDRAWN' }, '/status', 'not-one-of'],
  ])('%s is refused', async (_, body, pointer, code) => {
    const { itemId, version } = await listed();
    const answer = await outcome(itemId, version, body);
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ pointer, code }]]);
  });

  test('is recorded once, by who manages meetings, on what they saw', async () => {
    const { itemId, version, meetingId } = await listed();
    await openFor(app, world, meetingId, itemId);
    for (const as of [world.housing, world.idva])
      expect((await outcome(itemId, version, { status: 'HEARD' }, as)).status).toBe(403);
    expect((await outcome(itemId, version, { status: 'HEARD' }, (await app.world()).coordinator)).status).toBe(404);
    expect((await outcome(itemId, version + 1, { status: 'HEARD' })).status).toBe(412);
    expect((await outcome(newId(), version, { status: 'HEARD' })).status).toBe(404);
    const both = await Promise.all([
      outcome(itemId, version, { status: 'HEARD' }),
      outcome(itemId, version, { status: 'HEARD' }),
    ]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
    const again = await outcome(itemId, version + 1, { status: 'NOT_HEARD', reason: 'NO_QUORUM' });
    expect([again.status, again.body.code]).toEqual([409, 'already-recorded']);
  });

  test('an action is agreed at the meeting and shows on the list', async () => {
    const { itemId, meetingId } = await listed();
    const body = {
      ownerAgencyId: world.agencies.probation.id,
      ownerPost: 'Duty officer',
      text: 'Check the licence conditions',
      target: 'PERPETRATOR',
    };
    const answer = await app.request('POST', `/agenda-items/${itemId}/actions`, { as: world.chair, body });
    expect([answer.status, answer.body.agendaItemId]).toEqual([201, itemId]);
    expect((await caseList(app, meetingId, world.coordinator)).items).toMatchObject([
      { openActions: 1, overdueActions: 0 },
    ]);
    expect((await app.request('POST', `/agenda-items/${itemId}/actions`, { as: world.housing, body })).status).toBe(
      403,
    );
    expect((await app.request('POST', `/agenda-items/${newId()}/actions`, { as: world.chair, body })).status).toBe(404);
  });
});
