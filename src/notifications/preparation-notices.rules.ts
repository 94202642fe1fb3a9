import type { SubjectKind } from './notice-places.rules.js';

/** What has to stand before a meeting can work: signatures of the protocol, and what agencies know. Of no case, and so in no words of one. */
export const PREPARATION_NOTICES = {
  PROTOCOL_SIGNATURE_ENDING: {
    title: 'A signature of the protocol ends soon.',
    subject: 'protocol',
    urgent: false,
  },
  PROTOCOL_SIGNATURE_LAPSED: {
    title: 'A signature of the protocol ended, and the agency sees nothing that was shared with it.',
    subject: 'protocol',
    urgent: true,
  },
  PROTOCOL_ENDING_IN_AGENCY: {
    title: 'A signature of the protocol by your agency ends soon.',
    subject: 'escalation',
    urgent: false,
  },
  PROTOCOL_LAPSED_IN_AGENCY: {
    title: 'A signature of the protocol by your agency ended, and nobody there sees what was shared with it.',
    subject: 'escalation',
    urgent: true,
  },
  RESEARCH_DUE: { title: 'A meeting waits for what your agency knows.', subject: 'meeting', urgent: false },
  RESEARCH_OVERDUE: {
    title: 'A meeting still waits for what your agency knows, and the day it was due has passed.',
    subject: 'meeting',
    urgent: true,
  },
  RESEARCH_OVERDUE_UNOWNED: {
    title: 'A meeting waits for what an agency knows, and nobody of the agency could be told.',
    subject: 'meeting',
    urgent: true,
  },
  RESEARCH_STILL_OWED: {
    title: 'A meeting still waits for what an agency knows.',
    subject: 'meeting',
    urgent: true,
  },
} as const satisfies Record<string, { title: string; subject: SubjectKind; urgent: boolean }>;
