import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { addDays } from '../../src/platform/values/dates.js';
import { today } from '../meetings/calendar.js';
import { acceptEmergency } from './intake-steps.js';
import type { Journey, Told } from './journey.js';

const telling = { who: 'IDVA, by telephone', text: 'On the number that is safe' };

/** Who tells the victim, and how, as it has to stand in the record. */
export const tell = (journey: Journey, itemId: string): Promise<any> =>
  journey.done(
    'PUT',
    `/agenda-items/${itemId}/record/TELLING_VICTIM`,
    journey.people.coordinator,
    { revisionId: randomUUID(), ...telling },
    0,
  );

export const hear = (journey: Journey, itemId: string, version: number) =>
  journey.ask('POST', `/agenda-items/${itemId}/outcome`, journey.people.coordinator, { status: 'HEARD' }, version);

/** A meeting is closed as it was seen. */
export async function close(journey: Journey, meetingId: string, deferrals: object[] = []) {
  const { coordinator } = journey.people;
  const { version } = await journey.get(`/meetings/${meetingId}/sitting`, coordinator);
  return journey.ask('POST', `/meetings/${meetingId}/close`, coordinator, { deferrals }, version);
}

export interface Emergency {
  meetingId: string;
  /** what was agreed there, for the next meeting to look at */
  actions: string[];
}

/** A case that cannot wait is heard within the hour by those whom the telephone reaches. */
export async function emergency(journey: Journey, told: Told): Promise<Emergency> {
  const { coordinator, chair, idva } = journey.people;
  await acceptEmergency(journey, told);
  for (const as of [coordinator, chair, idva])
    expect(await journey.noticesOf(as, told.id)).toContain('REFERRAL_EMERGENCY');
  const { meetingId, itemId, version } = await call(journey, told);
  for (const as of [chair, idva, journey.people.police]) expect(await journey.noticesOf(as, meetingId)).toEqual(['MEETING_CALLED']); // prettier-ignore
  const actions = await journey.step(() => hold(journey, meetingId, itemId, version));
  const heard = await journey.get(`/referrals/${told.id}`, told.by);
  expect(heard.status).toBe('ACCEPTED');
  expect((await journey.get(`/meetings/${meetingId}`, idva)).status).toBe('HELD');
  return { meetingId, actions };
}

function call(journey: Journey, { caseId }: Told) {
  const { maracId, coordinator } = journey.people;
  const startTime = new Date().toLocaleTimeString('en-GB', { timeZone: 'Europe/London', timeStyle: 'short' });
  return journey.step(async () => {
    const place = { maracId, kind: 'EMERGENCY', heldOn: today(), startTime, venue: 'By telephone' };
    const { id: meetingId } = await journey.done('POST', '/meetings', coordinator, place);
    const item = await journey.done('POST', `/meetings/${meetingId}/agenda-items`, coordinator, { caseId });
    return { meetingId, itemId: item.id as string, version: item.version as number };
  });
}

async function hold(journey: Journey, meetingId: string, itemId: string, version: number): Promise<string[]> {
  const { coordinator, chair, police, idva, housing } = journey.people;
  const come = (who: { id: string; agencyId: string }, cameAs: string) =>
    journey.done('POST', `/meetings/${meetingId}/attendance`, coordinator, {
      ...{ agencyId: who.agencyId, userId: who.id, cameAs },
    });
  await journey.done('POST', `/meetings/${meetingId}/opening`, coordinator, { chairId: chair.id });
  await come(chair, 'CHAIR');
  await come(police, 'REPRESENTATIVE');
  expect((await hear(journey, itemId, version)).body.code).toBe('not-quorate');
  await come(idva, 'REPRESENTATIVE');
  const dueOn = addDays(today(), 3);
  const agree = (ownerAgencyId: string, text: string) =>
    journey.done('POST', `/agenda-items/${itemId}/actions`, coordinator, {
      ...{ ownerAgencyId, ownerPost: 'Duty officer', text, target: 'VICTIM', dueOn },
    });
  const agreed = [await agree(housing.agencyId, 'Fit new locks'), await agree(police.agencyId, 'Mark the address')];
  await tell(journey, itemId);
  expect((await hear(journey, itemId, version)).status).toBe(200);
  expect((await close(journey, meetingId)).status).toBe(200);
  return agreed.map(({ id }) => id as string);
}
