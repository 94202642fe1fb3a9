import type { Description } from '../persons/persons.service.js';
import { addDays, addMonths, type IsoDate, yearOf } from '../platform/values/dates.js';
import { type Heritage, HERITAGES } from './names.js';
import { POSTCODE_LETTERS, STREET_BACKS, STREET_FRONTS } from './places.js';
import type { Chance } from './prng.js';

const BY_WEIGHT = HERITAGES.map((heritage) => [heritage, heritage.weight] as const);
const YOUNGEST = 16;
const OLDEST = 85;

/** The days over which people are spoken of: nobody is younger than 16 on the first, nor older than 85 on the last. */
export interface Period {
  from: IsoDate;
  to: IsoDate;
}

/** A household: where somebody lives and can be telephoned. */
export interface Home {
  address: string;
  postcode: string;
  phone: string;
}

/**
 * Invented people. Telephone numbers come from the ranges kept for drama (Ofcom: 07700 900000-900999 and 01632 960000-960999),
 * postcodes from areas that do not exist.
 */
export class People {
  /**
   * @param area letters of the postcodes: NB, SB
   * @param period decides their ages
   */
  constructor(
    private readonly chance: Chance,
    private readonly area: string,
    private readonly period: Period,
  ) {}

  victim(home = this.home()): Description {
    const { chance } = this;
    const sex = chance.happens(0.93) ? 'FEMALE' : 'MALE';
    const heritage = chance.weighted(BY_WEIGHT);
    const equality = {
      ethnicity: chance.happens(0.95) ? heritage.ethnicity : 'Not stated',
      disability: chance.weighted([['NO', 70], ['YES', 18], ['NOT_ASKED', 8], ['NOT_KNOWN', 2], ['DECLINED', 2]] as const),
      lgbt: chance.weighted([['NO', 82], ['YES', 4], ['NOT_ASKED', 9], ['DECLINED', 5]] as const),
    }; // prettier-ignore
    const safeToCall = chance.weighted([
      ['YES', 60],
      ['NO', 15],
      ['NOT_KNOWN', 25],
    ] as const);
    return { ...this.person(heritage, sex), ...home, label: 'IDENTITY', contactLabel: 'CONTACT', safeToCall, equality };
  }

  /** @param shared the victim's home, where they live together */
  perpetrator(of: Description, shared: boolean): Description {
    const { chance } = this;
    const sex =
      of.sex === 'FEMALE' ? (chance.happens(0.95) ? 'MALE' : 'FEMALE') : chance.happens(0.7) ? 'FEMALE' : 'MALE';
    const home = shared ? { address: of.address, postcode: of.postcode, phone: this.phone() } : this.home();
    const person = this.person(chance.weighted(BY_WEIGHT), sex);
    return { ...person, ...home, label: 'PERPETRATOR', contactLabel: 'PERPETRATOR', safeToCall: 'NOT_KNOWN' };
  }

  home(): Home {
    const { chance } = this;
    const street = `${chance.pick(STREET_FRONTS)} ${chance.pick(STREET_BACKS)}`;
    const flat = chance.happens(0.2) ? `Flat ${chance.whole(1, 24)}, ` : '';
    return { address: `${flat}${chance.whole(1, 199)} ${street}`, postcode: this.postcode(), phone: this.phone() };
  }

  private person(heritage: Heritage, sex: 'FEMALE' | 'MALE') {
    const { chance } = this;
    const given = sex === 'FEMALE' ? heritage.female : heritage.male;
    const second = chance.happens(0.35) ? ` ${chance.pick(given)}` : '';
    const familyName = chance.pick(heritage.family) + (chance.happens(0.03) ? `-${chance.pick(heritage.family)}` : '');
    const givenNames = `${chance.pick(given)}${second}`;
    const aliases = chance.happens(0.04) ? [`${chance.pick(given)} ${familyName}`] : [];
    return { familyName, givenNames, aliases, sex, birth: this.birth() };
  }

  private birth() {
    const { chance, period } = this;
    const oldest = OLDEST - 2 - yearOf(period.to) + yearOf(period.from);
    // Most who are heard are between 20 and 50; the rest are spread over all ages.
    const age = chance.happens(0.75) ? chance.whole(20, 49) : chance.whole(YOUNGEST, oldest);
    const value = addDays(addMonths(period.from, -12 * age), -chance.whole(0, 364));
    return { value, precision: value.endsWith('-01-01') ? ('POSSIBLY_YEAR_ONLY' as const) : ('DAY' as const) };
  }

  private postcode(): string {
    const { chance, area } = this;
    return `${area}${chance.whole(1, 99)} ${chance.whole(0, 9)}${chance.pick(POSTCODE_LETTERS)}${chance.pick(POSTCODE_LETTERS)}`;
  }

  private phone(): string {
    const { chance } = this;
    const last = String(chance.whole(0, 999)).padStart(3, '0');
    return chance.happens(0.8) ? `07700 900${last}` : `01632 960${last}`;
  }
}
