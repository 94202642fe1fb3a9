import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { setRules } from '../support/asking.js';
import type { TestUser, World } from '../support/world.js';
import { circulate, cycle, type Cycle, knowAll } from './cycle.js';

let app: TestApp;
let world: World;
let made: Cycle;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  made = await cycle(app, world, [world.housing, world.housing]);
  await circulate(app, made.meetingId, world.coordinator);
});
afterAll(() => app?.stop());

const forecast = (as: TestUser = world.chair) =>
  app.request('GET', `/meetings/${made.meetingId}/research-forecast`, { as });
const ofAgency = async (agencyId: string) =>
  (await forecast()).body.cases[0].agencies.find((one: any) => one.agencyId === agencyId);

/**
 * A meeting that is over, at which an agency answered some days before it, or never: asked a hundred days before. The meeting to come
 * is sixty days ahead or a little more.
 */
async function past(daysAgo: number, answers: readonly (number | null)[], agencyId = world.agencies.probation.id) {
  const [{ id }] = await app.rows(
    `insert into meetings.meetings (id, marac_id, held_on, starts_at, venue, status, minutes_per_case, cap, created_by, circulated_at)
     values (gen_random_uuid(), $1, current_date - $2::int, now() - make_interval(days => $2), 'Hall', 'HELD', 12, 20, 'test:test',
             now() - make_interval(days => $2 + 100)) returning id`,
    [world.maracId, daysAgo],
  );
  for (const [i, daysBefore] of answers.entries()) {
    const { caseId, referralId } = made.cases[i % 2]!;
    const [item] = await app.rows(
      `insert into meetings.agenda_items (id, meeting_id, case_id, marac_id, referral_id, position, minutes, starts_after, status, heard_on)
       values (gen_random_uuid(), $1, $2, $3, $4, $5, 12, 0, 'HEARD', current_date) on conflict (meeting_id, case_id) do update set minutes = 12
       returning id`,
      [id, caseId, world.maracId, referralId, i + 1],
    );
    await app.rows(
      `insert into research.requests (id, agenda_item_id, meeting_id, case_id, marac_id, agency_id, status, due_on, asked_by, asked_at, answered_at)
       select gen_random_uuid(), $1, $2, $3, $4, $5, case when $6::int is null then 'NOT_STARTED' else 'WITHHELD_WITH_REASON' end, current_date,
              'test:test', m.starts_at - interval '100 days', m.starts_at - make_interval(days => $6::int)
         from meetings.meetings m where m.id = $2`,
      [item.id, id, caseId, world.maracId, agencyId, daysBefore],
    );
  }
}

test('is for who manages the meeting: nobody else, and no other area', async () => {
  for (const as of [world.probation, world.idva, world.referrer, world.auditor, world.observer, world.administrator])
    expect((await forecast(as)).status).toBe(403);
  const elsewhere = await app.world();
  for (const as of [elsewhere.coordinator, elsewhere.chair]) expect((await forecast(as)).status).toBe(404);
});

test('without any record it is an even chance for each, and all of them for a case', async () => {
  const { body } = await forecast();
  expect(body).toMatchObject({ meetingId: made.meetingId, asked: 8, answered: 0, late: 0, fromMeetings: 12 });
  expect(body.cases).toHaveLength(2);
  for (const { agencies, likely, arithmetic } of body.cases) {
    expect(agencies).toHaveLength(4);
    for (const agency of agencies)
      expect(agency).toMatchObject({
        ...{ stands: 'OUTSTANDING', likely: 50, people: 2, peopleSearched: 0 },
        arithmetic: 'No record of its own yet: (0 + 1) / (0 + 2) = 50 %.',
      });
    expect([likely, arithmetic]).toEqual([6, '0.50 × 0.50 × 0.50 × 0.50 = 6 %']);
  }
});

test('counts of an agency’s own past what it still owed as long before, and what it then answered in time', async () => {
  // answered in time; long before (not owed any more then); after the meeting; never
  await past(10, [1, 90]);
  await past(20, [-2, null]);
  await past(30, [0, 5]);
  const row = await ofAgency(world.agencies.probation.id);
  const { daysLeft } = (await forecast()).body;
  expect(row).toMatchObject({
    likely: 57,
    arithmetic: `Of 5 that it still owed ${daysLeft} days before the meeting, it answered 3 in time: (3 + 1) / (5 + 2) = 57 %.`,
  });
  expect(await ofAgency(world.agencies.police.id)).toMatchObject({ likely: 50 });
});

test('counts as many meetings as the area says, the latest', async () => {
  await past(10, [null]);
  await past(20, [1]);
  await setRules(app, world, { research: { forecastMeetings: 1 } });
  expect(await ofAgency(world.agencies.probation.id)).toMatchObject({ likely: 33 });
});

test('what was answered is certain; what is owed after its day is late', async () => {
  const { itemId } = made.cases[0]!;
  await knowAll(app, itemId, world.probation);
  const body = { status: 'RETURNED', systemsSearched: ['Files'], known: true };
  await app.request('PUT', `/agenda-items/${itemId}/research`, {
    as: world.probation,
    body,
    headers: { 'if-match': '"1"' },
  });
  await app.rows('update research.requests set due_on = current_date - 1 where meeting_id = $1', [made.meetingId]);
  expect((await forecast()).body).toMatchObject({ asked: 8, answered: 1, late: 7 });
  expect(await ofAgency(world.agencies.probation.id)).toMatchObject({
    stands: 'ANSWERED',
    likely: 100,
    arithmetic: null,
  });
  expect(await ofAgency(world.agencies.police.id)).toMatchObject({ stands: 'LATE', likely: 50 });
});

test('a case that is hidden from whoever asks is in no list, count or chance', async () => {
  const [first] = made.cases;
  const cause = { caseId: first!.caseId, maracId: world.maracId, cause: 'CONFLICT', causeId: randomUUID() } as const;
  await app.operate(async () => app.get(Exclusions).exclude({ ...cause, userId: world.chair.id }));
  const { body, text } = await forecast();
  expect(body).toMatchObject({ asked: 4, cases: [{ caseId: made.cases[1]!.caseId }] });
  expect(text).not.toContain(first!.caseId);
});
