import type { BirthParts } from './details.rules.js';
import { editDistance } from './words.rules.js';

export type BirthLikeness =
  | 'same'
  | 'swapped'
  | 'oneDigit'
  | 'sameMonth'
  | 'twoParts'
  | 'sameYear'
  | 'twoDigits'
  | 'nextYear'
  | 'yearDiffers'
  | 'differs';

/** From the surest to none. */
const ORDER: readonly BirthLikeness[] = [
  'same',
  'swapped',
  'oneDigit',
  'sameMonth',
  'twoParts',
  'sameYear',
  'twoDigits',
  'nextYear',
  'yearDiffers',
  'differs',
];

/** The best of how two people's birth dates agree, alternates included; null where one of them is not known. */
export function birthLikeness(a: readonly BirthParts[], b: readonly BirthParts[]): BirthLikeness | null {
  let best: BirthLikeness | null = null;
  for (const one of a) {
    for (const other of b) {
      const found = compareDates(one, other);
      if (best === null || ORDER.indexOf(found) < ORDER.indexOf(best)) best = found;
    }
  }
  return best;
}

/** Years between two birth dates; 0 where one is not known. */
export function yearsApart(a: readonly BirthParts[], b: readonly BirthParts[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  return Math.min(...a.flatMap((one) => b.map((other) => Math.abs(Number(one.year) - Number(other.year)))));
}

/** 1 January is what is written when the year alone is known. */
const placeholder = ({ month, day }: BirthParts) => month === '01' && day === '01';
const whole = (birth: BirthParts): birth is Required<BirthParts> =>
  birth.month !== undefined && birth.day !== undefined;

function compareDates(a: BirthParts, b: BirthParts): BirthLikeness {
  if (!whole(a) || !whole(b)) return compareParts(a, b);
  if (placeholder(a) || placeholder(b)) {
    const year = compareYears(a.year, b.year);
    return year === 'yearDiffers' ? compareWhole(a, b) : year;
  }
  return compareWhole(a, b);
}

function compareParts(a: BirthParts, b: BirthParts): BirthLikeness {
  const year = compareYears(a.year, b.year);
  if (year !== 'sameYear' || !a.month || !b.month) return year;
  return a.month === b.month ? 'sameMonth' : 'differs';
}

function compareYears(a: string, b: string): BirthLikeness {
  const apart = Math.abs(Number(a) - Number(b));
  return apart === 0 ? 'sameYear' : apart === 1 ? 'nextYear' : 'yearDiffers';
}

function compareWhole(a: Required<BirthParts>, b: Required<BirthParts>): BirthLikeness {
  const same = [a.year === b.year, a.month === b.month, a.day === b.day].filter(Boolean).length;
  if (same === 3) return 'same';
  if (a.year === b.year && a.month === b.day && a.day === b.month) return 'swapped';
  const edits = editDistance(a.year + a.month + a.day, b.year + b.month + b.day, 3);
  if (edits === 1) return 'oneDigit';
  const years = Math.abs(Number(a.year) - Number(b.year));
  if (same === 2 && (years <= 2 || years === 10)) return 'twoParts'; // a decade off is a slip of the pen, a generation is not
  return edits === 2 ? 'twoDigits' : 'differs';
}
