import type { Role } from '../identity/roles.rules.js';
import type { IsoDate } from '../platform/values/dates.js';
import { type Label, LABELS } from './labels.js';
import { LAWFUL_BASES, type LawfulBasis } from './lawful-basis.rules.js';
import type { Withholding } from './open-case.js';
import { purposeInWords } from './purposes.rules.js';

/** Each kind of information, in words. */
export const LABELS_IN_WORDS: Record<Label, string> = {
  IDENTITY: 'who the victim is',
  CONTACT: 'how the victim is reached',
  LOCATION_SAFE: 'where the victim is safe',
  PERPETRATOR: 'the perpetrators',
  CHILD: 'the children',
  HEALTH: 'health',
  INTELLIGENCE: 'intelligence',
  SOURCE: 'who told us',
  EQUALITY: 'equality monitoring',
};

const ROLES_IN_WORDS: Record<Role, string> = {
  COORDINATOR: 'a coordinator',
  CHAIR: 'a chair',
  ADMINISTRATOR: 'an administrator',
  AGENCY_REPRESENTATIVE: 'an agency representative',
  IDVA: 'an IDVA',
  REFERRER: 'a referrer',
  AUDITOR: 'an auditor',
  ANALYST: 'an analyst',
  OBSERVER: 'an observer',
  AGENCY_MANAGER: 'a manager',
  STRATEGIC_LEAD: 'a strategic lead',
  STEERING_GROUP: 'a member of the steering group',
};

/** A sharing decision in force with the reader or the reader's agency. */
export interface GrantFacts {
  grantee: string;
  purpose: string;
  reason: string;
  decidedBy: string;
  lawfulBasis: readonly LawfulBasis[];
  /** null: until it is revoked */
  until: Date | null;
}

/** What access knows of one reader and one case. */
export interface AccessFacts {
  roles: readonly Role[];
  agency: string;
  /** version of the protocol that the agency signed, and its last day; null where none is in force */
  signature: { version: number; endsOn: IsoDate } | null;
  grants: readonly GrantFacts[];
  labels: readonly Label[];
  why: (label: Label) => Withholding | null;
}

export interface Explanation {
  /** why the reader can see the case, in one paragraph */
  explanation: string;
  withheld: { label: Label; reason: Withholding; explanation: string }[];
  /** what would end it, a sentence each */
  endsWhen: string[];
}

/** "Why can I see this?" in plain English: by which roles and decisions, what is kept back and why, and what would end it. */
export function explainAccess(facts: AccessFacts): Explanation {
  const { roles, agency, signature, grants, labels } = facts;
  const standing = roles.filter((role) => role === 'COORDINATOR' || role === 'CHAIR');
  const because = [
    ...standing.map((role) => `you are ${ROLES_IN_WORDS[role]} of this MARAC`),
    ...grants.map(sharedInWords),
  ];
  const signed = signature
    ? `${agency} has signed version ${signature.version} of the protocol, until ${day(signature.endsOn)}`
    : `${agency} takes part in the protocol`;
  const withheld = LABELS.flatMap((label) => {
    const reason = facts.why(label);
    return reason ? [{ label, reason, explanation: withheldInWords(label, reason) }] : [];
  });
  const seen = LABELS.filter((label) => labels.includes(label));
  const notSeen = withheld.map(({ label }) => LABELS_IN_WORDS[label]);
  return {
    explanation: [
      `You are ${list(roles.map((role) => ROLES_IN_WORDS[role]))} of ${agency}.`,
      `You can see this case because ${because.join('; and ')}; and ${signed}.`,
      `You see: ${seen.map((label) => LABELS_IN_WORDS[label]).join(', ')}.`,
      ...(notSeen.length > 0 ? [`You do not see: ${notSeen.join(', ')}.`] : []),
    ].join(' '),
    withheld,
    endsWhen: ends(facts, standing),
  };
}

function sharedInWords({ grantee, purpose, reason, decidedBy, lawfulBasis, until }: GrantFacts): string {
  const basis = lawfulBasis.map((code) => LAWFUL_BASES[code]).join('; ');
  const end = until ? `until ${moment(until)}` : 'until it is revoked';
  return `it was shared with ${grantee} for ${purposeInWords(purpose)} (${reason}), as ${decidedBy} decided on the basis of ${basis}, ${end}`;
}

function withheldInWords(label: Label, reason: Withholding): string {
  const what = `${LABELS_IN_WORDS[label][0]!.toUpperCase()}${LABELS_IN_WORDS[label].slice(1)}`;
  return reason === 'SECOND_FACTOR_NEEDED'
    ? `${what}: shared with you, and shown once you prove a second factor again.`
    : `${what}: nobody has decided to share it with you.`;
}

function ends({ agency, signature, grants }: AccessFacts, standing: readonly Role[]): string[] {
  const byGrant = grants.map(({ grantee, purpose, until }) =>
    until
      ? `What was shared with ${grantee} for ${purposeInWords(purpose)} ends by itself at ${moment(until)}.`
      : `What was shared with ${grantee} for ${purposeInWords(purpose)} ends when it is revoked, or what it was shared for is over.`,
  );
  return [
    ...standing.map((role) => `You are no longer ${ROLES_IN_WORDS[role]} of this MARAC.`),
    ...new Set(byGrant),
    ...(signature ? [`The signature of ${agency} is not renewed by ${day(signature.endsOn)}, or is withdrawn.`] : []),
    'A conflict of interest or a restriction shuts you out, whatever else you hold.',
  ];
}

const list = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
] as const; // prettier-ignore

/** 1 January 2099 */
function day(date: IsoDate): string {
  return `${Number(date.slice(8))} ${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;
}

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' });
const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' });

/** 14:30 on 1 June 2026, by the clock of the area */
function moment(at: Date): string {
  return `${clock.format(at)} on ${day(calendar.format(at))}`;
}
