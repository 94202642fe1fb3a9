import type { Way } from './ways.rules.js';

/** What became of telling somebody. */
export const FILED_OUTCOMES = [
  'INBOX_ONLY', // as they chose
  'WAITING', // for the digest, the end of quiet hours, or another try
  'SENT',
  'DELIVERED',
  'READ_FIRST', // in the inbox, before a message was due
  'NOT_DELIVERED',
  'WITHDRAWN', // they left, or must hear no more of it
] as const;
export type FiledOutcome = (typeof FILED_OUTCOMES)[number];

export interface Filed {
  way: Way;
  read: boolean;
  /** of the message; null while there is none */
  state: 'WAITING' | 'SENT' | 'BOUNCED' | 'FAILED' | 'DROPPED' | null;
  errorCode: string | null;
  delivered: boolean;
}

export function outcomeOf({ way, read, state, errorCode, delivered }: Filed): FiledOutcome {
  if (way === 'INBOX') return 'INBOX_ONLY';
  if (delivered) return 'DELIVERED';
  switch (state) {
    case null:
      return read ? 'READ_FIRST' : 'WAITING';
    case 'DROPPED':
      if (errorCode === 'read-already') return 'READ_FIRST';
      return errorCode === 'unreachable' ? 'NOT_DELIVERED' : 'WITHDRAWN';
    case 'BOUNCED':
    case 'FAILED':
      return 'NOT_DELIVERED';
    case 'WAITING':
    case 'SENT':
      return state;
  }
}
