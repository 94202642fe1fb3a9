import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import ICAL from 'ical.js';
import { newToken } from '../../src/platform/crypto/tokens.js';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { dayAhead, deliver, plan } from '../meetings/calendar.js';
import { cycle, list } from '../research/cycle.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
});
afterAll(() => app?.stop());

const make = (as: TestUser, name = 'My telephone') => app.request('POST', '/calendar-feeds', { as, body: { name } });
/** Path of a new feed of somebody. */
const feedOf = async (as: TestUser) => new URL((await make(as)).body.url).pathname;
const read = (path: string, headers: Record<string, string> = {}) => app.request('GET', path, { headers });
const events = (ics: string) => new ICAL.Component(ICAL.parse(ics)).getAllSubcomponents('vevent');
const said = (ics: string) =>
  events(ics).map((event) =>
    ['uid', 'status', 'sequence', 'summary'].map((name) => String(event.getFirstPropertyValue(name))),
  );

describe('a token that opens nothing', () => {
  test('is answered all the same: revoked, unknown, malformed, or of somebody who left', async () => {
    const { body } = await make(world.police);
    const path = new URL(body.url).pathname;
    const gone = await feedOf(world.housing);
    expect((await read(path)).status).toBe(200);
    await app.request('DELETE', `/calendar-feeds/${body.id}`, { as: world.police });
    await app.rows('update identity.users set deactivated_at = now() where id = $1 returning id', [world.housing.id]);
    const never = path.replace(/[^/]+(?=\/meetings)/, newToken());
    const answers = await Promise.all([path, never, gone, path.replace('/meetings', 'x/meetings')].map((one) => read(one)));
    const bare = (answer: (typeof answers)[0]) => ({
      status: answer.status,
      headers: Object.keys(answer.headers),
      body: { ...answer.body, reference: '' },
    });
    for (const answer of answers) expect(bare(answer)).toEqual(bare(answers[0]!));
    expect(answers[0]!).toMatchObject({ status: 404, body: { code: 'not-found' } });
  }); // prettier-ignore

  test('does not show that it is nearly right: a session’s token, an id, a hash', async () => {
    const { body } = await make(world.police);
    const [{ hash }] = await app.rows(`select encode(f.token_hash, 'base64') as hash from calendar.feeds f where f.id = $1`, [body.id]); // prettier-ignore
    for (const token of [world.police.token, body.id, encodeURIComponent(hash)])
      expect((await read(`/calendar-feeds/${token}/meetings.ics`)).status).toBe(404);
  });
});

describe('one’s own feeds', () => {
  test('are listed without their address, of which only the hash is kept', async () => {
    const { status, body } = await make(world.police);
    expect(status).toBe(201);
    const token = /calendar-feeds\/([\w-]{43})\/meetings\.ics$/.exec(body.url)![1]!;
    const { body: mine, text } = await app.request('GET', '/calendar-feeds', { as: world.police });
    expect(mine).toMatchObject([{ id: body.id, name: 'My telephone', lastReadAt: null }]);
    expect(text).not.toContain(token);
    const stored = await app.rows(`select f::text as row from calendar.feeds f where f.id = $1`, [body.id]);
    expect(stored[0].row).not.toContain(token);
    await read(new URL(body.url).pathname);
    expect((await app.request('GET', '/calendar-feeds', { as: world.police })).body[0].lastReadAt).not.toBeNull();
  });

  test('are nobody else’s to see or revoke', async () => {
    const { body } = await make(world.police);
    expect((await app.request('GET', '/calendar-feeds', { as: world.coordinator })).body).toEqual([]);
    for (const id of [body.id, randomUUID()])
      expect((await app.request('DELETE', `/calendar-feeds/${id}`, { as: world.coordinator })).status).toBe(404);
    expect((await app.request('POST', '/calendar-feeds', { body: { name: 'x' } })).status).toBe(401);
    expect((await app.request('GET', '/calendar-feeds')).status).toBe(401);
    expect((await read(new URL(body.url).pathname)).status).toBe(200);
  });

  test('are ten at most', async () => {
    for (let i = 0; i < 10; i++) expect((await make(world.police)).status).toBe(201);
    expect(await make(world.police)).toMatchObject({ status: 409, body: { code: 'too-many-feeds' } });
  });
});

describe('the feed', () => {
  test('shows when meetings are by opaque titles, and nothing of their cases, place or people', async () => {
    const meeting = await plan(app, world, { venue: 'Zibelinhall', link: 'https://meet.example.org/zibelin' });
    const { victim, perpetrator } = await list(app, world, meeting.id, world.police);
    const answer = await read(await feedOf(world.police));
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8');
    const [event] = events(answer.text);
    expect(said(answer.text)).toEqual([
      [expect.stringContaining(meeting.id), 'CONFIRMED', '0', `MARAC meeting, ${world.code}`],
    ]);
    const start = event!.getFirstPropertyValue('dtstart') as InstanceType<typeof ICAL.Time>;
    expect(start.toJSDate().toISOString()).toBe(meeting.startsAt);
    for (const word of [victim, perpetrator, 'Zibelin', 'zibelin', 'Test '])
      expect(answer.text.replaceAll('\r\n ', '')).not.toContain(word);
  });

  test('tells that a meeting moved, and that it was cancelled', async () => {
    const { id } = await plan(app, world);
    const path = await feedOf(world.idva);
    const send = (what: string, body: object, version: number) =>
      app.request('POST', `/meetings/${id}/${what}`, { as: world.coordinator, body, headers: { 'if-match': `"${version}"` } }); // prettier-ignore
    expect((await send('move', { heldOn: dayAhead(70), startTime: '10:00', reason: 'Room' }, 1)).status).toBe(200);
    expect(said((await read(path)).text)).toMatchObject([[expect.anything(), 'CONFIRMED', '1', expect.anything()]]);
    expect((await send('cancellation', { reason: 'No quorum' }, 2)).status).toBe(200);
    expect(said((await read(path)).text)).toMatchObject([[expect.anything(), 'CANCELLED', '2', expect.anything()]]);
  });

  test('is not sent again while nothing changed', async () => {
    const { id } = await plan(app, world);
    const path = await feedOf(world.police);
    const { headers, text } = await read(path);
    const tag = String(headers['etag']);
    const again = await read(path, { 'if-none-match': tag });
    expect([again.status, again.text]).toEqual([304, '']);
    await list(app, world, id, world.police); // a case on the list is nothing that a calendar hears of
    expect((await read(path, { 'if-none-match': tag })).status).toBe(304);
    await plan(app, world, { heldOn: dayAhead(90) });
    const changed = await read(path, { 'if-none-match': tag });
    expect(changed.status).toBe(200);
    expect(events(changed.text)).toHaveLength(events(text).length + 1);
  });

  test('has the meetings of the areas in which its owner may read of them now, and no others', async () => {
    await plan(app, world);
    await plan(app, await app.world());
    expect(events((await read(await feedOf(world.probation))).text)).toHaveLength(1);
    for (const role of ['administrator', 'auditor', 'analyst', 'observer', 'referrer'] as const)
      expect([role, events((await read(await feedOf(world[role]))).text)]).toEqual([role, []]);
    const path = await feedOf(world.probation);
    await app.rows('update access.signatures set withdrawn_at = now() where agency_id = $1 returning id', [
      world.agencies.probation.id,
    ]);
    expect(events((await read(path)).text)).toEqual([]);
    const housing = await feedOf(world.housing);
    expect(events((await read(housing)).text)).toHaveLength(1);
    await app.rows(
      'with gone as (delete from identity.user_roles where user_id = $1 returning id) select count(*) from gone',
      [world.housing.id],
    );
    expect(events((await read(housing)).text)).toEqual([]);
  });

  test('is read with a session, or a cookie, as without', async () => {
    const path = await feedOf(world.police);
    await plan(app, world);
    const as = await app.request('GET', path, { as: (await app.world()).coordinator });
    expect([as.status, as.text]).toEqual([200, (await read(path)).text]);
  });
});

describe('slots of a guest', () => {
  const invite = (itemId: string, body: object) =>
    app.request('POST', `/agenda-items/${itemId}/guests`, { as: world.coordinator, body: { reason: 'Zibelin knows her', ...body } }); // prettier-ignore
  const slots = async (path: string) =>
    said((await read(path)).text).filter(([, , , summary]) => summary!.startsWith('MARAC slot'));
  async function invited(who: object) {
    const { meetingId, cases } = await cycle(app, world, [world.police, world.police]);
    const answer = await invite(cases[1]!.itemId, who);
    expect(answer.status).toBe(201);
    return { meetingId, cases, guestId: answer.body.id as string, guest: answer };
  }

  test('are nobody’s who is not invited, nor theirs to whom the case is closed or whose agency has not signed', async () => {
    const { cases } = await invited({ userId: world.referrer.id });
    for (const role of ['housing', 'police', 'probation', 'idva', 'observer', 'administrator', 'auditor'] as const)
      expect([role, await slots(await feedOf(world[role]))]).toEqual([role, []]);
    const path = await feedOf(world.referrer);
    expect(await slots(path)).toHaveLength(1);
    const cause = {
      caseId: cases[1]!.caseId,
      maracId: world.maracId,
      cause: 'CONFLICT',
      causeId: randomUUID(),
    } as const;
    await app.operate(async () => app.get(Exclusions).exclude({ ...cause, userId: world.referrer.id }));
    expect(events((await read(path)).text)).toEqual([]);
  });

  test('die with the signature of the agency', async () => {
    await invited({ userId: world.referrer.id });
    const path = await feedOf(world.referrer);
    await app.rows('update access.signatures set withdrawn_at = now() where agency_id = $1 returning id', [world.agencies.housing.id]); // prettier-ignore
    expect(events((await read(path)).text)).toEqual([]);
  });

  test('are shown by their own time and an opaque title, to an agency’s people too', async () => {
    const { meetingId, cases, guestId } = await invited({ agencyId: world.agencies.probation.id });
    const { text } = await read(await feedOf(world.probation));
    const slot = events(text).find((event) => String(event.getFirstPropertyValue('uid')).startsWith(guestId))!;
    expect(slot.getFirstPropertyValue('summary')).toBe(`MARAC slot, ${world.code}`);
    const shown = (await app.request('GET', `/meetings/${meetingId}/case-list`, { as: world.coordinator })).body;
    const start = slot.getFirstPropertyValue('dtstart') as InstanceType<typeof ICAL.Time>;
    expect(start.toJSDate().getTime()).toBe(Date.parse(shown.items[1].startsAt));
    const bare = text.replaceAll('\r\n ', '');
    for (const word of [
      cases[1]!.victim,
      cases[1]!.perpetrator,
      cases[1]!.caseId,
      'Zibelin',
      shown.items[1].ref,
      'Town hall',
    ])
      expect(bare).not.toContain(word);
  });

  test('follow the order of the list, say that they fell away, and hear nothing of other cases', async () => {
    const { meetingId, cases, guestId } = await invited({ userId: world.referrer.id });
    const path = await feedOf(world.referrer);
    expect(await slots(path)).toMatchObject([[expect.stringContaining(guestId), 'CONFIRMED', '0', expect.anything()]]);
    const tag = String((await read(path)).headers['etag']);
    await list(app, world, meetingId, world.police);
    await deliver(app);
    expect((await read(path, { 'if-none-match': tag })).status).toBe(304);
    const { version, items } = (await app.request('GET', `/meetings/${meetingId}/case-list`, { as: world.coordinator }))
      .body;
    const order = { items: items.map((one: any) => one.agendaItemId).reverse(), reason: 'She can come later' };
    const moved = await app.request('PUT', `/meetings/${meetingId}/order`, { as: world.coordinator, body: { ...order, items: [cases[1]!.itemId, ...order.items.filter((id: string) => id !== cases[1]!.itemId)] }, headers: { 'if-match': `"${version}"` } }); // prettier-ignore
    expect(moved.status).toBe(200);
    await deliver(app);
    expect(await slots(path)).toMatchObject([[expect.anything(), 'CONFIRMED', '1', expect.anything()]]);
    const ended = await app.request('POST', `/guests/${guestId}/ending`, {
      as: world.coordinator,
      body: { reason: 'Ill' },
    });
    expect(ended.status).toBe(200);
    const [[, status, sequence]] = (await slots(path)) as [string[]];
    expect([status, Number(sequence) > 1]).toEqual(['CANCELLED', true]);
  });
});
