import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import type { World } from '../support/world.js';
import { type Day, fill, meetingDay, type Table, table } from './day.js';

let app: TestApp;
let world: World;
let day: Day;
let at: Table;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  day = await meetingDay(app, world, [world.housing]);
  at = table(app, world, day.meetingId);
});
afterAll(() => app?.stop());

const agree = (agency: keyof World['agencies'], rest: object = {}) =>
  at.ask('POST', `/agenda-items/${day.cases[0]!.itemId}/actions`, {
    ...{
      ownerAgencyId: world.agencies[agency].id,
      text: `Visit for ${agency}`,
      target: 'VICTIM',
      ownerPost: 'Duty officer',
    },
    ...rest,
  });

test('who is at the meeting agrees, and who is not is asked, named or not', async () => {
  await at.open();
  await fill(at, world, day.social);
  expect((await agree('housing')).body).toMatchObject({ status: 'AGREED', agendaItemId: day.cases[0]!.itemId });
  expect((await agree('probation', { ownerPost: undefined })).body).toMatchObject({ status: 'REQUESTED' });
  // who sends apologies is not there
  const apologies = { agencyId: world.agencies.probation.id, cameAs: 'APOLOGIES', informationSent: false };
  expect((await at.attendance(apologies)).status).toBe(201);
  expect((await agree('probation', { text: 'See him' })).body).toMatchObject({ status: 'REQUESTED' });
});

test('the coordinator may have rung an agency that is not there', async () => {
  await at.open();
  expect((await agree('probation', { asRequest: false })).body).toMatchObject({ status: 'AGREED' });
});

test('before the meeting opens nobody is absent', async () => {
  expect((await agree('probation')).body).toMatchObject({ status: 'AGREED' });
});

test('an action is not due before the meeting that agrees it', async () => {
  await app.rows(`update meetings.meetings set held_on = held_on + 7, starts_at = starts_at + interval '7 days' where id = $1`, [day.meetingId]); // prettier-ignore
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const answer = await agree('housing', { dueOn: tomorrow });
  expect([answer.status, answer.body.errors]).toMatchObject([422, [{ pointer: '/dueOn', code: 'before-the-meeting' }]]);
});
