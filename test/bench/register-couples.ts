import type { Description } from '../../src/persons/persons.service.js';
import { addDays, type IsoDate } from '../../src/platform/values/dates.js';
import { Cases } from '../../src/sample/cases.js';
import { POSTCODE_LETTERS, STREET_BACKS, STREET_FRONTS } from '../../src/sample/places.js';
import { Chance } from '../../src/sample/prng.js';
import { SkewedChance } from './skewed-names.js';

export const MARACS = 290;
const PERIOD = { from: '2022-01-01', to: '2025-12-31' };
const DAYS = 1_400;
/** Of each MARAC: 290 times as many make the 1.7 million of the country. */
const POSTCODES = 6_000;
const DISTRICTS = 15;
/** No postcode begins with these letters. */
const AREAS = [...'QVX'].flatMap((first) => [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((second) => first + second));

/** A couple of the register, and the referral about them. */
export interface RegisterCouple {
  number: number;
  marac: number;
  victim: Description;
  perpetrator: Description;
  referredOn: IsoDate;
  incidentOn: IsoDate;
}

/** Couple number so-and-so: the same on every machine and in every process, so that nobody has to store them. */
export function coupleAt(number: number): RegisterCouple {
  const chance = new SkewedChance(Math.imul(number + 1, 0x9e3779b1));
  const { victim, perpetrators } = new Cases(chance, 'QA', PERIOD).couple();
  const marac = number % MARACS;
  const home = homeIn(marac, chance);
  const [perpetrator] = perpetrators;
  const together = perpetrator!.address === victim.address;
  const theirs = together ? { ...home, phone: phone(chance) } : homeIn(marac, chance);
  const referredOn = addDays(PERIOD.from, chance.whole(0, DAYS));
  return {
    ...{ number, marac, referredOn, incidentOn: addDays(referredOn, -chance.whole(0, 9)) },
    ...{ victim: { ...victim, ...home }, perpetrator: { ...perpetrator!, ...theirs } },
  };
}

/** A household in a MARAC's area, where a postcode is one street. */
export function homeIn(marac: number, chance: Chance): Pick<Description, 'address' | 'postcode' | 'phone'> {
  const place = chance.whole(0, POSTCODES - 1);
  const street = new Chance(marac * POSTCODES + place);
  const letters = `${street.pick(POSTCODE_LETTERS)}${street.pick(POSTCODE_LETTERS)}`;
  const district = Math.floor(marac / AREAS.length) * DISTRICTS + (place % DISTRICTS) + 1;
  const flat = chance.happens(0.15) ? `Flat ${chance.whole(1, 24)}, ` : '';
  return {
    address: `${flat}${chance.whole(1, 90)} ${street.pick(STREET_FRONTS)} ${street.pick(STREET_BACKS)}`,
    postcode: `${AREAS[marac % AREAS.length]}${district} ${street.whole(0, 9)}${letters}`,
    phone: phone(chance),
  };
}

/**
 * The ranges kept for drama have some 2,000 numbers, of which each would be that of 1,500 people. No British number begins with
 * 010: it was the way out of the country.
 */
function phone(chance: Chance): string {
  return `010${chance.whole(10, 99)} ${chance.whole(100_000, 999_999)}`;
}

const KINDS = { marac: 1, agency: 2, case: 3, person: 4, contact: 5, referral: 6 } as const;

/** Ids that can be told from the number, in the order of the numbers, as those of a register that grew are. */
export function idOf(kind: keyof typeof KINDS, number: number): string {
  return `01900000-0000-7${KINDS[kind]}00-8000-${number.toString(16).padStart(12, '0')}`;
}

export const victimId = (number: number) => idOf('person', 2 * number);
export const perpetratorId = (number: number) => idOf('person', 2 * number + 1);
