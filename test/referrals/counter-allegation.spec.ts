import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { deliver } from '../meetings/calendar.js';
import { newBirthDate, newSurname } from '../support/invented.js';
import { type Answer, startApp, type TestApp } from '../support/app.js';
import { askAndRefer } from '../support/asking.js';
import { referralForm } from '../support/referral.js';
import type { TestUser, World } from '../support/world.js';

/**
 * The same couple comes with the roles the other way round: neither side's case opens to who acts for the other, and the
 * coordinator and the chair are told, for they decide who is the primary victim (domain: screening).
 */
let app: TestApp;
let world: World;
let she: Record<string, string>;
let he: Record<string, string>;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  const name = newSurname();
  she = { familyName: name, givenNames: 'Rhona', birthDate: newBirthDate(), address: '3 Tarn Rise', postcode: 'NB3 6TR', phone: '07700 900611' };
  he = { familyName: name, givenNames: 'Piers', birthDate: newBirthDate(), address: '8 Beck Side', postcode: 'NB3 7BS', phone: '07700 900612' };
}); // prettier-ignore
afterAll(() => app?.stop());

const call = (method: string, path: string, as: TestUser, body?: unknown, version?: number): Promise<Answer> =>
  app.request(method, path, { as, body, headers: version === undefined ? undefined : { 'if-match': `"${version}"` } });
const refer = async (victim: object, perpetrator: object, changes = {}, in_ = world, as = in_.housing) => {
  const form = referralForm(in_, { victim: { sex: 'NOT_KNOWN', ...victim }, perpetrators: [perpetrator], ...changes });
  const asks = as === in_.coordinator;
  const answer = asks ? await askAndRefer(app, as, form) : await call('POST', '/referrals', as, form);
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body as { id: string; caseId: string; caseRef: string; version: number };
};
const sees = async (as: TestUser, caseId: string) => (await call('GET', `/cases/${caseId}`, as)).status === 200;
const told = async (as: TestUser, id: string) =>
  (await call('GET', '/inbox?limit=200', as)).body.items.filter(
    (one: any) => one.subjectId === id && one.kind === 'ROLES_TO_DECIDE',
  );

describe('who must not see', () => {
  test('the service that acts for one side does not gain the case of the other', async () => {
    const hers = await refer(she, he);
    const his = await refer(he, she, {}, world, world.coordinator);
    expect(his.caseId).not.toBe(hers.caseId);
    expect([await sees(world.idva, hers.caseId), await sees(world.idva, his.caseId)]).toEqual([true, false]);
    expect([await sees(world.housing, hers.caseId), await sees(world.housing, his.caseId)]).toEqual([true, false]);
    for (const { caseId } of [hers, his])
      for (const as of [world.coordinator, world.chair]) expect(await sees(as, caseId)).toBe(true);
  });

  test('nor when it is not certain that they are the same people', async () => {
    await refer(she, he);
    const unsure = (who: object) => ({ ...who, address: '1 Elsewhere', postcode: 'NB9 9ZZ', phone: '' });
    const his = await refer(unsure(he), unsure(she));
    expect(await sees(world.idva, his.caseId)).toBe(false);
  });

  test('nor by another referral of that side, nor when the records are linked', async () => {
    await refer(she, he);
    const his = await refer(he, she);
    const again = await refer(he, she, { incidentOn: new Date().toISOString().slice(0, 10) });
    expect(again.caseId).toBe(his.caseId);
    const unplaced = await refer(he, she, { incidentOn: '2026-06-20' }); // from before the last referral: a case of its own
    for (const { caseId } of [his, unplaced]) expect(await sees(world.idva, caseId)).toBe(false);
    const waiting = (await call('GET', '/link-proposals?status=WAITING', world.coordinator)).body.items;
    for (const { id } of waiting)
      await call('POST', `/link-proposals/${id}/decisions`, world.coordinator, { decision: 'CONFIRM' }, 1);
    expect(await sees(world.idva, his.caseId)).toBe(false);
  });

  test('a service that acts for neither side is told on receipt as ever', async () => {
    await refer(she, he);
    const other = await refer(she, { ...he, givenNames: 'Someone', familyName: 'Else', birthDate: '1970-01-01' });
    expect(await sees(world.idva, other.caseId)).toBe(true);
    const elsewhere = await app.world();
    const theirs = await refer(he, she, {}, elsewhere);
    expect(await sees(elsewhere.idva, theirs.caseId)).toBe(true);
  });
});

describe('who is told', () => {
  const ROLES = ['coordinator', 'chair', 'idva', 'housing', 'police', 'administrator', 'auditor', 'referrer'] as const;
  const toldRoles = async (id: string) => {
    const all = await Promise.all(ROLES.map(async (role) => ((await told(world[role], id)).length > 0 ? [role] : [])));
    return all.flat();
  };

  test('the coordinator and the chair, at once and of nothing but that there is something to decide', async () => {
    await refer(she, he);
    const his = await refer(he, she);
    await deliver(app);
    expect(await toldRoles(his.id)).toEqual(['coordinator', 'chair']);
    const [notice] = await told(world.chair, his.id);
    expect(notice).toMatchObject({ urgent: true, subjectKind: 'referral', caseRef: his.caseRef });
    expect(JSON.stringify(notice)).not.toMatch(/Rhona|Piers|Tarn|Beck/);
    await deliver(app);
    expect(await told(world.chair, his.id)).toHaveLength(1);
  });

  test('nobody of a referral that is none', async () => {
    await refer(she, he);
    const again = await refer(she, he, { incidentOn: '2026-06-20' });
    await deliver(app);
    expect(await toldRoles(again.id)).toEqual([]);
  });

  test('of a draft when it is handed in', async () => {
    await refer(she, he);
    const draft = await refer(he, she, { draft: true });
    await deliver(app);
    expect(await toldRoles(draft.id)).toEqual([]);
    expect((await call('POST', `/referrals/${draft.id}/submission`, world.housing, {}, draft.version)).status).toBe(200);
    await deliver(app);
    expect(await toldRoles(draft.id)).toEqual(['coordinator', 'chair']);
  }); // prettier-ignore

  test.each(['hers', 'his'] as const)('not a coordinator who must find nothing of one of the cases: %s', async (which) => {
    const concerned = await world.person(world.agencies.police.id, ['COORDINATOR']);
    const unsure = (who: object) => ({ ...who, address: '1 Elsewhere', postcode: 'NB9 9ZZ', phone: '' });
    const hers = await refer(she, he);
    const close = (caseId: string) =>
      app.rows(
        `insert into access.exclusions (id, case_id, marac_id, user_id, cause, cause_id) values (gen_random_uuid(), $1, $2, $3, 'CONFLICT', gen_random_uuid())`,
        [caseId, world.maracId, concerned.id],
      );
    if (which === 'hers') await close(hers.caseId);
    const his = await refer(unsure(he), unsure(she));
    if (which === 'his') await close(his.caseId);
    await deliver(app);
    expect(await told(concerned, his.id)).toEqual([]);
    expect(await told(world.coordinator, his.id)).toHaveLength(1);
  }); // prettier-ignore
});
