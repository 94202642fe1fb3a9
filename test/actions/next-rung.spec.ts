import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Overdue } from '../../src/actions/overdue.service.js';
import { todayIn } from '../../src/platform/values/dates.js';
import { workingDaysFrom } from '../../src/platform/values/working-days.js';
import { startApp, type TestApp } from '../support/app.js';
import { setRules } from '../support/asking.js';
import type { TestUser, World } from '../support/world.js';
import { agree, close, foundCase, letItFallDue, step } from './plan.js';

/** Who hears next of an action, and when, is read on the action before it happens. */
let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
  world = await app.world();
});
afterAll(() => app?.stop());

const calendar = { nation: 'england-and-wales', closures: new Set<string>() } as const;
const today = () => todayIn('Europe/London', new Date());
const dueOn = () => workingDaysFrom(today(), 10, calendar);
const at = (moment: string) => new Date(moment).toLocaleString('sv', { timeZone: 'Europe/London' });
async function newAction(rest: Record<string, unknown> = {}) {
  const { caseId } = await foundCase(app, world, world.agencies.idvaService.id);
  return { caseId, ...(await agree(app, world, caseId, world.agencies.housing.id, { dueOn: dueOn(), ...rest })) };
}
const read = async (id: string, as: TestUser = world.housing) =>
  (await app.request('GET', `/actions/${id}`, { as })).body;

test('who may not read the action reads nothing of its ladder', async () => {
  const { id } = await newAction();
  const elsewhere = await app.world();
  for (const as of [world.police, world.probation, elsewhere.coordinator, elsewhere.housing])
    expect((await app.request('GET', `/actions/${id}`, { as })).status).toBe(404);
});

describe('the next rung', () => {
  test('is the first reminder, for whoever sees the action', async () => {
    const { id } = await newAction();
    for (const as of [world.housing, world.coordinator, world.chair, world.idva]) {
      const { nextRung } = await read(id, as);
      expect(nextRung).toMatchObject({ rung: '2 working days before', tells: ['REPRESENTATIVE'], urgent: false });
      expect(at(nextRung.at)).toBe(`${workingDaysFrom(dueOn(), -2, calendar)} 09:00:00`);
      expect(nextRung.says).toMatch(/, 09:00: representative told$/);
    }
  });

  test('follows what was raised', async () => {
    const { id } = await newAction();
    await letItFallDue(app, id);
    await app.operate(() => app.get(Overdue).whenDue(id));
    const { nextRung, alerts } = await read(id);
    expect(alerts).toHaveLength(1);
    expect(nextRung).toMatchObject({ rung: '4 hours after', tells: ['REPRESENTATIVE', 'MANAGER'] });
  });

  test('comes later by a pause', async () => {
    const { id, version } = await newAction();
    const until = workingDaysFrom(today(), 3, calendar);
    const paused = await step(app, world.coordinator, `/actions/${id}/pause`, version, { reason: 'UNSAFE', until });
    expect(paused.status).toBe(200);
    const before = workingDaysFrom(dueOn(), -2, calendar);
    const { nextRung } = await read(id);
    expect(at(nextRung.at) > `${before} 09:00:00`).toBe(true);
    const [{ next_at: next }] = await app.rows('select next_at from alerts.ladders where id = $1', [id]);
    // the engine itself looks again when the pause is over
    expect(at(next).slice(0, 10)).toBe(until);
  });

  test('is none once the action is closed', async () => {
    const { id, version } = await newAction();
    await close(app, world.housing, id, version);
    expect(await read(id, world.coordinator)).toMatchObject({ status: 'CLOSED', nextRung: null });
  });

  test('goes by the ladder of the area', async () => {
    const own = [{ step: 'AFTER', workingDays: 3, tells: ['CHAIR'], urgent: true }];
    await setRules(app, world, { ladders: { actions: own } });
    const { id } = await newAction();
    expect((await read(id)).nextRung).toMatchObject({ rung: '3 working days after', tells: ['CHAIR'], urgent: true });
  });
});
