import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { addDays } from '../../src/platform/values/dates.js';
import { today } from '../meetings/calendar.js';
import { copy } from '../papers/copies.js';
import { flat } from '../support/pdf-text.js';
import type { TestUser } from '../support/world.js';
import { close, type Emergency, hear, tell } from './emergency-steps.js';
import type { Meetings } from './fortnight.js';
import type { Journey, Secret, Told } from './journey.js';
import { type Item, listOf } from './research-steps.js';

/** Papers are taken away as PDF; nobody's copy holds a case that is closed to them. */
export async function takePapers(journey: Journey, { first }: Meetings, focus: Told, secrets: Secret[]) {
  const { coordinator, housing, kin, more } = journey.people;
  const texts = new Map<TestUser, string>();
  await journey.calm(async () => {
    for (const as of [coordinator, housing, kin, more.drugs])
      texts.set(as, flat((await copy(journey.app, first, as)).pages.join('\n')));
  });
  for (const text of texts.values()) {
    expect(text).toContain(focus.form.victim.familyName);
    expect(text).toContain('Known to probation.');
    expect(text).not.toMatch(/Secret|NB1 2AB|07700/);
  }
  for (const { from, told } of secrets) {
    for (const word of [told.caseRef, told.form.victim.familyName]) {
      expect(texts.get(from)).not.toContain(word);
      expect(texts.get(coordinator)).toContain(word);
    }
  }
}

const at = (meetingId: string, path: string) => `/meetings/${meetingId}/${path}`;

async function arrive(journey: Journey, meetingId: string): Promise<Map<TestUser, string>> {
  const { coordinator, chair, nine } = journey.people;
  const lines = new Map<TestUser, string>();
  for (const who of [chair, ...Object.values(nine)]) {
    const came = { agencyId: who.agencyId, userId: who.id, cameAs: who === chair ? 'CHAIR' : 'REPRESENTATIVE' };
    lines.set(who, (await journey.done('POST', at(meetingId, 'attendance'), coordinator, came)).id);
  }
  return lines;
}

/** Somebody goes out, or comes back. */
const goes = (journey: Journey, line: string, version: number, leftAt?: string) =>
  journey.step(() =>
    journey.done(
      'PUT',
      `/attendance/${line}`,
      journey.people.coordinator,
      { cameAs: 'REPRESENTATIVE', leftAt },
      version,
    ),
  );

export async function open(journey: Journey, { first }: Meetings): Promise<Map<TestUser, string>> {
  const { coordinator, chair } = journey.people;
  const lines = await journey.calm(async () => {
    await journey.done('POST', at(first, 'opening'), coordinator, { chairId: chair.id });
    return arrive(journey, first);
  });
  const quorum = await journey.get(at(first, 'quorum'), journey.people.housing);
  expect(quorum).toMatchObject({ basis: 'LIVE', quorate: true, quorateWithChildren: true });
  return lines;
}

/** What was agreed at the emergency meeting: one thing done, one carried on; and the meeting stands by what was decided there. */
export async function lookBack(journey: Journey, { first }: Meetings, emergency: Emergency): Promise<void> {
  const { coordinator, chair, housing } = journey.people;
  const list = await journey.get(at(first, 'actions-review'), coordinator);
  const ids = list.items.map((one: { action: { id: string } }) => one.action.id);
  expect(ids).toEqual(expect.arrayContaining(emergency.actions));
  const own = await journey.get(at(first, 'actions-review'), housing);
  expect(own.items.map((one: { action: { id: string } }) => one.action.id)).toEqual([emergency.actions[0]]);
  await journey.calm(async () => {
    for (const [i, actionId] of emergency.actions.entries()) {
      const { version } = await journey.get(`/actions/${actionId}`, coordinator);
      const finding = i === 0 ? { finding: 'DONE' } : { finding: 'CARRIED_ON', dueOn: addDays(today(), 4) };
      const body = { id: randomUUID(), actionId, note: 'As reported', ...finding };
      await journey.done('POST', at(first, 'actions-review'), coordinator, body, version);
    }
    const ratified = { atMeetingId: first, decision: 'RATIFIED' };
    await journey.done('POST', at(emergency.meetingId, 'ratification'), chair, ratified);
  });
  expect((await journey.get(at(first, 'actions-review'), coordinator)).waiting).toBe(0);
}

const waive = (journey: Journey, itemId: string, as: TestUser) =>
  journey.ask('POST', `/agenda-items/${itemId}/quorum-waiver`, as, { reason: 'She must be safe tonight' });

async function heard(journey: Journey, { agendaItemId, version }: Item): Promise<void> {
  await tell(journey, agendaItemId);
  const { status, text } = await hear(journey, agendaItemId, version);
  if (status !== 200) throw new Error(`not heard: ${text}`);
}

/** One after the other; the IDVA has to go, one case waits, one cannot, and she comes back. */
export async function discuss(
  journey: Journey,
  { first }: Meetings,
  lines: Map<TestUser, string>,
  focus: Told,
  unreached: Told[],
): Promise<void> {
  const { coordinator, chair, idva } = journey.people;
  const skipped = unreached.map(({ caseId }) => caseId);
  const items = (await listOf(journey, first, coordinator)).filter(
    ({ caseId, status }) => status === 'LISTED' && !skipped.includes(caseId),
  );
  const main = items.find(({ caseId }) => caseId === focus.caseId)!;
  const [urgent, waits, ...rest] = items.filter((one) => one !== main);
  const line = lines.get(idva)!;
  await goes(journey, line, 1, new Date().toISOString());
  expect(await journey.get(at(first, 'quorum'), chair)).toMatchObject({ quorate: false });
  expect((await hear(journey, urgent!.agendaItemId, urgent!.version)).body.code).toBe('not-quorate');
  expect((await waive(journey, urgent!.agendaItemId, coordinator)).status).toBe(403);
  expect((await waive(journey, urgent!.agendaItemId, chair)).status).toBeLessThan(300);
  await journey.step(() => heard(journey, urgent!));
  expect((await hear(journey, waits!.agendaItemId, waits!.version)).body.code).toBe('not-quorate');
  await goes(journey, line, 2);
  expect(await journey.get(at(first, 'quorum'), chair)).toMatchObject({ quorate: true });
  await write(journey, main);
  await journey.step(async () => {
    for (const one of [main, waits!, ...rest]) await heard(journey, one);
  });
}

/** Two write at once: each their own section, and where they meet the later words stand beside the earlier. */
async function write(journey: Journey, { agendaItemId, caseId }: Item): Promise<void> {
  const { coordinator, chair, housing, probation, idva } = journey.people;
  const section = (name: string) => `/agenda-items/${agendaItemId}/record/${name}`;
  const save = (name: string, as: TestUser, text: string) =>
    journey.ask('PUT', section(name), as, { revisionId: randomUUID(), text }, 0);
  const saved = await journey.calm(async () => {
    const answers = await Promise.all([
      save('RISK_HARM', coordinator, 'He has a knife'),
      save('RISK_INDICATORS', chair, 'It happens each week'),
    ]);
    const [mine, theirs] = [
      await save('DECISIONS', coordinator, 'Change the locks'),
      await save('DECISIONS', chair, 'And the alarm'),
    ];
    await journey.done('POST', `${section('DECISIONS')}/notes`, chair, { id: randomUUID(), text: 'And the alarm' });
    for (const [who, text] of [
      [housing, 'Fit an alarm'],
      [probation, 'See him on Monday'],
      [idva, 'Ring her each day'],
    ] as const)
      // prettier-ignore
      await journey.done('POST', `/agenda-items/${agendaItemId}/actions`, coordinator, {
        ...{ ownerAgencyId: who.agencyId, ownerUserId: who.id, text, target: who === probation ? 'PERPETRATOR' : 'VICTIM' },
        dueOn: addDays(today(), 4),
      });
    return [...answers, mine, theirs].map(({ status }) => status);
  });
  expect(saved).toEqual([200, 200, 200, 412]);
  const decided = await journey.get(section('DECISIONS'), housing);
  expect(decided).toMatchObject({ text: 'Change the locks', notes: [{ text: 'And the alarm' }] });
  expect((await journey.get(`/actions?case=${caseId}`, probation)).items).toMatchObject([
    { text: 'See him on Monday' },
  ]);
}

/** It is not closed over a case of which nobody said what came of it. */
export async function closeMeeting(journey: Journey, { first }: Meetings, unreached: Told[]): Promise<void> {
  const { coordinator, chair, idva } = journey.people;
  const items = (await listOf(journey, first, coordinator)).filter(({ caseId }) =>
    unreached.some((told) => told.caseId === caseId),
  );
  const refused = await close(journey, first);
  expect([refused.status, refused.body.code]).toEqual([409, 'outcomes-missing']);
  expect(refused.body.errors).toHaveLength(unreached.length);
  const deferrals = items.map(({ agendaItemId }) => ({
    ...{ agendaItemId, reason: 'TIME_OVERRUN' },
    interimCheck: {
      ownerAgencyId: idva.agencyId,
      ownerPost: 'Duty IDVA',
      text: 'Ring each day until then',
      dueOn: addDays(today(), 2),
    },
  }));
  const closed = await journey.step(() => close(journey, first, deferrals));
  expect(closed.body).toMatchObject({ state: 'CLOSED' });
  expect((await journey.noticesOf(chair)).filter((kind) => kind === 'CASE_NOT_HEARD')).toHaveLength(unreached.length + 1); // prettier-ignore
}
