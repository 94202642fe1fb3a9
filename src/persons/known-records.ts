import { tx } from '../platform/db/transaction.js';
import type { LocationVault } from './location-vault.js';
import { type Candidate, unsealed } from './match-index.js';
import { recordsOf } from './persons.queries.js';

/** All records of a person, as far as this unit of work has looked or written. For matching alone. */
export class KnownRecords {
  private readonly byPerson = new Map<string, Candidate[]>();

  static current(): KnownRecords {
    return tx().memory('persons.known-records', () => new KnownRecords());
  }

  /** Looks up people (by the records that stand for them) nobody has asked for yet. Needs an elevated unit of work. */
  async load(canonicalIds: readonly string[], vault: LocationVault): Promise<void> {
    const unknown = [...new Set(canonicalIds)].filter((id) => !this.byPerson.has(id));
    if (unknown.length === 0) return;
    for (const id of unknown) this.byPerson.set(id, []);
    for (const row of await recordsOf(unknown)) this.byPerson.get(row.canonicalId)!.push(unsealed(row, vault));
  }

  /** A record written by this unit of work. Of a person who is not known yet, all there is. */
  add(candidate: Candidate): void {
    const known = this.byPerson.get(candidate.canonicalId);
    if (known) known.push(candidate);
    else if (candidate.id === candidate.canonicalId) this.byPerson.set(candidate.id, [candidate]);
  }

  of(canonicalId: string): readonly Candidate[] {
    return this.byPerson.get(canonicalId) ?? [];
  }
}
