import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import type { World } from '../support/world.js';
import { acknowledge, type Flagged, flagged, letItLapse, readFlag, shareWith, shutOut, sweep } from './flagging.js';

let app: TestApp;
let world: World;
let elsewhere: World;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  elsewhere = await app.world();
});
afterAll(() => app?.stop());

const lines = async (flag: Flagged, as = world.coordinator) => {
  const { body } = await readFlag(app, as, flag.id);
  return Object.fromEntries(
    body.markers.map((line: { agencyId: string; marker: string; owed: string }) => [
      line.agencyId,
      [line.marker, line.owed],
    ]),
  );
};
const said = (flag: Flagged) =>
  app.rows('select marker, agency_id as "agencyId" from flags.acknowledgements where flag_id = $1 order by id', [
    flag.id,
  ]);

describe('who is refused', () => {
  let flag: Flagged;
  beforeAll(async () => {
    flag = await flagged(app, world);
  });

  test.each([
    ['an agency that the case was not shared with', () => world.probation],
    ['the coordinator of another MARAC', () => elsewhere.coordinator],
    ['the same kind of agency of another MARAC', () => elsewhere.housing],
  ])('%s finds nothing, and cannot tell it from a flag that never was', async (_, who) => {
    for (const ask of [
      (id: string) => readFlag(app, who(), id),
      (id: string) => acknowledge(app, who(), id, 'PLACED'),
    ]) {
      const [hidden, absent] = [await ask(flag.id), await ask(randomUUID())];
      expect(hidden.status).toBe(404);
      expect({ ...hidden.body, reference: '' }).toEqual({ ...absent.body, reference: '' });
    }
    expect(await said(flag)).toEqual([]);
  });

  test.each(['administrator', 'auditor', 'analyst', 'observer', 'referrer'] as const)(
    'the %s neither reads nor acknowledges',
    async (role) => {
      expect((await readFlag(app, world[role], flag.id)).status).toBe(403);
      expect((await acknowledge(app, world[role], flag.id, 'PLACED')).status).toBe(403);
    },
  );

  test('the chair reads, and speaks for no agency', async () => {
    expect((await readFlag(app, world.chair, flag.id)).status).toBe(200);
    expect((await acknowledge(app, world.chair, flag.id, 'PLACED')).status).toBe(403);
  });

  test('a coordinator with a conflict of interest finds nothing', async () => {
    const shut = await world.person(world.agencies.police.id, ['COORDINATOR']);
    expect((await readFlag(app, shut, flag.id)).status).toBe(200);
    await shutOut(app, world, flag.caseId, shut.id);
    expect((await readFlag(app, shut, flag.id)).status).toBe(404);
    expect((await acknowledge(app, shut, flag.id, 'PLACED')).status).toBe(404);
  });

  test('an agency whose signature was withdrawn, and it owes nothing any more', async () => {
    const unsigned = await app.world();
    const other = await flagged(app, unsigned);
    const { id } = unsigned.agencies.housing;
    await app.rows('update access.signatures set withdrawn_at = now() where agency_id = $1', [id]);
    expect((await acknowledge(app, unsigned.housing, other.id, 'PLACED')).status).toBe(404);
    expect(Object.keys(await lines(other, unsigned.coordinator))).toEqual([unsigned.agencies.idvaService.id]);
  });

  test('nobody writes for another agency, not even past the API', async () => {
    const { Actor } = await import('../../src/platform/db/actor.js');
    const { UnitOfWork } = await import('../../src/platform/db/unit-of-work.js');
    const { tx } = await import('../../src/platform/db/transaction.js');
    const write = () =>
      app.get(UnitOfWork).run(new Actor('user', world.housing.id, world.housing.agencyId), async () => {
        await tx().change(
          `insert into flags.acknowledgements (id, flag_id, case_id, marac_id, agency_id, marker, flag_version, expires_on, made_by)
           select gen_random_uuid(), f.id, f.case_id, f.marac_id, $2, 'PLACED', f.version, f.expires_on, 'x' from flags.flags f where f.id = $1`,
          [flag.id, world.agencies.police.id],
        );
      });
    await expect(write()).rejects.toMatchObject({ code: '42501' });
  });

  test.each([
    ['no marker', {}, '/marker'],
    ['a word that is none', { marker: 'LOST' }, '/marker'],
    ['another agency', { marker: 'PLACED', agencyId: randomUUID() }, '/agencyId'],
  ])('%s', async (_, body, pointer) => {
    const headers = { 'if-match': '"1"' };
    const path = `/flags/${flag.id}/acknowledgements`;
    const answer = await app.request('POST', path, { as: world.housing, body, headers });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer })]);
  });

  test('without the version that was seen, or with another', async () => {
    expect((await acknowledge(app, world.housing, flag.id, 'PLACED', null)).status).toBe(428);
    expect((await acknowledge(app, world.housing, flag.id, 'PLACED', 2)).status).toBe(412);
    expect(await said(flag)).toEqual([]);
  });
});

describe('an agency marks its own files', () => {
  test('coordinators and chairs see how far each agency is, the others themselves alone', async () => {
    const flag = await flagged(app, world);
    const { housing, idvaService } = world.agencies;
    const answer = await acknowledge(app, world.housing, flag.id, 'PLACED');
    expect(answer.status).toBe(201);
    expect(answer.headers['etag']).toBe('"1"');
    expect(answer.body.markers).toEqual([
      {
        agencyId: housing.id,
        agency: housing.name,
        marker: 'PLACED',
        saidAt: expect.any(String),
        owed: null,
        dueOn: null,
        overdue: false,
      },
    ]);
    const all = { [housing.id]: ['PLACED', null], [idvaService.id]: [null, 'PLACING'] };
    expect(await lines(flag)).toEqual(all);
    expect(await lines(flag, world.chair)).toEqual(all);
    expect(await lines(flag, world.idva)).toEqual({ [idvaService.id]: [null, 'PLACING'] });
    expect((await acknowledge(app, world.idva, flag.id, 'NOT_HELD')).status).toBe(201);
    expect(await lines(flag)).toEqual({ ...all, [idvaService.id]: ['NOT_HELD', null] });
  });

  test('an agency with which the case is shared later owes it from then; one for a single person does not', async () => {
    const flag = await flagged(app, world);
    await shareWith(app, flag, world.agencies.probation.id);
    expect(await lines(flag)).toMatchObject({ [world.agencies.probation.id]: [null, 'PLACING'] });
    expect(Object.keys(await lines(flag))).toHaveLength(3);
  });

  test('a coordinator speaks for their own agency', async () => {
    const flag = await flagged(app, world);
    expect((await acknowledge(app, world.coordinator, flag.id, 'PLACED')).status).toBe(201);
    expect(await said(flag)).toEqual([{ marker: 'PLACED', agencyId: world.agencies.police.id }]);
  });

  test('a flag that a repeat moved is placed anew; earlier words stay', async () => {
    const flag = await flagged(app, world);
    await acknowledge(app, world.housing, flag.id, 'PLACED');
    await app.rows(`update flags.flags set expires_on = expires_on + 30, version = version + 1, changed_at = now() where id = $1`, [flag.id]); // prettier-ignore
    expect(await lines(flag)).toMatchObject({ [world.agencies.housing.id]: ['PLACED', 'PLACING'] });
    expect((await acknowledge(app, world.housing, flag.id, 'PLACED', 1)).status).toBe(412);
    expect((await acknowledge(app, world.housing, flag.id, 'PLACED', 2)).status).toBe(201);
    expect(await lines(flag)).toMatchObject({ [world.agencies.housing.id]: ['PLACED', null] });
    expect(await said(flag)).toHaveLength(2);
  });

  test('after the lapse nothing is placed, and what was placed is to be removed', async () => {
    const flag = await flagged(app, world);
    await acknowledge(app, world.housing, flag.id, 'PLACED');
    await letItLapse(app, flag.id);
    await sweep(app);
    const late = await acknowledge(app, world.idva, flag.id, 'PLACED');
    expect([late.status, late.body.errors[0]]).toEqual([
      422,
      expect.objectContaining({ pointer: '/marker', code: 'lapsed' }),
    ]);
    const { housing, idvaService } = world.agencies;
    expect(await lines(flag)).toEqual({ [housing.id]: ['PLACED', 'REMOVING'], [idvaService.id]: [null, null] });
    expect((await acknowledge(app, world.housing, flag.id, 'REMOVED')).status).toBe(201);
    expect(await lines(flag)).toMatchObject({ [housing.id]: ['REMOVED', null] });
  });

  test('both the reading and the saying are on record', async () => {
    const flag = await flagged(app, world);
    await acknowledge(app, world.housing, flag.id, 'PLACED');
    const record = await app.rows(`select action, code from audit.events where subject_id = $1 order by id`, [flag.id]);
    expect(record).toEqual([
      { action: 'flag.acknowledged', code: 'PLACED' },
      { action: 'flag.read', code: null },
    ]);
    const opened = await app.rows(
      `select purpose from audit.events where subject_id = $1 and action = 'case.opened' and actor_id = $2 order by id`,
      [flag.caseId, world.housing.id],
    );
    expect(opened.map(({ purpose }) => purpose)).toContain('acknowledge-flag');
  });
});
