import type { Answer, TestApp } from '../support/app.js';
import { referralForm } from '../support/referral.js';
import type { TestUser, World } from '../support/world.js';

export interface Referred {
  id: string;
  caseId: string;
  version: number;
}

export type Form = ReturnType<typeof referralForm>;

/** A referral of Housing’s, by its representative unless said otherwise. */
export async function refer(
  app: TestApp,
  world: World,
  changes: Record<string, unknown> = {},
  as: TestUser = world.housing,
): Promise<Referred & { form: Form }> {
  const form = referralForm(world, changes);
  const answer = await app.request('POST', '/referrals', { as, body: form });
  if (answer.status !== 201) throw new Error(`not referred: ${answer.status} ${answer.text}`);
  return { ...answer.body, form };
}

/** What is done to a referral, or asked of the version that was seen. */
export const step = (
  app: TestApp,
  path: string,
  referral: Referred,
  as: TestUser,
  body?: object,
  method: 'POST' | 'PUT' = 'POST',
): Promise<Answer> =>
  app.request(method, `/referrals/${referral.id}${path}`, {
    as,
    body,
    headers: { 'if-match': `"${referral.version}"` },
  });

export const LOW_RISK = { assessment: { instrument: 'DARA', grade: 'MEDIUM' } };

export const DECLINE = {
  decision: 'DECLINE',
  reason: 'BELOW_THRESHOLD_NO_JUDGEMENT',
  advice: 'Outreach can help her.',
  weighed: 'The referrer was asked for their judgement, and has no further concern.',
  onwardService: 'VOLUNTARY_DA',
};

/** A referral that somebody declined. */
export async function declined(app: TestApp, world: World, by: TestUser = world.coordinator): Promise<Referred> {
  const referral = await refer(app, world, LOW_RISK);
  const answer = await step(app, '/screening', referral, by, DECLINE);
  if (answer.status !== 200) throw new Error(`not declined: ${answer.status} ${answer.text}`);
  return answer.body;
}

/** What somebody's inbox says of a thing. */
export async function noticesOf(app: TestApp, user: TestUser, subjectId: string): Promise<string[]> {
  const { body } = await app.request('GET', '/inbox?limit=200', { as: user });
  return body.items
    .filter((notice: { subjectId: string }) => notice.subjectId === subjectId)
    .map((notice: { kind: string }) => notice.kind);
}
