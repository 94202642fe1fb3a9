import { tx } from '../platform/db/transaction.js';
import { type EarlierReferral, referralsInvolving } from './history.queries.js';

/** Referrals by the people in them, as far as this unit of work has looked or written. */
export class HistoryIndex {
  private readonly byPerson = new Map<string, EarlierReferral[]>();

  static current(): HistoryIndex {
    return tx().memory('referrals.history-index', () => new HistoryIndex());
  }

  /** Looks up the people (by the records that stand for them) whom nobody has asked for yet. Needs an elevated unit of work. */
  async load(canonicalIds: readonly string[]): Promise<void> {
    const unknown = [...new Set(canonicalIds)].filter((id) => !this.byPerson.has(id));
    if (unknown.length === 0) return;
    const asked = new Set(unknown);
    for (const id of unknown) this.byPerson.set(id, []);
    for (const referral of await referralsInvolving(unknown)) this.put(referral, (id) => asked.has(id));
  }

  /** A referral written by this unit of work, its people known to be new or looked up. */
  add(referral: EarlierReferral): void {
    for (const id of partiesOf(referral)) if (!this.byPerson.has(id)) this.byPerson.set(id, []);
    this.put(referral, () => true);
  }

  /** Referrals in which any of these people is a party, each once. The people must have been loaded. */
  find(canonicalIds: readonly string[]): EarlierReferral[] {
    const found = new Map<string, EarlierReferral>();
    for (const id of canonicalIds) for (const referral of this.byPerson.get(id) ?? []) found.set(referral.id, referral);
    return [...found.values()];
  }

  private put(referral: EarlierReferral, about: (canonicalId: string) => boolean): void {
    for (const id of partiesOf(referral)) if (about(id)) this.byPerson.get(id)?.push(referral);
  }
}

function partiesOf({ victim, perpetrators }: EarlierReferral): Set<string> {
  return new Set([victim, ...perpetrators]);
}
