import type { ClosureReason } from '../actions/action.rules.js';

/** What invented referrals, updates and closures say. No sentence speaks of anybody real. */
export const SUMMARIES = [
  'Police called to the address by a neighbour. Victim had been pushed against a wall; wants him to stay away.',
  'Disclosed to the midwife that partner checks her phone and follows her to appointments.',
  'Assault after she said she would leave. Perpetrator arrested and bailed with conditions not to contact.',
  'Threats to kill by text message over two weeks. Victim is staying with her sister.',
  'Ex-partner waits outside the school at pick-up time. Children are frightened.',
  'Held by the throat during an argument about money. No lasting injury seen at the hospital.',
  'Repeated calls and visits to her workplace since the separation in spring.',
  'Adult son takes her money and breaks things when refused. She does not want him prosecuted.',
  'Perpetrator released from prison last week and has been seen near the property.',
  'Told housing officer that she is not allowed to leave the flat alone.',
  'Family puts pressure on her to return. She fears being taken abroad.',
  'Tracking device found on her car. She believes that he also reads her messages.',
] as const;

export const JUDGEMENTS = [
  'She plays down what happened and I believe the danger is greater than the answers show.',
  'The violence has grown in a short time and he knows where she has moved to.',
  'Victim is isolated and will not engage; the history with an earlier partner is very serious.',
] as const;

export const UPDATES = [
  'Spoke to the victim at a safe time; she agrees with the plan.',
  'Tried twice without an answer. Will try again through the school.',
  'Request sent to the other team; waiting for their reply.',
  'Visit made. Locks looked at, quotation asked for.',
  'Checked our records and put a marker on the file.',
  'Discussed in supervision; allocated to a named worker.',
] as const;

export const CLOSURES: Record<ClosureReason, readonly string[]> = {
  COMPLETED: [
    'Done as agreed.',
    'Done; victim told and content.',
    'Completed and recorded on our system.',
    'In place since the visit.',
  ],
  NOT_POSSIBLE_CIRCUMSTANCES: ['Perpetrator is in custody, so this cannot be done for now.'],
  NOT_DONE_AGENCY: ['Not done before the worker left. To be raised with the manager.'],
  VICTIM_DECLINED: ['Offered and explained twice; she does not want it at present.'],
  UNSAFE_TO_DO: ['He lives there again; a visit would put her at risk.'],
  SUPERSEDED: ['Taken over by the order that the court has made.'],
  TRANSFERRED_AREA: ['Victim has moved; handed to the coordinator there.'],
  DECEASED: ['Perpetrator has died.'],
  DUPLICATE: ['The same action was agreed for another case of this couple.'],
};

export const ADVICE = {
  OUT_OF_AREA:
    'The victim lives in another area. Please refer to the coordinator there today; we have telephoned them.',
  NOT_DOMESTIC_ABUSE: 'The two are neighbours and not connected. Please use the harassment procedure.',
  HISTORIC_ONLY: 'The events are many years ago and there is no contact now. Please refer to the outreach service.',
} as const;

export const RISKS = [
  'Contact by the perpetrator',
  'Attack at home',
  'Harm to the children',
  'Isolation',
  'Stalking',
  'Strangulation',
] as const;
