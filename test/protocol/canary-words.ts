/** Kinds of what is planted: labels, or whose deed a text tells of. */
export type Kind =
  | 'IDENTITY'
  | 'CONTACT'
  | 'LOCATION_SAFE'
  | 'PERPETRATOR'
  | 'EQUALITY'
  | 'INTELLIGENCE'
  | 'RESEARCH'
  | 'ACTION'
  | 'REVIEW'
  | 'TRANSFER'
  | 'INVITING';

/** Words that stand nowhere else: not in our code, and in no id, date or number by chance. What they are of, and where they were typed. */
export const CANARIES: readonly (readonly [word: string, kind: Kind])[] = [
  ['Quillhaven', 'IDENTITY'],
  ['Oriandra', 'IDENTITY'],
  ['Quillalias', 'IDENTITY'],
  ['1971-03-17', 'IDENTITY'],
  ['7 Quillstreet', 'CONTACT'],
  ['NB7 7ZQ', 'CONTACT'],
  ['07700 900777', 'CONTACT'],
  ['Quillsummary', 'CONTACT'],
  ['Willowmere', 'LOCATION_SAFE'],
  ['Sheltered Row', 'LOCATION_SAFE'],
  ['NB8 8ZZ', 'LOCATION_SAFE'],
  ['01632 960777', 'LOCATION_SAFE'],
  ['Brackenperp', 'PERPETRATOR'],
  ['Osvaldino', 'PERPETRATOR'],
  ['1968-09-23', 'PERPETRATOR'],
  ['8 Brackenlane', 'PERPETRATOR'],
  ['NB6 6ZQ', 'PERPETRATOR'],
  ['Quillethnic', 'EQUALITY'],
  ['Quilljudgement', 'CONTACT'],
  ['Rent is paid by him', 'INTELLIGENCE'],
  ['A joint tenancy', 'RESEARCH'],
  ['Change the locks', 'ACTION'],
  ['Locksmith booked', 'ACTION'],
  ['She called the night line', 'REVIEW'],
  ['they said so', 'REVIEW'],
  ['She stays with family', 'TRANSFER'],
  ['Took the referral', 'INVITING'],
];

/** The referral in which they are typed; the others come with the rest of a full case. */
export const CANARY_FORM = {
  victim: {
    ...{ familyName: 'Quillhaven', givenNames: 'Oriandra', aliases: ['Quillalias'], birthDate: '1971-03-17', sex: 'FEMALE' },
    ...{ address: '7 Quillstreet', postcode: 'NB7 7ZQ', phone: '07700 900777', safeToCall: 'NO', ethnicity: 'Quillethnic' },
  },
  perpetrators: [
    {
      ...{ familyName: 'Brackenperp', givenNames: 'Osvaldino', birthDate: '1968-09-23' },
      ...{ address: '8 Brackenlane', postcode: 'NB6 6ZQ' },
    },
  ],
  judgement: 'Quilljudgement',
  summary: 'Quillsummary',
}; // prettier-ignore

/** The words that stand in a text. */
export function canariesIn(text: string): (readonly [word: string, kind: Kind])[] {
  return CANARIES.filter(([word]) => text.includes(word));
}
