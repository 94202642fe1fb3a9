import type { Answer, TestApp } from '../support/app.js';
import { refer } from '../referrals/referring.js';
import type { TestUser, World } from '../support/world.js';

export interface OfPerpetrator {
  caseId: string;
  personId: string;
}

/** A case of Housing's with its perpetrator. */
export async function caseWithPerpetrator(app: TestApp, world: World): Promise<OfPerpetrator> {
  const { caseId } = await refer(app, world);
  const [person] = await app.rows(`select id from persons.persons where case_id = $1 and label = 'PERPETRATOR'`, [
    caseId,
  ]);
  return { caseId, personId: person.id };
}

export const addOrder = (
  app: TestApp,
  as: TestUser,
  { caseId, personId }: OfPerpetrator,
  changes = {},
): Promise<Answer> =>
  app.request('POST', `/cases/${caseId}/orders`, {
    as,
    body: { kind: 'RESTRAINING', personId, authority: 'Northbridge Crown Court', ...changes },
  });

export const changeOrder = (app: TestApp, as: TestUser, path: string, version: number, body: object): Promise<Answer> =>
  app.request(path.endsWith('/ending') ? 'POST' : 'PUT', `/orders/${path}`, {
    as,
    body,
    headers: { 'if-match': `"${version}"` },
  });

export const reviewsOf = async (app: TestApp, as: TestUser, caseId: string) =>
  (await app.request('GET', `/cases/${caseId}/risk-reviews`, { as })).body.reviews;

export const complete = (app: TestApp, as: TestUser, id: string, version: number, changes = {}): Promise<Answer> =>
  app.request('POST', `/risk-reviews/${id}/completion`, {
    as,
    body: { outcome: 'SAFETY_PLAN_CHANGED', note: 'Alarm fitted', ...changes },
    headers: { 'if-match': `"${version}"` },
  });
