import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { agree } from '../actions/plan.js';
import { interimCheck, today } from '../meetings/calendar.js';
import { cycle, dayComes } from '../research/cycle.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { type Day, meetingDay, type Table, table } from './day.js';

let app: TestApp;
let world: World;
let day: Day;
let at: Table;
let action: { id: string; version: number };
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  day = await meetingDay(app, world, [world.housing]);
  at = table(app, world, day.meetingId);
  action = await agree(app, world, day.cases[0]!.caseId, world.agencies.housing.id);
});
afterAll(() => app?.stop());

const path = () => `/meetings/${day.meetingId}/actions-review`;
const list = async (as?: TestUser) => (await at.ask('GET', path(), undefined, as)).body;
const review = (body: object, version = action.version, as?: TestUser) =>
  at.ask('POST', path(), { id: randomUUID(), actionId: action.id, note: 'Locks in stock', ...body }, as, version);
const detail = async () => (await at.ask('GET', `/actions/${action.id}`)).body;

test('open actions of the cases on the list come first, and those that an earlier meeting agreed', async () => {
  await app.rows(`update meetings.meetings set starts_at = starts_at + interval '1 hour' where id = $1`, [
    day.meetingId,
  ]);
  const earlier = await cycle(app, world, [world.police]);
  await dayComes(app, earlier.meetingId);
  await app.rows(`update meetings.meetings set held_on = held_on - 14, starts_at = starts_at - interval '14 days' where id = $1`, [earlier.meetingId]); // prettier-ignore
  const body = {
    ownerAgencyId: world.agencies.probation.id,
    ownerPost: 'Duty officer',
    text: 'Visit',
    target: 'PERPETRATOR',
  };
  const agreed = await at.ask('POST', `/agenda-items/${earlier.cases[0]!.itemId}/actions`, body);
  const here = await at.ask('POST', `/agenda-items/${day.cases[0]!.itemId}/actions`, body);
  expect([agreed.status, here.status]).toEqual([201, 201]);
  const { items, waiting } = await list();
  expect(waiting).toBe(2);
  expect(items).toMatchObject(
    [
      [action.id, true, null],
      [agreed.body.id, false, expect.any(String)],
    ].map(([id, onThisList, agreedOn]) => ({ action: { id }, onThisList, agreedOn, review: null })),
  );
  // an agency sees its own alone, and what was agreed at this very meeting is not reviewed by it
  expect((await list(world.probation)).items).toMatchObject([{ action: { id: agreed.body.id } }]);
  const page = await at.ask('GET', `${path()}?limit=1`);
  expect((await at.ask('GET', `${path()}?limit=1&after=${page.body.next}`)).body.items).toMatchObject([
    { action: { id: agreed.body.id } },
  ]);
  expect((await at.ask('GET', `${path()}?after=nowhere`)).status).toBe(422);
});

describe('what the meeting finds', () => {
  beforeEach(() => at.open());

  test.each<[string, object, object, string]>([
    ['DONE', {}, { status: 'CLOSED', closureReason: 'COMPLETED' }, ': done.'],
    ['NOT_POSSIBLE_CIRCUMSTANCES_CHANGED', {}, { status: 'CLOSED', closureReason: 'NOT_POSSIBLE_CIRCUMSTANCES' }, ': not possible'],
    ['AGENCY_DID_NOT', { end: true }, { status: 'CLOSED', closureReason: 'NOT_DONE_AGENCY' }, ': the agency did not'],
    ['AGENCY_DID_NOT', {}, { status: 'IN_PROGRESS', closureReason: null }, ': the agency did not'],
    ['CARRIED_ON', {}, { status: 'IN_PROGRESS', closureReason: null }, ': carried on'],
    ['CARRIED_ON', { dueOn: '2099-01-01' }, {}, 'too-far'],
  ])('%s %j goes into the history of the action', async (finding, rest, expected, words) => {
    const answer = await review({ finding, ...rest });
    if (words === 'too-far') return expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ finding, note: 'Locks in stock', reviewedBy: 'Test COORDINATOR' });
    const now = await detail();
    expect(now).toMatchObject(expected);
    expect([now.outcome, ...now.updates.map((update: any) => update.note)].join()).toContain(words);
    expect((await list()).items).toMatchObject([{ action: { id: action.id }, review: { finding } }]);
    expect((await list()).waiting).toBe(0);
  }); // prettier-ignore

  test.each<[string, object, object]>([
    ['DONE', {}, { status: 'CLOSED', closureReason: 'COMPLETED' }],
    ['NOT_POSSIBLE_CIRCUMSTANCES_CHANGED', {}, { status: 'CLOSED', closureReason: 'NOT_POSSIBLE_CIRCUMSTANCES' }],
    ['AGENCY_DID_NOT', { end: true }, { status: 'CLOSED', closureReason: 'NOT_DONE_AGENCY' }],
    ['AGENCY_DID_NOT', {}, { status: 'IN_PROGRESS', closureReason: null }],
    ['CARRIED_ON', {}, { status: 'IN_PROGRESS', closureReason: null }],
  ])('the chair writes it down too: %s %j', async (finding, rest, expected) => {
    const answer = await review({ finding, ...rest }, action.version, world.chair);
    expect([answer.status, answer.body.reviewedBy]).toEqual([200, 'Test CHAIR']);
    expect(await detail()).toMatchObject(expected);
    expect((await list(world.chair)).waiting).toBe(0);
  });

  test('who does not hold the meeting finds nothing for it, and the chair closes none outside the review', async () => {
    for (const as of [world.housing, world.probation, world.idva, world.observer, world.administrator])
      expect((await review({ finding: 'DONE' }, action.version, as)).status).toBe(403);
    const { chair } = await app.world();
    expect((await review({ finding: 'DONE' }, action.version, chair)).status).toBe(404);
    const end = { reason: 'COMPLETED', outcome: 'Done', riskEffect: 'SAME', victimMayBeTold: false };
    const alone = await at.ask('POST', `/actions/${action.id}/closure`, end, world.chair, action.version);
    expect(alone.status).toBe(403);
    expect(await detail()).toMatchObject({ status: 'AGREED', version: action.version });
  });

  test('carried on to another day', async () => {
    const dueOn = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
    expect((await review({ finding: 'CARRIED_ON', dueOn })).body).toMatchObject({ closed: false, dueOn });
    expect(await detail()).toMatchObject({ dueOn, status: 'AGREED' });
  });

  test('sent again is one, and something else of the same action is refused', async () => {
    const id = randomUUID();
    const first = await review({ id, finding: 'DONE' });
    expect((await review({ id, finding: 'DONE' })).body).toEqual(first.body);
    expect((await review({ finding: 'AGENCY_DID_NOT' }, 2)).body.code).toBe('already-reviewed');
    expect((await detail()).closureReason).toBe('COMPLETED');
  });

  test.each<[string, object, number, string]>([
    ['what was done goes on', { finding: 'DONE', end: false }, 422, '/end must-end'],
    ['what is carried on ends', { finding: 'CARRIED_ON', end: true }, 422, '/end must-go-on'],
    ['what ends has a new day', { finding: 'DONE', dueOn: '2027-01-04' }, 422, '/dueOn not-wanted'],
    ['an action that is not there', { finding: 'DONE', actionId: randomUUID() }, 422, '/actionId unknown'],
  ])('%s: refused, and the action stays as it is', async (_, body, status, place) => {
    const answer = await review(body);
    expect([answer.status, ...answer.body.errors.map((e: any) => `${e.pointer} ${e.code}`)]).toEqual([status, place]);
    expect(await detail()).toMatchObject({ status: 'AGREED', version: action.version });
  });

  test('by who did not see how the action stands is refused', async () => {
    expect((await review({ finding: 'DONE' }, 9)).status).toBe(412);
    const blind = {
      as: world.coordinator,
      body: { id: randomUUID(), actionId: action.id, finding: 'DONE', note: 'x' },
    };
    expect((await app.request('POST', path(), blind)).status).toBe(428);
  });
});

test('is refused before the meeting opens', async () => {
  expect((await review({ finding: 'DONE' })).body.code).toBe('not-open');
});

test('an area may want it before the meeting closes', async () => {
  const conference = { actionsReviewNeeded: true };
  await app.request('PUT', `/maracs/${world.maracId}/rules`, {
    as: world.chair,
    headers: { 'if-match': '"0"' },
    body: { effectiveFrom: today(), reason: 'Decided', sections: { conference } },
  });
  await at.open();
  const deferrals = [{ agendaItemId: day.cases[0]!.itemId, reason: 'TIME_OVERRUN', interimCheck: interimCheck(world) }];
  expect((await at.close({ deferrals })).body.code).toBe('review-missing');
  await review({ finding: 'CARRIED_ON' });
  expect((await at.close({ deferrals })).body.state).toBe('CLOSED');
});
