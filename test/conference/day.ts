import { randomUUID } from 'node:crypto';
import { MaracsService } from '../../src/maracs/maracs.service.js';
import { circulate, choose, type Cycle, cycle, dayComes, declare } from '../research/cycle.js';
import type { Answer, TestApp } from '../support/app.js';
import { sign, type TestUser, type World } from '../support/world.js';

/** The day of a meeting: circulated, declared, and today. */
export interface Day extends Cycle {
  /** somebody of children's social care, which signed */
  social: TestUser;
}

export async function meetingDay(app: TestApp, world: World, referrers: TestUser[] = [world.housing]): Promise<Day> {
  const made = await cycle(app, world, referrers);
  const agency = await app.operate(async () => {
    const joined = await app.get(MaracsService).join(world.maracId, `Children ${world.code}`, 'CSC');
    sign(app, world.maracId, joined.id);
    return joined;
  });
  const { idvaService, probation, housing } = world.agencies;
  for (const { itemId } of made.cases)
    await choose(app, itemId, world.coordinator, [idvaService.id, probation.id, housing.id]);
  await circulate(app, made.meetingId, world.coordinator);
  for (const who of [world.idva, world.probation, world.housing]) await declare(app, made.meetingId, who);
  await dayComes(app, made.meetingId);
  return { ...made, social: await world.person(agency.id, ['AGENCY_REPRESENTATIVE']) };
}

/** Requests about one meeting, as its coordinator unless somebody else is named. */
export function table(app: TestApp, world: World, meetingId: string) {
  const ask = (method: string, path: string, body?: object, as: TestUser = world.coordinator, version?: number) =>
    app.request(method, path, {
      as,
      body,
      headers: version === undefined ? undefined : { 'if-match': `"${version}"` },
    });
  const at = (path: string) => `/meetings/${meetingId}/${path}`;
  return {
    ask,
    open: (as?: TestUser, body: object = {}) => ask('POST', at('opening'), body, as),
    close: async (body: object = {}, as?: TestUser) =>
      ask('POST', at('close'), body, as, (await ask('GET', at('sitting'))).body.version),
    sitting: (as?: TestUser) => ask('GET', at('sitting'), undefined, as),
    quorum: async (as?: TestUser) => (await ask('GET', at('quorum'), undefined, as)).body,
    roll: async (as?: TestUser) => (await ask('GET', at('attendance'), undefined, as)).body,
    intend: (body: object, as: TestUser) => ask('POST', at('intentions'), body, as),
    comes: (who: TestUser, body: object = {}) =>
      ask('POST', at('attendance'), { agencyId: who.agencyId, userId: who.id, cameAs: 'REPRESENTATIVE', ...body }),
    attendance: (body: object, as?: TestUser) => ask('POST', at('attendance'), body, as),
    change: (id: string, version: number, body: object, as?: TestUser) =>
      ask('PUT', `/attendance/${id}`, { cameAs: 'REPRESENTATIVE', ...body }, as, version),
    outcome: (itemId: string, version: number, body: object, as?: TestUser) =>
      ask('POST', `/agenda-items/${itemId}/outcome`, body, as, version),
    save: (itemId: string, section: string, version: number, body: object, as?: TestUser): Promise<Answer> =>
      ask('PUT', `/agenda-items/${itemId}/record/${section}`, { revisionId: randomUUID(), ...body }, as, version),
    note: (itemId: string, section: string, text: string, as?: TestUser, id = randomUUID()) =>
      ask('POST', `/agenda-items/${itemId}/record/${section}/notes`, { id, text }, as),
    record: (itemId: string, as?: TestUser) => ask('GET', `/agenda-items/${itemId}/record`, undefined, as),
    section: (itemId: string, section: string, as?: TestUser) =>
      ask('GET', `/agenda-items/${itemId}/record/${section}`, undefined, as),
  };
}

export type Table = ReturnType<typeof table>;

/** Five members from four agencies, police, IDVA and children's services among them. */
export async function fill(at: Table, world: World, social: TestUser): Promise<string[]> {
  const people: [TestUser, object][] = [
    [world.chair, { cameAs: 'CHAIR' }],
    [world.police, {}],
    [world.idva, {}],
    [world.housing, {}],
    [social, {}],
  ];
  const ids: string[] = [];
  for (const [who, body] of people) {
    const answer = await at.comes(who, body);
    if (answer.status !== 201) throw new Error(`not written down: ${answer.text}`);
    ids.push(answer.body.id);
  }
  return ids;
}

/** What the minutes must say before a meeting closes. */
export const telling = { who: 'IDVA, in person', text: 'Call her sister first' };

/** Names of the events of this meeting, in order. */
export async function events(app: TestApp, meetingId: string): Promise<string[]> {
  const rows = await app.rows<{ name: string }>(
    `select name from platform.outbox where ids ->> 'meetingId' = $1 and name ~ '^(meeting\\.(opened|closed)|quorum)' order by id`,
    [meetingId],
  );
  return rows.map(({ name }) => name);
}
