import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { declare } from '../research/cycle.js';
import { startApp, type TestApp } from '../support/app.js';
import type { World } from '../support/world.js';
import { type Day, meetingDay, type Table, table } from './day.js';

let app: TestApp;
let world: World;
let day: Day;
let at: Table;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  day = await meetingDay(app, world);
  at = table(app, world, day.meetingId);
});
afterAll(() => app?.stop());

const readings = async () =>
  Object.fromEntries((await at.roll()).items.map((line: any) => [line.name || line.agency, line.attended]));

describe('who came', () => {
  test('is written down by agency, with who stayed for part of it, whose apologies there are, and who is absent', async () => {
    await at.open();
    const { idvaService, probation } = world.agencies;
    await at.comes(world.police);
    await at.attendance({ agencyId: idvaService.id, name: 'Dana Deputy', cameAs: 'DEPUTY', post: 'Team manager' });
    const left = await at.comes(world.housing);
    await at.change(left.body.id, 1, { leftAt: new Date().toISOString() });
    const sorry = {
      agencyId: probation.id,
      cameAs: 'APOLOGIES',
      informationSent: true,
      informationReceivedOn: '2026-01-05',
    };
    await at.attendance(sorry);
    const roll = await at.roll(world.housing);
    expect(await readings()).toEqual({
      'Test AGENCY_REPRESENTATIVE': expect.stringMatching(/^PRESENT/),
      'Dana Deputy': 'DEPUTY',
      [probation.name]: 'APOLOGIES_INFO_SENT',
    });
    expect(roll.items.map((line: any) => line.attended).sort()).toEqual([
      'APOLOGIES_INFO_SENT',
      'DEPUTY',
      'PRESENT',
      'PRESENT_PART',
    ]);
    expect(roll.absent).toEqual([`Children ${world.code}`]);
  });

  test.each<[string, () => object, string, string]>([
    ['of an agency that is no member', () => ({ agencyId: randomUUID() }), '/agencyId', 'not-a-member'],
    ['of another agency', () => ({ userId: world.police.id }), '/userId', 'not-of-the-agency'],
    ['who is nobody', () => ({ userId: undefined }), '/userId', 'required'],
    ['in two names', () => ({ name: 'Another' }), '/name', 'not-both'],
    ['tomorrow', () => ({ arrivedAt: new Date(Date.now() + 86_400_000).toISOString() }), '/arrivedAt', 'in-the-future'],
    ['with apologies that arrive', () => ({ cameAs: 'APOLOGIES', informationSent: false, arrivedAt: '2026-01-05T10:00:00Z' }), '/arrivedAt', 'not-wanted'],
    ['with apologies, whatever was sent', () => ({ cameAs: 'APOLOGIES' }), '/informationSent', 'required'],
    ['to observe without a declaration', () => ({ cameAs: 'OBSERVER' }), '/signedOnPaper', 'declaration-needed'],
  ])('%s is refused at its place, and nobody is written down', async (_, changes, pointer, code) => {
    const somebody = await world.person(world.agencies.housing.id, ['OBSERVER']);
    const answer = await at.comes(somebody, changes());
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ pointer, code }]]);
    expect((await at.roll()).items).toEqual([]);
  }); // prettier-ignore

  test('an observer sits in once they declared confidentiality, here or on paper', async () => {
    const { observer } = world;
    expect((await at.comes(observer, { cameAs: 'OBSERVER' })).status).toBe(422);
    await declare(app, day.meetingId, observer);
    expect((await at.comes(observer, { cameAs: 'OBSERVER' })).body).toMatchObject({
      declared: true,
      attended: 'OBSERVER',
    });
    const trainee = { agencyId: observer.agencyId, name: 'T. Rainee', cameAs: 'OBSERVER' };
    expect((await at.attendance(trainee)).status).toBe(422);
    expect((await at.attendance({ ...trainee, signedOnPaper: true })).body).toMatchObject({ declared: true });
  });
});

describe('a retry', () => {
  test('by its id or by the person writes nobody down twice', async () => {
    const id = randomUUID();
    const first = await at.comes(world.police, { id });
    const again = await at.comes(world.police, { id });
    const without = await at.comes(world.police);
    expect([first.status, again.body, without.body]).toEqual([201, first.body, first.body]);
    const [one, two] = await Promise.all([at.comes(world.housing), at.comes(world.housing)]);
    expect(one.body.id).toBe(two.body.id);
    expect((await at.roll()).items).toHaveLength(2);
  });

  test('with something else is refused, and so is the id of a line of another meeting', async () => {
    const first = await at.comes(world.police);
    const other = await at.comes(world.police, { cameAs: 'DEPUTY' });
    expect([other.status, other.body.code]).toEqual([409, 'already-recorded']);
    const elsewhere = await app.world();
    const there = await meetingDay(app, elsewhere);
    const stolen = await table(app, elsewhere, there.meetingId).comes(elsewhere.police, { id: first.body.id });
    expect([stolen.status, stolen.body.code]).toEqual([409, 'already-recorded']);
    expect((await at.roll()).items).toMatchObject([{ cameAs: 'REPRESENTATIVE' }]);
  });
});

describe('a line', () => {
  test('is changed by who saw how it stands', async () => {
    const { body } = await at.comes(world.police);
    const blind = await app.request('PUT', `/attendance/${body.id}`, { as: world.chair, body: { cameAs: 'DEPUTY' } });
    expect(blind.status).toBe(428);
    expect((await at.change(body.id, 1, { cameAs: 'DEPUTY' })).headers['etag']).toBe('"2"');
    expect((await at.change(body.id, 1, { cameAs: 'CHAIR' })).status).toBe(412);
    expect((await at.change(randomUUID(), 1, {})).status).toBe(404);
    const elsewhere = await app.world();
    expect((await at.change(body.id, 2, {}, elsewhere.coordinator)).status).toBe(404);
  });

  test('of somebody who came back, and one written down by mistake', async () => {
    const { body } = await at.comes(world.police);
    await at.change(body.id, 1, { leftAt: new Date().toISOString() });
    expect((await at.change(body.id, 2, {})).body).toMatchObject({ leftAt: null });
    expect((await at.change(body.id, 3, { mistaken: true })).body).toMatchObject({ mistaken: true });
    expect((await at.change(body.id, 4, {})).body.code).toBe('already-removed');
    expect((await at.roll()).items).toEqual([]);
    expect((await at.comes(world.police)).status).toBe(201);
  });
});

test('a guest comes to their own slot alone', async () => {
  const { itemId } = day.cases[0]!;
  const guest = { userId: day.social.id, reason: 'Teaches the child' };
  const { body: invited } = await at.ask('POST', `/agenda-items/${itemId}/guests`, guest);
  const come = (body: object = {}, id = invited.id) => at.ask('POST', `/guests/${id}/attendance`, body);
  await app.rows(`update meetings.guests set starts_at = now() + interval '1 hour', ends_at = now() + interval '2 hours' where id = $1`, [invited.id]); // prettier-ignore
  expect((await come()).body.errors).toMatchObject([{ pointer: '/arrivedAt', code: 'not-their-slot' }]);
  await app.rows(`update meetings.guests set starts_at = now() - interval '1 hour' where id = $1`, [invited.id]);
  expect((await come()).body).toMatchObject({ guestId: invited.id, agendaItemId: itemId, leftAt: null });
  const leftAt = new Date().toISOString();
  expect((await come({ leftAt })).body).toMatchObject({ guestId: invited.id, leftAt });
  expect((await at.roll()).guests).toHaveLength(1);
  expect((await come({}, randomUUID())).status).toBe(404);
  // whoever may not see the case is not told of its guests
  expect((await at.roll(world.police)).guests).toEqual([]);
});
