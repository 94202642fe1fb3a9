import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { deliver, today } from '../meetings/calendar.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { type Day, events, fill, meetingDay, type Table, table } from './day.js';

let app: TestApp;
let world: World;
let day: Day;
let at: Table;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  day = await meetingDay(app, world);
  at = table(app, world, day.meetingId);
});
afterAll(() => app?.stop());

const item = () => day.cases[0]!;
const hear = () => at.outcome(item().itemId, item().version, { status: 'HEARD' });
const waive = (as = world.chair) =>
  at.ask('POST', `/agenda-items/${item().itemId}/quorum-waiver`, { reason: 'She must be safe tonight' }, as);
const decide = (conference: object) =>
  app.request('PUT', `/maracs/${world.maracId}/rules`, {
    as: world.chair,
    headers: { 'if-match': '"0"' },
    body: { effectiveFrom: today(), reason: 'The steering group decided.', sections: { conference } },
  });

describe('before the day', () => {
  test('agencies say for themselves whether they come, and nobody says it for another', async () => {
    expect((await at.intend({ coming: 'YES', people: 2 }, world.housing)).status).toBe(200);
    const other = { agencyId: world.agencies.probation.id, coming: 'NO' };
    expect((await at.intend(other, world.housing)).status).toBe(403);
    expect((await at.intend(other, world.coordinator)).status).toBe(200);
    const elsewhere = await app.world();
    expect((await at.intend({ coming: 'YES' }, elsewhere.housing)).status).toBe(404);
    const foreign = { agencyId: elsewhere.agencies.housing.id, coming: 'YES' };
    expect((await at.intend(foreign, world.coordinator)).body.errors).toMatchObject([{ code: 'not-a-member' }]);
    const said = await at.intend({ coming: 'YES', people: 3, deputy: 'D. Puty' }, world.housing);
    expect(said.body.items).toMatchObject([
      { agencyId: world.agencies.housing.id, coming: 'YES', people: 3, deputy: 'D. Puty' },
      { agencyId: world.agencies.probation.id, coming: 'NO', people: 0 },
    ]);
    expect(said.body.silent).toHaveLength(3);
  });

  test('the forecast says what is missing, and whether the rest would make it', async () => {
    expect(await at.quorum(world.housing)).toMatchObject({
      basis: 'FORECAST',
      quorate: false,
      missing: expect.arrayContaining(['Nobody is expected from the police.']),
      casesWithChildren: 1,
      ifTheRestCome: true,
    });
    await at.intend({ coming: 'YES', people: 2 }, world.police);
    await at.intend({ coming: 'YES' }, world.idva);
    await at.intend({ coming: 'YES', people: 2 }, world.housing);
    expect(await at.quorum()).toMatchObject({
      quorate: true,
      quorateWithChildren: false,
      missingWithChildren: ["Nobody is expected from children's social care."],
      members: 5,
      agencies: 3,
      ifTheRestCome: true,
    });
    await at.intend({ coming: 'NO' }, day.social);
    expect(await at.quorum()).toMatchObject({ quorate: true, ifTheRestCome: false });
  });
});

describe('during the meeting', () => {
  test('it comes about, is lost and comes back, each at its time; observers and the note taker do not count', async () => {
    await at.open();
    const [, , idva] = await fill(at, world, day.social);
    await at.comes(world.observer, { cameAs: 'NOTE_TAKER' });
    expect(await at.quorum()).toMatchObject({ basis: 'LIVE', quorate: true, quorateWithChildren: true, members: 5 });
    await at.change(idva!, 1, { leftAt: new Date().toISOString() });
    expect(await at.quorum()).toMatchObject({ quorate: false, missing: expect.arrayContaining(['Nobody is here from the IDVA service.']) });
    await at.change(idva!, 2, {});
    const { quorate, changes } = await at.quorum();
    expect([quorate, changes.map((change: any) => change.quorate)]).toEqual([true, [false, true, false, true]]);
    expect(changes.map((change: any) => Date.parse(change.at))).toEqual(
      changes.map((change: any) => Date.parse(change.at)).sort((a: number, b: number) => a - b),
    );
    expect(await events(app, day.meetingId)).toEqual(['meeting.opened', 'quorum.lost']);
  }); // prettier-ignore

  describe('when it is lost', () => {
    const notices = async (as: TestUser) => {
      await deliver(app);
      const { items } = (await app.request('GET', '/inbox?limit=200', { as })).body;
      return items
        .filter((one: any) => one.kind === 'QUORUM_LOST')
        .map(({ title, subjectId, caseRef }: any) => ({ title, subjectId, caseRef }));
    };
    const notice = () => ({
      title: 'A meeting that is being held lost its quorum.',
      ...{ subjectId: day.meetingId, caseRef: null },
    });
    const lost = async (as?: TestUser) => {
      const { quorumLost, quorumLostAt } = (await at.sitting(as)).body;
      return [quorumLost, quorumLostAt !== null];
    };
    let lines: string[];
    beforeEach(async () => {
      await at.open();
      lines = await fill(at, world, day.social);
    });

    test('nobody is told but who sees to the meeting, and nobody while it is there', async () => {
      for (const who of [world.coordinator, world.chair]) expect(await notices(who)).toEqual([]);
      await at.change(lines[2]!, 1, { leftAt: new Date().toISOString() });
      for (const who of [world.police, world.housing, world.idva, world.observer, world.auditor, world.administrator])
        expect(await notices(who)).toEqual([]);
      const elsewhere = await app.world();
      for (const who of [elsewhere.coordinator, elsewhere.chair]) expect(await notices(who)).toEqual([]);
    });

    test('coordinator and chair are told at once, once for each time, and it shows in how the meeting stands', async () => {
      expect(await lost()).toEqual([null, false]);
      await at.change(lines[2]!, 1, { leftAt: new Date().toISOString() });
      expect(await lost(world.housing)).toEqual(['EVERY_CASE', true]);
      await at.change(lines[3]!, 1, { leftAt: new Date().toISOString() }); // there was none to lose any more
      for (const who of [world.coordinator, world.chair]) expect(await notices(who)).toEqual([notice()]);
      await at.change(lines[3]!, 2, {});
      await at.change(lines[2]!, 2, {});
      expect(await lost()).toEqual([null, false]);
      await at.change(lines[2]!, 3, { mistaken: true });
      for (const who of [world.coordinator, world.chair]) expect(await notices(who)).toEqual([notice(), notice()]);
    });

    test('for cases with children alone', async () => {
      await at.comes(world.probation);
      await at.change(lines[4]!, 1, { mistaken: true });
      expect(await lost()).toEqual(['CASES_WITH_CHILDREN', true]);
      expect(await notices(world.chair)).toEqual([notice()]);
    });
  });

  test('a case with children waits for children’s services, or for the chair', async () => {
    await at.open();
    const lines = await fill(at, world, day.social);
    await at.comes(world.probation);
    await at.change(lines[4]!, 1, { mistaken: true });
    expect(await at.quorum()).toMatchObject({ quorate: true, quorateWithChildren: false });
    const refused = await hear();
    expect([refused.status, refused.body.code]).toEqual([409, 'not-quorate']);
    expect((await waive(world.coordinator)).status).toBe(403);
    expect((await waive()).body).toMatchObject({ reason: 'She must be safe tonight', quorate: null });
    expect((await hear()).body).toMatchObject({ status: 'HEARD' });
    expect((await at.record(item().itemId)).body.hearing).toMatchObject({
      quorate: false,
      missing: ["Nobody is here from children's social care."],
      reason: 'She must be safe tonight',
    });
  });

  test('with a quorum it is heard, and it stands in the record that there was one', async () => {
    await at.open();
    await fill(at, world, day.social);
    expect((await hear()).status).toBe(200);
    expect((await at.record(item().itemId)).body.hearing).toMatchObject({ quorate: true, missing: [], reason: '' });
  });

  test('the reason of the chair gives no address away', async () => {
    await at.open();
    const refuge = { kind: 'REFUGE', name: 'Willowmere', address: '9 Sheltered Row', postcode: 'NB8 8ZZ' };
    await at.ask('POST', `/cases/${item().caseId}/locations`, refuge);
    const body = { reason: 'She is at 9 Sheltered Row' };
    const answer = await at.ask('POST', `/agenda-items/${item().itemId}/quorum-waiver`, body, world.chair);
    expect(answer.body.errors).toMatchObject([{ pointer: '/reason', code: 'protected-address-in-text' }]);
  });
});

describe('an area sets otherwise', () => {
  test('that nothing is heard without a quorum, whatever the chair says', async () => {
    expect((await decide({ withoutQuorum: 'REFUSE' })).status).toBe(200);
    await at.open();
    expect([(await hear()).body.code, (await waive()).body.code]).toEqual(['not-quorate', 'not-quorate']);
  });

  test('that a meeting is opened first', async () => {
    await decide({ openingNeeded: true, quorum: { agency: 'POLICE' } });
    expect((await hear()).body.code).toBe('not-open');
    await at.open();
    await at.comes(world.police);
    expect((await hear()).body).toMatchObject({ status: 'HEARD' });
    expect((await at.record(item().itemId)).body.hearing).toMatchObject({ quorate: true, ruleVersion: 1 });
  });

  test.each<[string, object, string]>([
    ['a quorum with a gap', { quorum: { all: [] } }, 'empty'],
    ['a quorum that loses by somebody coming', { quorum: { not: { agency: 'POLICE' } } }, 'attendance-in-a-condition'],
    ['a quorum of nobody', { quorumEmergency: { any: [{ fact: 'CHILDREN' }] } }, 'holds-with-nobody'],
    ['a quorum of what there is not', { quorum: { agency: 'PLUMBERS' } }, 'unknown-agency-kind'],
  ])('%s is refused at its place', async (_, rules, code) => {
    const answer = await decide(rules);
    const [name] = Object.keys(rules);
    expect([answer.status, answer.body.errors]).toMatchObject([
      422,
      [{ pointer: `/sections/conference/${name}`, code }],
    ]);
  });
});
