import { PLACES, type SubjectKind } from './notice-places.rules.js';

/** What a mail about one notice may be made from: nothing here says whom the case is about. */
export interface MailFacts {
  mailId: string;
  /** null for what concerns no case */
  caseRef: string | null;
  subjectKind: SubjectKind;
  subjectId: string;
}

/** What a digest may be made from: how much of which kind of thing waits. */
export interface DigestFacts {
  mailId: string;
  counts: readonly { subjectKind: SubjectKind; count: number }[];
}

export interface MailText {
  subject: string;
  /** the one sentence, without its link */
  words: string;
  link: string;
  text: string;
  /** Stays the same when a mail is sent again, so that the receiver's server can tell. */
  messageId: string;
}

/**
 * A mail says that something happened, never what: the same neutral words for every kind of notice, the opaque reference and a
 * link behind the sign-in. Mail is read over shoulders, on shared screens and by subject line on locked telephones.
 */
export function composeMail({ mailId, caseRef, subjectKind, subjectId }: MailFacts, publicUrl: string): MailText {
  const words = `A task${caseRef ? ` with reference ${caseRef}` : ''} was updated; sign in to read it:`;
  return whole(mailId, 'Task update', words, `${publicUrl}/${PLACES[subjectKind](subjectId)}`, publicUrl);
}

/** Words that any office uses. A kind of thing that is not among them is another one. */
const NOUNS: Partial<Record<SubjectKind, readonly [one: string, many: string]>> = {
  action: ['task', 'tasks'],
  referral: ['referral', 'referrals'],
  meeting: ['meeting', 'meetings'],
  'meeting-series': ['meeting', 'meetings'],
  minutes: ['document', 'documents'],
  transfer: ['handover', 'handovers'],
};
const OTHER = ['other', 'others'] as const;

/** A digest counts what waits, by kind of thing, and has one link. It names no reference: a list of them says how busy an agency is with whom. */
export function composeDigest({ mailId, counts }: DigestFacts, publicUrl: string): MailText {
  const byNoun = new Map<readonly [string, string], number>();
  for (const { subjectKind, count } of counts) {
    const known = NOUNS[subjectKind] ?? OTHER;
    const noun = [...byNoun.keys()].find(([one]) => one === known[0]) ?? known;
    byNoun.set(noun, (byNoun.get(noun) ?? 0) + count);
  }
  const parts = [...byNoun]
    .sort(([a, many], [b, more]) => Number(a === OTHER) - Number(b === OTHER) || more - many || (a[0] < b[0] ? -1 : 1))
    .map(([[one, many], count]) => `${count} ${count === 1 ? one : many}`);
  const words = `New for you: ${parts.join(', ')}; sign in to read them:`;
  return whole(mailId, 'Summary of tasks', words, `${publicUrl}/inbox`, publicUrl);
}

function whole(mailId: string, subject: string, words: string, link: string, publicUrl: string): MailText {
  const messageId = `<${mailId}@${new URL(publicUrl).hostname}>`;
  return { subject, words, link, text: `${words} ${link}\n`, messageId };
}

/** Patience with a mail server: 30 seconds, then twice as long each time, at most an hour; given up after ten tries (over 3 hours). */
export const MAIL_ATTEMPTS = 10;

export function retryAfterSeconds(attempts: number): number {
  return Math.min(30 * 2 ** Math.max(0, attempts - 1), 3_600);
}
