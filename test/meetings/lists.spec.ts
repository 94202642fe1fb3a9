import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/platform/db/ids.js';
import { noticesOf, refer, step } from '../referrals/referring.js';
import { circulate } from '../research/cycle.js';
import { startApp, type TestApp } from '../support/app.js';
import { setRules } from '../support/asking.js';
import type { TestUser, World } from '../support/world.js';
import {
  type Accepted,
  accept,
  caseList,
  dayAhead,
  deliver,
  order,
  plan,
  type Planned,
  interimCheck,
} from './calendar.js';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
});
afterAll(() => app?.stop());

const send = (method: 'POST' | 'PUT', path: string, version: number, body?: object, as: TestUser = world.coordinator) =>
  app.request(method, path, { as, body, headers: { 'if-match': `"${version}"` } });
const list = (meetingId: string, caseId: string, rest: object = {}, as: TestUser = world.coordinator) =>
  app.request('POST', `/meetings/${meetingId}/agenda-items`, { as, body: { caseId, ...rest } });
const planItem = (item: Item, body: object, as = world.coordinator) => send('PUT', `/agenda-items/${item.itemId}`, item.version, body, as); // prettier-ignore
const defer = (item: Item, body: object, as = world.coordinator) => send('POST', `/agenda-items/${item.itemId}/deferral`, item.version, body, as); // prettier-ignore

interface Item extends Accepted {
  itemId: string;
  version: number;
}

async function listed(meetingId: string, rest: object = {}): Promise<Item> {
  const accepted = await accept(app, world);
  const { status, body, text } = await list(meetingId, accepted.caseId, rest);
  if (status !== 201) throw new Error(text);
  return { ...accepted, itemId: body.id, version: body.version };
}

/** Minutes from the start of the meeting to each slot. */
async function slots(meetingId: string): Promise<[caseId: string, minutes: number][]> {
  const { items, startsAt } = await caseList(app, meetingId, world.coordinator);
  return items.map((item: { caseId: string; startsAt: string }) => [item.caseId, (Date.parse(item.startsAt) - Date.parse(startsAt)) / 60_000]); // prettier-ignore
}

describe('how a case is taken', () => {
  test('is for who manages the meeting, on the version they saw', async () => {
    const item = await listed((await plan(app, world)).id);
    for (const as of [world.housing, world.idva]) expect((await planItem(item, { minutes: 20 }, as)).status).toBe(403);
    expect((await planItem(item, { minutes: 20 }, (await app.world()).coordinator)).status).toBe(404);
    expect((await planItem({ ...item, version: 9 }, { minutes: 20 })).status).toBe(412);
    expect((await planItem({ ...item, itemId: newId() }, { minutes: 20 })).status).toBe(404);
  });

  test('for longer: the slots after it follow, and a guest’s time with them', async () => {
    const { id } = await plan(app, world);
    const [first, second] = [await listed(id), await listed(id)];
    const guest = { userId: world.referrer.id, reason: 'Took the referral' };
    await app.request('POST', `/agenda-items/${second.itemId}/guests`, { as: world.coordinator, body: guest });
    const of = async () => (await app.request('GET', '/guest-slots', { as: world.referrer })).body;
    const [before] = await of();
    expect((await planItem(first, { minutes: 30 })).body).toMatchObject({ minutes: 30, alertOnly: false });
    await deliver(app);
    expect(await slots(id)).toEqual([[first.caseId, 0], [second.caseId, 30]]); // prettier-ignore
    const [after] = await of();
    const moved = (name: 'startsAt' | 'opensAt') => Date.parse(after[name]) - Date.parse(before[name]);
    expect([moved('startsAt'), moved('opensAt')]).toEqual([18 * 60_000, 18 * 60_000]);
    expect(after.caseId).toBeNull();
  });

  test('not discussed: on the list, without minutes, with the reason, and no place taken', async () => {
    const { id } = await plan(app, world);
    const [first, second] = [await listed(id), await listed(id)];
    expect((await planItem(first, { alertOnly: true })).body.errors).toMatchObject([{ pointer: '/alertBecause', code: 'required' }]);
    const both = await planItem(first, { alertOnly: true, alertBecause: 'Heard last week', minutes: 5 });
    expect(both.body.errors).toMatchObject([{ pointer: '/minutes', code: 'not-wanted' }]);
    const answer = await planItem(first, { alertOnly: true, alertBecause: 'Heard last week' });
    expect(answer.body).toMatchObject({ alertOnly: true, alertBecause: 'Heard last week', minutes: 0 });
    expect(await slots(id)).toEqual([[first.caseId, 0], [second.caseId, 0]]); // prettier-ignore
    const { items, totals } = await caseList(app, id, world.coordinator);
    expect([items[0].alertOnly, items[1].alertOnly]).toEqual([true, false]);
    expect(totals).toMatchObject({ cases: 1, minutes: 12 });
    const outcome = { status: 'HEARD' };
    expect((await send('POST', `/agenda-items/${first.itemId}/outcome`, answer.body.version, outcome)).body.code).toBe('alert-only');
    await app.rows(`update meetings.meetings set held_on = held_on - 90, starts_at = starts_at - interval '90 days' where id = $1`, [id]);
    const unlisted = await app.request('GET', `/meetings/unlisted?marac=${world.maracId}`, { as: world.coordinator });
    expect(unlisted.body.items.map((one: Accepted) => one.caseId)).toEqual([second.caseId]);
    const again = await planItem({ ...first, version: answer.body.version }, { alertOnly: false });
    expect(again.body).toMatchObject({ alertOnly: false, alertBecause: null, minutes: 12 });
  }); // prettier-ignore

  test('a reason that gives away where the victim is safe is refused', async () => {
    const item = await listed((await plan(app, world)).id);
    const place = { kind: 'REFUGE', name: 'Willowmere', address: '9 Sheltered Row', postcode: 'NB8 8ZZ', phone: '01632 960777' };
    await app.request('POST', `/cases/${item.caseId}/locations`, { as: world.coordinator, body: place });
    const answer = await planItem(item, { alertOnly: true, alertBecause: 'Safe at 9 Sheltered Row' });
    expect(answer.body.errors).toMatchObject([{ pointer: '/alertBecause', code: 'protected-address-in-text' }]);
  }); // prettier-ignore
});

describe('the order proposed', () => {
  const proposed = async (meetingId: string, as = world.coordinator) =>
    app.request('GET', `/meetings/${meetingId}/proposed-order`, { as });
  const take = (meetingId: string, version: number, as = world.coordinator) =>
    send('POST', `/meetings/${meetingId}/proposed-order`, version, undefined, as);

  test('is for who manages the meeting', async () => {
    const { id, version } = await plan(app, world);
    for (const as of [world.housing, world.idva]) {
      expect((await proposed(id, as)).status).toBe(403);
      expect((await take(id, version, as)).status).toBe(403);
    }
    expect((await proposed(id, (await app.world()).coordinator)).status).toBe(404);
    expect((await proposed(newId())).status).toBe(404);
  });

  test('goes by urgency, by when guests can come, and by restrictions; says why; changes nothing until it is taken', async () => {
    const meeting = await plan(app, world);
    const { id, startsAt } = meeting;
    const [usual, restricted, guested, waited] = [await listed(id), await listed(id), await listed(id), await listed(id)];
    const report = { caseId: restricted.caseId, userId: world.probation.id, nature: 'NEIGHBOUR' };
    expect((await app.request('POST', '/conflicts', { as: world.chair, body: report })).status).toBe(201);
    await app.rows('update meetings.agenda_items set not_heard = 1 where id = $1 returning id', [waited.itemId]);
    const minutes = (after: number) => new Date(Date.parse(startsAt) + after * 60_000).toISOString();
    const guest = { userId: world.referrer.id, reason: 'Took the referral', availableFrom: minutes(0), availableUntil: minutes(15) };
    const invited = await app.request('POST', `/agenda-items/${guested.itemId}/guests`, { as: world.coordinator, body: guest });
    expect(invited.body).toMatchObject({ availableFrom: minutes(0), availableUntil: minutes(15) });
    const before = await caseList(app, id, world.coordinator);
    const { body } = await proposed(id);
    expect(body.items.map((one: Item) => one.caseId)).toEqual([guested, waited, usual, restricted].map(({ caseId }) => caseId));
    expect(body.items.map((one: { reasons: string[] }) => one.reasons)).toEqual([
      ['A guest can come at this time.'],
      ['Not heard at 1 meeting before.'],
      ['Waiting for 0 days.'],
      ['Restricted: this area hears such cases last.'],
    ]);
    expect(body).toMatchObject({ version: before.version, isCurrent: false, ruleVersion: 0 });
    expect(await caseList(app, id, world.coordinator)).toEqual(before);
    expect((await take(id, before.version + 1)).status).toBe(412);
    const taken = await take(id, before.version);
    expect(taken.body).toMatchObject({ isCurrent: true });
    expect(order(await caseList(app, id, world.coordinator))).toEqual(body.items.map((one: Item) => one.caseId));
  }); // prettier-ignore

  test('goes by the area’s own rules', async () => {
    await setRules(app, world, { lists: { restricted: 'FIRST' } });
    const { id } = await plan(app, world);
    const [usual, restricted] = [await listed(id), await listed(id)];
    const report = { caseId: restricted.caseId, userId: world.probation.id, nature: 'NEIGHBOUR' };
    await app.request('POST', '/conflicts', { as: world.chair, body: report });
    const { body } = await proposed(id);
    expect(body.items.map((one: Item) => one.caseId)).toEqual([restricted.caseId, usual.caseId]);
  });

  test('keeps the cases of a children’s team together', async () => {
    const { id } = await plan(app, world);
    const items = [await listed(id), await listed(id), await listed(id)];
    for (const item of [items[0]!, items[2]!]) await planItem(item, { childrenTeam: 'North' });
    const { body } = await proposed(id);
    expect(body.items.map((one: Item) => one.caseId)).toEqual([items[0]!, items[2]!, items[1]!].map(({ caseId }) => caseId));
    expect(body.items[1].reasons).toEqual(['With the case before it, for the children’s team North.']);
  }); // prettier-ignore

  test('leaves out what is hidden from who asks, and neither tells of it nor moves it away', async () => {
    const { id } = await plan(app, world);
    const [first, hidden, third] = [await listed(id), await listed(id), await listed(id)];
    const report = { caseId: hidden.caseId, userId: world.coordinator.id, nature: 'RELATIVE' };
    await app.request('POST', '/conflicts', { as: world.chair, body: report });
    const { body, text } = await proposed(id);
    expect(body.items.map((one: Item) => one.caseId)).toEqual([first.caseId, third.caseId]);
    expect(text).not.toContain(hidden.caseId);
    expect((await take(id, body.version)).status).toBe(200);
    expect(order(await caseList(app, id, world.chair)).sort()).toEqual([first, hidden, third].map((one) => one.caseId).sort());
  }); // prettier-ignore

  test.each([
    ['another day', -3 * 1440, 30, '/availableFrom', 'another-day'],
    ['the wrong way round', 30, 0, '/availableUntil', 'before-it-begins'],
  ])('a guest who can come on %s is refused', async (_, from, until, pointer, code) => {
    const { id, startsAt } = await plan(app, world);
    const item = await listed(id);
    const minutes = (after: number) => new Date(Date.parse(startsAt) + after * 60_000).toISOString();
    const guest = { userId: world.referrer.id, reason: 'Took the referral' };
    const invited = await app.request('POST', `/agenda-items/${item.itemId}/guests`, { as: world.chair, body: guest });
    const when = { availableFrom: minutes(from), availableUntil: minutes(until) };
    const say = (body: object, as = world.coordinator) =>
      app.request('PUT', `/guests/${invited.body.id}/availability`, { as, body });
    expect((await say(when)).body.errors).toMatchObject([{ pointer, code }]);
    expect((await say({}, world.housing)).status).toBe(403);
    expect((await say({ availableFrom: minutes(0), availableUntil: minutes(60) })).status).toBe(200);
    expect((await say({})).body).toMatchObject({ availableFrom: null, availableUntil: null });
  });
});

describe('a list that is too long', () => {
  async function full(): Promise<Planned & { items: Item[] }> {
    const meeting = await plan(app, world);
    await app.rows('update meetings.meetings set cap = 1 where id = $1 returning id', [meeting.id]);
    return { ...meeting, items: [await listed(meeting.id)] };
  }
  const check = (dueOn = dayAhead(61)) => ({
    ...{
      ownerAgencyId: world.agencies.housing.id,
      ownerPost: 'Duty officer',
      text: 'Ring her and see that the locks hold',
      dueOn,
    },
  });
  const DEFER = { reason: 'TIME_OVERRUN', because: 'The list is too long, and she is safe at present' };

  test('is told of with what can be done: an extra meeting, or the next that has room', async () => {
    const { id, venue, ...first } = { venue: 'Town hall', ...(await full()) };
    const next = await plan(app, world, { heldOn: dayAhead(75) });
    const { caseId } = await accept(app, world);
    const { status, body } = await list(id, caseId);
    expect([status, body.overflow]).toMatchObject([201, { cases: 2, cap: 1, deferTo: { meetingId: next.id } }]);
    expect(body.overflow.extraMeeting).toMatchObject({ maracId: world.maracId, startTime: '09:30', venue });
    expect(body.overflow.extraMeeting.heldOn > first.heldOn).toBe(true);
    const extra = await app.request('POST', '/meetings', { as: world.coordinator, body: body.overflow.extraMeeting });
    expect(extra.status).toBe(201);
  });

  test('a case is put off only with a check on the victim, in time', async () => {
    const { items, id } = await full();
    await plan(app, world, { heldOn: dayAhead(75) });
    const [item] = items as [Item];
    const later = { ...DEFER, interimCheck: check(dayAhead(80)) };
    const nobody = { ...DEFER, interimCheck: { ...check(), ownerAgencyId: newId() } };
    const past = { ...DEFER, interimCheck: check('2026-01-05') };
    const { dueOn: _, ...never } = check();
    for (const [body, pointer, code] of [
      [DEFER, '/interimCheck', 'check-required'],
      [{ ...DEFER, reason: 'OUT_OF_AREA', interimCheck: check() }, '/reason', 'no-deferral'],
      [later, '/interimCheck/dueOn', 'check-too-late'],
      [nobody, '/interimCheck/ownerAgencyId', 'unknown'],
      [past, '/interimCheck/dueOn', 'in-the-past'],
      [{ ...DEFER, interimCheck: never }, '/interimCheck/dueOn', 'required'],
      [{ ...DEFER, interimCheck: check(), toMeetingId: id }, '/toMeetingId', 'not-another'],
      [{ ...DEFER, interimCheck: check(), toMeetingId: newId() }, '/toMeetingId', 'unknown'],
    ] as const) {
      const answer = await defer(item, body);
      expect([answer.status, answer.body.errors]).toMatchObject([422, [{ pointer, code }]]);
    }
    for (const as of [world.housing, world.idva])
      expect((await defer(item, { ...DEFER, interimCheck: check() }, as)).status).toBe(403);
    expect((await defer({ ...item, version: 9 }, { ...DEFER, interimCheck: check() })).status).toBe(412);
    expect(order(await caseList(app, id, world.coordinator))).toEqual([item.caseId]);
    expect(await app.rows('select id from actions.actions where case_id = $1', [item.caseId])).toEqual([]);
  });

  test('put off: off this list, at the top of the next, counted; the check is an action of its agency; the chair is told', async () => {
    const { items, id } = await full();
    const next = await plan(app, world, { heldOn: dayAhead(75) });
    const other = await listed(next.id);
    const [item] = items as [Item];
    const answer = await defer(item, { ...DEFER, interimCheck: check() });
    expect([answer.status, answer.body]).toMatchObject([200, { status: 'WITHDRAWN', listedNextAt: next.id }]);
    expect((await caseList(app, id, world.coordinator)).totals.cases).toBe(0);
    const after = await caseList(app, next.id, world.coordinator);
    expect(after.items).toMatchObject([
      { caseId: item.caseId, notHeard: 1, escalated: true },
      { caseId: other.caseId, notHeard: 0, escalated: false },
    ]);
    const actions = await app.request('GET', '/actions?mine=true', { as: world.housing });
    expect(actions.body.items).toMatchObject([{ text: check().text, target: 'VICTIM', caseId: item.caseId }]);
    const [kept] = await app.rows('select because, to_meeting_id as "to", action_id as "action" from meetings.deferrals where agenda_item_id = $1', [item.itemId]); // prettier-ignore
    expect(kept).toEqual({ because: DEFER.because, to: next.id, action: actions.body.items[0].id });
    await deliver(app);
    await deliver(app);
    expect(await noticesOf(app, world.chair, id)).toEqual(['CASE_NOT_HEARD']);
    expect(await noticesOf(app, world.coordinator, id)).toEqual([]);
  });

  test('without a meeting to come it waits among the unlisted, checked all the same, and counts on when it is listed', async () => {
    const { items } = await full();
    const [item] = items as [Item];
    expect((await defer(item, DEFER)).body.errors).toMatchObject([{ code: 'check-required' }]);
    expect((await defer(item, { ...DEFER, interimCheck: check() })).body).toMatchObject({ listedNextAt: null });
    const unlisted = await app.request('GET', `/meetings/unlisted?marac=${world.maracId}`, { as: world.coordinator });
    expect(unlisted.body.items).toMatchObject([{ caseId: item.caseId }]);
  });

  test('to an extra meeting that is sooner: no check is needed, and nothing is counted', async () => {
    const { items } = await full();
    const [item] = items as [Item];
    const extra = await plan(app, world, { heldOn: dayAhead(40) });
    const moved = await defer(item, { ...DEFER, toMeetingId: extra.id });
    expect(moved.body).toMatchObject({ listedNextAt: extra.id });
    expect((await caseList(app, extra.id, world.coordinator)).items).toMatchObject([
      { caseId: item.caseId, notHeard: 0, escalated: false },
    ]);
  });
});

describe('a case that is not heard', () => {
  const outcome = (item: Item) => send('POST', `/agenda-items/${item.itemId}/outcome`, item.version, { status: 'NOT_HEARD', reason: 'NO_QUORUM', interimCheck: interimCheck(world) }); // prettier-ignore

  test('goes to the chair at once, and shows on the list', async () => {
    const { id } = await plan(app, world);
    const next = await plan(app, world, { heldOn: dayAhead(75) });
    const item = await listed(id);
    await outcome(item);
    await deliver(app);
    await deliver(app);
    expect(await noticesOf(app, world.chair, id)).toEqual(['CASE_NOT_HEARD']);
    expect((await caseList(app, next.id, world.housing)).items).toMatchObject([{ notHeard: 1, escalated: true }]);
  });

  test('goes to the chair as late as the area wants', async () => {
    await setRules(app, world, { lists: { escalateNotHeardAt: 2 } });
    const { id } = await plan(app, world);
    const next = await plan(app, world, { heldOn: dayAhead(75) });
    await outcome(await listed(id));
    await deliver(app);
    await deliver(app);
    expect(await noticesOf(app, world.chair, id)).toEqual([]);
    const [again] = (await caseList(app, next.id, world.coordinator)).items;
    expect(again).toMatchObject({ notHeard: 1, escalated: false });
    await outcome({ ...again, itemId: again.agendaItemId });
    await deliver(app);
    await deliver(app);
    expect(await noticesOf(app, world.chair, next.id)).toEqual(['CASE_NOT_HEARD']);
  });

  test('with no meeting planned, it counts on when one is, at the top', async () => {
    const item = await listed((await plan(app, world)).id);
    await outcome(item);
    const next = await plan(app, world, { heldOn: dayAhead(75) });
    await listed(next.id);
    expect((await list(next.id, item.caseId)).body).toMatchObject({ notHeard: 1, escalated: true, position: 1 });
  });
});

describe('once the list went out', () => {
  test('the chair alone adds a case, and says why; nobody else, nor by itself', async () => {
    const { id } = await plan(app, world);
    const early = await accept(app, world);
    expect((await list(id, early.caseId, { reason: 'x' })).body.errors).toMatchObject([{ pointer: '/reason', code: 'not-wanted' }]);
    await list(id, early.caseId);
    await circulate(app, id, world.coordinator);
    const late = await accept(app, world);
    await deliver(app);
    const cases = async () => order(await caseList(app, id, world.chair));
    expect(await cases()).toEqual([early.caseId]);
    expect((await list(id, late.caseId, { reason: 'Out tonight' })).body).toMatchObject({ status: 403, code: 'chair-decides' });
    expect((await list(id, late.caseId, {}, world.chair)).body.errors).toMatchObject([{ pointer: '/reason', code: 'required' }]);
    expect(await cases()).toEqual([early.caseId]);
    const added = await list(id, late.caseId, { reason: 'He is released tonight' }, world.chair);
    expect([added.status, added.body.lateBecause]).toEqual([201, 'He is released tonight']);
  }); // prettier-ignore

  test('an emergency goes on the very next list that is not out yet, full or closed', async () => {
    const out = await plan(app, world, { heldOn: dayAhead(1) });
    await listed(out.id);
    await circulate(app, out.id, world.coordinator);
    const near = await plan(app, world, { heldOn: dayAhead(3), startTime: '13:00' });
    await app.rows('update meetings.meetings set cap = 1 where id = $1 returning id', [near.id]);
    await listed(near.id);
    const usual = await accept(app, world);
    const referral = await refer(app, world);
    await step(app, '/screening', referral, world.coordinator, { decision: 'ACCEPT_EMERGENCY', advice: 'He is released tonight' });
    await deliver(app);
    const on = order(await caseList(app, near.id, world.coordinator));
    expect([on.includes(referral.caseId), on.includes(usual.caseId)]).toEqual([true, false]);
    const { body } = await app.request('GET', `/meetings/${near.id}/proposed-order`, { as: world.chair });
    expect(body.items[0]).toMatchObject({ caseId: referral.caseId, reasons: ['Accepted as an emergency.'] });
  }); // prettier-ignore
});
