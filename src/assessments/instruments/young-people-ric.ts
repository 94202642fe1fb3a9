import type { Instrument } from '../instrument.js';

/**
 * SafeLives Dash for young people (about 13 to 17): the same 24 topics, asked of a young person; pregnancy covers the
 * unborn child. It informs the MARAC and a referral to children's social care.
 */
export const YOUNG_PEOPLES_RIC: Instrument = {
  code: 'YOUNG_PEOPLES_RIC',
  version: 1,
  title: "Young people's risk identification checklist",
  jurisdiction: 'England and Wales',
  licenceNote: "Topic labels in this system's own words. The checklist's wording belongs to SafeLives.",
  wording: 'OWN_WORDS',
  answerType: 'YES_NO',
  scoring: 'COUNT_YES',
  items: [
    { no: 1, key: 'INJURY', label: 'Hurt this time' },
    { no: 2, key: 'VERY_FRIGHTENED', label: 'Very scared', criticalForDisplay: true },
    { no: 3, key: 'FEARED_HARM', label: 'What you are scared might happen, and to whom', criticalForDisplay: true },
    { no: 4, key: 'ISOLATION', label: 'Kept away from friends, family, school or work' },
    { no: 5, key: 'DEPRESSED_OR_SUICIDAL', label: 'Very low, harming yourself or thinking of suicide' },
    { no: 6, key: 'SEPARATION', label: 'Broke up, or tried to, in the past year', criticalForDisplay: true },
    { no: 7, key: 'CHILD_CONTACT', label: 'Arguments about seeing a child' },
    { no: 8, key: 'STALKING', label: 'Always messaging, checking, following or turning up', criticalForDisplay: true },
    {
      no: 9,
      key: 'PREGNANCY_OR_BABY',
      label: 'Pregnant, or a baby in the past 18 months',
      criticalForDisplay: true,
    },
    { no: 10, key: 'MORE_FREQUENT', label: 'It is happening more often', criticalForDisplay: true },
    { no: 11, key: 'GETTING_WORSE', label: 'It is getting worse', criticalForDisplay: true },
    {
      no: 12,
      key: 'CONTROL_AND_JEALOUSY',
      label: 'Decides what you wear, do or post; very jealous',
      criticalForDisplay: true,
    },
    { no: 13, key: 'WEAPONS', label: 'Weapons or things used to hurt you', criticalForDisplay: true },
    {
      no: 14,
      key: 'THREATS_TO_KILL',
      label: 'Said they would kill somebody, and you believed it',
      criticalForDisplay: true,
    },
    {
      no: 15,
      key: 'STRANGULATION',
      label: 'Hands or anything round your neck, or stopped you breathing',
      criticalForDisplay: true,
    },
    {
      no: 16,
      key: 'SEXUAL_ABUSE',
      label: 'Sexual things said or done, or pictures shared, that hurt',
      criticalForDisplay: true,
    },
    { no: 17, key: 'ANOTHER_FEARED', label: 'Scared of somebody else, such as family or a group' },
    { no: 18, key: 'HURT_OTHERS', label: 'They have hurt somebody else' },
    { no: 19, key: 'ANIMALS', label: 'They have hurt an animal' },
    { no: 20, key: 'MONEY', label: 'Money: owed, taken, or needed from them' },
    { no: 21, key: 'DRINK_DRUGS_MENTAL_HEALTH', label: 'Their drinking, drugs or mental health' },
    {
      no: 22,
      key: 'PERPETRATOR_SUICIDE',
      label: 'They said they would harm or kill themselves',
      criticalForDisplay: true,
    },
    { no: 23, key: 'BROKEN_ORDERS', label: 'They broke bail, a court order or a rule about contact' },
    { no: 24, key: 'CRIMINAL_HISTORY', label: 'They have been in trouble with the police' },
  ],
};
