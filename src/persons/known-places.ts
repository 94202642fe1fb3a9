import { tx } from '../platform/db/transaction.js';
import type { LocationVault } from './location-vault.js';
import { placesByPerson } from './locations.queries.js';
import type { Place } from './place.rules.js';

/**
 * Protected places of people, as far as this unit of work has looked or written: of every case in which they were recorded as
 * the victim, their own and their children's. For deciding alone; nothing of it is shown.
 */
export class KnownPlaces {
  private readonly byPerson = new Map<string, Place[]>();

  static current(): KnownPlaces {
    return tx().memory('persons.known-places', () => new KnownPlaces());
  }

  /** Looks up people (by the records that stand for them) nobody has asked for yet. Needs an elevated unit of work. */
  async load(canonicalIds: readonly string[], vault: LocationVault): Promise<void> {
    const unknown = [...new Set(canonicalIds)].filter((id) => !this.byPerson.has(id));
    if (unknown.length === 0) return;
    for (const id of unknown) this.byPerson.set(id, []);
    for (const { canonicalId, id, sealed, clear } of await placesByPerson(unknown)) {
      this.byPerson.get(canonicalId)!.push(sealed ? vault.open({ id, sealed }) : clear!);
    }
  }

  /** A place written by this unit of work. */
  add(canonicalId: string, place: Place): void {
    this.byPerson.set(canonicalId, [...(this.byPerson.get(canonicalId) ?? []), place]);
  }

  of(canonicalIds: readonly string[]): Place[] {
    return canonicalIds.flatMap((id) => this.byPerson.get(id) ?? []);
  }
}
