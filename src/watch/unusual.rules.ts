import { nameWords } from '../platform/values/names.js';
import type { WatchRules } from './watch-section.rules.js';

export const UNUSUAL = ['SAME_SURNAME', 'NO_RELATION', 'AT_NIGHT', 'IN_BULK', 'REFUSED_OFTEN'] as const;
export type Unusual = (typeof UNUSUAL)[number];

/** A case was opened: what is known of the reader and of the case at that moment. */
export interface Reading {
  kind: 'reading';
  readerName: string;
  /** surnames of the people of the case */
  surnames: readonly string[];
  /** a grant or standing was there */
  related: boolean;
  /** local hour, 0 to 23 */
  hour: number;
  /** different cases that the reader opened in the hour up to then, this one included */
  casesInHour: number;
}

/** A request was refused. */
export interface Refused {
  kind: 'refused';
  /** refusals in the hour up to then, this one included */
  refusalsInHour: number;
}

/** A rule that a line of the record falls under, and how many it counted. */
export interface Found {
  rule: Unusual;
  count: number;
}

/** Which rules of the area a line falls under. */
export function unusualIn(seen: Reading | Refused, rules: WatchRules): Found[] {
  const found: Found[] = [];
  if (seen.kind === 'refused') {
    if (seen.refusalsInHour > rules.refusalsAnHour) found.push({ rule: 'REFUSED_OFTEN', count: seen.refusalsInHour });
    return found;
  }
  if (rules.sameSurname && sharesSurname(seen.readerName, seen.surnames))
    found.push({ rule: 'SAME_SURNAME', count: 1 });
  if (rules.noRelation && !seen.related) found.push({ rule: 'NO_RELATION', count: 1 });
  if (isNight(seen.hour, rules)) found.push({ rule: 'AT_NIGHT', count: 1 });
  if (seen.casesInHour > rules.casesAnHour) found.push({ rule: 'IN_BULK', count: seen.casesInHour });
  return found;
}

/** A staff name is given names, then surname; a surname may have several words, and one of them is enough (Smith-Jones, Jones). */
function sharesSurname(readerName: string, surnames: readonly string[]): boolean {
  const own = new Set(nameWords(readerName).slice(1).filter(isTelling));
  return surnames.some((surname) => nameWords(surname).some((word) => own.has(word)));
}

const PARTICLES = new Set([
  'de',
  'da',
  'do',
  'del',
  'della',
  'di',
  'van',
  'von',
  'der',
  'den',
  'el',
  'al',
  'bin',
  'ibn',
  'la',
  'le',
]);
const isTelling = (word: string) => word.length > 1 && !PARTICLES.has(word);

function isNight(hour: number, { nightFrom, nightUntil }: WatchRules): boolean {
  if (nightFrom === nightUntil) return false;
  return nightFrom < nightUntil ? hour >= nightFrom && hour < nightUntil : hour >= nightFrom || hour < nightUntil;
}
