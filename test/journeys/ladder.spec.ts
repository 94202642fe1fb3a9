import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MailCatcher } from '../notifications/mail-catcher.js';
import { startApp, type TestApp } from '../support/app.js';
import { setRules } from '../support/asking.js';
import { referralForm } from '../support/referral.js';
import type { TestUser, World } from '../support/world.js';
import { addDays, todayIn } from '../../src/platform/values/dates.js';
import { letDaysPass } from './clock.js';
import { type Hands, steadyHands } from './hands.js';

/** Actions set in a meeting: one is closed, one runs overdue through the whole ladder while the clock moves, with the worker at work. */
const catcher = new MailCatcher();
let app: TestApp;
let world: World;
let hands: Hands;
let people: Record<'housing' | 'coordinator' | 'manager' | 'lead' | 'chair' | 'steering', TestUser>;

beforeAll(async () => {
  app = await startApp({ SMTP_URL: await catcher.start(), MAIL_FROM: 'no-reply@example.org' });
  world = await app.world();
  const { housing, police } = world.agencies;
  people = {
    housing: world.housing,
    coordinator: world.coordinator,
    manager: await world.person(housing.id, ['AGENCY_MANAGER']),
    lead: await world.person(housing.id, ['STRATEGIC_LEAD']),
    chair: world.chair,
    steering: await world.person(police.id, ['STEERING_GROUP']),
  };
  hands = await steadyHands(app);
});
afterAll(async () => {
  await hands?.stop();
  await app?.stop();
  await catcher.stop();
});

const done = async (method: string, path: string, as: TestUser, body?: object, version?: number): Promise<any> => {
  const headers = version === undefined ? undefined : { 'if-match': `"${version}"` };
  const answer = await app.request(method, path, { as, body, headers });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.body;
};

/**
 * The ladder of the field, but for the reminder on the day: the clock moves by whole days, in which that reminder and the due moment
 * would be one; and in days, not working days: what moves by days is another day of the week each time. Reminded late in the evening, so that
 * each day brings one rung at most, whatever the time of this test.
 */
const rung = (step: string, days: number, ...tells: string[]) => ({ step, days, tells, urgent: true });
const ACTIONS = [
  rung('BEFORE', 2, 'REPRESENTATIVE'),
  rung('AFTER', 0, 'REPRESENTATIVE', 'COORDINATOR'),
  rung('AFTER', 1, 'REPRESENTATIVE'),
  rung('AFTER', 3, 'REPRESENTATIVE'),
  rung('AFTER', 5, 'MANAGER'),
  rung('AFTER', 7, 'STRATEGIC_LEAD'),
  rung('AFTER', 10, 'CHAIR'),
  rung('AFTER', 15, 'STEERING_GROUP'),
];

async function setInMeeting(): Promise<{ caseId: string; kept: any; late: any }> {
  const { coordinator, housing } = people;
  const referral = await done('POST', '/referrals', housing, referralForm(world));
  await done('POST', `/referrals/${referral.id}/screening`, coordinator, { decision: 'ACCEPT' }, referral.version);
  const heldOn = addDays(todayIn('Europe/London', new Date()), 1);
  const place = { maracId: world.maracId, heldOn, startTime: '09:30', venue: 'Town hall', evenOnBankHoliday: true };
  const meeting = await done('POST', '/meetings', coordinator, place);
  const { caseId } = referral;
  const item = await done('POST', `/meetings/${meeting.id}/agenda-items`, coordinator, { caseId });
  const agree = (text: string, days: number) =>
    done('POST', `/agenda-items/${item.id}/actions`, coordinator, {
      ...{
        text,
        target: 'VICTIM',
        ownerAgencyId: world.agencies.housing.id,
        ownerPost: 'Duty officer',
        dueOn: addDays(heldOn, days),
      },
    });
  return hands.calmly(async () => ({ caseId, kept: await agree('Fit an alarm', 7), late: await agree('Change the locks', 7) })); // prettier-ignore
}

/** What arrived, each message once: one that is slow to leave is sent again under its own Message-ID. */
const mailsOf = (user: TestUser) => [
  ...new Map(catcher.to(user.email).map((mail) => [/^message-id: (.*)$/im.exec(mail.raw)?.[1], mail])).values(),
];
const inboxOf = async (as: TestUser): Promise<any[]> => (await done('GET', '/inbox?limit=200', as)).items;
const kindsOf = async (as: TestUser, subjectId: string) =>
  (await inboxOf(as)).filter((one) => one.subjectId === subjectId).map(({ kind }) => kind).reverse(); // prettier-ignore

test('each rung is read in the inbox, in the mail and on the case, once, by whom it is for and by nobody else', async () => {
  await setRules(app, world, { ladders: { actions: ACTIONS, remindAt: '23:59' } });
  const { caseId, kept, late } = await setInMeeting();
  const alerts = async (as: TestUser): Promise<any[]> => (await done('GET', `/cases/${caseId}/alerts`, as)).items;
  const ofLate = async () => (await alerts(people.coordinator)).filter(({ subjectId }) => subjectId === late.id);
  const closure = { reason: 'COMPLETED', outcome: 'Fitted', riskEffect: 'REDUCED', victimMayBeTold: true };
  await hands.calmly(() => done('POST', `/actions/${kept.id}/closure`, people.housing, closure, kept.version));

  const seen: number[] = [];
  for (let day = 0; day < 60 && (seen.at(-1) ?? 0) < ACTIONS.length; day++) {
    await hands.calmly(() => letDaysPass(app, 1));
    seen.push((await ofLate()).length);
  }
  // one rung at a time, and none twice
  expect(seen.every((count, i) => count - (seen[i - 1] ?? 0) <= 1)).toBe(true);
  const told = await ofLate();
  expect(told.map(({ step, tells }) => `${step} ${tells.join('+')}`)).toEqual(
    ACTIONS.map(({ step, tells }) => `${step} ${tells.join('+')}`),
  );
  expect(told.every(({ passedOver }) => passedOver.length === 0)).toBe(true);

  // on the case, beside the action, for the owner too
  const action = await done('GET', `/actions/${late.id}`, people.housing);
  expect(action.alerts.map(({ kind }: { kind: string }) => kind)).toEqual([
    ...['BEFORE', 'OVERDUE', 'OVERDUE', 'OVERDUE', 'ESCALATED', 'ESCALATED', 'ESCALATED', 'ESCALATED'],
  ]);
  // in the inbox
  expect(await kindsOf(people.housing, late.id)).toEqual(['ACTION_DUE_SOON', 'ACTION_OVERDUE', 'ACTION_OVERDUE', 'ACTION_OVERDUE']); // prettier-ignore
  expect(await kindsOf(people.coordinator, late.id)).toEqual(['ACTION_OVERDUE']);
  expect(await kindsOf(people.manager, late.id)).toEqual(['ACTION_ESCALATED']);
  expect(await kindsOf(people.chair, late.id)).toEqual(['ACTION_ESCALATED']);
  expect((await inboxOf(people.lead)).map(({ kind }) => kind)).toEqual(['OVERDUE_IN_AGENCY']);
  expect((await inboxOf(people.steering)).map(({ kind }) => kind)).toEqual(['OVERDUE_IN_AREA']);
  // in the mail: one for each notice that cannot wait, and the digests of the rest, each to one person, and no word of what it is about
  for (const [who, user] of Object.entries(people)) {
    const mails = mailsOf(user);
    const unsent = await app.rows(
      `select n.kind, m.state, m.error_code from notifications.notices n left join notifications.mails m on m.notice_id = n.id
        where n.user_id = $1 and n.digest_id is null and m.state is distinct from 'SENT' and n.way <> 'DIGEST'`,
      [user.id],
    );
    const [{ owed }] = await app.rows(`select count(*)::int as owed from notifications.mails where user_id = $1`, [user.id]); // prettier-ignore
    expect([who, unsent, mails.length]).toEqual([who, [], owed]);
    for (const { raw, recipients } of mails) {
      expect(recipients).toEqual([user.email]);
      expect(raw).not.toMatch(/locks|overdue|housing|victim|escalat/i);
    }
  }
  const links = (who: keyof typeof people) => mailsOf(people[who]).map(({ raw }) => raw.replaceAll('=\r\n', '')); // prettier-ignore
  expect(links('housing').filter((raw) => raw.includes(late.id))).toHaveLength(4);
  for (const blind of ['lead', 'steering'] as const) expect(links(blind).some((raw) => raw.includes(late.id))).toBe(false); // prettier-ignore

  // what was closed was told of no more, and bystanders of nothing
  expect((await alerts(people.coordinator)).filter(({ subjectId }) => subjectId === kept.id)).toEqual([]);
  for (const other of [world.police, world.probation, world.analyst, world.observer, world.administrator])
    expect((await inboxOf(other)).filter(({ kind }) => /ACTION|OVERDUE/.test(kind))).toEqual([]);
  for (const as of [people.lead, people.steering])
    for (const path of [`/cases/${caseId}`, `/actions/${late.id}`, `/cases/${caseId}/alerts`])
      expect((await app.request('GET', path, { as })).status).toBe(403);
}, 240_000);
