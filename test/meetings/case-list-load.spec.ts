import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { Warmth } from '../../src/platform/db/warmth.js';
import { BulkSeed } from '../../src/sample/bulk-seed.service.js';
import { AGENCIES, type BigMeeting, bigMeeting, CASES } from '../bench/big-meeting.js';
import { startApp, type TestApp } from '../support/app.js';

/** The list of a full meeting: what it costs must not grow with its cases or with the agencies it went to. */
const MOST_STATEMENTS = 8;

let app: TestApp;
let meeting: BigMeeting;
beforeAll(async () => {
  app = await startApp();
  await app.get(BulkSeed).run(200, { marac: 'NB' });
  const { adminUrl } = app.database;
  meeting = await bigMeeting({ adminUrl, appUrl: app.database.appUrl, release: async () => undefined }, AGENCIES);
  const sent = await app.request('POST', `/meetings/${meeting.id}/circulation`, {
    as: meeting.coordinator,
    body: { reason: 'For the meeting', agencies: meeting.agencyIds },
  });
  if (sent.status !== 200) throw new Error(`not circulated: ${sent.text}`);
}, 60_000);
afterAll(() => app?.stop());

/** Everything that is said to the database meanwhile, whoever says it. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const client = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
  const { query } = client;
  const said: string[] = [];
  client.query = function (...args: unknown[]) {
    const [first] = args;
    said.push(typeof first === 'string' ? first : (first as { text: string }).text);
    return query.apply(this, args);
  };
  try {
    await work();
  } finally {
    client.query = query;
  }
  return said;
}

describe(`the list of ${CASES} cases that went to ${AGENCIES} agencies`, () => {
  const read = (as: string) => app.request('GET', `/meetings/${meeting.id}/case-list`, { as });

  test('has every case for each of them', async () => {
    for (const as of [meeting.coordinator, ...meeting.readers]) {
      const { status, body } = await read(as);
      expect([status, body.items.length]).toEqual([200, CASES]);
    }
  });

  test('asks nothing that a new process has not asked on each of its connections already, as nobody and about nothing', async () => {
    const recorded = () => app.rows('select count(*)::int as lines from audit.events');
    const before = await recorded();
    const warmed = await statementsOf(() => app.get(Warmth).warm('READERS', 3));
    expect(await recorded()).toEqual(before);
    for (const text of ['identity.sessions s', "'totals', json_build_object", 'meetings.gather', 'rollback'])
      expect(warmed.filter((said) => said.includes(text))).toHaveLength(3);
    const ofUsers = (text: string) => !text.includes(`platform.enter('`) && text !== 'commit';
    const asked = await statementsOf(() => read(meeting.readers[0]!));
    expect(asked.filter((text) => ofUsers(text) && !warmed.includes(text))).toEqual([]);
  });

  test(`takes at most ${MOST_STATEMENTS} statements, begin, record and commit among them, whoever reads it`, async () => {
    for (const as of [meeting.coordinator, ...meeting.readers]) {
      const said = await statementsOf(() => read(as));
      expect(said.some((text) => text.includes('agenda_items'))).toBe(true);
      expect(said.length).toBeLessThanOrEqual(MOST_STATEMENTS);
    }
  });
});
