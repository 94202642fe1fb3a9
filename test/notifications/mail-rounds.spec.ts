import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Mailer } from '../../src/notifications/mailer.service.js';
import { Subscribers } from '../../src/notifications/subscribers.service.js';
import { newId } from '../../src/platform/db/ids.js';
import { agree, foundCase } from '../actions/plan.js';
import { withClient } from '../bench/bench-database.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { MailCatcher } from './mail-catcher.js';

const catcher = new MailCatcher();
let app: TestApp;
let world: World;

beforeAll(async () => {
  app = await startApp({ SMTP_URL: await catcher.start(), MAIL_FROM: 'no-reply@example.org' });
});
beforeEach(async () => {
  world = await app.world();
});
afterAll(async () => {
  await app.stop();
  await catcher.stop();
});

const mailsOf = (user: TestUser) =>
  app.rows<{ id: string; state: string; attempts: number; error_code: string | null }>(
    'select id, state, attempts, error_code from notifications.mails where user_id = $1 order by id',
    [user.id],
  );
const admin = (sql: string) => withClient(app.database.adminUrl, async (client) => void (await client.query(sql)));

async function overdue(count: number): Promise<string[]> {
  const { caseId } = await foundCase(app, world);
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const { id } = await agree(app, world, caseId, world.agencies.housing.id, { text: `Fit lock ${n}` });
    ids.push(id);
  }
  const tell = (actionId: string) =>
    app.get(Subscribers).overdue({ actionId, caseId, maracId: world.maracId, alertId: newId() });
  await app.operate(async () => void (await Promise.all(ids.map(tell))));
  return ids;
}

test('what many are told of at once reaches each of them once, by one message each', async () => {
  await overdue(12);
  for (const user of [world.housing, world.coordinator]) expect(await mailsOf(user)).toHaveLength(12);
  await Promise.all([app.get(Mailer).wake(), app.get(Mailer).sweep(), app.get(Mailer).wake()]);
  for (const user of [world.housing, world.coordinator]) {
    expect(catcher.to(user.email)).toHaveLength(12);
    expect(new Set((await mailsOf(user)).map(({ state, attempts }) => `${state} ${attempts}`))).toEqual(new Set(['SENT 1'])); // prettier-ignore
  }
  for (const other of [world.police, world.referrer, world.chair]) expect(catcher.to(other.email)).toHaveLength(0);
});

test('who is shut out of one of many is told of the others alone', async () => {
  const [shut, open] = [await foundCase(app, world), await foundCase(app, world)];
  const actions = [shut, open].map(({ caseId }) => agree(app, world, caseId, world.agencies.housing.id));
  const [hidden, seen] = await Promise.all(actions);
  await app.rows(
    `insert into access.exclusions (id, case_id, marac_id, user_id, cause, cause_id)
     values (gen_random_uuid(), $1, $2, $3, 'CONFLICT', gen_random_uuid()) returning id`,
    [shut.caseId, world.maracId, world.housing.id],
  );
  const tell = (actionId: string, caseId: string) =>
    app.get(Subscribers).overdue({ actionId, caseId, maracId: world.maracId, alertId: newId() });
  await app.operate(async () => {
    await Promise.all([tell(hidden!.id, shut.caseId), tell(seen!.id, open.caseId)]);
  });
  const toldOf = async (user: TestUser) =>
    (
      await app.rows<{ about: string }>(
        'select n.subject_id as about from notifications.notices n where n.user_id = $1',
        [user.id],
      )
    ).map(({ about }) => about);
  expect(await toldOf(world.housing)).toEqual([seen!.id]);
  expect((await toldOf(world.coordinator)).sort()).toEqual([hidden!.id, seen!.id].sort());
});

test('one that cannot be made ready is put off alone, and keeps none of the others', async () => {
  await overdue(5);
  const mails = await mailsOf(world.housing);
  const bad = mails[2]!.id;
  await app.rows(
    `update notifications.notices n set read_at = now() from notifications.mails m where m.notice_id = n.id and m.id = $1 returning n.id`,
    [bad],
  );
  await admin(`
    create function public.never() returns trigger language plpgsql as $$ begin raise exception 'never'; end $$;
    create trigger never before update on notifications.mails for each row
      when (new.id = '${bad}' and new.state = 'DROPPED') execute function public.never();`);
  try {
    await app.get(Mailer).wake();
  } finally {
    await admin('drop trigger never on notifications.mails');
  }
  const after = await mailsOf(world.housing);
  expect(after.filter(({ state }) => state === 'SENT')).toHaveLength(4);
  expect(after.find(({ id }) => id === bad)).toMatchObject({ state: 'WAITING', attempts: 1, error_code: 'sql-p0001' });
  expect(catcher.to(world.housing.email)).toHaveLength(4);
});
