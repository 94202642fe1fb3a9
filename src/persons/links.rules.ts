import type { Certainty } from './matching.rules.js';

/** A link that stands: two records that were taken for one person. Which is the later one does not matter. */
export interface LiveLink {
  personId: string;
  otherId: string;
}

/**
 * The record that stands for each record: the oldest of all that the links join it to, itself when there are none. Made from the
 * links that stand and from nothing else, so that the order in which they came and went leaves no trace and undoing one gives back
 * what was, whatever was linked since. Ids are ordered by time, so the oldest has the smallest.
 */
export function standsFor(recordIds: readonly string[], links: readonly LiveLink[]): Map<string, string> {
  const parent = new Map(recordIds.map((id) => [id, id]));
  const top = (id: string): string => {
    const above = parent.get(id)!;
    if (above === id) return id;
    const found = top(above);
    parent.set(id, found);
    return found;
  };
  for (const { personId, otherId } of links) {
    if (!parent.has(personId) || !parent.has(otherId)) throw new Error('a link leads out of the records given');
    const [one, other] = [top(personId), top(otherId)];
    if (one !== other) parent.set(one < other ? other : one, one < other ? one : other);
  }
  return new Map(recordIds.map((id) => [id, top(id)]));
}

/** Proposals for one new record; who has more namesakes than that is told apart by asking, not by a list. */
export const MOST_PROPOSED = 10;

const ORDER: readonly Certainty[] = ['CERTAIN', 'PROBABLE', 'POSSIBLE'];

/** What becomes of the matches of a new record. */
export interface Choice<M> {
  /** the one it is linked to without asking */
  same?: M;
  /** those for somebody to decide, the surest first */
  propose: M[];
}

/**
 * A certain match links by itself; the others wait for a person (design: persons and matching). Somebody who is certainly each of
 * two people whom a person told apart is linked to neither: it would bring back by itself the link that was rejected. Nor is it
 * proposed to take the new record for somebody from whom the one it is linked to was told apart.
 * @param matches one for each earlier person
 * @param areDifferent whether somebody decided that these two, by the records that stand for them, are not one
 */
export function chooseLink<M extends { certainty: Certainty; canonicalId: string }>(
  matches: readonly M[],
  areDifferent: (one: string, other: string) => boolean,
): Choice<M> {
  const surest = [...matches].sort(
    (a, b) => ORDER.indexOf(a.certainty) - ORDER.indexOf(b.certainty) || (a.canonicalId < b.canonicalId ? -1 : 1),
  );
  const certain = surest.filter((match) => match.certainty === 'CERTAIN');
  const isOpen = certain.some((one) => certain.some((other) => areDifferent(one.canonicalId, other.canonicalId)));
  const same = isOpen ? undefined : certain[0];
  const propose = surest.filter((match) => match !== same && !(same && areDifferent(same.canonicalId, match.canonicalId))); // prettier-ignore
  return { ...(same && { same }), propose: propose.slice(0, MOST_PROPOSED) };
}

/** WAITING: nobody decided. A link that was undone is REJECTED: whoever undoes it says that these are two people. */
export const PROPOSAL_STATUSES = ['WAITING', 'CONFIRMED', 'REJECTED'] as const;
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];

export const LINK_DECISIONS = ['CONFIRM', 'REJECT'] as const;
export type LinkDecision = (typeof LINK_DECISIONS)[number];

const NEXT: Readonly<Record<ProposalStatus, Partial<Record<LinkDecision, ProposalStatus>>>> = {
  WAITING: { CONFIRM: 'CONFIRMED', REJECT: 'REJECTED' },
  REJECTED: { CONFIRM: 'CONFIRMED' },
  CONFIRMED: {}, // the link is undone instead
};

/** The status after a decision; null when it does not allow that decision. */
export const decided = (status: ProposalStatus, decision: LinkDecision): ProposalStatus | null =>
  NEXT[status][decision] ?? null;

/**
 * Decisions on links wait for one another and for referrals that are being placed, and these for them: a record must not be joined
 * to a group that is being taken apart.
 */
export const LINKS_LOCK = 7201021;
