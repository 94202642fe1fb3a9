import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openFor } from '../meetings/calendar.js';
import { startApp, type TestApp } from '../support/app.js';
import { setRules } from '../support/asking.js';
import type { TestUser, World } from '../support/world.js';
import { circulate, cycle, dayComes, declare, find, knowAll, type ListedCase, peopleOf } from './cycle.js';

let app: TestApp;
let world: World;
let meetingId: string;
let listed: ListedCase;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  const made = await cycle(app, world);
  meetingId = made.meetingId;
  listed = made.cases[0]!;
  await circulate(app, meetingId, world.coordinator);
});
afterAll(() => app?.stop());

const research = () => `/agenda-items/${listed.itemId}/research`;
const people = (as: TestUser = world.probation) => peopleOf(app, listed.itemId, as);
const victim = async (as: TestUser = world.probation) => (await people(as))[0]!;
const write = (as: TestUser, person: { personId: string; version: number }, body: object) =>
  find(app, listed.itemId, as, person, body);
const answer = (version: number, body: object, as = world.probation) =>
  app.request('PUT', research(), { as, body, headers: { 'if-match': `"${version}"` } });
const share = (personId: string, body: object, as = world.probation) =>
  app.request('POST', `${research()}/people/${personId}/shared-information`, { as, body });
const RETURNED = { status: 'RETURNED', systemsSearched: ['Files'], known: true };
const hear = async () => {
  await openFor(app, world, meetingId, listed.itemId);
  return app.request('POST', `/agenda-items/${listed.itemId}/outcome`, {
    as: world.coordinator,
    body: { status: 'HEARD' },
    headers: { 'if-match': `"${listed.version}"` },
  });
};

describe('who writes nothing about a person', () => {
  test.each<[string, (w: World) => TestUser, number]>([
    ['the coordinator', (w) => w.coordinator, 403],
    ['the chair', (w) => w.chair, 403],
    ['an observer of the agency', (w) => w.observer, 403],
    ['a referrer of an agency that was asked', (w) => w.referrer, 403],
    ['the auditor', (w) => w.auditor, 403],
  ])('%s', async (_, who, status) => {
    const person = await victim();
    expect((await write(who(world), person, { known: 'NOT_KNOWN' })).status).toBe(status);
  });

  test('another MARAC’s representative, of a person who is there and of one who never was', async () => {
    const elsewhere = await app.world();
    const there = await write(elsewhere.probation, await victim(), { known: 'NOT_KNOWN' });
    const absent = await write(elsewhere.probation, { personId: randomUUID(), version: 0 }, { known: 'NOT_KNOWN' });
    expect(there).toMatchObject({ status: 404, body: { ...absent.body, reference: expect.any(String) } });
  });

  test('whoever was asked, about somebody of another case', async () => {
    const other = (await cycle(app, await app.world())).cases[0]!;
    const [{ id }] = await app.rows('select id from persons.persons where case_id = $1 limit 1', [other.caseId]);
    expect((await write(world.probation, { personId: id, version: 0 }, { known: 'NOT_KNOWN' })).status).toBe(404);
  });
});

test('before anything is written everybody in the case is not yet searched: no blank that might mean no', async () => {
  expect(await people()).toMatchObject([
    { role: 'VICTIM', known: 'NOT_YET_SEARCHED', version: 0 },
    { role: 'PERPETRATOR', known: 'NOT_YET_SEARCHED', version: 0 },
  ]);
});

describe('is refused', () => {
  test.each<[object, string, string]>([
    [{}, '/known', 'required'],
    [{ known: 'NO' }, '/known', 'not-one-of'],
    [{ known: 'KNOWN' }, '/facts', 'required'],
    [{ known: 'NOT_KNOWN', facts: 'Seen in May' }, '/facts', 'contradicts'],
    [{ known: 'NOT_YET_SEARCHED', opinion: 'Likely' }, '/opinion', 'contradicts'],
    [{ known: 'KNOWN', facts: 'x', withheld: 'A live operation' }, '/withheldBecause', 'required'],
    [{ known: 'KNOWN', facts: 'x', withheldBecause: 'x' }, '/withheldBecause', 'not-wanted'],
    [{ known: 'KNOWN', facts: 'x', diagnosis: 'x' }, '/diagnosis', 'unknown-property'],
  ])('%j', async (body, pointer, code) => {
    const refused = await write(world.probation, await victim(), body);
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toContainEqual(expect.objectContaining({ pointer, code }));
    expect(await victim()).toMatchObject({ known: 'NOT_YET_SEARCHED', version: 0 });
  });

  test('without a version, and with one that somebody else has passed', async () => {
    const person = await victim();
    const path = `${research()}/people/${person.personId}`;
    const bare = await app.request('PUT', path, { as: world.probation, body: { known: 'NOT_KNOWN' } });
    expect(bare.status).toBe(428);
    const both = await Promise.all([1, 2].map(() => write(world.probation, person, { known: 'NOT_KNOWN' })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  test('a text that gives away where the victim is safe, in finding and in excerpt', async () => {
    const refuge = { kind: 'REFUGE', name: 'Willowmere', address: '9 Sheltered Row', postcode: 'NB8 8ZZ', phone: '' };
    const person = await victim();
    await write(world.probation, person, { known: 'KNOWN', facts: 'He was seen outside 9 Sheltered Row' });
    await app.request('POST', `/cases/${listed.caseId}/locations`, { as: world.coordinator, body: refuge });
    const again = { known: 'KNOWN', facts: 'He was seen outside 9 Sheltered Row, twice' };
    expect((await write(world.probation, { ...person, version: 1 }, again)).body).toMatchObject({
      code: 'protected-address-in-text',
      errors: [{ pointer: '/facts' }],
    });
    const excerpt = { part: 'FACTS', excerpt: 'outside 9 Sheltered Row', purpose: 'Risk' };
    expect((await share(person.personId, excerpt)).body.errors).toMatchObject([{ pointer: '/excerpt' }]);
  });
});

describe('an answer for the whole case', () => {
  test('is no return while somebody is not searched; the form is refused and nothing changes', async () => {
    expect((await answer(0, RETURNED)).body.errors).toMatchObject([
      { pointer: '/status', code: 'people-not-searched' },
    ]);
    const [first, second] = await people();
    await write(world.probation, first!, { known: 'KNOWN', facts: 'On licence' });
    expect((await answer(1, RETURNED)).body.errors).toMatchObject([{ code: 'people-not-searched' }]);
    await write(world.probation, second!, { known: 'NOT_KNOWN' });
    expect((await answer(1, { ...RETURNED, known: false })).body.errors).toMatchObject([{ pointer: '/known' }]);
    expect((await answer(1, RETURNED)).body).toMatchObject({ status: 'RETURNED', version: 2 });
  });

  test('that nobody is known says so of each; not when somebody is', async () => {
    const none = { status: 'NOT_KNOWN_TO_US', systemsSearched: ['Files'], known: false };
    expect((await answer(0, none)).status).toBe(200);
    expect((await people()).map(({ known }) => known)).toEqual(['NOT_KNOWN', 'NOT_KNOWN']);
    await knowAll(app, listed.itemId, world.police);
    expect((await answer(1, none, world.police)).body.errors).toMatchObject([
      { pointer: '/status', code: 'contradicts' },
    ]);
  });

  test('is not undone by a person who turns out not to be searched', async () => {
    await knowAll(app, listed.itemId, world.probation);
    await answer(1, RETURNED);
    const back = await write(world.probation, await victim(), { known: 'NOT_YET_SEARCHED' });
    expect(back.body.errors).toMatchObject([{ pointer: '/known', code: 'contradicts' }]);
  });

  test('is open again, in the coordinator’s eyes, when somebody joins the case who was not searched', async () => {
    await knowAll(app, listed.itemId, world.probation);
    await answer(1, RETURNED);
    const seen = async () => {
      const { body } = await app.request('GET', `/meetings/${meetingId}/research-forecast`, { as: world.chair });
      return body.cases[0].agencies.find((one: any) => one.agencyId === world.agencies.probation.id);
    };
    expect(await seen()).toMatchObject({ stands: 'ANSWERED', people: 2, peopleSearched: 2, likely: 100 });
    const [{ id }] = await app.rows(
      `insert into persons.persons (id, case_id, marac_id, canonical_id, label, family_name, given_names, aliases, birth_precision, sex)
       select n.id, p.case_id, p.marac_id, n.id, 'CHILD', 'Wren', 'Ada', '{}', 'UNKNOWN', 'NOT_KNOWN'
         from persons.persons p, (select gen_random_uuid() as id) n where p.case_id = $1 and p.label = 'IDENTITY' limit 1 returning id`,
      [listed.caseId],
    );
    await app.rows('update referrals.referrals set child_ids = array[$2::uuid] where id = $1', [listed.referralId, id]);
    expect(await seen()).toMatchObject({ stands: 'OUTSTANDING', people: 3, peopleSearched: 2 });
    expect(await people()).toMatchObject([{}, {}, { role: 'CHILD', known: 'NOT_YET_SEARCHED' }]);
  });
});

describe('what is taken to the meeting', () => {
  const found = {
    known: 'KNOWN',
    facts: 'Assaulted a partner in 2019.\nOn licence until May.',
    opinion: 'Likely to escalate',
  };

  test('is what was chosen, word for word, and nothing beside it', async () => {
    const person = await victim();
    await write(world.probation, person, { ...found, withheld: 'A source said so', withheldBecause: 'Source' });
    const shared = await share(person.personId, { part: 'FACTS', excerpt: 'On licence until May.', purpose: 'Risk' });
    expect(shared).toMatchObject({
      status: 201,
      body: {
        text: 'On licence until May.',
        nature: 'FACT',
        personId: person.personId,
        fromPart: 'FACTS',
        label: 'INTELLIGENCE',
      },
    });
    const opinion = { part: 'OPINION', excerpt: 'Likely to escalate', purpose: 'Risk' };
    expect((await share(person.personId, opinion)).body.nature).toBe('OPINION');
    await dayComes(app, meetingId);
    await declare(app, meetingId, world.police);
    const path = `/agenda-items/${listed.itemId}/shared-information`;
    const { body, text } = await app.request('GET', path, { as: world.police });
    expect(body.items).toHaveLength(2);
    for (const kept of ['Assaulted', 'A source said so']) expect(text).not.toContain(kept);
  });

  test.each<[object, string, string]>([
    [{ part: 'WITHHELD', excerpt: 'A source', purpose: 'x' }, '/part', 'not-one-of'],
    [{ part: 'FACTS', excerpt: 'A source', purpose: 'x' }, '/excerpt', 'not-in-the-finding'],
    [{ part: 'FACTS', excerpt: 'Likely to escalate', purpose: 'x' }, '/excerpt', 'not-in-the-finding'],
    [{ part: 'FACTS', excerpt: 'On licence until May.' }, '/purpose', 'required'],
  ])('is refused: %j', async (body, pointer, code) => {
    const person = await victim();
    await write(world.probation, person, { ...found, withheld: 'A source said so', withheldBecause: 'Source' });
    expect((await share(person.personId, body)).body.errors).toMatchObject([{ pointer, code }]);
  });
});

describe('research is closed', () => {
  const closed = async () => {
    const person = await victim();
    const answers = [
      await write(world.probation, person, { known: 'NOT_KNOWN' }),
      await answer(1, { status: 'IN_PROGRESS' }),
      await share(person.personId, { part: 'FACTS', excerpt: 'On file', purpose: 'x' }),
    ];
    return answers.map(({ status, body }) => `${status} ${body.code}`);
  };

  test('once the case was heard; what was found stays readable to its own', async () => {
    await knowAll(app, listed.itemId, world.probation);
    expect((await hear()).status).toBeLessThan(300);
    expect(await closed()).toEqual(Array(3).fill('409 research-closed'));
    expect((await people())[0]).toMatchObject({ known: 'KNOWN', facts: 'On file', version: 1 });
    const { body } = await app.request('GET', `/meetings/${meetingId}/research-requests`, { as: world.probation });
    expect(body.requests).toMatchObject([{ closed: true, peopleSearched: 2 }]);
  });

  test('once its meeting is over, whatever the case’s own line says', async () => {
    await knowAll(app, listed.itemId, world.probation);
    await app.rows(`update meetings.meetings set status = 'HELD' where id = $1`, [meetingId]);
    expect(await closed()).toEqual(Array(3).fill('409 research-closed'));
  });
});

test('every request carries the standing warning, in the words of the area once it has its own', async () => {
  const words = async () => [
    (await app.request('GET', research(), { as: world.probation })).body.warning,
    (await app.request('GET', `/meetings/${meetingId}/research-requests`, { as: world.probation })).body.warning,
    (await app.request('GET', `/meetings/${meetingId}/circulation`, { as: world.coordinator })).body.warning,
  ];
  for (const warning of await words()) expect(warning).toMatch(/^Do not contact the victim/);
  await setRules(app, world, { research: { warning: 'Nobody rings her. Ask the duty IDVA.' } });
  expect(new Set(await words())).toEqual(new Set(['Nobody rings her. Ask the duty IDVA.']));
});

test('what an agency was asked is listed for it alone', async () => {
  const list = (as: TestUser) => app.request('GET', `/meetings/${meetingId}/research-requests`, { as });
  expect((await list(world.probation)).body.requests).toMatchObject([
    { agendaItemId: listed.itemId, status: 'NOT_STARTED', people: 2, peopleSearched: 0, closed: false, overdue: false },
  ]);
  for (const as of [world.coordinator, world.chair, world.observer]) expect((await list(as)).status).toBe(403);
  const elsewhere = await app.world();
  expect((await list(elsewhere.probation)).status).toBe(404);
});
