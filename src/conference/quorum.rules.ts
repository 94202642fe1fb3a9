import type { AgencyKind } from '../maracs/agency-kinds.rules.js';
import { kindInWords } from './kind-words.rules.js';

/** What of a case a quorum may depend on. */
export const FACTS = ['CHILDREN'] as const;
export type Fact = (typeof FACTS)[number];

/**
 * A quorum as an area writes it down. Only conditions on the case (`fact`) may be denied: somebody's coming never costs a quorum.
 *
 * - `all`, `any`: of the parts
 * - `members`: so many people, from so many agencies
 * - `agency`: somebody of that kind of agency
 * - `when`, `then`: the second counts for cases of which the first holds
 */
export type Quorum =
  | { all: Quorum[] }
  | { any: Quorum[] }
  | { not: Quorum }
  | { members: { atLeast: number; fromAgencies?: number } }
  | { agency: AgencyKind }
  | { fact: Fact }
  | { when: Quorum; then: Quorum };

/** Members of one agency who are here, or are expected. */
export interface Delegation {
  agencyId: string;
  kind: string;
  people: number;
}

/** What a quorum is held against. */
export interface Room {
  delegations: readonly Delegation[];
  /** what holds of the case */
  facts: readonly Fact[];
}

/** As it is, or as it will be by what agencies say. */
export type Tense = 'NOW' | 'EXPECTED';

const HERE: Record<Tense, string> = { NOW: 'here', EXPECTED: 'expected' };
const OF_CASES: Record<Fact, string> = { CHILDREN: 'cases with children' };

/** What is missing to a quorum, in sentences; nothing when there is one. */
export function missing(quorum: Quorum, room: Room, tense: Tense = 'NOW'): string[] {
  if ('all' in quorum) return [...new Set(quorum.all.flatMap((part) => missing(part, room, tense)))];
  if ('any' in quorum) return missingOfAny(quorum.any, room, tense);
  if ('when' in quorum) return holds(quorum.when, room) ? missing(quorum.then, room, tense) : [];
  if ('not' in quorum) return holds(quorum.not, room) ? ['This case is one of those that it does not count for.'] : [];
  if ('fact' in quorum)
    return room.facts.includes(quorum.fact) ? [] : [`It counts for ${OF_CASES[quorum.fact]} alone.`];
  if ('agency' in quorum) {
    const there = room.delegations.some(({ kind, people }) => kind === quorum.agency && people > 0);
    return there ? [] : [`Nobody is ${HERE[tense]} from ${kindInWords(quorum.agency)}.`];
  }
  return missingMembers(quorum.members, room, tense);
}

/** True when nothing is missing. */
export function holds(quorum: Quorum, room: Room): boolean {
  return missing(quorum, room).length === 0;
}

function missingOfAny(parts: readonly Quorum[], room: Room, tense: Tense): string[] {
  const each = parts.map((part) => missing(part, room, tense));
  if (each.some((sentences) => sentences.length === 0)) return [];
  return [`One of these would do: ${each.map((sentences) => sentences.join(' ')).join(' Or: ')}`];
}

function missingMembers(
  { atLeast, fromAgencies = 1 }: { atLeast: number; fromAgencies?: number },
  { delegations }: Room,
  tense: Tense,
): string[] {
  const here = delegations.filter(({ people }) => people > 0);
  const people = here.reduce((sum, delegation) => sum + delegation.people, 0);
  const agencies = new Set(here.map(({ agencyId }) => agencyId)).size;
  return [
    ...(people < atLeast ? [`${people} of the ${atLeast} members needed are ${HERE[tense]}.`] : []),
    ...(agencies < fromAgencies
      ? [`Members are ${HERE[tense]} from ${agencies} of the ${fromAgencies} agencies needed.`]
      : []),
  ];
}
