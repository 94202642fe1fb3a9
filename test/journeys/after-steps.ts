import { expect } from '@jest/globals';
import type { TestUser } from '../support/world.js';
import type { Journey, Secret, Told } from './journey.js';

/** Drafted by one, approved by another, and read by those who were there, each as far as they may. */
export async function minute(journey: Journey, meetingId: string, secrets: Secret[]): Promise<string> {
  const { coordinator, chair, nine } = journey.people;
  const draft = await journey.calm(() => journey.done('POST', `/meetings/${meetingId}/minutes`, coordinator, {}));
  const approval = `/minutes/${draft.id}/approval`;
  expect((await journey.ask('GET', `/minutes/${draft.id}`, nine['housing']!)).status).toBe(404);
  expect((await journey.ask('POST', approval, coordinator, undefined, draft.version)).status).toBe(403);
  await journey.step(() => journey.done('POST', approval, chair, undefined, draft.version));
  for (const { from, told } of secrets) {
    const theirs = await journey.ask('GET', `/minutes/${draft.id}`, from);
    expect([theirs.status, theirs.text.includes(told.caseId), theirs.text.includes(told.caseRef)]).toEqual([200, false, false]); // prettier-ignore
    expect((await journey.ask('GET', `/minutes/${draft.id}`, coordinator)).text).toContain(told.caseId);
  }
  return draft.id;
}

/** Whoever was there hears of it, and can have verified that nobody changed a word. */
export async function verify(journey: Journey, minutesId: string, focus: Told): Promise<void> {
  const { nine, coordinator } = journey.people;
  for (const as of Object.values(nine)) {
    expect(await journey.noticesOf(as, minutesId)).toEqual(['MINUTES_READY']);
    expect((await journey.get(`/minutes/${minutesId}`, as)).parts.map((part: any) => part.caseId)).toContain(focus.caseId);
    expect(await journey.get(`/minutes/${minutesId}/verification`, as)).toMatchObject({ intact: true });
  }
  expect(await journey.get(`/minutes/${minutesId}/verification`, coordinator)).toMatchObject({ intact: true });
} // prettier-ignore

/** Agencies mark their own files. */
export async function placeMarkers(journey: Journey, focus: Told, secrets: Secret[]): Promise<void> {
  const { nine, coordinator } = journey.people;
  let flagId = '';
  await journey.calm(async () => {
    for (const as of Object.values(nine)) {
      const { items } = await journey.get('/flags?limit=200', as);
      const own = items.find((flag: { caseId: string }) => flag.caseId === focus.caseId);
      flagId = own.id;
      const { version } = await journey.get(`/flags/${flagId}`, as);
      await journey.done('POST', `/flags/${flagId}/acknowledgements`, as, { marker: 'PLACED' }, version);
    }
  });
  const { markers } = await journey.get(`/flags/${flagId}`, coordinator);
  expect(markers).toHaveLength(Object.keys(nine).length);
  expect(markers.every((one: any) => one.marker === 'PLACED' && one.owed === null)).toBe(true);
  for (const { from, told } of secrets) {
    const { items } = await journey.get('/flags?limit=200', from);
    expect(items.map((flag: { caseId: string }) => flag.caseId)).not.toContain(told.caseId);
  }
}

async function finish(journey: Journey, as: TestUser, text: string): Promise<void> {
  const { items } = await journey.get('/actions?limit=200&status=OPEN', as);
  const { id } = items.find((one: { text: string }) => one.text === text);
  const { version } = await journey.get(`/actions/${id}`, as);
  const body = { reason: 'COMPLETED', outcome: 'Done', riskEffect: 'REDUCED', victimMayBeTold: true };
  await journey.done('POST', `/actions/${id}/closure`, as, body, version);
}

/** Two keep what they said they would do; who does not is told, and so are those who watch over it. */
export async function follow(journey: Journey): Promise<void> {
  const { housing, idva, probation, police, coordinator } = journey.people;
  await journey.calm(async () => {
    await finish(journey, housing, 'Fit an alarm');
    await finish(journey, idva, 'Ring her each day');
    await finish(journey, idva, 'Ring her');
    // the checks on those whose cases were put off
    for (let i = 0; i < 2; i++) await finish(journey, idva, 'Ring each day until then');
  });
  await journey.pass(6);
  for (const as of [probation, police]) {
    const { items } = await journey.get('/actions?overdue=true', as);
    expect(items).toHaveLength(1);
    expect(await journey.noticesOf(as, items[0].id)).toContain('ACTION_OVERDUE');
    expect(await journey.noticesOf(coordinator, items[0].id)).toContain('ACTION_OVERDUE');
  }
  for (const as of [housing, idva]) {
    const { items } = await journey.get('/actions?overdue=true', as);
    expect(items.filter((one: { ownerAgencyId: string }) => one.ownerAgencyId === as.agencyId)).toEqual([]);
  }
}
