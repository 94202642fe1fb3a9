import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Access } from '../../src/access/access.service.js';
import { addDays, todayIn } from '../../src/platform/values/dates.js';
import { deliver } from '../meetings/calendar.js';
import { startApp, type TestApp } from '../support/app.js';
import { newBirthDate, newSurname } from '../support/invented.js';
import { referralForm } from '../support/referral.js';
import type { TestUser, World } from '../support/world.js';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
  world = await app.world();
});
afterAll(() => app?.stop());

const TODAY = todayIn('Europe/London', new Date());
const DUE = addDays(TODAY, 90);
const MINE = { to: 'VICTIM', kind: 'CHILD', parentalResponsibility: 'YES' };
const HIS = { to: 'PERPETRATOR', kind: 'STEPCHILD', parentalResponsibility: 'NO' };

const refer = (changes: object, as: TestUser = world.housing, at = world) =>
  app.request('POST', '/referrals', { as, body: referralForm(at, changes as Record<string, unknown>) });
const see = (id: string, as: TestUser) => app.request('GET', `/persons/${id}`, { as });
const caseOf = (id: string, as: TestUser) => app.request('GET', `/cases/${id}`, { as });
const childrenOf = (caseId: string) =>
  app.rows(`select * from persons.persons where case_id = $1 and label = 'CHILD' order by id`, [caseId]);

describe('children as persons', () => {
  const surname = newSurname();
  const born = {
    familyName: surname,
    givenNames: 'Wren',
    birthDate: '2017-05',
    sex: 'FEMALE',
    relationships: [MINE, HIS],
  };
  const unborn = { expectedOn: DUE, relationships: [MINE, { to: 'PERPETRATOR', kind: 'CHILD' }] };
  let caseId: string;
  let ids: string[];
  beforeAll(async () => {
    const answer = await refer({ children: 3, childrenKnown: [born, unborn] });
    if (answer.status !== 201) throw new Error(answer.text);
    ({ caseId } = answer.body);
    ids = (await childrenOf(caseId)).map(({ id }) => id);
  });

  test('are hidden from who was not given that kind of information, on the case and by id', async () => {
    await app.operate(async () => {
      const open = await app.get(Access).open(caseId, 'read-case');
      const labels = ['IDENTITY', 'PERPETRATOR'] as const;
      app.get(Access).share(open, { with: { agencyId: world.agencies.probation.id }, labels, purpose: 'visit', reason: 'test' }); // prettier-ignore
    });
    const seen = await caseOf(caseId, world.probation);
    expect(seen.body).not.toHaveProperty('childrenKnown');
    expect(seen.body.withheld).toContainEqual({ field: 'childrenKnown', label: 'CHILD', reason: 'NOT_SHARED' });
    expect(seen.text).not.toContain(surname);
    expect(seen.text).not.toContain(DUE);
    const absent = await see('0197e0a0-0000-7000-8000-000000000000', world.probation);
    for (const id of ids) {
      const hidden = await see(id, world.probation);
      expect([hidden.status, { ...hidden.body, reference: '' }]).toEqual([404, { ...absent.body, reference: '' }]);
    }
    const { body } = await see(seen.body.victim.id, world.probation);
    expect(body.relationships.map(({ kind }: { kind: string }) => kind)).toEqual(['EX_PARTNER']);
  });

  test('stand on the case beside their number, the unborn with the day they are expected and no birth date', async () => {
    const { body } = await caseOf(caseId, world.idva);
    expect(body.children).toBe(3);
    expect(body.childrenKnown).toMatchObject([
      { id: ids[0], familyName: surname, givenNames: 'Wren', birthDate: '2017-05', sex: 'FEMALE', expectedOn: null },
      { id: ids[1], familyName: '', givenNames: '', birthDate: null, birthPrecision: 'UNKNOWN', expectedOn: DUE },
    ]);
    expect((await see(ids[1]!, world.housing)).body).toMatchObject({ party: 'CHILD', expectedOn: DUE });
  });

  test('are shown with what they are to each party, and each party with them', async () => {
    const { victim, perpetrators } = (await caseOf(caseId, world.idva)).body;
    const own = { personId: ids[0], party: 'CHILD' };
    expect((await see(ids[0]!, world.idva)).body.relationships).toEqual([
      { ...own, otherId: victim.id, otherParty: 'VICTIM', kind: 'CHILD', parentalResponsibility: 'YES' },
      { ...own, otherId: perpetrators[0].id, otherParty: 'PERPETRATOR', kind: 'STEPCHILD', parentalResponsibility: 'NO' }, // prettier-ignore
    ]);
    const hers = (await see(victim.id, world.idva)).body.relationships as { kind: string; party: string }[];
    expect(hers.map(({ party, kind }) => [party, kind]).sort()).toEqual([
      ...[['CHILD', 'CHILD'], ['CHILD', 'CHILD'], ['PERPETRATOR', 'EX_PARTNER']], // prettier-ignore
    ]);
  });

  test('have a place of their own among the protected locations, and further details', async () => {
    const school = { personId: ids[0], kind: 'SCHOOL', name: 'Marsh Lane Primary' };
    expect((await app.request('POST', `/cases/${caseId}/locations`, { as: world.idva, body: school })).status).toBe(
      201,
    );
    const name = { name: { kind: 'KNOWN_AS', givenNames: 'Wrennie' } };
    expect((await app.request('POST', `/persons/${ids[0]}/details`, { as: world.housing, body: name })).status).toBe(
      201,
    );
    expect((await see(ids[0]!, world.housing)).body.otherNames).toMatchObject([{ givenNames: 'Wrennie' }]);
    const [row] = await app.rows('select label from persons.details where person_id = $1', [ids[0]]);
    expect(row.label).toBe('CHILD');
  });
});

test('a child described again waits for somebody to decide, however sure it looks: twins are alike', async () => {
  const [familyName, birthDate] = [newSurname(), newBirthDate(2012, 2020)];
  const child = (givenNames: string) => ({ familyName, givenNames, birthDate, relationships: [MINE] });
  const first = (await refer({ childrenKnown: [child('Ottoline')] })).body;
  const second = (await refer({ childrenKnown: [child('Ottoline')] })).body;
  const [[one], [two]] = [await childrenOf(first.caseId), await childrenOf(second.caseId)];
  expect(two.canonical_id).toBe(two.id);
  const proposals = await app.rows('select person_id, other_id, status from persons.link_proposals where person_id = $1', [two.id]); // prettier-ignore
  expect(proposals).toEqual([{ person_id: two.id, other_id: one.id, status: 'WAITING' }]);
});

test('the child of somebody who works here closes the case to them, and so does a former name that is noted later', async () => {
  const colleague = await world.person(world.agencies.police.id, ['COORDINATOR']);
  const niece = { familyName: newSurname(), givenNames: 'Perdita', birthDate: newBirthDate(2012, 2020) };
  const sister = { familyName: newSurname(), givenNames: 'Hermione', birthDate: newBirthDate() };
  for (const person of [niece, sister]) {
    const body = { person, nature: 'RELATIVE' };
    expect((await app.request('POST', '/conflicts', { as: colleague, body })).status).toBe(201);
  }
  const one = (await refer({ childrenKnown: [niece] })).body.caseId;
  expect((await caseOf(one, colleague)).status).toBe(404);
  const { victim } = referralForm(world);
  const two = (await refer({ victim: { ...victim, birthDate: sister.birthDate } })).body.caseId;
  const seen = await caseOf(two, colleague);
  expect(seen.status).toBe(200);
  const name = { kind: 'PREVIOUS', familyName: sister.familyName, givenNames: sister.givenNames };
  const added = await app.request('POST', `/persons/${seen.body.victim.id}/details`, {
    as: world.idva,
    body: { name },
  });
  expect(added.status).toBe(201);
  await deliver(app);
  expect((await caseOf(two, colleague)).status).toBe(404);
  expect((await caseOf(two, world.coordinator)).status).toBe(200);
});

describe('the number of children', () => {
  const child = (givenNames: string) => ({ familyName: 'Brackenthwaite', givenNames });
  test.each<[string, object, number]>([
    ['is that of the born ones when it is not given', { children: undefined, childrenKnown: [child('Una'), { expectedOn: DUE }] }, 1],
    ['may be greater than that', { children: 4, childrenKnown: [child('Una')] }, 4],
    ['is none without either', { children: undefined }, 0],
  ])('%s', async (_, changes, count) => {
    const { body } = await refer(changes);
    expect((await caseOf(body.caseId, world.idva)).body.children).toBe(count);
  }); // prettier-ignore
});

test.each<[string, object, string, string]>([
  ['fewer than are described', { children: 1, childrenKnown: [{ givenNames: 'Una' }, { givenNames: 'Ivo' }] }, '/children', 'fewer-than-known'],
  ['no name', { childrenKnown: [{ birthDate: '2019' }] }, '/childrenKnown/0/givenNames', 'no-name'],
  ['a picture for a name', { childrenKnown: [{ givenNames: '🐣' }] }, '/childrenKnown/0/givenNames', 'not-a-name'],
  ['born in the future', { childrenKnown: [{ givenNames: 'Una', birthDate: DUE }] }, '/childrenKnown/0/birthDate', 'future-date'],
  ['born and expected', { childrenKnown: [{ birthDate: '2024', expectedOn: DUE }] }, '/childrenKnown/0/expectedOn', 'born-and-expected'],
  ['expected in two years', { childrenKnown: [{ expectedOn: addDays(TODAY, 700) }] }, '/childrenKnown/0/expectedOn', 'not-expected-then'],
  ['expected last year', { childrenKnown: [{ expectedOn: addDays(TODAY, -300) }] }, '/childrenKnown/0/expectedOn', 'not-expected-then'],
  ['of a perpetrator who is not there', { childrenKnown: [{ givenNames: 'Una', relationships: [{ ...HIS, perpetrator: 2 }] }] }, '/childrenKnown/0/relationships/0/perpetrator', 'unknown'],
  ['of the second victim', { childrenKnown: [{ givenNames: 'Una', relationships: [{ ...MINE, perpetrator: 1 }] }] }, '/childrenKnown/0/relationships/0/perpetrator', 'not-a-perpetrator'],
  ['twice the same', { childrenKnown: [{ givenNames: 'Una', relationships: [MINE, MINE] }] }, '/childrenKnown/0/relationships/1/to', 'said-twice'],
  ['an emoji for the victim', { victim: { familyName: '💔' } }, '/victim/familyName', 'no-name'],
])('is refused at its field: %s', async (_, changes, pointer, code) => {
  const before = await app.rows('select count(*)::int as count from persons.persons');
  const answer = await refer(changes);
  expect([answer.status, answer.body.errors]).toEqual([422, [expect.objectContaining({ pointer, code })]]);
  expect(await app.rows('select count(*)::int as count from persons.persons')).toEqual(before);
}); // prettier-ignore
