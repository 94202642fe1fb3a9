import { namesOf } from '../persons/matching.rules.js';
import { tx } from '../platform/db/transaction.js';
import { keptOut, type KeptOut } from './conflicts.queries.js';
import { staffNames, type TieHit, tiesByKey } from './tie.queries.js';

/** What this unit of work knows of ties and of who is kept out: a batch of referrals looks once, not once each. */
export class ConflictIndex {
  private readonly byKey = new Map<string, TieHit[]>();
  private readonly names = new Map<string, Promise<Map<string, string[]>>>();
  private out: Promise<Map<string, KeptOut[]>> | undefined;

  static current(): ConflictIndex {
    return tx().memory('conflicts.index', () => new ConflictIndex());
  }

  /** Looks up the keys that nobody has asked for yet. Needs an elevated unit of work. */
  async load(keys: readonly string[]): Promise<void> {
    const unknown = [...new Set(keys)].filter((key) => !this.byKey.has(key));
    if (unknown.length === 0) return;
    for (const key of unknown) this.byKey.set(key, []);
    for (const hit of await tiesByKey(unknown)) this.byKey.get(hit.key)!.push(hit);
  }

  ties(keys: readonly string[]): TieHit[] {
    return keys.flatMap((key) => this.byKey.get(key) ?? []);
  }

  /** People of the MARAC by their names, in the form in which names are compared. */
  staffByName(maracId: string): Promise<Map<string, string[]>> {
    let found = this.names.get(maracId);
    if (!found) this.names.set(maracId, (found = readNames(maracId)));
    return found;
  }

  /** Who is kept out because of this person, by the record that stands for them. */
  async keptOutOf(canonicalIds: readonly string[]): Promise<KeptOut[]> {
    const out = await (this.out ??= readKeptOut());
    return canonicalIds.flatMap((id) => out.get(id) ?? []);
  }

  /** Somebody was kept out of a case by this unit of work: the next one asks anew. */
  forgetKeptOut(): void {
    this.out = undefined;
  }
}

async function readNames(maracId: string): Promise<Map<string, string[]>> {
  const byName = new Map<string, string[]>();
  for (const { id, name } of await staffNames(maracId)) {
    for (const form of namesOf({ familyName: '', givenNames: name, aliases: [] })) {
      if (form.includes(' ')) byName.set(form, [...(byName.get(form) ?? []), id]);
    }
  }
  return byName;
}

async function readKeptOut(): Promise<Map<string, KeptOut[]>> {
  const byPerson = new Map<string, KeptOut[]>();
  for (const one of await keptOut()) byPerson.set(one.canonicalId, [...(byPerson.get(one.canonicalId) ?? []), one]);
  return byPerson;
}
