import { expect } from '@jest/globals';
import { today } from '../meetings/calendar.js';
import { reach } from './intake-steps.js';
import type { Journey, Told } from './journey.js';

/** A victim moves: her case is offered to the area where she is now, which takes it over. */
export async function transfer(journey: Journey, told: Told, meetingId: string): Promise<void> {
  const { coordinator, there } = journey.people;
  const offer = { toMaracId: there.maracId, kind: 'PERMANENT', reason: 'She has moved' };
  const { id } = await journey.step(() => journey.done('POST', `/cases/${told.caseId}/transfers`, coordinator, offer));
  expect(await journey.noticesOf(there.coordinator, id)).toEqual(['TRANSFER_OFFERED']);
  const incoming = () => journey.ask('GET', `/transfers?marac=${there.maracId}`, there.coordinator);
  expect((await incoming()).body.items).toMatchObject([{ id, status: 'OFFERED', caseId: null, ref: null }]);
  expect((await incoming()).text).not.toContain(told.form.victim.familyName);
  expect((await journey.ask('GET', `/transfers/${id}/package`, there.coordinator)).status).toBe(404);
  await journey.step(async () => {
    for (const what of ['acknowledgement', 'acceptance'])
      await journey.done('POST', `/transfers/${id}/${what}`, there.coordinator);
  });
  expect(await journey.noticesOf(coordinator, id)).toContain('TRANSFER_DECIDED');
  expect(await journey.get(`/transfers/${id}/package`, there.coordinator)).toMatchObject({ seal: 'VALID' });
  const seen = await journey.ask('GET', `/cases/${told.caseId}`, there.coordinator);
  expect(seen.text).toContain(told.form.victim.familyName);
  expect(seen.body.withheld).toContainEqual(expect.objectContaining({ label: 'LOCATION_SAFE' }));
  await receive(journey, told, id);
  await handOver(journey, id);
  await leaveTheList(journey, told, meetingId);
}

/** There it is a case of their own, referred anew. */
async function receive(journey: Journey, told: Told, id: string): Promise<void> {
  const { there } = journey.people;
  const form = { ...told.form, maracId: there.maracId };
  const referred = await journey.step(() => journey.done('POST', '/referrals', there.housing, form));
  const caseId = await journey.step(async () => {
    await reach(journey, there.idva, referred.caseId);
    const accept = { decision: 'ACCEPT' };
    await journey.done('POST', `/referrals/${referred.id}/screening`, there.coordinator, accept, referred.version);
    return referred.caseId as string;
  });
  const received = { caseId, countAs: 'NEW' };
  const answer = await journey.calm(() => journey.done('POST', `/transfers/${id}/reception`, there.coordinator, received)); // prettier-ignore
  expect(answer).toMatchObject({ newCaseId: caseId, countAs: 'NEW' });
}

async function handOver(journey: Journey, id: string): Promise<void> {
  const { idva, there } = journey.people;
  await journey.calm(async () => {
    const spoke = { spokeOn: today() };
    await journey.done('POST', `/transfers/${id}/handover`, idva, { side: 'LEAVING', ...spoke });
    await journey.done('POST', `/transfers/${id}/handover`, there.idva, { side: 'ARRIVING', ...spoke });
  });
  const seen = await journey.get(`/transfers/${id}/handover?side=ARRIVING`, there.idva);
  expect(seen).toMatchObject({ status: 'ACCEPTED', leftOn: today(), arrivedOn: today() });
}

async function leaveTheList(journey: Journey, { caseId }: Told, meetingId: string): Promise<void> {
  const { coordinator } = journey.people;
  const list = () => journey.get(`/meetings/${meetingId}/case-list`, coordinator);
  const item = (await list()).items.find((one: { caseId: string }) => one.caseId === caseId);
  const path = `/agenda-items/${item.agendaItemId}/withdrawal`;
  await journey.step(() => journey.done('POST', path, coordinator, { reason: 'OUT_OF_AREA' }, item.version));
  expect((await list()).items.find((one: any) => one.caseId === caseId)?.status ?? 'WITHDRAWN').toBe('WITHDRAWN');
}
