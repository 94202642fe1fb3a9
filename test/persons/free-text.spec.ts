import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { Actor } from '../../src/platform/db/actor.js';
import { todayIn } from '../../src/platform/values/dates.js';
import { ImportService } from '../../src/referrals/import.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { disclosureForm, fullCase, type FullCase } from '../support/full-case.js';
import { referralForm } from '../support/referral.js';
import { neighbour, type TestUser, type World } from '../support/world.js';

/** Free text is read by people who must not know where the victim is: what would tell them is refused before it is saved. */
let app: TestApp;
let world: World;
let shared: FullCase;
beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  shared = await fullCase(app, world);
  await protect(shared.caseId, {
    kind: 'NEW_ADDRESS',
    address: '17 Pellmarsh Rd',
    postcode: 'NB2 8JJ',
    phone: '07700 900888',
  });
});
afterAll(() => app?.stop());

const SECRET = /pellmarsh|NB2\s?8JJ|900\s?888/i;
const protect = (caseId: string, body: object) =>
  app.request('POST', `/cases/${caseId}/locations`, { as: world.coordinator, body });
const post = (path: string, as: TestUser, body: object, version?: number) =>
  app.request('POST', path, { as, body, headers: version ? { 'if-match': `"${version}"` } : undefined });
const version = async (path: string) => (await app.request('GET', path, { as: world.coordinator })).body.version;
const today = () => todayIn('Europe/London', new Date());

/** What is refused says where and why, repeats nothing, leaves a line, and changes nothing. */
async function expectRefusedAt(pointer: string, ask: () => ReturnType<typeof post>): Promise<void> {
  const before = await written();
  const { status, body, text } = await ask();
  expect({ status, code: body.code, errors: body.errors }).toEqual({
    ...{ status: 422, code: 'protected-address-in-text' },
    errors: [expect.objectContaining({ pointer, code: 'protected-address-in-text' })],
  });
  expect(text).not.toMatch(SECRET);
  expect(await written()).toEqual(before);
  expect(
    await app.rows(`select from audit.events where code = 'protected-address-in-text' and reference = $1`, [
      body.reference,
    ]),
  ).toHaveLength(1);
}
const written = () =>
  app.rows(`select (select md5(string_agg(a::text, ',' order by a.id)) from actions.actions a) as actions,
                   (select count(*)::int from actions.updates) as updates, (select count(*)::int from access.cases) as cases,
                   (select md5(string_agg(r::text, ',' order by r.id)) from referrals.referrals r) as referrals,
                   (select count(*)::int from assessments.assessments) as assessments,
                   (select md5(string_agg(g::text, ',' order by g.id)) from access.grants g) as grants,
                   (select count(*)::int from access.consents) as consents, (select count(*)::int from access.disclosures) as disclosures,
                   (select count(*)::int from research.shared_information) as snippets,
                   (select md5(string_agg(w::text, ',' order by w.id)) from research.workspaces w) as workspaces,
                   (select count(*)::int from conflicts.decisions) as decisions, (select count(*)::int from meetings.guests) as guests,
                   (select md5(string_agg(t::text, ',' order by t.id)) from transfers.transfers t) as transfers`);

describe('refused', () => {
  test.each<[string, string]>([
    ['text', 'Visit her at 17 Pellmarsh Road'],
    ['riskAddressed', 'He may find pellmarsh rd'],
    ['ownerPost', 'Sergeant for nb28jj'],
  ])('in an action, as %s', async (field, text) => {
    const body = {
      ownerAgencyId: world.agencies.housing.id,
      ownerPost: 'Duty officer',
      text: 'Fit locks',
      target: 'VICTIM',
      [field]: text,
    };
    await expectRefusedAt(`/${field}`, () => post(`/cases/${shared.caseId}/actions`, world.coordinator, body));
  });

  test('in an update, by an agency that does not know the address', async () => {
    const note = 'Called on 17, PELLMARSH\nROAD';
    await expectRefusedAt('/note', () => post(`/actions/${shared.actionId}/updates`, world.housing, { note }));
  });

  test('in the reason for another due date and in the outcome', async () => {
    const path = `/actions/${shared.actionId}`;
    const at = await version(path);
    const due = { dueOn: '2030-01-02', reason: 'she moved to NB2 8JJ' };
    await expectRefusedAt('/reason', () => post(`${path}/due-date`, world.coordinator, due, at));
    const end = { reason: 'NOT_DONE_AGENCY', outcome: 'Text sent to +44 7700 900888' };
    await expectRefusedAt('/outcome', () => post(`${path}/closure`, world.housing, end, at));
  });

  test('in a screening, a withdrawal and an assessment', async () => {
    const body = referralForm(world, { ref: undefined });
    const fresh = (await post('/referrals', world.housing, body)).body;
    await protect(fresh.caseId, { kind: 'NEW_ADDRESS', address: '17 Pellmarsh Rd' });
    const path = `/referrals/${fresh.id}`;
    const advice = { decision: 'RETURN', fields: ['summary'], advice: 'Is 17 Pellmarsh Road right?' };
    await expectRefusedAt('/advice', () => post(`${path}/screening`, world.coordinator, advice, fresh.version));
    const reason = 'She went to Pellmarsh Rd.';
    await expectRefusedAt('/reason', () => post(`${path}/withdrawal`, world.housing, { reason }, fresh.version));
    const assessed = { caseId: fresh.caseId, assessedOn: today(), instrument: 'SAFELIVES_DASH', answers: { 1: 'YES' } };
    const raised = { ...assessed, raisedTo: 'HIGH', raisedBecause: 'He waits in Pellmarsh Road' };
    await expectRefusedAt('/raisedBecause', () => post('/assessments', world.idva, raised));
  });

  test('in the reason for sharing by hand and for ending it', async () => {
    const path = `/cases/${shared.caseId}/grants`;
    const sharing = {
      ...{ agencyId: world.agencies.probation.id, labels: ['IDENTITY', 'PERPETRATOR'], purpose: 'manage-perpetrator' },
      ...{ lawfulBasis: ['UKGDPR-6-1-E', 'CDA1998-S115'], reason: 'On licence to this service' },
    };
    const reason = 'He was seen near 17 Pellmarsh Road';
    await expectRefusedAt('/reason', () => post(path, world.coordinator, { ...sharing, reason }));
    const grant = (await post(path, world.coordinator, sharing)).body;
    await expectRefusedAt('/reason', () => post(`${path}/${grant.id}/revocation`, world.coordinator, { reason }));
  });

  test('in a decision to share without consent, in what was told outside, and in the need of a chair', async () => {
    const of = `/cases/${shared.caseId}`;
    const override = {
      ...{ bases: ['UKGDPR-6-1-E'], labels: ['IDENTITY'], agencyIds: [world.agencies.police.id], reviewOn: today() },
      ...{ riskOfSharing: 'He hears of it', riskOfNotSharing: 'He goes to NB2 8JJ', necessity: 'Now' },
      victimNotTold: 'Not reached',
    };
    const refusal = { asked: true, answer: 'REFUSED', override };
    await expectRefusedAt('/override/riskOfNotSharing', () => post(`${of}/consents`, world.coordinator, refusal));
    const told = disclosureForm({ told: 'Caretaker of 17 Pellmarsh Road' });
    await expectRefusedAt('/told', () => post(`${of}/disclosures`, world.housing, told));
    const need = { labels: ['LOCATION_SAFE'], reason: 'Is it Pellmarsh Road?' };
    await expectRefusedAt('/reason', () => post(`${of}/needs`, world.chair, need));
  });

  test('in what is shared with a meeting, in research and in the invitation of a guest', async () => {
    const item = `/agenda-items/${shared.agendaItemId}`;
    const snippet = { text: 'She pays rent for 17 Pellmarsh Rd', nature: 'FACT', purpose: 'Risk' };
    await expectRefusedAt('/text', () => post(`${item}/shared-information`, world.housing, snippet));
    const found = { status: 'RETURNED', systemsSearched: ['Tenancies'], known: true, facts: 'Lives in nb2 8jj' };
    await expectRefusedAt('/facts', () =>
      app.request('PUT', `${item}/research`, { as: world.housing, body: found, headers: { 'if-match': '"1"' } }),
    );
    const guest = { userId: world.referrer.id, reason: 'Visits Pellmarsh Road' };
    await expectRefusedAt('/reason', () => post(`${item}/guests`, world.coordinator, guest));
  });

  test('in the reason for a transfer and for taking it back', async () => {
    const { maracId } = await neighbour(app);
    const path = `/cases/${shared.caseId}/transfers`;
    const offer = { toMaracId: maracId, kind: 'PERMANENT', reason: 'She has moved to Pellmarsh Road' };
    await expectRefusedAt('/reason', () => post(path, world.coordinator, offer));
    const [{ id }] = (await app.request('GET', path, { as: world.coordinator })).body;
    const reason = 'She stays at 17 Pellmarsh Road';
    await expectRefusedAt('/reason', () => post(`/transfers/${id}/withdrawal`, world.coordinator, { reason }));
  });

  test('in a decision on a conflict of interest', async () => {
    const restriction = { agencyId: world.agencies.police.id, exceptUserIds: [], reason: 'Patrols Pellmarsh Road' };
    const of = `/cases/${shared.caseId}/restrictions`;
    await expectRefusedAt('/reason', () => post(of, world.chair, restriction));
  });

  test('in a referral that brings the address itself, and in one of a victim whose address is known', async () => {
    const form = referralForm(world);
    const victim = { ...form.victim, address: '17 Pellmarsh Rd', postcode: 'NB2 8JJ', addressProtected: true };
    const summary = 'He does not know that she is in Pellmarsh Road';
    await expectRefusedAt('/summary', () => post('/referrals', world.housing, { ...form, victim, summary }));
    await expectRefusedAt('/judgement', () =>
      post('/referrals', world.housing, { ...form, victim, judgement: 'near NB2 8JJ' }),
    );
    const { caseId } = (await post('/referrals', world.housing, form)).body;
    await protect(caseId, { kind: 'REFUGE', address: '17 Pellmarsh Rd' });
    const again = { ...form, incidentOn: today(), summary };
    await expectRefusedAt('/summary', () => post('/referrals', world.police, again));
  });

  test('in a case of the same victim with somebody else', async () => {
    const form = referralForm(world);
    const first = (await post('/referrals', world.housing, form)).body.caseId;
    const other = (await post('/referrals', world.police, { ...form, perpetrators: referralForm(world).perpetrators }))
      .body;
    expect(other.caseId).not.toBe(first);
    await protect(first, { kind: 'SCHOOL', name: 'Pellmarsh Academy' });
    const task = {
      ownerAgencyId: world.agencies.police.id,
      ownerPost: 'Duty officer',
      text: 'Talk to Pellmarsh Academy',
      target: 'CHILD',
    };
    await expectRefusedAt('/text', () => post(`/cases/${other.caseId}/actions`, world.coordinator, task));
  });
});

describe('let through', () => {
  test('who does not see the case yet, so that the answer tells nothing of its addresses', async () => {
    const stranger = await world.person(world.agencies.probation.id, ['AGENCY_REPRESENTATIVE']);
    const { caseId } = shared;
    const glass = { caseId, reasonCode: 'LIFE_AT_RISK', text: 'Shouting heard in Pellmarsh Road' };
    expect((await post('/break-glass', stranger, glass)).status).toBe(201);
    const need = { labels: ['IDENTITY'], reason: 'A complaint from Pellmarsh Road' };
    expect((await post(`/cases/${caseId}/needs`, world.auditor, need)).status).toBe(201);
  });

  test('of who was told outside, a name that locates the victim and is kept as such', async () => {
    const body = disclosureForm({ told: 'Refuge, 17 Pellmarsh Road', locates: true });
    expect((await post(`/cases/${shared.caseId}/disclosures`, world.housing, body)).status).toBe(201);
  });

  test('what tells nothing, in the same case', async () => {
    const note = 'Called at the old address, 12 Mill Lane';
    expect((await post(`/actions/${shared.actionId}/updates`, world.housing, { note })).status).toBe(201);
  });

  test('the same words in a case of somebody else', async () => {
    const { caseId } = (await post('/referrals', world.housing, referralForm(world))).body;
    const task = {
      ownerAgencyId: world.agencies.police.id,
      ownerPost: 'Duty officer',
      text: 'Patrol Pellmarsh Road',
      target: 'PERPETRATOR',
    };
    expect((await post(`/cases/${caseId}/actions`, world.coordinator, task)).status).toBe(201);
  });
});

test('a row of a spreadsheet is refused at its column, repeats nothing, and leaves the others alone', async () => {
  const [head = '', row = ''] = readFileSync('test/fixtures/referrals.csv', 'utf8').split('\n');
  const columns = head.trim().split(',');
  const cells = (changes: Record<string, string>) => {
    const given: Record<string, string> = {
      ...{ referral_date: '08/01/2026', incident_date: '07/01/2026', referring_agency: world.agencies.housing.name },
      ...{ victim_forenames: 'Ada', perp_surname: 'Perp', perp_forenames: 'Jo', ...changes },
    };
    return [...columns, 'victim_address_protected'].map((column) => given[column] ?? '').join(',');
  };
  expect(row).not.toBe('');
  const home = { victim_address: '17 Pellmarsh Rd', victim_postcode: 'NB2 8JJ', victim_address_protected: 'yes' };
  const file = [
    `${head.trim()},victim_address_protected`,
    cells({ ref: 'S/1', victim_surname: 'Onesta', ...home, summary: 'She lives in Pellmarsh Road' }),
    cells({ ref: 'S/2', victim_surname: 'Twosta', ...home, summary: 'He does not know where' }),
    cells({
      ref: 'S/3',
      victim_surname: 'Threesta',
      ...home,
      victim_address_protected: 'n',
      summary: 'At Pellmarsh Road',
    }),
  ].join('\n');
  const load = () => app.get(ImportService).run(Actor.operator('test'), world.code, Buffer.from(file));
  const { rows } = await load();
  expect(rows.map(({ status }) => status)).toEqual(['refused', 'imported', 'imported']);
  expect(rows[0]!.errors).toEqual([
    expect.objectContaining({ column: 'summary', code: 'protected-address-in-text', found: '' }),
  ]);
  const again = await load();
  expect(again.rows.map(({ status }) => status)).toEqual(['refused', 'unchanged', 'unchanged']);
  const clear = await app.rows(`select c.postcode from persons.contacts c join persons.persons p on p.id = c.person_id
                                 where p.family_name in ('Onesta', 'Twosta', 'Threesta')`);
  expect(clear).toEqual([{ postcode: 'NB2 8JJ' }]); // of the third, who is not protected
});

test('who adds a location is told which texts of the case hold it already, and how many', async () => {
  const own = await app.world();
  const { caseId, actionId } = await fullCase(app, own, { summary: 'She is at 3 Tanglebrook Mews now' });
  await app.request('POST', `/actions/${actionId}/updates`, {
    as: own.housing,
    body: { note: 'went to Tanglebrook Mews' },
  });
  const body = { kind: 'NEW_ADDRESS', address: '3 Tanglebrook Mews', postcode: 'NB4 1PP' };
  const { alsoIn } = (await app.request('POST', `/cases/${caseId}/locations`, { as: own.coordinator, body })).body;
  expect(alsoIn).toEqual([
    { where: 'summary of a referral', count: 2 },
    { where: 'update of an action', count: 1 },
  ]);
});
