import { Injectable } from '@nestjs/common';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { LinkedCases } from './linked-cases.service.js';
import { liveLinks, type Pair, recordsTogether, rejectedPairs, settlePair, writeStanding } from './links.queries.js';
import { standsFor } from './links.rules.js';
import { Link } from './person.entity.js';

/** Which case a link is written down for: that of the record it starts from. */
type Of = Pick<Link, 'caseId' | 'maracId'>;

/**
 * Carries decisions on links out. What records are one person is made anew from the links that stand (`standsFor`), and who is kept
 * out of one of their cases from it, in the same unit of work. What a referral was found to be when it came (its repeat outcome, the
 * case it joined) stays as it was recorded: no referral is checked again. For the system: call it elevated, one decision at a time.
 */
@Injectable()
export class Clusters {
  private readonly links = new Store(Link);

  constructor(private readonly cases: LinkedCases) {}

  /**
   * Links two records and all that are one with either. Id of the link.
   * @throws Problem 409 `already-linked`, `told-apart` when it would join two others whom somebody told apart
   */
  async join(pair: Pair, { caseId, maracId }: Of): Promise<string> {
    const { personId, otherId, certainty, evidence } = pair;
    const records = await recordsTogether([personId, otherId]);
    const ids = records.map(({ id }) => id);
    const standing = await liveLinks(ids);
    if (standing.some((link) => isOf(link, pair)))
      throw Problem.conflict('already-linked', 'These records are linked already.');
    const stoodFor = new Map(records.map((record) => [record.id, record.canonicalId]));
    const canonicalId = stoodFor.get(otherId)!;
    const by = actorName();
    settlePair(newId(), pair, 'CONFIRMED', by);
    const id = newId();
    const link = { id, personId, otherId, canonicalId, caseId, maracId, certainty, decidedBy: by };
    this.links.insert({ ...link, evidence: [...evidence] });
    await tx().settle();
    if ((await rejectedPairs([...new Set(stoodFor.values())])).length > 0)
      throw Problem.conflict(
        'told-apart',
        'Somebody decided that two records which this would join are not one person.',
      );
    await this.cases.linked(this.stand(records, [...standing, { personId, otherId }]).get(personId)!);
    return id;
  }

  /** Follows an undone link: each record goes back to those that the links which stand join it to. The pair stays told apart. */
  async part(pair: Pair): Promise<void> {
    settlePair(newId(), pair, 'REJECTED', actorName());
    const records = await recordsTogether([pair.personId, pair.otherId]);
    const ids = records.map(({ id }) => id);
    this.stand(records, await liveLinks(ids));
    await this.cases.parted(ids);
  }

  /** True when two records are taken for one person, by whichever links. */
  async areOne({ personId, otherId }: Pair): Promise<boolean> {
    const records = await recordsTogether([personId]);
    return records.some(({ id }) => id === otherId);
  }

  private stand(
    records: readonly { id: string; canonicalId: string }[],
    links: Parameters<typeof standsFor>[1],
  ): Map<string, string> {
    const stands = standsFor(records.map(({ id }) => id), links); // prettier-ignore
    const moved = records.filter(({ id, canonicalId }) => stands.get(id) !== canonicalId);
    if (moved.length > 0) writeStanding(moved.map(({ id }) => [id, stands.get(id)!] as const));
    return stands;
  }
}

const isOf = (link: { personId: string; otherId: string }, { personId, otherId }: Pair): boolean =>
  (link.personId === personId && link.otherId === otherId) || (link.personId === otherId && link.otherId === personId);

export const actorName = (): string => `${tx().actor.kind}:${tx().actor.id}`;
