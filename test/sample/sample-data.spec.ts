import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CLOSURE_REASONS } from '../../src/actions/action.rules.js';
import { ROLES } from '../../src/identity/roles.rules.js';
import { todayIn } from '../../src/platform/values/dates.js';
import {
  SAMPLE_AGENCIES,
  SAMPLE_PASSWORD,
  SAMPLE_PEOPLE,
  SamplePartnership,
} from '../../src/sample/partnership.service.js';
import { SampleData } from '../../src/sample/sample-data.service.js';
import { startApp, type TestApp } from '../support/app.js';

const TODAY = todayIn('Europe/London', new Date());
let app: TestApp;
let coordinator: string;

const signIn = async (email: string): Promise<string> => {
  const { status, body } = await app.request('POST', '/sessions', { body: { email, password: SAMPLE_PASSWORD } });
  expect(status).toBe(201);
  return body.token;
};
const count = async (sql: string): Promise<number> =>
  Number((await app.rows<{ n: string }>(`select count(*) as n from ${sql}`))[0]!.n);

beforeAll(async () => {
  app = await startApp();
  await app.get(SampleData).load(() => undefined);
  coordinator = await signIn('coordinator.nb@example.org');
}, 120_000);
afterAll(() => app?.stop());

describe('the partnership', () => {
  test('two MARACs share the twelve agencies, each signed in both', async () => {
    const members = await app.rows<{ code: string; names: string[]; signed: number }>(
      `select m.code, array_agg(a.name order by a.name) as names,
              (select count(distinct s.agency_id)::int from access.signatures s
                where s.marac_id = m.id and current_date between s.signed_on and s.review_due) as signed
         from maracs.maracs m join maracs.members b on b.marac_id = m.id join maracs.agencies a on a.id = b.agency_id
        group by m.id order by m.code`,
    );
    const names = SAMPLE_AGENCIES.map(([name]) => name).sort();
    expect(members).toEqual(['NB', 'SB'].map((code) => ({ code, names, signed: 12 })));
  });

  test.each(['NB', 'SB'])('in %s somebody holds each role, and each agency has a representative', async (marac) => {
    const people = SAMPLE_PEOPLE.filter((person) => person.marac === marac);
    expect(new Set(people.map((person) => person.role))).toEqual(new Set(ROLES));
    expect(people.filter((person) => person.role === 'AGENCY_REPRESENTATIVE').length).toBe(12);
    expect(new Set(people.map((person) => person.name)).size).toBe(people.length);
    expect(people.every((person) => person.name)).toBe(true);
    const { body } = await app.request('GET', '/sessions/current', {
      as: await signIn(`administrator.${marac.toLowerCase()}@example.org`),
    });
    expect(body.roles).toEqual([expect.objectContaining({ marac, role: 'ADMINISTRATOR' })]);
  });

  test('founding it again, and telling the year again, changes nothing', async () => {
    const before = await app.rows(
      `select (select count(*) from identity.users) u, (select count(*) from audit.events) e, (select count(*) from referrals.referrals) r`,
    );
    expect(await app.get(SamplePartnership).found()).toBe(false);
    const { people, password } = await app.get(SampleData).load(() => undefined);
    expect(people.length).toBe(SAMPLE_PEOPLE.length);
    expect(password.length).toBeGreaterThanOrEqual(15);
    const after = await app.rows(
      `select (select count(*) from identity.users) u, (select count(*) from audit.events) e, (select count(*) from referrals.referrals) r`,
    );
    expect(after).toEqual(before);
  });
});

describe('the year of cases', () => {
  test('it is all in NB, and every outcome of the repeat check but LAPSED is met', async () => {
    expect(await count(`access.cases c join maracs.maracs m on m.id = c.marac_id where m.code = 'SB'`)).toBe(0);
    const outcomes = await app.rows<{ outcome: string }>(
      'select distinct r.outcome from referrals.referrals r order by 1',
    );
    expect(outcomes.map((row) => row.outcome)).toEqual(
      expect.arrayContaining(['COUNTER_ALLEGATION', 'DUPLICATE', 'NONE', 'REPEAT', 'SAME_PERPETRATOR', 'SAME_VICTIM']),
    );
  });

  test('no meeting that has passed leaves a case undecided, and heard cases were heard on the meeting’s day', async () => {
    expect(await count(`meetings.meetings m where m.starts_at < now() and m.status <> 'HELD'`)).toBe(0);
    expect(await count(`meetings.meetings m where m.starts_at < now() and m.status = 'HELD'`)).toBeGreaterThanOrEqual(
      26,
    );
    expect(
      await count(
        `meetings.agenda_items i join meetings.meetings m on m.id = i.meeting_id where m.status = 'HELD' and i.status = 'LISTED'`,
      ),
    ).toBe(0);
    expect(
      await count(
        `meetings.agenda_items i join meetings.meetings m on m.id = i.meeting_id where i.heard_on <> m.held_on`,
      ),
    ).toBe(0);
    expect(await count(`meetings.agenda_items i where i.status = 'HEARD'`)).toBeGreaterThan(300);
    expect(await count(`meetings.agenda_items i where i.status = 'DEFERRED'`)).toBeGreaterThan(0);
    // whoever puts a case off has somebody check on the victim
    expect(
      await count(
        `meetings.agenda_items i where i.status = 'DEFERRED' and not exists (
           select from actions.actions a where a.agenda_item_id = i.id and a.target = 'VICTIM')`,
      ),
    ).toBe(0);
    // and a case is heard at a meeting that was opened, with a quorum
    expect(
      await count(
        `meetings.agenda_items i where i.status = 'HEARD' and not exists (
           select from conference.hearings h where h.id = i.id and h.quorate)`,
      ),
    ).toBe(0);
    expect(await count(`referrals.referrals r where r.heard_on < r.referred_on or r.accepted_on < r.referred_on`)).toBe(
      0,
    );
  });

  test('the coordinator’s list of tasks is that of somebody who keeps up', async () => {
    const maracId = (await app.request('GET', '/sessions/current', { as: coordinator })).body.roles[0].maracId;
    const { body } = await app.request('GET', `/tasks?maracId=${maracId}`, { as: coordinator });
    const of = (kind: string) => body.items.filter((task: any) => task.kind === kind && task.meetingOn < TODAY);
    for (const kind of ['ACTION_LIST_OUT', 'MINUTES_DRAFT', 'MINUTES_APPROVED', 'MINUTES_OUT'])
      expect([kind, of(kind).length]).toEqual([kind, 1]);
    expect(body.overdue).toBeLessThan(20);
  });

  test('no accepted referral is forgotten: each was heard or waits on a list', async () => {
    const { body } = await app.request('GET', '/maracs', { as: coordinator });
    const unlisted = await app.request('GET', `/meetings/unlisted?marac=${body[0].id}`, { as: coordinator });
    expect(unlisted.body.items).toEqual([]);
  });

  test('the next meeting is within a week and has a list with repeats that were heard before', async () => {
    const { body } = await app.request('GET', `/meetings?from=${TODAY}&limit=5`, { as: coordinator });
    const [next] = body.items;
    expect(Date.parse(next.startsAt) - Date.now()).toBeLessThan(8 * 86_400_000);
    expect(next.cases).toBeGreaterThanOrEqual(8);
    const list = await app.request('GET', `/meetings/${next.id}/case-list`, { as: coordinator });
    expect(list.body.totals.repeats).toBeGreaterThan(0);
    expect(list.body.items.filter((item: { lastHeardOn: string | null }) => item.lastHeardOn).length).toBeGreaterThan(
      0,
    );
    expect(list.body.items.every((item: { status: string }) => item.status === 'LISTED')).toBe(true);
  });

  test('actions ended in every way there is; some are open, a handful overdue, one is due in a moment', async () => {
    const ended = await app.rows<{ reason: string }>(
      'select distinct a.closure_reason as reason from actions.actions a where a.closure_reason is not null',
    );
    expect(ended.map((row) => row.reason).sort()).toEqual([...CLOSURE_REASONS].sort());
    expect(await count(`actions.actions a where a.status <> 'CLOSED' and a.due_at > now()`)).toBeGreaterThan(0);
    const overdue = await count(`actions.actions a where a.status <> 'CLOSED' and a.due_at < now()`);
    expect(overdue).toBeGreaterThanOrEqual(3);
    expect(overdue).toBeLessThanOrEqual(8);
    expect(
      await count(
        `actions.actions a where a.status <> 'CLOSED' and a.due_at between now() - interval '1 minute' and now() + interval '2 minutes'`,
      ),
    ).toBe(1);
    expect(await count('actions.actions a where a.closed_on > current_date or a.closed_on < a.set_on')).toBe(0);
    expect(await count('actions.updates u')).toBeGreaterThan(100);
  });

  test('every open action has a promise that somebody is told when it is overdue, and no closed one has', async () => {
    expect(
      await count(`actions.actions a where a.status <> 'CLOSED' and not exists (
      select from platform.due d where d.kind = 'action.overdue' and d.subject = a.id and d.state = 'WAITING' and d.due_at <= a.due_at)`),
    ).toBe(0);
    expect(
      await count(
        `actions.actions a join platform.due d on d.subject = a.id where a.status = 'CLOSED' and d.state = 'WAITING'`,
      ),
    ).toBe(0);
  });

  test('a few referrals wait for screening, and some were declined, returned and withdrawn', async () => {
    const rows = await app.rows<{ status: string; n: number }>(
      'select r.status, count(*)::int as n from referrals.referrals r group by 1',
    );
    const statuses = Object.fromEntries(rows.map(({ status, n }) => [status, n]));
    expect(statuses['SUBMITTED']).toBeGreaterThanOrEqual(2);
    expect(statuses['SUBMITTED']).toBeLessThanOrEqual(6);
    for (const status of ['DECLINED', 'RETURNED', 'WITHDRAWN', 'DUPLICATE'])
      expect(statuses[status]).toBeGreaterThan(0);
  });
});
