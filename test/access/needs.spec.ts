import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Access } from '../../src/access/access.service.js';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { Actor } from '../../src/platform/db/actor.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { startApp, type TestApp } from '../support/app.js';
import { referralForm } from '../support/referral.js';
import type { TestUser, World } from '../support/world.js';

/** Access on need: a chair to a protected address, an auditor to a case. */
let app: TestApp;
let world: World;
let elsewhere: World;
let caseId: string;

beforeAll(async () => {
  app = await startApp();
  elsewhere = await app.world();
});
beforeEach(async () => {
  world = await app.world();
  const referred = await app.request('POST', '/referrals', { as: world.housing, body: referralForm(world) });
  caseId = referred.body.caseId;
});
afterAll(() => app?.stop());

const reason = 'Complaint 12/2026 about how this was handled';
const need = (as: TestUser, labels: string[], id = caseId) =>
  app.request('POST', `/cases/${id}/needs`, { as, body: { labels, reason } });
const see = (as: TestUser, path = '') => app.request('GET', `/cases/${caseId}${path}`, { as });
const opened = (who: TestUser) =>
  app
    .get(UnitOfWork)
    .run(
      new Actor('user', who.id, who.agencyId, new Map(), new Date()),
      async () => (await app.get(Access).open(caseId, 'read-case')).labels,
    );
const exclude = (userId: string) =>
  app.operate(async () =>
    app.get(Exclusions).exclude({ caseId, maracId: world.maracId, userId, cause: 'CONFLICT', causeId: randomUUID() }),
  );
const expectAbsent = async (as: TestUser, labels: string[]) => {
  const [hidden, absent] = [await need(as, labels), await need(as, labels, randomUUID())];
  expect(hidden.status).toBe(404);
  expect({ ...hidden.body, reference: '' }).toEqual({ ...absent.body, reference: '' });
};

describe('who may say that they need to see', () => {
  test('nobody but a chair and an auditor', async () => {
    for (const who of [
      world.coordinator,
      world.housing,
      world.idva,
      world.police,
      world.referrer,
      world.administrator,
      world.analyst,
      world.observer,
    ])
      expect((await need(who, ['LOCATION_SAFE'])).status).toBe(403);
  });

  test('no chair and no auditor of another MARAC: the case is not there', async () => {
    await expectAbsent(elsewhere.chair, ['LOCATION_SAFE']);
    await expectAbsent(elsewhere.auditor, ['IDENTITY']);
  });

  test('nobody across an exclusion: the case is not there', async () => {
    await exclude(world.auditor.id);
    await exclude(world.chair.id);
    await expectAbsent(world.auditor, ['IDENTITY']);
    await expectAbsent(world.chair, ['LOCATION_SAFE']);
    expect(
      await app.rows('select from access.grants where case_id = $1 and grantee_kind = $2', [caseId, 'USER']),
    ).toEqual([]);
  });

  test('no auditor whose agency has not signed', async () => {
    const { id } = world.agencies.probation;
    const auditor = await world.person(id, ['AUDITOR']);
    await app.rows('update access.signatures set withdrawn_at = now() where agency_id = $1', [id]);
    await expectAbsent(auditor, ['IDENTITY']);
  });

  test('no auditor who represents an agency: nobody audits themself', async () => {
    const both = await world.person(world.agencies.housing.id, ['AGENCY_REPRESENTATIVE', 'AUDITOR']);
    expect((await need(both, ['IDENTITY'])).status).toBe(403);
    expect((await need(both, ['LOCATION_SAFE'])).status).toBe(403);
  });
});

describe('a chair', () => {
  test('gets where the victim is safe, nothing else, for an hour, in person, with a fresh second factor', async () => {
    expect(await need(world.chair, ['CONTACT'])).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/labels', code: 'not-for-your-role' }] },
    });
    expect(await opened(world.chair)).not.toContain('LOCATION_SAFE');
    const { body } = await need(world.chair, ['LOCATION_SAFE']);
    const minutes = (Date.parse(body.until) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(59);
    expect(minutes).toBeLessThanOrEqual(60);
    expect(await opened(world.chair)).toContain('LOCATION_SAFE');
    expect((await see(world.chair)).body.labels).not.toContain('LOCATION_SAFE');
    const second = await world.person(world.agencies.police.id, ['CHAIR']);
    expect(await opened(second)).not.toContain('LOCATION_SAFE');
  });

  test('shares it with nobody by hand, need or not', async () => {
    await need(world.chair, ['LOCATION_SAFE']);
    const body = {
      agencyId: world.agencies.police.id,
      labels: ['LOCATION_SAFE'],
      purpose: 'support-victim',
      lawfulBasis: ['UKGDPR-6-1-E'],
      reason,
    };
    const answer = await app.request('POST', `/cases/${caseId}/grants`, { as: world.chair, body });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ code: 'not-yours-to-share' }] } });
  });
});

describe('an auditor', () => {
  test('finds no case before a reason is given, nor others afterwards', async () => {
    for (const path of ['', '/history', '/access', '/grants', '/consents', '/disclosures'])
      expect((await see(world.auditor, path)).status).toBe(404);
    const other = await app.request('POST', '/referrals', { as: world.housing, body: referralForm(world) });
    await need(world.auditor, ['IDENTITY']);
    expect((await see(world.auditor)).status).toBe(200);
    expect((await app.request('GET', `/cases/${other.body.caseId}`, { as: world.auditor })).status).toBe(404);
    expect((await see(await world.person(world.agencies.police.id, ['AUDITOR']))).status).toBe(404);
  });

  test('reads it masked: how and where the victim is reached is not shown, nor asked for', async () => {
    for (const label of ['CONTACT', 'LOCATION_SAFE'])
      expect(await need(world.auditor, ['IDENTITY', label])).toMatchObject({
        status: 422,
        body: { errors: [{ code: 'not-for-your-role' }] },
      });
    expect((await see(world.auditor)).status).toBe(404);
    expect((await need(world.auditor, ['IDENTITY', 'PERPETRATOR', 'CHILD', 'SOURCE', 'EQUALITY'])).status).toBe(201);
    const { body, text } = await see(world.auditor);
    expect(body.victim.familyName).toMatch(/^[A-Z][a-z]+$/);
    expect(body.victim.contact).toBeUndefined();
    expect(body).not.toHaveProperty('summary');
    expect(text).not.toMatch(/Secret|07700 ?900/);
    expect((await see(world.auditor, '/consents')).status).toBe(404);
  });

  test('sees who it was shared with, and the whole log', async () => {
    await need(world.auditor, ['IDENTITY']);
    const names = (await see(world.auditor, '/grants')).body.map((grant: { grantee: string }) => grant.grantee);
    expect(names).toEqual(expect.arrayContaining([world.agencies.housing.name, world.agencies.idvaService.name]));
    expect((await see(world.auditor, '/disclosures')).status).toBe(200);
  });

  test('sees nothing of it once the hour is over', async () => {
    await need(world.auditor, ['IDENTITY']);
    await app.rows('update access.grants set ends_at = now() where grantee_id = $1', [world.auditor.id]);
    expect((await see(world.auditor)).status).toBe(404);
  });

  test('and an exclusion that comes later ends it at once', async () => {
    await need(world.auditor, ['IDENTITY']);
    await exclude(world.auditor.id);
    expect((await see(world.auditor)).status).toBe(404);
  });

  test('does not see what was shared with their own agency', async () => {
    const inHousing = await world.person(world.agencies.housing.id, ['AUDITOR']);
    expect((await see(inHousing)).status).toBe(404);
    await need(inHousing, ['HEALTH']);
    expect(await opened(inHousing)).toEqual(['HEALTH', 'IDENTITY']);
  });

  test('leaves the reason and the kinds of information on record', async () => {
    await need(world.auditor, ['IDENTITY']);
    const lines = await app.rows(
      `select action, purpose, labels from audit.events where subject_id = $1 and actor_id = $2 order by id`,
      [caseId, world.auditor.id],
    );
    expect(lines).toEqual([
      { action: 'case.decided-on', purpose: 'state-need', labels: null },
      { action: 'need.stated', purpose: 'audit', labels: ['IDENTITY'] },
    ]);
    expect(
      await app.rows('select reason, exportable from access.grants where grantee_id = $1', [world.auditor.id]),
    ).toEqual([{ reason, exportable: false }]);
  });
});

describe('the explanation', () => {
  const why = async (as: TestUser) => (await see(as, '/access')).body;

  test('is given to nobody who does not see the case', async () => {
    for (const who of [world.police, world.probation, elsewhere.coordinator])
      expect((await see(who, '/access')).status).toBe(404);
    for (const who of [world.referrer, world.administrator, world.analyst, world.observer])
      expect((await see(who, '/access')).status).toBe(403);
  });

  test('says role, agency, signature, who decided, on what basis, until when, what is withheld and what would end it', async () => {
    const { housing } = world.agencies;
    const body = await why(world.housing);
    expect(body).toMatchObject({
      roles: ['AGENCY_REPRESENTATIVE'],
      agency: housing.name,
      signature: { version: 1, endsOn: '2099-01-01' },
    });
    expect(body.explanation).toBe(
      `You are an agency representative of ${housing.name}. You can see this case because it was shared with ${housing.name} for being told ` +
        `what became of a referral (this agency referred the case), as Test AGENCY_REPRESENTATIVE, ${housing.name} decided on the basis of ` +
        'Crime and Disorder Act 1998 section 115: power to disclose; UK GDPR Article 6(1)(e): public task, until it is revoked; and ' +
        `${housing.name} has signed version 1 of the protocol, until 1 January 2099. You see: who the victim is, the perpetrators, the children, ` +
        'who told us. You do not see: how the victim is reached, where the victim is safe, health, intelligence, equality monitoring.',
    );
    expect(body.withheld).toHaveLength(5);
    expect(body.withheld[1]).toEqual({
      label: 'LOCATION_SAFE',
      reason: 'NOT_SHARED',
      explanation: 'Where the victim is safe: nobody has decided to share it with you.',
    });
    expect(body.endsWhen).toHaveLength(3);
    expect(body.grants).toHaveLength(1);
  });

  test('tells apart what was not shared and what waits for a second factor', async () => {
    const withheld = async (as: TestUser) =>
      (await why(as)).withheld.map((one: { label: string; reason: string }) => [one.label, one.reason]);
    expect(await withheld(world.idva)).toEqual([
      ['LOCATION_SAFE', 'SECOND_FACTOR_NEEDED'],
      ['INTELLIGENCE', 'NOT_SHARED'],
    ]);
    expect(await withheld(world.coordinator)).toEqual([['LOCATION_SAFE', 'SECOND_FACTOR_NEEDED']]);
    expect(await withheld(world.chair)).toEqual([['LOCATION_SAFE', 'NOT_SHARED']]);
  });
});
