import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fullCase } from '../support/full-case.js';
import { startApp, type TestApp } from '../support/app.js';
import { refer } from '../referrals/referring.js';
import type { TestUser, World } from '../support/world.js';
import { contactForm, minutes, recordSafe, SAFE, tryToReach, withVersion } from './supporting.js';

let app: TestApp;
let world: World;
let elsewhere: World;
let caseId: string;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  elsewhere = await app.world();
  ({ caseId } = await fullCase(app, world)); // Housing has it for an action, and by circulation
});
afterAll(() => app?.stop());

const contacts = (as: TestUser, id = caseId, query = '') => app.request('GET', `/cases/${id}/contacts${query}`, { as });
const correct = (as: TestUser, id: string, version: number, changes = {}) =>
  app.request('PUT', `/contacts/${id}`, {
    as,
    body: { ...contactForm(changes), because: 'Typed wrongly' },
    headers: withVersion(version),
  });
/** Shares the case by hand, for a purpose. */
const share = async (agencyId: string, purpose: string, id = caseId) => {
  const body = { agencyId, labels: ['IDENTITY', 'CONTACT'], purpose, reason: 'test', lawfulBasis: ['UKGDPR-6-1-E'] };
  const { status } = await app.request('POST', `/cases/${id}/grants`, { as: world.coordinator, body });
  expect(status).toBe(201);
};
const rowsOf = (id = caseId) =>
  app.rows('select version, outcome, because, replaced_at from support.contacts where case_id = $1 order by id', [id]);

describe('who reads nothing of contacts', () => {
  beforeAll(async () => {
    const { status, text } = await tryToReach(app, world.idva, caseId, { needs: 'Wants her passport' });
    if (status !== 201) throw new Error(`nothing to hide: ${text}`);
  });

  test.each<[string, (w: World, e: World) => TestUser]>([
    ['an agency that it was not shared with', (w) => w.probation],
    ['the police, without a grant', (w) => w.police],
    ['the IDVA service of another MARAC', (_, e) => e.idva],
    ['the coordinator of another MARAC', (_, e) => e.coordinator],
  ])('%s finds nothing, exactly as of a case that never was', async (_, of) => {
    const reader = of(world, elsewhere);
    for (const path of ['contacts', 'safe-contact', 'supporter']) {
      const hidden = await app.request('GET', `/cases/${caseId}/${path}`, { as: reader });
      const absent = await app.request('GET', `/cases/${randomUUID()}/${path}`, { as: reader });
      expect([path, hidden.status]).toEqual([path, 404]);
      expect({ ...hidden.body, reference: '' }).toEqual({ ...absent.body, reference: '' });
    }
  });

  test.each(['auditor', 'analyst', 'observer', 'administrator', 'referrer'] as const)('nor has the %s a way to ask', async (role) => {
    for (const path of ['contacts', 'safe-contact', 'supporter'])
      expect((await app.request('GET', `/cases/${caseId}/${path}`, { as: world[role] })).status).toBe(403);
  }); // prettier-ignore

  test('an agency that has the case, but not how the victim is reached, is told what is withheld and no more', async () => {
    const withheld = (field: string) => [{ field, label: 'CONTACT', reason: 'NOT_SHARED' }];
    const list = await contacts(world.housing);
    expect(list.body).toEqual({ items: [], next: null, clock: null, withheld: withheld('items') });
    const safe = await app.request('GET', `/cases/${caseId}/safe-contact`, { as: world.housing });
    expect(safe.body).toEqual({ caseId, withheld: withheld('safeContact'), version: 0 });
    const supporter = await app.request('GET', `/cases/${caseId}/supporter`, { as: world.housing });
    expect(supporter.body).toEqual({ caseId, withheld: withheld('supporters'), version: 0 });
  });

  test('who works with the perpetrator reads none, even when it was shared with them by mistake', async () => {
    const { caseId: id } = await refer(app, world);
    expect((await tryToReach(app, world.idva, id)).status).toBe(201);
    await share(world.agencies.probation.id, 'support-victim', id);
    expect((await contacts(world.probation, id)).body).toMatchObject({
      ...{ items: [], clock: null, withheld: [{ label: 'CONTACT', reason: 'NOT_SHARED' }] },
    });
  });

  test('nor does an agency that was given the case to manage the perpetrator, until it supports the victim too', async () => {
    const { caseId: id } = await refer(app, world);
    expect((await tryToReach(app, world.idva, id)).status).toBe(201);
    await share(world.agencies.police.id, 'manage-perpetrator', id);
    expect((await contacts(world.police, id)).body.items).toEqual([]);
    await share(world.agencies.police.id, 'support-victim', id);
    expect((await contacts(world.police, id)).body.items).toHaveLength(1);
  });

  test('and the tables themselves show them none', async () => {
    const { caseId: id } = await refer(app, world);
    expect((await tryToReach(app, world.idva, id)).status).toBe(201);
    await share(world.agencies.probation.id, 'support-victim', id);
    const { Actor } = await import('../../src/platform/db/actor.js');
    const { UnitOfWork } = await import('../../src/platform/db/unit-of-work.js');
    const { tx } = await import('../../src/platform/db/transaction.js');
    const seen = ({ id: userId, agencyId }: TestUser) =>
      app.get(UnitOfWork).run(new Actor('user', userId, agencyId), async () => {
        const rows = await tx().query('select from support.contacts c where c.case_id = $1', [id]);
        return rows.length;
      });
    expect([await seen(world.probation), await seen(world.housing), await seen(world.idva)]).toEqual([0, 0, 1]);
  });

  test('an IDVA with a conflict of interest finds nothing', async () => {
    const { caseId: id } = await refer(app, world);
    const cousin = await world.person(world.agencies.idvaService.id, ['IDVA']);
    expect((await contacts(cousin, id)).status).toBe(200);
    await app.rows(
      `insert into access.exclusions (id, case_id, marac_id, user_id, cause, cause_id) values (gen_random_uuid(), $1, $2, $3, 'CONFLICT', gen_random_uuid())`,
      [id, world.maracId, cousin.id],
    );
    expect((await contacts(cousin, id)).status).toBe(404);
    expect((await tryToReach(app, cousin, id)).status).toBe(404);
  });
});

describe('who writes none', () => {
  test.each(['coordinator', 'chair', 'housing', 'police', 'probation', 'referrer', 'auditor'] as const)('the %s', async (role) => {
    const before = await rowsOf();
    const { status } = await tryToReach(app, world[role], caseId);
    expect(status).toBe(403);
    expect(await rowsOf()).toEqual(before);
  }); // prettier-ignore

  test('nor an IDVA of another area: the case is not there', async () => {
    expect((await tryToReach(app, elsewhere.idva, caseId)).status).toBe(404);
    expect((await tryToReach(app, world.idva, randomUUID())).status).toBe(404);
  });

  test('the database itself refuses a coordinator', async () => {
    const { Actor } = await import('../../src/platform/db/actor.js');
    const { UnitOfWork } = await import('../../src/platform/db/unit-of-work.js');
    const { tx } = await import('../../src/platform/db/transaction.js');
    const { id, agencyId } = world.coordinator;
    const write = app.get(UnitOfWork).run(new Actor('user', id, agencyId), async () => {
      await tx().query(
        `insert into support.contacts (id, contact_id, case_id, marac_id, version, attempted_at, channel, safe, outcome, engagement, recorded_by)
         values (gen_random_uuid(), gen_random_uuid(), $1, $2, 1, now(), 'PHONE', 'YES', 'SPOKEN', 'ENGAGED', 'user:x')`,
        [caseId, world.maracId],
      );
    });
    await expect(write).rejects.toMatchObject({ code: '42501' });
  });
});

describe('an attempt', () => {
  test('is written down, read back, and recorded as read', async () => {
    const { caseId: id } = await refer(app, world);
    const made = await tryToReach(app, world.idva, id, { needs: 'Wants to stay', nextAttemptAt: minutes(60) });
    expect(made.status).toBe(201);
    expect(made.headers['etag']).toBe('"1"');
    expect(made.body).toMatchObject({
      ...{ caseId: id, channel: 'PHONE', outcome: 'NO_ANSWER', needs: 'Wants to stay', version: 1, because: null },
      ...{ recordedBy: 'Test IDVA', agency: world.agencies.idvaService.name },
    });
    for (const as of [world.idva, world.coordinator, world.chair])
      expect((await contacts(as, id)).body).toMatchObject({ items: [made.body], next: null, withheld: [] });
    const reads = await app.rows(
      `select labels from audit.events where action = 'contacts.read' and subject_id = $1 and actor_id = $2`,
      [id, world.chair.id],
    );
    expect(reads).toEqual([{ labels: ['CONTACT'] }]);
  });

  test.each([
    ['made in an hour', { attemptedAt: minutes(60) }, '/attemptedAt', 'in-the-future'],
    ['made years ago', { attemptedAt: '2020-01-01T10:00:00Z' }, '/attemptedAt', 'too-long-ago'],
    ['followed by one before it', { nextAttemptAt: minutes(-120) }, '/nextAttemptAt', 'before-the-attempt'],
    ['in which nobody answered, and engaged', { engagement: 'ENGAGED' }, '/engagement', 'not-together'],
    ['by a telephone of nobody', { phoneId: randomUUID() }, '/phoneId', 'unknown'],
    ['overridden without need', { overrideReason: 'Just so' }, '/overrideReason', 'no-override-needed'],
    ['by pigeon', { channel: 'PIGEON' }, '/channel', 'not-one-of'],
  ])('%s is refused, and nothing is written', async (_, changes, pointer, code) => {
    const before = await rowsOf();
    const { status, body } = await tryToReach(app, world.idva, caseId, changes);
    expect([status, body.errors]).toMatchObject([422, [{ pointer, code }]]);
    expect(await rowsOf()).toEqual(before);
  });

  test('that gives away where she is safe is refused', async () => {
    const { body } = await tryToReach(app, world.idva, caseId, { needs: 'She is at 9 Sheltered Row, NB8 8ZZ' });
    expect(body.errors).toMatchObject([{ pointer: '/needs', code: 'protected-address-in-text' }]);
  });

  test('is corrected with a reason, by the version that was seen; what stood before is kept', async () => {
    const { caseId: id } = await refer(app, world);
    const made = (await tryToReach(app, world.idva, id)).body;
    expect((await correct(world.coordinator, made.id, 1)).status).toBe(403);
    expect((await correct(world.housing, made.id, 1)).status).toBe(403);
    expect((await correct(elsewhere.idva, made.id, 1)).status).toBe(404);
    expect((await correct(world.idva, randomUUID(), 1)).status).toBe(404);
    const body = { ...contactForm(), because: 'x' };
    expect((await app.request('PUT', `/contacts/${made.id}`, { as: world.idva, body })).status).toBe(428);
    const anew = await correct(world.idva, made.id, 1, { outcome: 'SPOKEN', engagement: 'ENGAGED' });
    expect([anew.status, anew.headers['etag']]).toEqual([200, '"2"']);
    expect(anew.body).toMatchObject({ id: made.id, outcome: 'SPOKEN', because: 'Typed wrongly', version: 2 });
    expect((await correct(world.idva, made.id, 1)).status).toBe(412);
    expect((await contacts(world.idva, id)).body.items).toEqual([anew.body]);
    const all = (await contacts(world.idva, id, '?all=true')).body.items;
    expect(all.map((one: { version: number }) => one.version)).toEqual([1, 2]);
    expect(await rowsOf(id)).toMatchObject([{ replaced_at: expect.any(Date) }, { replaced_at: null }]);
  });

  test('of two corrections at once, one stands', async () => {
    const { caseId: id } = await refer(app, world);
    const made = (await tryToReach(app, world.idva, id)).body;
    const answers = await Promise.all(Array.from({ length: 8 }, () => correct(world.idva, made.id, 1)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array(7).fill(412)]);
    expect((await contacts(world.idva, id)).body.items).toHaveLength(1);
  });

  test('comes in pages', async () => {
    const { caseId: id } = await refer(app, world);
    for (let i = 0; i < 3; i++) await tryToReach(app, world.idva, id);
    const first = (await contacts(world.idva, id, '?limit=2')).body;
    const second = (await contacts(world.idva, id, `?limit=2&after=${first.next}`)).body;
    expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, null]);
    expect((await contacts(world.idva, id, '?after=nonsense')).body.errors).toMatchObject([{ code: 'not-a-place' }]);
  });
});

describe('before somebody tries', () => {
  const safeContact = (as: TestUser, id: string) => app.request('GET', `/cases/${id}/safe-contact`, { as });

  test('they read which telephones are safe, when, and who must not be spoken to; that they did is on record', async () => {
    const { caseId: id } = await refer(app, world);
    const before = await safeContact(world.idva, id);
    expect(before.body).toMatchObject({
      ...{ version: 0, withheld: [] },
      safeContact: { phones: [{ phone: '07700 900123', safeToCall: 'YES' }], mustNotSpeakTo: null, recordedBy: null },
    });
    const set = await recordSafe(app, world.idva, id, 0, { hoursFrom: '09:30', hoursUntil: '15:00' });
    expect([set.status, set.headers['etag']]).toEqual([200, '"1"']);
    const { body } = await safeContact(world.coordinator, id);
    expect(body.safeContact).toMatchObject({
      ...{ hoursFrom: '09:30', hoursUntil: '15:00', maySpeakTo: SAFE.maySpeakTo, mustNotSpeakTo: SAFE.mustNotSpeakTo },
      ...{ recordedBy: 'Test IDVA', channels: expect.arrayContaining([{ channel: 'LETTER', safe: 'NO' }]) },
    });
    const reads = await app.rows(
      `select labels from audit.events where action = 'safe-contact.read' and subject_id = $1 and actor_id = $2`,
      [id, world.coordinator.id],
    );
    expect(reads).toEqual([{ labels: ['CONTACT'] }]);
  });

  test('only IDVAs and the coordinator record it, by the version that was seen', async () => {
    const { caseId: id } = await refer(app, world);
    for (const as of [world.chair, world.housing, world.probation, world.referrer])
      expect((await recordSafe(app, as, id, 0)).status).toBe(403);
    expect((await recordSafe(app, elsewhere.idva, id, 0)).status).toBe(404);
    expect((await recordSafe(app, world.coordinator, id, 0)).status).toBe(200);
    expect((await recordSafe(app, world.idva, id, 0)).status).toBe(412);
    expect((await app.request('PUT', `/cases/${id}/safe-contact`, { as: world.idva, body: SAFE })).status).toBe(428);
    const race = await Promise.all(Array.from({ length: 6 }, () => recordSafe(app, world.idva, id, 1)));
    expect(race.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(race.filter(({ status }) => status === 412)).toHaveLength(5);
  });

  test.each([
    ['an hour without its other', { hoursFrom: '09:00' }, '/hoursUntil', 'both-hours'],
    ['hours the other way round', { hoursFrom: '15:00', hoursUntil: '09:00' }, '/hoursUntil', 'before-it-began'],
    ['an hour that no clock shows', { hoursFrom: '25:00', hoursUntil: '26:00' }, '/hoursFrom', 'wrong-format'],
  ])('%s is refused', async (_, changes, pointer, code) => {
    const { body } = await recordSafe(app, world.idva, caseId, 0, changes);
    expect(body.errors).toEqual(expect.arrayContaining([expect.objectContaining({ pointer, code })]));
  });

  test('a place where she is safe does not get into it', async () => {
    const { body } = await recordSafe(app, world.idva, caseId, 0, { note: 'Ask at 9 Sheltered Row, NB8 8ZZ' });
    expect(body.errors).toMatchObject([{ pointer: '/note', code: 'protected-address-in-text' }]);
  });

  test('what is not safe is refused, unless somebody says why it was done all the same', async () => {
    const { caseId: id } = await refer(app, world);
    await recordSafe(app, world.idva, id, 0, { hoursFrom: '00:00', hoursUntil: '00:01' });
    const letter = await tryToReach(app, world.idva, id, { channel: 'LETTER' });
    expect([letter.status, letter.body.errors]).toMatchObject([422, [{ pointer: '/channel', code: 'unsafe-channel' }]]);
    const late = await tryToReach(app, world.idva, id, { attemptedAt: yesterdayNoon() });
    expect(late.body.errors).toMatchObject([{ pointer: '/attemptedAt', code: 'unsafe-hour' }]);
    expect(await rowsOf(id)).toEqual([]);
    const overrideReason = 'She wrote that he is away until Friday';
    const made = await tryToReach(app, world.idva, id, { channel: 'LETTER', overrideReason });
    expect([made.status, made.body.overrideReason]).toEqual([201, overrideReason]);
  });

  test('a telephone that is not safe is refused while another one is', async () => {
    const { caseId: id } = await refer(app, world);
    const [victim] = await app.rows(`select id from persons.persons where case_id = $1 and label = 'IDENTITY'`, [id]);
    const phone = { phone: '07700 900456', safeToCall: 'NO' };
    await app.request('POST', `/persons/${victim.id}/details`, { as: world.idva, body: { phone } });
    const { phones } = (await safeContact(world.idva, id)).body.safeContact;
    const which = (safe: string) => phones.find((one: { safeToCall: string }) => one.safeToCall === safe).id;
    const wrong = await tryToReach(app, world.idva, id, { phoneId: which('NO') });
    expect(wrong.body.errors).toMatchObject([{ pointer: '/phoneId', code: 'unsafe-phone' }]);
    expect((await tryToReach(app, world.idva, id, { phoneId: which('YES') })).status).toBe(201);
    expect(JSON.stringify(await app.rows('select * from support.contacts where case_id = $1', [id]))).not.toMatch(
      /7700\s?900/,
    );
  });

  test('where nobody may call the only telephone, no call is written without a reason', async () => {
    const { caseId: id } = await refer(app, world, { victim: { ...victimForm(), safeToCall: 'NO' } });
    const { body } = await tryToReach(app, world.idva, id);
    expect(body.errors).toMatchObject([{ pointer: '/channel', code: 'unsafe-channel' }]);
  });
});

const victimForm = () => ({ familyName: `Tested${randomUUID().slice(0, 8).replaceAll(/\d/g, 'x').replaceAll('-', '')}`, givenNames: 'Ione', phone: '07700 900124' }); // prettier-ignore

function yesterdayNoon(): string {
  return `${new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)}T12:00:00Z`;
}
