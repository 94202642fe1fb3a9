import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PartyContacts } from '../../src/conflicts/party-contacts.reader.js';
import { Mailer } from '../../src/notifications/mailer.service.js';
import { MailWatch } from '../../src/notifications/mail-watch.service.js';
import { newId } from '../../src/platform/db/ids.js';
import { StuckWork } from '../../src/platform/queue/stuck-work.js';
import { foundCase } from '../actions/plan.js';
import { startApp, type TestApp } from '../support/app.js';
import { referralForm } from '../support/referral.js';
import type { TestUser, World } from '../support/world.js';
import { MailCatcher } from './mail-catcher.js';
import { awake, happens, mailsOf, noticesOf, sendAll } from './telling.js';

const catcher = new MailCatcher();
const GONE = { responseCode: 550, message: '5.1.1 User unknown' };
let app: TestApp;
let world: World;

beforeAll(async () => {
  const smtp = await catcher.start();
  app = await startApp({ SMTP_URL: smtp, MAIL_FROM: 'no-reply@example.org', PUBLIC_URL: 'https://cases.example.org' });
});
beforeEach(async () => {
  catcher.refused.clear();
  catcher.refusing = false;
  await app.rows(`update notifications.mails set state = 'DROPPED', error_code = 'test', ended_at = now() where state = 'WAITING' returning id`); // prettier-ignore
  world = await app.world();
});
afterAll(async () => {
  await app.stop();
  await catcher.stop();
});

const kindsOf = async (user: TestUser) => (await noticesOf(app, user)).map(({ kind }) => kind);
const stuckFor = (mailId: string) =>
  app.operate(async () => (await app.get(StuckWork).list(500)).filter(({ ids }) => ids['mailId'] === mailId));
const dead = (user: TestUser) => catcher.refused.set(user.email, GONE);

describe('an address that takes no mail', () => {
  test('is told to administrators and to its owner, and what could not wait to the coordinator', async () => {
    const { caseId, ref } = await foundCase(app, world, world.agencies.housing.id);
    dead(world.housing);
    await happens(app, world, 'ACTION_OVERDUE', [world.housing], caseId);
    const [mail] = await sendAll(app, world.housing);
    expect(mail).toMatchObject({ state: 'BOUNCED', error_code: 'EENVELOPE', attempts: 1 });
    expect(await kindsOf(world.administrator)).toEqual(['ADDRESS_UNREACHABLE']);
    expect(await kindsOf(world.housing)).toEqual(['ACTION_OVERDUE', 'OWN_ADDRESS_UNREACHABLE']);
    expect(await kindsOf(world.coordinator)).toEqual(['NOTICE_UNDELIVERED']);
    for (const other of [world.chair, world.police, world.probation, world.idva, world.referrer, world.auditor])
      expect(await kindsOf(other)).toEqual([]);
    await sendAll(app, world.coordinator);
    const [told] = catcher.to(world.coordinator.email);
    const text = told!.raw.replaceAll('=\r\n', '');
    expect(text).toContain(
      `A task with reference ${ref} was updated; sign in to read it: https://cases.example.org/inbox`,
    );
    expect(text).not.toMatch(new RegExp(`${world.housing.email}|housing|overdue|unreachable|undelivered`, 'i'));
  });

  test('is not written to again; what cannot wait goes to the next at once', async () => {
    const { caseId } = await foundCase(app, world, world.agencies.housing.id);
    dead(world.housing);
    await happens(app, world, 'ACTION_OVERDUE', [world.housing], caseId);
    await sendAll(app, world.housing);
    catcher.refused.clear();
    await happens(app, world, 'ACTION_OVERDUE', [world.housing], caseId);
    const [, second] = await sendAll(app, world.housing);
    expect(second).toMatchObject({ state: 'DROPPED', error_code: 'unreachable' });
    expect(catcher.to(world.housing.email)).toEqual([]);
    expect(await kindsOf(world.coordinator)).toEqual(['NOTICE_UNDELIVERED', 'NOTICE_UNDELIVERED']);
    expect(await kindsOf(world.administrator)).toEqual(['ADDRESS_UNREACHABLE']);
  });

  test('costs nobody else a notice when what came back can wait', async () => {
    await awake(app, world.housing, { usual: 'AT_ONCE' });
    dead(world.housing);
    await happens(app, world, 'MEETING_MOVED', [world.housing]);
    expect(await sendAll(app, world.housing)).toMatchObject([{ state: 'BOUNCED' }]);
    expect(await kindsOf(world.coordinator)).toEqual([]);
    expect(await kindsOf(world.administrator)).toEqual(['ADDRESS_UNREACHABLE']);
  });

  test('is seen at sign-in, and written to again once its owner says that it is right', async () => {
    dead(world.housing);
    await happens(app, world, 'MEETING_CALLED', [world.housing]);
    await sendAll(app, world.housing);
    const preferences = () => app.request('GET', '/me/notification-preferences', { as: world.housing });
    expect((await preferences()).body.unreachableSince).toMatch(/^\d{4}-/);
    catcher.refused.clear();
    for (let times = 0; times < 2; times++)
      expect((await app.request('POST', '/me/address-confirmation', { as: world.housing })).status).toBe(204);
    expect((await preferences()).body.unreachableSince).toBeNull();
    await happens(app, world, 'MEETING_CALLED', [world.housing]);
    expect((await sendAll(app, world.housing)).at(-1)).toMatchObject({ state: 'SENT' });
    const deeds = await app.rows(`select action from audit.events where subject_id = $1 and action like 'address.%'`, [
      world.housing.id,
    ]);
    expect(deeds.map(({ action }) => action).sort()).toEqual(['address.confirmed', 'address.unreachable']);
  });

  test('is no one else’s to confirm', async () => {
    dead(world.housing);
    await happens(app, world, 'MEETING_CALLED', [world.housing]);
    await sendAll(app, world.housing);
    await app.request('POST', '/me/address-confirmation', { as: world.administrator });
    await app.request('POST', '/me/address-confirmation', { as: world.coordinator });
    const { body } = await app.request('GET', '/me/notification-preferences', { as: world.housing });
    expect(body.unreachableSince).not.toBeNull();
  });

  test('is forgotten when the person gets another', async () => {
    dead(world.housing);
    await happens(app, world, 'MEETING_CALLED', [world.housing]);
    await sendAll(app, world.housing);
    const email = `new.${world.housing.email}`;
    await app.rows('update identity.users set email = $2 where id = $1 returning id', [world.housing.id, email]);
    await happens(app, world, 'MEETING_CALLED', [world.housing]);
    await sendAll(app, world.housing);
    expect(catcher.to(email)).toHaveLength(1);
  });
});

describe('who is told in place of somebody', () => {
  const bounce = async (...users: TestUser[]) => {
    for (const user of users) {
      dead(user);
      await happens(app, world, 'MEETING_CALLED', [user]);
      await sendAll(app, user);
    }
  };

  test('never one who must find nothing of the case', async () => {
    const { caseId } = await foundCase(app, world, world.agencies.housing.id);
    const conflict = { caseId, userId: world.coordinator.id, nature: 'RELATIVE' };
    expect((await app.request('POST', '/conflicts', { as: world.chair, body: conflict })).status).toBe(201);
    dead(world.housing);
    await happens(app, world, 'ACTION_OVERDUE', [world.housing], caseId);
    await sendAll(app, world.housing);
    expect(await kindsOf(world.coordinator)).not.toContain('NOTICE_UNDELIVERED');
    expect(await kindsOf(world.chair)).toContain('NOTICE_UNDELIVERED');
  });

  test('the chair when the coordinator takes no mail either, then administrators, then whoever looks after stuck work', async () => {
    const { caseId } = await foundCase(app, world, world.agencies.housing.id);
    await bounce(world.coordinator, world.chair);
    dead(world.housing);
    await happens(app, world, 'ACTION_OVERDUE', [world.housing], caseId);
    await sendAll(app, world.housing);
    expect(await kindsOf(world.administrator)).toContain('NOTICE_UNDELIVERED');
    await bounce(world.administrator);
    await happens(app, world, 'ACTION_OVERDUE', [world.housing], caseId);
    const mails = await sendAll(app, world.housing);
    expect(await stuckFor(mails.at(-1)!.id)).toMatchObject([{ errorCode: 'nobody-to-tell' }]);
  });

  test('a notice that goes round comes to each person once', async () => {
    const { caseId } = await foundCase(app, world, world.agencies.housing.id);
    dead(world.housing);
    dead(world.coordinator);
    await happens(app, world, 'ACTION_OVERDUE', [world.housing], caseId);
    await sendAll(app, world.housing);
    await sendAll(app, world.coordinator);
    expect(await kindsOf(world.coordinator)).toEqual(['NOTICE_UNDELIVERED', 'OWN_ADDRESS_UNREACHABLE']);
    expect(await kindsOf(world.chair)).toEqual(['NOTICE_UNDELIVERED']);
    const [first] = await noticesOf(app, world.coordinator);
    const [second] = await noticesOf(app, world.chair);
    expect(second!.event_id).toBe(first!.event_id);
  });
});

describe('what is nobody’s fault here', () => {
  test.each([
    ['relaying denied', { responseCode: 550, message: '5.7.1 Relaying denied' }],
    ['a full mailbox', { responseCode: 452, message: '4.2.2 Mailbox full' }],
  ])('%s is tried again, and condemns no address', async (_, refusal) => {
    catcher.refused.set(world.housing.email, refusal);
    await happens(app, world, 'MEETING_CALLED', [world.housing]);
    expect(await sendAll(app, world.housing)).toMatchObject([{ state: 'WAITING', attempts: 1, waits: true }]);
    expect(await kindsOf(world.administrator)).toEqual([]);
    expect(await kindsOf(world.housing)).toEqual(['MEETING_CALLED']);
  });

  test('given up after ten tries, it is stuck work, and what cannot wait is told to the next', async () => {
    catcher.refusing = true;
    await happens(app, world, 'MEETING_CALLED', [world.housing]);
    await app.rows(`update notifications.mails set attempts = 9 where user_id = $1 returning id`, [world.housing.id]);
    const [mail] = await sendAll(app, world.housing);
    expect(mail).toMatchObject({ state: 'FAILED', attempts: 10 });
    expect(await stuckFor(mail!.id)).toHaveLength(1);
    expect(await kindsOf(world.coordinator)).toEqual(['NOTICE_UNDELIVERED']);
  });
});

describe('a mail server that is away', () => {
  const quarterOfAnHour = async () => {
    await app.rows(
      `update notifications.mails set failed_since = failed_since - interval '16 minutes', ended_at = ended_at - interval '16 minutes',
              retry_at = clock_timestamp() where failed_since is not null or state = 'SENT' returning id`,
    );
  };
  const watch = () => app.operate(() => app.get(MailWatch).watch());

  test('loses nothing, and administrators learn of it once, in the inbox that needs no mail', async () => {
    catcher.refusing = true;
    await happens(app, world, 'MEETING_CALLED', [world.housing, world.police]);
    for (const user of [world.housing, world.police]) await sendAll(app, user);
    await watch();
    expect(await kindsOf(world.administrator)).toEqual([]);
    await quarterOfAnHour();
    await watch();
    await watch();
    expect(await kindsOf(world.administrator)).toEqual(['MAIL_NOT_GOING_OUT']);
    const outage = () => app.operate(async () => (await app.get(StuckWork).list(500)).filter(({ errorCode }) => errorCode === 'mail-not-going-out')); // prettier-ignore
    expect(await outage()).toHaveLength(1);
    catcher.refusing = false;
    for (const user of [world.housing, world.police]) await sendAll(app, user);
    await watch();
    expect(await outage()).toHaveLength(0);
    for (const user of [world.housing, world.police]) expect(catcher.to(user.email)).toHaveLength(1);
  });

  test('is no outage while others get theirs', async () => {
    catcher.refused.set(world.housing.email, { responseCode: 451, message: '4.7.1 Later' });
    await happens(app, world, 'MEETING_CALLED', [world.housing]);
    await sendAll(app, world.housing);
    await quarterOfAnHour();
    await happens(app, world, 'MEETING_CALLED', [world.police]);
    await sendAll(app, world.police);
    await watch();
    expect(await kindsOf(world.administrator)).toEqual([]);
  });

  test('that nobody reaches at all: the same', async () => {
    const away = await startApp({ SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'no-reply@example.org' });
    try {
      const there = await away.world();
      await happens(away, there, 'MEETING_CALLED', [there.housing]);
      expect(await sendAll(away, there.housing)).toMatchObject([
        { state: 'WAITING', attempts: 1, error_code: 'ESOCKET' },
      ]);
    } finally {
      await away.stop();
    }
  });
});

describe('the people of cases', () => {
  test('are never written to: a colleague who shares an address with one is not', async () => {
    const form = referralForm(world);
    const victim = { ...form.victim, phone: world.housing.email };
    const answer = await app.request('POST', '/referrals', { as: world.police, body: { ...form, victim } });
    expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
    await happens(app, world, 'MEETING_CALLED', [world.housing]);
    const [mail] = await sendAll(app, world.housing);
    expect(mail).toMatchObject({ state: 'FAILED', error_code: 'would-reach-a-party' });
    expect(catcher.to(world.housing.email)).toEqual([]);
    expect(await stuckFor(mail!.id)).toMatchObject([{ errorCode: 'would-reach-a-party' }]);
    expect(await kindsOf(world.auditor)).toEqual(['MESSAGE_HELD_BACK']);
    expect(await kindsOf(world.coordinator)).toContain('NOTICE_UNDELIVERED');
    await expect(app.get(Mailer).send({ mailId: mail!.id })).rejects.toMatchObject({ code: 'would-reach-a-party' });
    expect(catcher.to(world.housing.email)).toEqual([]);
    expect((await mailsOf(app, world.housing)).length).toBe(1);
  });

  test('are known by their telephones and every mailbox that is written down with them; nobody else is', async () => {
    const reached = (contact: string) => app.operate(() => app.get(PartyContacts).reachedBy(contact));
    const victim = `v${newId()}@example.org`;
    const perpetrator = `p${newId()}@example.org`;
    const contacts = [victim, perpetrator, '07700 900871', '+44 7700 900871'];
    for (const contact of contacts) expect([contact, await reached(contact)]).toEqual([contact, false]);
    const form = referralForm(world);
    const [first] = form.perpetrators;
    const body = {
      ...form,
      victim: { ...form.victim, phone: '07700 900871', address: `12 High Street; ${victim.toUpperCase()}` },
      perpetrators: [{ ...first, address: `mail: ${perpetrator.replace('@', '+letters@')}` }],
    };
    expect((await app.request('POST', '/referrals', { as: world.police, body })).status).toBe(201);
    for (const contact of contacts) expect([contact, await reached(contact)]).toEqual([contact, true]);
    for (const contact of [world.housing.email, '07700 900872', '', 'nobody'])
      expect([contact, await reached(contact)]).toEqual([contact, false]);
  });
});
