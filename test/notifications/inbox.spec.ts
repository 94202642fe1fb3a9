import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Mailer } from '../../src/notifications/mailer.service.js';
import { Subscribers } from '../../src/notifications/subscribers.service.js';
import { Actor } from '../../src/platform/db/actor.js';
import { newId } from '../../src/platform/db/ids.js';
import { tx } from '../../src/platform/db/transaction.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { foundCase } from '../actions/plan.js';
import { type Answer, startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { awake } from './telling.js';

let app: TestApp;
let world: World;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marac-mail-'));
  app = await startApp({ MARAC_DATA_DIR: folder });
  world = await app.world();
});
afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true });
});

type Event = 'received' | 'accepted' | 'declined' | 'returned';

/** Brings a referral's event to the subscriber, as the worker does. */
async function happened(event: Event, caseId: string, agencyId: string, eventId = newId()): Promise<string> {
  const referralId = newId();
  const ids = { referralId, caseId, maracId: world.maracId, agencyId };
  await app.operate(() => app.get(Subscribers)[event](ids, eventId));
  return referralId;
}
const inbox = (as: TestUser, query = '') => app.request('GET', `/inbox${query}`, { as });
const kindsAbout = async (user: TestUser, subjectId: string) =>
  (await inbox(user, '?limit=200')).body.items
    .filter((n: { subjectId: string }) => n.subjectId === subjectId)
    .map((n: { kind: string }) => n.kind);

describe('who is told of a referral', () => {
  test('received: the coordinators, and the IDVAs who may see it', async () => {
    const { caseId } = await foundCase(app, world, world.agencies.idvaService.id);
    const id = await happened('received', caseId, world.agencies.police.id);
    expect(await kindsAbout(world.coordinator, id)).toEqual(['REFERRAL_RECEIVED']);
    expect(await kindsAbout(world.idva, id)).toEqual(['REFERRAL_RECEIVED']);
    for (const other of [
      world.police,
      world.housing,
      world.probation,
      world.chair,
      world.administrator,
      world.observer,
    ]) {
      expect(await kindsAbout(other, id)).toEqual([]);
    }
  });

  test('received: no IDVA from whom the case is hidden', async () => {
    const { caseId } = await foundCase(app, world);
    const id = await happened('received', caseId, world.agencies.police.id);
    expect(await kindsAbout(world.idva, id)).toEqual([]);
    expect(await kindsAbout(world.coordinator, id)).toEqual(['REFERRAL_RECEIVED']);
  });

  test.each<[Event, string]>([
    ['accepted', 'REFERRAL_ACCEPTED'],
    ['declined', 'REFERRAL_DECLINED'],
    ['returned', 'REFERRAL_RETURNED'],
  ])('%s: the people of the referring agency who may read it', async (event, kind) => {
    const { caseId } = await foundCase(app, world, world.agencies.housing.id);
    const id = await happened(event, caseId, world.agencies.housing.id);
    expect(await kindsAbout(world.housing, id)).toEqual([kind]);
    expect(await kindsAbout(world.referrer, id)).toEqual([kind]);
    for (const other of [world.police, world.idva, world.probation, world.coordinator])
      expect(await kindsAbout(other, id)).toEqual([]);
  });

  test('declined or returned to an agency where nobody can be told: it stays with the coordinators', async () => {
    const { caseId } = await foundCase(app, world);
    const { probation } = world.agencies;
    for (const event of ['declined', 'returned'] as const) {
      expect(await kindsAbout(world.coordinator, await happened(event, caseId, probation.id))).toHaveLength(1);
    }
    expect(await kindsAbout(world.coordinator, await happened('accepted', caseId, probation.id))).toEqual([]);
  });

  test('a case that does not exist is told to nobody, loudly', async () => {
    await expect(happened('received', newId(), world.agencies.police.id)).rejects.toBeDefined();
  });
});

describe('the inbox', () => {
  let own: World;
  const ids: string[] = [];
  beforeAll(async () => {
    own = await app.world();
    const { caseId } = await foundCase(app, own);
    for (let i = 0; i < 5; i++) {
      const event = { referralId: newId(), caseId, maracId: own.maracId, agencyId: own.agencies.police.id };
      await app.operate(() => app.get(Subscribers).received(event, newId()));
      ids.unshift(event.referralId);
    }
  });

  test('is nobody else’s: by list, by id and in the database', async () => {
    const [notice] = (await inbox(own.coordinator)).body.items;
    const another = await own.person(own.agencies.police.id, ['COORDINATOR']);
    for (const who of [another, own.chair, own.administrator, own.auditor]) {
      expect((await inbox(who)).body).toEqual({ items: [], next: null, unread: 0 });
      expect((await app.request('POST', `/inbox/${notice.id}/read`, { as: who })).status).toBe(404);
      const rows = await app
        .get(UnitOfWork)
        .run(new Actor('user', who.id, who.agencyId), async () => [
          ...(await tx().query('select from notifications.notices')),
          ...(await tx().query('select from notifications.mails')),
        ]);
      expect(rows).toHaveLength(0);
    }
    const writeOwn = app.get(UnitOfWork).run(new Actor('user', another.id, another.agencyId), () =>
      tx().query(
        `insert into notifications.notices (id, user_id, marac_id, kind, subject_kind, subject_id, event_id, case_ref, urgent)
         values ($1, $2, $3, 'ACTION_OVERDUE', 'action', $1, $1, 'X', true)`,
        [newId(), another.id, own.maracId],
      ),
    );
    await expect(writeOwn).rejects.toMatchObject({ code: '42501' });
    expect((await app.request('GET', '/inbox')).status).toBe(401);
  });

  test('is paged, newest first', async () => {
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page: Answer = await inbox(own.coordinator, `?limit=2${next && `&after=${next}`}`);
      seen.push(...page.body.items.map((n: { subjectId: string }) => n.subjectId));
      next = page.body.next;
    }
    expect(seen).toEqual(ids);
    expect((await inbox(own.coordinator, '?after=x')).status).toBe(422);
  });

  test('a notice is read once; unread ones are counted', async () => {
    const [notice] = (await inbox(own.coordinator)).body.items;
    const read = await app.request('POST', `/inbox/${notice.id}/read`, { as: own.coordinator });
    expect(read).toMatchObject({ status: 200, body: { id: notice.id } });
    const again = await app.request('POST', `/inbox/${notice.id}/read`, { as: own.coordinator });
    expect(again.body.readAt).toBe(read.body.readAt);
    expect((await inbox(own.coordinator, '?unread=true')).body).toMatchObject({ unread: 4 });
    expect((await inbox(own.coordinator, '?unread=false')).body.items.map((n: { id: string }) => n.id)).toEqual([
      notice.id,
    ]);
  });

  test('says what to look at, and nothing about anybody', async () => {
    const [notice] = (await inbox(own.coordinator)).body.items;
    expect(Object.keys(notice).sort()).toEqual(
      ['caseRef', 'createdAt', 'id', 'kind', 'maracId', 'readAt', 'subjectId', 'subjectKind', 'title', 'urgent'],
    ); // prettier-ignore
    expect(notice).toMatchObject({ title: 'A referral has been received.', urgent: false, subjectKind: 'referral' });
  });
});

test('without a mail server, a mail is a file in the data folder, replaced when sent again', async () => {
  await awake(app, world.coordinator, { usual: 'AT_ONCE' });
  const { caseId, ref } = await foundCase(app, world);
  const id = await happened('received', caseId, world.agencies.police.id);
  const [mail] = await app.rows(
    'select m.id from notifications.mails m join notifications.notices n on n.id = m.notice_id where n.subject_id = $1',
    [id],
  );
  await app.get(Mailer).send({ mailId: mail.id });
  expect(await readdir(join(folder, 'mail'))).toEqual([`${mail.id}.eml`]);
  const message = await readFile(join(folder, 'mail', `${mail.id}.eml`), 'utf8');
  expect(message).toMatch(/^Subject: Task update\r$/m);
  expect(message).toContain(`To: ${world.coordinator.email}`);
  expect(message.replaceAll('=\r\n', '')).toContain(ref);
});
