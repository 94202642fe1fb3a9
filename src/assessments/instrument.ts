/** DONT_KNOW was asked and not answered; NOT_ASKED includes the blanks of older forms. Neither counts. */
export const ANSWERS = ['YES', 'NO', 'DONT_KNOW', 'NOT_ASKED'] as const;
export type Answer = (typeof ANSWERS)[number];

/** From low to high. A grade means nothing without the instrument it came from. */
export const GRADES = ['STANDARD', 'MEDIUM', 'HIGH'] as const;
export type Grade = (typeof GRADES)[number];

export interface InstrumentItem {
  /** Number on the form, from 1. */
  no: number;
  /** Stable across wordings and between instruments that ask about the same thing. */
  key: string;
  label: string;
  /** Often linked with homicide: shown more boldly, never weighed in a score. */
  criticalForDisplay?: true;
}

/** A score of `from` or more has this grade, until the next band begins. */
export interface Band {
  from: number;
  grade: Grade;
}

/**
 * A risk identification tool as data. Answers are stored with `code` and `version`, so a new edition is a new version
 * and old answers keep the form they were given on.
 */
export interface Instrument {
  code: string;
  version: number;
  title: string;
  jurisdiction: string;
  licenceNote: string;
  /** OWN_WORDS: short labels written for this system. LICENSED: the wording a customer holds a licence for. */
  wording: 'OWN_WORDS' | 'LICENSED';
  answerType: 'YES_NO' | 'GRADE';
  /** COUNT_YES: score = number of YES. GRADE: the assessor's structured judgement, no score. */
  scoring: 'COUNT_YES' | 'GRADE';
  items: readonly InstrumentItem[];
  /** In rising order. Absent where no band is published: an area may set its own. */
  bands?: readonly Band[];
  /** Code of the instrument this one is asked beside; its score alone answers no referral criterion. */
  addOnTo?: string;
}
