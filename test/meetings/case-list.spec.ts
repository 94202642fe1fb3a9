import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Access } from '../../src/access/access.service.js';
import type { Label } from '../../src/access/labels.js';
import { startApp, type TestApp } from '../support/app.js';
import type { World } from '../support/world.js';
import { type Accepted, accept, caseList, order, plan, type Planned, today } from './calendar.js';

let app: TestApp;
let world: World;
let meeting: Planned;
let byPolice: Accepted;
let byHousing: Accepted;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  meeting = await plan(app, world);
  byPolice = await accept(app, world, world.police);
  byHousing = await accept(app, world, world.housing);
  for (const { caseId } of [byPolice, byHousing]) {
    await app.request('POST', `/meetings/${meeting.id}/agenda-items`, { as: world.coordinator, body: { caseId } });
  }
});
afterAll(() => app.stop());

const share = (caseId: string, agencyId: string, labels: Label[]) =>
  app.operate(async () => {
    const access = app.get(Access);
    access.share(await access.open(caseId, 'prepare-meeting'), {
      with: { agencyId },
      labels,
      purpose: 'meeting',
      reason: 'test',
    });
  });

describe('who sees which cases', () => {
  test('an agency sees those that were shared with it, in their true slots, with totals of those alone', async () => {
    const list = await caseList(app, meeting.id, world.housing);
    expect(order(list)).toEqual([byHousing.caseId]);
    expect(list.totals).toMatchObject({ cases: 1, minutes: 12, overCap: false });
    const [entry] = list.items;
    expect([entry.position, Date.parse(entry.startsAt) - Date.parse(list.startsAt)]).toEqual([2, 12 * 60_000]);
    expect(JSON.stringify(list)).not.toContain(byPolice.victim);
  });

  test('an agency that nothing was shared with sees an empty list', async () => {
    const list = await caseList(app, meeting.id, world.probation);
    expect([list.items, list.totals.cases, list.totals.minutes]).toEqual([[], 0, 0]);
  });

  test('the coordinator and the chair see all', async () => {
    for (const as of [world.coordinator, world.chair]) {
      expect(order(await caseList(app, meeting.id, as))).toEqual([byPolice.caseId, byHousing.caseId]);
    }
  });

  test('no address, postcode or telephone number is on anybody’s list', async () => {
    for (const as of [world.coordinator, world.chair, world.idva, world.police, world.housing]) {
      const { text } = await app.request('GET', `/meetings/${meeting.id}/case-list`, { as });
      for (const { address } of [byPolice, byHousing]) expect(text).not.toContain(address);
      expect(text).not.toMatch(/NB1 2AB|07700 ?900/);
    }
  });
});

describe('what is seen of a case', () => {
  test('by the coordinator: everything the list has', async () => {
    const { headers, body } = await app.request('GET', `/meetings/${meeting.id}/case-list`, { as: world.coordinator });
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(headers['etag']).toBe(`"${body.version}"`);
    expect(body.items[0]).toMatchObject({
      status: 'LISTED',
      victim: {
        name: expect.stringContaining(byPolice.victim),
        aliases: [],
        birthDate: '1990-05-14',
        birthPrecision: 'DAY',
      },
      perpetrators: [
        { name: expect.stringContaining(byPolice.perpetrator), relationship: 'EX_PARTNER', birthDate: '1985-02-01' },
      ],
      children: 2,
      repeat: 'NO',
      lastHeardOn: null,
      referringAgency: world.agencies.police.name,
      idvaService: world.agencies.idvaService.name,
      referredOn: today(),
      daysWaiting: 0,
      openActions: 0,
      overdueActions: 0,
      withheld: [],
    });
  });

  test.each<{ labels: Label[]; withheld: string[] }>([
    { labels: ['IDENTITY'], withheld: ['perpetrators', 'children', 'referringAgency'] },
    { labels: ['IDENTITY', 'PERPETRATOR'], withheld: ['children', 'referringAgency'] },
    { labels: ['IDENTITY', 'CHILD', 'SOURCE'], withheld: ['perpetrators'] },
    { labels: ['IDENTITY', 'PERPETRATOR', 'CHILD', 'SOURCE'], withheld: [] },
  ])('by an agency with $labels: not $withheld', async ({ labels, withheld }) => {
    const own = await app.world();
    const { id } = await plan(app, own);
    const accepted = await accept(app, own);
    await app.request('POST', `/meetings/${id}/agenda-items`, {
      as: own.coordinator,
      body: { caseId: accepted.caseId },
    });
    await share(accepted.caseId, own.agencies.probation.id, labels);
    const list = await caseList(app, id, own.probation);
    const [entry] = list.items;
    const absent = [...withheld, 'repeat', 'lastHeardOn'];
    expect(entry.withheld.map((w: { field: string }) => w.field)).toEqual(absent);
    for (const field of ['perpetrators', 'children', 'referringAgency', 'repeat', 'lastHeardOn']) {
      expect(field in entry).toBe(!absent.includes(field));
    }
    expect(JSON.stringify(list).includes(accepted.perpetrator)).toBe(!withheld.includes('perpetrators'));
    expect(list.totals.repeats).toBeNull();
  });

  test('a grant without IDENTITY shows nothing at all', async () => {
    const own = await app.world();
    const { id } = await plan(app, own);
    const { caseId } = await accept(app, own);
    await app.request('POST', `/meetings/${id}/agenda-items`, { as: own.coordinator, body: { caseId } });
    await share(caseId, own.agencies.probation.id, ['PERPETRATOR', 'CHILD']);
    expect((await caseList(app, id, own.probation)).items).toEqual([]);
  });
});

test('who read it is recorded, each time, and for which meeting', async () => {
  const events = () =>
    app.rows(
      `select marac_id as "maracId", subject_kind as kind, purpose from audit.events
        where action = 'case-list.read' and subject_id = $1 and actor_id = $2 order by id`,
      [meeting.id, world.idva.id],
    );
  const before = await events();
  await caseList(app, meeting.id, world.idva);
  expect(await events()).toEqual([...before, { maracId: world.maracId, kind: 'meeting', purpose: 'prepare-meeting' }]);
});
