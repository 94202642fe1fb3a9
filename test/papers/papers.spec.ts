import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { Renderer } from '../../src/papers/renderer.service.js';
import { deliver } from '../meetings/calendar.js';
import { circulate, declare, list } from '../research/cycle.js';
import { startApp, type TestApp } from '../support/app.js';
import { newSurname } from '../support/invented.js';
import { flat } from '../support/pdf-text.js';
import type { TestUser, World } from '../support/world.js';
import { ask, copy, ready, scene, type Scene } from './copies.js';

let app: TestApp;
let world: World;
let made: Scene;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  made = await scene(app, world);
});
afterAll(() => app?.stop());

const share = async (as: TestUser, text: string, changes: object = {}) => {
  const body = { text, nature: 'FACT', purpose: 'Danger to her', ...changes };
  const answer = await app.request('POST', `/agenda-items/${made.listed.itemId}/shared-information`, { as, body });
  if (answer.status !== 201) throw new Error(`not shared: ${answer.text}`);
};
const act = async (text: string) => {
  const body = { ownerAgencyId: world.agencies.housing.id, ownerPost: 'Duty officer', text, target: 'VICTIM' };
  const answer = await app.request('POST', `/cases/${made.listed.caseId}/actions`, { as: world.coordinator, body });
  if (answer.status !== 201) throw new Error(`not set: ${answer.text}`);
};
const state = async (as: TestUser) => (await app.request('GET', `/meetings/${made.meetingId}/papers`, { as })).body;

describe('a copy', () => {
  test('says on every page what it is, for whom, when, which, and how many pages there are', async () => {
    for (let i = 0; i < 12; i++) await act(`Long action ${'that goes on and on '.repeat(20)}${i}`);
    await ready(app, world, made.meetingId, [world.coordinator]);
    const { pages, language, description, roles } = await copy(app, made.meetingId, world.coordinator);
    expect(pages.length).toBeGreaterThan(2);
    pages.forEach((page, i) => {
      expect(page.match(/OFFICIAL-SENSITIVE/g)!.length).toBeGreaterThanOrEqual(2);
      expect(page).toContain('Copy 1');
      expect(flat(page)).toContain(`For Test COORDINATOR, ${world.agencies.police.name}`);
      expect(flat(page)).toMatch(/Rendered \d{1,2} [A-Z][a-z]+ \d{4} at \d\d:\d\d/);
      expect(flat(page)).toContain(`Page ${i + 1} of ${pages.length}`);
    });
    expect(language).toBe('en-GB');
    expect(description['Title']).toBe('Papers of a meeting, copy 1');
    for (const role of ['Document', 'H1', 'H2', 'H3', 'P', 'L', 'LI', 'LBody']) expect(roles).toContain(role);
  });

  test('carries the marking of the area', async () => {
    await app.rows(
      `insert into maracs.rules (id, marac_id, version, effective_from, sections, reason, decided_by)
       values (gen_random_uuid(), $1, 1, '2020-01-01', '{"paperCopies": {"marking": "OFFICIAL TEST PARTNERS", "handling": "Keep it locked"}}', 'test', 'test')`,
      [world.maracId],
    );
    await ready(app, world, made.meetingId, [world.housing]);
    const { pages } = await copy(app, made.meetingId, world.housing);
    expect(pages.every((page) => page.includes('OFFICIAL TEST PARTNERS'))).toBe(true);
    expect(pages.join()).not.toContain('SENSITIVE');
    expect(flat(pages.join(' '))).toContain('Keep it locked');
  });

  test('holds what its reader may see, in reading order: people, referral, risk, information, actions', async () => {
    await act('Change the locks');
    await ready(app, world, made.meetingId, [world.coordinator]);
    await share(world.probation, 'Breached his licence');
    const text = flat((await copy(app, made.meetingId, world.coordinator)).pages.join('\n'));
    const { listed } = made;
    const order = [
      `Papers of the MARAC Test area ${world.code}`,
      'People',
      listed.victim,
      listed.perpetrator,
      'Children in the household: 2',
      `Referred by: ${world.agencies.housing.name}`,
      'SAFELIVES DASH',
      '15 answered yes',
      `What happened to ${listed.victim}`,
      `${world.agencies.probation.name} (fact): Breached his licence`,
      'Change the locks',
    ];
    const places = order.map((words) => text.indexOf(words));
    expect(places.filter((place) => place < 0)).toEqual([]);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('holds no address, postcode or telephone, for whomever it is', async () => {
    const readers = [world.coordinator, world.chair, world.idva, world.housing, world.probation];
    await ready(app, world, made.meetingId, readers);
    for (const as of readers) {
      const { pages, bytes } = await copy(app, made.meetingId, as);
      const all = `${pages.join('\n')}${bytes.toString('latin1')}`;
      expect(all).not.toMatch(/Secret|Perp.*Road|NB1 2AB|NB2 3CD|07700/);
    }
  });
});

describe('no word of a withheld kind of information', () => {
  test.each<[string, (w: World) => TestUser, string[], string[]]>([
    ['Probation, to which it was circulated', (w) => w.probation, ['SOURCE', 'CONTACT'], ['referrer', 'summary']],
    ['the IDVA', (w) => w.idva, [], []],
  ])('reaches %s', async (_, who, labels, absent) => {
    const intelligence = newSurname();
    const health = newSurname();
    await share(world.housing, intelligence);
    await share(world.housing, health, { label: 'HEALTH' });
    await ready(app, world, made.meetingId, [who(world)]);
    const handed = await ask(app, made.meetingId, who(world));
    const { pages, description } = await copy(app, made.meetingId, who(world));
    const text = flat(pages.join('\n'));
    const words = {
      referrer: `Referred by: ${world.agencies.housing.name}`,
      summary: `What happened to ${made.listed.victim}`,
    };
    const found = Object.entries(words).filter(([, canary]) => text.includes(canary)).map(([name]) => name); // prettier-ignore
    expect(found).toEqual(['referrer', 'summary'].filter((name) => !absent.includes(name)));
    for (const label of labels) expect(text).toContain(`withheld (NOT_SHARED: ${label})`);
    expect(text).toContain(intelligence);
    expect(text.includes(health)).toBe(who(world) === world.idva);
    const outside = JSON.stringify([description, handed.headers]);
    for (const word of [made.listed.victim, made.listed.perpetrator, intelligence, health, made.listed.caseId])
      expect(outside).not.toContain(word);
    expect(handed.headers).toMatchObject({ 'content-type': 'application/pdf', 'cache-control': 'no-store' });
  });

  test('is around it: its file has a name of ours, with a number and no word of a case', async () => {
    await ready(app, world, made.meetingId, [world.idva]);
    const { headers } = await ask(app, made.meetingId, world.idva);
    expect(headers['content-disposition']).toMatch(/^attachment; filename="papers-copy-\d+\.pdf"$/);
  });

  test('others’ information waits for the day of the meeting, and the copy says so', async () => {
    const word = newSurname();
    await circulate(app, made.meetingId, world.coordinator);
    await share(world.probation, word);
    await declare(app, made.meetingId, world.housing);
    const text = flat((await copy(app, made.meetingId, world.housing)).pages.join('\n'));
    expect(text).toContain('(MEETING_DAY)');
    expect(text).not.toContain(word);
  });

  test('a text that was written before a place was protected is not printed', async () => {
    await act('Visit her at 9 Sheltered Row, NB8 8ZZ');
    await act('Change the locks');
    const refuge = {
      kind: 'REFUGE',
      name: 'Willowmere',
      address: '9 Sheltered Row',
      postcode: 'NB8 8ZZ',
      phone: '01632 960777',
    };
    const path = `/cases/${made.listed.caseId}/locations`;
    expect((await app.request('POST', path, { as: world.coordinator, body: refuge })).status).toBe(201);
    await ready(app, world, made.meetingId, [world.coordinator, world.idva, world.housing]);
    for (const as of [world.coordinator, world.idva, world.housing]) {
      const text = flat((await copy(app, made.meetingId, as)).pages.join('\n'));
      expect(text).toContain('[Not printed: PROTECTED_PLACE]');
      expect(text).toContain('Change the locks');
      expect(text).not.toMatch(/Sheltered|NB8|Willowmere/);
    }
  });

  test('nor a case from which the reader is excluded, nor the gap it leaves', async () => {
    const second = await list(app, world, made.meetingId, world.housing);
    await app.operate(async () =>
      app.get(Exclusions).exclude({
        ...{ caseId: made.listed.caseId, maracId: world.maracId, cause: 'CONFLICT', causeId: randomUUID() },
        userId: world.housing.id,
      }),
    );
    await ready(app, world, made.meetingId, [world.housing]);
    const text = flat((await copy(app, made.meetingId, world.housing)).pages.join('\n'));
    expect(text).not.toContain(made.listed.victim);
    expect(text).toContain(second.victim);
    expect(text).toContain('1. Case ');
    expect(text).toContain('Cases in this copy: 1');
    expect((await state(world.housing)).copies[0].caseIds).toEqual([second.caseId]);
  });
});

test('a guest’s copy holds the case of the slot, no place on the list and no other line', async () => {
  const second = await list(app, world, made.meetingId, world.housing);
  const guest = await world.person(world.agencies.police.id, ['REFERRER']);
  await ready(app, world, made.meetingId, [guest]);
  const body = { userId: guest.id, reason: 'Took the referral' };
  await app.request('POST', `/agenda-items/${second.itemId}/guests`, { as: world.coordinator, body });
  await app.rows(
    `update access.grants set starts_at = now() - interval '1 minute', ends_at = now() + interval '1 hour' where origin = 'GUEST' and marac_id = $1`,
    [world.maracId],
  );
  const text = flat((await copy(app, made.meetingId, guest)).pages.join('\n'));
  expect(text).toContain(second.victim);
  for (const word of [made.listed.victim, second.perpetrator, '2. Case']) expect(text).not.toContain(word);
  expect(text).toContain('Cases in this copy: 1');
});

describe('the register', () => {
  test('has each copy with its number, pages and the hash of its bytes, and the bytes nowhere', async () => {
    await ready(app, world, made.meetingId, [world.housing, world.idva]);
    const handed = await Promise.all(
      [world.housing, world.idva, world.housing].map((as) => copy(app, made.meetingId, as)),
    );
    const { copies } = await state(world.coordinator);
    expect(copies.map(({ number }: { number: number }) => number)).toEqual([1, 2, 3]);
    const hashes = handed.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex'));
    expect(copies.map(({ sha256 }: { sha256: string }) => sha256).sort()).toEqual([...hashes].sort());
    expect(new Set(hashes).size).toBe(3);
    for (const one of copies)
      expect(one).toMatchObject({
        handedOutAt: expect.any(String),
        pages: 2,
        caseIds: [made.listed.caseId],
        recalledAt: null,
      });
    expect((await state(world.idva)).copies).toHaveLength(1);
  });

  test('and the record: who read which case of what kinds before a byte was there, and no word of it', async () => {
    await ready(app, world, made.meetingId, [world.probation]);
    await copy(app, made.meetingId, world.probation);
    const events = await app.rows<{ action: string; subject: string; labels: string[] | null; whole: string }>(
      `select action, subject_id as subject, labels, to_jsonb(e)::text as whole from audit.events e
        where actor_id = $1 and action like 'paper%' order by id`,
      [world.probation.id],
    );
    expect(events.map(({ action }) => action)).toEqual(['paper.read', 'paper.handed-out']);
    expect(events[0]).toMatchObject({
      subject: made.listed.caseId,
      labels: expect.arrayContaining(['IDENTITY', 'PERPETRATOR', 'CHILD']),
    });
    for (const { whole } of events) expect(whole).not.toContain(made.listed.victim);
  });

  test('a copy that was called back while it was rendered does not leave', async () => {
    await ready(app, world, made.meetingId, [world.housing]);
    const renderer = app.get(Renderer);
    const render = renderer.render.bind(renderer);
    renderer.render = async (paper) => {
      await app.request('POST', `/meetings/${made.meetingId}/papers/recall`, {
        as: world.coordinator,
        body: { reason: 'CASE_REMOVED' },
      });
      return render(paper);
    };
    try {
      expect(await ask(app, made.meetingId, world.housing)).toMatchObject({ status: 409, code: 'changed-meanwhile' });
    } finally {
      renderer.render = render;
    }
    expect((await state(world.coordinator)).copies).toMatchObject([{ handedOutAt: null, sha256: null }]);
  });
});

describe('a recall', () => {
  test('tells whoever holds a copy, once, and later copies carry it', async () => {
    await ready(app, world, made.meetingId, [world.housing, world.idva]);
    await copy(app, made.meetingId, world.housing);
    await copy(app, made.meetingId, world.housing);
    const path = `/meetings/${made.meetingId}/papers`;
    const recalled = await app.request('POST', `${path}/recall`, {
      as: world.coordinator,
      body: { reason: 'PROTECTED_DETAIL' },
    });
    expect(recalled.body).toMatchObject({
      stopped: true,
      recalls: [{ reason: 'PROTECTED_DETAIL', copies: null, releasedAt: null }],
    });
    expect(recalled.body.copies.every((one: { recalledAt: string | null }) => one.recalledAt !== null)).toBe(true);
    await deliver(app);
    await deliver(app);
    const told = async (as: TestUser) =>
      (await app.request('GET', '/inbox', { as })).body.items.filter(
        (n: { kind: string }) => n.kind === 'PAPERS_RECALLED',
      ).length;
    expect([await told(world.housing), await told(world.idva)]).toEqual([1, 0]);
    await app.request('POST', `${path}/release`, { as: world.chair });
    const text = flat((await copy(app, made.meetingId, world.idva)).pages[0]!);
    expect(text).toMatch(
      /Recalled copies: destroy them, and say so .*Every copy from before .*: they held what must not be in papers/,
    );
  });

  test('of one copy leaves the others, and papers go on', async () => {
    await ready(app, world, made.meetingId, [world.housing, world.idva]);
    await copy(app, made.meetingId, world.housing);
    await copy(app, made.meetingId, world.idva);
    const [first] = (await state(world.coordinator)).copies;
    const body = { reason: 'WRONG_RECIPIENT', copyIds: [first.id] };
    const { body: after } = await app.request('POST', `/meetings/${made.meetingId}/papers/recall`, {
      as: world.coordinator,
      body,
    });
    expect(after).toMatchObject({ stopped: false, recalls: [{ copies: '1' }] });
    expect(after.copies.map((one: { recalledAt: string | null }) => one.recalledAt === null)).toEqual([false, true]);
    expect(flat((await copy(app, made.meetingId, world.idva)).pages[0]!)).toMatch(
      /Copies 1, recalled .*: they reached somebody they were not for/,
    );
  });
});
