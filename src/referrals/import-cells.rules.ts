import type { EqualityAnswer, YesNoUnknown } from '../persons/person.entity.js';
import type { Consent, Informed } from './referral.entity.js';

/** How people write answers in spreadsheets. A word that is not here is `undefined`, and the caller decides whether that matters. */
const YES = new Set(['y', 'yes', 'true', '1', 'x', '✓', '✔', 'tick', 'ticked']);
const NO = new Set(['n', 'no', 'false', '0']);
const DONT_KNOW = new Set(['dk', 'd/k', 'nk', 'n/k', '?', 'not known', 'unknown', "don't know", 'dont know', 'unsure']);
const DECLINED = new Set(['declined', 'refused', 'prefer not to say', 'pnts', 'withheld']);

type Word = 'YES' | 'NO' | 'DONT_KNOW' | 'DECLINED' | 'BLANK' | undefined;

function word(cell: string): Word {
  const plain = cell.trim().toLowerCase().replaceAll('’', "'");
  if (plain === '') return 'BLANK';
  if (YES.has(plain)) return 'YES';
  if (NO.has(plain)) return 'NO';
  if (DONT_KNOW.has(plain)) return 'DONT_KNOW';
  return DECLINED.has(plain) ? 'DECLINED' : undefined;
}

/** An answer to an item of an instrument; undefined when it cannot be read: then the row is refused, for it may hide a yes. */
export function readAnswer(cell: string): 'YES' | 'NO' | 'DONT_KNOW' | 'NOT_ASKED' | undefined {
  const read = word(cell);
  if (read === 'BLANK') return 'NOT_ASKED';
  return read === 'DECLINED' ? 'DONT_KNOW' : read;
}

export function readYesNo(cell: string): YesNoUnknown {
  const read = word(cell);
  return read === 'YES' || read === 'NO' ? read : 'NOT_KNOWN';
}

export function readEquality(cell: string): EqualityAnswer {
  const read = word(cell);
  if (read === 'BLANK') return 'NOT_ASKED';
  return read === 'YES' || read === 'NO' || read === 'DECLINED' ? read : 'NOT_KNOWN';
}

export function readConsent(cell: string): Consent {
  const plain = cell.toLowerCase();
  if (/unsafe|not safe/.test(plain)) return 'NOT_SOUGHT_UNSAFE';
  if (/capacity/.test(plain)) return 'LACKS_CAPACITY';
  if (/withdr/.test(plain)) return 'WITHDRAWN';
  if (/unreach|uncontact|no contact/.test(plain)) return 'NOT_SOUGHT_UNREACHABLE';
  const read = word(cell);
  if (read === 'YES') return 'GIVEN';
  return read === 'NO' || read === 'DECLINED' ? 'REFUSED' : 'NOT_KNOWN';
}

export function readInformed(cell: string): Informed {
  if (/unsafe|not safe/i.test(cell)) return 'UNSAFE';
  return readYesNo(cell);
}

/** Words of a spreadsheet for the perpetrator's relationship to the victim, as our codes. Others are kept as "otherwise connected". */
const RELATIONSHIPS: readonly [RegExp, string][] = [
  [/^ex[- ]?(husband|wife|spouse)$|^former (husband|wife|spouse)$|^divorced$|^estranged (husband|wife)$/, 'EX_SPOUSE'],
  [/^ex[- ]?civil partner$/, 'EX_CIVIL_PARTNER'],
  [/^civil partner$/, 'CIVIL_PARTNER'],
  [/^(ex|ex[- ]?partner|former partner|ex[- ]?(boy|girl)friend)$/, 'EX_PARTNER'],
  [/^(husband|wife|spouse)$/, 'SPOUSE'],
  [/^(partner|current partner|(boy|girl)friend|cohabitee|fianc[ée]e?)$/, 'CURRENT_PARTNER'],
  [/^(step[- ]?)?(father|mother|parent|dad|mum)$/, 'PARENT'],
  [/^(step[- ]?)?(son|daughter|child|adult (son|daughter|child))$/, 'CHILD_ADULT'],
  [/^(half[- ]?|step[- ]?)?(brother|sister|sibling)$/, 'SIBLING'],
  [/^grand(father|mother|parent)$/, 'GRANDPARENT'],
  [/in[- ]law(s)?$/, 'IN_LAW'],
  [/^(uncle|aunt|cousin|nephew|niece|extended family|family member|relative)$/, 'EXTENDED_FAMILY'],
];

export function readRelationship(cell: string): string {
  const plain = cell.trim().toLowerCase();
  if (plain === '' || DONT_KNOW.has(plain)) return '';
  return RELATIONSHIPS.find(([pattern]) => pattern.test(plain))?.[1] ?? 'OTHER_CONNECTED';
}

/** Fillers people type where a name is not known. Taken for a name, they would make strangers into one person. */
const NO_NAME =
  /^(unknown|unk|not known|not given|name unknown|n\/?k|n\/?a|none|nil|tbc|anon(ymous)?|redacted|withheld|[-?._*\s]+)$/i;

/** A name as written, tidied; '' for a filler. */
export function readName(cell: string): string {
  const tidy = cell.replace(/\s+/g, ' ').trim();
  return NO_NAME.test(tidy) ? '' : tidy;
}

/** Several aliases in one cell. */
export function readAliases(cell: string): string[] {
  return [...new Set(cell.split(/[;|/\n]|\baka\b/i).map(readName))].filter((alias) => alias !== '');
}

/** A count: its leading digits, since people write "2 (one at school)"; 0 when there are none. */
export function readCount(cell: string, most: number): number {
  const digits = /^\s*(\d{1,4})/.exec(cell)?.[1];
  return digits === undefined ? 0 : Math.min(Number(digits), most);
}
