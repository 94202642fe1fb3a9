import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { DueSweep } from '../../src/platform/due/due-sweep.js';
import { type Day, fill, meetingDay, type Table, table, telling } from '../conference/day.js';
import { deliver, interimCheck, today } from '../meetings/calendar.js';
import { letDaysPass } from '../journeys/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';

let app: TestApp;
let world: World;
let day: Day;
let at: Table;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  day = await meetingDay(app, world, [world.housing, world.police]);
  at = table(app, world, day.meetingId);
});
afterAll(() => app?.stop());

const path = () => `/meetings/${day.meetingId}/minutes`;
const draft = (body: object = {}, as?: TestUser) => at.ask('POST', path(), body, as);
const read = (id: string, as?: TestUser) => at.ask('GET', `/minutes/${id}`, undefined, as);
const verify = async (id: string, as?: TestUser) =>
  (await at.ask('GET', `/minutes/${id}/verification`, undefined, as)).body;
const approve = (minutes: { id: string; version: number }, as = world.chair) =>
  app.request('POST', `/minutes/${minutes.id}/approval`, { as, headers: { 'if-match': `"${minutes.version}"` } });
const recall = (minutes: { id: string; version: number }, reason: string, as = world.chair) =>
  at.ask('POST', `/minutes/${minutes.id}/recall`, { reason }, as, minutes.version);
const [first, second] = [() => day.cases[0]!, () => day.cases[1]!];

/** The meeting as it was held: one case heard and minuted, one put off. */
async function hold(): Promise<void> {
  await at.open(undefined, { chairId: world.chair.id });
  await fill(at, world, day.social);
  const snippet = { text: 'Seen at her door', nature: 'FACT', purpose: 'Risk', label: 'PERPETRATOR' };
  await at.ask('POST', `/agenda-items/${first().itemId}/shared-information`, snippet, world.probation);
  await at.save(first().itemId, 'DECISIONS', 0, { text: 'Change the locks' });
  await at.save(first().itemId, 'TELLING_VICTIM', 0, telling);
  await at.note(first().itemId, 'DISSENT', 'Housing would rather wait', world.chair);
  const locks = {
    ownerAgencyId: world.agencies.housing.id,
    ownerPost: 'Duty officer',
    text: 'Fit new locks',
    target: 'VICTIM',
  };
  await at.ask('POST', `/agenda-items/${first().itemId}/actions`, locks);
  await at.outcome(first().itemId, first().version, { status: 'HEARD' });
  const closed = await at.close({
    deferrals: [{ agendaItemId: second().itemId, reason: 'TIME_OVERRUN', interimCheck: interimCheck(world) }],
  });
  if (closed.status !== 200) throw new Error(`not closed: ${closed.text}`);
}

/** Somebody with the keys of the database itself. */
async function asSuperuser(sql: string, id: string): Promise<void> {
  const admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
  await admin.query('set session_replication_role = replica'); // past the triggers too
  await admin.query(sql, [id]);
  await admin.end();
}

const notices = async (who: TestUser) => {
  for (let i = 0; i < 3; i++) await deliver(app);
  const { body } = await app.request('GET', '/inbox?limit=200', { as: who });
  return body.items.map((one: { kind: string }) => one.kind).filter((kind: string) => kind.startsWith('MINUTES'));
};

describe('minutes are not drafted', () => {
  test('before the meeting closes, nor by who does not manage it', async () => {
    await at.open();
    expect((await draft()).body.code).toBe('not-closed');
    for (const as of [world.housing, world.idva, world.observer, world.auditor, world.administrator])
      expect((await draft({}, as)).status).toBe(403);
    const elsewhere = await app.world();
    expect((await draft({}, elsewhere.coordinator)).status).toBe(404);
    expect((await at.ask('GET', path(), undefined, elsewhere.coordinator)).status).toBe(404);
  });

  test('with an address that became protected after it was minuted', async () => {
    await at.save(first().itemId, 'DECISIONS', 0, { text: 'She stays at 9 Sheltered Row' });
    await at.open();
    await fill(at, world, day.social);
    const deferrals = day.cases.map(({ itemId }) => ({
      agendaItemId: itemId,
      reason: 'TIME_OVERRUN',
      interimCheck: interimCheck(world),
    }));
    expect((await at.close({ deferrals })).status).toBe(200);
    const refuge = { kind: 'REFUGE', name: 'Willowmere', address: '9 Sheltered Row', postcode: 'NB8 8ZZ' };
    await at.ask('POST', `/cases/${first().caseId}/locations`, refuge);
    const refused = await draft();
    expect([refused.status, refused.body.errors]).toMatchObject([
      422,
      [{ pointer: `/agenda-items/${first().itemId}`, code: 'protected-address-in-text' }],
    ]);
    expect(refused.text).not.toContain('Sheltered');
    await at.save(first().itemId, 'DECISIONS', 1, { text: 'She is safe' });
    expect((await draft()).status).toBe(201);
  });
});

describe('guests who were in the room', () => {
  /** Somebody from an agency that is needed for no case of the list. */
  async function comes(itemId: string, guest: TestUser): Promise<void> {
    const body = { userId: guest.id, reason: 'Teaches the child' };
    const invited = (await at.ask('POST', `/agenda-items/${itemId}/guests`, body)).body;
    await app.rows(`update meetings.guests set starts_at = now() - interval '1 hour', ends_at = now() + interval '1 hour' where id = $1`, [invited.id]); // prettier-ignore
    const came = await at.ask('POST', `/guests/${invited.id}/attendance`, {});
    if (came.status >= 300) throw new Error(`not there: ${came.text}`);
  }

  test('stand by name with the one case that they came for, for those who sat at the table; they read of no other', async () => {
    const teacher = await world.person(day.social.agencyId!, ['AGENCY_REPRESENTATIVE']);
    const officer = await world.person(world.agencies.police.id, ['AGENCY_REPRESENTATIVE']);
    await app.rows(`update identity.users set name = 'T. Eacher' where id = $1`, [teacher.id]);
    await app.rows(`update identity.users set name = 'O. Fficer' where id = $1`, [officer.id]);
    await comes(first().itemId, teacher);
    await comes(second().itemId, officer);
    await hold();
    const minutes = (await approve((await draft()).body)).body;
    const guestsOf = async (as: TestUser) => {
      const { status, body } = await read(minutes.id, as);
      if (status !== 200) return status;
      expect(JSON.stringify(body.head)).not.toMatch(/Eacher|Fficer/);
      return body.parts.flatMap(({ agendaItemId, label, content }: any) =>
        (content.guests ?? []).map((one: any) => [agendaItemId, label, one.name, one.arrivedAt !== null]),
      );
    };
    const both = [
      [first().itemId, 'INTELLIGENCE', 'T. Eacher', true],
      [second().itemId, 'INTELLIGENCE', 'O. Fficer', true],
    ];
    for (const as of [world.coordinator, world.chair, world.housing, world.idva]) expect(await guestsOf(as)).toEqual(both);
    // a guest was not at the table: neither their own case's minutes nor another's are theirs to read
    for (const as of [teacher, officer, day.social, world.probation]) expect(await guestsOf(as)).toBe(404);
    expect(await verify(minutes.id)).toMatchObject({ intact: true });
  }); // prettier-ignore

  test('read their own line once the minutes are approved, and nothing else; nobody else reads it there', async () => {
    const teacher = await world.person(day.social.agencyId!, ['AGENCY_REPRESENTATIVE']);
    const officer = await world.person(world.agencies.police.id, ['REFERRER']);
    await comes(first().itemId, teacher);
    await comes(second().itemId, officer);
    await hold();
    const own = async (as: TestUser) => at.ask('GET', '/guest-slots/minuted', undefined, as);
    const minutes = (await draft()).body;
    expect((await own(teacher)).body).toEqual([]);
    await approve(minutes);
    for (const [guest, agency] of [[teacher, `Children ${world.code}`], [officer, world.agencies.police.name]] as const) {
      const { status, body, text } = await own(guest);
      expect([status, body]).toEqual([200, [{ minutesId: minutes.id, meetingId: day.meetingId, heldOn: today(), number: 1, approvedAt: expect.any(String), name: expect.stringContaining('Test'), agency, arrivedAt: expect.any(String), leftAt: null }]]);
      for (const { caseId, itemId, victim } of day.cases) for (const word of [caseId, itemId, victim]) expect(text).not.toContain(word);
    }
    for (const as of [day.social, world.police, world.housing, world.idva, world.referrer]) expect((await own(as)).body).toEqual([]);
    for (const as of [world.coordinator, world.chair, world.administrator, world.observer]) expect((await own(as)).status).toBe(403);
    const [{ audited }] = await app.rows(`select count(*)::int as audited from audit.events e where e.action = 'minutes.own-line-read' and e.subject_id = $1`, [first().caseId]);
    expect(audited).toBe(1);
    const cause = { caseId: first().caseId, maracId: world.maracId, cause: 'CONFLICT', causeId: randomUUID() } as const;
    await app.operate(async () => app.get(Exclusions).exclude({ ...cause, userId: teacher.id }));
    expect((await own(teacher)).body).toEqual([]);
    expect((await recall((await read(minutes.id)).body, 'Mistaken')).status).toBe(200);
    expect((await own(officer)).body).toEqual([]);
  }); // prettier-ignore
});

describe('a draft', () => {
  beforeEach(hold);

  test('holds who was there, what was minuted of each case, what agencies shared, and the actions', async () => {
    const { body, headers } = await draft();
    expect(headers['etag']).toBe('"1"');
    expect(body).toMatchObject({
      status: 'DRAFT',
      number: null,
      hash: null,
      reason: '',
      draftedBy: 'Test COORDINATOR',
    });
    expect(body.head).toMatchObject({ chair: 'Test CHAIR', noteTaker: 'Test COORDINATOR', venue: 'Town hall' });
    expect(body.head.attendance).toHaveLength(5);
    expect(body.head.absent).toEqual([world.agencies.probation.name]);
    expect(body.parts.map((part: any) => [part.agendaItemId, part.label])).toEqual([
      [first().itemId, 'CONTACT'],
      [first().itemId, 'INTELLIGENCE'],
      [first().itemId, 'PERPETRATOR'],
      [second().itemId, 'INTELLIGENCE'],
    ]);
    const [contact, decided, shared, deferred] = body.parts.map((part: any) => part.content);
    expect(contact.sections).toMatchObject([{ section: 'TELLING_VICTIM', ...telling }]);
    expect(decided).toMatchObject({
      outcome: { status: 'HEARD', quorate: true },
      sections: [{ section: 'DECISIONS', text: 'Change the locks' }],
      notes: [{ section: 'DISSENT', writtenBy: 'Test CHAIR' }],
      actions: [{ text: 'Fit new locks', agency: world.agencies.housing.name }],
    });
    expect(shared.information).toMatchObject([{ agency: world.agencies.probation.name, text: 'Seen at her door' }]);
    expect(deferred.outcome).toMatchObject({ status: 'DEFERRED', reason: 'TIME_OVERRUN' });
  });

  test('is read by nobody but who keeps it, and is not there for others', async () => {
    const { body } = await draft();
    for (const as of [world.housing, world.idva, world.police]) {
      const hidden = await read(body.id, as);
      const absent = await read(randomUUID(), as);
      expect([hidden.status, { ...hidden.body, reference: '' }]).toEqual([404, { ...absent.body, reference: '' }]);
      expect((await at.ask('GET', path(), undefined, as)).body.items).toEqual([]);
    }
    expect((await read(body.id, world.chair)).status).toBe(200);
  });

  test('is not approved by who made it, by who is no chair, when it is outdated or was not seen', async () => {
    const own = (await draft({}, world.chair)).body;
    expect([(await approve(own)).status, (await approve(own)).body.code]).toEqual([403, 'own-minutes']);
    const minutes = (await draft()).body;
    for (const as of [world.coordinator, world.housing, world.idva])
      expect((await approve(minutes, as)).status).toBe(403);
    expect((await approve(own)).status).toBe(412);
    const blind = await app.request('POST', `/minutes/${minutes.id}/approval`, { as: world.chair });
    expect(blind.status).toBe(428);
    await at.save(first().itemId, 'DECISIONS', 1, { text: 'Change the locks tonight' });
    expect((await approve(minutes)).body.code).toBe('draft-outdated');
    expect((await at.ask('GET', path())).body.items.map((one: any) => one.status)).toEqual(['DRAFT', 'SUPERSEDED']);
  });

  test('holds the case from which whoever drafts is excluded, and does not show it to them', async () => {
    const { caseId } = second();
    const { maracId, coordinator } = world;
    const out = { caseId, maracId, cause: 'CONFLICT', causeId: randomUUID(), userId: coordinator.id } as const;
    await app.operate(async () => app.get(Exclusions).exclude(out));
    const { body } = await draft();
    expect(body.parts.some((part: any) => part.caseId === caseId)).toBe(false);
    expect((await read(body.id, world.chair)).body.parts.some((part: any) => part.caseId === caseId)).toBe(true);
    expect((await approve(body)).body).toMatchObject({ status: 'APPROVED' });
    expect(await verify(body.id)).toMatchObject({ intact: true });
  });
});

describe('approved minutes', () => {
  let minutes: { id: string; version: number };
  beforeEach(async () => {
    await hold();
    minutes = (await approve((await draft()).body)).body;
  });

  test('are read by those who were there, each as far as their agency’s share goes, with what may be filed', async () => {
    expect(minutes).toMatchObject({ status: 'APPROVED', number: 1, approvedBy: 'Test CHAIR', late: false, version: 2 });
    const labels = async (as: TestUser) => {
      const { status, body } = await read(minutes.id, as);
      return status === 200 ? body.parts.map((part: any) => part.label) : status;
    };
    expect(await labels(world.coordinator)).toEqual(['CONTACT', 'INTELLIGENCE', 'PERPETRATOR', 'INTELLIGENCE']);
    expect(await labels(world.housing)).toEqual(['INTELLIGENCE', 'PERPETRATOR', 'INTELLIGENCE']);
    expect(await labels(world.idva)).toEqual(['CONTACT', 'INTELLIGENCE', 'PERPETRATOR', 'INTELLIGENCE']);
    // circulated to them, and not there; there, and not circulated to them; no business of theirs
    expect([await labels(world.probation), await labels(day.social)]).toEqual([404, 404]);
    expect([await labels(world.observer), await labels(world.auditor)]).toEqual([403, 403]);
    const { filing, head } = (await read(minutes.id, world.housing)).body;
    expect(filing).toMatchObject({ perpetrator: expect.stringContaining('without where the victim is'), child: null });
    expect(head.attendance).toHaveLength(5);
    expect(await notices(world.housing)).toEqual(['MINUTES_READY']);
    expect(await notices(world.probation)).toEqual([]);
  });

  test('stay as they are, and so does the record they rest on', async () => {
    expect((await at.save(first().itemId, 'DECISIONS', 1, { text: 'Otherwise' })).body.code).toBe('minutes-approved');
    expect((await at.note(first().itemId, 'DECISIONS', 'Otherwise')).body.code).toBe('minutes-approved');
    expect((await at.comes(world.probation)).body.code).toBe('minutes-approved');
    const lines = (await at.roll()).items;
    expect((await at.change(lines[0].id, lines[0].version, {})).body.code).toBe('minutes-approved');
    expect((await approve(minutes)).body.code).toBe('not-a-draft');
  });

  test.each<[string, string]>([
    ['a word of a part', `update minutes.parts set content = replace(content, 'locks', 'looks') where version_id = $1`],
    ['the hash of a part with its word', `update minutes.parts set content = '{}', hash = encode(sha256('{}'), 'hex') where version_id = $1`],
    ['a part that is gone', `delete from minutes.parts where version_id = $1 and label = 'CONTACT'`],
    ['who was there', `update minutes.versions set head = '{}' where id = $1`],
    ['why', `update minutes.versions set reason = 'x' where id = $1`],
    ['when', `update minutes.versions set approved_at = approved_at - interval '1 day' where id = $1`],
  ])('betray a change behind their back: %s', async (_, sql) => {
    expect(await verify(minutes.id, world.housing)).toMatchObject({ intact: true });
    // what the application's own role could not do
    await expect(app.rows(sql, [minutes.id])).rejects.toThrow(/permission denied|stay as they are/);
    await asSuperuser(sql, minutes.id);
    const found = await verify(minutes.id);
    expect([found.intact, found.recomputed === found.hash]).toEqual([false, false]);
  }); // prettier-ignore

  test('are corrected as a new version, with a reason; those before stand until then', async () => {
    const without = await draft();
    expect(without.body.errors).toMatchObject([{ pointer: '/reason', code: 'required' }]);
    const correction = (await draft({ reason: 'A decision was left out' })).body;
    expect((await read(minutes.id, world.housing)).status).toBe(200);
    await at.save(first().itemId, 'DECISIONS', 1, { text: 'Change the locks, and the alarm' });
    expect((await approve(correction)).body.code).toBe('draft-outdated');
    const again = (await draft()).body;
    expect(again).toMatchObject({ reason: 'A decision was left out', number: null });
    const approved = (await approve(again)).body;
    expect(approved).toMatchObject({ number: 2, status: 'APPROVED' });
    expect((await read(approved.id, world.housing)).text).toContain('and the alarm');
    expect((await read(minutes.id, world.housing)).status).toBe(404);
    expect((await read(minutes.id)).body).toMatchObject({ status: 'SUPERSEDED', number: 1 });
    expect(await verify(minutes.id)).toMatchObject({ intact: true });
    const lines = (await at.ask('GET', path(), undefined, world.housing)).body.items;
    expect(lines.map((one: any) => [one.number, one.status])).toEqual([[2, 'APPROVED'], [1, 'SUPERSEDED']]);
  }); // prettier-ignore

  test('are taken back, with a reason, by the chair alone; those who could read them hear of it', async () => {
    await notices(world.housing);
    for (const as of [world.coordinator, world.housing]) expect((await recall(minutes, 'x', as)).status).toBe(403);
    expect((await recall({ ...minutes, version: 1 }, 'x')).status).toBe(412);
    const taken = await recall(minutes, 'They went to the wrong agency');
    expect(taken.body).toMatchObject({ status: 'RECALLED', recalledBecause: 'They went to the wrong agency' });
    for (const as of [world.housing, world.idva]) expect((await read(minutes.id, as)).status).toBe(404);
    expect((await recall(taken.body, 'again')).body.code).toBe('not-approved');
    expect(await notices(world.housing)).toEqual(expect.arrayContaining(['MINUTES_RECALLED', 'MINUTES_READY']));
    expect((await at.save(first().itemId, 'DECISIONS', 1, { text: 'Otherwise' })).status).toBe(200);
  });

  test('the first need no reason, and a reason gives no address away', async () => {
    const refuge = { kind: 'REFUGE', name: 'Willowmere', address: '9 Sheltered Row', postcode: 'NB8 8ZZ' };
    await at.ask('POST', `/cases/${second().caseId}/locations`, refuge);
    const refused = await recall(minutes, 'It named 9 Sheltered Row');
    expect(refused.body.errors).toMatchObject([{ pointer: '/reason', code: 'protected-address-in-text' }]);
    expect((await draft({ reason: 'It named 9 Sheltered Row' })).status).toBe(422);
  });
});

test('minutes that nobody approves in time are told of, once; those that were are not', async () => {
  await hold();
  await deliver(app);
  await letDaysPass(app, 10); // more than the five working days there are for it, fewer than until it goes further up
  expect((await draft({ reason: 'x' })).body.errors).toMatchObject([{ pointer: '/reason', code: 'not-wanted' }]);
  const minutes = (await draft()).body;
  const fall = async () => {
    await deliver(app);
    await app.rows(
      `update platform.due set due_at = clock_timestamp() - interval '1 second', next_at = clock_timestamp() - interval '1 second'
        where kind = 'minutes.approval-due' and subject = $1`,
      [day.meetingId],
    );
    await app.get(DueSweep).sweep();
  };
  await fall();
  await fall();
  expect(await notices(world.coordinator)).toEqual(['MINUTES_OVERDUE']);
  expect(await notices(world.chair)).toEqual(['MINUTES_OVERDUE']);
  expect(await notices(world.housing)).toEqual([]);
  expect((await approve(minutes)).status).toBe(200);
  await fall();
  expect(await notices(world.coordinator)).toEqual(expect.arrayContaining(['MINUTES_OVERDUE', 'MINUTES_READY']));
});
