import { FlagWatch } from '../../src/flags/flag-watch.service.js';
import { Access } from '../../src/access/access.service.js';
import type { CaseSpine } from '../../src/access/access.entity.js';
import type { Label } from '../../src/access/labels.js';
import type { Answer, TestApp } from '../support/app.js';
import { referralForm } from '../support/referral.js';
import type { TestUser, World } from '../support/world.js';

export interface Flagged {
  id: string;
  caseId: string;
}

/** A case referred by Housing today, and so flagged; shared with Housing and the IDVA service. */
export async function flagged(app: TestApp, world: World, changes: Record<string, unknown> = {}): Promise<Flagged> {
  const answer = await app.request('POST', '/referrals', { as: world.housing, body: referralForm(world, changes) });
  if (answer.status !== 201) throw new Error(`not referred: ${answer.text}`);
  const { caseId } = answer.body as { caseId: string };
  const [flag] = await app.rows<{ id: string }>('select id from flags.flags where case_id = $1', [caseId]);
  return { id: flag!.id, caseId };
}

export const readFlag = (app: TestApp, as: TestUser, id: string): Promise<Answer> =>
  app.request('GET', `/flags/${id}`, { as });

export const acknowledge = (
  app: TestApp,
  as: TestUser,
  id: string,
  marker: string,
  version: number | null = 1,
): Promise<Answer> =>
  app.request('POST', `/flags/${id}/acknowledgements`, {
    as,
    body: { marker },
    headers: version === null ? {} : { 'if-match': `"${version}"` },
  });

/** As the worker does when it wakes. */
export const sweep = (app: TestApp): Promise<void> => app.get(FlagWatch).sweep();

/** Lets a flag's window pass, as time would. */
export async function letItLapse(app: TestApp, id: string, daysAgo = 1): Promise<void> {
  await app.rows(
    `update flags.flags set set_on = current_date - 400 - $2::int, expires_on = current_date - $2::int where id = $1`,
    [id, daysAgo],
  );
}

/** Lets time pass since the flag was set and its case was shared. */
export async function letItWait(app: TestApp, { id, caseId }: Flagged, days: number): Promise<void> {
  await app.rows(`update flags.flags set changed_at = changed_at - $2 * interval '1 day' where id = $1`, [id, days]);
  await app.rows(`update access.grants set starts_at = starts_at - $2 * interval '1 day' where case_id = $1`, [
    caseId,
    days,
  ]);
}

/** Somebody shares the case with another agency now. */
export async function shareWith(
  app: TestApp,
  { caseId }: Flagged,
  agencyId: string,
  labels: Label[] = ['IDENTITY'],
): Promise<void> {
  const [spine] = await app.rows<CaseSpine>('select id, marac_id as "maracId", ref from access.cases where id = $1', [
    caseId,
  ]);
  await app.operate(async () => {
    const access = app.get(Access);
    const open = access.decideOn(spine!, 'share-case');
    access.share(open, { with: { agencyId }, labels, purpose: 'prepare-meeting', reason: 'test' });
  });
}

/** A colleague who must find nothing of the case: a conflict of interest that they declared themselves. */
export async function shutOut(app: TestApp, world: World, caseId: string, userId: string): Promise<void> {
  const answer = await app.request('POST', '/conflicts', {
    as: world.chair,
    body: { caseId, userId, nature: 'RELATIVE' },
  });
  if (answer.status >= 300) throw new Error(`not shut out: ${answer.text}`);
}
