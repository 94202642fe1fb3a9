import { addDays, daysBetween, type IsoDate } from '../platform/values/dates.js';
import { Cases, type Couple, type InventedReferral } from './cases.js';
import { Chance } from './prng.js';

/** How a referral comes in, in the year that is told. */
export type Fate =
  'ACCEPTED' | 'OUT_OF_AREA' | 'NOT_DOMESTIC_ABUSE' | 'HISTORIC_ONLY' | 'RETURNED' | 'WITHDRAWN' | 'WAITING';

export interface Episode {
  on: IsoDate;
  referral: InventedReferral;
  fate: Fate;
}

const SEED = 20_260_117;
const DAYS = 364;
/** Two in three days bring a referral or two: about 400 a year, so 15 or 16 cases to a fortnight's meeting. */
const PER_DAY = 1.1;
const WAITING_DAYS = 3;

/** One victim in so many has an address that is protected. */
const PROTECTED_EVERY = 20;

/** A year of referrals up to yesterday: the same for the same day, whatever the machine. */
export function yearOfReferrals(today: IsoDate): Episode[] {
  const chance = new Chance(SEED);
  const cases = new Cases(chance, 'NB', { from: addDays(today, -DAYS), to: today });
  const told: Told[] = [];
  const episodes: Episode[] = [];
  for (let day = DAYS; day >= 1; day--) {
    const on = addDays(today, -day);
    const due = Math.round((DAYS - day + 1) * PER_DAY) - Math.round((DAYS - day) * PER_DAY);
    for (let i = 0; i < due; i++) {
      const { couple, same } = coupleOf(cases, chance, told, on);
      const number = String(episodes.length + 1).padStart(4, '0');
      const made = cases.referral(couple, on, `NB/${on.slice(0, 4)}/${number}`);
      const referral = same ? { ...made, incidentOn: same.incidentOn, disclosedOn: same.disclosedOn } : made;
      const hidden = episodes.length % PROTECTED_EVERY === PROTECTED_EVERY - 1;
      episodes.push({ on, referral: hidden ? inHiding(referral) : referral, fate: fateOf(chance, day) });
      told.push({ couple, on, referral });
    }
  }
  return episodes;
}

/** She has moved where the perpetrator must not find her. */
function inHiding(referral: InventedReferral): InventedReferral {
  return { ...referral, victim: { ...referral.victim, protected: true } };
}

interface Told {
  couple: Couple;
  on: IsoDate;
  referral: InventedReferral;
}

/**
 * About a quarter of cases nationally are repeats; every other way in which people come again is told often enough to be met in
 * a demo. `same`: the referral whose incident is reported once more.
 */
function coupleOf(
  cases: Cases,
  chance: Chance,
  told: readonly Told[],
  on: IsoDate,
): { couple: Couple; same?: InventedReferral } {
  const earlier = told.filter((one) => daysBetween(one.on, on) >= 30);
  const last = told.at(-1);
  const again = chance.next();
  if (last && again >= 0.98) return { couple: last.couple, same: last.referral };
  if (earlier.length === 0 || again >= 0.26) return { couple: cases.couple() };
  const { couple } = chance.pick(earlier);
  if (again < 0.2) return { couple };
  if (again < 0.22) return { couple: cases.withAnother(couple) };
  return { couple: again < 0.24 ? cases.elsewhere(couple) : cases.counter(couple) };
}

function fateOf(chance: Chance, daysAgo: number): Fate {
  if (daysAgo <= WAITING_DAYS) return 'WAITING';
  if (daysAgo === WAITING_DAYS + 2) return 'RETURNED';
  return chance.weighted([
    ['ACCEPTED', 96],
    ['OUT_OF_AREA', 1],
    ['NOT_DOMESTIC_ABUSE', 1],
    ['HISTORIC_ONLY', 1],
    ['WITHDRAWN', 1],
  ] as const);
}
