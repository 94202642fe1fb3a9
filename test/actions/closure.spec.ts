import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WorkerService } from '../../src/platform/queue/worker.js';
import { addDays, todayIn } from '../../src/platform/values/dates.js';
import { startApp, type TestApp } from '../support/app.js';
import type { World } from '../support/world.js';
import { agree, close, eventually, foundCase, seenBy, noticesAbout } from './plan.js';

const TODAY = todayIn('Europe/London', new Date());
const SOON = addDays(TODAY, 10);
let app: TestApp;
let world: World;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
});
afterAll(() => app?.stop());

const housingAction = async (rest = {}) => {
  const { caseId } = await foundCase(app, world, world.agencies.idvaService.id);
  return { caseId, ...(await agree(app, world, caseId, world.agencies.housing.id, rest)) };
};
const actionsOf = (caseId: string) => app.rows('select from actions.actions where case_id = $1', [caseId]);

describe('refused, and the action stays open', () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ['done, without its effect', { riskEffect: undefined }, '/riskEffect', 'required'],
    ['done, without a word on the victim', { victimMayBeTold: undefined }, '/victimMayBeTold', 'required'],
    ['an unknown effect on what it was for', { worked: 'MAYBE' }, '/worked', 'not-one-of'],
    ['a follow-up without a date', { followUp: {} }, '/followUp/dueOn', 'required'],
    ['a follow-up in the past', { followUp: { dueOn: '2026-01-05' } }, '/followUp/dueOn', 'in-the-past'],
    [
      'a follow-up of nobody',
      { followUp: { dueOn: SOON, catalogueCode: 'Z99' } },
      '/followUp/catalogueCode',
      'unknown',
    ],
    [
      'a follow-up that never ends',
      { followUp: { dueOn: SOON, text: 'Continue to work with her' } },
      '/followUp/text',
      'not-smart',
    ],
    ['a follow-up of what was doubled', { reason: 'DUPLICATE', followUp: { dueOn: SOON } }, '/followUp', 'not-wanted'],
  ])('%s', async (_, rest, pointer, code) => {
    const { id, caseId } = await housingAction();
    const answer = await close(app, world.housing, id, 1, rest);
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ pointer, code }]]);
    expect(await seenBy(app, world.housing, id)).toMatchObject({ status: 'AGREED', version: 1 });
    expect(await actionsOf(caseId)).toHaveLength(1);
  });

  test('a follow-up that an agency sets for another', async () => {
    const { id, caseId } = await housingAction();
    const followUp = { dueOn: SOON, ownerAgencyId: world.agencies.police.id, ownerPost: 'Sergeant' };
    const answer = await close(app, world.housing, id, 1, { followUp });
    expect([answer.status, answer.body.errors]).toMatchObject([
      422,
      [{ pointer: '/followUp/ownerAgencyId', code: 'not-your-agency' }],
    ]);
    expect(await seenBy(app, world.housing, id)).toMatchObject({ status: 'AGREED' });
    expect(await actionsOf(caseId)).toHaveLength(1);
  });
});

describe('a closure', () => {
  test('keeps whether it worked and what it did to the risk', async () => {
    const { id } = await housingAction();
    const rest = { worked: 'PARTLY', riskEffect: 'SAME', victimMayBeTold: false };
    expect((await close(app, world.housing, id, 1, rest)).body).toMatchObject({ status: 'CLOSED', ...rest });
  });

  test('of what was not done needs no effect', async () => {
    const { id } = await housingAction();
    const rest = { reason: 'NOT_DONE_AGENCY', riskEffect: undefined, victimMayBeTold: undefined };
    expect((await close(app, world.housing, id, 1, rest)).body).toMatchObject({
      ...{ closureReason: 'NOT_DONE_AGENCY', riskEffect: 'UNKNOWN', victimMayBeTold: false, worked: 'UNKNOWN' },
    });
  });

  test('by the agency is followed by another of its own, under way in the same moment', async () => {
    const first = await housingAction({ riskAddressed: 'He has keys', ownerUserId: world.housing.id });
    const closed = await close(app, world.housing, first.id, 1, { followUp: { dueOn: SOON } });
    expect(closed.status).toBe(200);
    const { followedBy } = await seenBy(app, world.coordinator, first.id);
    expect(followedBy).toHaveLength(1);
    // the agency still sees the case, for the new action alone
    const next = await seenBy(app, world.housing, followedBy[0]);
    expect(next).toMatchObject({
      ...{ status: 'AGREED', followsId: first.id, dueOn: SOON, text: 'Visit together', riskAddressed: 'He has keys' },
      ...{ ownerUserId: world.housing.id, mayWorkOn: true },
    });
    const [row] = await app.rows('select created_by from actions.actions where id = $1', [next.id]);
    expect(row.created_by).toBe(`user:${world.housing.id}`);
    expect(await app.rows(`select from platform.due where kind = 'action.overdue' and subject = $1 and state = 'WAITING'`, [next.id])).toHaveLength(1); // prettier-ignore
    const grants = await app.rows('select revoked_at is null as live from access.grants where origin_id = any ($1) order by id', [[first.id, next.id]]); // prettier-ignore
    expect(grants).toEqual([{ live: false }, { live: true }]);
    expect((await app.request('GET', `/cases/${first.caseId}/access`, { as: world.housing })).body.labels).toEqual([
      'IDENTITY',
    ]);
  });

  test('by the coordinator may be followed by an action of another agency', async () => {
    const first = await housingAction();
    const followUp = { dueOn: SOON, ownerAgencyId: world.agencies.police.id, ownerPost: 'Sergeant', text: 'Seize the keys' }; // prettier-ignore
    expect((await close(app, world.coordinator, first.id, 1, { followUp })).status).toBe(200);
    const { followedBy } = await seenBy(app, world.coordinator, first.id);
    expect(await seenBy(app, world.police, followedBy[0])).toMatchObject({
      text: 'Seize the keys',
      followsId: first.id,
    });
  });

  test('is told to the IDVAs who have the case, and not to one who is shut out of it', async () => {
    const shut = await world.person(world.agencies.idvaService.id, ['IDVA']);
    const { id, caseId } = await housingAction();
    const conflict = { caseId, userId: shut.id, nature: 'RELATIVE' };
    expect((await app.request('POST', '/conflicts', { as: world.coordinator, body: conflict })).status).toBeLessThan(
      300,
    );
    await close(app, world.housing, id, 1);
    const worker = app.get(WorkerService);
    await worker.start();
    try {
      await eventually(async () => (await noticesAbout(app, world.idva, id)).includes('ACTION_CLOSED'));
    } finally {
      await worker.stop();
    }
    expect(await noticesAbout(app, shut, id)).toEqual([]);
    expect(await noticesAbout(app, world.police, id)).toEqual([]);
  }, 60_000);
});
