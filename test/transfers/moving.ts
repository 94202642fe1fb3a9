import { accept, type Accepted, deliver, openFor, plan } from '../meetings/calendar.js';
import type { Answer, TestApp } from '../support/app.js';
import { referralForm } from '../support/referral.js';
import type { TestUser, World } from '../support/world.js';

/** A victim who moves from one area to another, with everybody in both. */
export interface Moving {
  old: World;
  there: World;
  caseId: string;
  referralId: string;
  /** how the same people are described to the new area */
  form: ReturnType<typeof referralForm>;
}

/** Refers with this form and accepts. */
async function refer(app: TestApp, world: World, form: object, as: TestUser): Promise<{ id: string; caseId: string }> {
  const referred = await app.request('POST', '/referrals', { as, body: { ...form, maracId: world.maracId } });
  if (referred.status !== 201) throw new Error(`not referred: ${referred.status} ${referred.text}`);
  const { id, caseId, version } = referred.body;
  const headers = { 'if-match': `"${version}"` };
  const decision = { as: world.coordinator, body: { decision: 'ACCEPT' }, headers };
  const screened = await app.request('POST', `/referrals/${id}/screening`, decision);
  if (screened.status >= 300) throw new Error(`not accepted: ${screened.status} ${screened.text}`);
  return { id, caseId };
}

export async function moving(app: TestApp): Promise<Moving> {
  const [old, there] = [await app.world(), await app.world()];
  const form = referralForm(old);
  const { id: referralId, caseId } = await refer(app, old, form, old.housing);
  return { old, there, caseId, referralId, form };
}

export const offer = (app: TestApp, { old, there, caseId }: Moving, changes: object = {}): Promise<Answer> =>
  app.request('POST', `/cases/${caseId}/transfers`, {
    as: old.coordinator,
    body: { toMaracId: there.maracId, kind: 'PERMANENT', reason: 'She has moved', ...changes },
  });

/** Offers; the transfer's id. */
export async function offered(app: TestApp, moved: Moving, changes: object = {}): Promise<string> {
  const { status, body, text } = await offer(app, moved, changes);
  if (status !== 201) throw new Error(`not offered: ${text}`);
  return body.id;
}

export const step = (app: TestApp, id: string, what: string, as: TestUser, body?: object): Promise<Answer> =>
  app.request('POST', `/transfers/${id}/${what}`, { as, body });

/** Offered and accepted. */
export async function accepted(app: TestApp, moved: Moving, changes: object = {}): Promise<string> {
  const id = await offered(app, moved, changes);
  const { status, text } = await step(app, id, 'acceptance', moved.there.coordinator);
  if (status !== 200) throw new Error(`not accepted: ${text}`);
  return id;
}

/** The same couple, referred in the new area: a case of its own there. */
export const referThere = (app: TestApp, { there, form }: Moving) => refer(app, there, form, there.housing);

/** Somebody else, referred in the new area. */
export const strangerThere = (app: TestApp, { there }: Moving): Promise<Accepted> => accept(app, there);

/** Listed at a meeting of the area; the item. */
export async function listAt(
  app: TestApp,
  world: World,
  caseId: string,
): Promise<{ itemId: string; meetingId: string; version: number }> {
  const { id: meetingId } = await plan(app, world);
  const item = await app.request('POST', `/meetings/${meetingId}/agenda-items`, {
    as: world.coordinator,
    body: { caseId },
  });
  if (item.status !== 201) throw new Error(`not listed: ${item.text}`);
  return { itemId: item.body.id, meetingId, version: item.body.version };
}

export async function hear(
  app: TestApp,
  world: World,
  item: { itemId: string; meetingId: string; version: number },
): Promise<void> {
  await openFor(app, world, item.meetingId, item.itemId);
  const answer = await app.request('POST', `/agenda-items/${item.itemId}/outcome`, {
    as: world.coordinator,
    body: { status: 'HEARD' },
    headers: { 'if-match': `"${item.version}"` },
  });
  if (answer.status >= 300) throw new Error(`not heard: ${answer.text}`);
  await deliver(app);
}
