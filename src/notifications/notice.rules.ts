/** What a notice can be about. What it says of it is one fixed sentence: never a name, never what happened in the case. */
export const NOTICES = {
  ACTION_OVERDUE: { title: 'An action is overdue.', subject: 'action', urgent: true },
  ACTION_OVERDUE_UNOWNED: {
    title: 'An action is overdue, and nobody of the agency that owns it could be told.',
    subject: 'action',
    urgent: true,
  },
  REFERRAL_RECEIVED: { title: 'A referral has been received.', subject: 'referral', urgent: false },
  REFERRAL_ACCEPTED: { title: 'A referral of your agency was accepted.', subject: 'referral', urgent: false },
  REFERRAL_DECLINED: { title: 'A referral of your agency was declined.', subject: 'referral', urgent: false },
  REFERRAL_RETURNED: {
    title: 'A referral of your agency came back for more information.',
    subject: 'referral',
    urgent: false,
  },
  REFERRAL_WAITS: { title: 'A referral waits to be screened for too long.', subject: 'referral', urgent: true },
  REFERRAL_WAITS_LONG: {
    title: 'A referral waits to be screened, and nobody looked at it since the first alarm.',
    subject: 'referral',
    urgent: true,
  },
  REFERRAL_EMERGENCY: { title: 'A case was accepted as an emergency.', subject: 'referral', urgent: true },
  EMERGENCY_WAITS: {
    title: 'A case that was accepted as an emergency was not heard in time.',
    subject: 'referral',
    urgent: true,
  },
  REFERRAL_REPEAT_NOTED: { title: 'A repeat was noted and not listed.', subject: 'referral', urgent: false },
  SIGN_OFF_WAITS: {
    title: 'A referral of your agency waits for a second signature.',
    subject: 'referral',
    urgent: false,
  },
  REFERRAL_APPEALED: { title: 'A decline was put before the chair.', subject: 'referral', urgent: true },
  APPEAL_WAITS: { title: 'An appeal against a decline was not decided in time.', subject: 'referral', urgent: true },
  APPEAL_DISMISSED: { title: 'An appeal of your agency was dismissed.', subject: 'referral', urgent: false },
  CASE_NOT_HEARD: { title: 'A case was not heard at its meeting.', subject: 'meeting', urgent: true },
  ROLES_TO_DECIDE: {
    title: 'A referral is to be read beside another case before anybody is contacted.',
    subject: 'referral',
    urgent: true,
  },
  PROTOCOL_SIGNATURE_ENDING: {
    title: 'A signature of the protocol ends soon.',
    subject: 'protocol',
    urgent: false,
  },
  CONFLICT_TO_DECIDE: { title: 'A possible conflict of interest is to be decided.', subject: 'conflict', urgent: true },
  CONFLICT_LIFT_TO_AGREE: {
    title: 'A second person is to agree that a case opens again.',
    subject: 'conflict',
    urgent: false,
  },
  GLASS_BROKEN: {
    title: 'A case was opened in an emergency, and is to be reviewed.',
    subject: 'break-glass',
    urgent: true,
  },
  GLASS_UNREVIEWED: {
    title: 'An emergency opening of a case was not reviewed in time.',
    subject: 'break-glass',
    urgent: true,
  },
  MEETING_CIRCULATED: {
    title: 'A meeting list went out, and cases wait for what your agency knows.',
    subject: 'meeting',
    urgent: false,
  },
  MEETING_CALLED: { title: 'An emergency meeting was called.', subject: 'meeting', urgent: true },
  MEETING_MOVED: { title: 'A meeting is at another time or place.', subject: 'meeting', urgent: false },
  MEETING_CANCELLED: { title: 'A meeting was cancelled.', subject: 'meeting', urgent: false },
  MEETING_TO_CHAIR: { title: 'A meeting is yours to chair.', subject: 'meeting', urgent: false },
  MEETING_SERIES_CHANGED: { title: 'A series of meetings changed.', subject: 'meeting-series', urgent: false },
  PAPERS_RECALLED: {
    title: 'A copy of papers that you hold was recalled, destroy it and say so.',
    subject: 'meeting',
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
  TRANSFER_OFFERED: { title: 'Another area offers a case to yours.', subject: 'transfer', urgent: false },
  TRANSFER_DECIDED: {
    title: 'Another area decided on a case that was offered to it.',
    subject: 'transfer',
    urgent: false,
  },
  TRANSFER_UNANSWERED: {
    title: 'Another area still waits for an answer to the case it offers.',
    subject: 'transfer',
    urgent: true,
  },
  TRANSFER_STILL_UNANSWERED: {
    title: 'Another area has not answered for a case that was offered to it.',
    subject: 'transfer',
    urgent: true,
  },
  TRANSFER_NOT_TAKEN_UP: {
    title: 'A case that came from another area has no record here, or nobody confirmed its handover.',
    subject: 'transfer',
    urgent: true,
  },
  TRANSFER_TO_HAND_OVER: {
    title: 'A victim is to be handed over from the support service of one area to that of another.',
    subject: 'transfer',
    urgent: false,
  },
  TRANSFER_HEARD: { title: 'Another area heard a case that moved to it.', subject: 'transfer', urgent: false },
  FLAG_UNACKNOWLEDGED: { title: 'A flag was not acknowledged in time.', subject: 'flag', urgent: false },
  FLAG_UNACKNOWLEDGED_UNOWNED: {
    title: 'A flag was not acknowledged in time, and nobody of the agency could be told.',
    subject: 'flag',
    urgent: false,
  },
  MINUTES_READY: { title: 'A meeting has minutes that can be read.', subject: 'minutes', urgent: false },
  MINUTES_RECALLED: { title: 'A meeting had its minutes taken back.', subject: 'minutes', urgent: true },
  MINUTES_OVERDUE: { title: 'A meeting has minutes that were not approved in time.', subject: 'meeting', urgent: true },
  CANARY_ASKED_FOR: { title: 'A person who does not exist was asked for.', subject: 'alarm', urgent: true },
  READING_UNUSUAL: { title: 'A reading of a case looked unusual.', subject: 'finding', urgent: true },
  CONTACT_OVERDUE: { title: 'A victim was not contacted in time.', subject: 'referral', urgent: true },
  CONTACT_OVERDUE_UNOWNED: {
    title: 'A victim was not contacted in time, and nobody of the service could be told.',
    subject: 'referral',
    urgent: true,
  },
  CONTACT_ATTEMPTS_SHORT: {
    title: 'A victim was not tried often enough in the first week.',
    subject: 'referral',
    urgent: true,
  },
  CASE_UNSUPPORTED: { title: 'A case has no service that supports the victim.', subject: 'referral', urgent: true },
  CONTACT_UNSAFE: { title: 'A contact could not go on safely.', subject: 'case', urgent: true },
  CASE_ALLOCATED: { title: 'A case was given to you.', subject: 'case', urgent: false },
  RISK_REVIEW_RAISED: { title: 'A risk is to be reviewed again.', subject: 'case', urgent: true },
  RISK_REVIEW_OVERDUE: { title: 'A risk was not reviewed in time.', subject: 'case', urgent: true },
  RISK_REVIEW_REFERRED_BACK: {
    title: 'A risk review sends a case back to a meeting.',
    subject: 'case',
    urgent: false,
  },
} as const satisfies Record<string, { title: string; subject: SubjectKind; urgent: boolean }>;

export const SUBJECT_KINDS = [
  'action',
  'referral',
  'conflict',
  'break-glass',
  'protocol',
  'alarm',
  'finding',
  'meeting',
  'meeting-series',
  'transfer',
  'flag',
  'minutes',
  'case',
] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];
/** Where it is looked at; what a conflict or an emergency would tell by its address is behind the sign-in, in the inbox. */
const PLACES: Record<SubjectKind, (id: string) => string> = {
  action: (id) => `actions/${id}`,
  referral: (id) => `referrals/${id}`,
  protocol: (id) => `protocols/${id}`,
  conflict: () => 'inbox',
  'break-glass': () => 'inbox',
  alarm: () => 'inbox',
  finding: () => 'inbox',
  meeting: (id) => `meetings/${id}`,
  'meeting-series': () => 'meetings',
  transfer: () => 'inbox',
  flag: () => 'inbox',
  minutes: (id) => `minutes/${id}`,
  case: (id) => `cases/${id}`,
};
export type NoticeKind = keyof typeof NOTICES;
export const NOTICE_KINDS = Object.keys(NOTICES) as NoticeKind[];

/** What a mail may be made from: nothing here says whom the case is about. */
export interface MailFacts {
  mailId: string;
  /** null for what concerns no case */
  caseRef: string | null;
  subjectKind: SubjectKind;
  subjectId: string;
}

export interface MailText {
  subject: string;
  text: string;
  /** Stays the same when a mail is sent again, so that the receiver's server can tell. */
  messageId: string;
}

/**
 * A mail says that something happened, never what: the same neutral words for every kind of notice, the opaque reference and a
 * link behind the sign-in. Mail is read over shoulders, on shared screens and by subject line on locked telephones.
 */
export function composeMail({ mailId, caseRef, subjectKind, subjectId }: MailFacts, publicUrl: string): MailText {
  const link = `${publicUrl}/${PLACES[subjectKind](subjectId)}`;
  return {
    subject: 'Task update',
    text: `A task${caseRef ? ` with reference ${caseRef}` : ''} was updated; sign in to read it: ${link}\n`,
    messageId: `<${mailId}@${new URL(publicUrl).hostname}>`,
  };
}

/** Patience with a mail server: 30 seconds, then twice as long each time, at most an hour; given up after ten tries (over 3 hours). */
export const MAIL_ATTEMPTS = 10;

export function retryAfterSeconds(attempts: number): number {
  return Math.min(30 * 2 ** Math.max(0, attempts - 1), 3_600);
}
