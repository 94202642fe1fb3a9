import { AGENCY_KINDS } from '../maracs/agency-kinds.rules.js';
import { type Delegation, type Fact, FACTS, holds, type Quorum } from './quorum.rules.js';

/** What can be wrong with a quorum that somebody wrote down. */
export const QUORUM_FAULTS = {
  'not-a-rule': 'Each part is one of: all, any, not, members, agency, fact, or when with then.',
  empty: 'all and any hold at least one part.',
  'missing-part': 'when and then come together.',
  'unknown-part': 'A part holds one rule, and nothing besides.',
  'out-of-range': 'From 1 to 50 members, and from 1 to 50 agencies.',
  'more-agencies-than-members': 'Members cannot come from more agencies than there are members.',
  'unknown-agency-kind': 'There is no such kind of agency.',
  'unknown-fact': 'A case is only asked whether there are CHILDREN.',
  'attendance-in-a-condition': 'not and when ask about the case: who comes must never cost the quorum.',
  'too-large': 'A quorum is at most 6 deep and has at most 50 parts.',
  'holds-with-nobody': 'This holds in an empty room.',
  'never-holds': 'This does not hold even when everybody comes.',
} as const;
export type QuorumFault = keyof typeof QUORUM_FAULTS;

const DEEPEST = 6;
const MOST_PARTS = 50;
const MOST = 50;

/** What is wrong with it; undefined when it may stand. */
export function quorumFault(value: unknown): QuorumFault | undefined {
  if (partsIn(value, DEEPEST) > MOST_PARTS) return 'too-large';
  return faultOf(value) ?? faultInRooms(value as Quorum);
}

type Part = Record<string, unknown>;
const isObject = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Parts of a quorum, and more than may be when it is too deep. Looks no further than that. */
function partsIn(value: unknown, depth: number): number {
  if (!isObject(value)) return 1;
  if (depth === 0) return MOST_PARTS + 1;
  const inner = ['all', 'any', 'not', 'when', 'then'].flatMap((key) => [value[key]].flat().slice(0, MOST_PARTS + 1));
  return inner.reduce<number>((sum, part) => sum + (part === undefined ? 0 : partsIn(part, depth - 1)), 1);
}

const SHAPES: Record<string, (part: Part) => QuorumFault | undefined> = {
  all: ({ all }) => listFault(all),
  any: ({ any }) => listFault(any),
  not: ({ not }) => conditionFault(not),
  members: ({ members }) => membersFault(members),
  agency: ({ agency }) => ((AGENCY_KINDS as readonly unknown[]).includes(agency) ? undefined : 'unknown-agency-kind'),
  fact: ({ fact }) => ((FACTS as readonly unknown[]).includes(fact) ? undefined : 'unknown-fact'),
  then: (part) => conditionFault(part['when']) ?? faultOf(part['then']),
};

function faultOf(value: unknown): QuorumFault | undefined {
  if (!isObject(value)) return 'not-a-rule';
  const keys = Object.keys(value);
  if ('when' in value !== 'then' in value) return 'missing-part';
  const rules = keys.filter((key) => key !== 'when');
  const shape = rules.map((key) => (Object.hasOwn(SHAPES, key) ? SHAPES[key] : undefined));
  if (shape.length === 0 || !shape[0]) return 'not-a-rule';
  return shape.length > 1 || ('when' in value && keys.length > 2) ? 'unknown-part' : shape[0](value);
}

function listFault(parts: unknown): QuorumFault | undefined {
  if (!Array.isArray(parts)) return 'not-a-rule';
  if (parts.length === 0) return 'empty';
  return parts.map(faultOf).find((fault) => fault !== undefined);
}

function membersFault(members: unknown): QuorumFault | undefined {
  if (!isObject(members)) return 'not-a-rule';
  const { atLeast, fromAgencies = 1, ...besides } = members;
  if (Object.keys(besides).length > 0) return 'unknown-part';
  const counts = [atLeast, fromAgencies];
  if (!counts.every((n) => Number.isSafeInteger(n) && (n as number) >= 1 && (n as number) <= MOST))
    return 'out-of-range';
  return (fromAgencies as number) > (atLeast as number) ? 'more-agencies-than-members' : undefined;
}

/** A condition asks about the case alone. */
function conditionFault(value: unknown): QuorumFault | undefined {
  return faultOf(value) ?? (asksWhoComes(value as Quorum) ? 'attendance-in-a-condition' : undefined);
}

function asksWhoComes(part: Quorum): boolean {
  if ('members' in part || 'agency' in part) return true;
  if ('all' in part) return part.all.some(asksWhoComes);
  if ('any' in part) return part.any.some(asksWhoComes);
  if ('not' in part) return asksWhoComes(part.not);
  return 'then' in part && (asksWhoComes(part.when) || asksWhoComes(part.then));
}

const EVERYBODY: Delegation[] = Array.from({ length: MOST }, (_, i) => ({
  agencyId: `${i}`,
  kind: AGENCY_KINDS[i % AGENCY_KINDS.length]!,
  people: 1,
}));

/** Whatever the case, nobody is no quorum, and everybody is one. */
function faultInRooms(quorum: Quorum): QuorumFault | undefined {
  const cases: Fact[][] = [[], [...FACTS]];
  if (cases.some((facts) => holds(quorum, { delegations: [], facts }))) return 'holds-with-nobody';
  return cases.every((facts) => holds(quorum, { delegations: EVERYBODY, facts })) ? undefined : 'never-holds';
}
