import type { Standing } from '../access/signature.rules.js';
import type { IsoDate } from '../platform/values/dates.js';
import type { Pair } from './circulation.rules.js';

/**
 * What is to be minded of an agency: no signature is in force (and why), it ends before the meeting's cases are shut again, or it
 * is in force and the case of a list that is out did not go to it: it signed later, or the case was listed later.
 */
export const TO_MIND = ['NEVER', 'NOT_YET', 'LAPSED', 'WITHDRAWN', 'SUPERSEDED', 'ENDING', 'LEFT_OUT'] as const;
export type ToMind = (typeof TO_MIND)[number];

export interface Minded {
  agencyId: string;
  state: ToMind;
  until: IsoDate | null;
  cases: number;
}

type Standings = ReadonlyMap<string, Standing>;
const NEVER: Standing = { state: 'NEVER', until: null };
const standingOf = (standings: Standings, agencyId: string): Standing => standings.get(agencyId) ?? NEVER;
export const isSigned = (standings: Standings, agencyId: string): boolean =>
  standingOf(standings, agencyId).state === 'LIVE';

/** What is wrong with each agency that was named. */
export function namedWrongly(
  agencies: readonly string[],
  members: readonly string[],
  standings: Standings,
): { at: '/agencies'; codes: ('not-a-member' | 'not-signed' | null)[] } {
  const wrong = (id: string) =>
    !members.includes(id) ? 'not-a-member' : isSigned(standings, id) ? null : 'not-signed';
  return { at: '/agencies', codes: agencies.map(wrong) };
}

/** Of what is wanted, what can go out: an agency without a signature in force would be sent what it cannot read, and owe an answer. */
export function sendable(wanted: readonly Pair[], standings: Standings): Pair[] {
  return wanted.filter(({ agency }) => isSigned(standings, agency.id));
}

/**
 * Whose signature somebody should see to.
 * @param concerned cases and agencies that are needed for them, or were asked
 * @param missing those of them that went out without the agency
 * @param last the last day on which what circulation opened is seen
 */
export function toMind(
  concerned: readonly Pair[],
  missing: readonly Pair[],
  standings: Standings,
  last: IsoDate,
): Minded[] {
  const count = (pairs: readonly Pair[], agencyId: string) =>
    new Set(pairs.filter(({ agency }) => agency.id === agencyId).map(({ item }) => item.agendaItemId)).size;
  const agencies = [...new Set(concerned.map(({ agency }) => agency.id))];
  return agencies.flatMap((agencyId): Minded[] => {
    const { state, until } = standingOf(standings, agencyId);
    const of = { agencyId, until };
    if (state !== 'LIVE') return [{ ...of, state, cases: count(concerned, agencyId) }];
    const [without, ending] = [count(missing, agencyId), until !== null && until < last];
    return [
      ...(without > 0 ? [{ ...of, state: 'LEFT_OUT' as const, cases: without }] : []),
      ...(ending ? [{ ...of, state: 'ENDING' as const, cases: count(concerned, agencyId) }] : []),
    ];
  });
}
