import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { type Day, meetingDay, type Table, table } from './day.js';

let app: TestApp;
let world: World;
let elsewhere: World;
let day: Day;
let at: Table;
beforeAll(async () => {
  app = await startApp();
  elsewhere = await app.world();
});
beforeEach(async () => {
  world = await app.world();
  day = await meetingDay(app, world);
  at = table(app, world, day.meetingId);
});
afterAll(() => app?.stop());

const item = () => day.cases[0]!.itemId;
type Who = (w: World, e: World) => TestUser;

/** Every way to write about a meeting or a case of it. */
const writes = (): [string, (as: TestUser) => ReturnType<Table['open']>][] => [
  ['opens', (as) => at.open(as)],
  ['closes', (as) => at.close({}, as)],
  ['writes down who came', (as) => at.attendance({ agencyId: as.agencyId, userId: as.id, cameAs: 'DEPUTY' }, as)],
  ['reviews', (as) => at.ask('POST', `/meetings/${day.meetingId}/actions-review`, review, as, 1)],
  ['minutes', (as) => at.save(item(), 'DECISIONS', 0, { text: 'x' }, as)],
  ['notes', (as) => at.note(item(), 'DECISIONS', 'x', as)],
  ['records the outcome', (as) => at.outcome(item(), 1, { status: 'HEARD' }, as)],
  ['waives the quorum', (as) => at.ask('POST', `/agenda-items/${item()}/quorum-waiver`, { reason: 'x' }, as)],
];
const review = { id: randomUUID(), actionId: randomUUID(), finding: 'DONE', note: 'x' };

async function rowsWritten(): Promise<number[]> {
  const tables = [
    'sittings',
    'attendance',
    'sections',
    'revisions',
    'notes',
    'hearings',
    'action_reviews',
    'intentions',
  ];
  const counts = tables.map((name) => app.rows<{ n: number }>(`select count(*)::int as n from conference.${name}`));
  return (await Promise.all(counts)).map(([row]) => row!.n);
}

describe('nothing is written by', () => {
  test.each<[string, Who, number[]]>([
    ['a representative', (w) => w.housing, [403]],
    ['the IDVA', (w) => w.idva, [403]],
    ['an observer', (w) => w.observer, [403]],
    ['an administrator', (w) => w.administrator, [403]],
    ['an auditor', (w) => w.auditor, [403]],
    ['a referrer', (w) => w.referrer, [403]],
    ['the coordinator of another MARAC', (_, e) => e.coordinator, [403, 404]],
    ['the chair of another MARAC', (_, e) => e.chair, [404]],
  ])('%s', async (_, who, statuses) => {
    const before = await rowsWritten();
    for (const [what, act] of writes())
      expect([what, statuses.includes((await act(who(world, elsewhere))).status)]).toEqual([what, true]);
    expect(await rowsWritten()).toEqual(before);
  });

  test('who is excluded from the case, be it the coordinator: it is not there', async () => {
    const { caseId } = day.cases[0]!;
    const { maracId, coordinator } = world;
    await app.operate(async () =>
      app
        .get(Exclusions)
        .exclude({ caseId, maracId, cause: 'CONFLICT', causeId: randomUUID(), userId: coordinator.id }),
    );
    await at.open();
    const path = (id: string) => `/agenda-items/${id}/record`;
    for (const [method, end, body, version] of [
      ['GET', '', undefined, undefined],
      ['GET', '/DECISIONS', undefined, undefined],
      ['GET', '/DECISIONS/revisions', undefined, undefined],
      ['PUT', '/DECISIONS', { revisionId: randomUUID(), text: 'x' }, 0],
      ['POST', '/DECISIONS/notes', { id: randomUUID(), text: 'x' }, undefined],
    ] as const) {
      const hidden = await at.ask(method, path(item()) + end, body, coordinator, version);
      const absent = await at.ask(method, path(randomUUID()) + end, body, coordinator, version);
      expect([hidden.status, { ...hidden.body, reference: '' }]).toEqual([404, { ...absent.body, reference: '' }]);
    }
    expect((await at.outcome(item(), 1, { status: 'HEARD' })).status).toBe(404);
  });
});

describe('the record is read by nobody', () => {
  const NOTHING: [string, Who, number][] = [
    ['of the police, to whom the case did not go', (w) => w.police, 404],
    ["of children's services, to whom it did not go", () => day.social, 404],
    ['who observes', (w) => w.observer, 403],
    ['who administers', (w) => w.administrator, 403],
    ['who audits, without a reason', (w) => w.auditor, 403],
    ['who refers', (w) => w.referrer, 403],
    ['of another MARAC', (_, e) => e.coordinator, 404],
  ];
  test.each(NOTHING)('%s', async (_, who, status) => {
    await at.save(item(), 'DECISIONS', 0, { text: 'Hidden decision' });
    const answer = await at.record(item(), who(world, elsewhere));
    expect([answer.status, answer.text.includes('Hidden')]).toEqual([status, false]);
  });

  test('who comes to the slot alone, though they may open the case', async () => {
    await at.save(item(), 'DECISIONS', 0, { text: 'Hidden decision' });
    const guest = { userId: day.social.id, reason: 'Teaches the child' };
    const invited = await at.ask('POST', `/agenda-items/${item()}/guests`, guest);
    await app.rows(`update access.grants set starts_at = now() - interval '1 minute' where origin_id = $1`, [
      invited.body.id,
    ]);
    expect((await at.ask('GET', `/cases/${day.cases[0]!.caseId}`, undefined, day.social)).status).toBe(200);
    for (const end of ['', '/DECISIONS', '/DECISIONS/revisions'])
      expect([404, 403]).toContain(
        (await at.ask('GET', `/agenda-items/${item()}/record${end}`, undefined, day.social)).status,
      );
    expect((await at.record(item(), day.social)).status).toBe(404);
  });
});

describe('who reads what of the record', () => {
  const SECTIONS = ['VICTIM_VIEW', 'DECISIONS', 'TELLING_VICTIM'];
  beforeEach(async () => {
    for (const section of SECTIONS) await at.save(item(), section, 0, { text: `Word of ${section}` });
  });

  test.each<[string, Who, string[]]>([
    ['the chair all', (w) => w.chair, SECTIONS],
    ['a representative at the table not how she is reached', (w) => w.housing, ['DECISIONS']],
    ['the IDVA all, having declared', (w) => w.idva, SECTIONS],
  ])('%s', async (_, who, expected) => {
    const { body, text } = await at.record(item(), who(world, elsewhere));
    const written = body.sections
      .filter((one: { text: string }) => one.text)
      .map((one: { section: string }) => one.section);
    expect(written).toEqual(expected);
    for (const section of SECTIONS) expect(text.includes(`Word of ${section}`)).toBe(expected.includes(section));
    const kept = body.withheld.map((one: { field: string }) => one.field);
    expect(kept).toEqual(SECTIONS.filter((section) => !expected.includes(section)));
  });

  test('who has not declared waits, and so does everybody but an IDVA before the day', async () => {
    const other = await world.person(world.agencies.housing.id, ['AGENCY_REPRESENTATIVE']);
    expect((await at.record(item(), other)).body).toMatchObject({ waitsFor: 'DECLARATION', sections: [] });
    expect((await at.section(item(), 'DECISIONS', other)).status).toBe(404);
    await app.rows(`update meetings.meetings set held_on = held_on + 1 where id = $1`, [day.meetingId]);
    expect((await at.record(item(), world.housing)).body).toMatchObject({ waitsFor: 'MEETING_DAY', sections: [] });
    expect((await at.record(item(), world.idva)).body.sections).toHaveLength(3);
  });

  test('a section that is kept from the reader answers as one that there is not', async () => {
    const kept = await at.section(item(), 'VICTIM_VIEW', world.housing);
    const none = await at.section(item(), 'NO_SUCH_SECTION', world.housing);
    expect([kept.status, { ...kept.body, reference: '' }]).toEqual([404, { ...none.body, reference: '' }]);
    expect((await at.section(item(), 'DECISIONS', world.housing)).status).toBe(200);
  });

  test('once what was circulated ends, nothing of it', async () => {
    await app.rows('update access.grants set ends_at = now() where origin_id = $1', [day.meetingId]);
    expect((await at.record(item(), world.housing)).text).not.toContain('Word of');
  });
});
