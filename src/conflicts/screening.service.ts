import { Injectable } from '@nestjs/common';
import type { OpenCase } from '../access/open-case.js';
import { type Likeness, namesOf } from '../persons/matching.rules.js';
import { tx } from '../platform/db/transaction.js';
import { ConflictBook, type Finding } from './conflict-book.service.js';
import { ConflictIndex } from './conflict-index.js';
import { type Evidence } from './conflict.rules.js';
import { casesShutTo, type KeptOut } from './conflicts.queries.js';
import { KeyedHash } from './keyed-hash.js';
import { knownBy, partyFacts } from './known-by.rules.js';
import { insertPartyKeys, type TieHit } from './tie.queries.js';

/** A person of a case, as just recorded. */
export interface Party {
  personId: string;
  /** the record that stands for them */
  canonicalId: string;
  described: Likeness;
}

const DECLARED = { OWN_DETAILS: [], DECLARED: ['DECLARED'], REPORTED: ['REPORTED'] } as const;

/**
 * Compares the people of a new referral with the ties of those who work here, before anybody can see the case: in the unit of
 * work that records them. For the system: call it elevated.
 */
@Injectable()
export class ConflictScreening {
  constructor(
    private readonly hash: KeyedHash,
    private readonly book: ConflictBook,
  ) {}

  /** Looks up at once what screening many referrals needs. */
  async lookUp(people: readonly Likeness[]): Promise<void> {
    await ConflictIndex.current().load(people.flatMap((person) => this.asked(person)));
  }

  /** Keeps out whoever has to be kept out, of a case that is new or that these people join. */
  async screen({ caseId, maracId }: OpenCase, parties: readonly Party[]): Promise<void> {
    const index = ConflictIndex.current();
    await index.load(parties.flatMap(({ described }) => this.asked(described)));
    const key = { caseId, maracId };
    const findings: Finding[] = [];
    for (const { personId, canonicalId, described } of parties) {
      insertPartyKeys(personId, partyFacts(described).map((fact) => this.hash.print(fact))); // prettier-ignore
      const hits = index.ties(this.asked(described));
      findings.push(...fromTies(hits).map((found) => ({ ...key, ...found, personIds: [personId] })));
      const namesakes = await index.staffByName(maracId);
      const ids = new Set(namesOf(described).flatMap((name) => namesakes.get(name) ?? []));
      findings.push(...[...ids].map((userId) => ({ ...key, ...ofName(userId), personIds: [personId] })));
      const out = await index.keptOutOf([canonicalId]);
      findings.push(...out.map((one) => ({ ...key, ...followed(one), personIds: [personId] })));
    }
    let closed = false;
    for (const finding of findings) closed = (await this.book.enter(finding)) || closed;
    if (closed) index.forgetKeptOut();
  }

  /** Cases of which the person at work must find nothing; none for systems and operators. */
  async shutToActor(): Promise<ReadonlySet<string>> {
    const { actor } = tx();
    return new Set(actor.kind === 'user' ? await casesShutTo(actor.id) : []);
  }

  private asked(person: Likeness): string[] {
    return knownBy(person).map((fact) => this.hash.print(fact));
  }
}

type Whom = Omit<Finding, 'caseId' | 'maracId' | 'personIds'>;

/** What the ties that were hit amount to, one for each person who works here. */
export function fromTies(hits: readonly TieHit[]): Whom[] {
  const byUser = new Map<string, TieHit[]>();
  for (const hit of hits) byUser.set(hit.userId, [...(byUser.get(hit.userId) ?? []), hit]);
  return [...byUser].map(([userId, mine]) => {
    const certain = mine.filter((hit) => hit.kind !== 'NAME');
    const counted = certain.length > 0 ? certain : mine;
    const said = certain.flatMap((hit) => DECLARED[hit.source]);
    return {
      userId,
      agencyId: null,
      exceptUserIds: [],
      nature: counted[0]!.nature,
      evidence: [...new Set<Evidence>([...counted.map((hit) => hit.kind), ...said])],
      tieIds: [...new Set(counted.map((hit) => hit.tieId))],
    };
  });
}

export function ofName(userId: string): Whom {
  return { userId, agencyId: null, exceptUserIds: [], nature: 'SELF', evidence: ['NAME'], tieIds: [] };
}

/** Who is kept out of one case of a person is kept out of the next. */
export function followed({ userId, agencyId, exceptUserIds, nature, confirmed }: Omit<KeptOut, 'canonicalId'>): Whom {
  const restriction: Evidence[] = agencyId === null ? [] : ['RESTRICTION'];
  return { userId, agencyId, exceptUserIds, nature, evidence: ['SAME_PERSON', ...restriction], tieIds: [], confirmed };
}
