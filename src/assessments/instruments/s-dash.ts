import type { Instrument } from '../instrument.js';

/** Stalking questions, asked when item 8 of a DASH is YES. Eleven items; they refine the picture and have no threshold. */
export const S_DASH: Instrument = {
  code: 'S_DASH',
  version: 1,
  title: 'S-DASH stalking questions',
  jurisdiction: 'England and Wales',
  licenceNote: "Topic labels in this system's own words. The questions' wording belongs to their authors.",
  wording: 'OWN_WORDS',
  answerType: 'YES_NO',
  scoring: 'COUNT_YES',
  addOnTo: 'SAFELIVES_DASH',
  items: [
    { no: 1, key: 'STALKING_FEAR', label: 'Very frightened by the stalking' },
    { no: 2, key: 'EARLIER_HARASSMENT', label: 'Harassed this victim or another before' },
    { no: 3, key: 'PROPERTY_DAMAGE', label: 'Damaged property' },
    { no: 4, key: 'FREQUENT_VISITS', label: 'Turns up more than three times a week' },
    { no: 5, key: 'LOITERING', label: 'Hangs about home, work or other places' },
    { no: 6, key: 'THREATS_OF_VIOLENCE', label: 'Threatened physical or sexual violence' },
    { no: 7, key: 'THIRD_PARTIES_HARASSED', label: 'Harassed people close to the victim' },
    { no: 8, key: 'VIOLENCE_TO_OTHERS', label: 'Violent to other people during the stalking' },
    { no: 9, key: 'OTHERS_RECRUITED', label: 'Got other people to help' },
    { no: 10, key: 'STALKER_DRINK_DRUGS', label: 'Misuses drink or drugs' },
    { no: 11, key: 'PAST_VIOLENCE', label: 'Has been violent before' },
  ],
};
