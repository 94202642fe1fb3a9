import type { Weights } from './weights.js';
import { editDistance } from './words.rules.js';

export type ContactLikeness = 'same' | 'oneOff' | 'local' | 'differs';

/** How two people's telephones agree; null where one has none. */
export function phoneLikeness(a: readonly string[], b: readonly string[]): ContactLikeness | null {
  return best(a, b, (one, other) => {
    if (one === other) return 'same';
    return one.length >= 8 && editDistance(one, other, 1) === 1 ? 'oneOff' : 'differs';
  });
}

/** How two people's addresses of mail agree. People have several, so that another one says little. */
export function emailLikeness(a: readonly string[], b: readonly string[]): ContactLikeness | null {
  return best(a, b, (one, other) => {
    if (one === other) return 'same';
    if (editDistance(one, other, 2) <= 2) return 'oneOff';
    const [mine = '', yours = ''] = [one.split('@')[0], other.split('@')[0]];
    return mine.length >= 5 && (mine === yours || editDistance(mine, yours, 1) === 1) ? 'local' : 'differs';
  });
}

export function identifierLikeness(a: readonly string[], b: readonly string[]): ContactLikeness | null {
  return best(a, b, (one, other) => {
    if (one === other) return 'same';
    return one.length >= 6 && editDistance(one, other, 1) === 1 ? 'oneOff' : 'differs';
  });
}

export function contactBits(how: ContactLikeness | null, weights: Weights['phone'] | Weights['email']): number {
  if (how === null) return 0;
  return how === 'local' ? ('local' in weights ? weights.local : 0) : weights[how];
}

const ORDER: readonly ContactLikeness[] = ['same', 'oneOff', 'local', 'differs'];

function best(
  a: readonly string[],
  b: readonly string[],
  compare: (one: string, other: string) => ContactLikeness,
): ContactLikeness | null {
  let found: ContactLikeness | null = null;
  for (const one of a) {
    for (const other of b) {
      const how = compare(one, other);
      if (found === null || ORDER.indexOf(how) < ORDER.indexOf(found)) found = how;
    }
  }
  return found;
}
