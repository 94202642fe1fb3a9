import { LABELS, type Label } from '../../src/access/labels.js';
import { ROLES, type Role } from '../../src/identity/roles.rules.js';

/** Everything the protocol decides from, as plain lists. Days and times are offsets from today and now. */
export interface Facts {
  maracs: string[];
  agencies: string[];
  protocols: { maracId: string; version: number; signableUntil: number | null }[];
  signatures: {
    maracId: string;
    agencyId: string;
    version: number;
    signedOn: number;
    reviewDue: number;
    withdrawn: boolean;
  }[];
  people: { id: string; agencyId: string; deactivated: boolean; roles: { maracId: string | null; role: Role }[] }[];
  cases: { id: string; maracId: string }[];
  grants: {
    id: string;
    caseId: string;
    maracId: string;
    granteeId: string;
    granteeKind: 'AGENCY' | 'USER';
    labels: Label[];
    /** hours from now */
    startsIn: number;
    endsIn: number | null;
    revoked: boolean;
    exportable: boolean;
    /** what came by a transfer to another MARAC, and what became of that */
    transfer: { id: string; toMaracId: string; status: 'OFFERED' | 'ACCEPTED' | 'WITHDRAWN' } | null;
  }[];
  exclusions: {
    id: string;
    caseId: string;
    maracId: string;
    userId: string | null;
    agencyId: string | null;
    exceptUserIds: string[];
    lifted: boolean;
  }[];
}

/** A small repeatable source of chance (mulberry32), so that a mismatch can be looked at again by its seed. */
export class Chance {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  happens(share: number): boolean {
    return this.next() < share;
  }

  some<T>(items: readonly T[], share: number): T[] {
    return items.filter(() => this.happens(share));
  }

  id(): string {
    const hex = Array.from({ length: 32 }, () => this.below(16).toString(16)).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}

export interface Size {
  maracs: number;
  agencies: number;
  people: number;
  cases: number;
}

/** A partnership with its edges: what lapses today, begins tomorrow, was withdrawn, lifted or revoked. */
export function randomFacts(chance: Chance, size: Size): Facts {
  const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
  const maracs = many(size.maracs, () => chance.id());
  const agencies = many(size.agencies, () => chance.id());
  const protocols = maracs.flatMap((maracId) => [
    { maracId, version: 1, signableUntil: chance.of([null, null, -1, 0, 1]) },
    { maracId, version: 2, signableUntil: null },
  ]);
  const signatures = agencies.flatMap((agencyId) =>
    chance
      .some(maracs, 0.85)
      .flatMap((maracId) => many(chance.of([1, 1, 2]), () => signature(chance, agencyId, maracId))),
  );
  const people = many(size.people, () => ({
    id: chance.id(),
    agencyId: chance.of(agencies),
    deactivated: chance.happens(0.06),
    roles: rolesOf(chance, maracs),
  }));
  const cases = many(size.cases, () => ({ id: chance.id(), maracId: chance.of(maracs) }));
  return {
    ...{ maracs, agencies, protocols, signatures, people, cases },
    // of some, a transfer is all that anybody was given
    grants: cases.flatMap((each) =>
      chance.happens(0.35)
        ? [grant(chance, each, { agencies, people, maracs }, true)]
        : many(chance.below(14), () => grant(chance, each, { agencies, people, maracs })),
    ),
    exclusions: cases.flatMap((each) => many(chance.of([0, 0, 1, 2]), () => exclusion(chance, each, agencies, people))),
  };
}

function signature(chance: Chance, agencyId: string, maracId: string): Facts['signatures'][number] {
  const dates = { signedOn: chance.of([-400, -30, 0, 0, 1]), reviewDue: chance.of([2, 30, 300]) };
  if (chance.happens(0.3)) Object.assign(dates, { signedOn: -400, reviewDue: chance.of([-1, 0, -30]) });
  return { agencyId, maracId, version: chance.of([1, 1, 2]), ...dates, withdrawn: chance.happens(0.12) };
}

function rolesOf(chance: Chance, maracs: readonly string[]): Facts['people'][number]['roles'] {
  const roles = new Map<string, { maracId: string | null; role: Role }>();
  for (let i = chance.below(5); i > 0; i--) {
    // of all roles, these decide most of what is seen
    const role = chance.of([...ROLES, 'COORDINATOR', 'COORDINATOR', 'CHAIR', 'AGENCY_REPRESENTATIVE'] as const);
    const everywhere = (role === 'AUDITOR' || role === 'ADMINISTRATOR') && chance.happens(0.4);
    const maracId = everywhere ? null : chance.of(maracs);
    roles.set(`${role} ${maracId}`, { maracId, role });
  }
  return [...roles.values()];
}

type People = Facts['people'];

const NOT_YET = { startsIn: 48, endsIn: null };
const TIMES = [
  { startsIn: -48, endsIn: null },
  { startsIn: -48, endsIn: null },
  { startsIn: -48, endsIn: 48 },
  NOT_YET,
  { startsIn: -48, endsIn: -1 },
];
/** This very moment: shared, or ended, in the transaction that looks. */
const EDGES = [
  { startsIn: 0, endsIn: null },
  { startsIn: -48, endsIn: 0 },
];

type Partners = Pick<Facts, 'agencies' | 'people' | 'maracs'>;

function grant(
  chance: Chance,
  { id, maracId }: Facts['cases'][number],
  { agencies, people, maracs }: Partners,
  moves = false,
) {
  const toAgency = !moves && chance.happens(0.6);
  // few cases are all by transfer, so that their edges are tried by being common
  const times = chance.of([...TIMES, ...(moves ? [...EDGES, ...EDGES, ...EDGES, NOT_YET, NOT_YET] : EDGES)]);
  const labels = chance.some(LABELS, chance.of([0.2, 0.5, 0.9]));
  if (labels.length === 0 || chance.happens(0.7)) labels.push('IDENTITY');
  const moved = moves || (!toAgency && chance.happens(0.5));
  const person = chance.of(moved ? receivers(people, maracId) : people);
  return {
    ...{ id: chance.id(), caseId: id, maracId, ...times, labels: [...new Set(labels)] },
    granteeKind: toAgency ? ('AGENCY' as const) : ('USER' as const),
    granteeId: toAgency ? chance.of(agencies) : person.id,
    transfer: moved ? transfer(chance, person, maracs) : null,
    revoked: chance.happens(0.2),
    exportable: chance.happens(0.8),
  };
}

/** Coordinators of other areas alone; failing them any; failing them anybody. */
function receivers(people: People, maracId: string): People {
  const coordinators = people.filter(({ roles }) => roles.some(({ role }) => role === 'COORDINATOR'));
  const elsewhere = coordinators.filter(({ roles }) => roles.every((held) => held.maracId && held.maracId !== maracId));
  return elsewhere.length > 0 ? elsewhere : coordinators.length > 0 ? coordinators : people;
}

/** To an area that the person coordinates, as a rule. */
function transfer(chance: Chance, { roles }: People[number], maracs: readonly string[]) {
  const theirs = roles.flatMap(({ role, maracId }) => (role === 'COORDINATOR' && maracId ? [maracId] : []));
  const toMaracId = theirs.length > 0 && chance.happens(0.8) ? chance.of(theirs) : chance.of(maracs);
  const status = chance.of(['ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'OFFERED', 'WITHDRAWN'] as const);
  return { id: chance.id(), toMaracId, status };
}

function exclusion(chance: Chance, { id, maracId }: Facts['cases'][number], agencies: string[], people: People) {
  const person = chance.happens(0.6);
  return {
    ...{ id: chance.id(), caseId: id, maracId, lifted: chance.happens(0.3) },
    userId: person ? chance.of(people).id : null,
    agencyId: person ? null : chance.of(agencies),
    exceptUserIds: person ? [] : chance.some(people, 0.15).map((each) => each.id),
  };
}
