import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Access } from '../../src/access/access.service.js';
import { Exclusions } from '../../src/access/exclusions.service.js';
import type { Label } from '../../src/access/labels.js';
import { startApp, type TestApp } from '../support/app.js';
import { referralForm } from '../support/referral.js';

import type { TestUser, World } from '../support/world.js';
import { LinkScene } from './link-scene.js';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
  world = await app.world();
});
afterAll(() => app?.stop());

const NAME = { name: { kind: 'PREVIOUS', familyName: 'Tarnwick', givenNames: 'Ottoline' } };
const BIRTH = { birth: { birthDate: '1987-04-09' } };
const ADDRESS = {
  address: { kind: 'PREVIOUS', address: '3 Yewbarrow Walk', postcode: 'nb93qz', fromOn: '2019-01-01', untilOn: '2021-06-30' },
}; // prettier-ignore
const PHONE = { phone: { phone: '+44 7700 900641', safeToCall: 'NO', safeText: 'YES' } };
const NHS = { identifier: { type: 'NHS', value: '999 000 0018' } };
const PNC = { identifier: { type: 'PNC', value: '12/52494Q' } };
const CRN = { identifier: { type: 'CRN', value: 'x123456' } };
const UPRN = { identifier: { type: 'UPRN', value: '000010023336' } };
const SECRET = /yewbarrow|NB9\s?3QZ|07700\s?900641|9990000018|10023336/i;

const add = (id: string, body: object, as: TestUser = world.idva) =>
  app.request('POST', `/persons/${id}/details`, { as, body });
const see = (id: string, as: TestUser = world.idva) => app.request('GET', `/persons/${id}`, { as });
const retract = (id: string, detailId: string, as: TestUser = world.idva, version: number | null = 1) =>
  app.request('POST', `/persons/${id}/details/${detailId}/retraction`, {
    as,
    headers: version === null ? {} : { 'if-match': `"${version}"` },
  });
const kept = (id: string) => app.rows('select * from persons.details where person_id = $1', [id]);
const share = (caseId: string, agencyId: string, labels: Label[]) =>
  app.operate(async () => {
    const open = await app.get(Access).open(caseId, 'read-case');
    app.get(Access).share(open, { with: { agencyId }, labels, purpose: 'visit', reason: 'test' });
  });

describe('who may not add to a person, nor see what was added', () => {
  let scene: LinkScene;
  let caseId: string;
  let victim: string;
  let perpetrator: string;
  beforeAll(async () => {
    scene = new LinkScene(app, world);
    ({ caseId, victim, perpetrator } = await scene.refer(1));
    for (const body of [NAME, BIRTH, ADDRESS, PHONE, NHS, UPRN])
      if ((await add(victim, body)).status !== 201) throw new Error('not added');
  });

  test.each<[string, (w: World) => TestUser]>([
    ['an agency it was not shared with', (w) => w.probation],
    ['another agency of the MARAC', (w) => w.police],
  ])('%s, to whom the person is absent', async (_, who) => {
    for (const ask of [(id: string) => add(id, NAME, who(world)), (id: string) => see(id, who(world))]) {
      const [hidden, absent] = [await ask(victim), await ask(randomUUID())];
      expect([hidden.status, { ...hidden.body, reference: '' }]).toEqual([404, { ...absent.body, reference: '' }]);
    }
  });

  test('a coordinator, an IDVA and an agency of another MARAC', async () => {
    const other = await app.world();
    for (const as of [other.coordinator, other.idva, other.housing]) {
      expect((await add(victim, NAME, as)).status).toBe(404);
      expect((await see(victim, as)).status).toBe(404);
    }
  });

  test.each(['chair', 'administrator', 'auditor', 'analyst', 'observer', 'referrer'] as const)(
    'the %s',
    async (role) => {
      const before = await kept(victim);
      expect(await add(victim, NAME, world[role])).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
      expect((await retract(victim, before[0].id, world[role])).status).toBe(403);
      expect(await kept(victim)).toEqual(before);
    },
  );

  test('the agency that referred may name and date the victim, and neither see nor say how she is reached', async () => {
    expect((await add(victim, { name: { kind: 'KNOWN_AS', givenNames: 'Otty' } }, world.housing)).status).toBe(201);
    for (const body of [ADDRESS, PHONE, UPRN, NHS])
      expect(await add(victim, body, world.housing)).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    const seen = await see(victim, world.housing);
    expect(seen.text).not.toMatch(SECRET);
    expect(seen.body.withheld).toEqual([
      { field: 'addresses', label: 'CONTACT', reason: 'NOT_SHARED' },
      { field: 'phones', label: 'CONTACT', reason: 'NOT_SHARED' },
      { field: 'healthNumbers', label: 'HEALTH', reason: 'NOT_SHARED' },
      { field: 'propertyNumbers', label: 'CONTACT', reason: 'NOT_SHARED' },
    ]);
    for (const field of ['addresses', 'phones', 'healthNumbers', 'propertyNumbers']) expect(seen.body).not.toHaveProperty(field); // prettier-ignore
    const [hidden] = await app.rows(`select id from persons.details where person_id = $1 and what = 'PHONE'`, [victim]);
    expect((await retract(victim, hidden.id, world.housing)).status).toBe(404);
  });

  test('an agency that was given the victim alone finds nothing of the perpetrator', async () => {
    expect((await add(perpetrator, PNC)).status).toBe(201);
    await share(caseId, world.agencies.police.id, ['IDENTITY']);
    expect((await see(perpetrator, world.police)).status).toBe(404);
    expect((await add(perpetrator, CRN, world.police)).status).toBe(404);
    const seen = await see(victim, world.police);
    expect(seen.body.relationships).toEqual([]);
    expect(seen.text).not.toMatch(SECRET);
  });

  test('who is excluded from the case, coordinator though they are', async () => {
    const apart = await scene.refer(2);
    const [{ id }] = [(await add(apart.victim, NAME)).body];
    const cause = { cause: 'CONFLICT', causeId: randomUUID() } as const;
    const { maracId } = world;
    const as = await world.person(world.agencies.police.id, ['COORDINATOR']);
    expect((await see(apart.victim, as)).status).toBe(200);
    await app.operate(async () => app.get(Exclusions).exclude({ caseId: apart.caseId, maracId, userId: as.id, ...cause })); // prettier-ignore
    const nobody = await see(randomUUID(), as);
    for (const answer of [await see(apart.victim, as), await add(apart.victim, NAME, as), await retract(apart.victim, id, as)])
      expect([answer.status, { ...answer.body, reference: '' }]).toEqual([404, { ...nobody.body, reference: '' }]); // prettier-ignore
  });
});

describe('what is added', () => {
  let scene: LinkScene;
  let victim: string;
  let perpetrator: string;
  beforeAll(async () => {
    scene = new LinkScene(app, world);
    ({ victim, perpetrator } = await scene.refer(3));
  });

  test('is shown, normalised, to who may see each kind of it; each showing is on record with its labels', async () => {
    for (const body of [NAME, BIRTH, ADDRESS, PHONE, NHS, UPRN]) expect((await add(victim, body)).status).toBe(201);
    for (const body of [PNC, CRN]) expect((await add(perpetrator, body, world.housing)).status).toBe(201);
    for (const as of [world.idva, world.coordinator]) {
      const { status, body } = await see(victim, as);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        ...{ party: 'VICTIM', givenNames: 'Imelda', expectedOn: null, withheld: [] },
        otherNames: [{ kind: 'PREVIOUS', familyName: 'Tarnwick', givenNames: 'Ottoline', whole: '', version: 1 }],
        otherBirths: [{ birthDate: '1987-04-09', birthPrecision: 'DAY' }],
        addresses: [{ kind: 'PREVIOUS', address: '3 Yewbarrow Walk', postcode: 'NB9 3QZ', fromOn: '2019-01-01', untilOn: '2021-06-30' }], // prettier-ignore
        phones: [{ phone: '07700900641', safeToCall: 'NO', safeVoicemail: 'NOT_KNOWN', safeText: 'YES' }],
        ...{ identifiers: [], healthNumbers: [{ type: 'NHS', value: '9990000018' }] },
        propertyNumbers: [{ type: 'UPRN', value: '10023336' }],
      });
    }
    const { body } = await see(perpetrator, world.housing);
    expect(body.identifiers).toMatchObject([{ type: 'PNC', value: '2012/0052494Q' }, { type: 'CRN', value: 'X123456' }]); // prettier-ignore
    const lines = await app.rows(
      `select e.action, e.labels, e.code from audit.events e where e.subject_id = $1 and e.action like 'person.%' order by e.id`,
      [victim],
    );
    expect(lines.map(({ action, labels }) => [action, labels])).toEqual([
      ...[['IDENTITY'], ['IDENTITY'], ['CONTACT'], ['CONTACT'], ['HEALTH'], ['CONTACT']].map((labels) => ['person.described', labels]), // prettier-ignore
      ['person.shown', ['IDENTITY', 'CONTACT', 'HEALTH']],
      ['person.shown', ['IDENTITY', 'CONTACT', 'HEALTH']],
    ]);
  });

  test.each<[string, object]>([
    ['a single name', { name: { kind: 'KNOWN_AS', givenNames: 'Kaur' } }],
    ['a name of one letter', { name: { kind: 'OTHER', familyName: 'O', givenNames: 'Min' } }],
    ['a whole name with the SURNAME in capitals', { name: { kind: 'MARRIED', whole: 'BRANDRETH Ottoline' } }],
    ['Arabic', { name: { kind: 'OTHER_SCRIPT', whole: 'أوتولين تارنويك' } }],
    ['Chinese', { name: { kind: 'OTHER_SCRIPT', familyName: '陳', givenNames: '美玲' } }],
    ['200 letters', { name: { kind: 'OTHER', whole: 'ő'.repeat(200) } }],
    ['an estimated year', { birth: { birthDate: '1986', estimated: true } }],
    ['a telephone abroad', { phone: { phone: '+353 1 555 0100' } }],
    ['an address alone', { address: { kind: 'HOME', address: '5 Yewbarrow Walk' } }],
  ])('may be %s', async (_, body) => {
    expect(await add(victim, body)).toMatchObject({ status: 201, body: { personId: victim, version: 1 } });
  });

  test.each<[string, object, string, string]>([
    ['nothing', {}, '/name', 'required'],
    ['two things', { ...NAME, ...BIRTH }, '/birth', 'one-at-a-time'],
    ['a name without a name', { name: { kind: 'OTHER' } }, '/name', 'no-name'],
    ['a name that is blank', { name: { kind: 'OTHER', familyName: ' \u200b ' } }, '/name', 'no-name'],
    ['emoji', { name: { kind: 'OTHER', givenNames: '🙂' } }, '/name/givenNames', 'not-a-name'],
    ['a name with emoji', { name: { kind: 'OTHER', givenNames: 'Rosa 🌹' } }, '/name/givenNames', 'not-a-name'],
    ['digits', { name: { kind: 'OTHER', whole: '12345' } }, '/name/whole', 'not-a-name'],
    ['10,000 letters', { name: { kind: 'OTHER', familyName: 'a'.repeat(10_000) } }, '/name/familyName', 'too-long'],
    ['an order of reading turned round', { name: { kind: 'OTHER', familyName: '\u202eabc' } }, '/name/familyName', 'unacceptable-text'], // prettier-ignore
    ['a name twice', { name: { kind: 'OTHER', familyName: 'A', whole: 'B A' } }, '/name/whole', 'name-given-twice'],
    ['a birth to come', { birth: { birthDate: '2999-01-01' } }, '/birth/birthDate', 'future-date'],
    ['a day that is not', { birth: { birthDate: '1990-02-30' } }, '/birth/birthDate', 'impossible-date'],
    ['an estimated day', { birth: { birthDate: '1990-02-03', estimated: true } }, '/birth/estimated', 'year-alone'],
    ['an address of nothing', { address: { kind: 'HOME' } }, '/address/address', 'required'],
    ['an end before the beginning', { address: { ...ADDRESS.address, untilOn: '2018-01-01' } }, '/address/untilOn', 'before-it-began'], // prettier-ignore
    ['where she works', { address: { kind: 'WORK', address: '1 Mill Yard' } }, '/address/kind', 'protected-kind'],
    ['a refuge', { address: { kind: 'REFUGE', address: '1 Mill Yard' } }, '/address/kind', 'not-one-of'],
    ['words for a telephone', { phone: { phone: 'ask her mother' } }, '/phone/phone', 'not-a-phone'],
    ['an NHS number with a wrong digit', { identifier: { type: 'NHS', value: '9990000019' } }, '/identifier/value', 'not-an-nhs-number'], // prettier-ignore
    ['a PNC identifier with a wrong letter', { identifier: { type: 'PNC', value: '2012/0052494A' } }, '/identifier/value', 'not-a-pnc-id'], // prettier-ignore
    ['a short CRN', { identifier: { type: 'CRN', value: 'X12345' } }, '/identifier/value', 'not-a-crn'],
    ['a UPRN of 13 digits', { identifier: { type: 'UPRN', value: '1234567890123' } }, '/identifier/value', 'not-a-uprn'], // prettier-ignore
    ['a number of no kind', { identifier: { type: 'NINO', value: 'AA123456A' } }, '/identifier/type', 'not-one-of'],
  ])('is refused at its field when it is %s, and nothing changes', async (_, body, pointer, code) => {
    const before = await kept(victim);
    const answer = await add(victim, body);
    expect([answer.status, answer.body.errors]).toEqual([422, [expect.objectContaining({ pointer, code })]]);
    expect(await kept(victim)).toEqual(before);
  });

  test('is taken back by who sees it, once, and counts no more', async () => {
    const [row] = await app.rows(`select id from persons.details where person_id = $1 and what = 'PHONE'`, [victim]);
    expect((await retract(victim, row.id, world.idva, null)).status).toBe(428);
    expect((await retract(victim, row.id, world.idva, 7)).status).toBe(412);
    expect((await retract(perpetrator, row.id)).status).toBe(404);
    expect(await retract(victim, row.id)).toMatchObject({ status: 200, body: { retracted: true, version: 2 } });
    expect(await retract(victim, row.id, world.idva, 2)).toMatchObject({ status: 409, body: { code: 'already-retracted' } }); // prettier-ignore
    expect((await see(victim)).body.phones.map(({ phone }: { phone: string }) => phone)).not.toContain('07700900641');
  });

  test('has a limit, however many are sent at once', async () => {
    const { perpetrator: other } = await scene.refer(4);
    const letters = 'abcdefghijklmnopqrstuvwx'.split('');
    const answers = await Promise.all(letters.map((l) => add(other, { name: { kind: 'KNOWN_AS', givenNames: `Quab${l}` } }))); // prettier-ignore
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
    expect(answers.find(({ status }) => status !== 201)).toMatchObject({ status: 409, body: { code: 'too-many-details' } }); // prettier-ignore
  });
});

describe('a place where the victim is safe', () => {
  const refuge = { kind: 'REFUGE', name: 'Sedgewood', address: '8 Ravelstone Mews', postcode: 'NB2 7QW', phone: '01632 960432' }; // prettier-ignore

  test('is sealed when it comes in as an ordinary address or telephone, and nobody is told', async () => {
    const { caseId, victim } = await new LinkScene(app, world).refer(5);
    expect((await app.request('POST', `/cases/${caseId}/locations`, { as: world.idva, body: refuge })).status).toBe(
      201,
    );
    const bodies = [
      { address: { kind: 'HOME', address: '8, Ravelstone Mews' } },
      { address: { kind: 'OTHER', address: 'Flat above', postcode: 'nb2 7qw' } },
      { phone: { phone: '+44 1632 960432' } },
    ];
    for (const body of bodies) {
      const answer = await add(victim, body);
      expect(Object.keys(answer.body)).toEqual(Object.keys((await add(victim, NAME)).body));
      expect(answer.status).toBe(201);
    }
    expect((await kept(victim)).filter(({ what }) => what !== 'NAME')).toEqual([]);
    expect(await app.rows('select from persons.locations where case_id = $1', [caseId])).toHaveLength(4);
  });

  test('that was noted as an ordinary address before is reported to who protects it', async () => {
    const { caseId, victim } = await new LinkScene(app, world).refer(6);
    await add(victim, { address: { kind: 'HOME', address: '8 Ravelstone Mews', postcode: 'NB2 7QW' } });
    const answer = await app.request('POST', `/cases/${caseId}/locations`, { as: world.idva, body: refuge });
    expect(answer.body.alsoIn).toEqual([
      { where: 'address noted later', count: 1 },
      { where: 'postcode noted later', count: 1 },
    ]);
  });
});

describe('matching', () => {
  const evidence = async (...ids: string[]) =>
    (await app.rows(`select l.certainty, l.evidence, 'link' as how from persons.links l where l.person_id = $1 and l.other_id = $2
                     union all select q.certainty, q.evidence, 'proposal' from persons.link_proposals q where q.person_id = $1 and q.other_id = $2`, ids))[0]; // prettier-ignore
  /** A woman as the second referral describes her, of whom the first knew but what was added. */
  const again = async (added: object[], changes: object, first: object = {}) => {
    const scene = new LinkScene(app, world);
    const one = await scene.refer(11, { phone: undefined, ...first });
    for (const body of added) expect((await add(one.victim, body)).status).toBe(201);
    const two = await scene.refer(12, { phone: undefined, ...changes });
    return { ...(await evidence(two.victim, one.victim)), one, two };
  };

  test('a later referral under a former name and by an earlier telephone is the same person', async () => {
    const number = '07700 900877';
    const changed = { familyName: 'Ellerthwaite', givenNames: 'Petronella', phone: number };
    const name = { name: { kind: 'PREVIOUS', familyName: 'Ellerthwaite', givenNames: 'Petronella' } };
    expect(await again([name, { phone: { phone: number } }], changed)).toMatchObject({
      how: 'link',
      certainty: 'CERTAIN',
    });
    const stranger = { familyName: 'Askrigg', givenNames: 'Petronella', phone: '07700 900878' };
    expect(await again([], stranger)).not.toHaveProperty('how');
  });

  test('a whole name, a name in another script, another birth date and an earlier address are compared', async () => {
    const whole = { name: { kind: 'MARRIED', whole: 'HEBBLETHWAITE Dorothea' } };
    const moved = { address: { kind: 'PREVIOUS', address: '4 Quernmore Bank', postcode: 'NB6 1QX' } };
    const found = await again(
      [whole, moved],
      { familyName: 'Hebblethwaite', givenNames: 'Dorothea', address: '4 Quernmore Bank', postcode: 'NB6 1QX' },
    ); // prettier-ignore
    expect(found).toMatchObject({
      certainty: 'CERTAIN',
      evidence: expect.arrayContaining(['same name', 'same address']),
    });
    const born = await again([{ birth: { birthDate: '1979-11-23' } }], {
      birthDate: '1979-11-23',
      postcode: 'NB11 5QX',
    });
    expect(born).toMatchObject({ certainty: 'CERTAIN', evidence: expect.arrayContaining(['same birth date']) });
    const script = { name: { kind: 'OTHER_SCRIPT', whole: 'Ottilia Żmudzka' } };
    const polish = await again([script], { familyName: 'Zmudzka', givenNames: 'Otylia' });
    expect(polish).toMatchObject({ evidence: expect.arrayContaining(['same birth date']) });
  });

  test('a number that a referral gives is checked, kept as what is added is, and makes it certain who somebody is', async () => {
    const scene = new LinkScene(app, world);
    const numbers = (...identifiers: object[]) => ({ phone: undefined, identifiers });
    const one = await scene.refer(31, numbers(NHS.identifier));
    expect((await see(one.victim)).body.healthNumbers).toMatchObject([{ type: 'NHS', value: '9990000018' }]);
    expect((await see(one.victim, world.housing)).text).not.toContain('9990000018');
    const two = await scene.refer(32, numbers(CRN.identifier, { type: 'NHS', value: '9990000018' }));
    expect(await evidence(two.victim, one.victim)).toMatchObject({ how: 'link', certainty: 'CERTAIN', evidence: expect.arrayContaining(['same number']) }); // prettier-ignore
    const form = referralForm(world);
    const wrong = { ...form, victim: { ...form.victim, identifiers: [CRN.identifier, { type: 'NHS', value: '9990000019' }] } }; // prettier-ignore
    const answer = await app.request('POST', '/referrals', { as: world.housing, body: wrong });
    expect(answer.body.errors).toMatchObject([{ pointer: '/victim/identifiers/1/value', code: 'not-an-nhs-number' }]);
  });

  test('who lives at the same property is not for that the same person', async () => {
    const scene = new LinkScene(app, world);
    const one = await scene.refer(33, { phone: undefined, givenNames: 'Marguerite' });
    await add(one.victim, UPRN);
    const keys = await app.rows('select from persons.match_keys where person_id = $1', [one.victim]);
    await add(one.victim, PNC);
    expect(await app.rows('select from persons.match_keys where person_id = $1', [one.victim])).toHaveLength(keys.length + 1); // prettier-ignore
  });

  test('what was taken back is found no more', async () => {
    const scene = new LinkScene(app, world);
    const one = await scene.refer(13, { phone: undefined });
    const { id } = (await add(one.victim, { name: { kind: 'PREVIOUS', familyName: 'Oxenholme', givenNames: 'Perpetua' } })).body; // prettier-ignore
    const keys = async () => (await app.rows('select key from persons.match_keys where person_id = $1', [one.victim])).length; // prettier-ignore
    const before = await keys();
    expect((await retract(one.victim, id)).status).toBe(200);
    expect(await keys()).toBeLessThan(before);
    const two = await scene.refer(14, { phone: undefined, familyName: 'Oxenholme', givenNames: 'Perpetua' });
    expect(await evidence(two.victim, one.victim)).toBeUndefined();
  });

  test('a protected address is not found by guessing, whatever else was added', async () => {
    const scene = new LinkScene(app, world);
    const who = { givenNames: 'Theodosia', birthDate: '1961-07-30', phone: undefined };
    const one = await scene.refer(15, { ...who, addressProtected: true });
    await add(one.victim, { address: { kind: 'PREVIOUS', address: '9 Thwaite Row', postcode: 'NB7 1QX' } });
    const two = await scene.refer(15, who);
    expect(JSON.stringify(await evidence(two.victim, one.victim))).not.toMatch(/address|postcode/);
  });
});

test('involvement names the cases of the same person that the reader may open, and no other', async () => {
  const scene = new LinkScene(app, world);
  const first = await scene.refer(21);
  const second = await scene.refer(22, { phone: '07700 900521', address: '21 Fenwick Row', postcode: 'NB21 5QX' });
  const elsewhere = await app.world();
  await scene.refer(21, {}, elsewhere, elsewhere.housing);
  const ids = (body: any) => body.involvement.map(({ caseId }: { caseId: string }) => caseId).sort();
  expect(ids((await see(second.victim)).body)).toEqual([...new Set([first.caseId, second.caseId])].sort());
  expect((await see(second.victim)).body.involvement[0].parties).toEqual(['VICTIM']);
  await share(second.caseId, world.agencies.probation.id, ['IDENTITY']);
  expect(ids((await see(second.victim, world.probation)).body)).toEqual([second.caseId]);
  const as = await world.person(world.agencies.police.id, ['COORDINATOR']);
  const cause = { cause: 'CONFLICT', causeId: randomUUID() } as const;
  await app.operate(async () =>
    app.get(Exclusions).exclude({ caseId: first.caseId, maracId: world.maracId, userId: as.id, ...cause }),
  );
  expect(ids((await see(second.victim, as)).body)).toEqual([second.caseId]);
});
