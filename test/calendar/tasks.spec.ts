import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/platform/values/dates.js';
import { accept, dayAhead, deliver, openFor, plan, today } from '../meetings/calendar.js';
import { circulate, cycle, type Cycle, dayComes, declare } from '../research/cycle.js';
import { startApp, type TestApp } from '../support/app.js';
import { referralForm } from '../support/referral.js';
import { neighbour, type TestUser, type World } from '../support/world.js';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
});
afterAll(() => app?.stop());

interface TaskRow {
  kind: string;
  meetingId: string | null;
  dueOn: string;
  state: string;
  overdue: boolean;
  outstanding: number | null;
}
const ask = (as: TestUser, query = `maracId=${world.maracId}`) => app.request('GET', `/tasks?${query}`, { as });
const tasks = async (as = world.coordinator, all = true): Promise<TaskRow[]> =>
  (await ask(as, `maracId=${world.maracId}&all=${all}`)).body.items;
const stateOf = async (kind: string, as = world.coordinator) => {
  const found = (await tasks(as)).find((task) => task.kind === kind);
  return found && [found.state, found.outstanding];
};
const post = (path: string, body: object, as = world.coordinator, version?: number) =>
  app.request('POST', path, { as, body, headers: version === undefined ? {} : { 'if-match': `"${version}"` } });

describe('who has no list of tasks', () => {
  test.each(['police', 'idva', 'referrer', 'administrator', 'auditor', 'analyst', 'observer'] as const)('%s', async (role) => {
    const { id } = await plan(app, world, { heldOn: dayAhead(10) });
    expect((await ask(world[role])).status).toBe(403);
    expect((await post(`/meetings/${id}/ticks`, { kind: 'MINUTES_OUT' }, world[role])).status).toBe(403);
    expect((await post(`/meetings/${id}/ticks/withdrawal`, { kind: 'MINUTES_OUT' }, world[role])).status).toBe(403);
  }); // prettier-ignore

  test('the coordinator of another MARAC, who finds no such meeting either', async () => {
    const { id } = await plan(app, world, { heldOn: dayAhead(10) });
    const { coordinator } = await app.world();
    expect((await ask(coordinator)).status).toBe(403);
    expect((await ask(coordinator, `maracId=${randomUUID()}`)).status).toBe(403);
    for (const meetingId of [id, randomUUID()])
      expect((await post(`/meetings/${meetingId}/ticks`, { kind: 'MINUTES_OUT' }, coordinator)).status).toBe(404);
  });

  test('nobody without an area, and no tick for what the tables tell', async () => {
    const { id } = await plan(app, world, { heldOn: dayAhead(10) });
    expect((await ask(world.coordinator, '')).body.errors).toMatchObject([{ code: 'required' }]);
    const answer = await post(`/meetings/${id}/ticks`, { kind: 'CIRCULATE_LIST' });
    expect(answer.body.errors).toMatchObject([{ pointer: '/kind', code: 'not-one-of' }]);
  });
});

describe('the list', () => {
  test('goes through the cycle of a meeting as it is worked on, and says what is overdue', async () => {
    const made: Cycle = await cycle(app, world, [world.police]);
    await app.rows(
      `update meetings.meetings set held_on = $2, starts_at = $2::date + time '09:30' where id = $1 returning id`,
      [made.meetingId, dayAhead(3)],
    );
    const begun = await ask(world.coordinator);
    expect(begun.body.today).toBe(today());
    const overdue = begun.body.items.filter((task: TaskRow) => task.overdue).map(({ kind }: TaskRow) => kind);
    expect(overdue).toEqual(expect.arrayContaining(['CHAIR', 'CIRCULATE_LIST']));
    expect(begun.body.overdue).toBe(overdue.length);
    expect(begun.body.items.map(({ dueOn }: TaskRow) => dueOn)).toEqual([...begun.body.items].map(({ dueOn }: TaskRow) => dueOn).sort()); // prettier-ignore
    expect(begun.text).not.toContain(made.cases[0]!.victim);

    expect(await stateOf('CIRCULATE_LIST')).toEqual(['OPEN', null]);
    expect((await circulate(app, made.meetingId, world.coordinator)).status).toBe(200);
    expect(await stateOf('CIRCULATE_LIST')).toEqual(['DONE', null]);
    const [state, unanswered] = (await stateOf('RESEARCH_CHASE'))!;
    expect([state, unanswered]).toEqual(['OPEN', 4]);
    expect(await stateOf('PAPERS_OUT')).toEqual(['OPEN', 4]);
    await declare(app, made.meetingId, world.housing);
    expect(await stateOf('PAPERS_OUT')).toEqual(['OPEN', 3]);

    await dayComes(app, made.meetingId);
    expect(await stateOf('OUTCOMES')).toEqual(['OPEN', 1]);
    const comes = (body: object) => post(`/meetings/${made.meetingId}/attendance`, body);
    const apologies = { agencyId: world.agencies.housing.id, cameAs: 'APOLOGIES', informationSent: false };
    expect((await comes(apologies)).status).toBe(201);
    expect(await stateOf('ROLL_CALL')).toEqual(['OPEN', null]);
    const there = { agencyId: world.agencies.police.id, userId: world.police.id, cameAs: 'REPRESENTATIVE' };
    const line = await comes(there);
    expect([line.status, await stateOf('ROLL_CALL')]).toEqual([201, ['DONE', null]]);
    const mistaken = { cameAs: 'REPRESENTATIVE', mistaken: true };
    const undone = await app.request('PUT', `/attendance/${line.body.id}`, { as: world.coordinator, body: mistaken, headers: { 'if-match': '"1"' } }); // prettier-ignore
    expect([undone.status, await stateOf('ROLL_CALL')]).toEqual([200, ['OPEN', null]]);
    const { itemId, caseId } = made.cases[0]!;
    const action = { ownerAgencyId: world.agencies.housing.id, ownerPost: 'Duty officer', text: 'Change the locks', target: 'VICTIM', dueOn: dayAhead(10) }; // prettier-ignore
    const agreed = await post(`/agenda-items/${itemId}/actions`, action);
    expect(agreed.status).toBe(201);
    await openFor(app, world, made.meetingId, itemId);
    expect((await post(`/agenda-items/${itemId}/outcome`, { status: 'HEARD' }, world.coordinator, 1)).status).toBe(200);
    expect(await stateOf('OUTCOMES')).toEqual(['DONE', 0]);
    await app.rows(`update meetings.meetings set status = 'HELD' where id = $1 returning id`, [made.meetingId]);
    expect(await stateOf('CLOSE_MEETING')).toEqual(['DONE', null]);
    expect((await stateOf('RESEARCH_CHASE'))![0]).toBe('MISSED');
    expect(await stateOf('ACTIONS_DONE')).toEqual(['OPEN', 1]);
    const flags = await app.rows('select f.id, f.version from flags.flags f where f.case_id = $1', [caseId]);
    expect(flags).toHaveLength(1);
    expect(await stateOf('FLAGS_ACKNOWLEDGED')).toEqual(['OPEN', 4]);
    const placed = await post(
      `/flags/${flags[0].id}/acknowledgements`,
      { marker: 'PLACED' },
      world.housing,
      flags[0].version,
    );
    expect(placed.status).toBe(201);
    expect(await stateOf('FLAGS_ACKNOWLEDGED')).toEqual(['OPEN', 3]);
    const open = (await tasks(world.coordinator, false)).map(({ kind }) => kind);
    expect(open).toEqual(expect.arrayContaining(['ACTION_LIST_OUT', 'MINUTES_DRAFT', 'MINUTES_OUT', 'ACTIONS_DONE']));
    expect(open).not.toContain('CIRCULATE_LIST');
  });

  test('asks for a chair when the one it has left', async () => {
    await plan(app, world, { heldOn: dayAhead(10), chairId: world.chair.id });
    expect(await stateOf('CHAIR')).toEqual(['DONE', null]);
    await app.rows('update identity.users set deactivated_at = now() where id = $1 returning id', [world.chair.id]);
    expect(await stateOf('CHAIR')).toEqual(['OPEN', null]);
  });

  test('has what is ticked off by hand, once, until it is taken back', async () => {
    const { id } = await plan(app, world, { heldOn: dayAhead(10) });
    expect(await stateOf('MINUTES_OUT')).toEqual(['OPEN', null]);
    const tick = await post(`/meetings/${id}/ticks`, { kind: 'MINUTES_OUT' }, world.chair);
    expect(tick).toMatchObject({ status: 201, body: { meetingId: id, kind: 'MINUTES_OUT' } });
    expect(await post(`/meetings/${id}/ticks`, { kind: 'MINUTES_OUT' })).toMatchObject({ status: 409, body: { code: 'already-done' } }); // prettier-ignore
    expect(await stateOf('MINUTES_OUT')).toEqual(['DONE', null]);
    expect(await stateOf('MINUTES_DRAFT')).toEqual(['OPEN', null]);
    expect((await post(`/meetings/${id}/ticks/withdrawal`, { kind: 'MINUTES_OUT' })).status).toBe(204);
    expect((await post(`/meetings/${id}/ticks/withdrawal`, { kind: 'MINUTES_OUT' })).body.code).toBe('not-done');
    expect(await stateOf('MINUTES_OUT')).toEqual(['OPEN', null]);
    expect((await post(`/meetings/${id}/ticks`, { kind: 'MINUTES_OUT' })).status).toBe(201);
  });

  test('shows referrals that nobody screened with the meeting that would hear them, or by themselves', async () => {
    const refer = () => post('/referrals', referralForm(world), world.housing);
    expect((await refer()).status).toBe(201);
    expect((await tasks()).filter(({ kind }) => kind === 'SCREENING')).toMatchObject([
      { meetingId: null, state: 'OPEN', outstanding: 1, overdue: false },
    ]);
    const { id } = await plan(app, world, { heldOn: dayAhead(25) });
    const { body } = await refer();
    expect((await tasks()).filter(({ kind }) => kind === 'SCREENING')).toMatchObject([
      { meetingId: id, outstanding: 2 },
    ]);
    const returned = await post(`/referrals/${body.id}/screening`, { decision: 'RETURN', fields: ['victim.phone'], advice: 'How can she be reached?' }, world.coordinator, body.version); // prettier-ignore
    expect(returned.status).toBe(200);
    expect(await stateOf('SCREENING')).toEqual(['OPEN', 1]);
    expect(await stateOf('CUT_OFF')).toEqual(['OPEN', 1]);
  });

  test('shows accepted referrals that are on no list, and cases that other areas offer', async () => {
    await accept(app, world);
    await deliver(app);
    expect(await stateOf('UNLISTED')).toEqual(['OPEN', 1]);
    await app.rows(
      `update referrals.referrals r set accepted_on = $2 where r.marac_id = $1 and r.status = 'ACCEPTED' returning id`,
      [world.maracId, addDays(today(), -20)],
    );
    expect((await tasks()).find(({ kind }) => kind === 'UNLISTED')).toMatchObject({ overdue: true });
    const elsewhere = await neighbour(app);
    await app.rows(
      `insert into transfers.incoming (id, to_marac_id, from_marac_id, status) values ($1, $2, $3, 'OFFERED') returning id`,
      [randomUUID(), world.maracId, elsewhere.maracId],
    );
    expect(await stateOf('TRANSFERS_OFFERED')).toEqual(['OPEN', 1]);
  });

  test('counts no case that is hidden from whoever reads it', async () => {
    const made = await cycle(app, world, [world.police]);
    await app.rows(`update meetings.meetings set held_on = $2, starts_at = $2::date + time '09:30' where id = $1 returning id`, [made.meetingId, dayAhead(3)]); // prettier-ignore
    expect(await stateOf('OUTCOMES')).toEqual(['OPEN', 1]);
    await app.rows(
      `insert into access.exclusions (id, case_id, marac_id, user_id, cause, cause_id) values ($1, $2, $3, $4, 'CONFLICT', $1) returning id`,
      [randomUUID(), made.cases[0]!.caseId, world.maracId, world.coordinator.id],
    );
    expect(await stateOf('OUTCOMES')).toEqual(['OPEN', 0]);
    expect(await stateOf('OUTCOMES', world.chair)).toEqual(['OPEN', 1]);
  });

  test('is each area’s own: which tasks it has, and by when', async () => {
    const { id } = await plan(app, world, { heldOn: dayAhead(20) });
    const due = async (kind: string) =>
      (await tasks()).find((task) => task.kind === kind && task.meetingId === id)?.dueOn;
    const before = await due('CHAIR');
    const sections = { tasks: { kinds: ['CHAIR', 'MINUTES_OUT'], chairWorkingDaysBefore: 5 }, 'meeting-cycle': { minutesOutWorkingDaysAfter: 10 } }; // prettier-ignore
    const [minutes, body] = [await due('MINUTES_OUT'), { effectiveFrom: today(), reason: 'Ours', sections }];
    const ruled = await app.request('PUT', `/maracs/${world.maracId}/rules`, { as: world.chair, body, headers: { 'if-match': '"0"' } }); // prettier-ignore
    expect(ruled.status).toBe(200);
    expect((await tasks()).map(({ kind }) => kind)).toEqual(['CHAIR', 'MINUTES_OUT']);
    expect([(await due('CHAIR'))! > before!, (await due('MINUTES_OUT'))! > minutes!]).toEqual([true, true]);
  });

  test('asks for the ratification of an emergency meeting', async () => {
    const next = await plan(app, world, { heldOn: dayAhead(20) });
    await plan(app, world, { kind: 'EMERGENCY', heldOn: dayAhead(1), startTime: '10:00' });
    const found = (await tasks()).filter(({ kind }) => kind === 'RATIFICATION');
    expect(found).toMatchObject([{ state: 'OPEN', dueOn: next.heldOn }]);
  });
});
