import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/platform/db/ids.js';
import { Overdue } from '../../src/actions/overdue.service.js';
import { WorkerService } from '../../src/platform/queue/worker.js';
import { addDays, todayIn } from '../../src/platform/values/dates.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { agree, close, eventually, foundCase, letItFallDue, seenBy, noticesAbout, step } from './plan.js';

const TODAY = todayIn('Europe/London', new Date());
let app: TestApp;
let world: World;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
});
afterAll(() => app?.stop());

const hand = (as: TestUser, id: string, version: number, body: Record<string, unknown>) =>
  step(app, as, `/actions/${id}/reassignment`, version, { reason: 'The tenancy is theirs', ...body });
const toProbation = () => ({ ownerAgencyId: world.agencies.probation.id, ownerPost: 'Duty officer' });
const housingAction = async (rest = {}) => {
  const { caseId } = await foundCase(app, world, world.agencies.idvaService.id);
  return { caseId, ...(await agree(app, world, caseId, world.agencies.housing.id, rest)) };
};

describe('who must not hand an action on', () => {
  test.each<['police' | 'probation' | 'idva' | 'housing' | 'referrer' | 'administrator', number, string]>([
    ['police', 404, 'hidden'],
    ['probation', 404, 'hidden'],
    ['idva', 403, 'sees it, sets nothing'],
    ['housing', 403, 'owns it: another agency agrees to it with the coordinator'],
    ['referrer', 403, 'no permission'],
    ['administrator', 403, 'no permission'],
  ])('%s to another agency: %i (%s)', async (who, status) => {
    const { id } = await housingAction();
    expect((await hand(world[who], id, 1, toProbation())).status).toBe(status);
    expect(await seenBy(app, world.coordinator, id)).toMatchObject({ version: 1, reassignments: [] });
    expect((await app.request('GET', `/actions/${id}`, { as: world.probation })).status).toBe(404);
  });

  test('an IDVA within another agency', async () => {
    const { id } = await housingAction();
    expect((await hand(world.idva, id, 1, { ownerPost: 'Manager' })).status).toBe(403);
  });
});

describe('refused', () => {
  test.each<[string, () => Record<string, unknown>, string, string]>([
    ['to no agency of the MARAC', () => ({ ownerAgencyId: newId(), ownerPost: 'x' }), '/ownerAgencyId', 'unknown'],
    ['to an agency without anybody', () => ({ ownerAgencyId: world.agencies.probation.id }), '/ownerPost', 'no-owner'],
    [
      'to somebody of another agency',
      () => ({ ...toProbation(), ownerUserId: world.housing.id }),
      '/ownerUserId',
      'not-of-the-agency',
    ],
    ['to the same', () => ({ ownerPost: 'Duty officer' }), '/ownerAgencyId', 'no-change'],
    ['a request within the agency', () => ({ ownerPost: 'Manager', asRequest: true }), '/asRequest', 'not-wanted'],
    ['to a day in the past', () => ({ ...toProbation(), dueOn: addDays(TODAY, -1) }), '/dueOn', 'in-the-past'],
    ['for no reason', () => ({ ...toProbation(), reason: undefined }), '/reason', 'required'],
  ])('%s', async (_, body, pointer, code) => {
    const { id } = await housingAction();
    const answer = await hand(world.coordinator, id, 1, body());
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ pointer, code }]]);
    expect(await seenBy(app, world.housing, id)).toMatchObject({ version: 1, reassignments: [] });
  });

  test('to an agency that has not signed, or has left: it could not see it', async () => {
    const own = await app.world();
    const { caseId } = await foundCase(app, own);
    const { id } = await agree(app, own, caseId, own.agencies.housing.id);
    const probation = own.agencies.probation.id;
    const to = { ownerAgencyId: probation, ownerPost: 'Duty officer' };
    await app.rows('update access.signatures set withdrawn_at = now() where agency_id = $1', [probation]);
    const unsigned = await hand(own.coordinator, id, 1, to);
    expect([unsigned.status, unsigned.body.errors]).toMatchObject([
      422,
      [{ pointer: '/ownerAgencyId', code: 'not-signed' }],
    ]);
    await app.rows(`update maracs.members set left_on = current_date where agency_id = $1`, [probation]);
    const left = await hand(own.coordinator, id, 1, to);
    expect(left.body.errors).toMatchObject([{ pointer: '/ownerAgencyId', code: 'agency-left' }]);
    const body = { ...to, text: 'Visit', target: 'VICTIM' };
    const set = await app.request('POST', `/cases/${caseId}/actions`, { as: own.coordinator, body });
    expect([set.status, set.body.errors]).toMatchObject([422, [{ pointer: '/ownerAgencyId', code: 'agency-left' }]]);
  });

  test('what is closed, stale, or sent blindly', async () => {
    const { id } = await housingAction();
    expect((await hand(world.coordinator, id, 9, toProbation())).status).toBe(412);
    const blind = { as: world.coordinator, body: { ...toProbation(), reason: 'x' } };
    expect((await app.request('POST', `/actions/${id}/reassignment`, blind)).status).toBe(428);
    await close(app, world.housing, id, 1);
    expect(await hand(world.coordinator, id, 2, toProbation())).toMatchObject({
      status: 409,
      body: { code: 'already-closed' },
    });
  });
});

describe('to another agency', () => {
  test('its sight ends with the old one, begins with the new one, and the history goes along', async () => {
    const { id, caseId } = await housingAction({ ownerUserId: world.housing.id, ownerPost: undefined });
    await app.request('POST', `/actions/${id}/updates`, { as: world.housing, body: { note: 'Not our tenant' } });
    const handed = await hand(world.chair, id, 2, toProbation());
    expect(handed).toMatchObject({ status: 200, body: { status: 'AGREED', ownerAgencyId: world.agencies.probation.id, ownerUserId: null, version: 3 } }); // prettier-ignore
    for (const path of [`/actions/${id}`, `/cases/${caseId}`])
      expect((await app.request('GET', path, { as: world.housing })).status).toBe(404);
    const seen = await seenBy(app, world.probation, id);
    expect(seen).toMatchObject({
      mayWorkOn: true,
      updates: [{ note: 'Not our tenant' }],
      reassignments: [
        {
          ...{ fromAgency: world.agencies.housing.name, fromWhom: 'Test AGENCY_REPRESENTATIVE', madeBy: 'Test CHAIR' },
          ...{ toAgency: world.agencies.probation.name, toWhom: 'Duty officer', reason: 'The tenancy is theirs' },
        },
      ],
    });
    expect((await close(app, world.housing, id, 3)).status).toBe(404);
    expect((await close(app, world.probation, id, 3)).status).toBe(200);
  });

  test('that is asked, it waits for its answer; what the old one was asked is withdrawn', async () => {
    const { id } = await housingAction({ asRequest: true });
    const body = { ownerAgencyId: world.agencies.probation.id, asRequest: true };
    expect((await hand(world.coordinator, id, 1, body)).body).toMatchObject({ status: 'REQUESTED' });
    expect((await seenBy(app, world.coordinator, id)).requests).toMatchObject([
      { answer: 'WITHDRAWN' },
      { answer: null },
    ]);
    expect((await step(app, world.probation, `/actions/${id}/acceptance`, 2, { ownerPost: 'Duty' })).status).toBe(200);
  });

  test('what an agency declined is taken on by another', async () => {
    const { id } = await housingAction({ asRequest: true });
    await step(app, world.housing, `/actions/${id}/declining`, 1, { reason: 'No' });
    expect((await hand(world.coordinator, id, 2, { ownerPost: 'x' })).body.code).toBe('declined');
    expect((await hand(world.coordinator, id, 2, toProbation())).body).toMatchObject({ status: 'AGREED' });
  });

  test('overdue already, it is alerted afresh, to the new owner and not the old one', async () => {
    const { id } = await housingAction();
    await letItFallDue(app, id);
    await app.get(Overdue).sweep();
    const worker = app.get(WorkerService);
    await worker.start();
    try {
      await eventually(async () => (await noticesAbout(app, world.housing, id)).includes('ACTION_OVERDUE'));
      expect((await hand(world.coordinator, id, 1, toProbation())).status).toBe(200);
      await eventually(async () => (await noticesAbout(app, world.probation, id)).includes('ACTION_OVERDUE'));
      await eventually(async () => (await noticesAbout(app, world.probation, id)).includes('ACTION_REASSIGNED'));
      expect((await noticesAbout(app, world.housing, id)).filter((kind) => kind === 'ACTION_OVERDUE')).toHaveLength(1);
    } finally {
      await worker.stop();
    }
    const alerts = await app.rows('select epoch from actions.alerts where action_id = $1 order by epoch', [id]);
    expect(alerts).toEqual([{ epoch: 1 }, { epoch: 2 }]);
  }, 60_000);
});

describe('within the agency', () => {
  test('its own people do it; the clock goes on, so that no ladder begins again', async () => {
    const { id } = await housingAction();
    const second = await world.person(world.agencies.housing.id, ['AGENCY_REPRESENTATIVE']);
    const handed = await hand(world.housing, id, 1, { ownerUserId: second.id });
    expect(handed).toMatchObject({ status: 200, body: { ownerUserId: second.id, ownerPost: '', status: 'AGREED' } });
    const [row] = await app.rows('select due_epoch from actions.actions where id = $1', [id]);
    expect(row.due_epoch).toBe(1);
    expect((await seenBy(app, world.housing, id)).reassignments).toHaveLength(1);
    const later = await hand(world.housing, id, 2, { ownerPost: 'Manager', dueOn: addDays(TODAY, 30) });
    expect(later.body.errors).toMatchObject([{ pointer: '/dueOn', code: 'not-wanted' }]);
  });

  test('the database keeps an agency from writing that it gave an action to another', async () => {
    const { tx } = await import('../../src/platform/db/transaction.js');
    const { UnitOfWork } = await import('../../src/platform/db/unit-of-work.js');
    const { Actor } = await import('../../src/platform/db/actor.js');
    const { id, caseId } = await housingAction();
    const write = (to: string) => () =>
      tx().query(
        `insert into actions.reassignments (id, action_id, case_id, marac_id, from_agency_id, to_agency_id, reason, made_by)
         values ($1, $2, $3, $4, $5, $6, 'x', 'x')`,
        [newId(), id, caseId, world.maracId, world.agencies.housing.id, to],
      );
    const actor = new Actor('user', world.housing.id, world.housing.agencyId);
    const run = (to: string) => app.get(UnitOfWork).run(actor, write(to));
    await expect(run(world.agencies.probation.id)).rejects.toMatchObject({ code: '42501' });
    await run(world.agencies.housing.id);
  });
});
