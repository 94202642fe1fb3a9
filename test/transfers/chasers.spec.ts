import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { asOf } from '../../src/platform/values/clock.js';
import { workingDaysFrom } from '../../src/platform/values/working-days.js';
import { TransferLadders } from '../../src/transfers/transfer-ladders.service.js';
import { deliver, today } from '../meetings/calendar.js';
import { startApp, type TestApp } from '../support/app.js';
import { setRules } from '../support/asking.js';
import type { TestUser } from '../support/world.js';
import { accepted, type Moving, moving, offered, referThere, step } from './moving.js';

let app: TestApp;
let m: Moving;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  m = await moving(app);
});
afterAll(() => app?.stop());

/** So many working days from now. */
const workingDay = (days: number) =>
  workingDaysFrom(today(), days, { nation: 'england-and-wales', closures: new Set() });
/** The worker looks, at ten in the morning, so many working days from now. */
const look = (days: number) =>
  asOf(new Date(`${workingDay(days)}T10:00:00Z`), async () => {
    const waiting = await app.rows('select i.id from transfers.incoming i order by i.id');
    for (const { id } of waiting) await app.operate(() => app.get(TransferLadders).whenDue(id));
  });
const raised = async (id: string) =>
  (
    await app.rows<{ step: string }>(
      `select case when r.epoch = 2 then 'NOT_TAKEN_UP' when 'CHAIR' = any (r.tells) then 'STILL_UNANSWERED' else 'UNANSWERED' end as step
         from alerts.area_rungs r where r.ladder_id = $1 order by r.raised_at`,
      [id],
    )
  ).map(({ step: name }) => name);
const KINDS = /^TRANSFER_(UNANSWERED|STILL_UNANSWERED|NOT_TAKEN_UP)$/;
const kinds = async (as: TestUser) => {
  await deliver(app);
  const { items } = (await app.request('GET', '/inbox?limit=200', { as })).body;
  return items.filter(({ kind }: any) => KINDS.test(kind)).map(({ kind }: any) => kind).reverse(); // prettier-ignore
};

describe('an offer that nobody answers', () => {
  test('is brought back to the area’s coordinators after two working days, and to its chairs and the old area after four', async () => {
    const id = await offered(app, m);
    await deliver(app);
    const [{ at }] = await app.rows(
      `select due_at as at from platform.due where kind = 'transfers.chase' and subject = $1`,
      [id],
    );
    expect(at.toLocaleString('sv', { timeZone: 'Europe/London' })).toBe(`${workingDay(2)} 09:00:00`);
    await look(1);
    expect(await raised(id)).toEqual([]);
    await Promise.all([look(2), look(2)]);
    await look(3);
    expect(await raised(id)).toEqual(['UNANSWERED']);
    expect(await kinds(m.there.coordinator)).toEqual(['TRANSFER_UNANSWERED']);
    expect(await kinds(m.there.chair)).toEqual([]);
    expect(await kinds(m.old.coordinator)).toEqual([]);
    await look(4);
    await look(9);
    expect(await raised(id)).toEqual(['UNANSWERED', 'STILL_UNANSWERED']);
    expect(await kinds(m.there.coordinator)).toEqual(['TRANSFER_UNANSWERED', 'TRANSFER_UNANSWERED']);
    expect(await kinds(m.there.chair)).toEqual(['TRANSFER_UNANSWERED']);
    expect(await kinds(m.old.coordinator)).toEqual(['TRANSFER_STILL_UNANSWERED']);
    for (const as of [m.old.housing, m.old.idva, m.old.chair, m.there.housing, m.there.idva])
      expect(await kinds(as)).toEqual([]);
  });

  test('though its ladder was lost', async () => {
    const id = await offered(app, m);
    await deliver(app);
    await app.rows(`update alerts.ladders l set ended_at = now(), next_at = null where l.id = $1 returning l.id`, [id]);
    await asOf(new Date(`${workingDay(2)}T10:00:00Z`), () => app.get(TransferLadders).sweep());
    expect(await raised(id)).toEqual(['UNANSWERED']);
    await asOf(new Date(`${workingDay(3)}T10:00:00Z`), () => app.get(TransferLadders).sweep());
    expect(await raised(id)).toEqual(['UNANSWERED']);
  });

  test('though it was acknowledged; not once it was refused or taken back', async () => {
    const id = await offered(app, m);
    await step(app, id, 'acknowledgement', m.there.coordinator);
    await look(2);
    expect(await raised(id)).toEqual(['UNANSWERED']);
    await step(app, id, 'refusal', m.there.coordinator, { reason: 'Not here' });
    await look(5);
    expect(await raised(id)).toEqual(['UNANSWERED']);
  });

  test('by the days that the area which is to answer has set', async () => {
    await setRules(app, m.there, { transfers: { answerWorkingDays: 5 } });
    const id = await offered(app, m);
    await look(4);
    expect(await raised(id)).toEqual([]);
    await look(5);
    expect(await raised(id)).toEqual(['UNANSWERED']);
  });
});

describe('a case that was accepted', () => {
  test('and left lying is brought back to the coordinators there', async () => {
    const id = await accepted(app, m);
    await deliver(app);
    await look(4);
    expect(await raised(id)).toEqual([]);
    await look(5);
    await look(8);
    expect(await raised(id)).toEqual(['NOT_TAKEN_UP']);
    expect(await kinds(m.there.coordinator)).toEqual(['TRANSFER_NOT_TAKEN_UP']);
    for (const as of [m.old.coordinator, m.old.housing, m.there.chair]) expect(await kinds(as)).toEqual([]);
  });

  test('not once there is a record there and both IDVAs confirmed; with one of them missing, it is', async () => {
    const id = await accepted(app, m);
    const { caseId } = await referThere(app, m);
    await step(app, id, 'reception', m.there.coordinator, { caseId, countAs: 'NEW' });
    const both = async ({ old, there }: Moving, which: string) => {
      await step(app, which, 'handover', old.idva, { side: 'LEAVING', spokeOn: today() });
      await step(app, which, 'handover', there.idva, { side: 'ARRIVING', spokeOn: today() });
    };
    await both(m, id);
    const other = await moving(app);
    const half = await accepted(app, other);
    await both(other, half);
    await look(6);
    expect(await raised(id)).toEqual([]);
    expect(await raised(half)).toEqual(['NOT_TAKEN_UP']);
  });
});

test('nothing that is sent joins the case to where it went', async () => {
  const id = await offered(app, m);
  await look(4);
  const events = await app.rows<{ whole: string }>(
    `select to_jsonb(o)::text as whole from platform.outbox o where ids->>'transferId' = $1`,
    [id],
  );
  const lines = await app.rows<{ whole: string }>(
    `select to_jsonb(e)::text as whole from audit.events e where subject_id = $1`,
    [id],
  );
  // the ladder is that of the area which is to answer, and so are its rungs
  const rungs = await app.rows<{ whole: string }>(
    `select to_jsonb(l)::text as whole from alerts.ladders l where l.id = $1
      union all select to_jsonb(r)::text from alerts.area_rungs r where r.ladder_id = $1`,
    [id],
  );
  expect([events.length, rungs.length]).toEqual([2, 2]);
  expect(lines.length).toBeGreaterThanOrEqual(1);
  for (const { whole } of [...events, ...lines, ...rungs]) expect(whole).not.toContain(m.caseId);
});
