import type { Instrument } from '../instrument.js';

/**
 * Domestic Abuse Risk Assessment for police first responders (College of Policing, 2022): answers on scales, graded by
 * structured judgement. No ticks to add up, so only its grade is recorded here.
 */
export const DARA: Instrument = {
  code: 'DARA',
  version: 1,
  title: 'Domestic Abuse Risk Assessment (DARA)',
  jurisdiction: 'England and Wales',
  licenceNote: 'Grade only. The assessment belongs to the College of Policing.',
  wording: 'OWN_WORDS',
  answerType: 'GRADE',
  scoring: 'GRADE',
  items: [],
};
