import { tx } from '../platform/db/transaction.js';
import { type Candidate, candidatesByKey } from './persons.queries.js';

/** Records by match key, as far as this unit of work has looked or written: a batch of referrals looks once, not once each. */
export class MatchIndex {
  private readonly byKey = new Map<string, Candidate[]>();

  static current(): MatchIndex {
    return tx().memory('persons.match-index', () => new MatchIndex());
  }

  /** Looks up the keys that nobody has asked for yet. Needs an elevated unit of work. */
  async load(keys: readonly string[]): Promise<void> {
    const unknown = [...new Set(keys)].filter((key) => !this.byKey.has(key));
    if (unknown.length === 0) return;
    for (const key of unknown) this.byKey.set(key, []);
    for (const { key, ...candidate } of await candidatesByKey(unknown)) this.byKey.get(key)!.push(candidate);
  }

  /** A record written by this unit of work. */
  add(candidate: Candidate, keys: readonly string[]): void {
    for (const key of keys) this.byKey.get(key)?.push(candidate);
  }

  /** Records under any of the keys, each once. The keys must have been loaded. */
  find(keys: readonly string[]): Candidate[] {
    const found = new Map<string, Candidate>();
    for (const key of keys) for (const candidate of this.byKey.get(key) ?? []) found.set(candidate.id, candidate);
    return [...found.values()];
  }
}
