import type { Instrument, InstrumentItem } from '../instrument.js';

/** Topics 1 to 9 stand in the same order on the police form. */
export const RIC_ITEMS_1_TO_9: readonly InstrumentItem[] = [
  { no: 1, key: 'INJURY', label: 'Injured in this incident' },
  { no: 2, key: 'VERY_FRIGHTENED', label: 'Very frightened', criticalForDisplay: true },
  { no: 3, key: 'FEARED_HARM', label: 'What the victim fears will happen, and to whom', criticalForDisplay: true },
  { no: 4, key: 'ISOLATION', label: 'Cut off from family, friends or services' },
  { no: 5, key: 'DEPRESSED_OR_SUICIDAL', label: 'Depressed, or has thoughts of suicide' },
  { no: 6, key: 'SEPARATION', label: 'Separated, or tried to, in the past year', criticalForDisplay: true },
  { no: 7, key: 'CHILD_CONTACT', label: 'Conflict over contact with children' },
  { no: 8, key: 'STALKING', label: 'Constant contact, following, stalking or harassment', criticalForDisplay: true },
  { no: 9, key: 'PREGNANCY_OR_BABY', label: 'Pregnant, or a baby in the past 18 months', criticalForDisplay: true },
];

/** Topics 10 to 24, without their numbers: the police form puts three items about children before them. */
export const RIC_HISTORY_TOPICS: readonly Omit<InstrumentItem, 'no'>[] = [
  { key: 'MORE_FREQUENT', label: 'The abuse is becoming more frequent', criticalForDisplay: true },
  { key: 'GETTING_WORSE', label: 'The abuse is becoming worse', criticalForDisplay: true },
  { key: 'CONTROL_AND_JEALOUSY', label: 'Control of daily life, or extreme jealousy', criticalForDisplay: true },
  { key: 'WEAPONS', label: 'Weapons or objects used to hurt', criticalForDisplay: true },
  { key: 'THREATS_TO_KILL', label: 'Threats to kill that were believed', criticalForDisplay: true },
  { key: 'STRANGULATION', label: 'Strangled, choked, suffocated or held under water', criticalForDisplay: true },
  { key: 'SEXUAL_ABUSE', label: 'Sexual acts or words that hurt or degrade', criticalForDisplay: true },
  { key: 'ANOTHER_FEARED', label: 'Somebody else is feared or has made threats' },
  { key: 'HURT_OTHERS', label: 'The perpetrator has hurt somebody else' },
  { key: 'ANIMALS', label: 'Animals or pets ill-treated' },
  { key: 'MONEY', label: 'Money: dependence, loss of work, debt' },
  { key: 'DRINK_DRUGS_MENTAL_HEALTH', label: "The perpetrator's drinking, drugs or mental health" },
  { key: 'PERPETRATOR_SUICIDE', label: 'The perpetrator threatened or tried suicide', criticalForDisplay: true },
  { key: 'BROKEN_ORDERS', label: 'Bail, an injunction, an order or a contact agreement broken' },
  { key: 'CRIMINAL_HISTORY', label: 'The perpetrator is known to the police or has convictions' },
];

/**
 * SafeLives DASH risk identification checklist: 24 items, score = number of YES. The bands are those of local guidance
 * (Plymouth SCP, NIDAS Norfolk); SafeLives publishes only the referral threshold of 14, which areas set for themselves.
 */
export const SAFELIVES_DASH: Instrument = {
  code: 'SAFELIVES_DASH',
  version: 1,
  title: 'SafeLives DASH risk identification checklist',
  jurisdiction: 'United Kingdom',
  licenceNote: "Topic labels in this system's own words. The checklist's wording belongs to SafeLives.",
  wording: 'OWN_WORDS',
  answerType: 'YES_NO',
  scoring: 'COUNT_YES',
  items: [...RIC_ITEMS_1_TO_9, ...RIC_HISTORY_TOPICS.map((topic, index) => ({ no: index + 10, ...topic }))],
  bands: [
    { from: 0, grade: 'STANDARD' },
    { from: 10, grade: 'MEDIUM' },
    { from: 14, grade: 'HIGH' },
  ],
};
