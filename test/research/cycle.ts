import { type Accepted, accept, plan, today } from '../meetings/calendar.js';
import type { Answer, TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';

export interface ListedCase extends Accepted {
  itemId: string;
  version: number;
}

/** A meeting in sixty days with cases on its list, each referred by one agency. */
export interface Cycle {
  meetingId: string;
  cases: ListedCase[];
}

export async function cycle(
  app: TestApp,
  world: World,
  referrers: TestUser[] = [world.housing],
  planned: Record<string, unknown> = {},
): Promise<Cycle> {
  const { id: meetingId } = await plan(app, world, planned);
  const cases: ListedCase[] = [];
  for (const referrer of referrers) cases.push(await list(app, world, meetingId, referrer));
  return { meetingId, cases };
}

/** One more case on the list; late, once it was circulated, by the chair. */
export async function list(
  app: TestApp,
  world: World,
  meetingId: string,
  by: TestUser,
  { late = false } = {},
): Promise<ListedCase> {
  const accepted = await accept(app, world, by);
  const body = { caseId: accepted.caseId, ...(late && { reason: 'He was released early' }) };
  const as = late ? world.chair : world.coordinator;
  const item = await app.request('POST', `/meetings/${meetingId}/agenda-items`, { as, body });
  if (item.status !== 201) throw new Error(`not listed: ${item.text}`);
  return { ...accepted, itemId: item.body.id, version: item.body.version };
}

export const circulate = (app: TestApp, meetingId: string, as: TestUser, body: object = {}): Promise<Answer> =>
  app.request('POST', `/meetings/${meetingId}/circulation`, { as, body: { reason: 'For the meeting', ...body } });

export const choose = (app: TestApp, itemId: string, as: TestUser, agencyIds: string[]): Promise<Answer> =>
  app.request('PUT', `/agenda-items/${itemId}/invitations`, { as, body: { agencyIds, reason: 'Needed' } });

export const declare = (app: TestApp, meetingId: string, as: TestUser, statementVersion = 1): Promise<Answer> =>
  app.request('POST', `/meetings/${meetingId}/declarations`, { as, body: { statementVersion } });

/** Status of an answer, so that a table of readers can be compared at once. */
export async function statusOf(app: TestApp, as: TestUser, path: string): Promise<number> {
  return (await app.request('GET', path, { as })).status;
}

/** The day of the meeting comes, with everything that begins on it. */
export async function dayComes(app: TestApp, meetingId: string): Promise<void> {
  const [{ days }] = await app.rows('select held_on - $2::date as days from meetings.meetings where id = $1', [
    meetingId,
    today(),
  ]);
  await app.rows(
    `update meetings.meetings set held_on = held_on - $2::int, starts_at = starts_at - make_interval(days => $2) where id = $1`,
    [meetingId, days],
  );
  await app.rows(
    `update access.grants set starts_at = starts_at - make_interval(days => $2) where origin_id = $1 and starts_at > now()`,
    [meetingId, days],
  );
}

/** What the agency of this person is to search for, in order: the victim, then perpetrators, then children. */
export const peopleOf = async (app: TestApp, itemId: string, as: TestUser) =>
  (await app.request('GET', `/agenda-items/${itemId}/research`, { as })).body.people as {
    personId: string;
    role: string;
    known: string;
    version: number;
  }[];

export const find = (
  app: TestApp,
  itemId: string,
  as: TestUser,
  { personId, version }: { personId: string; version: number },
  body: object,
): Promise<Answer> =>
  app.request('PUT', `/agenda-items/${itemId}/research/people/${personId}`, {
    as,
    body,
    headers: { 'if-match': `"${version}"` },
  });

/** Says of everybody in the case that they are known to the agency. */
export async function knowAll(app: TestApp, itemId: string, as: TestUser): Promise<void> {
  for (const person of await peopleOf(app, itemId, as)) {
    const answer = await find(app, itemId, as, person, { known: 'KNOWN', facts: 'On file' });
    if (answer.status !== 200) throw new Error(`not found: ${answer.text}`);
  }
}
