import { expect } from '@jest/globals';
import { askAndRefer } from '../support/asking.js';
import { newBirthDate, newForename, newSurname } from '../support/invented.js';
import { DECLINE, LOW_RISK } from '../referrals/referring.js';
import { referralForm } from '../support/referral.js';
import type { TestUser } from '../support/world.js';
import type { Journey, Told } from './journey.js';

/** By number: what is particular about a referral. All others are accepted as they come. */
export const RETURNED = [0, 1, 2];
export const DECLINED = [3, 4, 5];
export const [APPEALED, KIN, SHUT_OUT, EMERGENCY, MOVES, TAKEN_BACK] = [3, 6, 7, 8, 9, 10];
export const WITH_CHILDREN = 11;
const REFERRALS = 30;
/** Cases that a meeting can hear; the appeal and the emergency have their places before the others come. */
const PLACES = 20;

/** Whom the second coordinator is related to. */
export const RELATIVE = { familyName: newSurname(), givenNames: newForename(), birthDate: newBirthDate() };

const REFUSED_QUESTION = '/children';

function formOf(journey: Journey, number: number) {
  const form = referralForm(journey.people, {
    ...(DECLINED.includes(number) && LOW_RISK),
    children: number === WITH_CHILDREN ? 2 : 0,
  });
  const phone = `07700 900${String(100 + number)}`;
  const victim = { ...form.victim, birthDate: newBirthDate(1970), phone, postcode: `NB${number + 1} 2AB` };
  const perpetrator = { ...form.perpetrators[0]!, birthDate: newBirthDate(), postcode: `NB${number + 1} 3CD` };
  return { ...form, victim, perpetrators: [number === KIN ? { ...perpetrator, ...RELATIVE } : perpetrator] };
}

/** Which agency refers it. What is closed to the drug service, or to somebody's relative, comes from elsewhere. */
function referrerOf({ people }: Journey, number: number): TestUser {
  if (number === SHUT_OUT || number === KIN || number === MOVES) return people.housing;
  const referrers = Object.values(people.nine);
  return referrers[number % referrers.length]!;
}

/** Thirty referrals of nine agencies, typed one after the other. */
export async function refer(journey: Journey): Promise<Told[]> {
  const referred = await journey.step(async () => {
    const told: Told[] = [];
    for (let number = 0; number < REFERRALS; number++) {
      const [form, by] = [formOf(journey, number), referrerOf(journey, number)];
      const asks = by === journey.people.idva;
      const answer = asks
        ? await askAndRefer(journey.app, by, form)
        : await journey.ask('POST', '/referrals', by, form);
      if (answer.status !== 201) throw new Error(`not referred: ${answer.text}`);
      const { id, version, caseId, caseRef } = answer.body;
      told.push({ id, version, caseId, caseRef, by, form });
    }
    return told;
  });
  // in a step of its own: a clock that starts after the contact promises no look, one that started before it takes its promise back
  await journey.calm(async () => {
    for (const { caseId } of referred) await reach(journey, journey.people.idva, caseId);
  });
  return referred;
}

/** The IDVA reaches the victim on the same day. */
export async function reach(journey: Journey, idva: TestUser, caseId: string): Promise<void> {
  const attemptedAt = new Date().toISOString();
  const spoken = { attemptedAt, channel: 'PHONE', safe: 'YES', outcome: 'SPOKEN', engagement: 'ENGAGED' };
  await journey.done('POST', `/cases/${caseId}/contacts`, idva, spoken);
}

/** Something is done to a referral; its version follows. */
export async function take(
  journey: Journey,
  told: Told,
  as: TestUser,
  path: string,
  body?: object,
  method: 'POST' | 'PUT' = 'POST',
): Promise<any> {
  const answer = await journey.done(method, `/referrals/${told.id}${path}`, as, body, told.version);
  told.version = answer.version;
  return answer;
}

const screen = (journey: Journey, told: Told, body: object) =>
  take(journey, told, journey.people.coordinator, '/screening', body);

/** Some come back for information, some are declined, one was a mistake. */
export async function sendBack(journey: Journey, told: Told[]): Promise<void> {
  await journey.step(async () => {
    const back = { decision: 'RETURN', advice: 'How many children live there?', fields: [REFUSED_QUESTION] };
    for (const number of RETURNED) await screen(journey, told[number]!, back);
    for (const number of DECLINED) await screen(journey, told[number]!, DECLINE);
    await take(journey, told[TAKEN_BACK]!, told[TAKEN_BACK]!.by, '/withdrawal', { reason: 'Referred by mistake' });
  });
  for (const number of RETURNED) {
    const { id, by } = told[number]!;
    expect((await journey.get(`/referrals/${id}`, by)).status).toBe('RETURNED');
    expect(await journey.noticesOf(by, id)).toContain('REFERRAL_RETURNED');
  }
  for (const number of DECLINED) expect(await journey.noticesOf(told[number]!.by, told[number]!.id)).toContain('REFERRAL_DECLINED'); // prettier-ignore
}

/** The chair allows an appeal; what was declined is on its way to a meeting. */
export async function appeal(journey: Journey, told: Told): Promise<void> {
  const { chair } = journey.people;
  await journey.step(() => take(journey, told, told.by, '/appeal', { grounds: 'He waits outside her work each day' }));
  expect(await journey.noticesOf(chair, told.id)).toEqual(['REFERRAL_APPEALED']);
  const allowed = { outcome: 'ALLOWED', reason: 'The referrer was heard' };
  const own = await journey.ask('POST', `/referrals/${told.id}/appeal/decision`, journey.people.coordinator, allowed, told.version); // prettier-ignore
  expect(own.status).toBe(403);
  await journey.step(() => take(journey, told, chair, '/appeal/decision', allowed));
  expect((await journey.get(`/referrals/${told.id}`, told.by)).status).toBe('ACCEPTED');
}

/** A day later the referrers complete what came back. */
export async function complete(journey: Journey, told: Told[]): Promise<void> {
  await journey.step(async () => {
    for (const number of RETURNED) {
      const one = told[number]!;
      await take(journey, one, one.by, '', { ...one.form, maracId: journey.people.maracId, children: 1 }, 'PUT');
      await take(journey, one, one.by, '/submission');
    }
  });
}

/** All that wait and are of no other kind are accepted, and go on a list by themselves. */
export async function acceptRest(journey: Journey, told: Told[]): Promise<void> {
  const other = [...DECLINED, EMERGENCY, TAKEN_BACK];
  const waiting = told.filter((_, number) => !other.includes(number));
  // the first list is full before the others come: which case is the last on it would be a matter of chance
  for (const some of [waiting.slice(0, PLACES - 2), waiting.slice(PLACES - 2)])
    await journey.step(async () => {
      for (const one of some) await screen(journey, one, { decision: 'ACCEPT' });
    });
  for (const { id, by } of waiting) expect(await journey.noticesOf(by, id)).toContain('REFERRAL_ACCEPTED');
}

export const acceptEmergency = (journey: Journey, told: Told): Promise<any> =>
  journey.step(() => screen(journey, told, { decision: 'ACCEPT_EMERGENCY', advice: 'He is released tonight' }));
