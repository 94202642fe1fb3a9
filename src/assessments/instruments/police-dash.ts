import type { Instrument } from '../instrument.js';
import { RIC_HISTORY_TOPICS, RIC_ITEMS_1_TO_9 } from './safelives-dash.js';

/**
 * DASH 2009 as police forces use it: 27 items, the first nine as in the SafeLives checklist, then three about children
 * and dependants, then the history. No bands: the officer grades by judgement.
 */
export const POLICE_DASH: Instrument = {
  code: 'POLICE_DASH',
  version: 1,
  title: 'Police DASH (2009)',
  jurisdiction: 'England and Wales',
  licenceNote: "Topic labels in this system's own words. The form may not be changed or reproduced without permission.",
  wording: 'OWN_WORDS',
  answerType: 'YES_NO',
  scoring: 'COUNT_YES',
  items: [
    ...RIC_ITEMS_1_TO_9,
    { no: 10, key: 'CHILDREN_IN_HOUSEHOLD', label: 'Children, step-children or dependants in the household' },
    { no: 11, key: 'CHILDREN_HURT', label: 'The perpetrator has hurt the children or dependants' },
    { no: 12, key: 'CHILDREN_THREATENED', label: 'The perpetrator has threatened the children or dependants' },
    ...RIC_HISTORY_TOPICS.map((topic, index) => ({ no: index + 13, ...topic })),
  ],
};
