import type { Recorded } from '../persons/persons.service.js';
import type { Staying } from './referral-writer.service.js';

/** People and answers of a referral before it is written anew. */
export interface Before {
  victimId: string;
  perpetratorIds: readonly string[];
  childIds: readonly string[];
}

/**
 * What stays as it is recorded, by the places of the form whose answers are other ones. Perpetrators are told apart by their place: with
 * one more or one fewer of them, those whose answers are the same at the same place stay.
 */
export function whatStays(
  before: Before,
  perpetrators: number,
  changed: readonly string[],
  canonicals: ReadonlyMap<string, string>,
): Staying {
  const isChanged = (place: string) => changed.some((one) => one === place || one.startsWith(`${place}/`));
  const recorded = (id: string): Recorded => ({ id, canonicalId: canonicals.get(id) ?? id });
  const stayed = Array.from({ length: perpetrators }, (_, i) => {
    const id = before.perpetratorIds[i];
    return id === undefined || isChanged(`/perpetrators/${i}`) ? undefined : recorded(id);
  });
  const isVictim = !isChanged('/victim');
  const sameParties = isVictim && stayed.every(Boolean) && perpetrators === before.perpetratorIds.length;
  return {
    ...(isVictim && { victim: recorded(before.victimId) }),
    perpetrators: stayed,
    // what they are to the parties is recorded with them
    ...(sameParties && !isChanged('/childrenKnown') && { children: before.childIds.map(recorded) }),
    relationship: isVictim && stayed[0] !== undefined && !isChanged('/relationship'),
    assessment: !isChanged('/assessment'),
    superseded: new Set([before.victimId, ...before.perpetratorIds, ...before.childIds]),
  };
}
