import type { Closeness } from './words.rules.js';

/**
 * What each kind of agreement and difference says for or against two records being of one person, in bits: how many more times
 * (as a power of two) it happens with one person than with two strangers. Set by hand from how often such things happen, and
 * tempered, as the kinds are not independent (a household shares a surname, an address and a telephone). Not learnt from any file.
 */
export interface Weights {
  /** a word of a name agrees: as much as it is rare, between these bounds */
  given: { least: number; usual: number; most: number; differs: number };
  family: { least: number; usual: number; most: number; differs: number };
  /** taken off for a word that is only like the other */
  short: Readonly<Record<Closeness, number>>;
  further: { agrees: number; differs: number; missing: number; second: number };
  swapped: number;
  birth: Readonly<Record<string, number>>;
  sex: { same: number; differs: number };
  postcode: { least: number; usual: number; most: number; oneOff: number; area: number; differs: number };
  address: { word: number; street: number; number: number; numberDiffers: number; most: number; differs: number };
  /** address and postcode together say no more than this */
  place: number;
  phone: { same: number; oneOff: number; differs: number };
  email: { same: number; oneOff: number; local: number; differs: number };
  identifier: { same: number; oneOff: number; differs: number };
  /** given name and birth date both differ: a relative */
  relative: number;
  /** one name, a generation apart */
  generation: number;
}

export const WEIGHTS: Weights = {
  given: { least: 3.5, usual: 7, most: 9, differs: -4 },
  family: { least: 4.5, usual: 8, most: 11, differs: -4 },
  short: { same: 0, variant: 2, close: 1.5, sounds: 3, near: 3.5, start: 2.5, initial: 5, similar: 6.5, other: 0 },
  further: { agrees: 2, differs: -1.5, missing: -0.3, second: -2.5 },
  swapped: -2,
  birth: {
    same: 12,
    swapped: 9.5,
    oneDigit: 8,
    twoParts: 5,
    twoDigits: 1.5,
    sameMonth: 8,
    sameYear: 4.5,
    nextYear: 1,
    differs: -6,
    yearDiffers: -5,
  },
  sex: { same: 0.8, differs: -4 },
  postcode: { least: 2.5, usual: 6.5, most: 8, oneOff: -2, area: 1.5, differs: -1 },
  address: { word: 5, street: 0.7, number: 3, numberDiffers: -0.8, most: 10, differs: -1.5 },
  place: 13,
  phone: { same: 10, oneOff: 5, differs: -0.5 },
  email: { same: 11, oneOff: 9, local: 7, differs: -0.5 },
  identifier: { same: 13, oneOff: 7, differs: -3 },
  relative: -12,
  generation: -8,
};

/**
 * By how many bits the evidence must outweigh what speaks against any two records being of one person (`priorBits`) for them to be
 * taken for one person's. The same for every file.
 */
export const PROBABLE = 2;
