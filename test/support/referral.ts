import { newForename, newSurname } from './invented.js';
import type { World } from './world.js';

/** A referral form that is accepted as it stands; every name and address in it is unique, so that a leak can be searched for. */
export function referralForm(world: World, changes: Record<string, unknown> = {}) {
  const [victim, perpetrator] = [newSurname(), newSurname()];
  return {
    maracId: world.maracId,
    incidentOn: '2026-06-01',
    victim: {
      familyName: victim,
      givenNames: newForename(),
      birthDate: '1990-05-14',
      sex: 'FEMALE',
      address: `12 Secret${victim} Lane`,
      postcode: 'NB1 2AB',
      phone: '07700 900123',
      safeToCall: 'YES',
      ethnicity: 'White British',
      disability: 'NO',
    },
    perpetrators: [
      {
        familyName: perpetrator,
        givenNames: newForename(),
        birthDate: '1985-02-01',
        address: `1 Perp${perpetrator} Road`,
        postcode: 'NB2 3CD',
      },
    ],
    relationship: 'EX_PARTNER',
    children: 2,
    assessment: {
      instrument: 'SAFELIVES_DASH',
      answers: Object.fromEntries(Array.from({ length: 24 }, (_, i) => [i + 1, i < 15 ? 'YES' : 'NO'])),
    },
    victimInformed: 'YES',
    consent: 'GIVEN',
    summary: `What happened to ${victim}`,
    ...changes,
  };
}
