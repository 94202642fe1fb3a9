import { NOTICES, type NoticeKind } from '../../src/notifications/notice.rules.js';
import { Mailer } from '../../src/notifications/mailer.service.js';
import { Tell } from '../../src/notifications/tell.service.js';
import { newId } from '../../src/platform/db/ids.js';
import type { TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';

/** Something happened that concerns people of a MARAC, or of a case there, as a subscriber has it told. Gives the event. */
export async function happens(
  app: TestApp,
  { maracId }: Pick<World, 'maracId'>,
  kind: NoticeKind,
  to: readonly Pick<TestUser, 'id'>[],
  caseId?: string,
): Promise<string> {
  const eventId = newId();
  const about = { kind, subjectId: newId(), eventId };
  const ids = to.map(({ id }) => id);
  await app.operate(() => {
    const tell = app.get(Tell);
    return caseId ? tell.people(ids, { ...about, caseId }) : tell.ofMarac(ids, { ...about, maracId });
  });
  return eventId;
}

export interface NoticeRow {
  id: string;
  kind: string;
  way: string;
  digest_id: string | null;
  event_id: string;
}

export const noticesOf = (app: TestApp, { id }: Pick<TestUser, 'id'>) =>
  app.rows<NoticeRow>(
    'select n.id, n.kind, n.way, n.digest_id, n.event_id from notifications.notices n where n.user_id = $1 order by n.id',
    [id],
  );

export interface MailRow {
  id: string;
  notice_id: string | null;
  digest_id: string | null;
  state: string;
  attempts: number;
  error_code: string | null;
  waits: boolean;
  provider_id: string | null;
}

export const mailsOf = (app: TestApp, { id }: Pick<TestUser, 'id'>) =>
  app.rows<MailRow>(
    `select m.*, m.retry_at > clock_timestamp() + interval '10 seconds' as waits from notifications.mails m where m.user_id = $1 order by m.id`,
    [id],
  );

export interface DigestRow {
  id: string;
  day: string;
  due_at: Date;
  state: string;
}

export const digestsOf = (app: TestApp, { id }: Pick<TestUser, 'id'>) =>
  app.rows<DigestRow>(
    'select d.id, d.day, d.due_at, d.state from notifications.digests d where d.user_id = $1 order by d.day',
    [id],
  );

/** Tries every mail of a person that waits and may go. */
export async function sendAll(app: TestApp, user: Pick<TestUser, 'id'>): Promise<MailRow[]> {
  for (const { id, state } of await mailsOf(app, user))
    if (state === 'WAITING') await app.get(Mailer).send({ mailId: id });
  return mailsOf(app, user);
}

/** As the clock on the wall in London says it, so many hours from now. */
export function wallClock(hours: number): string {
  const time = { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return new Date(Date.now() + hours * 3_600_000).toLocaleTimeString('en-GB', time);
}

/** Somebody chooses how they are told, over HTTP. */
export async function choose(app: TestApp, as: TestUser, choice: Record<string, unknown>) {
  const path = '/me/notification-preferences';
  const { body } = await app.request('GET', path, { as });
  const headers = { 'if-match': `"${body.version}"` };
  const answer = await app.request('PUT', path, { as, body: { usual: 'DIGEST', ways: [], ...choice }, headers });
  if (answer.status !== 200) throw new Error(`not chosen: ${answer.status} ${answer.text}`);
  return answer.body;
}

/** It is not in the middle of somebody's night, whenever the test runs. */
export const awake = (app: TestApp, as: TestUser, choice: Record<string, unknown> = {}) =>
  choose(app, as, { quietFrom: wallClock(6), quietUntil: wallClock(8), ...choice });

/** It is. */
export const asleep = (app: TestApp, as: TestUser, choice: Record<string, unknown> = {}) =>
  choose(app, as, { quietFrom: wallClock(-2), quietUntil: wallClock(2), ...choice });

export const isUrgent = (kind: NoticeKind) => NOTICES[kind].urgent;
