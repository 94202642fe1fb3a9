/** Whose business an event is, by which of its ids tells. */
export interface EventKind {
  /** `CASE`: of the agencies with which the case is shared. `AGENCY`: of the one agency it names. `AREA`: of all who work in the area */
  audience: 'CASE' | 'AGENCY' | 'AREA';
  /** the ids that leave; the others are ours */
  ids: readonly string[];
  about: string;
}

const MEETING = ['meetingId', 'maracId'] as const;
const LISTED = ['agendaItemId', 'meetingId', 'caseId', 'maracId'] as const;
const REFERRAL = ['referralId', 'caseId', 'maracId', 'agencyId'] as const;

/**
 * What agencies' own systems may hear of. Conflicts of interest, emergency openings, protected places, transfers and unusual reading
 * are not among it: an id of one of these tells something by being there.
 */
export const EVENT_KINDS = {
  'action.overdue': { audience: 'AGENCY', ids: ['actionId', 'caseId', 'maracId'], about: 'An action is overdue' },
  'case.listed': { audience: 'CASE', ids: LISTED, about: 'A case is on the list of a meeting' },
  'case.heard': { audience: 'CASE', ids: LISTED, about: 'A case was heard' },
  'case.not-heard': { audience: 'CASE', ids: LISTED, about: 'A case was listed and not heard' },
  'case.withdrawn': { audience: 'CASE', ids: LISTED, about: 'A case was taken off a list' },
  'referral.accepted': { audience: 'AGENCY', ids: REFERRAL, about: 'A referral of the agency was accepted' },
  'referral.returned': { audience: 'AGENCY', ids: REFERRAL, about: 'A referral of the agency came back' },
  'referral.declined': { audience: 'AGENCY', ids: REFERRAL, about: 'A referral of the agency was declined' },
  'flag.unacknowledged': {
    audience: 'AGENCY',
    ids: ['flagId', 'caseId', 'maracId', 'agencyId'],
    about: 'The agency did not mark its file in time',
  },
  'meeting.circulated': { audience: 'AREA', ids: MEETING, about: 'The list of a meeting went out' },
  'meeting.called': { audience: 'AREA', ids: MEETING, about: 'An emergency meeting was called' },
  'meeting.moved': { audience: 'AREA', ids: MEETING, about: 'A meeting is at another time or place' },
  'meeting.cancelled': { audience: 'AREA', ids: MEETING, about: 'A meeting was cancelled' },
  'meeting.closed': { audience: 'AREA', ids: MEETING, about: 'A meeting is over' },
} as const satisfies Record<string, EventKind>;
export type EventKindName = keyof typeof EVENT_KINDS;
export const EVENT_KIND_NAMES = Object.keys(EVENT_KINDS) as EventKindName[];

/** The ids that leave, and nothing else: an alert's or a chase's own id is nobody's business outside. */
export function idsThatLeave(kind: EventKindName, ids: Readonly<Record<string, string>>): Record<string, string> {
  const leaving: readonly string[] = EVENT_KINDS[kind].ids;
  return Object.fromEntries(Object.entries(ids).filter(([name]) => leaving.includes(name)));
}

/** Waits before each further try, in seconds: a receiver that restarts misses nothing, one that is down has a day (Standard Webhooks). */
const WAITS = [5, 300, 1_800, 7_200, 18_000, 27_000, 33_000] as const;
export const DELIVERY_ATTEMPTS = WAITS.length + 1;

/** What follows the given number of tries that failed: another in so many seconds, or the end. */
export function afterFailure(attempts: number, errorCode: string): { retryIn: number } | 'give-up' {
  if (errorCode === 'gone') return 'give-up'; // 410: the receiver asks not to be sent to any more
  const wait = WAITS[attempts - 1];
  return wait === undefined ? 'give-up' : { retryIn: wait };
}
