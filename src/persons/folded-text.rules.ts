/** Letters of other scripts that look like these, in capitals: typed so, an address would still be read. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  А: 'A', В: 'B', С: 'C', Е: 'E', Н: 'H', І: 'I', Ј: 'J', К: 'K', М: 'M', О: 'O', Р: 'P', Ѕ: 'S', Т: 'T', Х: 'X', У: 'Y',
  Α: 'A', Β: 'B', Ε: 'E', Ζ: 'Z', Η: 'H', Ι: 'I', Κ: 'K', Μ: 'M', Ν: 'N', Ο: 'O', Ρ: 'P', Τ: 'T', Υ: 'Y', Χ: 'X',
}; // prettier-ignore

/** Words that are written in more ways than one; the first is the one compared. */
const SAME_WORDS: readonly (readonly string[])[] = [
  ['ROAD', 'RD'], ['STREET', 'ST', 'STR', 'SAINT'], ['LANE', 'LN'], ['AVENUE', 'AVE', 'AV', 'AVN'], ['DRIVE', 'DR', 'DRV'],
  ['CLOSE', 'CL', 'CLS'], ['COURT', 'CT', 'CRT'], ['CRESCENT', 'CRES', 'CRESC', 'CR'], ['GARDENS', 'GDNS', 'GDN', 'GARDEN', 'GRDNS'],
  ['PLACE', 'PL'], ['SQUARE', 'SQ'], ['TERRACE', 'TER', 'TERR', 'TCE'], ['GROVE', 'GRV', 'GR'], ['PARK', 'PK'], ['HOUSE', 'HSE', 'HO'],
  ['WAY', 'WY'], ['HILL', 'HL'], ['FLAT', 'FLT', 'APT', 'APARTMENT', 'UNIT'], ['MOUNT', 'MT'], ['BUILDINGS', 'BLDGS', 'BUILDING', 'BLDG'],
  ['CENTRE', 'CTR', 'CENTER'], ['SCHOOL', 'SCH'], ['PRIMARY', 'PRIM'], ['SURGERY', 'SURG'], ['BOULEVARD', 'BLVD'], ['AND', 'N'],
  ['COTTAGES', 'COTTAGE', 'COTT'], ['VILLAS', 'VILLA'], ['TOWERS', 'TOWER'], ['FIELDS', 'FIELD'], ['MEADOWS', 'MEADOW'],
]; // prettier-ignore
const WORD: ReadonlyMap<string, string> = new Map(
  SAME_WORDS.flatMap(([one, ...others]) => others.map((o) => [o, one!])),
);
/** Say nothing of where. */
const DROPPED: ReadonlySet<string> = new Set(['THE', 'NO', 'NUMBER', 'NUM', 'NOS']);
const NUMBERS = (
  'ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN ELEVEN TWELVE THIRTEEN FOURTEEN FIFTEEN SIXTEEN SEVENTEEN EIGHTEEN NINETEEN ' +
  'TWENTY'
).split(' ');
const NUMBER: ReadonlyMap<string, string> = new Map(NUMBERS.map((word, i) => [word, String(i + 1)]));

/** Every way in which a word is written, itself among them. */
export function waysToWrite(word: string): string[] {
  return [...(SAME_WORDS.find(([one]) => one === word) ?? [word])];
}

/** Capitals without accents, apostrophes and invisible characters; look-alikes of other scripts as the letters they look like. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}'’‘ʼ`´]/gu, '')
    .toUpperCase()
    .replaceAll('&', ' AND ')
    .replace(/[\u0370-\u04ff]/g, (letter) => LOOK_ALIKES[letter] ?? letter);
}

/** O for 0, I and L for 1, as typed in numbers and read in haste. */
export const asDigits = (word: string): string => word.replaceAll('O', '0').replace(/[IL]/g, '1');

/** The words of a folded text in the form compared: `Flat 3, 12a Hidden Ln` is FLAT 3 12A HIDDEN LANE. */
export function wordsOf(folded: string): string[] {
  const words: string[] = [];
  for (const written of folded.match(/[\p{L}\p{N}]+/gu) ?? []) {
    const word = oneWord(written);
    if (DROPPED.has(word)) continue;
    const number = words.at(-1);
    if (/^[A-H]$/.test(word) && /^\d+$/.test(number ?? '')) words[words.length - 1] = `${number}${word}`;
    else words.push(word);
  }
  return words;
}

function oneWord(written: string): string {
  if (/^[\dOIL]+[A-H]?$/.test(written) && /\d/.test(written)) {
    return asDigits(written.slice(0, -1)).concat(/[A-H]$/.test(written) ? written.slice(-1) : asDigits(written.slice(-1))).replace(/^0+(?=\d)/, ''); // prettier-ignore
  }
  return NUMBER.get(written) ?? WORD.get(written) ?? written;
}
