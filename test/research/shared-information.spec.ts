import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { choose, circulate, cycle, dayComes, declare, type ListedCase } from './cycle.js';

let app: TestApp;
let world: World;
let meetingId: string;
let listed: ListedCase;
let word: string;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  const made = await cycle(app, world, [world.housing]);
  meetingId = made.meetingId;
  listed = made.cases[0]!;
  word = `Told${Math.random().toString(36).slice(2)}`;
  const { idvaService, probation, housing } = world.agencies;
  await choose(app, listed.itemId, world.coordinator, [idvaService.id, probation.id, housing.id]);
});
afterAll(() => app?.stop());

const at = () => `/agenda-items/${listed.itemId}/shared-information`;
const share = (as: TestUser, changes: object = {}) =>
  app.request('POST', at(), { as, body: { text: word, nature: 'FACT', purpose: 'Risk', ...changes } });
const read = (as: TestUser) => app.request('GET', at(), { as });
const go = () => circulate(app, meetingId, world.coordinator);

type Who =
  | 'coordinator'
  | 'chair'
  | 'idva'
  | 'housing'
  | 'probation'
  | 'police'
  | 'observer'
  | 'administrator'
  | 'auditor'
  | 'referrer';
const EVERYBODY: Who[] = [
  ...(['coordinator', 'chair', 'idva', 'housing', 'probation', 'police'] as const),
  ...(['observer', 'administrator', 'auditor', 'referrer'] as const),
];
/** Who reads the word, of everybody in the MARAC. */
async function readers(): Promise<Who[]> {
  const found: Who[] = [];
  for (const who of EVERYBODY) if ((await read(world[who])).text.includes(word)) found.push(who);
  return found;
}

describe('who reads what Probation shared, of everybody', () => {
  const OVERSEE: Who[] = ['coordinator', 'chair'];
  const stages: [stage: string, prepare: () => Promise<unknown>, label: string, expected: Who[]][] = [
    ['circulated', async () => undefined, 'INTELLIGENCE', [...OVERSEE, 'probation']],
    ['circulated', async () => undefined, 'PERPETRATOR', [...OVERSEE, 'probation']],
    ['declared, before the day', () => everybodyDeclares(), 'INTELLIGENCE', [...OVERSEE, 'idva', 'probation']],
    ['declared, before the day', () => everybodyDeclares(), 'IDENTITY', [...OVERSEE, 'idva', 'probation']],
    ['on the day, nobody declared', () => dayComes(app, meetingId), 'INTELLIGENCE', [...OVERSEE, 'probation']],
    ['on the day, declared', () => bothDone(), 'INTELLIGENCE', [...OVERSEE, 'idva', 'housing', 'probation']],
    ['on the day, declared', () => bothDone(), 'PERPETRATOR', [...OVERSEE, 'idva', 'housing', 'probation']],
    ['on the day, declared', () => bothDone(), 'HEALTH', [...OVERSEE, 'idva', 'probation']],
    ['when what was circulated ended', () => ended(), 'PERPETRATOR', [...OVERSEE, 'idva']],
  ];
  const everybodyDeclares = () => Promise.all(EVERYBODY.map((who) => declare(app, meetingId, world[who])));
  const bothDone = async () => {
    await everybodyDeclares();
    await dayComes(app, meetingId);
  };
  const ended = async () => {
    await bothDone();
    await app.rows('update access.grants set ends_at = now() where origin_id = $1', [meetingId]);
  };

  test.each(stages)('%s %#: shared as %3$s', async (_stage, prepare, label, expected) => {
    await go();
    expect((await share(world.probation, { label })).status).toBe(201);
    await prepare();
    expect(await readers()).toEqual(EVERYBODY.filter((who) => expected.includes(who)));
  });

  test('an agency that referred the case and was not asked to the meeting: not what others tell it', async () => {
    const { idvaService, probation } = world.agencies;
    await choose(app, listed.itemId, world.coordinator, [idvaService.id, probation.id]);
    await go();
    await share(world.probation, { label: 'PERPETRATOR' });
    await bothDone();
    expect(await readers()).toEqual(['coordinator', 'chair', 'idva', 'probation']);
  });

  test('nobody who is excluded, whatever they are', async () => {
    await go();
    await share(world.probation);
    await bothDone();
    const everyone = await readers();
    for (const who of everyone) {
      const cause = {
        caseId: listed.caseId,
        maracId: world.maracId,
        cause: 'CONFLICT',
        causeId: randomUUID(),
      } as const;
      await app.operate(async () => app.get(Exclusions).exclude({ ...cause, userId: world[who].id }));
      const absent = await app.request('GET', `/agenda-items/${randomUUID()}/shared-information`, { as: world[who] });
      const hidden = await read(world[who]);
      expect({ ...hidden.body, reference: '' }).toEqual({ ...absent.body, reference: '' });
    }
    expect(await readers()).toEqual([]);
  });
});

test('a reader is told what the rest waits for, and not how much there is', async () => {
  await go();
  await share(world.probation);
  expect((await read(world.housing)).body).toEqual({ agendaItemId: listed.itemId, waitsFor: 'MEETING_DAY', items: [] });
  expect((await read(world.idva)).body).toMatchObject({ waitsFor: 'DECLARATION', items: [] });
  await dayComes(app, meetingId);
  expect((await read(world.housing)).body).toMatchObject({ waitsFor: 'DECLARATION', items: [] });
  await declare(app, meetingId, world.housing);
  const { body } = await read(world.housing);
  expect(body).toMatchObject({ waitsFor: null });
  expect(body.items).toMatchObject([
    {
      ...{ agencyId: world.agencies.probation.id, agency: world.agencies.probation.name, text: word, nature: 'FACT' },
      ...{ marking: 'OFFICIAL_SENSITIVE', caveats: [], label: 'INTELLIGENCE', givenBy: expect.any(String) },
    },
  ]);
});

describe('what is not shared', () => {
  test.each<[string, object, string, string]>([
    ['an address', { caveats: ['VICTIM_ADDRESS'] }, '/caveats', 'address-elsewhere'],
    [
      'intelligence under another name',
      { caveats: ['POLICE_INTEL'], label: 'PERPETRATOR' },
      '/label',
      'intelligence-needed',
    ],
    ['how the victim is reached', { label: 'CONTACT' }, '/label', 'not-one-of'],
    ['where the victim is safe', { label: 'LOCATION_SAFE' }, '/label', 'not-one-of'],
    ['who told', { label: 'SOURCE' }, '/label', 'not-one-of'],
    ['neither fact nor opinion', { nature: 'RUMOUR' }, '/nature', 'not-one-of'],
  ])('%s', async (_, changes, pointer, code) => {
    await go();
    expect(await share(world.probation, changes)).toMatchObject({ status: 422, body: { errors: [{ pointer, code }] } });
    expect((await read(world.coordinator)).body.items).toEqual([]);
  });

  test.each<[string, Who, number]>([
    ['by the coordinator, for an agency', 'coordinator', 403],
    ['by an observer', 'observer', 403],
    ['by an agency that does not see the case', 'police', 404],
  ])('%s', async (_, who, status) => {
    await go();
    expect((await share(world[who])).status).toBe(status);
  });
});

describe('taken back', () => {
  test('by its giver alone, once, with the reason, and it stays in the record', async () => {
    await go();
    const { id } = (await share(world.probation)).body;
    await dayComes(app, meetingId);
    await declare(app, meetingId, world.housing);
    const take = (as: TestUser) =>
      app.request('POST', `/shared-information/${id}/withdrawal`, { as, body: { reason: 'Mistaken' } });
    expect((await take(world.coordinator)).status).toBe(403);
    expect((await take(world.housing)).status).toBe(403);
    expect((await take(world.police)).status).toBe(404);
    expect((await take(world.probation)).body).toMatchObject({ withdrawnBecause: 'Mistaken', text: word });
    expect((await take(world.probation)).body.code).toBe('already-withdrawn');
    expect((await read(world.housing)).body.items).toMatchObject([{ id, text: null, withdrawnBecause: 'Mistaken' }]);
    expect((await read(world.chair)).body.items).toMatchObject([{ id, text: word }]);
  });

  test('never rewritten, not even in the database', async () => {
    await go();
    const { id } = (await share(world.probation)).body;
    const rewrite = app.rows(`update research.shared_information set text = 'x' where id = $1`, [id]);
    await expect(rewrite).rejects.toMatchObject({ code: '42501' });
  });
});

test('every read of it is recorded, with the kinds of information and no word', async () => {
  await go();
  await share(world.probation);
  await read(world.coordinator);
  const events = await app.rows<{ action: string; labels: string[]; whole: string }>(
    `select action, labels, to_jsonb(e)::text as whole from audit.events e where action like 'information.%' and marac_id = $1 order by id`,
    [world.maracId],
  );
  expect(events.map(({ action, labels }) => [action, labels])).toEqual([
    ['information.shared', ['INTELLIGENCE']],
    ['information.read', ['INTELLIGENCE']],
  ]);
  for (const { whole } of events) expect(whole).not.toContain(word);
});
