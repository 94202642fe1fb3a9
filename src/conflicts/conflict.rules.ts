/** How somebody who works here stands to a person in a case. WORKS_WITH: a colleague of theirs, the perpetrator's above all. */
export const NATURES = ['SELF', 'RELATIVE', 'PARTNER', 'FRIEND', 'NEIGHBOUR', 'WORKS_WITH', 'OTHER'] as const;
export type Nature = (typeof NATURES)[number];

/** Why a conflict is taken to be there. SAME_PERSON: a person of the case is in another one that is closed already. */
export const EVIDENCE = ['DECLARED', 'REPORTED', 'NAME', 'NAME_BIRTH', 'PHONE', 'ADDRESS', 'SAME_PERSON', 'RESTRICTION'] as const; // prettier-ignore
export type Evidence = (typeof EVIDENCE)[number];

/**
 * QUESTION: a name alone, so people are asked and nothing is closed. PROVISIONAL: closed at once, to be confirmed or lifted.
 * LIFT_PROPOSED: still closed; a second person is to agree. LIFTED and DISMISSED: open. UNLINKED: open; it
 * rested on a link between records of a person, and that was undone.
 */
export const STATUSES = ['QUESTION', 'PROVISIONAL', 'CONFIRMED', 'LIFT_PROPOSED', 'LIFTED', 'DISMISSED', 'UNLINKED'] as const; // prettier-ignore
export type Status = (typeof STATUSES)[number];

/** What is taken to be the case about one person and one case. */
export interface Found {
  evidence: readonly Evidence[];
  /** ties it rests on */
  tieIds: readonly string[];
  /** it rests on a case in which the same was confirmed by people */
  confirmed?: boolean;
}

/** A bare name is shared by too many to close a case by it. */
export const isCertain = (evidence: readonly Evidence[]) => evidence.some((code) => code !== 'NAME');

export const isClosed = (status: Status) =>
  status === 'PROVISIONAL' || status === 'CONFIRMED' || status === 'LIFT_PROPOSED';

/** Status after something was found; null when it changes nothing. What people decided stands until something new is found. */
export function afterFinding(
  before: { status: Status; evidence: readonly string[]; tieIds: readonly string[] } | null,
  found: Found,
): Status | null {
  const certain = isCertain(found.evidence);
  if (!before || before.status === 'UNLINKED')
    return found.confirmed ? 'CONFIRMED' : certain ? 'PROVISIONAL' : 'QUESTION';
  const isNew =
    found.evidence.some((code) => !before.evidence.includes(code)) ||
    found.tieIds.some((id) => !before.tieIds.includes(id));
  if (!isNew) return null;
  if (isClosed(before.status) || !certain) return before.status;
  return found.confirmed ? 'CONFIRMED' : 'PROVISIONAL';
}

/** What a line goes back to when the links that closed the case are undone. */
export type WithoutLink = Extract<Status, 'QUESTION' | 'LIFTED' | 'DISMISSED' | 'UNLINKED'>;

const restsOnLink = (evidence: readonly string[]) =>
  evidence.includes('SAME_PERSON') && evidence.every((code) => code === 'SAME_PERSON' || code === 'RESTRICTION');

/** The same after something was found; null while something else than a link closes the case, or nothing does. */
export function withoutLink(
  before: { status: Status; withoutLink: WithoutLink | null } | null,
  found: Pick<Found, 'evidence'>,
  status: Status,
): WithoutLink | null {
  if (!isClosed(status)) return null;
  if (!restsOnLink(found.evidence)) {
    const stays = before !== null && isClosed(before.status) && !isCertain(found.evidence);
    if (!stays) return null;
    return before.withoutLink === 'UNLINKED' ? 'QUESTION' : before.withoutLink; // a name asks, with the link or without
  }
  if (!before) return 'UNLINKED';
  return isClosed(before.status) ? before.withoutLink : (before.status as WithoutLink);
}

/** What people do with it. */
export const STEPS = ['CONFIRM', 'DISMISS', 'PROPOSE_LIFT', 'AGREE_LIFT', 'REFUSE_LIFT'] as const;
export type Step = (typeof STEPS)[number];

const NEXT: Readonly<Record<Step, Partial<Record<Status, Status>>>> = {
  CONFIRM: { QUESTION: 'CONFIRMED', PROVISIONAL: 'CONFIRMED' },
  DISMISS: { QUESTION: 'DISMISSED' },
  PROPOSE_LIFT: { PROVISIONAL: 'LIFT_PROPOSED', CONFIRMED: 'LIFT_PROPOSED' },
  AGREE_LIFT: { LIFT_PROPOSED: 'LIFTED' },
  REFUSE_LIFT: { LIFT_PROPOSED: 'CONFIRMED' },
};

/** The status after a step; null when it does not allow that step. Nothing that is closed opens in one step. */
export const next = (status: Status, step: Step): Status | null => NEXT[step][status] ?? null;

/** Whoever decides, with what would make it somebody else's business. */
export interface Decider {
  id: string;
  agencyId: string | null;
  /** was added to the system, or given something in it, by the person concerned */
  madeByTheOneConcerned: boolean;
}

export type DeciderRefusal = 'second-person-needed' | 'not-independent';

/**
 * Lifting takes two people, neither of whom the one concerned has a hand in; confirming and asking take one. A restriction is
 * not lifted by people of the agency it shuts out.
 */
export function refuseDecider(
  conflict: { agencyId: string | null; liftProposedBy: string | null },
  step: Step,
  decider: Decider,
): DeciderRefusal | null {
  if (step === 'AGREE_LIFT' && decider.id === conflict.liftProposedBy) return 'second-person-needed';
  const lifts = step === 'PROPOSE_LIFT' || step === 'AGREE_LIFT' || step === 'DISMISS';
  const close = decider.madeByTheOneConcerned || (conflict.agencyId !== null && decider.agencyId === conflict.agencyId);
  return lifts && close ? 'not-independent' : null;
}
