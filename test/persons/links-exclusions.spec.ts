import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { LinkScene, type Referred } from './link-scene.js';

/** Who must find nothing of one case of a person must find nothing of any, as long as the records are taken for one person. */
let app: TestApp;
let world: World;
let scene: LinkScene;
let first: Referred;
let second: Referred;
let concerned: TestUser;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  scene = new LinkScene(app, world);
  first = await scene.refer(1);
  second = await scene.refer(2);
  concerned = await world.person(world.agencies.housing.id, ['COORDINATOR']);
});
afterAll(() => app?.stop());

const declare = (caseId: string, userId = concerned.id) =>
  scene.call('POST', '/conflicts', world.housing, { caseId, userId, nature: 'FRIEND' });
const waiting = async (record = second) =>
  (await scene.proposals(world.coordinator, '&status=WAITING')).find((one) => one.record.id === record.victim);
const confirm = async (record = second) => scene.decide((await waiting(record)).id, 'CONFIRM');
const unlink = async (record = second) => {
  const [{ id }] = (await scene.links(record.victim)).filter((one) => one.undoneAt === null);
  expect((await scene.undo(record.victim, id)).status).toBe(204);
};
const lineOf = async (caseId: string) => {
  const { items } = (await scene.call('GET', `/conflicts?marac=${world.maracId}&limit=200`, world.chair)).body;
  return items.find((line: any) => line.caseId === caseId && line.userId === concerned.id);
};

test('until records are linked, a conflict in one case says nothing of the other', async () => {
  await declare(first.caseId);
  expect([await scene.sees(concerned, first.caseId), await scene.sees(concerned, second.caseId)]).toEqual([
    false,
    true,
  ]);
});

describe.each([
  ['of the earlier case', () => [first, second] as const],
  ['of the later case', () => [second, first] as const],
])('a conflict %s', (_, make) => {
  test('shuts the other from the answer to the confirmation on, and opens it again when the link is undone', async () => {
    const [closed, other] = make();
    await declare(closed.caseId);
    expect((await confirm()).status).toBe(200);
    // the very next request of a session that was open all along
    for (const { caseId } of [closed, other]) expect(await scene.sees(concerned, caseId)).toBe(false);
    expect((await scene.call('GET', '/referrals?limit=200', concerned)).text).not.toContain(other.caseId);
    expect(await lineOf(other.caseId)).toMatchObject({ evidence: ['SAME_PERSON'] });
    for (const who of [world.coordinator, world.housing]) expect(await scene.sees(who, other.caseId)).toBe(true);
    await unlink();
    expect([await scene.sees(concerned, closed.caseId), await scene.sees(concerned, other.caseId)]).toEqual([false, true]);
    expect(await lineOf(other.caseId)).toMatchObject({ status: 'UNLINKED', evidence: [] });
    expect((await lineOf(other.caseId)).decisions.map((one: any) => one.step)).toEqual(['UNLINK']);
    // linked again, it is shut again
    const again = await scene.proposals(world.coordinator, '&status=REJECTED');
    expect((await scene.decide(again[0].id, 'CONFIRM', again[0].version)).status).toBe(200);
    expect(await scene.sees(concerned, other.caseId)).toBe(false);
  });
}); // prettier-ignore

test('a conflict that is entered while the records are linked shuts both, and the link alone gives back the other', async () => {
  await confirm();
  await declare(first.caseId);
  expect(await scene.sees(concerned, second.caseId)).toBe(false);
  await unlink();
  expect([await scene.sees(concerned, first.caseId), await scene.sees(concerned, second.caseId)]).toEqual([
    false,
    true,
  ]);
});

test('a case that came with a referral while they were linked is shut, and goes with its own link alone', async () => {
  await confirm();
  await declare(first.caseId);
  const third = await scene.refer(2); // certainly the second: joined to all of them at once
  const [stands] = await scene.stands(third.victim);
  expect(stands).toBe(first.victim);
  expect(await scene.sees(concerned, third.caseId)).toBe(false);
  await unlink(); // the second and the third stay together, without the first
  const seen = [first, second, third].map(({ caseId }) => scene.sees(concerned, caseId));
  expect(await Promise.all(seen)).toEqual([false, true, true]);
});

test('two ways to one person: it stays shut while one of them is left', async () => {
  await declare(first.caseId);
  const third = await scene.refer(3);
  for (const [one, other] of [[second, first], [third, second], [third, first]] as const)
    await scene.call('POST', `/persons/${one.victim}/links`, world.coordinator, { otherId: other.victim });
  const [{ id }] = await scene.links(first.victim);
  await scene.undo(first.victim, id);
  expect(await scene.sees(concerned, second.caseId)).toBe(false);
}); // prettier-ignore

test('what rests on something else as well stays shut', async () => {
  await declare(first.caseId);
  await confirm();
  await declare(second.caseId);
  await unlink();
  expect(await scene.sees(concerned, second.caseId)).toBe(false);
});

test('what somebody confirmed stays shut', async () => {
  await declare(first.caseId);
  await confirm();
  const line = await lineOf(second.caseId);
  const body = { step: 'CONFIRM', reason: 'they know each other' };
  expect((await scene.call('POST', `/conflicts/${line.id}/decisions`, world.chair, body, line.version)).status).toBe(200);
  await unlink();
  expect(await scene.sees(concerned, second.caseId)).toBe(false);
}); // prettier-ignore

test('a question that was open before the link is a question again after it', async () => {
  await app.rows(`update identity.users set name = $2 where id = $1`, [concerned.id, `Imelda ${scene.name}`]);
  const third = await scene.refer(3);
  expect(await lineOf(third.caseId)).toMatchObject({ status: 'QUESTION', evidence: ['NAME'] });
  await declare(first.caseId);
  expect(await scene.sees(concerned, third.caseId)).toBe(true);
  await scene.call('POST', `/persons/${third.victim}/links`, world.coordinator, { otherId: first.victim });
  expect(await scene.sees(concerned, third.caseId)).toBe(false);
  await unlink(third);
  expect(await scene.sees(concerned, third.caseId)).toBe(true);
  expect(await lineOf(third.caseId)).toMatchObject({ status: 'QUESTION', evidence: ['NAME'] });
});

test('an agency that is shut out of one case is shut out of the other but for the people named', async () => {
  const named = await world.person(world.agencies.housing.id, ['COORDINATOR']);
  const body = { agencyId: world.agencies.housing.id, exceptUserIds: [named.id], reason: 'he works there' };
  expect((await scene.call('POST', `/cases/${first.caseId}/restrictions`, world.chair, body)).status).toBe(201);
  expect(await scene.sees(concerned, second.caseId)).toBe(true);
  await confirm();
  expect([await scene.sees(concerned, second.caseId), await scene.sees(named, second.caseId)]).toEqual([false, true]);
  await unlink();
  expect([await scene.sees(concerned, first.caseId), await scene.sees(concerned, second.caseId)]).toEqual([
    false,
    true,
  ]);
});
