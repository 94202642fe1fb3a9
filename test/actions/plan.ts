import { Access } from '../../src/access/access.service.js';
import type { Label } from '../../src/access/labels.js';
import type { Answer, TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';

/** A case shared with these agencies. */
export async function foundCase(
  app: TestApp,
  world: World,
  ...agencyIds: string[]
): Promise<{ caseId: string; ref: string }> {
  return app.operate(async () => {
    const access = app.get(Access);
    const open = access.found(world.maracId, world.code);
    for (const agencyId of agencyIds) {
      const labels: Label[] = ['IDENTITY'];
      access.share(open, { with: { agencyId }, labels, purpose: 'prepare-meeting', reason: 'test' });
    }
    return { caseId: open.caseId, ref: open.ref };
  });
}

/** The coordinator sets an action for an agency; due in a week unless said otherwise. */
export async function agree(
  app: TestApp,
  world: World,
  caseId: string,
  ownerAgencyId: string,
  rest: Record<string, unknown> = {},
): Promise<{ id: string; version: number } & Record<string, unknown>> {
  const body = { ownerAgencyId, ownerPost: 'Duty officer', text: 'Visit together', target: 'VICTIM', ...rest };
  const answer = await app.request('POST', `/cases/${caseId}/actions`, { as: world.coordinator, body });
  if (answer.status !== 201) throw new Error(`not agreed: ${answer.status} ${answer.text}`);
  return answer.body as never;
}

export function close(
  app: TestApp,
  as: TestUser,
  id: string,
  version: number,
  rest: Record<string, unknown> = {},
): Promise<Answer> {
  const body = {
    reason: 'COMPLETED',
    outcome: 'Done on Tuesday',
    riskEffect: 'REDUCED',
    victimMayBeTold: true,
    ...rest,
  };
  return app.request('POST', `/actions/${id}/closure`, { as, body, headers: { 'if-match': `"${version}"` } });
}

/** Lets an open action's due moment pass, as time would. */
export async function letItFallDue(app: TestApp, id: string): Promise<void> {
  await app.rows(`update actions.actions set due_at = clock_timestamp() - interval '1 second' where id = $1`, [id]);
}

/** Waits until `look` finds something. */
export async function eventually<T>(look: () => Promise<T | undefined | false>, seconds = 15): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A step on an action that was seen in a version. */
export function step(
  app: TestApp,
  as: TestUser,
  path: string,
  version: number,
  body: Record<string, unknown> = {},
): Promise<Answer> {
  return app.request('POST', path, { as, body, headers: { 'if-match': `"${version}"` } });
}

/** An action as it stands for a reader. */
export async function seenBy(app: TestApp, as: TestUser, id: string): Promise<any> {
  return (await app.request('GET', `/actions/${id}`, { as })).body;
}

/** The kinds of notices of somebody about an action, once what was announced has been carried. */
export async function noticesAbout(app: TestApp, { id: userId }: TestUser, actionId: string): Promise<string[]> {
  const rows = await app.rows(
    'select n.kind from notifications.notices n where n.user_id = $1 and n.subject_id = $2 order by n.id',
    [userId, actionId],
  );
  return rows.map((row) => row.kind as string);
}

/** As if an action had been set some weeks ago, at an earlier hearing. */
export async function setDaysAgo(app: TestApp, id: string, days: number): Promise<void> {
  await app.rows('update actions.actions set set_on = set_on - $2::int where id = $1', [id, days]);
}
