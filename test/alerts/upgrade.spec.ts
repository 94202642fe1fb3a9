import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { migrations } from '../../migrations/all.js';
import { MoreLadders0043 } from '../../migrations/0043-more-ladders.js';
import { LADDERS } from '../../src/alerts/ladder-section.rules.js';
import { gapOf } from '../../src/alerts/ladder-gaps.rules.js';
import type { Rung } from '../../src/alerts/ladder.rules.js';
import { migrate } from '../../src/platform/db/migrate.js';
import { provision } from '../../src/platform/db/provision.js';
import { dropDatabase } from '../support/database.js';

/** What chasers had promised, told and been set to before signatures, research, screening and transfers climbed ladders. */
const serverUrl = process.env['MARAC_TEST_ADMIN_URL']!;
const name = `marac_test_${randomBytes(6).toString('hex')}`;
let admin: pg.Client;
const [marac, agency, other, third] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
const [warned, lapsed, asked, screened, offer, taken] = Array.from({ length: 6 }, randomUUID) as [string, string, string, string, string, string]; // prettier-ignore
const rows = async <T extends object>(sql: string, values: unknown[] = []) => (await admin.query<T>(sql, values)).rows;

beforeAll(async () => {
  const { ownerUrl } = await provision(serverUrl, name);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  admin = new pg.Client({ connectionString: url.toString() });
  await migrate(ownerUrl, migrations.slice(0, migrations.indexOf(MoreLadders0043)));
  await admin.connect();
  await admin.query('set session_replication_role = replica'); // each alone, without what it hangs on
  await before();
  await admin.query('set session_replication_role = origin');
  await migrate(ownerUrl, migrations);
}, 60_000);
afterAll(async () => {
  await admin?.end();
  await dropDatabase(serverUrl, name);
});

async function before(): Promise<void> {
  await rows(`insert into maracs.maracs (id, code, name, nation) values ($1, 'EAR', 'Earlier', 'scotland')`, [marac]);
  for (const id of [agency, other, third])
    await rows(`insert into maracs.agencies (id, name, kind) values ($1, $2, 'HOUSING')`, [id, id]);
  await rows(`insert into access.cases (id, marac_id, ref) values ($1, $2, 'EAR-1')`, [screened, marac]);
  await rows(
    `insert into access.protocols (id, marac_id, version, title, in_force_from, published_by) values ($1, $2, 1, 'x', '2020-01-01', 'x')`,
    [randomUUID(), marac],
  );
  for (const [id, by, days] of [
    [warned, agency, 20],
    [lapsed, other, -20],
  ] as const)
    // prettier-ignore
    await rows(
      `insert into access.signatures (id, marac_id, agency_id, version, signatory, signed_on, review_due, recorded_by)
       values ($1, $2, $3, 1, 'x', current_date - 300, current_date + $4::int, 'x')`,
      [id, marac, by, days],
    );
  for (const [kind, state, days] of [
    ['first', 'DONE', -40],
    ['second', 'DONE', -10],
    ['last', 'WAITING', 13],
  ] as const)
    // prettier-ignore
    await rows(
      `insert into platform.due (lane, kind, subject, due_at, next_at, state)
       values ('TIME', 'protocol.' || $1 || '-warning', $2, now() + make_interval(days => $4), now(), $3)`,
      [kind, warned, state, days],
    );
  await rows(
    `insert into research.chasers (id, meeting_id, marac_id, agency_id, due_on) values ($1, $2, $3, $4, current_date + 1)`,
    [asked, randomUUID(), marac, third],
  );
  await rows(`insert into research.chases (id, chaser_id, step, due_on) values ($1, $2, 'EVE', current_date + 1)`, [randomUUID(), asked]); // prettier-ignore
  await rows(
    `insert into referrals.clocks (id, case_id, marac_id, received_at, limit_days, rule_version, due_at, alarm_at, alarms)
     values ($1, $1, $2, now() - interval '5 days', 2, 0, now() - interval '1 hour', now() + interval '1 day', 1)`,
    [screened, marac],
  );
  for (const [id, status, step] of [
    [offer, 'OFFERED', 'UNANSWERED'],
    [taken, 'ACCEPTED', 'UNANSWERED'],
  ] as const) {
    await rows(
      `insert into transfers.incoming (id, from_marac_id, to_marac_id, status, offered_at) values ($1, $2, $3, $4, now() - interval '3 days')`,
      [id, randomUUID(), marac, status],
    ); // prettier-ignore
    await rows('insert into transfers.chases (id, transfer_id, step) values ($1, $2, $3)', [randomUUID(), id, step]);
  }
  const set = {
    protocol: { graceDays: 90, longestMonths: 24, firstWarningDays: 14, secondWarningDays: 90, lastWarningDays: 14 },
    research: {
      warning: 'x',
      remindWorkingDaysBefore: 3,
      remindWorkingDaysAfter: 2,
      remindAt: '08:30',
      forecastMeetings: 12,
    },
    screening: { limitWorkingDays: 2, escalateWorkingDays: 4 },
    transfers: { packageDays: 90, answerWorkingDays: 5, takeUpWorkingDays: 5 },
  };
  const asEver = {
    protocol: { graceDays: 90, longestMonths: 24, firstWarningDays: 60, secondWarningDays: 30, lastWarningDays: 7 },
    ladders: { remindAt: '10:00' },
  };
  for (const [version, sections] of [
    [1, set],
    [2, asEver],
  ] as const)
    // prettier-ignore
    await rows(
      `insert into maracs.rules (id, marac_id, version, effective_from, sections, reason, decided_by) values ($1, $2, $3, '2026-01-01', $4, 'x', 'x')`,
      [randomUUID(), marac, version, JSON.stringify(sections)],
    );
}

const ladder = async (id: string) =>
  (await rows<{ kind: string; last: boolean; told: Date | null; epoch: number }>(
    'select l.kind, l.last_at as told, l.epoch from alerts.ladders l where l.id = $1', [id],
  ))[0]; // prettier-ignore

test('what was told is not told again, and what lapsed long ago is let lie', async () => {
  const day = (ahead: number) => Date.now() + ahead * 86_400_000;
  const near = (told: Date | null | undefined, ahead: number) => Math.abs(told!.getTime() - day(ahead)) < 7_200_000;
  expect(near((await ladder(warned))?.told, -10)).toBe(true);
  expect(near((await ladder(lapsed))?.told, 0)).toBe(true);
  expect(near((await ladder(asked))?.told, 0)).toBe(true);
  expect(near((await ladder(screened))?.told, 0)).toBe(true);
  expect(await ladder(offer)).toMatchObject({ kind: 'transfer', epoch: 1 });
  // the answer was chased, and came: that it is taken up has not been looked at
  expect(await ladder(taken)).toBeUndefined();
});

test('every signature is looked at once, and none by its old warnings', async () => {
  const due = await rows<{ kind: string; subject: string }>(
    `select kind, subject from platform.due where kind like 'protocol.%'`,
  );
  expect(new Set(due.map(({ kind }) => kind))).toEqual(new Set(['protocol.signature-due']));
  expect(due.map(({ subject }) => subject).sort()).toEqual([warned, lapsed].sort());
});

test('the days that areas had set are those of their ladders, which have no gap; others keep the defaults', async () => {
  const found = await rows<{ sections: any }>('select sections from maracs.rules order by version');
  const [{ sections: own }, { sections: usual }] = found as [(typeof found)[0], (typeof found)[0]];
  const said = Object.fromEntries(
    Object.entries<Rung[]>(own.ladders).map(([which, rungs]) => [
      which,
      rungs.map((one) => [one.step, one.days ?? one.workingDays, one.at]),
    ]),
  );
  expect(said).toEqual({
    signatures: [['BEFORE', 90, '00:00'], ['BEFORE', 14, '00:00'], ['AFTER', 0, undefined], ['AFTER', 7, undefined], ['AFTER', 30, undefined]],
    research: [['BEFORE', 3, '08:30'], ['DUE', undefined, '08:30'], ['AFTER', 2, '08:30']],
    screening: [['AFTER', 0, undefined], ['AFTER', 4, '23:59']],
    transferOffers: [['AFTER', 0, undefined], ['AFTER', 5, undefined]],
  }); // prettier-ignore
  for (const rungs of Object.values<Rung[]>(own.ladders)) expect(gapOf(rungs)).toBeNull();
  const tells = (rungs: readonly Rung[]) => rungs.filter(({ step }) => step === 'AFTER').map((one) => [...one.tells]);
  for (const which of ['signatures', 'research', 'screening', 'transferOffers'] as const)
    expect(tells(own.ladders[which])).toEqual(tells(LADDERS.defaults[which]));
  expect(usual.ladders).toEqual({ remindAt: '10:00' });
  expect([own.protocol, own.screening]).toEqual([{ graceDays: 90, longestMonths: 24 }, { limitWorkingDays: 2 }]);
  expect(own.research).toEqual({ warning: 'x', forecastMeetings: 12 });
});
