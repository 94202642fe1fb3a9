import { tx } from '../platform/db/transaction.js';
import type { Likeness } from './matching.rules.js';
import type { LocationVault } from './location-vault.js';
import { type Candidate, type CandidateRow, candidatesByKey } from './persons.queries.js';

/** Records by match key, as far as this unit of work has looked or written: a batch of referrals looks once, not once each. */
export class MatchIndex {
  private readonly byKey = new Map<string, Candidate[]>();

  static current(): MatchIndex {
    return tx().memory('persons.match-index', () => new MatchIndex());
  }

  /** Looks up the keys that nobody has asked for yet. Needs an elevated unit of work. */
  async load(keys: readonly string[], vault: LocationVault): Promise<void> {
    const unknown = [...new Set(keys)].filter((key) => !this.byKey.has(key));
    if (unknown.length === 0) return;
    for (const key of unknown) this.byKey.set(key, []);
    for (const row of await candidatesByKey(unknown)) this.add(unsealed(row, vault), row.keys ?? []);
  }

  /** A record written by this unit of work. */
  add(candidate: Candidate, keys: readonly string[]): void {
    for (const key of keys) this.byKey.get(key)?.push(candidate);
  }

  /** Records under any of the keys, each once for every place it is known at. The keys must have been loaded. */
  find(keys: readonly string[]): Candidate[] {
    const found = new Map<string, Candidate>();
    for (const key of keys)
      for (const candidate of this.byKey.get(key) ?? []) found.set(placeKey(candidate), candidate);
    return [...found.values()];
  }
}

export type { Candidate };

/** A candidate with its protected place opened. */
export function unsealed(row: CandidateRow, vault: LocationVault): Candidate {
  const { locationId, sealed, keys: _found, ...candidate } = row;
  if (!locationId || !sealed) return candidate;
  const { address, postcode } = vault.open({ id: locationId, sealed });
  return { ...candidate, address, postcode };
}

const likenesses = new WeakMap<Candidate, Likeness>();

/** A candidate as it is compared. Made once: many are compared with it. */
export function likenessOf(candidate: Candidate): Likeness {
  const { birthDate: value, birthPrecision: precision, ...row } = candidate;
  let known = likenesses.get(candidate);
  if (!known) likenesses.set(candidate, (known = { ...row, birth: { value, precision } }));
  return known;
}

const placeKey = ({ id, protected: hidden, address, postcode }: Candidate): string =>
  hidden ? `${id}|${address}|${postcode}` : id;
