import { expect } from '@jest/globals';
import { addDays } from '../../src/platform/values/dates.js';
import { circulate, declare, find, peopleOf } from '../research/cycle.js';
import type { TestUser } from '../support/world.js';
import type { Meetings } from './fortnight.js';
import type { Journey, Told } from './journey.js';

export interface Item {
  agendaItemId: string;
  caseId: string;
  ref: string;
  version: number;
  status: string;
}

export const listOf = async (journey: Journey, meetingId: string, as: TestUser): Promise<Item[]> =>
  (await journey.get(`/meetings/${meetingId}/case-list`, as)).items;

/** Everybody who is needed for a case hears that the list is out; papers wait for a declaration from then on. */
export async function sendOut(journey: Journey, { first }: Meetings): Promise<void> {
  const { coordinator, chair, kin, nine } = journey.people;
  const proposed = await journey.get(`/meetings/${first}/proposed-order`, coordinator);
  const path = `/meetings/${first}/proposed-order`;
  await journey.step(() => journey.done('POST', path, coordinator, undefined, proposed.version));
  await journey.step(() => circulate(journey.app, first, coordinator));
  for (const as of Object.values(nine)) expect(await journey.noticesOf(as, first)).toEqual(['MEETING_CIRCULATED']);
  for (const as of [coordinator, chair, kin]) expect(await journey.noticesOf(as, first)).not.toContain('MEETING_CIRCULATED'); // prettier-ignore
  const waits = await journey.ask('GET', `/meetings/${first}/case-list`, journey.people.housing);
  expect([waits.status, waits.body.code]).toEqual([403, 'declaration-needed']);
}

interface Request {
  agendaItemId: string;
}

/** Nine agencies search; one never comes to the case that is known to all of them. */
export async function research(journey: Journey, { first }: Meetings, focus: Told, shutOut: Told): Promise<void> {
  const { nine, coordinator, more } = journey.people;
  const all = await listOf(journey, first, coordinator);
  const itemOf = (told: Told) => all.find((one) => one.caseId === told.caseId)!.agendaItemId;
  const asked = async (as: TestUser) =>
    (await journey.get(`/meetings/${first}/research-requests`, as)).requests as Request[];
  await journey.calm(async () => {
    for (const [name, as] of Object.entries(nine)) {
      for (const { agendaItemId } of await asked(as)) {
        if (agendaItemId !== itemOf(focus)) await knowNothing(journey, agendaItemId, as);
        else if (name !== 'mind') await know(journey, agendaItemId, as, name);
      }
    }
  });
  expect((await asked(more.drugs)).map((one) => one.agendaItemId)).not.toContain(itemOf(shutOut));
  expect((await asked(journey.people.police)).map((one) => one.agendaItemId)).toContain(itemOf(shutOut));
  const forecast = await journey.get(`/meetings/${first}/research-forecast`, coordinator);
  const known = forecast.cases.find((one: { agendaItemId: string }) => one.agendaItemId === itemOf(focus));
  const open = known.agencies.filter((one: { stands: string }) => one.stands !== 'ANSWERED');
  expect(open).toMatchObject([{ agencyId: more.mind.agencyId, stands: 'OUTSTANDING' }]);
  expect(JSON.stringify(forecast)).not.toContain('On file');
}

const answer = (journey: Journey, itemId: string, as: TestUser, body: object, version: number) =>
  journey.done('PUT', `/agenda-items/${itemId}/research`, as, body, version);

const knowNothing = (journey: Journey, itemId: string, as: TestUser) =>
  answer(journey, itemId, as, { status: 'NOT_KNOWN_TO_US', systemsSearched: ['Files'], known: false }, 0);

async function know(journey: Journey, itemId: string, as: TestUser, name: string): Promise<void> {
  for (const person of await peopleOf(journey.app, itemId, as)) {
    const found = await find(journey.app, itemId, as, person, { known: 'KNOWN', facts: `On file. Known to ${name}.` });
    if (found.status !== 200) throw new Error(`not found: ${found.text}`);
  }
  await answer(journey, itemId, as, { status: 'RETURNED', systemsSearched: ['Files'], known: true }, 1);
  const [victim] = await peopleOf(journey.app, itemId, as);
  const excerpt = { part: 'FACTS', excerpt: `Known to ${name}.`, purpose: 'Risk' };
  await journey.done('POST', `/agenda-items/${itemId}/research/people/${victim!.personId}/shared-information`, as, excerpt); // prettier-ignore
}

/** Those who come declare; a case is put off, and somebody looks after the victim until then. */
export async function prepare(journey: Journey, { first, second }: Meetings, off: Told): Promise<void> {
  const { coordinator, chair, kin, nine, idva } = journey.people;
  await journey.calm(async () => {
    for (const as of [coordinator, chair, kin, ...Object.values(nine)]) {
      const { status, text } = await declare(journey.app, first, as);
      if (status !== 201) throw new Error(`not declared: ${text}`);
    }
  });
  const put = (await listOf(journey, first, coordinator)).find((one) => one.caseId === off.caseId)!;
  const { heldOn } = await journey.get(`/meetings/${first}`, coordinator);
  const check = { ownerAgencyId: idva.agencyId, ownerUserId: idva.id, text: 'Ring her', dueOn: addDays(heldOn, 5) };
  const body = { reason: 'TIME_OVERRUN', because: 'The list is too long', toMeetingId: second };
  const path = `/agenda-items/${put.agendaItemId}/deferral`;
  const without = await journey.ask('POST', path, coordinator, body, put.version);
  expect(without.body.errors).toMatchObject([{ code: 'check-required' }]);
  const deferred = { ...body, interimCheck: check };
  const view = await journey.step(() => journey.done('POST', path, coordinator, deferred, put.version));
  expect(view.listedNextAt).toBe(second);
  expect(await journey.noticesOf(chair)).toContain('CASE_NOT_HEARD');
}
