import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { RestoredService } from '../../src/notifications/restored.service.js';
import { newId } from '../../src/platform/db/ids.js';
import { Outbox } from '../../src/platform/events/outbox.js';
import { Fence } from '../../src/platform/fence/fence.js';
import { Deliveries } from '../../src/webhooks/deliveries.service.js';
import { WebhookTargets } from '../../src/webhooks/webhook-targets.js';
import { foundCase } from '../actions/plan.js';
import { deliver } from '../meetings/calendar.js';
import { startApp, type TestApp } from '../support/app.js';
import type { World } from '../support/world.js';
import { Receiver } from './receiver.js';

/** After a restore nothing old is sent to agencies' systems until a person has said what had gone out. */
let app: TestApp;
let world: World;
let receiver: Receiver;
beforeAll(async () => {
  app = await startApp();
  app.get(WebhookTargets).openLoopback();
  world = await app.world();
  receiver = await Receiver.open();
  const as = await world.person(world.agencies.housing.id, ['ADMINISTRATOR']);
  const body = { maracId: world.maracId, url: receiver.url, kinds: ['case.listed'] };
  const added = await app.request('POST', '/webhooks', { as, body });
  if (added.status !== 201) throw new Error(`not added: ${added.text}`);
});
afterAll(async () => {
  await receiver?.close();
  await app?.stop();
});

/** It happened so many minutes ago, as far as this database knows. */
async function happened(minutes: number): Promise<string> {
  const { caseId } = await foundCase(app, world, world.agencies.housing.id);
  const ids = { agendaItemId: newId(), meetingId: newId(), caseId, maracId: world.maracId };
  const eventId = await app.operate(async () => app.get(Outbox).publish({ name: 'case.listed', ids }));
  await deliver(app);
  await asAdmin(
    `update webhooks.events set happened_at = clock_timestamp() - make_interval(mins => $2) where id = $1`,
    [eventId, minutes],
  );
  return eventId;
}
async function asAdmin(sql: string, values: unknown[] = []): Promise<void> {
  const admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
  await admin.query(sql, values);
  await admin.end();
}
const putBack = () =>
  asAdmin(`update platform.epochs set server = 'elsewhere-00000001' where number = (select max(e.number) from platform.epochs e)`); // prettier-ignore
const sendAll = async () => {
  await app.operate(() => app.get(Deliveries).sweep());
  for (const { id } of await app.rows(`select d.id from webhooks.deliveries d where d.state = 'WAITING'`))
    await app.get(Deliveries).send({ deliveryId: id });
};
const sent = () => receiver.received.map(({ headers }) => String(headers['webhook-id']));
const stateOf = async (eventId: string) =>
  (
    await app.rows('select d.state, d.error_code as code from webhooks.deliveries d where d.event_id = $1', [eventId])
  )[0];

test('what was owed before is held back, and only what had not gone out is sent', async () => {
  const [old, missed] = [await happened(10), await happened(2)];
  await putBack();
  await sendAll(); // before anybody has begun the new epoch
  await app.operate(() => app.get(Fence).look());
  await sendAll();
  expect(sent()).toEqual([]);
  for (const id of [old, missed]) expect(await stateOf(id)).toEqual({ state: 'WAITING', code: null });
  // an event of before that reaches the feed only now: it is as old as its promise
  const late = await happened(0);
  await asAdmin(`update webhooks.deliveries set owed_since = clock_timestamp() - interval '9 minutes' where event_id = $1`, [late]); // prettier-ignore
  const fresh = await happened(0);
  await sendAll();
  expect(sent()).toEqual([fresh]);
  expect(await app.operate(() => app.get(RestoredService).state())).toMatchObject({ decided: false, heldBack: 3 });

  const lostAt = new Date(Date.now() - 5 * 60_000).toISOString();
  const decided = await app.operate(() => app.get(RestoredService).decide(lostAt));
  expect(decided).toEqual({ dropped: 2, released: 1 });
  await sendAll();
  expect(sent()).toEqual([fresh, missed]);
  for (const id of [old, late]) expect(await stateOf(id)).toEqual({ state: 'DROPPED', code: 'sent-before-restore' });
});

test('a message carries since when its promise was owed', async () => {
  const { caseId } = await foundCase(app, world, world.agencies.housing.id);
  const ids = { agendaItemId: newId(), meetingId: newId(), caseId, maracId: world.maracId };
  const eventId = await app.operate(async () => app.get(Outbox).publish({ name: 'case.listed', ids }));
  await asAdmin(`update platform.outbox set owed_since = '2026-01-05T09:00:00Z' where id = $1`, [eventId]);
  await putBack();
  await app.operate(() => app.get(Fence).look());
  await deliver(app);
  const [{ since }] = await app.rows('select d.owed_since as since from webhooks.deliveries d where d.event_id = $1', [eventId]); // prettier-ignore
  expect(since).not.toBeNull();
  await sendAll();
  expect(sent()).not.toContain(eventId);
});
