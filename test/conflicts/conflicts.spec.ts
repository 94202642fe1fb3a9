import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ConflictSweep } from '../../src/conflicts/conflict-sweep.service.js';
import { ImportService } from '../../src/referrals/import.service.js';
import { Actor } from '../../src/platform/db/actor.js';
import { todayIn } from '../../src/platform/values/dates.js';
import { WorkerService } from '../../src/platform/queue/worker.js';
import { eventually } from '../actions/plan.js';
import { deliver } from '../meetings/calendar.js';
import { type Answer, startApp, type TestApp } from '../support/app.js';
import { askAndRefer, type ReferralForm } from '../support/asking.js';
import { referralForm } from '../support/referral.js';
import type { TestUser, World } from '../support/world.js';

/** Whoever is close to a person in a case does not find it: declared, reported or recognised, from before anybody could see it. */
let app: TestApp;
let world: World;
let second: TestUser;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  second = await world.person(world.agencies.housing.id, ['COORDINATOR']);
});
afterAll(() => app?.stop());

const call = (method: string, path: string, as: TestUser, body?: unknown, version?: number): Promise<Answer> =>
  app.request(method, path, { as, body, headers: version === undefined ? undefined : { 'if-match': `"${version}"` } });
/** As coordinators do, and everybody else: those ask first. */
const post = (as: TestUser, form: ReferralForm & Record<string, unknown>) =>
  as === world.housing ? call('POST', '/referrals', as, form) : askAndRefer(app, as, form);
const refer = async (changes: Record<string, unknown> = {}, as = world.housing) =>
  (await post(as, referralForm(world, changes))).body as { id: string; caseId: string; caseRef: string };
const seen = async (as: TestUser, caseId: string) => (await call('GET', `/cases/${caseId}`, as)).status === 200;
const lines = async (as: TestUser, query = '') =>
  (await call('GET', `/conflicts?marac=${world.maracId}&limit=200${query}`, as)).body.items as any[];
const lineOf = async (caseId: string, as = second) => (await lines(as)).find((line) => line.caseId === caseId);
const declare = (as: TestUser, body: object) => call('POST', '/conflicts', as, body);
const decide = (as: TestUser, id: string, step: string, version: number) =>
  call('POST', `/conflicts/${id}/decisions`, as, { step, reason: 'looked into' }, version);

/** Somebody whom people here know: another one for each test, since ties reach into every area. */
let KNOWN: { familyName: string; givenNames: string; birthDate: string };
let known: typeof KNOWN & { address: string; postcode: string; phone: string };
let count = 0;
beforeEach(() => {
  const n = ++count;
  KNOWN = { familyName: `Thorne${String.fromCharCode(96 + n)}`, givenNames: 'Wilfred', birthDate: '1979-11-03' };
  known = { ...KNOWN, address: `Flat ${n}, 40 Mill Road`, postcode: 'NB4 4DD', phone: `07700 900${400 + n}` };
});

describe('declared', () => {
  test('a case that one sees is closed to oneself at once, and to nobody else', async () => {
    const { caseId } = await refer();
    expect((await declare(world.idva, { caseId, nature: 'FRIEND' })).status).toBe(201);
    expect(await seen(world.idva, caseId)).toBe(false);
    for (const other of [world.coordinator, world.chair, world.housing]) expect(await seen(other, caseId)).toBe(true);
    expect(await lineOf(caseId)).toMatchObject({ status: 'PROVISIONAL', evidence: ['DECLARED'], userId: world.idva.id });
  });

  test('a case that is hidden or never was cannot be named', async () => {
    const { caseId } = await refer();
    const [hidden, absent] = [caseId, randomUUID()].map((id) => declare(world.probation, { caseId: id, nature: 'FRIEND' }));
    const [one, other] = [await hidden!, await absent!];
    expect(one.status).toBe(404);
    expect({ ...one.body, reference: '' }).toEqual({ ...other.body, reference: '' });
  });

  test('a person is described, and the answer is the same whether there is a case or not', async () => {
    const { caseId } = await refer({ perpetrators: [known] });
    const nobody = { familyName: 'Nemo', givenNames: 'Outis', birthDate: '1950-05-05' };
    const [hit, miss] = [await declare(world.idva, { person: KNOWN, nature: 'RELATIVE' }), await declare(world.idva, { person: nobody, nature: 'RELATIVE' })];
    expect([hit.status, Object.keys(hit.body)]).toEqual([miss.status, Object.keys(miss.body)]);
    expect(await seen(world.idva, caseId)).toBe(false);
    expect(await lineOf(caseId)).toMatchObject({ evidence: ['NAME_BIRTH', 'DECLARED'], nature: 'RELATIVE' });
    const stored = JSON.stringify(await app.rows('select * from conflicts.ties t join conflicts.tie_keys k on k.tie_id = t.id'));
    expect(stored).not.toMatch(/thorne|wilfred|1979-\d\d-\d\d/i);
  });

  test.each<[string, () => object]>([
    ['neither case nor person', () => ({})],
    ['both', () => ({ caseId: randomUUID(), person: KNOWN })],
    ['a single name, which fits too many', () => ({ person: { givenNames: 'Jo' } })],
    ['a colleague who is not there', () => ({ person: KNOWN, userId: randomUUID() })],
  ])('%s: refused', async (_, make) => {
    const body = make();
    expect((await declare(world.idva, { nature: 'OTHER', ...body })).status).toBe(422);
  });
}); // prettier-ignore

describe('reported by another', () => {
  test('it closes the case, and the colleague is told neither that nor by whom', async () => {
    const { caseId } = await refer();
    await declare(world.housing, { caseId, userId: world.coordinator.id, nature: 'NEIGHBOUR' });
    expect(await seen(world.coordinator, caseId)).toBe(false);
    expect(await lines(world.coordinator)).toEqual([]);
    const line = await lineOf(caseId);
    expect((await call('GET', `/conflicts/${line.id}`, world.coordinator)).status).toBe(404);
    expect(JSON.stringify(line)).not.toContain(world.housing.id);
    const auditor = world.auditor;
    await declare(world.housing, { caseId, userId: auditor.id, nature: 'NEIGHBOUR' });
    const log = (await call('GET', '/audit/events?limit=200', auditor)).text;
    const [tie] = await app.rows(`select id from conflicts.ties where user_id = $1`, [auditor.id]);
    for (const id of [caseId, line.id, tie.id]) expect(log).not.toContain(id);
  });

  test('the register is for coordinators and chairs', async () => {
    for (const who of ['idva', 'housing', 'administrator', 'auditor', 'observer'] as const)
      expect((await call('GET', '/conflicts', world[who])).status).toBe(403);
    const elsewhere = await app.world();
    await declare(world.idva, { caseId: (await refer()).caseId, nature: 'FRIEND' });
    expect((await call('GET', `/conflicts?marac=${world.maracId}`, elsewhere.coordinator)).body.items).toEqual([]);
  });

  test('another coordinator is asked to decide, never the one concerned', async () => {
    const worker = app.get(WorkerService);
    await worker.start();
    const { caseId } = await refer();
    await declare(world.housing, { caseId, userId: world.coordinator.id, nature: 'NEIGHBOUR' });
    const line = await lineOf(caseId);
    const told = async (as: TestUser) =>
      (await call('GET', '/inbox?limit=200', as)).body.items.filter((one: any) => one.subjectId === line.id);
    await eventually(async () => (await told(second)).length === 1);
    expect((await told(second))[0]).toMatchObject({
      kind: 'CONFLICT_TO_DECIDE',
      urgent: true,
      subjectKind: 'conflict',
    });
    for (const other of [world.coordinator, world.housing, world.idva, world.administrator])
      expect(await told(other)).toEqual([]);
    await worker.stop();
  });
});

describe('recognised in a new referral, before anybody can see it', () => {
  const details = (as: TestUser, body: object) => call('POST', '/staff-details', as, body);

  test.each<[string, () => object, () => object]>([
    ['name and birth date', () => KNOWN, () => ({ ...KNOWN, familyName: `${KNOWN.familyName.toUpperCase()} ` })],
    ['a former name', () => ({ ...KNOWN, familyName: 'Marsh', otherNames: [`Wilfred ${KNOWN.familyName}`] }), () => KNOWN],
    ['a telephone', () => ({ phones: [known.phone.replace('0', '+44 ')] }), () => ({ familyName: 'Else', givenNames: 'Some', phone: known.phone })],
    ['a household', () => ({ addresses: [{ address: known.address.replace('Road', 'Rd.'), postcode: 'nb44dd' }] }), () => ({ familyName: 'Else', givenNames: 'Some', address: known.address, postcode: 'NB4 4DD' })],
  ])('by %s', async (_, makeMine, makeParty) => {
    const [mine, party] = [makeMine(), makeParty()];
    for (const who of [world.coordinator, world.idva]) expect((await details(who, mine)).status).toBe(200);
    for (const form of [{ perpetrators: [party] }, { victim: { ...party, address: '1 Oak Way', ...party } }]) {
      const { caseId } = await refer(form);
      for (const who of [world.coordinator, world.idva]) expect(await seen(who, caseId)).toBe(false);
      for (const who of [second, world.chair, world.housing]) expect(await seen(who, caseId)).toBe(true);
    }
  });

  test('a name alone asks, and closes nothing', async () => {
    const namesake = await world.person(world.agencies.police.id, ['COORDINATOR']);
    await app.rows(`update identity.users set name = $2 where id = $1`, [namesake.id, `Wilfred ${KNOWN.familyName}`]);
    const { caseId } = await refer({ perpetrators: [{ ...KNOWN, birthDate: '1961-01-20' }] });
    expect(await seen(namesake, caseId)).toBe(true);
    const line = await lineOf(caseId);
    expect(line).toMatchObject({ status: 'QUESTION', evidence: ['NAME'], userId: namesake.id });
    expect(await lines(namesake)).toEqual([]);
    expect(await decide(second, line.id, 'CONFIRM', line.version)).toMatchObject({ status: 200, body: { status: 'CONFIRMED' } });
    expect(await seen(namesake, caseId)).toBe(false);
  });

  test('details entered later close what is there already, and are never shown back', async () => {
    const { caseId } = await refer({ perpetrators: [known] });
    expect(await seen(world.idva, caseId)).toBe(true);
    const answer = await details(world.idva, KNOWN);
    expect(answer.body.held.map((one: any) => one.kind)).toEqual(['NAME', 'NAME_BIRTH']);
    expect(answer.text).not.toMatch(/thorne|1979-\d\d-\d\d/i);
    expect(await seen(world.idva, caseId)).toBe(false);
  });

  test('a victim who moves in with somebody is hidden from them when her new address is noted, and from who moves there later', async () => {
    const home = { address: '14 Plumtree Court, Flat 3', postcode: 'NB4 7QD' };
    await details(world.idva, { ...KNOWN, addresses: [home] });
    const { caseId } = await refer();
    expect(await seen(world.idva, caseId)).toBe(true);
    const elsewhere = { kind: 'SCHOOL', name: 'Plumtree School', ...home };
    await call('POST', `/cases/${caseId}/locations`, world.coordinator, elsewhere);
    await deliver(app);
    expect(await seen(world.idva, caseId)).toBe(true); // nobody lives at a school
    await call('POST', `/cases/${caseId}/locations`, world.coordinator, { kind: 'NEW_ADDRESS', ...home });
    await deliver(app);
    expect(await seen(world.idva, caseId)).toBe(false);
    expect(await lineOf(caseId)).toMatchObject({ userId: world.idva.id, evidence: ['ADDRESS'] });
    expect(await seen(world.housing, caseId)).toBe(true);
    await details(world.housing, { addresses: [home] });
    expect(await seen(world.housing, caseId)).toBe(false);
  });

  test('noting where somebody is safe does not keep them from being recognised by anything else', async () => {
    await details(world.idva, KNOWN);
    const { caseId } = await refer();
    const [child] = await app.rows<{ id: string }>(`insert into persons.persons (id, case_id, marac_id, canonical_id, label, family_name, given_names, birth_date, birth_precision, sex)
      select x, $1, $2, x, 'CHILD', $3, 'Wilfred', '1979-11-03', 'DAY', 'MALE' from gen_random_uuid() x returning id`, [caseId, world.maracId, KNOWN.familyName]);
    const home = { kind: 'NEW_ADDRESS', address: '2 Farthing Lane', postcode: 'NB4 8QD', personId: child!.id };
    expect((await call('POST', `/cases/${caseId}/locations`, world.coordinator, home)).status).toBe(201);
    await deliver(app);
    await app.get(ConflictSweep).sweep();
    expect(await seen(world.idva, caseId)).toBe(false);
  });

  test('an administrator enters them for people of their own, nobody else for another', async () => {
    const { caseId } = await refer({ perpetrators: [known] });
    const elsewhere = await app.world();
    for (const who of [world.housing, world.coordinator, elsewhere.administrator])
      expect((await details(who, { userId: world.idva.id, ...KNOWN })).status).toBe(422);
    expect(await seen(world.idva, caseId)).toBe(true);
    expect(await details(world.administrator, { userId: world.idva.id, ...KNOWN })).toMatchObject({ status: 200, body: { held: [] } });
    expect(await seen(world.idva, caseId)).toBe(false);
  });

  test('the nightly look finds what came in another way', async () => {
    await details(world.idva, KNOWN);
    const { caseId } = await refer();
    await app.rows(`insert into persons.persons (id, case_id, marac_id, canonical_id, label, family_name, given_names, birth_date, birth_precision, sex)
      select x, $1, $2, x, 'PERPETRATOR', $3, 'Wilfred', '1979-11-03', 'DAY', 'MALE' from gen_random_uuid() x`, [caseId, world.maracId, KNOWN.familyName]);
    expect(await seen(world.idva, caseId)).toBe(true);
    await app.get(ConflictSweep).sweep();
    expect(await seen(world.idva, caseId)).toBe(false);
    const before = await app.rows('select count(*)::int from access.exclusions');
    await app.get(ConflictSweep).sweep();
    expect(await app.rows('select count(*)::int from access.exclusions')).toEqual(before);
  });

  test('a new case of the same person is closed too; so is one that was there already', async () => {
    const victim = referralForm(world).victim;
    const first = await refer({ victim });
    const sibling = await refer({ victim, perpetrators: [{ ...known, familyName: 'Other' }] });
    expect(sibling.caseId).not.toBe(first.caseId);
    await declare(world.coordinator, { caseId: first.caseId, nature: 'FRIEND' });
    for (const { caseId } of [first, sibling]) expect(await seen(world.coordinator, caseId)).toBe(false);
    const next = await refer({ victim, perpetrators: referralForm(world).perpetrators });
    expect([first.caseId, sibling.caseId]).not.toContain(next.caseId);
    expect(await seen(world.coordinator, next.caseId)).toBe(false);
    expect((await lineOf(next.caseId)).evidence).toEqual(['SAME_PERSON']);
  });

  test('in a spreadsheet: the uploader finds neither the row nor its count', async () => {
    await details(world.coordinator, { familyName: 'Zander', givenNames: 'Ulrich', birthDate: '1979-11-03' });
    const [head = ''] = readFileSync('test/fixtures/referrals.csv', 'utf8').split('\n');
    const row = (ref: string, perpetrator: string) => {
      const cells: Record<string, string> = {
        ...{ ref, referral_date: '08/01/2026', incident_date: '07/01/2026', referring_agency: world.agencies.housing.name },
        ...{ victim_surname: `Vic${ref}`, victim_forenames: 'Ann', victim_dob: '01/02/1990', victim_sex: 'F' },
        ...{ perp_surname: perpetrator, perp_forenames: 'Ulrich', perp_dob: '03/11/1979', relationship: 'ex-partner' },
        ...{ children: '0', professional_judgement: 'Y', victim_informed: 'Y', consent: 'Y', incidents_12m: '0' },
      };
      return head.trim().split(',').map((column) => cells[column] ?? '').join(',');
    };
    const file = Buffer.from([head.trim(), row('R1', 'Harmless'), row('R2', 'Zander')].join('\n'));
    const started = await app.request('POST', `/imports?marac=${world.code}`, { as: world.coordinator, body: file, headers: { 'content-type': 'text/csv' } });
    const worker = app.get(WorkerService);
    await worker.start();
    const path = `/imports/${started.body.id}`;
    await eventually(async () => (await call('GET', path, second)).body.state === 'DONE');
    await worker.stop();
    expect((await call('GET', path, second)).body).toMatchObject({ rowsDone: 2, imported: 2 });
    expect((await call('GET', path, world.coordinator)).body).toMatchObject({ rowsDone: 1, imported: 1, refused: 0 });
    const rows = (await call('GET', `${path}/rows`, world.coordinator)).body.items;
    expect(rows.map((one: any) => one.ref)).toEqual(['R1']);
    expect((await call('GET', `${path}/rows`, second)).body.items).toHaveLength(2);
    // the same file again, and another row under the hidden reference
    const again = await app.get(ImportService).run(Actor.operator('test'), world.code, file);
    expect(again.counts).toMatchObject({ unchanged: 2 });
  });
}); // prettier-ignore

describe('somebody who refers what they must find nothing of', () => {
  test('is answered as if theirs were the first referral of it, by reference too', async () => {
    const form = referralForm(world, { ref: 'POL/1', incidentOn: '2026-06-01' });
    const first = (await call('POST', '/referrals', world.housing, form)).body;
    await declare(second, { caseId: first.caseId, userId: world.coordinator.id, nature: 'RELATIVE' });
    const again = { ...form, incidentOn: todayIn('Europe/London', new Date()) };
    const others = (await post(second, { ...again, ref: 'POL/2' })).body;
    expect(others).toMatchObject({ caseId: first.caseId, outcome: 'REPEAT', prior: 'POL/1' });
    const mine = await post(world.coordinator, again);
    const fresh = (await post(second, referralForm(world, { ref: 'POL/9' }))).body;
    expect(mine.status).toBe(201);
    expect(mine.body).toMatchObject({ outcome: 'NONE', prior: null, arithmetic: '', status: 'SUBMITTED', ref: 'POL/1' });
    expect(mine.body.criteria).not.toContain('REPEAT');
    expect(Object.keys(mine.body).sort()).toEqual(Object.keys(fresh).sort());
    expect(mine.body.caseId).not.toBe(first.caseId);
    expect(mine.body.caseRef).not.toBe(first.caseRef);
    const [kept] = await app.rows('select case_id, outcome from referrals.referrals where id = $1', [mine.body.id]);
    expect(kept).toEqual({ case_id: first.caseId, outcome: 'DUPLICATE' }); // the truth, for those who may know it
    expect(await seen(second, first.caseId)).toBe(true);
  });

  test('a possible repeat of a hidden case reads as none; the reference is refused when its holder may be seen', async () => {
    const form = referralForm(world, { ref: 'POL/5' });
    const first = (await call('POST', '/referrals', world.housing, form)).body;
    await declare(second, { caseId: first.caseId, userId: world.coordinator.id, nature: 'RELATIVE' });
    const { address: _a, postcode: _p, phone: _t, ...victim } = form.victim;
    const { familyName, givenNames } = form.perpetrators[0]!;
    const alike = { ...form, ref: 'POL/6', victim, perpetrators: [{ familyName, givenNames }], incidentOn: todayIn('Europe/London', new Date()) };
    const theirs = (await post(second, alike)).body;
    expect(theirs.outcome).toBe('POSSIBLE_REPEAT');
    expect(theirs.caseId).not.toBe(first.caseId);
    const read = (await call('GET', `/referrals/${theirs.id}`, world.coordinator)).body;
    if (read.id) expect(read).toMatchObject({ outcome: 'NONE', prior: null, arithmetic: '' });
    const taken = await post(world.coordinator, referralForm(world, { ref: 'POL/6' }));
    expect(taken.status).toBe(read.id ? 409 : 201);
    expect((await post(second, referralForm(world, { ref: 'POL/5' }))).status).toBe(409);
  });
}); // prettier-ignore

describe('lifting takes two people', () => {
  let line: any;
  let caseId: string;
  beforeEach(async () => {
    ({ caseId } = await refer());
    await declare(world.housing, { caseId, userId: world.coordinator.id, nature: 'RELATIVE' });
    line = await lineOf(caseId);
  });

  test('one proposes, another agrees; the one concerned finds neither', async () => {
    expect((await decide(world.coordinator, line.id, 'PROPOSE_LIFT', 1)).status).toBe(404);
    expect(await decide(second, line.id, 'AGREE_LIFT', 1)).toMatchObject({ status: 409, body: { code: 'wrong-state' } });
    expect((await decide(second, line.id, 'PROPOSE_LIFT', 9)).status).toBe(412);
    expect((await decide(second, line.id, 'PROPOSE_LIFT', 1)).status).toBe(200);
    expect(await seen(world.coordinator, caseId)).toBe(false);
    expect(await decide(second, line.id, 'AGREE_LIFT', 2)).toMatchObject({ status: 409, body: { code: 'second-person-needed' } });
    expect((await decide(world.coordinator, line.id, 'AGREE_LIFT', 2)).status).toBe(404);
    expect((await decide(world.idva, line.id, 'AGREE_LIFT', 2)).status).toBe(403);
    const lifted = await decide(world.chair, line.id, 'AGREE_LIFT', 2);
    expect(lifted.body).toMatchObject({ status: 'LIFTED' });
    expect(lifted.body.decisions.map((one: any) => one.step)).toEqual(['PROPOSE_LIFT', 'AGREE_LIFT']);
    expect(await seen(world.coordinator, caseId)).toBe(true);
  });

  test('nobody whom the one concerned added to the system agrees', async () => {
    await declare(second, { caseId, userId: world.administrator.id, nature: 'RELATIVE' });
    const theirs = (await lines(second)).find((one) => one.userId === world.administrator.id);
    expect((await decide(second, theirs.id, 'PROPOSE_LIFT', 1)).status).toBe(200);
    const madeByThem = await world.person(world.agencies.police.id, ['CHAIR']);
    await app.rows(`insert into audit.events (id, actor_kind, actor_id, action, subject_kind, subject_id, outcome) values (gen_random_uuid(), 'user', $1, 'user.added', 'user', $2, 'DONE')`, [world.administrator.id, madeByThem.id]);
    expect(await decide(madeByThem, theirs.id, 'AGREE_LIFT', 2)).toMatchObject({ status: 409, body: { code: 'not-independent' } });
    expect((await decide(world.chair, theirs.id, 'AGREE_LIFT', 2)).status).toBe(200);
  });
}); // prettier-ignore

describe('a restriction', () => {
  const restrict = (as: TestUser, caseId: string, body: object) => call('POST', `/cases/${caseId}/restrictions`, as, { reason: 'he works there', ...body });

  test('shuts an agency out but for the people named, and its new list leaves no gap', async () => {
    const { caseId } = await refer({}, world.coordinator);
    const { housing } = world.agencies;
    const named = await world.person(housing.id, ['COORDINATOR']);
    const set = await restrict(world.chair, caseId, { agencyId: housing.id, exceptUserIds: [named.id] });
    expect(set).toMatchObject({ status: 201, body: { status: 'CONFIRMED', agencyId: housing.id, exceptUserIds: [named.id] } });
    expect([await seen(second, caseId), await seen(named, caseId), await seen(world.chair, caseId)]).toEqual([false, true, true]);
    const other = await world.person(housing.id, ['COORDINATOR']);
    const glimpses: boolean[] = [];
    let done = false;
    const watch = (async () => { while (!done) glimpses.push(await seen(second, caseId)); })();
    let { version } = set.body;
    for (let i = 0; i < 6; i++) {
      const people = i % 2 ? [named.id] : [other.id];
      ({ version } = (await call('PUT', `/conflicts/${set.body.id}/people`, world.chair, { exceptUserIds: people, reason: 'rota' }, version)).body);
    }
    done = true;
    await watch;
    expect(glimpses.length).toBeGreaterThan(3);
    expect(glimpses).not.toContain(true);
    console.log(`restriction: ${glimpses.length} looks while the list changed 6 times, seen 0`);
    expect(await seen(named, caseId)).toBe(true);
    expect(await seen(other, caseId)).toBe(false);
    // its own people do not lift it
    expect(await decide(named, set.body.id, 'PROPOSE_LIFT', version)).toMatchObject({ status: 409, body: { code: 'not-independent' } });
  });

  test.each<[string, (w: World) => object, number]>([
    ['an agency that is no member', () => ({ agencyId: randomUUID(), exceptUserIds: [] }), 422],
    ['somebody of another agency', (w) => ({ agencyId: w.agencies.housing.id, exceptUserIds: [w.idva.id] }), 422],
  ])('refuses %s', async (_, body, status) => {
    const { caseId } = await refer();
    expect((await restrict(world.chair, caseId, body(world))).status).toBe(status);
  });

  test('leaves somebody to look after the case', async () => {
    const lonely = await app.world();
    const { body } = await call('POST', '/referrals', lonely.housing, referralForm(lonely));
    const answer = await restrict(lonely.chair, body.caseId, { agencyId: lonely.agencies.police.id, exceptUserIds: [] });
    expect(answer).toMatchObject({ status: 422 });
    expect(answer.body.errors[0].code).toBe('nobody-left');
    expect(await seen(lonely.chair, body.caseId)).toBe(true);
  });

  test('is set by coordinators and chairs alone', async () => {
    const { caseId } = await refer();
    for (const who of [world.idva, world.housing, world.administrator])
      expect((await restrict(who, caseId, { agencyId: world.agencies.housing.id, exceptUserIds: [] })).status).toBe(403);
  });
}); // prettier-ignore
