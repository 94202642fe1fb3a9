import { fold, wordsOf } from './folded-text.rules.js';
import type { Place } from './place.rules.js';

/** Words that end the name of a street or a building. */
const ENDS_A_NAME = new Set(
  (
    'ROAD STREET LANE AVENUE DRIVE CLOSE COURT CRESCENT GARDENS PLACE SQUARE TERRACE GROVE PARK WAY HILL HOUSE LODGE COTTAGES VILLAS TOWERS ' +
    'MEWS YARD WALK RISE VIEW GREEN ROW PARADE BUILDINGS MANSIONS HEIGHTS POINT WHARF QUAY FARM HALL MANOR BANK FIELDS MEADOWS CROFT ' +
    'GATE CAUSEWAY BOULEVARD ESPLANADE VALE REFUGE CENTRE SCHOOL SURGERY PRACTICE ACADEMY NURSERY COLLEGE'
  ).split(' '),
);

/** Names that streets and buildings everywhere bear, or that are no name: alone, without a number, they say nothing. */
const SAYS_NOTHING = new Set(
  (
    'HIGH STATION CHURCH MAIN PARK VICTORIA LONDON NEW OLD SAFE QUEEN QUEENS KING KINGS MILL SCHOOL GREEN NORTH SOUTH EAST WEST MANOR ALBERT ' +
    'GEORGE COUNCIL HER HIS THEIR MY OUR A AN IN TO ON OF BY AT THIS THAT OPEN TOWN HOME MARKET COUNTY CROWN MAGISTRATES FAMILY CHILDREN CHILDRENS ' +
    'YOUTH COMMUNITY HEALTH MEDICAL POLICE WOMENS LOCAL PRIMARY SECONDARY HOSPITAL GP DOCTORS STREET ROAD HOUSE COURT REFUGE CENTRE ' +
    'SURGERY PRACTICE NURSERY COLLEGE ACADEMY FLAT UPPER LOWER AND'
  ).split(' '),
);

const isNumber = (word: string): boolean => /^\d+[A-H]?$/.test(word);
const MOST_WORDS = 4;

/** Runs of words that give a place away when they stand in a text one after the other. */
export function needlesOf({ name, address }: Place): string[][] {
  const parts = address
    .split(/[,;\n]+/)
    .map((part) => wordsOf(fold(part)))
    .filter((words) => words.length > 0);
  const whole = wordsOf(fold(address)); // a number and its street are often parted by a comma
  const needles = [nameNeedle(wordsOf(fold(name))), ...parts.map((words, i) => houseNeedle(words, i, parts.length))];
  return [...needles, ...streetNeedles(whole, parts)].filter((needle) => needle.length > 0);
}

/** `12 Hidden Lane` gives away: the number with the name, either way round, and the name alone when it is rare. */
function streetNeedles(whole: readonly string[], parts: readonly string[][]): string[][] {
  const found: string[][] = [];
  const starts = new Set<number>();
  for (let at = 0, part = 0; part < parts.length; at += parts[part]!.length, part++) starts.add(at);
  whole.forEach((word, end) => {
    if (!ENDS_A_NAME.has(word)) return;
    let begin = end;
    while (begin > 0 && end - begin < MOST_WORDS && !starts.has(begin) && !isNumber(whole[begin - 1]!) && whole[begin - 1] !== 'FLAT') begin--; // prettier-ignore
    const name = whole.slice(begin, end);
    if (name.length === 0) return;
    const rare = !name.every((part) => SAYS_NOTHING.has(part));
    const number = isNumber(whole[begin - 1] ?? '') ? whole[begin - 1]! : null;
    if (rare) found.push([...name, word]);
    if (number) found.push([number, ...name, word], [...name, word, number]);
    if (number && rare && name.join('').length >= 4) found.push([number, ...name]);
  });
  return found;
}

/** A part without a street in it: `22 Acacia`, or `The Willows` before more of the address. A town alone says nothing. */
function houseNeedle(words: readonly string[], at: number, parts: number): string[] {
  if (words.some((word) => ENDS_A_NAME.has(word))) return [];
  const numbered = isNumber(words[0]!) && words.length >= 2;
  if (numbered) return words.slice(0, MOST_WORDS);
  const names = words.every((word) => !isNumber(word)) && !words.every((word) => SAYS_NOTHING.has(word));
  return at === 0 && parts > 1 && names && words.join('').length >= 6 ? [...words] : [];
}

function nameNeedle(words: readonly string[]): string[] {
  const telling = words.filter((word) => !SAYS_NOTHING.has(word) && !ENDS_A_NAME.has(word)).join('');
  return telling.length >= 4 && (words.length >= 2 || telling.length >= 7) ? [...words] : [];
}
