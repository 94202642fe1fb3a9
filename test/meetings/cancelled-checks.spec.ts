import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { type Cycle, cycle } from '../research/cycle.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { caseList, dayAhead, interimCheck, openFor, plan } from './calendar.js';

let app: TestApp;
let world: World;
let made: Cycle;
let next: string;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  made = await cycle(app, world, [world.housing, world.police]);
  next = (await plan(app, world, { heldOn: dayAhead(75) })).id;
});
afterAll(() => app?.stop());

const send = (path: string, body: object, as = world.coordinator, version?: number) =>
  app.request('POST', path, { as, body, headers: version ? { 'if-match': `"${version}"` } : {} });
async function cancel(): Promise<void> {
  const { version } = (await app.request('GET', `/meetings/${made.meetingId}`, { as: world.coordinator })).body;
  const answer = await send(`/meetings/${made.meetingId}/cancellation`, { reason: 'Snow' }, world.coordinator, version);
  expect(answer.status).toBe(200);
}
const waiting = async (as: TestUser = world.coordinator) =>
  (await app.request('GET', `/meetings/${made.meetingId}/unchecked-cases`, { as })).body.map((row: any) => row.caseId);
const check = (itemId: string, changes: object = {}, as?: TestUser) =>
  send(`/agenda-items/${itemId}/interim-check`, { ...interimCheck(world), ...changes }, as);
const task = async (as: TestUser = world.coordinator) => {
  const { body } = await app.request('GET', `/tasks?maracId=${world.maracId}`, { as });
  const found = body.items.find(({ kind }: { kind: string }) => kind === 'INTERIM_CHECKS');
  return found && [found.meetingId, found.outstanding, found.overdue];
};
const actions = () => app.rows('select a.id, a.target, a.agenda_item_id from actions.actions a where a.marac_id = $1', [world.maracId]); // prettier-ignore

describe('who learns nothing of them', () => {
  test.each(['police', 'housing', 'idva', 'referrer', 'administrator', 'auditor', 'observer'] as const)('%s', async (role) => {
    await cancel();
    expect((await app.request('GET', `/meetings/${made.meetingId}/unchecked-cases`, { as: world[role] })).status).toBe(403);
    expect((await check(made.cases[0]!.itemId, {}, world[role])).status).toBe(403);
    expect(await actions()).toEqual([]);
  }); // prettier-ignore

  test('the coordinator of another MARAC finds neither the meeting nor the case', async () => {
    await cancel();
    const { coordinator } = await app.world();
    for (const id of [made.meetingId, randomUUID()])
      expect((await app.request('GET', `/meetings/${id}/unchecked-cases`, { as: coordinator })).status).toBe(404);
    for (const id of [made.cases[0]!.itemId, randomUUID()]) expect((await check(id, {}, coordinator)).status).toBe(404);
  });

  test('a coordinator who is kept out of a case, while the chair has it as a task', async () => {
    const [{ caseId, itemId }] = made.cases as [Cycle['cases'][0]];
    const cause = { caseId, maracId: world.maracId, cause: 'CONFLICT', causeId: randomUUID() } as const;
    await app.operate(async () => app.get(Exclusions).exclude({ ...cause, userId: world.coordinator.id }));
    await cancel();
    expect([await waiting(), await task()]).toEqual([[made.cases[1]!.caseId], [made.meetingId, 1, false]]);
    expect((await check(itemId)).status).toBe(404);
    expect([(await waiting(world.chair)).length, await task(world.chair)]).toEqual([2, [made.meetingId, 2, false]]);
    expect((await check(itemId, {}, world.chair)).status).toBe(201);
  });
});

test('before a meeting is cancelled nothing is asked', async () => {
  expect([await waiting(), await task()]).toEqual([[], undefined]);
  const refused = await check(made.cases[0]!.itemId);
  expect([refused.status, refused.body.code]).toEqual([409, 'not-put-off']);
});

test('each case of a cancelled meeting is a task until somebody is named who checks on the victim, by an action', async () => {
  await cancel();
  expect([await waiting(), await task()]).toEqual([made.cases.map(({ caseId }) => caseId), [made.meetingId, 2, false]]);
  const [first, second] = made.cases as [Cycle['cases'][0], Cycle['cases'][0]];
  const agreed = await check(first.itemId);
  expect([agreed.status, agreed.body.agendaItemId]).toEqual([201, first.itemId]);
  expect(await actions()).toEqual([{ id: agreed.body.actionId, target: 'VICTIM', agenda_item_id: first.itemId }]);
  expect([await waiting(), await task()]).toEqual([[second.caseId], [made.meetingId, 1, false]]);
  const again = await Promise.all([check(first.itemId), check(second.itemId), check(second.itemId)]);
  expect(again[0]).toMatchObject({ status: 409, body: { code: 'already-checked' } });
  expect([again[1].status, again[2].status].sort()).toEqual([201, 409]);
  expect([await waiting(), await task(), (await actions()).length]).toEqual([[], undefined, 2]);
});

test.each<[string, () => object, number, string, string]>([
  ['after the meeting that hears it', () => ({ dueOn: dayAhead(80) }), 422, '/dueOn', 'check-too-late'],
  ['without a day', () => ({ dueOn: undefined }), 422, '/dueOn', 'required'],
  ['by an agency of elsewhere', () => ({ ownerAgencyId: randomUUID() }), 422, '/ownerAgencyId', 'unknown'],
])('a check %s is refused, and nothing changes', async (_, changes, status, pointer, code) => {
  await cancel();
  const refused = await check(made.cases[0]!.itemId, changes());
  expect([refused.status, refused.body.errors]).toMatchObject([status, [{ pointer, code }]]);
  expect([await actions(), (await waiting()).length]).toEqual([[], 2]);
});

test('a case that is heard since, or put off anew with a check, asks for none', async () => {
  await cancel();
  const [first, second] = (await caseList(app, next, world.coordinator)).items;
  await openFor(app, world, next, first.agendaItemId);
  await send(`/agenda-items/${first.agendaItemId}/outcome`, { status: 'HEARD' }, world.coordinator, first.version);
  expect(await waiting()).toEqual([second.caseId]);
  const putOff = { status: 'NOT_HEARD', reason: 'TIME_OVERRUN', interimCheck: interimCheck(world) };
  const answer = await send(`/agenda-items/${second.agendaItemId}/outcome`, putOff, world.coordinator, second.version);
  expect([answer.status, await waiting(), await task()]).toEqual([200, [], undefined]);
});

test('is overdue the working day after the next', async () => {
  await cancel();
  await app.rows(`update meetings.meetings set changed_at = changed_at - interval '6 days' where id = $1 returning id`, [made.meetingId]); // prettier-ignore
  expect(await task()).toEqual([made.meetingId, 2, true]);
});
