import type { Target } from './action.rules.js';

/** What makes an action the same as another: what is done, to whom, by which agency. */
export interface Doing {
  catalogueCode: string | null;
  text: string;
  target: Target;
  ownerAgencyId: string;
}

/** Words that say nothing about what is done. */
const IDLE = new Set(
  'a an and are as at be by for from has have he her him his in is it its of on or our she that the their them they this to we will with'.split(' '), // prettier-ignore
);
/** Of all the words of two texts, this share in both: one word in five may differ, so that "ring the school" is not "ring her". */
const NEARLY = 0.8;

/** The words of a text that say something, each once. */
export function wordsOf(text: string): Set<string> {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  const telling = words.filter((word) => !IDLE.has(word));
  return new Set(telling.length > 0 ? telling : words);
}

/** True when two texts say nearly the same. */
export function alike(a: string, b: string): boolean {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  if (left.size === 0 || right.size === 0) return a.trim() === b.trim();
  const shared = [...left].filter((word) => right.has(word)).length;
  return shared / (left.size + right.size - shared) >= NEARLY;
}

/**
 * True when agreeing on one is agreeing on the other again: for the same agency, and either the same entry of the catalogue with the
 * same target, or nearly the same words. (Near-miss reviews: the same actions set again, without anybody asking what came of them.)
 */
export function isSameAgain(one: Doing, other: Doing): boolean {
  if (one.ownerAgencyId !== other.ownerAgencyId) return false;
  if (one.catalogueCode !== null && one.catalogueCode === other.catalogueCode && one.target === other.target)
    return true;
  return alike(one.text, other.text);
}

/** Earlier actions at which nobody has looked although the new one is the same. */
export function notLookedAt<Earlier extends Doing & { id: string }>(
  fresh: Doing,
  earlier: readonly Earlier[],
  lookedAt: readonly string[],
): Earlier[] {
  return earlier.filter((one) => isSameAgain(fresh, one) && !lookedAt.includes(one.id));
}
