import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Digests } from '../../src/notifications/digests.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { referralForm } from '../support/referral.js';
import { MailCatcher } from './mail-catcher.js';
import { awake, digestsOf, happens, noticesOf, sendAll } from './telling.js';

const catcher = new MailCatcher();
let app: TestApp;
beforeAll(async () => {
  app = await startApp({ SMTP_URL: await catcher.start(), MAIL_FROM: 'no-reply@example.org' });
});
afterAll(async () => {
  await app?.stop();
  await catcher.stop();
});

test('a digest is not written to an address that is known as that of a person of a case, and auditors hear of it', async () => {
  const world = await app.world();
  const form = referralForm(world);
  const victim = { ...form.victim, phone: world.housing.email };
  const referred = await app.request('POST', '/referrals', { as: world.police, body: { ...form, victim } });
  expect(referred.status).toBe(201);
  for (const user of [world.housing, world.probation]) {
    await awake(app, user);
    await happens(app, world, 'MEETING_MOVED', [user]);
    const open = (await digestsOf(app, user)).find(({ state }) => state === 'OPEN');
    await app.operate(() => app.get(Digests).make(open!.id));
  }
  const [mail] = await sendAll(app, world.housing);
  expect(mail).toMatchObject({ notice_id: null, state: 'FAILED', error_code: 'would-reach-a-party' });
  expect(catcher.to(world.housing.email)).toEqual([]);
  expect((await noticesOf(app, world.auditor)).map(({ kind }) => kind)).toEqual(['MESSAGE_HELD_BACK']);
  // a colleague whose address is nobody's of a case has theirs
  expect(await sendAll(app, world.probation)).toMatchObject([{ state: 'SENT' }]);
  expect(catcher.to(world.probation.email)).toHaveLength(1);
});
