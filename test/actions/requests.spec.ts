import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { Unanswered } from '../../src/actions/unanswered.service.js';
import { WorkerService } from '../../src/platform/queue/worker.js';
import { workingDaysFrom } from '../../src/platform/values/working-days.js';
import { todayIn } from '../../src/platform/values/dates.js';
import { setRules } from '../support/asking.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { agree, close, eventually, foundCase, letItFallDue, seenBy, noticesAbout, step } from './plan.js';

const TODAY = todayIn('Europe/London', new Date());
const ENGLAND = { nation: 'england-and-wales', closures: new Set<string>() } as const;
let app: TestApp;
let world: World;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
});
afterAll(() => app?.stop());

const asked = async (rest = {}) => {
  const { caseId } = await foundCase(app, world, world.agencies.probation.id);
  const action = await agree(app, world, caseId, world.agencies.housing.id, {
    ...{ asRequest: true, ownerPost: undefined },
    ...rest,
  });
  return { caseId, ...action };
};
const accept = (as: TestUser, id: string, version = 1, body: Record<string, unknown> = { ownerPost: 'Manager' }) =>
  step(app, as, `/actions/${id}/acceptance`, version, body);
const decline = (as: TestUser, id: string, version = 1, reason = 'No locksmith') =>
  step(app, as, `/actions/${id}/declining`, version, { reason });
const dueRow = (id: string) =>
  app.rows(
    `select d.state, d.due_at from platform.due d join actions.requests r on r.id::text = d.subject::text
      where d.kind = 'action.request-unanswered' and r.action_id = $1`,
    [id],
  );

describe('who must not answer for an agency', () => {
  test.each<[keyof World & ('police' | 'probation' | 'idva' | 'chair' | 'referrer' | 'administrator'), number]>([
    ['police', 404],
    ['probation', 404],
    ['idva', 404],
    ['chair', 403],
    ['referrer', 403],
    ['administrator', 403],
  ])('%s is answered %i', async (who, status) => {
    const { id } = await asked();
    expect((await accept(world[who], id)).status).toBe(status);
    expect((await decline(world[who], id)).status).toBe(status);
    expect(await seenBy(app, world.coordinator, id)).toMatchObject({ status: 'REQUESTED', version: 1 });
  });

  test('nobody without having seen how it stands', async () => {
    const { id } = await asked();
    const blind = { as: world.housing, body: { ownerPost: 'Manager' } };
    expect((await app.request('POST', `/actions/${id}/acceptance`, blind)).status).toBe(428);
    expect((await accept(world.housing, id, 9)).status).toBe(412);
  });

  test('an action that nobody asked about', async () => {
    const { caseId } = await foundCase(app, world);
    const { id } = await agree(app, world, caseId, world.agencies.housing.id);
    for (const answer of [await accept(world.housing, id), await decline(world.housing, id)])
      expect([answer.status, answer.body.code]).toEqual([409, 'not-requested']);
  });
});

describe('an agency that is asked', () => {
  test('is told, sees the case, and answers within five working days', async () => {
    const { id, caseId } = await asked();
    expect((await app.request('GET', `/cases/${caseId}/access`, { as: world.housing })).body.labels).toEqual([
      'IDENTITY',
    ]);
    const seen = await seenBy(app, world.housing, id);
    expect(seen).toMatchObject({ status: 'REQUESTED', requests: [{ answer: null, reason: '' }] });
    expect(todayIn('Europe/London', new Date(seen.requests[0].answerBy))).toBe(workingDaysFrom(TODAY, 5, ENGLAND));
    const [due] = await dueRow(id);
    expect([due.state, due.due_at.toISOString()]).toEqual(['WAITING', seen.requests[0].answerBy]);
  });

  test('by the rules of the area, whose version is kept', async () => {
    const own = await app.world();
    await setRules(app, own, { actions: { answerDays: 2 } });
    const { caseId } = await foundCase(app, own);
    const { id } = await agree(app, own, caseId, own.agencies.housing.id, { asRequest: true });
    const seen = await seenBy(app, own.coordinator, id);
    expect(todayIn('Europe/London', new Date(seen.requests[0].answerBy))).toBe(workingDaysFrom(TODAY, 2, ENGLAND));
    const [kept] = await app.rows('select rule_version from actions.requests where action_id = $1', [id]);
    expect(kept.rule_version).toBeGreaterThan(0);
  });

  test('accepts, and says who will do it', async () => {
    const { id } = await asked();
    const nobody = await accept(world.housing, id, 1, {});
    expect([nobody.status, nobody.body.errors]).toMatchObject([422, [{ pointer: '/ownerPost', code: 'no-owner' }]]);
    const stranger = await accept(world.housing, id, 1, { ownerUserId: world.police.id });
    expect(stranger.body.errors).toMatchObject([{ pointer: '/ownerUserId', code: 'not-of-the-agency' }]);
    const accepted = await accept(world.housing, id, 1, { ownerUserId: world.housing.id });
    expect(accepted).toMatchObject({
      status: 200,
      body: { status: 'AGREED', ownerUserId: world.housing.id, version: 2 },
    });
    expect((await seenBy(app, world.housing, id)).requests).toMatchObject([
      { answer: 'ACCEPTED', answeredBy: 'Test AGENCY_REPRESENTATIVE' },
    ]);
    expect(await dueRow(id)).toMatchObject([{ state: 'CLEARED' }]);
    const again = await accept(world.housing, id, 2);
    expect([again.status, again.body.code]).toEqual([409, 'not-requested']);
  });

  test('declines: it sees the case no longer, and the action stays open for another', async () => {
    const { id, caseId } = await asked();
    expect((await decline(world.housing, id)).body).toMatchObject({ status: 'DECLINED', version: 2 });
    expect((await app.request('GET', `/actions/${id}`, { as: world.housing })).status).toBe(404);
    expect((await app.request('GET', `/cases/${caseId}`, { as: world.housing })).status).toBe(404);
    const seen = await seenBy(app, world.coordinator, id);
    expect(seen).toMatchObject({ status: 'DECLINED', requests: [{ answer: 'DECLINED', reason: 'No locksmith' }] });
    const find = async (status: string) =>
      (await app.request('GET', `/actions?case=${caseId}&status=${status}`, { as: world.coordinator })).body.items
        .length;
    expect([await find('DECLINED'), await find('REQUESTED'), await find('OPEN'), await find('CLOSED')]).toEqual([
      1, 0, 1, 0,
    ]);
    const list = await app.request('GET', `/actions?case=${caseId}`, { as: world.coordinator });
    expect(list.body.summary).toEqual({ open: 1, overdue: 0, closed: 0 });
    const back = await accept(world.coordinator, id, 2);
    expect([back.status, back.body.code]).toEqual([409, 'declined']);
  });

  test('is answered for by the coordinator who rang it; a word about the call accepts nothing', async () => {
    const { id } = await asked();
    const note = await app.request('POST', `/actions/${id}/updates`, {
      as: world.coordinator,
      body: { note: 'Nobody answers' },
    });
    expect(note.body).toMatchObject({ status: 'REQUESTED', version: 2 });
    expect((await accept(world.coordinator, id, 2)).body).toMatchObject({ status: 'AGREED' });
  });

  test('may have done it before it answered', async () => {
    const { id } = await asked();
    expect((await close(app, world.housing, id, 1)).body).toMatchObject({ status: 'CLOSED' });
    expect((await seenBy(app, world.coordinator, id)).requests).toMatchObject([{ answer: 'WITHDRAWN' }]);
    expect(await dueRow(id)).toMatchObject([{ state: 'CLEARED' }]);
  });

  test('two answers at once: one counts', async () => {
    const { id } = await asked();
    const answers = await Promise.all([accept(world.housing, id), decline(world.coordinator, id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, expect.any(Number)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(
      await app.rows('select from actions.requests where action_id = $1 and answer is not null', [id]),
    ).toHaveLength(1);
  });
});

describe('a silence', () => {
  /** Lets the time to answer pass. */
  const pass = async (id: string) => {
    const admin = new pg.Client({ connectionString: app.database.adminUrl });
    await admin.connect();
    await admin.query(`update actions.requests set answer_by = clock_timestamp() - interval '1 second' where action_id = $1`, [id]); // prettier-ignore
    await admin.end();
  };
  const events = (id: string) =>
    app.rows(`select from platform.outbox where name = 'action.unanswered' and ids->>'actionId' = $1`, [id]);
  const sweep = () => app.get(Unanswered).sweep();

  test('is told of once, not before its time and not of what was answered', async () => {
    const early = await asked();
    const answered = await asked();
    await accept(world.housing, answered.id);
    const late = await asked();
    for (const { id } of [answered, late]) await pass(id);
    await Promise.all([sweep(), sweep(), sweep()]);
    await sweep();
    expect(
      [await events(early.id), await events(answered.id), await events(late.id)].map((rows) => rows.length),
    ).toEqual([0, 0, 1]);
  });

  test('reaches coordinators and chairs, and the action alerts when it is due all the same', async () => {
    const { id } = await asked();
    const worker = app.get(WorkerService);
    await worker.start();
    try {
      await eventually(async () => (await noticesAbout(app, world.housing, id)).includes('ACTION_REQUESTED'));
      await pass(id);
      await sweep();
      for (const who of [world.coordinator, world.chair])
        await eventually(async () => (await noticesAbout(app, who, id)).includes('ACTION_UNANSWERED'));
      expect(await noticesAbout(app, world.housing, id)).toEqual(['ACTION_REQUESTED']);
      await letItFallDue(app, id);
      await app.rows(`update platform.due set next_at = now(), due_at = now() where subject = $1 returning subject`, [
        id,
      ]);
      await eventually(async () => (await noticesAbout(app, world.coordinator, id)).includes('ACTION_OVERDUE'));
    } finally {
      await worker.stop();
    }
  }, 60_000);
});
