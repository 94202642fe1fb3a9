/** What courts, police and prisons decide about a perpetrator (domain: court_order, perpetrator_status). */
export const ORDER_KINDS = [
  'NON_MOLESTATION', 'OCCUPATION', 'RESTRAINING', 'DVPN', 'DVPO', 'DAPN', 'DAPO', 'STALKING_PROTECTION', 'FORCED_MARRIAGE_PROTECTION',
  'FGM_PROTECTION', 'CHILD_ARRANGEMENTS', 'PROHIBITED_STEPS', 'UNDERTAKING', 'OTHER_INJUNCTION', 'BAIL_BEFORE_CHARGE', 'BAIL_AFTER_CHARGE',
  'CUSTODY', 'RELEASE', 'LICENCE', 'COMMUNITY_ORDER',
] as const; // prettier-ignore
export type OrderKind = (typeof ORDER_KINDS)[number];

export const ORDER_CHANGES = ['RECORDED', 'VARIED', 'ENDED', 'BREACHED'] as const;
export type OrderChange = (typeof ORDER_CHANGES)[number];

/** What makes people think about the risk again. */
export const OCCASIONS = ['RELEASE', 'EXPIRY', 'BAIL_END', 'LICENCE_END', 'ENDED_EARLY', 'BREACH'] as const;
export type Occasion = (typeof OCCASIONS)[number];

/** FIRST and SECOND: so many working days before. */
export const STEPS = ['FIRST', 'SECOND', 'ON_THE_DAY', 'BREACH'] as const;
export type Step = (typeof STEPS)[number];

export const REVIEW_OUTCOMES = ['NO_CHANGE', 'NEW_ASSESSMENT', 'SAFETY_PLAN_CHANGED', 'REFER_BACK_TO_MARAC'] as const;
export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number];

export const ANSWERS = ['YES', 'NO', 'NOT_KNOWN'] as const;
export type Answer = (typeof ANSWERS)[number];

export type OrderLabel = 'PERPETRATOR' | 'INTELLIGENCE';
